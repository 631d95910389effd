"""Importing an access log against the bare COPY of it, and the exposure in it against
SQL written for these very counts.

BENCH_LOG_ROWS=1000000 make bench     200,000 rows otherwise
"""

import csv
import os
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection

from access.enums import Mission, Role
from access.viewer import System
from audit import imports
from audit.clock import now
from bench.pairs import Pair, pair
from bookings.models import Booking
from compliance.models import LogImport
from compliance.selectors.exposure import Period
from compliance.selectors.exposure_report import imported_exposure
from compliance.services.log_import import import_access_log, undo_import
from jailrecords.database import as_owner
from tests import factories

ROWS = int(os.environ.get("BENCH_LOG_ROWS", "200000"))
ROUNDS = 5
DAYS = timedelta(days=480)
OFFICERS, POLICE = 15, 400
_BY = System("bench")

MAPPING = """title = "Bench"
[time]
column = "WHEN"
order = "mdy"
zone = "America/Los_Angeles"
[user]
column = "WHO"
[booking]
column = "NUMBER"
[action]
column = "WHAT"
[action.is]
IN = "signed_in"
OPEN = "opened"
FIND = "searched"
"""


def pairs() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as folder:
        log, mapping = Path(folder) / "log.csv", Path(folder) / "log.toml"
        mapping.write_text(MAPPING)
        begins = now() - DAYS
        _write(log, _users(), begins)
        yield from _import(log, mapping)
        import_access_log(log, mapping, by=_BY, say=lambda _: None)
        yield _exposure(Period(begins, now()))


def _users() -> list[str]:
    """Fifteen whom the law forbids, among those whom it does not."""
    names = []
    for mission, number in (
        (Mission.CIVIL_IMMIGRATION, OFFICERS),
        (Mission.CRIMINAL, POLICE),
    ):
        unit = factories.unit(mission)
        for place in range(number):
            name = f"{mission.value}.{place}"
            factories.membership(
                Role.OFFICER,
                of=unit,
                account=factories.account(sign_in_name=name),
                starts_at=datetime(2010, 1, 1, tzinfo=UTC),
            )
            names.append(name)
    return names


def _write(log: Path, users: list[str], begins: datetime) -> None:
    chance = random.Random(18665)
    numbers = list(Booking.objects.values_list("booking_number", flat=True)[:50_000])
    step = DAYS / ROWS
    with log.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("ID", "WHEN", "WHO", "PLACE", "WHAT", "NUMBER"))
        for row in range(ROWS):
            what = chance.choices(("IN", "OPEN", "FIND"), (20, 50, 30))[0]
            when = (begins + row * step).strftime("%m/%d/%Y %I:%M:%S %p")
            number = chance.choice(numbers) if what == "OPEN" else ""
            who = chance.choice(users).upper()
            writer.writerow((row, when, who, f"WS{row % 900:04}", what, number))


def _import(log: Path, mapping: Path) -> Iterator[Pair]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare (id text, at text, who text, place text, what text, number text)"
        )
    ours, sealed, bare = [], [], []
    for _ in range(ROUNDS):
        bare.append(_copied(log))
        ours.append(
            _seconds(
                lambda: import_access_log(log, mapping, by=_BY, say=lambda _: None)
            )
        )
        sealed.append(ours[-1] + _seconds(imports.seal_logs))
        undo_import(LogImport.objects.get(undone_at__isnull=True), by=_BY)
    name = f"import of {ROWS:,} rows"
    yield Pair(
        f"{name}, checked, matched, indexed", "COPY of the same file", ours, bare
    )
    yield Pair(f"{name}, and sealed", "COPY of the same file", sealed, bare)


def _copied(log: Path) -> float:
    with as_owner(), connection.cursor() as cursor, log.open() as file:
        cursor.execute("TRUNCATE bare")
        copy = "COPY bare FROM STDIN (FORMAT csv, HEADER)"
        return _seconds(lambda: cursor.copy_expert(copy, file))


# The answer to the one question, by somebody who knows the mission and the date.
_BARE = """
WITH used AS (
  SELECT account_id, count(*) FILTER (WHERE kind = 'signed_in') AS sign_ins,
    array_agg(DISTINCT booking_id) FILTER (WHERE booking_id IS NOT NULL) AS shown,
    min(occurred_at) AS first, max(occurred_at) AS last
  FROM audit_viewevent
  WHERE origin <> 'live' AND mission = 'civil_immigration' AND kind <> 'refused'
    AND occurred_at >= %(law)s AND occurred_at < %(until)s
  GROUP BY account_id),
bookings AS (
  SELECT b.id, b.person_id, b.booked_at FROM bookings_booking b
  WHERE NOT b.is_juvenile AND (b.sealed_at IS NULL OR b.sealed_at > (SELECT max(last) FROM used))
    AND b.booked_at < (SELECT max(last) FROM used))
SELECT used.*, (SELECT count(*) FROM bookings), (SELECT count(DISTINCT person_id) FROM bookings)
FROM used"""


def _exposure(period: Period) -> Pair:
    found = imported_exposure(period)
    if len(found.accounts) != OFFICERS:
        raise RuntimeError(f"{len(found.accounts)} accounts instead of {OFFICERS}")

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_BARE, {"law": period.begins, "until": period.ends})
            cursor.fetchall()

    return pair(
        f"exposure over {ROWS:,} events",
        lambda: imported_exposure(period),
        "SQL of the same counts",
        bare,
        repeats=2,
    )


def _seconds(call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
