"""Whether a booking is kept for a law suit or a request, so that nothing of it is
destroyed.
"""

from uuid import UUID

from bookings.models import LegalHold


def is_kept_for_a_case(booking_id: UUID) -> bool:
    """True while a legal hold covers this booking."""
    return LegalHold.objects.covering(booking_id).exists()


def legal_holds_of(booking_id: UUID) -> list[LegalHold]:
    """Holds of a booking that was shown: those that are on first, then the newest."""
    holds = LegalHold.objects.filter(booking_id=booking_id)
    return sorted(
        holds.select_related("begun_by", "ended_by").order_by("-begun_at"),
        key=lambda hold: hold.ended_at is not None,
    )
