"""What is overdue at the desk, for the scan: keys and instants, and nothing of whom.

Whatever a row here says is said of everybody, also of those whom hardly anybody may
know of; so that it goes to no page but through the gate.
"""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from bookings.models import Detainer
from bookings.rules import TERMS, served_within
from bookings.rules.papers import Term


def papers_unserved(at: datetime) -> list[tuple[UUID, datetime]]:
    """Bookings with an immigration paper that the person should have been given by now,
    and since when.
    """
    late = Detainer.objects.filter(_due_by(at), copy_served_at=None)
    since: dict[UUID, datetime] = {}
    for booking_id, received_at in late.values_list("booking_id", "received_at"):
        due = received_at + served_within(received_at)
        since[booking_id] = min(due, since.get(booking_id, due))
    return sorted(since.items(), key=lambda row: row[1])


def _due_by(at: datetime) -> Q:
    """Papers whose hours are over, each by the term of its receipt."""
    return _by_term(lambda term: Q(received_at__lte=at - term.within))


def _by_term(condition: Callable[[Term], Q]) -> Q:
    """A condition on papers that differs by the term in which they were received."""
    return reduce(
        or_,
        (
            Q(received_at__gte=term.begins, received_at__lt=term.ends) & condition(term)
            for term in TERMS
        ),
    )


def paper_waits(booking_id: UUID) -> bool:
    """Whether the desk is told, after a release, that there is a paper to hand over:
    neither which nor whose (law 10's one exception).
    """
    return Detainer.objects.filter(booking_id=booking_id, copy_served_at=None).exists()
