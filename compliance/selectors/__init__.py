"""Reading whether the law is kept."""

from compliance.selectors.adoptions import (
    account_names,
    adoption,
    day_reports,
    laws_to_come,
    waiting_proposal,
)
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
from compliance.selectors.drills import last_drill, open_drill
from compliance.selectors.duties import all_duties, duty
from compliance.selectors.duties import overdue as overdue_duties
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
    "account_names",
    "adoption",
    "against_the_ordinance",
    "all_duties",
    "assignees_of",
    "attempts_refused",
    "council_numbers",
    "day_reports",
    "duty",
    "finding",
    "finding_counts",
    "findings",
    "has_changed_since",
    "imported_logs",
    "last_drill",
    "last_scan",
    "last_shown_against_law",
    "laws_to_come",
    "months",
    "open_drill",
    "open_findings",
    "open_in_place_of",
    "ordinance_version",
    "overdue_duties",
    "steps_of",
    "usual_period",
    "waiting_proposal",
]
