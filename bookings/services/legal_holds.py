"""A record is kept for a case: begun and ended by one person, each recorded."""

from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.rules import RuleViolation
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings.models import Booking, LegalHold


def begin_legal_hold(
    booking_id: UUID, kept_for: str, case_number: str, *, by: Viewer
) -> LegalHold:
    """Nothing of this record is destroyed from now on. Safe in every state of it.

    The caller has shown that the booking is visible to ``by``. Raises RuleViolation,
    ActDenied.
    """
    with performing(Act.KEEP_FOR_CASE, by):
        Booking.objects.select_for_update().get(pk=booking_id)
        holds = LegalHold.objects.covering(booking_id)
        if holds.filter(case_number=case_number).exists():
            raise RuleViolation("The record is kept for this case already.")
        hold = LegalHold.objects.create(
            booking_id=booking_id,
            kept_for=kept_for,
            case_number=case_number,
            begun_by_id=by.account_id,
        )
        _record(booking_id, by, "begun")
    return hold


def end_legal_hold(booking_id: UUID, hold_id: UUID, *, by: Viewer) -> None:
    """Raises RuleViolation where it has ended already, ActDenied."""
    with performing(Act.KEEP_FOR_CASE, by):
        holds = LegalHold.objects.select_for_update().covering(booking_id)
        hold = holds.filter(pk=hold_id).first()
        if hold is None:
            raise RuleViolation("This hold has ended already.")
        hold.ended_at, hold.ended_by_id = now(), by.account_id
        hold.save(update_fields=["ended_at", "ended_by"])
        _record(booking_id, by, "ended")


def _record(booking_id: UUID, by: Viewer, how: str) -> None:
    record_act(
        Act.KEEP_FOR_CASE,
        Outcome.DONE,
        actor=by,
        reason=how,
        target_kind="booking",
        target_id=booking_id,
    )
