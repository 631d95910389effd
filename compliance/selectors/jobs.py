"""How the jobs are doing: read by whoever asks, so that it is known with every worker
and the scheduler dead.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Q

from compliance import schedule
from compliance.enums import JobOutcome
from compliance.models import Delivery, JobRun, Recipient

# Something runs every minute. Silence for so long, and nothing runs at all.
SILENCE = timedelta(minutes=15)
# A notice that has not left after so long is late.
DELIVERY_TAKES = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class JobState:
    """One job: its last run, and when it is due next. ``why``: empty when it is well."""

    name: str
    title: str
    how_often: str
    last: JobRun | None
    due_at: datetime | None
    why: str

    @property
    def is_red(self) -> bool:
        return bool(self.why)


@dataclass(frozen=True, slots=True)
class JobsNow:
    """Everything on the jobs page. ``last_sign_of_life``: when anything last began."""

    states: list[JobState]
    last_sign_of_life: datetime | None
    is_dead: bool
    mail_waits: int
    nobody_to_tell: bool

    @property
    def red(self) -> int:
        """How many things are wrong."""
        return (
            sum(state.is_red for state in self.states)
            + self.is_dead
            + bool(self.mail_waits)
            + self.nobody_to_tell
        )


def jobs_now(at: datetime) -> JobsNow:
    runs = last_runs()
    begun = [run.started_at for run in runs.values()]
    known_since = JobRun.objects.aggregate(first=Min("started_at"))["first"]
    alive = max(begun, default=None)
    return JobsNow(
        states=[
            _state(one, runs.get(one.name), known_since, at)
            for one in schedule.scheduled()
        ],
        last_sign_of_life=alive,
        is_dead=alive is None or at - alive > SILENCE,
        mail_waits=Delivery.objects.filter(
            Q(attempts__gt=0) | Q(notice__opened_at__lt=at - DELIVERY_TAKES),
            sent_at=None,
        ).count(),
        nobody_to_tell=not Recipient.objects.filter(until=None).exists(),
    )


def last_runs() -> dict[str, JobRun]:
    """The newest run of every job in the schedule."""
    found = {}
    for one in schedule.scheduled():
        newest = JobRun.objects.filter(job=one.name).order_by("-started_at", "-pk")
        if last := newest.first():
            found[one.name] = last
    return found


def _state(
    one: schedule.Scheduled,
    last: JobRun | None,
    known_since: datetime | None,
    at: datetime,
) -> JobState:
    since = last.started_at if last else known_since
    due_at = schedule.next_after(one.schedule, since) if since else None
    return JobState(
        name=one.name,
        title=one.title[:1].upper() + one.title[1:],
        how_often=one.how_often,
        last=last,
        due_at=due_at,
        why=_why(last, due_at, at),
    )


def _why(last: JobRun | None, due_at: datetime | None, at: datetime) -> str:
    if last and last.outcome == JobOutcome.FAILED:
        return "failed"
    longest = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    if last and last.outcome == JobOutcome.RUNNING and at - last.started_at > longest:
        return "did not end"
    if due_at is None:
        return "never ran"
    if at > due_at + schedule.GRACE:
        return "late"
    return ""
