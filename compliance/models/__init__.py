"""Whether the law is kept: findings, scans, imported logs, laws to come, drills."""

from compliance.models.adoption import (
    Adoption,
    DutyProof,
    LawDayReport,
)
from compliance.models.drills import (
    DrillRun,
)
from compliance.models.findings import (
    Finding,
    Scan,
)
from compliance.models.logs import (
    LogImport,
    LogName,
)

__all__ = [
    "Adoption",
    "DrillRun",
    "DutyProof",
    "Finding",
    "LawDayReport",
    "LogImport",
    "LogName",
    "Scan",
]
