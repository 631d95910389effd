"""Whether a booking is kept for a law suit or a request, so that nothing of it is
destroyed.
"""

from uuid import UUID

from django.apps import apps


def is_kept_for_a_case(booking_id: UUID) -> bool:
    """True while a legal hold covers this booking. Until the product keeps legal
    holds, none does.
    """
    try:
        holds = apps.get_model("bookings", "LegalHold")
    except LookupError:
        return False
    return holds.objects.covering(booking_id).exists()
