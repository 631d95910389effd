"""Looking after the jobs and after the record itself: what is late, dead or fails
becomes a finding. Runs by the scheduler, and by command where that is dead.
"""

from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from django.db import DatabaseError, connection, transaction

from access.viewer import System
from audit import meter, months, sealer
from audit.clock import now
from audit.enums import Outcome, ViewKind
from audit.models import Checkpoint, ViewEvent
from audit.services import record_act
from compliance import schedule
from compliance.enums import FindingKind, FindingTarget, JobOutcome
from compliance.models import JobRun
from compliance.selectors.jobs import jobs_now, last_runs
from compliance.services.findings import open_finding

# Every event is in the signed tree within seconds; so long, and sealing has failed.
SEALING_TAKES = timedelta(minutes=15)
KEEP_RUNS = timedelta(days=90)
_RECORD = "record"

_OLDEST_UNSEALED = """
SELECT min(e.occurred_at) FROM (
  SELECT occurred_at, xid FROM audit_actevent
  WHERE xid >= %(since)s::text::xid8
  UNION ALL SELECT occurred_at, xid FROM audit_viewevent
  WHERE origin = 'live' AND xid >= %(since)s::text::xid8) e"""


def watch_jobs(*, by: System) -> dict:
    """Open a finding for each job that is late, failed or never ended. A job that is
    new in the schedule is expected from now on.
    """
    runs = last_runs()
    new = [one.name for one in schedule.scheduled() if one.name not in runs]
    JobRun.objects.bulk_create(
        JobRun(job=name, outcome=JobOutcome.EXPECTED, ended_at=now()) for name in new
    )
    opened = 0
    for state in jobs_now(now()).states:
        if state.is_red:
            opened += open_finding(
                FindingKind.JOB_LATE,
                FindingTarget.JOB,
                state.name,
                {
                    "error": state.why,
                    "due_at": state.due_at and state.due_at.isoformat(),
                    "last_started_at": state.last and state.last.started_at.isoformat(),
                },
                by=by,
            )
    return {"opened": opened, "new": len(new)}


def check_record(*, by: System) -> dict:
    """Try the record itself: can it be written, is it sealed, is the seal ours. What
    fails is a finding.
    """
    checks = {
        "act_is_written": _can_write_act(by),
        "view_is_written": _can_write_view(),
        "sealing_keeps_up": _sealing_keeps_up(now()),
        "seal_is_ours": _seal_is_ours(),
        "months_have_their_place": _months_have_their_place(now()),
    }
    failed = sorted(name for name, holds in checks.items() if not holds)
    opened = bool(failed) and open_finding(
        FindingKind.FAILED_LOGGING,
        FindingTarget.JOB,
        _RECORD,
        {"checks": failed},
        by=by,
    )
    return {"failed": failed, "opened": int(opened)}


def compare_history(*, by: System) -> dict:
    """Hold what was written against the history of it, of every table and day; what
    differs is a finding, and so is a table that is not counted.
    """
    folded = meter.fold()
    differing = [one for one in meter.readings() if one.difference]
    opened = sum(_find_gap(one, by) for one in differing)
    for table in (off := meter.not_on()):
        opened += open_finding(
            FindingKind.FAILED_LOGGING,
            FindingTarget.JOB,
            f"history of {table}",
            {"table": table, "trigger_off": True},
            by=by,
        )
    return {
        "differing": len(differing),
        "not_counted": len(off),
        "opened": opened,
        "folded": folded,
    }


def _find_gap(reading: meter.Reading, by: System) -> bool:
    return open_finding(
        FindingKind.FAILED_LOGGING,
        FindingTarget.JOB,
        f"history of {reading.table} {reading.day}",
        {
            "table": reading.table,
            "day": str(reading.day),
            "writes": reading.writes,
            "history_rows": reading.kept,
            "removed_by_order": reading.removed,
        },
        by=by,
    )


def forget_old_runs(*, by: System) -> int:
    """Delete runs past their time, but the newest of each job; return how many."""
    newest = [run.pk for run in last_runs().values()]
    old = JobRun.objects.filter(started_at__lt=now() - KEEP_RUNS)
    return old.exclude(pk__in=newest).delete()[0]


def _can_write(write) -> bool:
    """Try to write, and take it back: nothing of a trial stays."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def _months_have_their_place(at: datetime) -> bool:
    """What falls into the default partition is kept, and says that months are missing."""
    return months.ahead(at) >= months.FEWEST_AHEAD and months.default_is_empty()


def _can_write_act(by: System) -> bool:
    return _can_write(
        lambda: record_act("record.trial", Outcome.DONE, actor=by, reason="trial")
    )


def _can_write_view() -> bool:
    return _can_write(
        lambda: ViewEvent.objects.bulk_create(
            [
                ViewEvent(
                    kind=ViewKind.REFUSED,
                    request_id="00000000-0000-4000-8000-000000000000",
                )
            ]
        )
    )


def _sealing_keeps_up(at: datetime) -> bool:
    last = Checkpoint.objects.first()
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_UNSEALED, {"since": last.sealed_before if last else "0"})
        oldest = cursor.fetchone()[0]
    return oldest is None or at - oldest < SEALING_TAKES


def _seal_is_ours() -> bool:
    last = Checkpoint.objects.first()
    if last is None:
        return True
    signed = sealer.note(last.tree_size, bytes(last.root), last.sealed_at)
    try:
        sealer.signing_key().public_key().verify(bytes(last.signature), signed)
    except InvalidSignature:
        return False
    return True
