"""Acts of compliance: scanning, importing, findings, adopting laws, duties."""

from compliance.services.adoption import (
    AdoptionRefused,
    prepare_adoption,
    propose_adoption,
    withdraw_adoption,
)
from compliance.services.duties import open_overdue, prove_duty
from compliance.services.evidence import scan_evidence
from compliance.services.findings import open_finding
from compliance.services.law_day import write_law_day_report
from compliance.services.roster import import_roster
from compliance.services.scan import ScanResult, scan_accounts

__all__ = [
    "AdoptionRefused",
    "ScanResult",
    "import_roster",
    "open_finding",
    "open_overdue",
    "prepare_adoption",
    "propose_adoption",
    "prove_duty",
    "scan_accounts",
    "scan_evidence",
    "withdraw_adoption",
    "write_law_day_report",
]
