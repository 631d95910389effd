"""Whether the law is kept: the council page, findings, exposure."""

from compliance.views.council import council
from compliance.views.exposures import exposure, exposure_people
from compliance.views.findings import findings

__all__ = ["council", "exposure", "exposure_people", "findings"]
