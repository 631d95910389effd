"""What compliance found, in words."""

from compliance.presenters.certification import (
    campaign_list,
    campaign_page,
    certification,
    form_of,
    review,
)
from compliance.presenters.council import council_page
from compliance.presenters.exposure import exposure_answer, exposure_page
from compliance.presenters.findings import findings_page

__all__ = [
    "campaign_list",
    "campaign_page",
    "certification",
    "council_page",
    "exposure_answer",
    "exposure_page",
    "findings_page",
    "form_of",
    "review",
]
