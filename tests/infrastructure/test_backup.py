"""A backup brings everything back but what was purged, or changes nothing at all."""

import json
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from access.enums import Role
from audit.models import ViewEvent
from bookings import envelopes, selectors
from bookings.models import Booking
from jailrecords import backup
from jailrecords.database import as_owner
from tests import factories
from tests.database import _connect
from tests.sealing import seal_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def jail(db):
    """Somebody in custody who was looked at, so that both histories have a line."""
    factories.laws()
    place = factories.facility()
    booking = factories.booking(facility=place)
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[place])
    assert selectors.open_record(clerk, booking.pk)
    return booking


@pytest.fixture
def kept():
    """Databases that a restore has set aside, dropped at the end."""
    names = []
    yield names
    server = _connect("postgres")
    server.autocommit = True
    with server.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
    server.close()


def stands() -> tuple:
    """What is there now: people, events, and what each history says."""
    return (
        list(Booking.objects.values_list("pk", "booking_number")),
        list(Booking.history.values_list("pk", "history_type", "booking_number")),
        list(ViewEvent.objects.values_list("id", "booking_id", "classes")),
    )


def test_what_was_taken_comes_back_and_what_stood_there_is_kept(jail, kept, tmp_path):
    before = stands()
    folder = backup.take(tmp_path)
    Booking.objects.update(booking_number="changed")

    done = backup.bring_back(folder)
    kept.append(done.kept)

    assert stands() == before
    assert done.kept.startswith(settings.DATABASES["default"]["NAME"])
    old = closing(psycopg2.connect(**_as_owner_of(done.kept)))
    with old as connected, connected.cursor() as cursor:
        cursor.execute("SELECT booking_number FROM bookings_booking")
        assert cursor.fetchall() == [("changed",)]


def _as_owner_of(name: str) -> dict:
    owner = settings.DATABASE_OWNER
    return {"dbname": name, "user": owner["USER"], **owner.get("OPTIONS", {})} | (
        {"host": owner["HOST"]} if owner.get("HOST") else {}
    )


def test_the_guards_on_evidence_stand_again_after_a_restore(jail, kept, tmp_path):
    done = backup.bring_back(backup.take(tmp_path))
    kept.append(done.kept)

    with pytest.raises(Exception, match=r"denied|insert-only|evidence"):
        ViewEvent.objects.update(basis="another")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_database_privilege('jr_app', current_database(), 'TEMPORARY')"
        )
        assert cursor.fetchone() == (False,)


def test_a_later_change_leaves_history_as_before(jail, kept, tmp_path):
    kept.append(backup.bring_back(backup.take(tmp_path)).kept)
    lines = Booking.history.count()

    Booking.objects.update(court="Another")

    assert Booking.history.count() == lines + 1


def test_a_folder_that_was_changed_is_refused_and_nothing_happens(jail, tmp_path):
    before = stands()
    folder = backup.take(tmp_path)
    with (folder / backup.DATA).open("ab") as data:
        data.write(b"one byte more")

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", folder)

    assert stands() == before


@pytest.mark.parametrize(
    "fault", ["nothing", "no contents", "no keys", "later version"]
)
def test_what_is_no_whole_backup_is_refused_with_what_to_do(jail, tmp_path, fault):
    folder = backup.take(tmp_path)
    contents = folder / backup.CONTENTS
    if fault == "nothing":
        folder = tmp_path / "elsewhere"
    elif fault == "no contents":
        contents.unlink()
    elif fault == "no keys":
        (tmp_path / backup.KEYS).unlink()
    else:
        said = json.loads(contents.read_text())
        said["migrations"]["bookings"] = "9999_of_a_later_year"
        contents.write_text(json.dumps(said))

    with pytest.raises(
        backup.BackupError, match=r"name the folder|beside|later version"
    ):
        backup.read(folder)


def test_a_restore_that_fails_half_way_leaves_what_stood_there(
    jail, tmp_path, monkeypatch
):
    folder = backup.take(tmp_path)
    before = stands()

    def fail(*args, **kwargs):
        raise backup.BackupError("the power failed")

    monkeypatch.setattr(backup, "_compare", fail)
    with pytest.raises(backup.BackupError):
        backup.bring_back(folder)

    assert stands() == before


def test_a_history_that_was_altered_on_the_way_is_not_put_in_place(
    jail, tmp_path, monkeypatch
):
    seal_all()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_viewevent DISABLE TRIGGER ALL")
        for part in ("audit_viewevent_live",):
            cursor.execute(f"ALTER TABLE {part} DISABLE TRIGGER ALL")
        cursor.execute(
            "SELECT format('ALTER TABLE %I DISABLE TRIGGER ALL', tableoid::regclass::text)"
            " FROM audit_viewevent LIMIT 1"
        )
        cursor.execute(cursor.fetchone()[0].replace('"', ""))
        cursor.execute("UPDATE audit_viewevent SET classes = 0")
    before = stands()
    folder = backup.take(tmp_path)

    with pytest.raises(backup.BackupError, match="altered"):
        backup.bring_back(folder)

    assert stands() == before


def test_what_was_purged_does_not_come_back_with_an_older_backup(jail, kept, tmp_path):
    """The keys lie beside the backups, and only their newest state is kept."""
    key, other = envelopes.new_key("a case"), envelopes.new_key("a case")
    sealed = envelopes.seal_with(key, b"what was asked", purpose="answer")
    stays = envelopes.seal_with(other, b"what stays", purpose="answer")
    older = backup.take(tmp_path)
    envelopes.destroy_key(key)
    backup.take(tmp_path)

    kept.append(backup.bring_back(older).kept)

    assert envelopes.unseal_with(other, stays, purpose="answer") == b"what stays"
    with pytest.raises(envelopes.CannotOpen):
        envelopes.unseal_with(key, sealed, purpose="answer")


def test_only_the_owner_of_the_folder_may_read_it(jail, tmp_path):
    folder = backup.take(tmp_path / "all")

    modes = {p.stat().st_mode & 0o077 for p in (tmp_path / "all").rglob("*")}
    assert modes == {0}
    assert (tmp_path / "all" / backup.KEYS).exists()
    assert folder.name.endswith("Z")
