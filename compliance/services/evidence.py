"""The evidence scan, hourly: what labels, reasons and use say about accounts. A finding
closes nothing: the law decides by the label until people have looked.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from access.acts import Act
from access.enums import JAILS_OWN
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from compliance.enums import FindingKind
from compliance.evidence import Sign, Verdict, signs_of, verdicts_of
from compliance.selectors.evidence import evidence, registry
from compliance.services.opening import OPEN

_KINDS = {
    Verdict.DISGUISED: FindingKind.DISGUISED,
    Verdict.SHARED: FindingKind.SHARED,
    Verdict.VAGUE: FindingKind.VAGUE_REASONS,
    Verdict.NOTHING: None,
}
# Our own numbers. Different people opened in an hour; bookings opened one number after
# the other; people opened in the order of the alphabet; people outside of a shift.
PEOPLE_IN_AN_HOUR = 40
NUMBERS_IN_A_ROW = 10
NAMES_IN_A_ROW = 15
PEOPLE_OUT_OF_SHIFT = 10
# A day three times as busy as is usual on that day of the week, and not a quiet one.
TIMES_THE_USUAL = 3
FEWEST_PEOPLE_A_DAY = 30
WEEKS = 8
WINDOW = timedelta(days=1)

_GIVEN = """
WITH found AS (SELECT kind, account_id, evidence::jsonb AS evidence
  FROM unnest(%(kinds)s::text[], %(accounts)s::bigint[], %(evidences)s::text[])
    AS f(kind, account_id, evidence)),"""
_COUNT = " SELECT count(*) FROM opened"

# Opened today, by outside accounts and by the jail's own: intake opens its bookings in
# their order, so that runs say something of outside accounts alone.
_USE = """
WITH seen AS MATERIALIZED (SELECT account_id, mission, person_id, booking_id, occurred_at
  FROM audit_viewevent WHERE origin = 'live' AND kind IN ('opened', 'printed', 'exported')
    AND occurred_at > %(since)s AND occurred_at <= %(at)s AND account_id IS NOT NULL
    AND person_id IS NOT NULL),
hours AS (SELECT account_id, max(people) AS people FROM (
    SELECT account_id, count(DISTINCT person_id) AS people FROM seen
    WHERE mission <> ALL(%(jails_own)s::text[])
    GROUP BY account_id, date_trunc('hour', occurred_at)) h GROUP BY account_id),
steps AS (SELECT s.account_id, s.occurred_at,
    CASE WHEN b.booking_number ~ '^[0-9]{1,18}$' THEN b.booking_number::bigint
      - lag(CASE WHEN b.booking_number ~ '^[0-9]{1,18}$'
        THEN b.booking_number::bigint END) OVER w END IN (1, -1) AS next_number,
    upper(p.surname) COLLATE "C" > lag(upper(p.surname) COLLATE "C") OVER w AS next_name
  FROM seen s JOIN bookings_booking b ON b.id = s.booking_id
  JOIN bookings_person p ON p.id = s.person_id
  WHERE s.mission <> ALL(%(jails_own)s::text[])
  WINDOW w AS (PARTITION BY s.account_id ORDER BY s.occurred_at, s.booking_id)),
parts AS (SELECT *, count(*) FILTER (WHERE next_number IS NOT TRUE) OVER w AS number_run,
    count(*) FILTER (WHERE next_name IS NOT TRUE) OVER w AS name_run
  FROM steps WINDOW w AS (PARTITION BY account_id ORDER BY occurred_at)),
numbers AS (SELECT account_id, max(n) AS run FROM (SELECT account_id, count(*) AS n
    FROM parts GROUP BY account_id, number_run) r GROUP BY account_id),
names AS (SELECT account_id, max(n) AS run FROM (SELECT account_id, count(*) AS n
    FROM parts GROUP BY account_id, name_run) r GROUP BY account_id),
enumeration AS (SELECT h.account_id, jsonb_build_object('people_in_an_hour', h.people,
    'numbers_in_a_row', n.run, 'names_in_a_row', a.run) AS evidence
  FROM hours h LEFT JOIN numbers n USING (account_id) LEFT JOIN names a USING (account_id)
  WHERE h.people >= %(people_in_an_hour)s OR n.run >= %(numbers_in_a_row)s
    OR a.run >= %(names_in_a_row)s),
