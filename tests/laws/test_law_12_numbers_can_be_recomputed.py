"""Law 12. Numbers can be recomputed by their reader: the council page's three
numbers, counted a second time from raw rows by other means, are the same.
"""

import csv
import io
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from access.enums import Mission, Role
from access.models import Account, MissionDetail
from audit.clock import now
from audit.models import ActEvent
from bookings import selectors as records
from compliance import selectors
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db

ORDINANCE = datetime(2018, 3, 18, 7, tzinfo=UTC)


def table(sql: str) -> list[dict]:
    """Raw rows as a reader would be handed them: CSV, by COPY, text alone."""
    text = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({sql}) TO STDOUT (FORMAT csv, HEADER)", text)
    text.seek(0)
    return list(csv.DictReader(text))


def instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def counted_by_hand(at: datetime) -> dict[str, int]:
    """Forbidden and dormant accounts, from rows and the words of the ordinance.

    Forbidden: works in a unit for civil immigration enforcement, in a unit with
    that among its duties or in a department that enforces immigration law.
    Dormant: 90 days without a sign-in, or since it was opened. An account counts
    once; one that was suspended or has reached its end is neither.
    """
    units = {row["id"]: row for row in table("SELECT * FROM access_unit")}
    agencies = {row["id"]: row for row in table("SELECT * FROM access_agency")}
    detailed = {
        row["unit_id"]
        for row in table("SELECT * FROM access_missiondetail")
        if instant(row["starts_at"]) <= at
        and (not row["ends_at"] or at < instant(row["ends_at"]))
    }
    forbidden_accounts = {
        row["account_id"]
        for row in table("SELECT * FROM access_membership")
        if instant(row["starts_at"]) <= at
        and (not row["ends_at"] or at < instant(row["ends_at"]))
        and (
            units[row["unit_id"]]["mission"] in {"civil_immigration", "mixed"}
            or row["unit_id"] in detailed
            or agencies[units[row["unit_id"]]["agency_id"]]["enforces_immigration_law"]
            == "t"
        )
    }
    counts = {"forbidden": 0, "dormant": 0, "accounts": 0}
    for row in table("SELECT * FROM access_account WHERE is_active"):
        counts["accounts"] += 1
        ended = [instant(row["suspended_at"]), instant(row["expires_at"])]
        if any(end and end <= at for end in ended):
            continue
        if row["id"] in forbidden_accounts:
            counts["forbidden"] += 1
        elif at - (
            instant(row["last_sign_in_at"]) or instant(row["opened_at"])
        ) >= timedelta(days=90):
            counts["dormant"] += 1
    return counts


@pytest.fixture
def county(db, clock):
    """Units of every mission, some detailed, and forty accounts in all conditions."""
    clock(datetime(2026, 5, 1, tzinfo=UTC))
    factories.laws()
    chance = random.Random(18665)
    at = now()
    units = [factories.unit(mission) for mission in Mission]
    units.append(
        factories.unit(
            Mission.CRIMINAL, of=factories.agency(enforces_immigration_law=True)
        )
    )
    detailed, was_detailed = (factories.unit(Mission.CRIMINAL) for _ in range(2))
    day = timedelta(days=1)
    MissionDetail.objects.create(unit=detailed, starts_at=at - day, paper="Order 1")
    MissionDetail.objects.create(
        unit=was_detailed, starts_at=at - 9 * day, ends_at=at, paper="Order 2"
    )
    for number, unit in enumerate([*units, detailed, was_detailed] * 4):
        role = Role.NURSE if unit.mission == Mission.HEALTH else Role.OFFICER
        role = Role.CUSTODY_OFFICER if unit.mission == Mission.JAIL else role
        last = at - chance.choice([1, 59, 60, 89, 90, 200]) * day
        changes = {}
        if number % 7 == 0:
            last, changes = None, {"opened_at": at - 91 * day}
        account = factories.account(last_sign_in_at=last)
        member = factories.membership(role, of=unit, account=account)
        if number % 5 == 0:  # one account in two units counts once
            factories.membership(role, account=member.account)
        if number % 11 == 0:
            changes |= {"suspended_at": at - day, "suspended_reason": "left"}
        if number % 13 == 0:
            changes |= {"expires_at": at}
        if changes:
            Account.objects.filter(pk=member.account_id).update(**changes)
    return at


