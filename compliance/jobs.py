"""Work that happens by itself: how a job is run. When it is due: ``schedule``.

Every run is written down at its beginning and its end, each in a transaction of its
own, so that a failure is kept. A job that runs already does not run twice.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps

from celery import shared_task
from django.db import Error, connection

from access.viewer import System
from audit.clock import now
from compliance.enums import FindingKind, FindingTarget, JobOutcome
from compliance.models import JobRun
from compliance.schedule import OFTEN, WRITTEN_EVERY
from compliance.services.findings import open_finding

logger = logging.getLogger(__name__)

ALREADY_RUNNING = "already running"
KILLED = "killed"
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
