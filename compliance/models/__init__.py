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
