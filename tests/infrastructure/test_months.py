"""The months of the view history have their place before they begin."""

from datetime import timedelta

import pytest
from django.db import connection

from audit import months
from audit.clock import now
from jailrecords import startup
from jailrecords.database import as_owner

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


def test_a_fresh_database_has_two_years_and_a_default():
    assert months.ahead(now()) == months.MONTHS_AHEAD
    assert months.has_default()
    assert months.default_is_empty()
    assert list(startup.history_months()) == []


def test_passing_time_eats_them_up_and_the_daily_job_makes_them_again(clock):
    at = now() + YEAR
    clock(at)
    assert months.ahead(at) in {11, 12}

    made = months.make()

    assert made in {12, 13}
    assert months.ahead(at) == months.MONTHS_AHEAD
    assert months.make() == 0, "a second run makes nothing"


def test_a_deployment_is_told_when_months_are_few(clock):
    clock(now() + YEAR + timedelta(days=40))

    [line] = startup.history_months()

    assert "manage.py migrate" in line


@pytest.mark.django_db(transaction=True)
def test_a_deployment_is_told_when_the_default_is_gone():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE audit_viewevent_live"
            " DETACH PARTITION audit_viewevent_live_default"
        )

    assert any("default partition" in line for line in startup.history_months())


def test_an_empty_database_is_asked_for_no_clock(monkeypatch):
    """There the very function that tells the time is still to come."""
    monkeypatch.setattr(months, "has_default", lambda: False)
    monkeypatch.setattr(startup, "now", None)

    assert len(list(startup.history_months())) == 1


@pytest.mark.django_db(transaction=True)
def test_a_gap_between_two_months_counts_as_the_end():
    at = now()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname ~ '^audit_viewevent_live_[0-9]+$'"
            " ORDER BY relname OFFSET 5 LIMIT 1"
        )
        [name] = cursor.fetchone()
        cursor.execute(f"ALTER TABLE audit_viewevent_live DETACH PARTITION {name}")

    assert months.ahead(at) == 4
