"""Work that happens by itself: how a job is run, and when it is late.

Every run is written down at its beginning and its end, each in a transaction of its
own, so that a failure is kept. A job that runs already does not run twice.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import wraps

from celery import shared_task
from celery.schedules import crontab
from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from access.viewer import System
from audit.clock import now
from compliance.enums import FindingKind, FindingTarget, JobOutcome
from compliance.models import JobRun
from compliance.services.findings import open_finding

logger = logging.getLogger(__name__)

# A job is late this long after the instant at which it should have begun.
GRACE = timedelta(minutes=15)
# What runs every few seconds is written down once a minute, and each failure.
WRITTEN_EVERY = timedelta(minutes=1)
ALREADY_RUNNING = "already running"
KILLED = "killed"
HOURS = 24
_MOST_RETRIES = 3
_ERROR_LENGTH = 80


def job(function: Callable[[], dict | None]):
    """Make a task of a function: recorded, alone, and tried again when it dies. What it
    returns, counts and codes, stands with its run.
    """

    @shared_task(
        name=f"{function.__module__}.{function.__name__}",
        acks_late=True,
        autoretry_for=(Exception,),
        max_retries=_MOST_RETRIES,
        retry_backoff=True,
        ignore_result=True,
    )
    @wraps(function)
    def task() -> str | None:
        return run(function.__name__, function)

    return task


def run(name: str, act: Callable[[], dict | None]) -> str | None:
    """Do a job and write down how it went. Raises what the job raises, once that is
    written down and found. Returns ALREADY_RUNNING where another run is at it.
    """
    with _alone(name) as is_alone:
        if not is_alone:
            return ALREADY_RUNNING
        begun = _begin(name)
        try:
            detail = act() or {}
        except Exception as error:
            _fail(name, begun, type(error).__name__)
            raise
        if begun is not None:
            _end(begun, JobOutcome.DONE, detail=detail)
    return None


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """Hold the job's lock, of this session and not of a transaction, for the block."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_lock(hashtext('job'), hashtext(%s))", [name]
        )
        is_alone = cursor.fetchone()[0]
    try:
        yield is_alone
    finally:
        # A connection that is gone has let go of its locks.
        if is_alone:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(hashtext('job'), hashtext(%s))", [name]
                )


def _begin(name: str) -> JobRun | None:
    """Write down that a run begins, unless one was a moment ago and went well. What
    still stands as running was killed: its lock is ours now.
    """
    last = JobRun.objects.filter(job=name).order_by("-started_at", "-pk").first()
    if last and last.outcome == JobOutcome.RUNNING:
        _fail(name, last, KILLED)
    elif last and name in OFTEN and last.outcome == JobOutcome.DONE:
        is_known = now() < last.started_at + WRITTEN_EVERY
        return None if is_known else JobRun.objects.create(job=name)
    return JobRun.objects.create(job=name)


def _end(begun: JobRun, outcome: JobOutcome, **fields) -> None:
    JobRun.objects.filter(pk=begun.pk).update(outcome=outcome, ended_at=now(), **fields)


def _fail(name: str, begun: JobRun | None, error: str) -> None:
    """Keep a failure and find it, as far as the database lets us; the log says it too."""
    logger.error("job %s failed: %s", name, error)
    # A connection that broke is opened anew; its lock went with it.
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        begun = begun or JobRun.objects.create(job=name)
        _end(begun, JobOutcome.FAILED, error=error[:_ERROR_LENGTH])
        open_finding(
            FindingKind.JOB_LATE,
            FindingTarget.JOB,
            name,
            {"error": error, "last_started_at": begun.started_at.isoformat()},
            by=System("jobs"),
        )
    except Error:
        logger.critical("the failure of job %s could not be recorded", name)


# --- When each is due ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One line of the schedule. ``name``: the task's own, without its module."""

    name: str
    title: str
    schedule: crontab | timedelta

    @property
    def how_often(self) -> str:
        if isinstance(self.schedule, timedelta):
            return f"every {int(self.schedule.total_seconds())} seconds"
        return _in_words(self.schedule)


def schedule() -> list[Scheduled]:
    return [
        Scheduled(entry["task"].rpartition(".")[2], title, entry["schedule"])
        for title, entry in settings.CELERY_BEAT_SCHEDULE.items()
    ]


def next_after(when: crontab | timedelta, at: datetime) -> datetime:
    """The first instant after another at which a job is due. A time of day is the
    jail's; one that the clocks skip is an hour later that day.
    """
    if isinstance(when, timedelta):
        return at + when
    # What is due every hour is due by any clock, also in the hour that comes twice.
    zone = UTC if len(when.hour) == HOURS else timezone.get_current_timezone()
    local = at.astimezone(zone)
    day = local.date()
    while True:
        if day.isoweekday() % 7 in when.day_of_week:
            for hour in sorted(when.hour):
                if day == local.date() and hour < local.hour:
                    continue
                for minute in sorted(when.minute):
                    wall = datetime.combine(day, time(hour, minute), zone)
                    due = wall.astimezone(UTC)
                    if due > at:
                        return due
        day += timedelta(days=1)


def _in_words(when: crontab) -> str:
    minutes, hours = len(when.minute), len(when.hour)
    if hours == HOURS:
        step = 60 // minutes
        return f"every {step} minutes" if minutes < 60 else "every minute"
    if len(when.day_of_week) == 7:
        return f"daily at {min(when.hour):02}:{min(when.minute):02}"
    return f"weekly, at {min(when.hour):02}:{min(when.minute):02}"


# Jobs of less than a minute's period.
OFTEN = {
    one.name
    for one in schedule()
    if isinstance(one.schedule, timedelta) and one.schedule < WRITTEN_EVERY
}
