"""Opening one booking, and naming a few. Each names candidates; the gate decides."""

from uuid import UUID

from access.enums import FieldClass
from access.gate import Candidates, Shown, ceiling_reached, open_one, show_many
from access.viewer import Viewer
from audit.enums import ViewKind
from bookings import pages
from bookings.models import Booking

__all__ = [
    "ONE",
    "ceiling_reached",
    "concerned",
    "names",
    "open_for_act",
    "open_name",
    "open_photo",
    "open_record",
    "open_sheet",
    "open_weighed",
    "person_of",
]

# One booking as the only candidate.
ONE = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  1::bigint AS rank FROM bookings_booking b WHERE b.id = %(booking)s"""

_THESE = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  row_number() OVER (ORDER BY b.id) AS rank
FROM bookings_booking b WHERE b.id = ANY(%(bookings)s::uuid[])"""


def open_record(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.RECORD, booking_id, ONE)


def open_print(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """The record on paper: it leaves the building, so that it is told apart."""
    return open_one(viewer, pages.PRINT, booking_id, ONE, ViewKind.PRINTED)


def open_sheet(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """The record as a paper file, which leaves the building as a printed one does."""
    return open_one(viewer, pages.BOOKING_SHEET, booking_id, ONE, ViewKind.PRINTED)


def open_property_receipt(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.PROPERTY_RECEIPT, booking_id, ONE, ViewKind.PRINTED)


def open_release_sheet(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.RELEASE_SHEET, booking_id, ONE, ViewKind.PRINTED)


def open_photo(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.PHOTO, booking_id, ONE)


def open_name(
    viewer: Viewer, booking_id: UUID, kind: ViewKind = ViewKind.OPENED
) -> Shown | None:
    """Whom a form, a file or a request is about; None if the booking is not visible."""
    return open_one(viewer, pages.NAMED, booking_id, ONE, kind)


def open_weighed(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """What a reason is held against, as far as whoever decides is shown it."""
    return open_one(viewer, pages.WEIGHED, booking_id, ONE)


def names(
    viewer: Viewer, booking_ids: list[UUID], kind: ViewKind = ViewKind.LISTED
) -> dict[UUID, Shown]:
    """Whom these bookings are about, of those that this viewer may know of."""
    candidates = Candidates(
        _THESE,
        {"bookings": booking_ids},
        needs=FieldClass.REGISTER,
        limit=max(len(booking_ids), 1),
    )
    shown = show_many(viewer, pages.NAMES, candidates, kind)
    return {row.booking_id: row for row in shown}


def concerned(viewer: Viewer, booking_ids: list[UUID]) -> dict[UUID, Shown]:
    """Whom a finding about many people is about, for a file: what the register tells
    of those that this viewer may know of. Some hundreds at once.
    """
    candidates = Candidates(
        _THESE,
        {"bookings": booking_ids},
        needs=FieldClass.REGISTER,
        limit=max(len(booking_ids), 1),
    )
    shown = show_many(viewer, pages.CONCERNED, candidates, ViewKind.EXPORTED)
    return {row.booking_id: row for row in shown}


def open_for_act(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """What is read before acting upon a booking; None if it is not visible."""
    return open_one(viewer, pages.ACTED_UPON, booking_id, ONE)


def person_of(booking_id: UUID) -> UUID:
    """The person's key, for an act on a booking that was opened before."""
    return Booking.objects.values_list("person_id", flat=True).get(pk=booking_id)
