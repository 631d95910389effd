"""The exposure on a page, and its people as a file: who may, what it says, what is
written down.
"""

import csv
import io

import pytest
from django.urls import reverse

from access.acts import Act
from access.enums import Purpose, Role
from audit.clock import now
from audit.enums import ViewKind
from audit.models import ActEvent, ViewEvent
from bookings.models import Booking
from tests import factories
from tests.clients import body_of, signed_in, words
from tests.integration.exposed import LAW, exposed_world, import_log, log_of

pytestmark = pytest.mark.django_db

PAGE = reverse("compliance:exposure")
FILE = reverse("compliance:exposure_people")
PERIOD = {"begins": "03/18/2018", "ends": "04/30/2019"}


@pytest.fixture
def world(db):
    world = exposed_world()
    import_log(log_of(world))
    return world


@pytest.fixture
def privacy(world):
    return factories.viewer(Role.PRIVACY_OFFICER, purpose=Purpose.OVERSIGHT)


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body_of(response).lstrip("\ufeff"), newline="")))


def test_the_page_says_how_many_and_which_rule(world, privacy):
    page = words(signed_in(privacy).get(PAGE, PERIOD))

    assert '<p class="number__value" id="exposed-accounts">1</p>' in page
    assert '<p class="number__value" id="exposed-sign-ins">2</p>' in page
    assert '<p class="number__value" id="exposed-bookings">3</p>' in page
    assert "KCC 2.15.020, Ordinance 18665" in page
    assert "(for counsel)" in page


def test_without_a_question_it_asks_about_the_time_since_the_ordinance(world, privacy):
    page = words(signed_in(privacy).get(PAGE))

    assert f'value="{LAW:%m/%d/%Y}"' in page
    assert 'id="exposed-accounts">1</p>' in page


def test_a_period_that_ends_before_it_begins_is_refused_in_words(world, privacy):
    page = words(
        signed_in(privacy).get(PAGE, {"begins": "04/30/2019", "ends": "03/18/2018"})
    )

    assert "This lies before the first day" in page
    assert "exposed-accounts" not in page


def test_an_empty_period_says_so(world, privacy):
    page = words(
        signed_in(privacy).get(PAGE, {"begins": "01/01/2017", "ends": "02/01/2017"})
    )

    assert "Nothing against the law" in page


@pytest.mark.parametrize("role", [Role.COUNCIL_STAFF, Role.OFFICER, Role.BOOKING_CLERK])
def test_others_may_not_ask(world, role):
    client = signed_in(factories.viewer(role))

    assert client.get(PAGE, PERIOD).status_code == 403
    assert client.post(FILE, PERIOD).status_code == 403


def test_an_auditor_sees_the_numbers_and_takes_no_file(world):
    client = signed_in(factories.viewer(Role.AUDITOR))

    assert FILE not in words(client.get(PAGE, PERIOD))
    assert client.post(FILE, PERIOD).status_code == 403


def test_the_file_has_a_line_for_each_person_and_each_is_recorded_as_shown(
    world, privacy
):
    response = signed_in(privacy).post(FILE, PERIOD)
    mark, columns, *lines, end = rows_of(response)

    assert privacy.display_name in mark[0]
    assert columns[0] == "Name"
    shown = {line[0]: line for line in lines}
    assert set(shown) == {person.surname for person in world.within_reach}
    twice = shown[world.twice.surname]
    assert twice[columns.index("Bookings within reach")] == "2"
    assert twice[columns.index("Others shown")] == "unknown"
    assert end == [f"End of the file: {len(lines)} rows"]
    events = ViewEvent.objects.filter(
        account_id=privacy.account_id, kind=ViewKind.EXPORTED
    )
    assert set(events.values_list("person_id", flat=True)) == {
        person.pk for person in world.within_reach
    }


def test_that_it_was_taken_is_an_act(world, privacy):
    signed_in(privacy).post(FILE, PERIOD)

    act = ActEvent.objects.get(act=Act.EXPORT_EXPOSURE)
    assert (act.account_id, act.detail["persons"]) == (privacy.account_id, 2)


def test_whoever_was_sealed_since_has_no_line(world, privacy):
    Booking.objects.filter(person=world.once).update(is_sealed=True, sealed_at=now())

    lines = rows_of(signed_in(privacy).post(FILE, PERIOD))

    assert world.once.surname not in str(lines)
    assert world.twice.surname in str(lines)


def test_a_file_that_is_being_sent_ends_with_a_suspension(world, privacy, monkeypatch):
    monkeypatch.setattr("compliance.views.exposures.AT_ONCE", 1)
    response = signed_in(privacy).post(FILE, PERIOD)
    factories.Account.objects.filter(pk=privacy.account_id).update(
        suspended_at=now(), suspended_reason="test"
    )

    with pytest.raises(PermissionError):
        body_of(response)
