"""The exposure of a period: as JSON, and in words."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from access.enums import Certainty, FieldClass, class_words
from access.selectors import law_by_hash
from compliance.models import LogImport
from compliance.selectors.exposure import Question
from compliance.selectors.exposure_report import AccountExposure, Exposure

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


def exposure_page(report: Exposure, logs: list[LogImport]) -> dict:
    return {
        "report": report,
        "is_empty": not report.accounts,
        "shown": _shown_in_words(report),
        "sections": _sections(report),
        "units": _units(report.accounts),
        "classes": class_labels(report),
        "questions": [
            {
                "mission": question.mission.value.replace("_", " "),
                "accounts": question.accounts,
                "sign_ins": question.sign_ins,
                "classes": class_words(question.classes),
                "citations": "; ".join(question.citations),
            }
            for question in report.questions
        ],
        "logs": logs,
        "last_day": last_day(report),
    }


def _sections(report: Exposure) -> list[dict]:
    """Each section that was broken, and whether counsel has yet to confirm it."""
    rules = [
        rule for version in report.laws for rule in law_by_hash(version.sha256).rules
    ]
    return [
        {
            "citation": citation,
            "for_counsel": any(
                rule.citation == citation and rule.certainty is not Certainty.FOUND
                for rule in rules
            ),
        }
        for citation in report.citations
    ]


def last_day(report: Exposure) -> date:
    """The last day that belongs to the period, in jail time."""
    return timezone.localdate(report.period.ends - timedelta(microseconds=1))


def _units(accounts: tuple[AccountExposure, ...]) -> list[dict]:
    """Accounts under their unit; the unit with the most sign-ins first."""
    found: dict[tuple, list] = {}
    for account in accounts:
        found.setdefault((account.agency_name, account.unit_name), []).append(account)
    units = [
        {
            "agency": agency or "no agency known here",
            "unit": unit or "no unit known",
            "mission": members[0].mission.replace("_", " "),
            "sign_ins": sum(a.sign_ins for a in members),
            "accounts": [_account_row(account) for account in members],
        }
        for (agency, unit), members in found.items()
    ]
    return sorted(units, key=lambda unit: -unit["sign_ins"])


def _account_row(account: AccountExposure) -> dict:
    return {
        "id": account.account_id,
        "name": account.display_name or account.sign_in_name,
        "sign_in_name": account.sign_in_name,
        "sign_ins": account.sign_ins,
        "visible": account.bookings_visible,
        "shown": _shown_in_words(account),
        "first": account.first,
        "last": account.last,
    }


def _shown_in_words(counted: Exposure | AccountExposure) -> str:
    """Never "none" where the log could not have told."""
    known = len(counted.shown)
    if not counted.is_unknown:
        return f"{known:,}"
    return f"{known:,} known, others unknown" if known else "unknown"


def class_labels(report: Exposure) -> list[str]:
    classes = FieldClass(0)
    for account in report.accounts:
        classes |= account.classes
    return class_words(classes)
