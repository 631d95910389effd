"""Whether the law is kept: the council page, findings, exposure."""

from compliance.views.council import council
from compliance.views.exposure import exposure, exposure_people
from compliance.views.findings import (
    answer_finding,
    assign_finding,
    close_finding,
    finding,
    findings,
    reopen_finding,
)
from compliance.views.jobs import jobs
from compliance.views.notices import name_recipient, notice, notices
from compliance.views.reviews import review, reviews

__all__ = [
    "answer_finding",
    "assign_finding",
    "close_finding",
    "council",
    "exposure",
    "exposure_people",
    "finding",
    "findings",
    "jobs",
    "name_recipient",
    "notice",
    "notices",
    "reopen_finding",
    "review",
    "reviews",
]
