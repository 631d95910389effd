"""Duties of a law: put their proof on record, and make known what is overdue."""

from access import rules
from access.acts import Act
from access.enums import DutyKind
from access.guards import performing
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from audit.services import record_act
from compliance import selectors
from compliance.enums import FindingKind, FindingTarget
from compliance.models import DutyProof
from compliance.selectors.duties import DutyState
from compliance.services.findings import open_finding

TARGET = "duty"


def prove_duty(law_id: int, number: int, reference: str, *, by: Viewer) -> DutyProof:
    """Put the proof of a duty on record, by whose duty it is.

    Raises ActDenied, RuleViolation.
    """
    with performing(Act.PROVE_DUTY, by):
        state = selectors.duty(law_id, number, now())
        _check_provable(state, by)
        proof = DutyProof.objects.create(
            law_id=law_id,
            duty_id=state.duty.id,
            account_id=by.account_id,
            unit_id=by.unit_id,
            reference=reference.strip(),
        )
        record_act(
            Act.PROVE_DUTY,
            Outcome.DONE,
            actor=by,
            target_kind=TARGET,
            target_id=key(state),
        )
    return proof


def _check_provable(state: DutyState | None, by: Viewer) -> None:
    if state is None:
        raise rules.RuleViolation("There is no such duty in a law that stands.")
    if state.duty.kind is DutyKind.TRAIN:
        raise rules.RuleViolation(
            "This duty is proved by the trainings on record, and by nothing else."
        )
    if state.is_done:
        raise rules.RuleViolation("Its proof is on record already.")
    if state.duty.owner is None:
        raise rules.RuleViolation(
            "The law gives this duty to nobody. The next law must name an owner."
        )
    if state.duty.owner not in by.roles:
        owner = state.duty.owner.label.lower()
        raise rules.RuleViolation(f"This is the duty of the {owner}.")


def open_overdue(*, by: System) -> int:
    """Make known every overdue duty; returns how many were not known before. Safe to
    repeat: what is known stays known, and nothing closes by itself.
    """
    return sum(_make_known(state, by) for state in selectors.overdue_duties(now()))


def _make_known(state: DutyState, by: System) -> bool:
    """Put down that a duty is overdue, once for each day it was due.

    The one place at which an overdue duty becomes known: its finding is of the kind
    ``duty_overdue``, on the target ``duty`` named by ``key``.
    """
    known = ActEvent.objects.filter(
        act=Act.CHECK_DUTIES, target_kind=TARGET, target_id=key(state)
    )
    with acting(None, Act.CHECK_DUTIES):
        if known.exists():
            return False
        record_act(
            Act.CHECK_DUTIES,
            Outcome.DONE,
            actor=by,
            target_kind=TARGET,
            target_id=key(state),
            **evidence(state),
        )
        open_finding(
            FindingKind.DUTY_OVERDUE,
            FindingTarget.DUTY,
            key(state),
            evidence(state),
            by=by,
        )
    return True


def key(state: DutyState) -> str:
    """What a duty is known by: its law and its place there."""
    return f"{state.law.pk}:{state.number}"


def evidence(state: DutyState) -> dict:
    done, accounts = state.trained or (None, None)
    return {
        "kind": "duty_overdue",
        "duty": state.duty.id,
        "due_at": state.duty.due_at.isoformat(),
        "owner": state.duty.owner.value if state.duty.owner else "",
        "trained": done,
        "accounts": accounts,
    }
