"""What every other test relies on: its own database, one clock, no network."""

import socket
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

LONG_AGO = datetime(2018, 3, 5, 8, 0, tzinfo=UTC)


def database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT jail_now()")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_what_a_test_committed_is_gone_in_the_next(round_):
    assert not Session.objects.exists()
    Session.objects.create(session_key="k", session_data="", expire_date=LONG_AGO)


def test_both_clocks_stand_at_the_instant(db, clock):
    clock(LONG_AGO)
    assert database_now() == timezone.now() == LONG_AGO


@pytest.mark.django_db(transaction=True)
def test_every_connection_reads_the_moved_clock(clock):
    clock(LONG_AGO)
    connection.close()
    assert database_now() == LONG_AGO


def test_clock_runs_again_afterwards(db):
    assert abs((database_now() - timezone.now()).total_seconds()) < 5


def test_network_is_out_of_reach():
    with (
        socket.socket() as outside,
        pytest.raises(AssertionError, match=r"192\.0\.2\.1"),
    ):
        outside.connect(("192.0.2.1", 80))
