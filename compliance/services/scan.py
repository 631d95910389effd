"""The scan of all accounts: what is found is opened as a finding.

Standing itself is asked at every request; the scan only makes it known. It
may run twice, late, or not at all without anybody seeing more than they may.
"""

from dataclasses import dataclass

from django.db import connection

from access import roll
from access.acts import Act
from access.enums import Standing
from access.law import Law
from access.selectors import law_in_force
from access.standing import INVITATION_LASTS, Circumstance
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from compliance.enums import FindingKind
from compliance.models import Scan
from compliance.services.drills import find_drills
from compliance.services.opening import OPEN

_KINDS = {
    Standing.DORMANT: FindingKind.DORMANT,
    Standing.FORBIDDEN: FindingKind.FORBIDDEN,
}
# What has lapsed is a finding wherever it holds and nothing graver has closed the
# account: for the jail's own, whom no lapse closes, it escalates by the hour (law 14).
_LAPSES = {
    Circumstance.UNTRAINED: FindingKind.OVERDUE_TRAINING,
    Circumstance.AGREEMENT_ENDED: FindingKind.EXPIRED_AGREEMENT,
    Circumstance.UNREVIEWED: FindingKind.UNREVIEWED,
}
_IS_CLOSED = (
    Circumstance.SUSPENDED
    | Circumstance.CLOSED
    | Circumstance.EXPIRED
    | Circumstance.NOT_JOINED
    | Circumstance.FORBIDDEN
    | Circumstance.UNUSED_90_DAYS
)

# Instants and the law's hash; a unit's mission is no person's data.
_FOUND = """,
of_standing AS (SELECT gravity, standing, kind
  FROM unnest(%(kind_gravities)s::smallint[], %(kind_standings)s::text[],
    %(kinds)s::text[]) AS k(gravity, standing, kind)),
lapses AS (SELECT bit, kind
  FROM unnest(%(lapse_bits)s::int[], %(lapse_kinds)s::text[]) AS k(bit, kind)),
suspects AS MATERIALIZED (SELECT * FROM roll
  WHERE gravity = ANY(%(kind_gravities)s::smallint[]) OR is_superuser
  OR last_sign_in_at IS NULL OR holds & %(lapsed_bits)s > 0),
found AS (
  SELECT kind, account_id, jsonb_build_object('standing', standing, 'agency_id', agency_id, 'mission', mission, 'opened_at', opened_at,
    'last_used_at', coalesce(last_sign_in_at, opened_at), 'law', %(law_hash)s::text
  ) AS evidence
  FROM suspects JOIN of_standing USING (gravity)
  UNION ALL
  SELECT 'superuser', account_id, '{"is_superuser": true}' FROM suspects WHERE is_superuser
  UNION ALL
  SELECT 'never_used', account_id, jsonb_build_object('opened_at', opened_at,
    'agency_id', agency_id, 'mission', mission)
  FROM suspects WHERE last_sign_in_at IS NULL AND holds & %(closed_bits)s = 0
    AND opened_at + make_interval(secs => %(invitation_lasts)s) <= %(at)s
  UNION ALL
  SELECT kind, account_id, jsonb_build_object('due_at', due_at, 'agency_id', agency_id,
    'mission', mission, 'is_jails_own', holds & %(jails_own_bit)s > 0, 'hours_overdue',
    floor(extract(epoch FROM %(at)s - due_at) / 3600)::bigint)
  FROM suspects JOIN lapses ON holds & bit > 0 CROSS JOIN LATERAL (SELECT CASE kind
    WHEN 'overdue_training' THEN training_due_at
    WHEN 'expired_agreement' THEN agreement_ends_at
    ELSE review_due_at END AS due_at) due
  WHERE holds & %(lapse_closed_bits)s = 0),"""
_COUNT = """
SELECT gravity, count(*), (SELECT count(*) FROM opened) FROM roll GROUP BY gravity"""
_SCAN = roll.with_roll(f"{_FOUND}{OPEN}{_COUNT}")


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan counted; ``opened`` are findings that were not open before."""

    scan: Scan
    standings: dict[str, int]
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
        law, law_id = law_in_force(at)
        standings, opened = _scan(at, law, law_id)
        accounts = sum(standings.values())
        scan = Scan.objects.create(law_id=law_id, accounts=accounts, opened=opened)
        record_act(
            Act.SCAN,
            Outcome.DONE,
            actor=by,
            target_kind="scan",
            target_id=scan.pk,
            accounts=accounts,
            opened=opened,
        )
    find_drills(by=by)
    return ScanResult(scan, standings, opened)


def _scan(at, law: Law | None, law_id: int | None) -> tuple[dict[str, int], int]:
    """The one statement over all accounts: (accounts by standing, findings opened)."""
    asked = roll.parameters(at, law, law_id) | {
        "kind_gravities": [roll.GRAVITY.index(standing) for standing in _KINDS],
        "kind_standings": [standing.value for standing in _KINDS],
        "kinds": [kind.value for kind in _KINDS.values()],
        "lapse_bits": [int(bit) for bit in _LAPSES],
        "lapse_kinds": [kind.value for kind in _LAPSES.values()],
        "lapsed_bits": int(sum(_LAPSES)),
        "closed_bits": int(_IS_CLOSED & ~Circumstance.UNUSED_90_DAYS),
        "lapse_closed_bits": int(_IS_CLOSED),
        "jails_own_bit": int(Circumstance.JAILS_OWN),
        "law_hash": law.sha256 if law else None,
        "invitation_lasts": INVITATION_LASTS.total_seconds(),
    }
    standings = {standing.value: 0 for standing in Standing}
    with connection.cursor() as cursor:
        cursor.execute(_SCAN, asked)
        rows = cursor.fetchall()
    for gravity, accounts, _ in rows:
        standings[roll.GRAVITY[gravity]] = accounts
    return standings, rows[0][2] if rows else 0
