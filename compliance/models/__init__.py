"""Whether the law is kept: findings, scans, imported logs."""

from compliance.models.certification import Campaign, CampaignLine
from compliance.models.findings import Finding, Scan
from compliance.models.logs import LogImport, LogName

__all__ = ["Campaign", "CampaignLine", "Finding", "LogImport", "LogName", "Scan"]
