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
from bookings.selectors.lists import COLUMNS, PAGE, prefix

# Search: people in the order of the index that fits the term, then their bookings
# in reach; each arm stops at a page's length.
_FOUND = """
SELECT hits.id AS booking_id, hits.person_id, hits.facility_id, hits.is_juvenile,
  hits.is_sealed, row_number() OVER (ORDER BY {order}) AS rank
FROM (
  (SELECT {columns}, {names} FROM bookings_person p
   JOIN bookings_booking b ON b.person_id = p.id
   JOIN reach r ON r.facility_id = b.facility_id AND r.is_juvenile = b.is_juvenile
     AND r.is_sealed = b.is_sealed
   WHERE {matches} ORDER BY {order} LIMIT %(limit)s)
  UNION
  (SELECT {columns}, {names} FROM live
   CROSS JOIN unnest(%(principals)s::bigint[]) AS own(principal)
   JOIN access_accessrow r ON {own_row}
   JOIN bookings_booking b ON b.id = r.booking_id
   JOIN bookings_person p ON p.id = b.person_id
   WHERE {matches} AND {visible} ORDER BY {order} LIMIT %(limit)s)
) hits ORDER BY {order} LIMIT %(limit)s"""

_NAMES = """upper(p.surname) COLLATE "C" AS surname_key,
  upper(p.given_name) COLLATE "C" AS given_name_key"""
_ORDER = "surname_key, given_name_key, person_id, booked_at DESC, id DESC"

_BY_SURNAME = """upper(p.surname) COLLATE "C" LIKE %(surname)s"""
_BY_GIVEN_NAME = """upper(p.given_name) COLLATE "C" LIKE %(given_name)s"""
_BY_BIRTH_DATE = "p.birth_date = %(birth_date)s"
_BY_NUMBER = "b.booking_number = %(booking_number)s"


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
    """What a search finds for this viewer; the search itself is recorded."""
    sql = _FOUND.format(
        columns=COLUMNS,
        names=_NAMES,
        order=_ORDER,
        matches=_matching(terms),
        own_row=OWN_ROW,
        visible=VISIBLE,
    )
    candidates = Candidates(
        sql,
        {
            "surname": prefix(terms.surname),
            "given_name": prefix(terms.given_name),
            "booking_number": terms.booking_number,
            "birth_date": terms.birth_date,
        },
        needs=terms.needs | FieldClass.REGISTER,
        limit=PAGE,
        depends_on_values=True,
    )
    return show_many(
        viewer,
        page,
        candidates,
        kind,
        search=terms.digests(),
    )


def _matching(terms: Terms) -> str:
    """The condition that all given terms make together; none given finds nobody."""
    conditions = [
        condition
        for term, condition in (
            (terms.surname, _BY_SURNAME),
            (terms.given_name, _BY_GIVEN_NAME),
            (terms.birth_date, _BY_BIRTH_DATE),
            (terms.booking_number, _BY_NUMBER),
        )
        if term
    ]
    return " AND ".join(conditions) or "false"
