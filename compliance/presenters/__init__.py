"""What compliance found, in words."""

from compliance.presenters.adoption import adoption_list, adoption_page
from compliance.presenters.certification import (
    campaign_list,
    campaign_page,
    certification,
    form_of,
    review,
)
from compliance.presenters.council import council_page, months_of_leaving
from compliance.presenters.duties import duties_page, overdue_duties
from compliance.presenters.exposure import exposure_answer, exposure_page
from compliance.presenters.findings import finding_page, findings_page
from compliance.presenters.jobs import jobs_page
from compliance.presenters.meter import meter_page
from compliance.presenters.notices import notice_page, notices_page

__all__ = [
    "adoption_list",
    "adoption_page",
    "campaign_list",
    "campaign_page",
    "certification",
    "council_page",
    "duties_page",
    "exposure_answer",
    "exposure_page",
    "finding_page",
    "findings_page",
    "form_of",
    "jobs_page",
    "meter_page",
    "months_of_leaving",
    "notice_page",
    "notices_page",
    "overdue_duties",
    "review",
]
