"""Reading whether the law is kept."""

from compliance.selectors.council import (
    Against,
    CouncilNumbers,
    Month,
    against_the_ordinance,
    attempts_refused,
    council_numbers,
    last_shown_against_law,
    months,
    ordinance_version,
)
from compliance.selectors.findings import (
    FindingFilter,
    FindingPage,
    assignees_of,
    finding,
    finding_counts,
    findings,
    has_changed_since,
    last_scan,
    open_findings,
    open_in_place_of,
    steps_of,
)
from compliance.selectors.logs import imported_logs, usual_period

__all__ = [
    "Against",
    "CouncilNumbers",
    "FindingFilter",
    "FindingPage",
    "Month",
    "against_the_ordinance",
    "assignees_of",
    "attempts_refused",
    "council_numbers",
    "finding",
    "finding_counts",
    "findings",
    "has_changed_since",
    "imported_logs",
    "last_scan",
    "last_shown_against_law",
    "months",
    "open_findings",
    "open_in_place_of",
    "ordinance_version",
    "steps_of",
    "usual_period",
]
