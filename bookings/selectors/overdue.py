"""What is overdue at the desk, for the scan: keys and instants, and nothing of whom.

Whatever a row here says is said of everybody, also of those whom hardly anybody may
know of; so that it goes to no page but through the gate.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Min

from bookings.models import Detainer
from bookings.rules import SERVED_WITHIN


def papers_unserved(at: datetime) -> list[tuple[UUID, datetime]]:
    """Bookings with an immigration paper that the person should have been given by now,
    and since when.
    """
    late = (
        Detainer.objects.filter(
            copy_served_at=None, received_at__lte=at - SERVED_WITHIN
        )
        .values_list("booking_id")
        .annotate(first=Min("received_at"))
        .order_by("first")
    )
    return [(booking_id, first + SERVED_WITHIN) for booking_id, first in late]
