"""What waits for the shift supervisor."""

from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from bookings.enums import TaskKind
from bookings.models import Booking, DeskTask
from bookings.rules import RuleViolation
from bookings.services.recording import record, whose


def question_release(booking_id: UUID, *, by: Viewer) -> None:
    """Somebody at the desk thinks that a release was wrong: the supervisor sees to it.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.QUESTION_RELEASE, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        if booking.discharged_at is None:
            raise RuleViolation("No release is written down under this booking.")
        open_task(booking, TaskKind.WRONG_RELEASE, by=by)
        record(Act.QUESTION_RELEASE, booking, by=by)


def finish_task(booking_id: UUID, kind: TaskKind, outcome: str, *, by: Viewer) -> None:
    """Raises RuleViolation, ActDenied."""
    with performing(Act.FINISH_TASK, by):
        waiting = (
            DeskTask.objects.select_for_update()
            .filter(booking_id=booking_id, kind=kind, done_at=None)
            .first()
        )
        if waiting is None:
            raise RuleViolation("Somebody has seen to this already.")
        waiting.done_at, waiting.done_by = now(), whose(by=by)
        waiting.outcome = outcome
        waiting.save(update_fields=["done_at", "done_by", "outcome"])
        record(Act.FINISH_TASK, waiting.booking, by=by)


def open_task(booking: Booking, kind: TaskKind, *, by: Viewer) -> None:
    """Let it wait for the supervisor, if it does not wait already."""
    DeskTask.objects.get_or_create(
        booking=booking,
        kind=kind,
        done_at=None,
        defaults={"recorded_by": whose(by=by)},
    )
