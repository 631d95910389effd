"""Numbers and findings, in words."""

from datetime import date, datetime

from django.utils import timezone

from compliance.enums import FINDING_PLURALS, FindingKind
from compliance.models import Finding
from compliance.selectors import CouncilNumbers
from compliance.selectors.exposure import Question
from compliance.selectors.exposure_report import AccountExposure, Exposure


def council_page(numbers: CouncilNumbers, scan) -> dict:
    return {
        "numbers": numbers,
        "scan": scan,
        "closed_accounts": numbers.forbidden + numbers.dormant,
    }


def findings_page(findings: list[Finding], counts) -> dict:
    return {
        "findings": [
            {
                "kind": FindingKind(finding.kind).label,
                "account": finding.account.display_name,
                "account_id": finding.account_id,
                "opened_at": finding.opened_at,
                "mission": (finding.evidence.get("mission") or "").replace("_", " "),
                "last_used_on": _day(finding.evidence.get("last_used_at")),
            }
            for finding in findings
        ],
        "counts": [
            {"label": FINDING_PLURALS[kind], "count": counts[kind.value]}
            for kind in FindingKind
        ],
    }


def _day(instant: str | None) -> date | None:
    """The jail's day of an instant written as ISO 8601."""
    return timezone.localdate(datetime.fromisoformat(instant)) if instant else None


UNKNOWN = "unknown"


def exposure_answer(report: Exposure) -> dict:
    """The exposure as JSON has it. Instants are ISO 8601 with their offset, in jail
    time; ``bookings_shown`` is "unknown" where a log cannot tell, and then
    ``bookings_shown_known`` is what it does tell.
    """
    return {
        "from": _iso(report.period.begins),
        "to": _iso(report.period.ends),
        "accounts": len(report.accounts),
        "sign_ins": report.sign_ins,
        "bookings_visible": report.bookings_visible,
        "bookings_shown": _shown(report),
        "bookings_shown_known": len(report.shown),
        "persons": report.persons,
        "fields": report.fields,
        "first": _iso(report.first),
        "last": _iso(report.last),
        "law": [
            {
                "title": law.title,
                "effective_at": _iso(law.effective_at),
                "sha256": law.sha256,
            }
            for law in report.laws
        ],
        "citations": report.citations,
        "by_account": [_account_answer(account) for account in report.accounts],
        "questions": [_question_answer(question) for question in report.questions],
    }


def _account_answer(account: AccountExposure) -> dict:
    return {
        "account": account.sign_in_name,
        "is_known_here": account.account_id is not None,
        "unit": account.unit_name,
        "agency": account.agency_name,
        "mission": account.mission,
        "sign_ins": account.sign_ins,
        "bookings_visible": account.bookings_visible,
        "bookings_shown": _shown(account),
        "bookings_shown_known": len(account.shown),
        "fields": sorted(account.fields),
        "first": _iso(account.first),
        "last": _iso(account.last),
        "law": [law.title for law in account.laws.values()],
        "citations": list(account.citations),
    }


def _question_answer(question: Question) -> dict:
    return {
        "mission": question.mission.value,
        "classes": [c.word for c in question.classes],
        "accounts": question.accounts,
        "sign_ins": question.sign_ins,
        "citations": list(question.citations),
        "first": _iso(question.first),
        "last": _iso(question.last),
    }


def _shown(counted: Exposure | AccountExposure) -> int | str:
    return UNKNOWN if counted.is_unknown else len(counted.shown)


def _iso(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat() if at else None
