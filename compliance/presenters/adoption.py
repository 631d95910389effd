"""A law to come in words: what it would change, for whom, and what two people sign."""

from collections.abc import Iterator
from datetime import datetime

from access.enums import (
    CLASS_LABELS,
    PURPOSE_LABELS,
    Basis,
    Purpose,
    Role,
    class_of_word,
    row_label,
)
from access.models import Proposal
from compliance.enums import AdoptionStatus
from compliance.models import Adoption, LawDayReport
from compliance.presenters.council import told

# To whom numbers of people in custody are told only where they name nobody (law 12).
COUNCIL = frozenset({Role.COUNCIL_STAFF, Role.OMBUDS})
_RULE_WORDS = {"new": "New", "changed": "Changed", "gone": "Gone"}


def adoption_list(found: list[Adoption], at: datetime) -> dict:
    return {"adoptions": [_head(adopted, at) for adopted in found]}


def _head(adopted: Adoption, at: datetime) -> dict:
    text, tone = _state(adopted, at)
    return {
        "id": adopted.pk,
        "title": adopted.title,
        "effective_at": adopted.effective_at,
        "fingerprint": adopted.sha256[:12],
        "state": text,
        "tone": tone,
        "law_id": adopted.law_id,
    }


def _state(adopted: Adoption, at: datetime) -> tuple[str, str]:
    if adopted.status == AdoptionStatus.WITHDRAWN:
        return "Withdrawn", "quiet"
    if adopted.status == AdoptionStatus.DRAFT:
        return (
            ("Draft, and too late", "bad")
            if adopted.effective_at <= at
            else (
                "Draft",
                "warn",
            )
        )
    if adopted.effective_at <= at:
        return "In force since its instant", "good"
    return "Signed by two, to come", "info"


def adoption_page(
    adopted: Adoption,
    proposal: Proposal | None,
    reports: list[LawDayReport],
    names: list[str],
    roles: frozenset[Role],
    at: datetime,
) -> dict:
    figures = adopted.preview
    is_council = bool(roles & COUNCIL)
    return {
        "adoption": _head(adopted, at),
        "is_draft": adopted.status == AdoptionStatus.DRAFT,
        "proposal": proposal,
        "counted_at": adopted.previewed_at,
        "figures": figures,
        "accounts": figures["accounts"],
        "accounts_counted": figures["accounts"]["all"],
        "names": names,
        "unnamed": figures["accounts"]["closing"] - len(names) if names else 0,
        "grants": [_grants(row) for row in figures["grants"]],
        "refused": [
            _refused(row, is_council=is_council) for row in figures["refused"]["rows"]
        ],
        "refused_since": datetime.fromisoformat(figures["refused"]["since"]),
        "refused_persons": _people(figures["refused"]["persons"], is_council),
        "rules": [_rule(row) for row in figures["rules"]],
        "loses": [_shift(row, "lost") for row in figures["shifts"] if row["lost"]],
        "gains": [_shift(row, "gained") for row in figures["shifts"] if row["gained"]],
        "duties": [_duty(row) for row in figures["duties"]],
        "reports": [_report(report) for report in reports],
    }


def _people(persons: int, is_council: bool) -> str:
    return told(persons) if is_council else f"{persons:,}"


def _grants(row: dict) -> dict:
    return {
        "basis": row_label(Basis(row["basis"])),
        "classes": _labels(row["classes"]),
        "grants": row["grants"],
    }


def _labels(words: list[str]) -> list[str]:
    return [CLASS_LABELS[class_of_word(word)] for word in words]


def _refused(row: dict, *, is_council: bool) -> dict:
    return {
        "unit": row["unit"] or row["mission"].replace("_", " ") or "the public",
        "field_class": CLASS_LABELS[class_of_word(row["class"])],
        "section": "; ".join(row["citations"]),
        "events": row["events"],
        "persons": _people(row["persons"], is_council),
    }


def _rule(row: dict) -> dict:
    return {**row, "word": _RULE_WORDS[row["word"]]}


