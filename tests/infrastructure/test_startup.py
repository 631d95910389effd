"""What the product refuses to run as."""

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import CommandError, call_command
from django.db import connection

from jailrecords import startup
from jailrecords.database import as_owner
from jailrecords.local.paths import place


def test_the_applications_role_is_welcome(db):
    assert list(startup.database_refusals()) == []


@pytest.mark.django_db(transaction=True)
def test_owner_is_refused():
    with as_owner():
        assert list(startup.role_refusals()) == [
            "DATABASE_URL signs in as the tables' owner. Use the application's role."
        ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    not configured.LOCAL, reason="only a server of our own has a superuser we know"
)
def test_superuser_is_refused(monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "USER", "postgres")
    assert list(startup.role_refusals()) == [
        "DATABASE_URL signs in as a database superuser. Use the application's role."
    ]
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_old_schema_is_refused():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'compliance'")
    [line] = startup.database_refusals()
    assert line.endswith("migrations are not applied. Run: manage.py migrate")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("local", "says"),
    [
        (True, "the local database does not answer (OperationalError). Start it: make"),
        (False, "the database of DATABASE_URL does not answer (OperationalError)."),
    ],
)
def test_missing_database_is_one_line_without_names(settings, monkeypatch, local, says):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "no_such_database")
    settings.LOCAL = local
    [line] = startup.database_refusals()
    assert line.startswith(says)
    assert "no_such_database" not in line
    connection.close()


@pytest.mark.parametrize("switch", ["DEBUG", "DEMO_SIGN_INS"])
def test_what_is_for_a_laptop_stays_there(settings, switch):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    settings.DEBUG = settings.DEMO_SIGN_INS = False
    setattr(settings, switch, True)
    assert list(startup.exposure_refusals(["127.0.0.1:8000"])) == []
    [line] = startup.exposure_refusals(["0.0.0.0:8000"])
    assert line.startswith(
        f"{switch} is on and 0.0.0.0:8000 can be reached from outside."
    )
    settings.ALLOWED_HOSTS = ["records.example.gov"]
    assert len(list(startup.exposure_refusals())) == 1


def test_pages_need_their_static_files(settings, tmp_path):
    settings.DEBUG, settings.STATIC_ROOT = False, tmp_path
    assert list(startup.static_refusals()) == [
        "no static files are collected. Run: manage.py collectstatic --no-input"
    ]
    (tmp_path / ManifestStaticFilesStorage.manifest_name).touch()
    assert list(startup.static_refusals()) == []


def test_a_laptop_collects_no_static_files(settings, tmp_path):
    settings.DEBUG, settings.STATIC_ROOT = True, tmp_path
    assert list(startup.static_refusals()) == []


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("[::1]:8000", True),
        ("::1", True),
        ("unix:/run/web.sock", True),
        ("0.0.0.0:8000", False),
        ("", False),
        (":8000", False),
        ("[::]:8000", False),
        ("10.0.0.7", False),
    ],
)
def test_loopback(address, loopback):
    assert startup.is_loopback(address) is loopback


def test_refusal_is_one_line_and_an_exit_code(db, settings, capsys):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["records.example.gov"]
    settings.DEMO_SIGN_INS = False
    with pytest.raises(SystemExit) as exit_:
        startup.refuse_unsafe()
    assert exit_.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_runserver_with_debug_stays_on_this_machine(settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="can be reached from outside"):
        call_command("runserver", "0.0.0.0:8000", skip_checks=True)


def test_local_place_is_where_the_tests_run():
    if configured.LOCAL:
        assert connection.settings_dict["OPTIONS"]["host"] == str(
            place().postgres_sockets
        )
