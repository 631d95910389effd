"""How long consular cases are kept, by two people; and their purging by that schedule."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from access.acts import Act
from access.models import Proposal
from access.services import proposals
from access.viewer import System, Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.sealing import CannotOpen
from audit.services import record_act
from bookings import envelopes, rules
from bookings.enums import CaseEnd
from bookings.models import Booking, ConsularCase, ConsularSchedule
from bookings.selectors import consular_schedule
from bookings.selectors.legal_holds import is_kept_for_a_case
from bookings.services.case_files import opened

TARGET = "consular_schedule"


@dataclass(frozen=True, slots=True)
class Purged:
    """``purged``: how many cases now; ``held``: due, and kept for a legal hold;
    ``unopened``: cases whose key cannot be opened, for an administrator.
    """

    purged: int = 0
    held: int = 0
    unopened: int = 0


def propose_schedule(
    number: str, days: int, appeal_days: int, reason: str, *, by: Viewer
) -> Proposal:
    """Ask a second person. Raises ActDenied, RuleViolation."""
    return proposals.propose(
        Act.SET_CONSULAR_SCHEDULE,
        TARGET,
        TARGET,
        reason=reason,
        by=by,
        number=number,
        days=days,
        appeal_days=appeal_days,
    )


@proposals.carries_out(Act.SET_CONSULAR_SCHEDULE)
def _adopt(proposal: Proposal, by: Viewer) -> None:
    schedule = ConsularSchedule.objects.create(proposal=proposal, **proposal.payload)
    record_act(
        Act.SET_CONSULAR_SCHEDULE,
        Outcome.DONE,
        actor=by,
        target_kind=TARGET,
        target_id=schedule.pk,
        days=schedule.days,
        appeal_days=schedule.appeal_days,
    )


def purge_consular_cases(*, by: System) -> Purged:
    """Purge what is due under the schedule in force; without one nothing is.

    Each case in a transaction of its own: what is done stays done.
    """
    schedule = consular_schedule()
    if schedule is None:
        return Purged()
    keep_for = timedelta(days=schedule.days + schedule.appeal_days)
    counts = dict.fromkeys(("purged", "held", "unopened", ""), 0)
    for key in ConsularCase.objects.filter(purged_at=None).values_list("pk", flat=True):
        try:
            counts[_purge_if_due(key, keep_for, by)] += 1
        except CannotOpen:
            counts["unopened"] += 1
    counts.pop("")
    return Purged(**counts)


def _purge_if_due(case_id: UUID, keep_for: timedelta, by: System) -> str:
    with transaction.atomic():
        case = (
            ConsularCase.objects.select_for_update()
            .filter(pk=case_id, purged_at=None)
            .first()
        )
        if case is None:
            return ""
        booking = Booking.objects.get(pk=case.booking_id)
        ended_as = rules.due_for_purge(
            opened(case),
            discharged_at=booking.discharged_at,
            keep_for=keep_for,
            now=now(),
        )
        if ended_as is None:
            return ""
        if is_kept_for_a_case(case.booking_id):
            return "held"
        _purge(case, ended_as, by)
    return "purged"


def _purge(case: ConsularCase, ended_as: CaseEnd, by: System) -> None:
    """The key is destroyed: what was answered opens nowhere again, in no copy."""
    envelopes.destroy_key(case.key_id)
    case.sealed, case.purged_at, case.ended_as = b"", now(), ended_as
    case.save(update_fields=["sealed", "purged_at", "ended_as"])
    record_act(
        Act.PURGE_CONSULAR,
        Outcome.DONE,
        actor=by,
        target_kind="booking",
        target_id=case.booking_id,
    )
