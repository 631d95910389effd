"""The scans against bare SQL of the same sets, over growing numbers of accounts.

BENCH_ACCOUNTS=10000,30000,100000 BENCH_EVENTS=10000000 python -m bench.scan
"""

import os
import sys
import time
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailrecords.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  after django.setup()

from access.enums import Mission  # noqa: E402
from access.viewer import System  # noqa: E402
from audit.acting import acting  # noqa: E402
from bench import data  # noqa: E402
from bench.pairs import Pair  # noqa: E402
from compliance.models import Finding  # noqa: E402
from compliance.services import scan_accounts, scan_evidence  # noqa: E402
from jailrecords.database import as_owner  # noqa: E402
from tests import factories  # noqa: E402

ACCOUNTS = [
    int(n) for n in os.environ.get("BENCH_ACCOUNTS", "10000,30000,100000").split(",")
]
EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
BOOKINGS = 20_000
UNITS_OF_A_KIND = 20
ROUNDS = 5
_BY = System("bench")

_ACCOUNTS = """
INSERT INTO access_account (sign_in_name, password, is_superuser, display_name, email,
  is_active, opened_at, joined_at, last_sign_in_at, suspended_reason)
SELECT 'bench' || n, '!', false, 'Given' || n %% 900 || ' Surname' || n,
  'surname' || n || '@kentwa.gov', true, jail_now() - interval '900 days',
  jail_now() - interval '900 days',
  CASE WHEN n %% 50 > 0 THEN jail_now() - make_interval(hours => (n * 7 %% 2300)::int) END,
  ''
FROM generate_series(%s::bigint, %s::bigint) n"""
_MEMBERSHIPS = """
INSERT INTO access_membership (account_id, unit_id, roles, starts_at)
SELECT a.id, u.units[1 + a.id %% cardinality(u.units)],
  ARRAY['officer'], jail_now() - interval '899 days'
FROM access_account a, (SELECT array_agg(id ORDER BY id) AS units FROM access_unit) u
WHERE a.sign_in_name LIKE 'bench%%'
  AND NOT EXISTS (SELECT FROM access_membership m WHERE m.account_id = a.id)"""
_EVENTS = """
INSERT INTO audit_viewevent (origin, occurred_at, kind, request_id, account_id, mission,
  booking_id, person_id)
SELECT 'live', jail_now() - make_interval(secs => (n::float8 / %(events)s) * 86400 * 180),
  'opened', gen_random_uuid(), a.ids[1 + (n * 7919) %% cardinality(a.ids)], 'criminal',
  b.ids[1 + k], b.people[1 + k]
FROM generate_series(1, %(events)s::bigint) n,
  (SELECT array_agg(id) AS ids FROM access_account) a,
  (SELECT array_agg(id) AS ids, array_agg(person_id) AS people FROM bookings_booking) b,
  LATERAL (SELECT (n * 104729 %% cardinality(b.ids))::int AS k) i"""

# The answer to the one question, by somebody who knows the law and its numbers by
# heart: whom to name as dormant, forbidden or never used, and how many accounts are
# good or to be warned.
_BARE = """
WITH theirs AS (SELECT u.id FROM access_unit u JOIN access_agency g ON g.id = u.agency_id
  WHERE g.enforces_immigration_law OR u.mission IN ('civil_immigration', 'mixed')
    OR EXISTS (SELECT FROM access_missiondetail d WHERE d.unit_id = u.id
      AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s))),
used AS (SELECT a.id, a.opened_at, a.last_sign_in_at, bool_or(m.unit_id IN (TABLE theirs))
    AS is_forbidden, coalesce(a.last_sign_in_at, a.opened_at) AS used_at
  FROM access_account a LEFT JOIN access_membership m ON m.account_id = a.id
    AND m.starts_at <= %(at)s AND (m.ends_at IS NULL OR m.ends_at > %(at)s)
  WHERE a.is_active GROUP BY a.id),
named AS (SELECT 'forbidden' AS kind, id, used_at FROM used WHERE is_forbidden
  UNION ALL SELECT 'dormant', id, used_at FROM used
  WHERE NOT is_forbidden AND used_at <= %(at)s - interval '90 days'
  UNION ALL SELECT 'never_used', id, used_at FROM used WHERE last_sign_in_at IS NULL
    AND NOT is_forbidden AND opened_at <= %(at)s - interval '30 days'),
opened AS (INSERT INTO compliance_finding (kind, account_id, opened_at, evidence,
    closed_with) SELECT kind, id, %(at)s, jsonb_build_object('used', used_at), ''
  FROM named ON CONFLICT (kind, account_id) WHERE closed_at IS NULL DO NOTHING
  RETURNING 1)
SELECT count(*), count(*) FILTER (WHERE used_at <= %(at)s - interval '60 days'),
  (SELECT count(*) FROM opened) FROM used"""


