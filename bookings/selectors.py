"""Finding bookings for a viewer. Each query only names candidates: the gate
decides which of them are shown, and records it.

Candidates come in two arms, so that neither reads more rows than a page shows:
per permitted facility the newest from an index, and per principal the newest
from ``access_row``.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from access.enums import FieldClass
from access.gate import (
    OWN_ROW,
    VISIBLE,
    Candidates,
    Shown,
    open_one,
    show_many,
    show_register,
)
from access.viewer import Viewer
from audit.enums import ViewKind
from audit.sealing import digest
from bookings import pages
from bookings.models import Booking

PAGE = 50
# The register goes on naming a person for a day after they have left, so that
# hour and manner of discharge can be read at all.
REGISTER_AFTER_DISCHARGE = timedelta(days=1)

_ONE = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  1::bigint AS rank FROM bookings_booking b WHERE b.id = %(booking)s"""

_THESE = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  row_number() OVER (ORDER BY b.id) AS rank
FROM bookings_booking b WHERE b.id = ANY(%(bookings)s::uuid[])"""

_COLUMNS = "b.id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed, b.booked_at"

# Only where a page has one: a condition that may be empty could use no index.
_BEFORE = "AND (b.booked_at, b.id) < (%(before_at)s::timestamptz, %(before_id)s::uuid)"

_IN_CUSTODY = """
SELECT arms.id AS booking_id, arms.person_id, arms.facility_id, arms.is_juvenile,
  arms.is_sealed, row_number() OVER (ORDER BY booked_at DESC, id DESC) AS rank
FROM (
  SELECT b.* FROM reach r CROSS JOIN LATERAL (
    SELECT {columns} FROM bookings_booking b
    WHERE b.facility_id = r.facility_id AND b.is_juvenile = r.is_juvenile
      AND b.is_sealed = r.is_sealed AND b.discharged_at IS NULL
      AND (%(facility)s::bigint IS NULL OR r.facility_id = %(facility)s) {before}
    ORDER BY b.booked_at DESC, b.id DESC LIMIT %(limit)s) b
  UNION
  SELECT g.* FROM live
  CROSS JOIN unnest(%(principals)s::bigint[]) AS own(principal)
  CROSS JOIN LATERAL (
    SELECT {columns} FROM access_accessrow r
    JOIN bookings_booking b ON b.id = r.booking_id
    WHERE {own_row} AND b.discharged_at IS NULL
      AND (%(facility)s::bigint IS NULL OR b.facility_id = %(facility)s)
      {before} AND {visible}
    ORDER BY r.booked_at DESC, r.booking_id DESC LIMIT %(limit)s) g
) arms ORDER BY booked_at DESC, id DESC LIMIT %(limit)s"""

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

# Two arms, each with an index of its own: those in custody, and those who left lately.
_REGISTER = """
SELECT arms.id AS booking_id, arms.person_id, arms.facility_id, arms.is_juvenile,
  arms.is_sealed, row_number() OVER (ORDER BY booked_at DESC, id DESC) AS rank
FROM (
  SELECT b.* FROM access_facility f CROSS JOIN base k CROSS JOIN LATERAL (
    (SELECT {columns} FROM bookings_booking b
     WHERE b.facility_id = f.id AND b.is_juvenile = k.is_juvenile
       AND b.is_sealed = k.is_sealed AND b.discharged_at IS NULL {before} {named}
     ORDER BY b.booked_at DESC, b.id DESC LIMIT %(limit)s)
    UNION ALL
    (SELECT {columns} FROM bookings_booking b
     WHERE b.facility_id = f.id AND b.is_juvenile = k.is_juvenile
       AND b.is_sealed = k.is_sealed AND b.discharged_at > %(left_after)s
       {before} {named}
     ORDER BY b.booked_at DESC, b.id DESC LIMIT %(limit)s)) b
  WHERE k.register <> 0 AND k.door = 0
    AND (%(facility)s::bigint IS NULL OR f.id = %(facility)s)
) arms ORDER BY booked_at DESC, id DESC LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page begins: after this booking, newest first."""

    booked_at: datetime
    booking_id: UUID

    @property
    def text(self) -> str:
        microseconds = round(self.booked_at.timestamp() * 1_000_000)
        return f"{microseconds}_{self.booking_id}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Read a cursor from a URL; anything else begins at the newest."""
        try:
            microseconds, _, key = text.partition("_")
            at = datetime.fromtimestamp(0, tz=UTC) + timedelta(
                microseconds=int(microseconds)
            )
            return cls(at, UUID(key))
        except (ValueError, OverflowError):
            return None


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