def _shift(row: dict, side: str) -> dict:
    return {
        "who": _who(row),
        "what": CLASS_LABELS[class_of_word(row["class"])],
        "booking": "" if row["booking"] == "ordinary" else f"{row['booking']} bookings",
        "ways": _ways(row[side]),
    }


def _who(row: dict) -> str:
    if not row["mission"]:
        return "Everybody"
    unit = f"Units for {row['mission'].replace('_', ' ')}"
    if row["in_department"]:
        unit += " of a department that enforces immigration law"
    roles = [Role(role).label.lower() for role in row["roles"]]
    few = ", ".join(roles) if len(roles) <= 4 else f"{len(roles)} roles"
    return f"{unit}: {few}"


def _ways(ways: list[list[str]]) -> list[str]:
    """By what, and for which purposes; every purpose is not spelled out."""
    by_basis: dict[str, list[str]] = {}
    for basis, purpose in ways:
        by_basis.setdefault(basis, []).append(purpose)
    return [
        Basis(basis).label
        if len(purposes) == len(Purpose)
        else f"{Basis(basis).label}, for "
        + ", ".join(sorted(PURPOSE_LABELS[Purpose(p)].lower() for p in purposes))
        for basis, purposes in by_basis.items()
    ]


def _duty(row: dict) -> dict:
    return {
        **row,
        "owner": Role(row["owner"]).label if row["owner"] else "",
        "due_at": _instant(row["due_at"]),
    }


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _report(report: LawDayReport) -> dict:
    """What was foretold beside what was so."""
    predicted, found = report.predicted, report.found
    return {
        "written_at": report.written_at,
        "is_whole_day": report.is_whole_day,
        "until": _instant(found["counted_at"]),
        "rows": [
            (
                "Accounts closed by the law",
                predicted["accounts"]["closing"],
                found["accounts"]["closing"],
            ),
            (
                "Their sessions that were open, and are over at their next request",
                predicted["sessions"],
                found["sessions_not_yet_back"] + found["sessions_ended"],
            ),
            ("Sign-ins refused since", "–", found["sign_ins_refused"]),
            ("Shown against the law since", 0, found["shown_against_the_law"]),
            (
                "Accounts trained on it",
                "–",
                f"{found['trained']['done']} of {found['trained']['accounts']}",
            ),
        ],
        "duties": [_duty(row) for row in found["duties"]],
    }


def preview_lines(figures: dict) -> Iterator[str]:
    """The same for somebody at a terminal."""
    before = figures["law_before"] or "no law"
    yield f"Instead of: {before}."
    for rule in figures["rules"]:
        yield f"  {rule['word']:<8}{rule['id']}: {' '.join(rule['sentences'])}"
    accounts = figures["accounts"]
    yield f"{accounts['closing']} of {accounts['all']} accounts would be closed:"
    for unit in accounts["by_unit"]:
        yield f"  {unit['accounts']:>6}  {unit['agency']} · {unit['unit']}"
    yield f"{figures['sessions']} of their sessions are open now."
    for row in figures["grants"]:
        yield (
            f"{row['grants']} grants on {row_label(Basis(row['basis'])).lower()} would no "
            f"longer open {', '.join(_labels(row['classes'])).lower()}."
        )
    yield "Feeds to other systems: none recorded."
    refused = figures["refused"]
    yield f"Of what was shown since {refused['since'][:10]} would have been refused:"
    for row in refused["rows"]:
        told_of = _refused(row, is_council=False)
        yield (
            f"  {row['events']:>6}  {told_of['unit']}: {told_of['field_class']} "
            f"({told_of['section']})"
        )
    if not refused["rows"]:
        yield "  nothing."
    for duty in figures["duties"]:
        yield f"Duty {duty['id']}: {duty['owner']}, due {duty['due_at'][:16]}, proof: {duty['proof']}"
    for warning in figures["warnings"]:
        yield f"Take note. {warning}"
