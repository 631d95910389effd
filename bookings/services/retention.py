"""How long records are kept, by two people; and their disposal by that schedule."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from access.acts import Act
from access.models import Proposal
from access.rules import RuleViolation
from access.services import proposals
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings.enums import Disposal, Retained, StartingEvent
from bookings.models import (
    Booking,
    Detainer,
    DispositionItem,
    DispositionRun,
    RetentionSchedule,
)
from bookings.selectors import retention
from bookings.selectors.legal_holds import is_kept_for_a_case
from bookings.services.papers import forget_paper

SCHEDULE, RUN = "retention_schedule", "disposition"


@dataclass(frozen=True, slots=True)
class Series:
    """What is proposed: one kind of record, its series, and for how long it is kept."""

    retained: str
    number: str
    title: str
    days: int
    source: str
    certainty: str
    in_force_from: date


def propose_retention(series: Series, reason: str, *, by: Viewer) -> Proposal:
    """Ask a second person. Raises ActDenied, RuleViolation."""
    said = {name: getattr(series, name) for name in Series.__slots__}
    said["in_force_from"] = series.in_force_from.isoformat()
    return proposals.propose(
        Act.SET_RETENTION, SCHEDULE, series.retained, reason=reason, by=by, **said
    )


@proposals.carries_out(Act.SET_RETENTION)
def _adopt(proposal: Proposal, by: Viewer) -> None:
    said = dict(proposal.payload)
    schedule = RetentionSchedule.objects.create(
        proposal=proposal,
        runs_from=StartingEvent.RELEASE,
        in_force_from=date.fromisoformat(said.pop("in_force_from")),
        **said,
    )
    record_act(
        Act.SET_RETENTION,
        Outcome.DONE,
        actor=by,
        target_kind=SCHEDULE,
        target_id=schedule.pk,
        retained=schedule.retained,
        days=schedule.days,
    )


def propose_disposition(schedule_id: int, reason: str, *, by: Viewer) -> Proposal:
    """Ask a second person of another unit to dispose of all that is due now.

    What is agreed upon is exactly these records, by their keys. Raises ActDenied,
    RuleViolation.
    """
    schedule = _in_force(schedule_id)
    due = retention.due_by(schedule, now())
    if not due.keys:
        raise RuleViolation("Nothing is due by this schedule.")
    return proposals.propose(
        Act.DISPOSE,
        RUN,
        schedule.pk,
        reason=reason,
        by=by,
        number=schedule.number,
        records=len(due.keys),
        held=due.held,
        until=due.until.isoformat(),
        digest=due.digest,
    )


@proposals.carries_out(Act.DISPOSE)
def _open_run(proposal: Proposal, by: Viewer) -> None:
    """Name the records; the job disposes of them, one after the other."""
    schedule = _in_force(int(proposal.target_id))
    until = datetime.fromisoformat(proposal.payload["until"])
    due = retention.due_by(schedule, until)
    if due.digest != proposal.payload["digest"]:
        raise RuleViolation(
            "What is due has changed since: a hold was set or ended. Propose it again."
        )
    run = DispositionRun.objects.create(
        schedule=schedule, proposal=proposal, until=until
    )
    DispositionItem.objects.bulk_create(
        DispositionItem(run=run, record=key) for key in due.keys
    )


def carry_out_dispositions(*, by: System) -> dict:
    """Dispose of what two people have agreed upon; return how many of each outcome.

    Each record in a transaction of its own: what is done stays done, and a run that was
    cut off is finished by the next. Safe to repeat, and to run twice at once.
    """
    counts = {outcome.value: 0 for outcome in Disposal}
    for item in retention.unfinished_items():
        with acting(None, Act.DISPOSE):
            outcome = _carry_out(item, by)
        if outcome:
            counts[outcome.value] += 1
    return counts


def _carry_out(item: DispositionItem, by: System) -> Disposal | None:
    locked = (
        DispositionItem.objects.select_for_update()
        .filter(pk=item.pk, outcome="")
        .first()
    )
    if locked is None:
        return None
    outcome = _dispose(item, by)
    locked.outcome, locked.done_at = outcome, now()
    locked.save(update_fields=["outcome", "done_at"])
    return outcome


def _dispose(item: DispositionItem, by: System) -> Disposal:
    schedule = item.run.schedule
    booking = _booking_of(schedule, item)
    if booking is None:
        return Disposal.GONE
    if is_kept_for_a_case(booking.pk):
        return Disposal.KEPT
    if not booking.discharged_at:
        return Disposal.NOT_DUE
    if schedule.retained == Retained.PAPER:
        forget_paper(item.record, by=by)
        return Disposal.DISPOSED
    with connection.cursor() as cursor:
        cursor.execute("SELECT bookings_dispose(%s)", [item.pk])
        rows = cursor.fetchone()[0]
    record_act(
        Act.DISPOSE,
        Outcome.DONE,
        actor=by,
        target_kind="booking",
        target_id=booking.pk,
        rows=rows,
        schedule=schedule.number,
    )
    return Disposal.DISPOSED


def _booking_of(schedule: RetentionSchedule, item: DispositionItem) -> Booking | None:
    key = item.record
    if schedule.retained == Retained.PAPER:
        paper = Detainer.objects.filter(pk=key).first()
        key = paper.booking_id if paper else None
    return Booking.objects.select_for_update().filter(pk=key).first()


def _in_force(schedule_id: int) -> RetentionSchedule:
    for schedule in retention.schedules_in_force(now()):
        if schedule.pk == schedule_id:
            return schedule
    raise RuleViolation("Another schedule is in force now.")
