"""Whether the law is kept: the council page, findings, exposure, laws to come, duties."""

from compliance.views.adoption import (
    adoption,
    adoptions,
    sign_adoption,
)
from compliance.views.certification import (
    campaign,
    certification,
    review,
    reviews,
)
from compliance.views.council import (
    council,
)
from compliance.views.duties import (
    duties,
    prove_duty,
)
from compliance.views.exposures import (
    exposure,
    exposure_people,
)
from compliance.views.findings import (
    answer_finding,
    assign_finding,
    close_finding,
    finding,
    findings,
    reopen_finding,
)
from compliance.views.jobs import (
    history_meter,
    jobs,
)
from compliance.views.notices import (
    name_recipient,
    notice,
    notices,
)
from compliance.views.weekly import (
    history_review,
    history_reviews,
)

__all__ = [
    "adoption",
    "adoptions",
    "answer_finding",
    "assign_finding",
    "campaign",
    "certification",
    "close_finding",
    "council",
    "duties",
    "exposure",
    "exposure_people",
    "finding",
    "findings",
    "history_meter",
    "history_review",
    "history_reviews",
    "jobs",
    "name_recipient",
    "notice",
    "notices",
    "prove_duty",
    "reopen_finding",
    "review",
    "reviews",
    "sign_adoption",
]
