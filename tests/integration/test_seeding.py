"""Loading the scenario: the same each time, whole or not at all, and only in a
demonstration. What it holds: ``test_scenario.py``.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import transaction
from django.urls import reverse

from access.models import Account
from audit.clock import now
from compliance.demo import scenario
from compliance.demo.people import PEOPLE
from tests.integration.test_scenario import ANSWERS, one, seed

pytestmark = pytest.mark.django_db


def everything() -> dict[str, int]:
    """The number of rows of every table."""
    tables = sorted({model._meta.db_table for model in apps.get_models()})
    return {table: one(f'SELECT count(*) FROM "{table}"') for table in tables}


def digest() -> tuple:
    """What two scenarios of the same instant share: all but keys of sequences."""
    return one(
        """SELECT md5(string_agg(b::text, '' ORDER BY b)),
          (SELECT md5(string_agg(p::text, '' ORDER BY id)) FROM bookings_person p),
          (SELECT md5(string_agg(c::text, '' ORDER BY id)) FROM bookings_charge c),
          (SELECT md5(string_agg(sign_in_name || opened_at || last_sign_in_at, ''
             ORDER BY sign_in_name)) FROM access_account)
        FROM (SELECT id, booking_number, person_id, booked_at, housing, bail_amount,
                discharged_at, is_sealed FROM bookings_booking) b"""
    )


def test_second_run_changes_nothing_on_another_day_either(clock):
    seed()
    before = everything()
    clock(now() + timedelta(days=9))

    told = seed(bookings=500)

    assert "already there" in told
    assert everything() == before


def test_same_instant_makes_the_same_scenario():
    digests = []
    for _ in range(2):
        with transaction.atomic():
            seed(as_of=datetime(2026, 3, 4, 5, 6, tzinfo=UTC))
            digests.append(digest())
            transaction.set_rollback(True)

    assert digests[0] == digests[1]


def test_interrupted_run_leaves_nothing(monkeypatch):
    before = everything()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(scenario.Desk, "load", interrupted)
    with pytest.raises(CommandError, match="nothing was changed"):
        seed()

    assert everything() == before


def test_refused_in_production(settings):
    settings.DEBUG = settings.DEMO_SIGN_INS = False

    with pytest.raises(CommandError, match="demonstration"):
        seed()

    assert not Account.objects.exists()


def test_refused_beside_other_accounts():
    Account.objects.create_user("somebody", display_name="Somebody")

    with pytest.raises(CommandError, match="not the scenario's"):
        seed()


@pytest.mark.parametrize(
    "options",
    [
        {"bookings": 10},
        {"days": 10},
        {"as_of": datetime(2019, 1, 1, tzinfo=UTC)},
        {"as_of": datetime(2999, 1, 1, tzinfo=UTC)},
    ],
)
def test_impossible_sizes_and_instants_are_refused(options):
    with pytest.raises(CommandError):
        seed(**options)


def test_full_size_is_more_than_forty_thousand():
    full = ANSWERS["full_size"]

    assert (full["bookings"], full["days"]) == (scenario.FULL_SIZE, scenario.FULL_DAYS)
    assert full["bookings_at_least"] <= scenario.FULL_SIZE


def test_page_says_when_the_people_are_not_here_yet(client):
    answer = client.post(
        reverse("demo:sign_in"), {"sign_in_name": PEOPLE[0].sign_in_name}
    )

    assert answer.status_code == 404
    assert "make seed" in answer.content.decode()


def test_page_shows_everybody_who_may_be_looked_through(client):
    answer = client.get(reverse("demo:people"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(person.sign_in_name in page for person in PEOPLE)


@pytest.mark.parametrize("name", ["demo:people", "demo:sign_in"])
def test_page_is_absent_without_demo_sign_ins(settings, client, name):
    settings.DEMO_SIGN_INS = False

    for method in (client.get, client.post):
        assert method(reverse(name)).status_code in (404, 405)
