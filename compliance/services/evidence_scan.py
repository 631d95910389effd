"""The hourly look at evidence: what runs of it so far."""

from access.viewer import System
from compliance.services.scan import scan_accounts


def scan_evidence(*, by: System) -> dict:
    """Open what evidence shows. Returns counts for the run's record."""
    result = scan_accounts(by=by)
    return {"accounts": result.scan.accounts, "opened": result.opened}
