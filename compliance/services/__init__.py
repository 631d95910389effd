"""Acts of compliance: scanning, importing, what is done about findings."""

from compliance.services.findings import open_finding
from compliance.services.scan import ScanResult, scan_accounts

__all__ = ["ScanResult", "open_finding", "scan_accounts"]
