"""Acts that take two people: one writes down what and why, another agrees, and it is
done in the same transaction. The database holds that they are of two units.
"""

from collections.abc import Callable
from uuid import UUID

from access import rules
from access.acts import Act
from access.enums import ProposalStatus
from access.guards import performing, refusals_recorded, require_second
from access.models import Approval, Proposal
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act

TARGET = "proposal"
CarryOut = Callable[[Proposal, Viewer], None]
_carried_out_by: dict[Act, CarryOut] = {}


def carries_out(act: Act):
    """Mark the function that does an act once a second person has agreed. It runs in
    that person's transaction, reads everything anew, and raises RuleViolation if what
    was proposed can no longer be done.
    """

    def register(function: CarryOut) -> CarryOut:
        _carried_out_by[act] = function
        return function

    return register


def propose(
    act: Act,
    target_kind: str,
    target_id: object,
    *,
    reason: str,
    by: Viewer,
    **payload: object,
) -> Proposal:
    """Write down an act that a second person must agree to. ``payload``: codes, keys
    and instants as text. Raises ActDenied, RuleViolation.
    """
    with performing(act, by, reason):
        rules.check_reason(reason)
        target = {"act": act, "target_kind": target_kind, "target_id": str(target_id)}
        waiting = Proposal.objects.filter(status=ProposalStatus.WAITING, **target)
        if waiting.exists():
            raise rules.RuleViolation("The same is proposed already, and waits.")
        proposal = Proposal.objects.create(
            payload=payload,
            reason=reason,
            requester_id=by.account_id,
            requester_unit_id=by.unit_id,
            **target,
        )
        _record(Act.PROPOSE, proposal, by)
    return proposal


def agree(proposal_id: UUID, *, by: Viewer) -> Proposal:
    """Say the second yes; the act is done now. Raises ActDenied, RuleViolation."""
    return _decide(proposal_id, ProposalStatus.DONE, by=by)


def refuse(proposal_id: UUID, *, by: Viewer) -> Proposal:
    """Say no; nothing of it is done. Raises ActDenied, RuleViolation."""
    return _decide(proposal_id, ProposalStatus.REFUSED, by=by)


def withdraw(proposal_id: UUID, *, by: Viewer) -> Proposal:
    """Take back one's own proposal. Raises ActDenied, RuleViolation."""
    with (
        refusals_recorded(Act.PROPOSE, by, TARGET, proposal_id),
        performing(Act.PROPOSE, by),
    ):
        proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
        rules.check_withdrawal(proposal, by=by)
        proposal.status = ProposalStatus.WITHDRAWN
        proposal.decided_at = now()
        proposal.save(update_fields=["status", "decided_at"])
        _record(Act.PROPOSE, proposal, by)
    return proposal


def _decide(proposal_id: UUID, status: ProposalStatus, *, by: Viewer) -> Proposal:
    with (
        refusals_recorded(Act.DECIDE, by, TARGET, proposal_id),
        performing(Act.DECIDE, by),
    ):
        proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
        act = Act(proposal.act)
        require_second(act, by)
        rules.check_second_person(proposal, by=by)
        proposal.status = status
        proposal.decided_at = now()
        proposal.save(update_fields=["status", "decided_at"])
        Approval.objects.create(
            act=act,
            target_kind=TARGET,
            target_id=proposal.pk,
            requester_id=proposal.requester_id,
            requester_unit_id=proposal.requester_unit_id,
            approver_id=by.account_id,
            approver_unit_id=by.unit_id,
            approves=status is ProposalStatus.DONE,
        )
        if status is ProposalStatus.DONE:
            _carried_out_by[act](proposal, by)
        _record(Act.DECIDE, proposal, by)
    return proposal


def _record(act: Act, proposal: Proposal, by: Viewer) -> None:
    record_act(
        act,
        Outcome.DONE,
        actor=by,
        target_kind=TARGET,
        target_id=proposal.pk,
        of=proposal.act,
        status=proposal.status,
    )
