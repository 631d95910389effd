"""The council page: its numbers are those of a recount by hand, small ones name nobody,
and without a log it tells of no old system.
"""

import re
from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.urls import reverse

from access.enums import Mission, Role
from access.models import Account
from access.viewer import System
from audit.clock import now
from audit.models import ViewEvent
from bookings.models import Booking
from compliance.presenters import council as drawing
from compliance.selectors import council
from compliance.selectors.council import Month
from compliance.services.log_import import import_access_log
from tests import factories
from tests.clients import signed_in, words
from tests.integration.exposed import LAW, MAPPING, exposed_world, log_of

pytestmark = pytest.mark.django_db

PAGE = reverse("compliance:council")
HEADING = "What was before, and what is now"


@pytest.fixture
def world(db):
    return exposed_world()


@pytest.fixture
def imported(world, tmp_path):
    log, mapping = tmp_path / "log.csv", tmp_path / "log.toml"
    log.write_text(log_of(world))
    mapping.write_text(MAPPING)
    import_access_log(log, mapping, by=System("test"), say=lambda _: None)


@pytest.fixture
def page(world):
    """The page as council staff read it, when it is asked for."""
    reader = factories.viewer(Role.COUNCIL_STAFF)
    return lambda: words(signed_in(reader).get(PAGE))


def row(page: str, label: str) -> list[str]:
    """What stands in the columns of one row of the comparison."""
    line = re.search(rf'<th scope="row">{label}</th>(.*?)</tr>', page, re.DOTALL)
    return re.findall(r"<td[^>]*>([^<]*)</td>", line[1])


def shown_here(unit, booking, at) -> None:
    """This system showed its officer a booking past the register; against the law."""
    member = factories.membership(Role.OFFICER, of=unit)
    ViewEvent.objects.create(
        occurred_at=at,
        kind="opened",
        request_id=uuid4(),
        account_id=member.account_id,
        membership_id=member.pk,
        unit_id=unit.pk,
        agency_id=unit.agency_id,
        mission=unit.mission,
        booking_id=booking.pk,
        person_id=booking.person_id,
        facility_id=booking.facility_id,
        classes=0b111,
        basis="register standing",
    )


# --- What was before -------------------------------------------------------------------


def test_the_old_system_beside_this_one_as_counted_by_hand(page, imported):
    """Of the log's five lines two are sign-ins of the forbidden officer since the law."""
    text = page()

    assert row(text, "Accounts that signed in") == ["1", "0"]
    assert row(text, "Their sign-ins") == ["2", "0"]
    # From the law to the last line of the officer: 18 March to 2 April, 15 days and a
    # part of another.
    assert row(text, "Days from the law to its enforcement") == ["16", "0"]


def test_a_count_of_persons_booked_below_eleven_is_not_told(page, imported):
    """Three bookings of two persons were within reach; a number so small names them."""
    text = page()

    assert row(text, "Bookings within their reach") == ["fewer than 11", "0"]
    assert row(text, "Persons, each counted once") == ["fewer than 11", "0"]


@pytest.mark.parametrize("more", [7, 8])
def test_from_eleven_on_it_is_told(page, imported, more):
    """Three bookings and seven more are ten, and eight more are eleven."""
    jail = Booking.objects.first().facility
    for _ in range(more):
        factories.booking(facility=jail, booked_at=LAW - timedelta(days=3))

    bookings, _ = row(page(), "Bookings within their reach")

    assert bookings == ("fewer than 11" if more == 7 else "11")


def test_what_is_sealed_or_a_juveniles_is_not_counted(page, imported):
    jail = Booking.objects.first().facility
    for number in range(12):
        factories.booking(
            facility=jail,
            booked_at=LAW - timedelta(days=3),
            is_juvenile=number < 4,
            is_sealed=number >= 8,
            sealed_at=LAW - timedelta(days=2) if number >= 8 else None,
        )

    # Four of the twelve are left, and three that were there before.
    assert row(page(), "Bookings within their reach")[0] == "fewer than 11"


def test_nobodys_name_and_nobodys_key_is_on_the_page(page, imported, world):
    text = page()

    for person in (world.once, world.twice, world.too_late):
        assert person.surname not in text
        assert str(person.pk) not in text
    assert world.number not in text


def test_without_a_log_there_is_no_old_system_and_no_chart(page):
    text = page()

    assert HEADING not in text
    assert "<svg" not in text
    assert "manage.py exposure" not in text


def test_a_log_of_lawful_use_alone_tells_of_no_breach(page, tmp_path):
    log, mapping = tmp_path / "log.csv", tmp_path / "log.toml"
    log.write_text("when,who,what,number\n2018-04-03 10:00:00,DETECTIVE,in,\n")
    mapping.write_text(MAPPING)
    import_access_log(log, mapping, by=System("test"), say=lambda _: None)

    text = page()

    assert HEADING not in text
    assert "<svg" not in text


# --- What is now -----------------------------------------------------------------------


def test_what_an_old_log_tells_is_not_this_systems_doing(page, imported):
    """The log has a record opened against the law; this system showed nothing."""
    assert ViewEvent.objects.exclude(origin="live").filter(kind="opened").exists()

    text = page()

    assert "Nothing was shown against the law after it took effect." in text
    assert 'id="days-to-enforcement">0 ' in text


