"""Who stands on a facility's sheet for when the system is down."""

from uuid import UUID

from access.enums import FieldClass
from access.gate import Candidates, ShownRows
from access.models import Facility
from access.sealed_sheets import desk_of, prepare
from bookings import pages
from bookings.models import ContinuitySheet, SheetOpening

MOST = 20_000  # people in one building; more is no facility

_MUSTER = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  row_number() OVER (ORDER BY p.surname, p.given_name, b.id) AS rank
FROM bookings_booking b JOIN bookings_person p ON p.id = b.person_id
WHERE b.facility_id = %(facility)s AND b.discharged_at IS NULL"""


def muster(facility: Facility, *, sheet: UUID) -> ShownRows | None:
    """Everybody in custody there whom its officers may know of, for a sheet that is
    sealed at once. None where no unit keeps the facility.
    """
    desk = desk_of(facility.pk)
    if desk is None:
        return None
    candidates = Candidates(
        _MUSTER,
        {"facility": facility.pk},
        needs=FieldClass.REGISTER | FieldClass.CUSTODY,
        limit=MOST,
    )
    return prepare(
        desk, pages.CONTINUITY, candidates, sheet=sheet, facility_id=facility.pk
    )


def latest_sheets() -> list[ContinuitySheet]:
    """The newest sheet of each facility, with how often its sheets were opened."""
    newest = ContinuitySheet.objects.order_by("facility_id", "-made_at")
    return list(
        newest.distinct("facility_id").select_related("facility").defer("entries")
    )


def openings() -> list:
    """Who opened a sheet, the newest first."""
    found = SheetOpening.objects.select_related("sheet__facility", "account")
    return list(found.defer("sheet__entries")[:100])
