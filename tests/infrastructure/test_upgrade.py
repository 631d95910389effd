"""An installation of an earlier release is brought to this one, and loses nothing."""

import hashlib
import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from audit import sealer
from bookings.models import Booking
from jailrecords import startup
from jailrecords.database import as_owner
from jailrecords.local.paths import CHECKOUT
from tests.database import END_OTHERS, _connect

# What each release was installed with: its migrations, each with its digest.
RELEASES = json.loads(Path(__file__).with_name("releases.json").read_text())
OLDEST = next(iter(RELEASES))
BOOKED = datetime(2026, 11, 1, 11, 10, tzinfo=UTC)


@contextmanager
def empty_database():
    """A database of its own, of nobody's template, and gone afterwards."""
    name = f"jr_upgraded_{os.getpid()}"
    server = _connect(settings.DATABASE_OWNER["NAME"])
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    kept = settings.DATABASES["default"]["NAME"]
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    try:
        yield
    finally:
        # Only the application's role may end its own connections.
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(END_OTHERS)
        connection.close()
        settings.DATABASES["default"]["NAME"] = kept
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')
        server.close()


def install(release: dict[str, str]):
    """As that release was installed; return its models."""
    had = {(path.split("/")[0], Path(path).stem) for path in release}
    graph = MigrationExecutor(connection).loader.graph
    last = [
        key for key in had if not had & {c.key for c in graph.node_map[key].children}
    ]
    for app, name in sorted(last):
        call_command("migrate", app, name, verbosity=0, interactive=False)
    for app in ("guardian", "sessions", "auth", "contenttypes"):
        call_command("migrate", app, verbosity=0, interactive=False)
    applied = MigrationRecorder(connection).applied_migrations()
    assert {key for key in applied if key[0] in {app for app, _ in had}} == had
    return MigrationExecutor(connection).loader.project_state(last).apps


def work(old) -> dict:
    """What people did with it: somebody booked twice, released once, and looked at."""
    person = old.get_model("bookings", "Person").objects.create(
        surname="Earlier", given_name="Robin", birth_date="1986-04-28"
    )
    place = old.get_model("access", "Facility").objects.create(name="Old", code="OLD")
    make = old.get_model("bookings", "Booking").objects.create
    first = make(
        booking_number="226000001",
        person=person,
        facility=place,
        booked_at=BOOKED.replace(month=3),
        discharged_at=BOOKED.replace(month=4),
        discharge_reason="time_served",
        discharge_manner="Sentence served",
    )
    second = make(
        booking_number="226000002",
        person=person,
        facility=place,
        booked_at=BOOKED,
        housing="4 North 12",
        safety_instructions="Lower bunk.",
        language_needed="Spanish",
        bail_amount=Decimal(1500),
    )
    old.get_model("bookings", "Charge").objects.create(
        booking=second, position=1, statute="9A.56.050", offense="Theft 3"
    )
    old.get_model("bookings", "Detainer").objects.create(
        booking=second,
        form="I-247A",
        office="Elsewhere",
        received_at=BOOKED,
        received_by="fax",
    )
    return {"first": first.pk, "second": second.pk, "person": person.pk}


def told() -> dict[str, list]:
    """What stands in every table of records and of their histories, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
            " AND relname ~ '^(bookings_|access_facility)' ORDER BY 1"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" t ORDER BY t::text')
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


@pytest.mark.parametrize(
    ("path", "digest"),
    {path: of for r in RELEASES.values() for path, of in r.items()}.items(),
)
def test_what_a_release_was_installed_with_is_never_written_again(path, digest):
    """A migration that stands somewhere is followed by another, not changed: else that
    installation cannot be brought further.
    """
    assert hashlib.sha256((CHECKOUT / path).read_bytes()).hexdigest() == digest


def _had(release: dict[str, str]) -> set[tuple[str, str]]:
    return {(path.split("/")[0], Path(path).stem) for path in release}


def _last(release: dict[str, str]) -> list[tuple[str, str]]:
    """Those of its migrations that no other of them follows."""
    had, nodes = _had(release), MigrationLoader(None).graph.node_map
    return [key for key in had if not had & {c.key for c in nodes[key].children}]


@pytest.mark.parametrize("release", RELEASES.values(), ids=RELEASES)
def test_nothing_has_come_between_the_migrations_of_a_release(release):
    """What was added since comes after all of them, or an installation of that release
    is refused: something would be applied before what it now depends on.
    """
    graph = MigrationLoader(None).graph
    needed = {step for key in _last(release) for step in graph.forwards_plan(key)}
    ours = {app for app, _ in _had(release)}
    assert {step for step in needed if step[0] in ours} == _had(release)


# The oldest goes through every migration that came since any of them.
@pytest.mark.timeout(600)
@pytest.mark.parametrize("release", [RELEASES[OLDEST]], ids=[OLDEST])
def test_a_release_becomes_this_one_and_loses_nothing(
    django_db_setup, django_db_blocker, release
):
    with django_db_blocker.unblock(), empty_database():
        old = install(release)
        with as_owner():
            keys = work(old)
            before = told()

        call_command("migrate", verbosity=0, interactive=False)

        with as_owner():
            after = told()
        assert list(startup.database_refusals()) == []
        assert not sealer.verify().faults
        for table in ("bookings_person", "bookings_booking", "bookings_charge"):
            assert len(after[table]) == len(before[table]), table
        _histories_stand(before, after)
        _can_be_worked_with(keys)


def _histories_stand(before: dict, after: dict) -> None:
    """Every line of every history is there, and says what it said."""
    for table, rows in before.items():
        if "historical" not in table:
            continue
        lines = {line["history_id"]: line for line in map(_read, after[table])}
        for line in map(_read, rows):
            now = lines[line["history_id"]]
            same = {key: now.get(key) for key in line if key in now}
            assert same == {key: line[key] for key in same}, table


def _read(row) -> dict:
    return json.loads(row) if isinstance(row, str) else row


def _can_be_worked_with(keys: dict) -> None:
    """Today's product reads what was written then, and its changes leave history."""
    booking = Booking.objects.get(pk=keys["second"])
    assert booking.person_id == keys["person"]
    lines = Booking.history.filter(id=booking.pk).count()
    Booking.objects.filter(pk=booking.pk).update(court="Another")
    assert Booking.history.filter(id=booking.pk).count() == lines + 1