today AS (SELECT account_id, count(DISTINCT person_id) AS people FROM seen
  GROUP BY account_id HAVING count(DISTINCT person_id) >= %(fewest_a_day)s),
usual AS (SELECT t.account_id, t.people, (SELECT percentile_cont(0.5) WITHIN GROUP (
      ORDER BY (SELECT count(DISTINCT e.person_id) FROM audit_viewevent e
        WHERE e.origin = 'live' AND e.account_id = t.account_id
          AND e.kind IN ('opened', 'printed', 'exported')
          AND e.occurred_at > %(since)s - make_interval(weeks => n)
          AND e.occurred_at <= %(at)s - make_interval(weeks => n)))
    FROM generate_series(1, %(weeks)s) n) AS median FROM today t),
more AS (SELECT account_id, jsonb_build_object('people', people, 'usual', median)
    AS evidence FROM usual WHERE people >= %(times)s * greatest(median, 1)),
out_of_shift AS (SELECT account_id, jsonb_build_object('people',
    count(DISTINCT person_id), 'first_at', min(occurred_at)) AS evidence
  FROM seen s WHERE EXISTS (SELECT FROM compliance_shift f
      WHERE f.account_id = s.account_id AND f.starts_at > %(at)s - interval '7 days'
        AND f.starts_at < %(at)s + interval '7 days')
    AND NOT EXISTS (SELECT FROM compliance_shift f WHERE f.account_id = s.account_id
      AND s.occurred_at >= f.starts_at - interval '1 hour'
      AND s.occurred_at < f.ends_at + interval '1 hour')
  GROUP BY account_id HAVING count(DISTINCT person_id) >= %(people_out_of_shift)s),
found AS (
  SELECT 'enumeration' AS kind, account_id, evidence FROM enumeration
  UNION ALL SELECT 'more_than_usual', account_id, evidence FROM more
  UNION ALL SELECT 'out_of_shift', account_id, evidence FROM out_of_shift),"""
_OPEN_USE = f"{_USE}{OPEN}{_COUNT}"
_OPEN_LABELS = f"{_GIVEN}{OPEN}{_COUNT}"


@dataclass(frozen=True, slots=True)
class EvidenceResult:
    """What an evidence scan counted; ``opened`` are findings that were not open."""

    accounts: int
    opened: int


def scan_evidence(*, by: System) -> EvidenceResult:
    """Hold every account's label against the evidence, and its use of the last day
    against what is usual. Safe to repeat; overlapping runs wait for each other.
    """
    with acting(None, Act.SCAN_EVIDENCE):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('scan_evidence'))")
        at = now()
        accounts, opened = _scan_labels(at)
        opened += _scan_use(at)
        record_act(
            Act.SCAN_EVIDENCE,
            Outcome.DONE,
            actor=by,
            target_kind="scan",
            accounts=accounts,
            opened=opened,
        )
    return EvidenceResult(accounts, opened)


def _scan_labels(at: datetime) -> tuple[int, int]:
    known, accounts = registry(), 0
    kinds, whom, evidences = [], [], []
    for account_id, facts in evidence(at):
        accounts += 1
        signs = signs_of(facts, known)
        for verdict in sorted(verdicts_of(signs)):
            kinds.append(_KINDS[verdict].value)
            whom.append(account_id)
            evidences.append(json.dumps(_evidence(signs)))
    asked = {"at": at, "kinds": kinds, "accounts": whom, "evidences": evidences}
    return accounts, _opened(_OPEN_LABELS, asked)


def _scan_use(at: datetime) -> int:
    asked = {
        "at": at,
        "since": at - WINDOW,
        "jails_own": sorted(JAILS_OWN),
        "people_in_an_hour": PEOPLE_IN_AN_HOUR,
        "numbers_in_a_row": NUMBERS_IN_A_ROW,
        "names_in_a_row": NAMES_IN_A_ROW,
        "fewest_a_day": FEWEST_PEOPLE_A_DAY,
        "weeks": WEEKS,
        "times": TIMES_THE_USUAL,
        "people_out_of_shift": PEOPLE_OUT_OF_SHIFT,
    }
    return _opened(_OPEN_USE, asked)


def _evidence(signs: list[Sign]) -> dict:
    """The signs in words: domains and counts, nothing of a person in custody."""
    return {
        "signs": [
            {"kind": s.kind.value, "weight": s.weight.value, "words": s.words}
            for s in signs
        ]
    }


def _opened(sql: str, asked: dict) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchone()[0]
