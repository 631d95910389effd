"""What the state of a finding permits, in sentences for its reader."""

from access.enums import Role
from access.rules import RuleViolation
from access.viewer import Viewer
from compliance.models import Finding

# Who is given findings of any agency. A coordinator is given those of their own.
CLOSERS = frozenset({Role.PRIVACY_OFFICER, Role.ADMINISTRATOR})
READS_ALL = CLOSERS | {Role.AUDITOR}


def reads_all(viewer: Viewer) -> bool:
    """Whether somebody reads every finding, or those assigned to them alone."""
    return bool(viewer.roles & READS_ALL)


def check_assignable(finding: Finding, is_assignee: bool) -> None:
    _check_open(finding)
    if not is_assignee:
        raise RuleViolation(
            "A finding is assigned to a privacy officer, an administrator, or a "
            "coordinator of the agency it is about, and never to whom it is about."
        )


def check_answerable(finding: Finding, by: Viewer) -> None:
    _check_open(finding)
    if not reads_all(by) and finding.assigned_to_id != by.account_id:
        raise RuleViolation("This finding is not assigned to you.")


def check_closable(finding: Finding, by: Viewer) -> None:
    _check_open(finding)
    if finding.account_id is not None and finding.account_id == by.account_id:
        raise RuleViolation(
            "This finding is about your own account. Somebody else must close it."
        )


def check_reopenable(finding: Finding, another: Finding | None) -> None:
    if finding.closed_at is None:
        raise RuleViolation("This finding is open.")
    if another is not None:
        raise RuleViolation("A finding of this kind is open about the same already.")


def _check_open(finding: Finding) -> None:
    if finding.closed_at is not None:
        raise RuleViolation("This finding is closed. An auditor can open it again.")
