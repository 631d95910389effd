"""Acts of compliance: scanning, importing."""

from compliance.services.evidence import scan_evidence
from compliance.services.roster import import_roster
from compliance.services.scan import ScanResult, scan_accounts

__all__ = ["ScanResult", "import_roster", "scan_accounts", "scan_evidence"]
