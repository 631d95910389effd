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
"""Whether the law is kept: findings, scans, jobs, notices, imported logs."""

from compliance.models.findings import Finding, FindingStep, Scan
from compliance.models.jobs import JobRun
from compliance.models.logs import LogImport, LogName
from compliance.models.notices import (
    Delivery,
    Notice,
    NoticeMark,
    Recipient,
    Reminder,
)
from compliance.models.reviews import HistoryReview

__all__ = [
    "Delivery",
    "Finding",
    "FindingStep",
    "HistoryReview",
    "JobRun",
    "LogImport",
    "LogName",
    "Notice",
    "NoticeMark",
    "Recipient",
    "Reminder",
    "Scan",
]
