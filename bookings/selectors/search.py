"""Finding people. Each query only names candidates: the gate decides which of them
are shown, and records it.
"""

from dataclasses import dataclass
from datetime import date

from access.enums import FieldClass
from access.gate import OWN_ROW, VISIBLE, Candidates, Page, ShownRows, show_many
from access.viewer import Viewer
from audit.enums import ViewKind
from audit.sealing import digest
from bookings import pages
from bookings.selectors import matching
from bookings.selectors.lists import COLUMNS, PAGE

# Who fits exactly: by number or birth date, and a name that begins as typed.
_FOUND = """
SELECT hits.id AS booking_id, hits.person_id, hits.facility_id, hits.is_juvenile,
  hits.is_sealed, '' AS how, false AS is_alias,
  row_number() OVER (ORDER BY {order}) AS rank
FROM (
  (SELECT {columns}, {names} FROM bookings_person p
   JOIN bookings_booking b ON b.person_id = p.id
   JOIN reach r ON r.facility_id = b.facility_id AND r.is_juvenile = b.is_juvenile
     AND r.is_sealed = b.is_sealed
   WHERE {matches} ORDER BY {order} LIMIT {page})
  UNION
  (SELECT {columns}, {names} FROM live
   CROSS JOIN unnest(%(principals)s::bigint[]) AS own(principal)
   JOIN access_accessrow r ON {own_row}
   JOIN bookings_booking b ON b.id = r.booking_id
   JOIN bookings_person p ON p.id = b.person_id
   WHERE {matches} AND {visible} ORDER BY {order} LIMIT {page})
) hits ORDER BY {order} LIMIT {page}"""

_NAMES = """upper(p.surname) COLLATE "C" AS surname_key,
  upper(p.given_name) COLLATE "C" AS given_name_key"""
_ORDER = "surname_key, given_name_key, person_id, booked_at DESC, id DESC"

# As a range, so that a plan made once finds its way by the index: no letter comes
# after the last there is.
_BEGINS_SO = """upper(p.{column}) COLLATE "C" >= upper(%({column})s::text)
  AND upper(p.{column}) COLLATE "C" < upper(%({column})s::text) || U&'\\+10FFFF'"""
_BY_BIRTH_DATE = "p.birth_date = %(birth_date)s::date"
_BY_NUMBER = "b.booking_number = %(booking_number)s::text"

SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody looks for. Exactly the given terms count, together."""

    surname: str = ""
    given_name: str = ""
    booking_number: str = ""
    birth_date: date | None = None

    @property
    def needs(self) -> FieldClass:
        """Only whoever may be shown a class may search by it."""
        mask = FieldClass.REFERENCE
        if self.surname or self.given_name:
            mask |= FieldClass.REGISTER
        if self.booking_number:
            mask |= FieldClass.CUSTODY
        if self.birth_date:
            mask |= FieldClass.IDENTITY
        return mask

    def digests(self) -> dict:
        """Kinds of terms with keyed digests, for the view history."""
        given = {
            "surname": self.surname,
            "given_name": self.given_name,
            "booking_number": self.booking_number,
            "birth_date": self.birth_date.isoformat() if self.birth_date else "",
        }
        return {"terms": {kind: digest(term) for kind, term in given.items() if term}}


def found(
    viewer: Viewer,
    terms: Terms,
    *,
    page: Page = pages.SEARCH_RESULTS,
    kind: ViewKind = ViewKind.FOUND,
) -> ShownRows:
    """What a search finds for this viewer, best first; the search is recorded."""
    return show_many(
        viewer,
        page,
        candidates(terms, limit=PAGE),
        kind,
        search=terms.digests(),
    )


def suggested(viewer: Viewer, terms: Terms) -> ShownRows:
    """The five best people, each by the newest booking, while somebody types; that they
    typed is recorded too.
    """
    return show_many(
        viewer,
        pages.SUGGESTIONS,
        candidates(terms, limit=SUGGESTED, is_each_once=True),
        ViewKind.SUGGESTED,
        search=terms.digests(),
    )


def candidates(terms: Terms, *, limit: int, is_each_once=False) -> Candidates:
    by_name = _asks_by_name(terms)
    return Candidates(
        _by_name(terms, limit, is_each_once) if by_name else _exactly(terms, limit),
        {
            "surname": terms.surname,
            "given_name": terms.given_name,
            "booking_number": terms.booking_number,
            "birth_date": terms.birth_date,
        },
        needs=terms.needs | FieldClass.REGISTER,
        limit=limit,
        row_needs=f"CASE WHEN candidate.is_alias THEN {matching.ALIAS} ELSE 0 END",
    )


def _asks_by_name(terms: Terms) -> bool:
    """A number is exact: beside it a name must begin as typed."""
    return bool(terms.surname or terms.given_name) and not terms.booking_number


def _by_name(terms: Terms, page: int, is_each_once: bool) -> str:
    typed = [
        n
        for n, term in (("surname", terms.surname), ("given", terms.given_name))
        if term
    ]
    by = ('upper(p.surname) COLLATE "C"', 'upper(p.given_name) COLLATE "C"')
    return matching.statement(
        names=typed[0] if len(typed) == 1 else "both",
        matches=_matching(terms),
        by=by if terms.surname else by[::-1],
        has_birth_date=terms.birth_date is not None,
        page=page,
        is_each_once=is_each_once,
    )


def _exactly(terms: Terms, page: int) -> str:
    return _FOUND.format(
        columns=COLUMNS,
        names=_NAMES,
        order=_ORDER,
        matches=_matching(terms),
        own_row=OWN_ROW,
        visible=VISIBLE,
        page=page,
    )


def _matching(terms: Terms) -> str:
    """The condition that all given terms make together; none given finds nobody."""
    conditions = [
        condition
        for term, condition in (
            (terms.surname, _BEGINS_SO.format(column="surname")),
            (terms.given_name, _BEGINS_SO.format(column="given_name")),
            (terms.birth_date, _BY_BIRTH_DATE),
            (terms.booking_number, _BY_NUMBER),
        )
        if term
    ]
    return " AND ".join(conditions) or "false"
