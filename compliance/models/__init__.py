"""Whether the law is kept: findings, scans, jobs, imported logs."""

from compliance.models.findings import Finding, FindingStep, Scan
from compliance.models.jobs import JobRun
from compliance.models.logs import LogImport, LogName

__all__ = ["Finding", "FindingStep", "JobRun", "LogImport", "LogName", "Scan"]
