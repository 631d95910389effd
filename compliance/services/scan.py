"""The scan of all accounts: what is found is opened as a finding.

Standing itself is asked at every request; the scan only makes it known. It
may run twice, late, or not at all without anybody seeing more than they may.
"""

from dataclasses import dataclass

from django.db import connection

from access import roll
from access.acts import Act
from access.enums import Standing
from access.selectors import law_in_force
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from compliance import selectors
from compliance.enums import FindingKind
from compliance.models import Finding, Scan
from compliance.services.drills import find_drills

_KINDS = {
    Standing.DORMANT: FindingKind.DORMANT,
    Standing.FORBIDDEN: FindingKind.FORBIDDEN,
}


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan counted; ``opened`` are findings that were not open before."""

    scan: Scan
    standings: dict[str, int]
    findings: list[Finding]
    opened: int


def scan_accounts(*, by: System) -> ScanResult:
    """Ask the standing of every account and open what is missing.

    One open finding of a kind for each account, held by a constraint: a second
    run opens nothing again. Overlapping runs wait for each other.
    """
    with acting(None, Act.SCAN):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('scan_accounts'))")
        at = now()
        entries = roll.by_account(at)
        law, law_id = law_in_force(at)
        open_already = selectors.open_findings()
        found = list(_findings(entries, law))
        missing = [f for f in found if (f.kind, f.account_id) not in open_already]
        Finding.objects.bulk_create(missing)
        scan = Scan.objects.create(
            law_id=law_id, accounts=len(entries), opened=len(missing)
        )
        record_act(
            Act.SCAN,
            Outcome.DONE,
            actor=by,
            target_kind="scan",
            target_id=scan.pk,
            accounts=len(entries),
            opened=len(missing),
        )
    find_drills(by=by)
    counts = {standing.value: 0 for standing in Standing}
    for entry in entries:
        counts[entry.standing] += 1
    return ScanResult(scan, counts, found, len(missing))


def _findings(entries, law):
    for entry in entries:
        if kind := _KINDS.get(entry.standing):
            yield Finding(
                kind=kind, account_id=entry.account_id, evidence=_evidence(entry, law)
            )
        if entry.is_superuser:
            yield Finding(
                kind=FindingKind.SUPERUSER,
                account_id=entry.account_id,
                evidence={"is_superuser": True},
            )


def _evidence(entry: roll.RollEntry, law) -> dict:
    """Instants and the law's hash; a unit's mission is no person's data."""
    return {
        "standing": entry.standing.value,
        "agency_id": entry.agency_id,
        "mission": entry.mission.value if entry.mission else None,
        "opened_at": entry.facts.opened_at.isoformat(),
        "last_used_at": entry.facts.last_used_at.isoformat(),
        "law": law.sha256 if law else None,
    }
