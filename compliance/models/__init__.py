"""Whether the law is kept: findings, scans, imported logs."""

from compliance.models.findings import Finding, Scan
from compliance.models.logs import LogImport, LogName

__all__ = ["Finding", "LogImport", "LogName", "Scan"]
