"""Acts of compliance: scanning, importing."""

from compliance.services.scan import ScanResult, scan_accounts

__all__ = ["ScanResult", "scan_accounts"]
