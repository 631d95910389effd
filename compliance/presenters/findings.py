"""Findings, in words."""

from datetime import date, datetime

from django.utils import timezone

from compliance.enums import FINDING_PLURALS, FindingKind
from compliance.models import Finding


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
