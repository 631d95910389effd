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
    FindingStep,
    Scan,
)
from compliance.models.jobs import (
    JobRun,
)
from compliance.models.logs import (
    LogImport,
    LogName,
)
from compliance.models.notices import (
    Delivery,
    Notice,
    NoticeMark,
    Recipient,
    Reminder,
)
from compliance.models.reviews import (
    HistoryReview,
)

__all__ = [
    "Adoption",
    "Delivery",
    "DrillRun",
    "DutyProof",
    "Finding",
    "FindingStep",
    "HistoryReview",
    "JobRun",
    "LawDayReport",
    "LogImport",
    "LogName",
    "Notice",
    "NoticeMark",
    "Recipient",
    "Reminder",
    "Scan",
"""Whether the law is kept: findings, scans, evidence, imported logs."""

from compliance.models.evidence import KnownDomain, KnownOri, Shift
from compliance.models.findings import Finding, Scan
from compliance.models.logs import LogImport, LogName

__all__ = [
    "Finding",
    "KnownDomain",
    "KnownOri",
    "LogImport",
    "LogName",
    "Scan",
    "Shift",
]
from compliance.models.certification import Campaign, CampaignLine
from compliance.models.findings import Finding, Scan
from compliance.models.logs import LogImport, LogName

__all__ = ["Campaign", "CampaignLine", "Finding", "LogImport", "LogName", "Scan"]
