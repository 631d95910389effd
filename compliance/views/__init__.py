"""Whether the law is kept: the council page, findings, exposure, laws to come, duties."""

from compliance.views.adoption import (
    adoption,
    adoptions,
    sign_adoption,
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
    findings,
)

__all__ = [
    "adoption",
    "adoptions",
    "council",
    "duties",
    "exposure",
    "exposure_people",
    "findings",
    "prove_duty",
    "sign_adoption",
]
