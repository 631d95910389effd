"""Findings, in words."""

from datetime import datetime
from urllib.parse import urlencode

from django.utils import timezone

from bookings.rules import working_days
from compliance.enums import (
    FINDING_PLURALS,
    FindingKind,
    FindingState,
    FindingStepKind,
    FindingTarget,
)
from compliance.models import Finding, FindingStep
from compliance.selectors import FindingFilter, FindingPage

_TONES = {
    FindingState.OPEN: "bad",
    FindingState.ASSIGNED: "warn",
    FindingState.ANSWERED: "info",
    FindingState.CLOSED: "good",
}
_HASH_SHOWN = 12
# Whoever reads findings is told what was not done, and of whom on no page: some of it is
# of the classes that the desk alone reads, and a key would lead to the record.
NOT_NAMED = {
    FindingTarget.BOOKING: "A booking, not named here",
    FindingTarget.DOCKET: "A consular case, not named here",
    FindingTarget.EMERGENCY: "An emergency, not named here",
    FindingTarget.REQUEST: "A request for access, not named here",
}


def findings_page(page: FindingPage, counts, wanted: FindingFilter, at) -> dict:
    return {
        "findings": [_row(finding, at) for finding in page.findings],
        "counts": [
            {
                "label": FINDING_PLURALS[kind],
                "count": counts[kind.value],
                "kind": kind.value,
                "is_red": kind.is_red,
            }
            for kind in FindingKind
            if counts[kind.value]
        ],
        "newer_url": _address(wanted, wanted.page - 1) if wanted.page > 1 else "",
        "older_url": _address(wanted, wanted.page + 1) if page.has_more else "",
    }


def _address(wanted: FindingFilter, page: int) -> str:
    """The same choice, another page of it."""
    chosen = {
        "kind": wanted.kind,
        "state": wanted.state,
        "age": wanted.least_age,
        "order": "oldest" if wanted.oldest_first else "",
        "mine": "on" if wanted.mine else "",
        "page": page if page > 1 else "",
    }
    return "?" + urlencode({key: value for key, value in chosen.items() if value})


def _row(finding: Finding, at: datetime) -> dict:
    kind = FindingKind(finding.kind)
    return {
        "id": finding.pk,
        "kind": kind.label,
        "is_red": kind.is_red and finding.closed_at is None,
        "about": about(finding),
        "opened_at": finding.opened_at,
        "age": age_in_words(finding, at),
        "state": FindingState(finding.state).label,
        "tone": _TONES[FindingState(finding.state)],
        "assigned_to": finding.assigned_to.display_name if finding.assigned_to else "",
        "is_again": finding.reopens_id is not None,
    }


def about(finding: Finding) -> str:
    """Whom or what a finding is about."""
    if finding.account is not None:
        return finding.account.display_name
    target = FindingTarget(finding.target_kind)
    return NOT_NAMED.get(target, f"{target.label} {finding.target_id}")


def age_in_words(finding: Finding, at: datetime) -> str:
    """How long it has been open, or was."""
    days = working_days.age(finding.opened_at, finding.closed_at or at)
    return f"{days} working day{'' if days == 1 else 's'}"


def finding_page(finding: Finding, steps: list[FindingStep], at: datetime) -> dict:
    kind = FindingKind(finding.kind)
    return {
        "finding": _row(finding, at)
        | {
            "account_id": finding.account_id,
            "closed_at": finding.closed_at,
            "closed_with": finding.closed_with,
            "reopens_id": finding.reopens_id,
            "reopens_closed_at": finding.reopens and finding.reopens.closed_at,
            "is_closed": finding.closed_at is not None,
        },
        "evidence": evidence_in_words(finding.evidence),
        "advice": ADVICE[kind],
        "steps": [step_in_words(step) for step in steps],
    }


def step_in_words(step: FindingStep) -> dict:
    title = FindingStepKind(step.kind).label
    return {
        "title": f"{title} to {step.to.display_name}" if step.to else title,
        "at": step.at,
        "by": step.by.display_name if step.by else "the system",
        "words": step.words,
    }


def evidence_in_words(evidence: dict) -> list[tuple[str, str]]:
    """Labels and values. A key that has no words of its own is said as it is."""
    return [
        (EVIDENCE_LABELS.get(key, key.replace("_", " ").capitalize()), _value(value))
        for key, value in evidence.items()
        if value is not None
    ]


