"""Which role does what, in the tests themselves too."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from jailrecords.database import as_owner


def current_user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_tests_run_as_the_application(db):
    assert current_user() == settings.DATABASES["default"]["USER"] == "jr_app"


@pytest.mark.django_db(transaction=True)
def test_owner_for_a_while_in_the_same_database():
    name = connection.settings_dict["NAME"]
    with as_owner():
        assert current_user() == settings.DATABASE_OWNER["USER"] == "jr_owner"
        assert connection.settings_dict["NAME"] == name
    assert current_user() == "jr_app"


@pytest.mark.django_db(transaction=True)
def test_application_role_comes_back_after_an_error():
    with pytest.raises(ZeroDivisionError), as_owner():
        raise ZeroDivisionError
    assert current_user() == "jr_app"


def test_owner_cannot_take_over_inside_a_transaction(db):
    with pytest.raises(CommandError, match="inside a transaction"), as_owner():
        pass


@pytest.mark.django_db(transaction=True)
def test_missing_owner_is_one_clear_line(settings):
    settings.DATABASE_OWNER = None
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL is not set"):
        call_command("migrate")


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE jr_owner",
        "CREATE TABLE x (id int)",
        "SET session_replication_role = replica",
    ],
)
def test_application_cannot_raise_itself(db, statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
