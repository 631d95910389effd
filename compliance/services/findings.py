"""The life of a finding: opened, assigned, answered, closed, opened again.

Each step is written down with who, when and in which words; the database holds that a
finding goes on by a step alone, and that what is closed stays closed.
"""

from access.acts import Act
from access.guards import performing
from access.models import Account
from access.viewer import System, Viewer
from audit.acting import acting
from audit.enums import Outcome
from audit.services import record_act
from compliance import finding_rules as rules
from compliance import selectors
from compliance.enums import FindingKind, FindingState, FindingStepKind, FindingTarget
from compliance.models import Finding, FindingStep


def open_finding(
    kind: FindingKind,
    target_kind: FindingTarget,
    target_id: object,
    evidence: dict,
    *,
    by: System,
) -> bool:
    """Open a finding about a target, if none of its kind is open; return whether.

    ``evidence`` holds instants, counts and codes, never a person's data. Two at once
    open one: the second finds it there.
    """
    account_id = int(target_id) if target_kind is FindingTarget.ACCOUNT else None
    with acting(None, f"{by.name}: {kind}"):
        before = Finding.objects.filter(
            kind=kind, target_kind=target_kind, target_id=target_id, closed_at=None
        ).exists()
        if before:
            return False
        Finding.objects.bulk_create(
            [
                Finding(
                    kind=kind,
                    account_id=account_id,
                    target_kind=target_kind,
                    target_id=str(target_id),
                    evidence=evidence,
                )
            ],
            ignore_conflicts=True,
        )
        return True


def assign(finding_id: int, to: Account, *, by: Viewer) -> None:
    """Raises RuleViolation where it is closed, or for whom it cannot be."""
    with performing(Act.ASSIGN_FINDING, by):
        finding = _for_change(finding_id)
        rules.check_assignable(finding, to.pk in selectors.assignees_of(finding))
        _step(finding, FindingStepKind.ASSIGNED, by, to=to)
        finding.assigned_to = to
        finding.state = FindingState.ASSIGNED
        finding.save(update_fields=["assigned_to", "state"])
        _record(Act.ASSIGN_FINDING, finding, by)


def answer(finding_id: int, words: str, *, by: Viewer) -> None:
    """Raises RuleViolation where it is closed, or where it is somebody else's."""
    with performing(Act.ANSWER_FINDING, by):
        finding = _for_change(finding_id)
        rules.check_answerable(finding, by)
        _step(finding, FindingStepKind.ANSWERED, by, words)
        finding.state = FindingState.ANSWERED
        finding.save(update_fields=["state"])
        _record(Act.ANSWER_FINDING, finding, by)


def close(finding_id: int, done: str, *, by: Viewer) -> None:
    """Close with what was done. Raises RuleViolation where it is closed already, or
    where it is about the closer's own account.
    """
    with performing(Act.CLOSE_FINDING, by):
        finding = _for_change(finding_id)
        rules.check_closable(finding, by)
        _step(finding, FindingStepKind.CLOSED, by, done)
        finding.state = FindingState.CLOSED
        finding.closed_at = by.at  # the database writes its own instant
        finding.closed_by_id = by.account_id
        finding.closed_with = done
        finding.save(
            update_fields=["state", "closed_at", "closed_by_id", "closed_with"]
        )
        _record(Act.CLOSE_FINDING, finding, by)


def reopen(finding_id: int, why: str, *, by: Viewer) -> Finding:
    """Open what was closed again, as a finding of its own that names the earlier one.

    Raises RuleViolation where it is open, or where another is open in its place.
    """
    with performing(Act.REOPEN_FINDING, by):
        earlier = _for_change(finding_id)
        rules.check_reopenable(earlier, selectors.open_in_place_of(earlier))
        _step(earlier, FindingStepKind.REOPENED, by, why)
        finding = Finding.objects.create(
            kind=earlier.kind,
            account_id=earlier.account_id,
            target_kind=earlier.target_kind,
            target_id=earlier.target_id,
            evidence=earlier.evidence,
        )
        _record(Act.REOPEN_FINDING, earlier, by)
        return finding


def _for_change(finding_id: int) -> Finding:
    return Finding.objects.select_for_update(of=("self",)).get(pk=finding_id)


def _step(finding: Finding, kind: FindingStepKind, by: Viewer, words="", to=None):
    FindingStep.objects.create(
        finding=finding, kind=kind, by_id=by.account_id, to=to, words=words
    )


def _record(act: Act, finding: Finding, by: Viewer) -> None:
    record_act(act, Outcome.DONE, actor=by, target_kind="finding", target_id=finding.pk)