def open_record(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.RECORD, booking_id, _ONE)


def open_photo(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.PHOTO, booking_id, _ONE)


def open_name(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """Whom a form or a request is about; None if the booking is not visible."""
    return open_one(viewer, pages.NAMED, booking_id, _ONE)


def names(viewer: Viewer, booking_ids: list[UUID]) -> dict[UUID, Shown]:
    """Whom these bookings are about, of those that this viewer may know of."""
    candidates = Candidates(
        _THESE,
        {"bookings": booking_ids},
        needs=FieldClass.REGISTER,
        limit=max(len(booking_ids), 1),
    )
    shown = show_many(viewer, pages.NAMES, candidates, ViewKind.LISTED)
    return {row.booking_id: row for row in shown}


def open_for_act(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """What is read before acting upon a booking; None if it is not visible."""
    return open_one(viewer, pages.ACTED_UPON, booking_id, _ONE)


def person_of(booking_id: UUID) -> UUID:
    """The person's key, for an act on a booking that was opened before."""
    return Booking.objects.values_list("person_id", flat=True).get(pk=booking_id)


def in_custody(
    viewer: Viewer, *, facility_id: int | None = None, before: Cursor | None = None
) -> list[Shown]:
    """The people in custody this viewer may be shown, newest first, one page."""
    sql = _IN_CUSTODY.format(
        columns=_COLUMNS,
        before=_BEFORE if before else "",
        own_row=OWN_ROW,
        visible=VISIBLE,
    )
    candidates = Candidates(
        sql,
        {**_cursor_params(before), "facility": facility_id},
        needs=FieldClass.REGISTER | FieldClass.CUSTODY,
        limit=PAGE,
    )
    return show_many(viewer, pages.CUSTODY_LIST, candidates, ViewKind.LISTED)


def found(viewer: Viewer, terms: Terms) -> list[Shown]:
    """What a search finds for this viewer; the search itself is recorded."""
    sql = _FOUND.format(
        columns=_COLUMNS,
        names=_NAMES,
        order=_ORDER,
        matches=_matching(terms),
        own_row=OWN_ROW,
        visible=VISIBLE,
    )
    candidates = Candidates(
        sql,
        {
            "surname": _prefix(terms.surname),
            "given_name": _prefix(terms.given_name),
            "booking_number": terms.booking_number,
            "birth_date": terms.birth_date,
        },
        needs=terms.needs | FieldClass.REGISTER,
        limit=PAGE,
        depends_on_values=True,
    )
    return show_many(
        viewer,
        pages.SEARCH_RESULTS,
        candidates,
        ViewKind.FOUND,
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


def _prefix(term: str) -> str:
    escaped = term.upper().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"{escaped}%"


def register(
    viewer: Viewer,
    *,
    facility_id: int | None = None,
    before: Cursor | None = None,
    surname: str = "",
) -> list[Shown]:
    """A page of the public jail register, newest first: who is confined, and who
    left within the last day. A name narrows it to surnames that begin so.
    """
    named = (
        """AND EXISTS (SELECT FROM bookings_person p WHERE p.id = b.person_id
        AND upper(p.surname) COLLATE "C" LIKE %(surname)s)"""
        if surname
        else ""
    )
    sql = _REGISTER.format(
        columns=_COLUMNS,
        before=_BEFORE if before else "",
        named=named,
    )
    candidates = Candidates(
        sql,
        {
            **_cursor_params(before),
            "facility": facility_id,
            "surname": _prefix(surname),
            "left_after": viewer.at - REGISTER_AFTER_DISCHARGE,
        },
        limit=PAGE,
        depends_on_values=True,  # of a day's releases there are few
    )
    detail = {
        "at": viewer.at.isoformat(),
        "before": before.text if before else "",
        "facility": facility_id,
        "term": digest(surname) if surname else "",
    }
    return show_register(viewer, pages.REGISTER, candidates, detail)


def _cursor_params(before: Cursor | None) -> dict:
    return {
        "before_at": before.booked_at if before else None,
        "before_id": before.booking_id if before else None,
    }
