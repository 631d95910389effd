"""What compliance found, in words."""

from compliance.presenters.council import council_page
from compliance.presenters.exposure import exposure_answer, exposure_page
from compliance.presenters.findings import finding_page, findings_page
from compliance.presenters.jobs import jobs_page
from compliance.presenters.notices import notice_page, notices_page

__all__ = [
    "council_page",
    "exposure_answer",
    "exposure_page",
    "finding_page",
    "findings_page",
    "jobs_page",
    "notice_page",
    "notices_page",
]
