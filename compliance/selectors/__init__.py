"""Reading whether the law is kept."""

from compliance.selectors.council import (
    CouncilNumbers,
    attempts_refused,
    council_numbers,
    last_shown_against_law,
    ordinance_version,
)
from compliance.selectors.findings import (
    finding_counts,
    findings,
    has_changed_since,
    last_scan,
    open_findings,
)

__all__ = [
    "CouncilNumbers",
    "attempts_refused",
    "council_numbers",
    "finding_counts",
    "findings",
    "has_changed_since",
    "last_scan",
    "last_shown_against_law",
    "open_findings",
    "ordinance_version",
]
