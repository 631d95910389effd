"""The rota of counsel: a line is entered, and withdrawn if it is wrong."""

from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from warrants import rota
from warrants.models import OnCall
from warrants.rota import Span
from warrants.rules import RuleViolation
from warrants.selectors import rota as selectors

TARGET = "on_call"


def enter_on_call(membership_id: int, span: Span, phone: str, *, by: Viewer) -> OnCall:
    """Write down who of counsel can be reached, from when until when, on which number.
    Raises RuleViolation, ActDenied.
    """
    with performing(Act.KEEP_ROTA, by):
        fault = rota.fault_of_line(span, now())
        if fault:
            raise RuleViolation(fault)
        if membership_id not in {member.pk for member in selectors.counsel()}:
            raise RuleViolation("Only somebody who is counsel now can be on this rota.")
        line = OnCall.objects.create(
            membership_id=membership_id,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            phone=phone,
            entered_by_id=by.account_id,
        )
        _record(line, by, "entered")
    return line


def withdraw_on_call(on_call_id: UUID, *, by: Viewer) -> OnCall:
    """Take a line off the rota; it stays in its history. Raises OnCall.DoesNotExist,
    RuleViolation, ActDenied.
    """
    with performing(Act.KEEP_ROTA, by):
        line = OnCall.objects.select_for_update().get(pk=on_call_id)
        if line.withdrawn_at:
            raise RuleViolation("This line is withdrawn already.")
        if line.ends_at <= now():
            raise RuleViolation("This line is over, and stands as it was.")
        line.withdrawn_at = now()
        line.withdrawn_by_id = by.account_id
        line.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _record(line, by, "withdrawn")
    return line


def _record(line: OnCall, by: Viewer, what: str) -> None:
    record_act(
        Act.KEEP_ROTA,
        Outcome.DONE,
        actor=by,
        reason=what,
        target_kind=TARGET,
        target_id=line.pk,
    )
