"""What is overdue at the desk, for the scan: keys and instants, and nothing of whom.

Whatever a row here says is said of everybody, also of those whom hardly anybody may
know of; so that it goes to no page but through the gate.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from bookings.enums import ChargeStatus
from bookings.models import (
    Booking,
    Charge,
    CustodyBasis,
    CustodyTransfer,
    Detainer,
    ReleaseEntitlement,
    RosterStay,
)
from bookings.rules import (
    LEAVE_WITHIN,
    TERMS,
    Clock,
    Kept,
    Tone,
    clocks,
    served_within,
)
from bookings.rules.papers import Term


def papers_unserved(at: datetime) -> list[tuple[UUID, datetime]]:
    """Bookings with an immigration paper that the person should have been given by now,
    and since when.
    """
    late = Detainer.objects.filter(_due_by(at), copy_served_at=None)
    return _earliest(
        (key, received_at + served_within(received_at))
        for key, received_at in late.values_list("booking_id", "received_at")
    )


def clocks_run_out(at: datetime) -> list[tuple[UUID, datetime]]:
    """Who is in custody past a clock that nothing has stopped, and since when. What a
    roster of another system brought says nothing of what courts decided: its clocks stand
    on the Custody tab, and accuse nobody.
    """
    from_rosters = RosterStay.objects.values("booking_id")
    here = list(
        Booking.objects.filter(discharged_at=None, booked_at__lte=at)
        .exclude(pk__in=from_rosters)
        .values_list("pk", "booked_at", "expected_discharge_on")
    )
    return _earliest(
        (key, clock.due_at)
        for key, kept in _kept(here).items()
        for clock in _over(kept, at)
    )


def not_let_go(at: datetime) -> list[tuple[UUID, datetime]]:
    """Who was entitled to leave, had the hours that leaving takes, and is still here."""
    waiting = ReleaseEntitlement.objects.filter(
        booking__discharged_at=None, withdrawn_at=None, at__lte=at - LEAVE_WITHIN
    )
    return _earliest(
        (key, since + LEAVE_WITHIN)
        for key, since in waiting.values_list("booking_id", "at")
    )


def _over(kept: Kept, at: datetime) -> list[Clock]:
    return [clock for clock in clocks(kept, at) if clock.tone is Tone.OVER]


def _kept(here: list[tuple]) -> dict[UUID, Kept]:
    """What the clocks are read from, for many at once; entitlements are not among it."""
    keys = [key for key, *_ in here]
    since = dict(
        CustodyTransfer.objects.filter(booking__in=keys).values_list(
            "booking_id", "confined_since"
        )
    )
    bases: dict[UUID, dict] = defaultdict(dict)
    decided = CustodyBasis.objects.filter(booking__in=keys)
    for key, kind, decided_at in decided.values_list("booking_id", "kind", "at"):
        bases[key][kind] = decided_at
    filed = set(
        Charge.objects.filter(booking__in=keys)
        .exclude(status=ChargeStatus.INVESTIGATION)
        .values_list("booking_id", flat=True)
    )
    return {
        key: Kept(
            confined_since=since.get(key, booked_at),
            bases=bases[key],
            has_filed_charge=key in filed,
            expected_on=expected_on,
        )
        for key, booked_at, expected_on in here
    }


def _earliest(rows: Iterable[tuple[UUID, datetime]]) -> list[tuple[UUID, datetime]]:
    """Of each booking the first instant, the longest overdue first."""
    since: dict[UUID, datetime] = {}
    for key, due_at in rows:
        since[key] = min(due_at, since.get(key, due_at))
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
