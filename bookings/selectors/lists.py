"""Lists of bookings for a viewer. Each query only names candidates: the gate
decides which of them are shown, and records it.

Candidates come in two arms, so that neither reads more rows than a page shows:
per permitted facility the newest from an index, and per principal the newest
from ``access_row``.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from access.enums import FieldClass
from access.gate import (
    OWN_ROW,
    VISIBLE,
    Candidates,
    Page,
    ShownRows,
    show_many,
    show_register,
)
from access.viewer import Viewer
from audit.enums import ViewKind
from audit.sealing import digest
from bookings import pages

PAGE = 50
# The register goes on naming a person for a day after they have left, so that
# hour and manner of discharge can be read at all.
REGISTER_AFTER_DISCHARGE = timedelta(days=1)

COLUMNS = "b.id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed, b.booked_at"

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

# Two arms, each with an index of its own: those in custody, and those who left lately.
# Whose intake is under way is in custody already, and comes on the register with its end.
_REGISTER = """
SELECT arms.id AS booking_id, arms.person_id, arms.facility_id, arms.is_juvenile,
  arms.is_sealed, row_number() OVER (ORDER BY booked_at DESC, id DESC) AS rank
FROM (
  SELECT b.* FROM access_facility f CROSS JOIN base k CROSS JOIN LATERAL (
    (SELECT {columns} FROM bookings_booking b
     WHERE b.facility_id = f.id AND b.is_juvenile = k.is_juvenile
       AND b.is_sealed = k.is_sealed AND b.discharged_at IS NULL
       AND b.intake_completed_at IS NOT NULL {before} {named}
     ORDER BY b.booked_at DESC, b.id DESC LIMIT %(limit)s)
    UNION ALL
    (SELECT {columns} FROM bookings_booking b
     WHERE b.facility_id = f.id AND b.is_juvenile = k.is_juvenile
       AND b.is_sealed = k.is_sealed AND b.discharged_at > %(left_after)s
       AND b.intake_completed_at IS NOT NULL {before} {named}
     ORDER BY b.booked_at DESC, b.id DESC LIMIT %(limit)s)) b
  WHERE k.register <> 0 AND k.door = 0
    AND (%(facility)s::bigint IS NULL OR f.id = %(facility)s)
) arms ORDER BY booked_at DESC, id DESC LIMIT %(limit)s"""

_NAMED = """AND EXISTS (SELECT FROM bookings_person p WHERE p.id = b.person_id
  AND upper(p.surname) COLLATE "C" LIKE %(surname)s)"""


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


def in_custody(
    viewer: Viewer,
    *,
    facility_id: int | None = None,
    before: Cursor | None = None,
    page: Page = pages.CUSTODY_LIST,
    kind: ViewKind = ViewKind.LISTED,
    limit: int = PAGE,
) -> ShownRows:
    """The people in custody this viewer may be shown, newest first, one page."""
    sql = _IN_CUSTODY.format(
        columns=COLUMNS,
        before=_BEFORE if before else "",
        own_row=OWN_ROW,
        visible=VISIBLE,
    )
    candidates = Candidates(
        sql,
        {**_cursor_params(before), "facility": facility_id},
        needs=FieldClass.REGISTER | FieldClass.CUSTODY,
        limit=limit,
    )
    return show_many(viewer, page, candidates, kind)


def prefix(term: str) -> str:
    """A LIKE pattern for what begins so, in capitals."""
    escaped = term.upper().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"{escaped}%"


def register(
    viewer: Viewer,
    *,
    facility_id: int | None = None,
    before: Cursor | None = None,
    surname: str = "",
    form: str = "page",
) -> ShownRows:
    """A page of the public jail register, newest first: who is confined, and who
    left within the last day. A name narrows it to surnames that begin so. ``form``: as
    what it goes out (page, json, csv, counter), for whoever reads the history.
    """
    sql = _REGISTER.format(
        columns=COLUMNS,
        before=_BEFORE if before else "",
        named=_NAMED if surname else "",
    )
    candidates = Candidates(
        sql,
        {
            **_cursor_params(before),
            "facility": facility_id,
            "surname": prefix(surname),
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
        "as": form,
    }
    return show_register(viewer, pages.REGISTER, candidates, detail)


def _cursor_params(before: Cursor | None) -> dict:
    return {
        "before_at": before.booked_at if before else None,
        "before_id": before.booking_id if before else None,
    }
