"""Numbers and findings, in words."""

from compliance.enums import FindingKind
from compliance.models import Finding
from compliance.selectors import CouncilNumbers


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
                "last_used_at": finding.evidence.get("last_used_at", "")[:10],
            }
            for finding in findings
        ],
        "counts": [
            {"label": kind.label, "count": counts[kind.value]} for kind in FindingKind
        ],
    }
