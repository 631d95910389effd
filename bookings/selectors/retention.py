"""Schedules in force, what is due by them, and the runs that dispose of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from access.models import Approval
from bookings.enums import Retained
from bookings.models import DispositionItem, DispositionRun, RetentionSchedule

# A paper is kept as long as its copy can be opened: its key is what is destroyed.
_DUE = {
    Retained.STAY: "SELECT b.id, b.id AS booking_id FROM bookings_booking b WHERE {over}",
    Retained.PAPER: """
SELECT p.paper_id AS id, b.id AS booking_id FROM bookings_paperpage p
JOIN bookings_booking b ON b.id = p.booking_id
JOIN bookings_datakey k ON k.id = p.key_id AND k.destroyed_at IS NULL
WHERE {over} GROUP BY p.paper_id, b.id""",
}
_OVER = "b.discharged_at + make_interval(days => %(days)s) <= %(until)s"
_HELD = """EXISTS (SELECT FROM bookings_legalhold h
  WHERE h.booking_id = due.booking_id AND h.ended_at IS NULL)"""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due by one schedule at one instant. ``held``: due, and kept for a case."""

    schedule: RetentionSchedule
    until: datetime
    keys: tuple[UUID, ...]
    held: int

    @property
    def digest(self) -> str:
        """The same for the same records, and for no others."""
        return hashlib.sha256("\n".join(map(str, self.keys)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Progress:
    """A run and how far it has come. ``approved_by``: units, and no person's name."""

    run: DispositionRun
    counts: dict[str, int]
    ended_at: datetime | None
    asked_by: str
    approved_by: str

    @property
    def waiting(self) -> int:
        return self.counts.get("", 0)


def schedules_in_force(at: datetime) -> list[RetentionSchedule]:
    """The newest of each kind whose first day has come."""
    newest: dict[str, RetentionSchedule] = {}
    today = timezone.localdate(at)
    for schedule in RetentionSchedule.objects.filter(in_force_from__lte=today):
        newest.setdefault(schedule.retained, schedule)
    return sorted(newest.values(), key=lambda schedule: schedule.retained)


def due_by(schedule: RetentionSchedule, until: datetime) -> Due:
    sql = _DUE[Retained(schedule.retained)].format(over=_OVER)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT due.id, {_HELD} FROM ({sql}) due ORDER BY due.id",
            {"days": schedule.days, "until": until},
        )
        rows = cursor.fetchall()
    keys = tuple(key for key, is_held in rows if not is_held)
    return Due(schedule, until, keys, len(rows) - len(keys))


def due_without_writing(at: datetime) -> list[Due]:
    """What a run would name, in a transaction that may write nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        return due_now(at)


def due_now(at: datetime) -> list[Due]:
    return [due_by(schedule, at) for schedule in schedules_in_force(at)]


def run_schedule(schedule_id: int) -> RetentionSchedule | None:
    return RetentionSchedule.objects.filter(pk=schedule_id).first()


def runs() -> list[Progress]:
    return [_progress(run) for run in _runs()]


def run_by_key(run_id: UUID) -> Progress | None:
    run = _runs().filter(pk=run_id).first()
    return _progress(run) if run else None


def unfinished_items() -> list[DispositionItem]:
    return list(
        DispositionItem.objects.filter(outcome="")
        .select_related("run__schedule")
        .order_by("pk")
    )


def _runs():
    return DispositionRun.objects.select_related(
        "schedule", "proposal__requester_unit__agency"
    )


def _progress(run: DispositionRun) -> Progress:
    counted = run.items.values("outcome").annotate(number=Count("pk"))
    ended = run.items.aggregate(
        last=Max("done_at"), waiting=Count("pk", filter=Q(outcome=""))
    )
    decision = (
        Approval.objects.filter(target_id=str(run.proposal_id), approves=True)
        .select_related("approver_unit__agency")
        .first()
    )
    return Progress(
        run,
        {row["outcome"]: row["number"] for row in counted},
        None if ended["waiting"] else ended["last"],
        str(run.proposal.requester_unit),
        str(decision.approver_unit) if decision else "",
    )
