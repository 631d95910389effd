"""Immigration papers, counted from the sealed act history: acts, and of nobody (law 12)."""

from dataclasses import dataclass

from django.db.models import Count, Q

from access.acts import Act
from audit.enums import Outcome
from audit.models import ActEvent


@dataclass(frozen=True, slots=True)
class PaperCounts:
    """``received``: papers written down or handed in; ``served``: of those whose copy
    was given; ``in_time``: within the hours of their term.
    """

    received: int
    served: int
    in_time: int

    @property
    def unserved(self) -> int:
        return self.received - self.served


def paper_counts() -> PaperCounts:
    """Acts stand whatever becomes of a record, so that no number here tells who is on
    record now. What is nowhere counted is a paper that was followed: there is no act
    by which one could be.
    """
    came = Q(act__in=[Act.HAND_IN_PAPER, Act.RECEIVE_PAPER])
    served = Q(act=Act.SERVE_PAPER)
    found = ActEvent.objects.filter(
        act__in=[Act.HAND_IN_PAPER, Act.RECEIVE_PAPER, Act.SERVE_PAPER],
        outcome=Outcome.DONE,
    ).aggregate(
        received=Count("target_id", filter=came, distinct=True),
        served=Count("target_id", filter=served, distinct=True),
        in_time=Count("target_id", filter=served & Q(reason="in_time"), distinct=True),
    )
    return PaperCounts(**found)
