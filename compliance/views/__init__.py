"""Whether the law is kept: the council page, findings, exposure."""

from compliance.views.certification import campaign, certification, review, reviews
from compliance.views.council import council
from compliance.views.exposure import exposure, exposure_people
from compliance.views.findings import findings

__all__ = [
    "campaign",
    "certification",
    "council",
    "exposure",
    "exposure_people",
    "findings",
    "review",
    "reviews",
]