def test_forbidden_and_dormant_accounts_count_the_same_by_hand(county):
    numbers = selectors.council_numbers(county)

    by_hand = counted_by_hand(county)
    assert {"forbidden": numbers.forbidden, "dormant": numbers.dormant} == {
        key: by_hand[key] for key in ("forbidden", "dormant")
    }
    assert numbers.accounts == by_hand["accounts"]
    assert min(by_hand.values()) > 3, "the county is too orderly to prove anything"


def test_attempts_refused_are_the_refused_acts_since_the_law(county):
    officer = factories.membership(
        Role.OFFICER, of=factories.unit(Mission.CIVIL_IMMIGRATION)
    )
    viewer = factories.viewer_of(officer)
    for _ in range(3):
        signed_in(viewer).get(reverse("access:home"))

    dormant = factories.membership(
        Role.OFFICER,
        account=factories.account(last_sign_in_at=county - timedelta(days=99)),
    )
    signed_in(factories.viewer_of(dormant)).get(reverse("access:home"))

    numbers = selectors.council_numbers(now())

    by_hand = [
        row
        for row in table("SELECT * FROM audit_actevent")
        if (row["act"], row["outcome"], row["reason"])
        == ("account.sign_in", "refused", "forbidden")
        and instant(row["occurred_at"]) >= ORDINANCE
    ]
    assert numbers.refused == len(by_hand) == 3


def test_days_to_enforcement_are_counted_from_the_last_showing_against_the_law(
    county, clock
):
    """Nothing shown against the law: none. One showing by a wrong system, 12 days
    and an hour after the ordinance: thirteen, begun days counted.
    """
    assert selectors.council_numbers(now()).days_to_enforcement == 0
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    records.open_record(clerk, booking.pk)
    assert selectors.council_numbers(now()).days_to_enforcement == 0

    clock(ORDINANCE + timedelta(days=12, hours=1))
    _shown_against_the_law(booking)
    clock(county)

    numbers = selectors.council_numbers(now())
    assert numbers.days_to_enforcement == 13
    assert numbers.last_shown_against_law == ORDINANCE + timedelta(days=12, hours=1)


def _shown_against_the_law(booking) -> None:
    """An event as a system that did not know the law would have left it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO audit_viewevent (kind, request_id, account_id, mission,
                 purpose, booking_id, person_id, classes, basis)
               VALUES ('opened', gen_random_uuid(), 1, 'civil_immigration',
                 'criminal_investigation', %s, %s, 3, 'register standing')""",
            [booking.pk, booking.person_id],
        )


def test_the_page_shows_the_numbers_that_were_counted(county):
    page = signed_in(factories.viewer(Role.COUNCIL_STAFF)).get(
        reverse("compliance:council")
    )

    numbers = page.context["numbers"]
    by_hand = counted_by_hand(county)
    assert (numbers.forbidden, numbers.dormant) == (
        by_hand["forbidden"],
        by_hand["dormant"],
    )
    for number in (numbers.forbidden, numbers.dormant, numbers.refused):
        assert str(number) in page.content.decode()


def test_no_count_of_persons_booked_is_on_the_page(county):
    """Persons are not counted here yet; accounts and acts are counted exactly."""
    jail = factories.facility()
    before = _council_page()
    for _ in range(5):
        factories.booking(facility=jail)

    assert _council_page() == before
    assert ActEvent.objects.filter(act="booking.book").count() == 0


def _council_page() -> dict:
    numbers = selectors.council_numbers(now())
    return {name: getattr(numbers, name) for name in numbers.__slots__ if name != "at"}