def _value(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_value(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(
            f"{key.replace('_', ' ')}: {_value(one)}" for key, one in value.items()
        )
    return _text(str(value))


def _text(value: str) -> str:
    """An instant in the jail's time, a hash by its beginning, words without lines."""
    if len(value) == 64 and value.isalnum():  # SHA-256 in hexadecimal
        return f"{value[:_HASH_SHOWN]}…"
    if value[:4].isdecimal() and "T" in value:
        try:
            at = timezone.localtime(datetime.fromisoformat(value))
        except ValueError:
            return value
        return f"{at:%B} {at.day}, {at:%Y, %H:%M}"
    return value.replace("_", " ")


EVIDENCE_LABELS = {
    "standing": "Standing when found",
    "agency_id": "Agency's key",
    "mission": "Unit's mission",
    "opened_at": "Account opened",
    "last_used_at": "Last used",
    "law": "Law in force, by its hash",
    "is_superuser": "Superuser",
    "error": "Kind of error",
    "due_at": "Was due",
    "last_started_at": "Last began",
    "checks": "What failed",
    "writes": "Rows written",
    "history_rows": "Rows of history",
    "trigger_off": "Not written or not counted now",
    "overdue_since": "Overdue since",
    "citation": "Due by",
}
# What to do next, for whoever is given one of a kind.
ADVICE = {
    FindingKind.DORMANT: "Ask the agency's coordinator whether the account is still "
    "needed. It is off already; suspend it if nobody needs it.",
    FindingKind.FORBIDDEN: "The law gives this account's unit nothing without a judge's "
    "warrant. Suspend it, and tell its agency why.",
    FindingKind.SUPERUSER: "A superuser sees no person's data here, and nobody needs "
    "one. Find out who set it, and have it unset.",
    FindingKind.DISGUISED: "Compare what the account's label says with the evidence. Ask "
    "its coordinator for the person's unit and duty in writing; suspend it until then "
    "where the evidence is strong.",
    FindingKind.NEVER_USED: "Ask the coordinator whether the person ever started. Close "
    "the account if nobody answers.",
    FindingKind.SHARED: "Speak with the holder and their coordinator. Suspend the "
    "account where two people use it, and invite the second by name.",
    FindingKind.OVERDUE_TRAINING: "Have the training done. An outside account is off "
    "until then; one of the jail's own stays open, and this finding escalates.",
    FindingKind.EXPIRED_AGREEMENT: "Have a new agreement signed by two people, or close "
    "the agency.",
    FindingKind.OUT_OF_SHIFT: "Compare with the roster of that day, and ask the shift "
    "supervisor who worked.",
    FindingKind.ENUMERATION: "Look at what was shown to the account, and ask for the "
    "reason. Suspend it while the answer is out.",
    FindingKind.VAGUE_REASONS: "Read the reasons with a second person, and ask the "
    "holder for the cases they were about.",
    FindingKind.MORE_THAN_USUAL: "Look at what was shown to the account, and ask its "
    "coordinator what changed.",
    FindingKind.CEILING_REACHED: "Ask why so many people were looked at in one day, and "
    "whether the agreement's ceiling is right.",
    FindingKind.UNREVIEWED: "Have the review done and signed.",
    FindingKind.JOB_LATE: "Look at the jobs page. Start the worker and the scheduler "
    "again, and read their log for the kind of error named here.",
    FindingKind.DUTY_OVERDUE: "The law set a date for this duty and it has passed. Its "
    "owner says what was done, with the proof.",
    FindingKind.FAILED_LOGGING: "While what is shown cannot be recorded, nothing is "
    "shown. Have the database and the sealing looked at at once.",
    FindingKind.UNSERVED_PAPER: "Ask the records unit when the person is given the copy "
    "and the county's answer. Its page of papers shows which one waits, the longest "
    "first. The person's custody is not touched by it.",
    FindingKind.CONSULATE_UNTOLD: "Ask the consular officer when the consulate is told. "
    "The page of consular cases, which that officer alone can open, shows which one "
    "waits, the longest first.",
    FindingKind.CLOCK_RUN_OUT: "Ask the shift supervisor what the court decided. The custody "
    "board shows whose clock ran out, the most pressing first. Where nothing was decided, the "
    "person leaves.",
    FindingKind.NOT_LET_GO: "Ask the shift supervisor why somebody who is entitled to leave is "
    "still here. The custody board shows who, above everybody else.",
    FindingKind.EMERGENCY_UNREVIEWED: "The privacy officer reviews it: the page of emergencies "
    "shows which one waits, above all others. What it opened ends by itself, and another "
    "emergency is not refused for it.",
    FindingKind.REQUEST_UNANSWERED: "Ask the records supervisor and counsel for a decision. "
    "Their queue shows which one waits, the longest due first. Nothing opens by waiting.",
}
