"""Whether the law is kept: findings, scans, imported logs, laws to come, drills."""

from compliance.models.adoption import (
    Adoption,
    DutyProof,
    LawDayReport,
)
from compliance.models.certification import (
    Campaign,
    CampaignLine,
)
from compliance.models.drills import (
    DrillRun,
)
from compliance.models.evidence import (
    KnownDomain,
    KnownOri,
    Shift,
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
    "Campaign",
    "CampaignLine",
    "Delivery",
    "DrillRun",
    "DutyProof",
    "Finding",
    "FindingStep",
    "HistoryReview",
    "JobRun",
    "KnownDomain",
    "KnownOri",
    "LawDayReport",
    "LogImport",
    "LogName",
    "Notice",
    "NoticeMark",
    "Recipient",
    "Reminder",
    "Scan",
    "Shift",
]