def main() -> int:
    data.make(BOOKINGS)
    for _ in range(UNITS_OF_A_KIND):
        factories.unit(Mission.CIVIL_IMMIGRATION)
        for _ in range(9):
            factories.unit(Mission.CRIMINAL)
    print("| accounts | ours | ms | anchor | ms | ratio | spread |", flush=True)
    there = 0
    for accounts in ACCOUNTS:
        _fill(there, accounts)
        there = accounts
        for pair in _pairs():
            print(f"| {accounts:,} {pair.row()}", flush=True)
    begun = time.perf_counter()
    _write_events()
    print(f"\n{EVENTS:,} events written in {time.perf_counter() - begun:.0f} s")
    for pair in _pairs():
        print(f"| {there:,}, {EVENTS:,} events {pair.row()}", flush=True)
    for turn in ("first", "second"):
        begun = time.perf_counter()
        opened = scan_evidence(by=_BY).opened
        took = time.perf_counter() - begun
        print(f"evidence scan, {turn}: {took:.2f} s, {opened:,} opened", flush=True)
    return 0


def _fill(there: int, accounts: int) -> None:
    with acting(None, "bench.fill"), connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, [there + 1, accounts])
        cursor.execute(_MEMBERSHIPS, [])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write_events() -> None:
    """Without the triggers that check the clock: the events are of half a year."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_viewevent DISABLE TRIGGER USER")
        cursor.execute(_EVENTS, {"events": EVENTS})
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_viewevent")


def _pairs() -> Iterator[Pair]:
    """Each side in a transaction that is rolled back: findings open anew each time;
    then with the findings there, as it is every day but the first.
    """
    _compare()
    yield _pair("scan, every finding new", _undone)
    scan_accounts(by=_BY)
    yield _pair("scan, nothing new", _undone)


def _compare() -> None:
    """Both sides name the same accounts, or the times compare nothing."""
    sets = []
    for side in (_ours, _bare):
        with transaction.atomic():
            side()
            sets.append(set(Finding.objects.values_list("kind", "account_id")))
            transaction.set_rollback(True)
    if sets[0] != sets[1]:
        raise RuntimeError(f"{len(sets[0] ^ sets[1])} findings on one side alone")


def _pair(name: str, run) -> Pair:
    run(_ours), run(_bare)
    turns = [(run(_ours), run(_bare)) for _ in range(ROUNDS)]
    return Pair(name, "bare SQL of the same sets", [t[0] for t in turns], [t[1] for t in turns])  # fmt: skip


def _undone(call) -> float:
    with transaction.atomic():
        begun = time.perf_counter()
        call()
        took = time.perf_counter() - begun
        transaction.set_rollback(True)
    return took


def _ours() -> None:
    scan_accounts(by=_BY)


def _bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT jail_now()")
        cursor.execute(_BARE, {"at": cursor.fetchone()[0]})
        cursor.fetchall()


if __name__ == "__main__":
    sys.exit(main())
