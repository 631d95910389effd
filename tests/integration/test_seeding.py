"""Loading the scenario: the same each time, whole or not at all, and only in a
demonstration. What it holds: ``test_scenario.py``.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from access.models import Account
from audit.clock import now
from compliance.demo import access_log, scenario
from compliance.demo.people import PEOPLE
from compliance.demo.periods import Shares
from tests.integration import old_log
from tests.integration.test_scenario import ANSWERS, one, seed

pytestmark = pytest.mark.django_db


def everything() -> dict[str, int]:
    """The number of rows of every table."""
    tables = sorted({model._meta.db_table for model in apps.get_models()})
    return {table: one(f'SELECT count(*) FROM "{table}"') for table in tables}


def digest() -> tuple:
    """What two scenarios of the same instant share: all but keys of sequences, and the
    accounts planted in a review, which nobody shall be able to foretell.
    """
    return one(
        """SELECT md5(string_agg(b::text, '' ORDER BY b)),
          (SELECT md5(string_agg(p::text, '' ORDER BY id)) FROM bookings_person p),
          (SELECT md5(string_agg(c::text, '' ORDER BY id)) FROM bookings_charge c),
          (SELECT md5(string_agg(sign_in_name || opened_at || last_sign_in_at, ''
             ORDER BY sign_in_name)) FROM access_account WHERE NOT is_drill)
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


def test_old_log_is_the_same_bytes_on_whatever_day_it_is_made(tmp_path):
    written = []
    for instant, name in ((datetime(2024, 1, 9, tzinfo=UTC), "log.csv.gz"),
                          (datetime(2026, 3, 4, tzinfo=UTC), "log.csv.gz"),
                          (datetime(2026, 3, 4, tzinfo=UTC), "log.csv")):  # fmt: skip
        path = tmp_path / str(len(written)) / name
        path.parent.mkdir()
        with transaction.atomic():
            seed(as_of=instant)
            access_log.write(path, say=lambda _: None)
            transaction.set_rollback(True)
        written.append(path)

    first, again, plain = written
    assert first.read_bytes() == again.read_bytes()
    assert old_log.text_of(first) == old_log.text_of(plain)
    assert {file.name for file in tmp_path.rglob("*.*")} == {"log.csv.gz", "log.csv"}


def test_old_log_is_refused_where_the_scenario_is_not(tmp_path):
    with pytest.raises(CommandError, match="not in this database"):
        call_command("demo_access_log", str(tmp_path / "log.csv"))

    assert not list(tmp_path.iterdir())


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
        {"bookings": 1_000_001},
        {"days": 10},
        {"as_of": datetime(2020, 12, 31, tzinfo=UTC)},
        {"as_of": datetime(2999, 1, 1, tzinfo=UTC)},
    ],
)
def test_impossible_sizes_and_instants_are_refused(options):
    with pytest.raises(CommandError):
        seed(**options)


def test_full_size_is_more_than_forty_thousand():
    full = ANSWERS["full_size"]

    shares = Shares(full["bookings"])

    assert (full["bookings"], full["days"]) == (scenario.FULL_SIZE, scenario.FULL_DAYS)
    assert (shares.of_the_story, shares.of_late, shares.in_custody) == (
        full["of_the_story"],
        full["of_late"],
        full["in_custody"],
    )
    assert full["of_the_story"] > 40_000


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