def test_what_this_system_showed_against_the_law_is_told(page, imported, world, clock):
    """The counter-example: were the page blind to its own doing, this would fail."""
    unit = Account.objects.get(sign_in_name=world.officer).memberships.get().unit
    booking = Booking.objects.get(booking_number=world.number)
    clock(LAW + timedelta(days=30, hours=1))
    shown_here(unit, booking, now())
    clock(None)

    text = page()

    assert "Something was last shown against the law on April 17, 2018." in text
    assert row(text, "Days from the law to its enforcement") == ["16", "31"]
    assert row(text, "Persons, each counted once")[1] == "fewer than 11"


# --- Month by month --------------------------------------------------------------------


def test_the_months_are_those_of_the_log_and_hold_its_lines(world, imported):
    """March: one minute before the law, and one at its instant. April: one."""
    told = [(m.begins, m.accounts, m.sign_ins, m.against) for m in council.months()]

    assert told == [(date(2018, 3, 1), 1, 2, 1), (date(2018, 4, 1), 1, 1, 1)]


def test_the_chart_and_the_table_below_it_say_the_same(page, imported):
    text = page()

    heights = [
        float(height)
        for height in re.findall(
            r'class="chart__bar[^"]*"[^>]* height="([\d.]+)"', text
        )
    ]
    cells = re.findall(
        r'data-label="(Their sign-ins|Against the law)">([\d,]+)</td>', text
    )
    in_table = [
        (int(in_all), int(against))
        for (_, in_all), (_, against) in zip(cells[::2], cells[1::2], strict=True)
    ]
    top = max(int(n) for n in re.findall(r'chart__scale"[^>]*>(\d+)<', text))
    tall = drawing.BASE - drawing.TOP
    in_chart = [
        (round((before + against) * top / tall), round(against * top / tall))
        for before, against in zip(heights[::2], heights[1::2], strict=True)
    ]
    assert in_table == [(2, 1), (1, 1)]
    assert in_chart == in_table


def a_year() -> list[Month]:
    return [Month(date(2018, m, 1), 20, 1, m, m if m > 3 else 0) for m in range(1, 13)]


def drawn(law_at) -> dict:
    return drawing.chart(a_year(), law_at)


def test_the_laws_line_stands_at_its_day():
    """18 March lies 17/31 into the third of twelve months."""
    chart = drawn(LAW)
    step = (chart["width"] - chart["left"]) / 12

    assert chart["law_x"] == pytest.approx(
        chart["left"] + step * (2 + 17 / 31), abs=0.1
    )
    march = chart["bars"][2]
    assert march.x < chart["law_x"] < march.x + march.width


def test_the_laws_line_stands_at_the_jails_day_and_not_at_greenwichs():
    """Five in the afternoon of 31 March is 1 April in Greenwich."""
    evening = LAW.replace(month=4, day=1, hour=1)

    assert drawn(evening)["law_x"] < drawn(LAW.replace(month=4, day=1))["law_x"]


@pytest.mark.parametrize(
    "law_at", [None, LAW.replace(year=2017), LAW.replace(year=2020)]
)
def test_a_law_outside_the_months_has_no_line(law_at):
    assert drawn(law_at)["law_x"] is None


def test_bars_are_in_proportion_and_none_leaves_the_drawing():
    chart = drawn(LAW)
    tall = drawing.BASE - drawing.TOP
    top = chart["scale"][-1]["value"]

    for bar, month in zip(chart["bars"], a_year(), strict=True):
        assert (bar.before + bar.against) * top / tall == pytest.approx(month.sign_ins)
        assert drawing.TOP <= bar.y_before <= bar.y_against <= drawing.BASE
        assert chart["left"] <= bar.x
        assert bar.x + bar.width <= chart["width"]


@pytest.mark.parametrize("most", [0, 1, 4, 5, 83, 100, 103, 40_001])
def test_the_scale_is_even_and_reaches_above_the_highest_bar(most):
    chart = drawing.chart([Month(date(2018, 1, 1), 1, 1, most, 0)], LAW)
    values = [line["value"] for line in chart["scale"]]

    assert values[-1] >= most
    assert len({b - a for a, b in pairwise(values)}) == 1


# --- Who may ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.BOOKING_CLERK, Role.RECORDS_OFFICER]
)
def test_others_may_not_read_it(world, role):
    assert signed_in(factories.viewer(role)).get(PAGE).status_code == 403


@pytest.mark.parametrize("persons", [0, 1, 10, 11, 12_345])
def test_zero_and_eleven_are_told_and_what_lies_between_is_not(persons):
    told = drawing.told(persons)

    assert told == (
        f"{persons:,}" if persons == 0 or persons >= 11 else "fewer than 11"
    )


def test_accounts_open_are_those_that_were_opened_and_not_yet_suspended(
    world, imported
):
    before = council.months()[0].open_accounts
    for opened in (LAW - timedelta(days=60), LAW + timedelta(days=60)):
        factories.membership(
            Role.OFFICER,
            of=factories.unit(Mission.CRIMINAL),
            account=factories.account(opened_at=opened),
        )

    march, april = (month.open_accounts for month in council.months())

    assert (march, april) == (before + 1, before + 1)
