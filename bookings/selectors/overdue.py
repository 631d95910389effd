"""What is overdue at the desk, for the scan: keys and instants, and nothing of whom.

Whatever a row here says is said of everybody, also of those whom hardly anybody may
know of; so that it goes to no page but through the gate.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Min, Q

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


def paper_waits(booking_id: UUID) -> bool:
    """Whether the desk is told, after a release, that there is a paper to hand over:
    neither which nor whose (law 10's one exception).
    """
    return Detainer.objects.filter(booking_id=booking_id, copy_served_at=None).exists()


@dataclass(frozen=True, slots=True)
class PaperCounts:
    """Papers counted, for the council: none of persons. ``in_time``: of those that were
    due by then, how many were served within their hours.
    """

    received: int
    in_custody_for: int
    due: int
    in_time: int
    unserved: int


def paper_counts(at: datetime) -> PaperCounts:
    """``in_custody_for`` is nought by construction: nothing here keeps anybody longer
    for a paper, and it is said so that its reader may ask.
    """
    in_time = Q(copy_served_at__lte=F("received_at") + SERVED_WITHIN)
    is_due = Q(received_at__lte=at - SERVED_WITHIN) | in_time
    found = Detainer.objects.filter(received_at__lte=at).aggregate(
        received=Count("pk"),
        due=Count("pk", filter=is_due),
        in_time=Count("pk", filter=in_time),
        unserved=Count("pk", filter=Q(copy_served_at=None)),
    )
    return PaperCounts(in_custody_for=0, **found)
