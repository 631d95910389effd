"""The scenario is what its answers say, the same each time, and only in a demonstration."""

import io
import tomllib
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse

from access import policy, roll
from access.enums import Basis, FieldClass, Purpose, Standing
from access.models import Account, Membership
from access.selectors import capacities, held_now, viewer_for
from access.viewer import System
from audit.clock import now
from bookings import selectors
from compliance.demo import scenario
from compliance.demo.people import PEOPLE
from compliance.models import Finding
from compliance.services import scan_accounts
from warrants import selectors as warrants
from warrants.selectors import rota

ANSWERS = tomllib.loads(
    (Path(django_settings.BASE_DIR) / "compliance/demo/answers.toml").read_text()
)
BOOKINGS, DAYS = 400, 200
IMMIGRATION = ("ero.officer", "hsi.officer", "detailed.officer")
CLOSED = {"ero.officer", "dormant.officer", "detailed.officer"}

pytestmark = pytest.mark.django_db


def seed(**options) -> str:
    told = io.StringIO()
    options = {"bookings": BOOKINGS, "days": DAYS, **options}
    call_command("seed", scenario.NAME, stdout=told, **options)
    return told.getvalue()


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The scenario for every test of this module, in a transaction around each."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        yield
        transaction.set_rollback(True)


def one(sql: str, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return row[0] if len(row) == 1 else row


# --- The answers ------------------------------------------------------------------------------


def test_accounts_have_the_standing_that_was_written_down_beforehand(seeded):
    answers = ANSWERS["accounts"]
    entries = list(roll.entries(now()))
    found = Counter(entry.standing for entry in entries)
    dormant = [e for e in entries if e.standing is Standing.DORMANT]

    assert Account.objects.filter(is_drill=False).count() == answers["all"]
    assert len(entries) == answers["capacities"]
    assert found[Standing.FORBIDDEN] == answers["forbidden"]
    assert found[Standing.WARNED] == answers["warned"]
    assert len(dormant) == answers["dormant"]
    never = [e for e in dormant if e.last_sign_in_at is None]
    assert len(never) == answers["never_used"]
    assert len(dormant) - len(never) == answers["not_used_for_90_days"]
    assert set(found) == {
        Standing.GOOD,
        Standing.WARNED,
        Standing.DORMANT,
        Standing.FORBIDDEN,
    }


def test_forbidden_accounts_are_those_of_the_units_that_were_named(seeded):
    forbidden = [e for e in roll.entries(now()) if e.standing is Standing.FORBIDDEN]

    units = Counter(entry.unit_name for entry in forbidden)

    assert units == ANSWERS["accounts"]["forbidden_by_unit"]


def test_a_scan_names_whom_it_must_and_nobody_else(seeded, record_property):
    """Precision and recall over sign-in names, for each kind of finding."""
    must = ANSWERS["accounts"]["to_be_found"]
    scan_accounts(by=System("test"))
    named = {kind: set() for kind in must}
    for kind, name in Finding.objects.values_list("kind", "account__sign_in_name"):
        named.setdefault(kind, set()).add(name)

    assert set(must) == set(named)
    for kind, names in named.items():
        expected = set(must[kind])
        right = names & expected
        precision = len(right) / len(names) if names else 1.0
        recall = len(right) / len(expected) if expected else 1.0
        record_property(
            "measured",
            f"scan_accounts, {kind}: precision {precision:.2f}, recall {recall:.2f} "
            f"({len(names)} named, {len(expected)} expected)",
        )
        assert (precision, recall) == (1.0, 1.0), names ^ expected
    by_people = set(ANSWERS["accounts"]["disguised"].values()) - set.union(
        *named.values()
    )
    record_property(
        "measured", f"scan_accounts, disguised: {len(by_people)} of 3 left to people"
    )
    assert by_people == {"pwaterbrook", "kentpd.frontdesk"}


def test_the_fifteen_are_in_use(seeded):
    in_use = one(
        """SELECT count(*) FROM access_account a JOIN access_membership m
             ON m.account_id = a.id JOIN access_unit u ON u.id = m.unit_id
           WHERE u.mission = 'civil_immigration' AND u.name LIKE 'Enforcement%%'
             AND a.last_sign_in_at > jail_now() - interval '60 days'
             AND a.opened_at < '2018-01-01'"""
    )

    assert in_use == ANSWERS["accounts"]["immigration_unit_in_use"]


def test_counts_are_those_that_were_written_down_beforehand(seeded):
    papers, requests, places = (
        ANSWERS["papers"],
        ANSWERS["requests"],
        ANSWERS["places"],
    )

    assert {
        "detainers": one("SELECT count(DISTINCT booking_id) FROM bookings_detainer"),
        "copies_served": one("SELECT count(copy_served_at) FROM bookings_detainer"),
        "detainers_in_custody": one(
            """SELECT count(*) FROM bookings_detainer d JOIN bookings_booking b
               ON b.id = d.booking_id WHERE b.discharged_at IS NULL"""
        ),
    } == papers
    assert {
        word: one("SELECT count(*) FROM warrants_accessrequest WHERE status = %s", word)
        for word in ("waiting", "granted", "refused")
    }.items() <= requests.items()
    live = "SELECT count(*) FROM access_accessrow WHERE jail_now() < ends_at"
    assert one(f"{live} AND basis <> 'standing'") == requests["live_grants"]
    assert one(f"{live} AND basis = 'standing'") == requests["live_appearances"]
    assert (
        one(f"{live} AND basis = 'judicial_warrant'")
        == requests["live_judicial_grants"]
    )
    assert (
        one("SELECT count(*) FROM warrants_accessrequest WHERE urgency = 'today'")
        == requests["waiting_for_an_answer_today"]
    )
    on_call = rota.reached(now())
    assert len(rota.rota_from(now())) == requests["lines_of_the_rota"]
    assert on_call.now
    assert len(on_call.gaps) == 1
    assert {
        "facilities": one("SELECT count(*) FROM access_facility"),
        "agencies": one("SELECT count(*) FROM access_agency"),
        "units": one("SELECT count(*) FROM access_unit"),
        "missions": {
            unit: one("SELECT mission FROM access_unit WHERE name = %s", unit)
            for unit in places["missions"]
        },
    } == places
    assert one("SELECT count(*) FROM access_account WHERE is_superuser") == 0


def test_consular_cases_wait_for_their_officer_and_for_nobody_else(seeded):
    told = ANSWERS["consular"]
    member = Membership.objects.get(account__sign_in_name="consular")
    viewer, _ = viewer_for(member.account_id, member.pk, Purpose.CUSTODY)
    cases = selectors.open_consular_cases(viewer)

    assert len(cases) == told["open"]
    assert sum(case.file.is_overdue(now()) for case in cases) == told["overdue"]
    assert len(selectors.overdue_consular_cases(now())) == told["overdue"]
    assert selectors.consular_schedule().number == told["schedule"]


def test_disguised_accounts_are_there(seeded):
    disguised = ANSWERS["accounts"]["disguised"]

    assert Account.objects.filter(sign_in_name__in=disguised.values()).count() == 3


# --- The records ------------------------------------------------------------------------------


def test_bookings_are_whole(seeded):
    assert one("SELECT count(*) FROM bookings_booking") == BOOKINGS
    old = "booked_at < '2019-05-01 00:00 America/Los_Angeles'"
    assert one(f"SELECT count(*) FROM bookings_booking WHERE {old}") == BOOKINGS - 60
    assert (
        one(
            f"SELECT count(*) FROM bookings_booking WHERE {old} AND discharged_at IS NULL"
            " OR booked_at < '2018-01-01 00:00 America/Los_Angeles'"
        )
        == 0
    )
    both_times = one(
        f"""SELECT count(*) FROM bookings_booking a WHERE {old} AND EXISTS (
            SELECT FROM bookings_booking b WHERE b.person_id = a.person_id
            AND b.booked_at > jail_now() - interval '200 days')"""
    )
    assert both_times > 0
    assert (
        one(
            """SELECT count(*) FROM bookings_booking b WHERE booked_at > jail_now()
           OR discharged_at > jail_now() OR booking_number !~ '^2[0-9]{8}$'
           OR NOT EXISTS (SELECT FROM bookings_charge c WHERE c.booking_id = b.id)"""
        )
        == 0
    )
    at_once = one(
        """SELECT count(*) FROM bookings_booking a JOIN bookings_booking b
           ON a.person_id = b.person_id AND a.id <> b.id AND a.booked_at <= b.booked_at
           AND coalesce(a.discharged_at, 'infinity') > b.booked_at"""
    )
    assert at_once == 0
    juveniles = """SELECT count(*) FROM bookings_booking b
      JOIN bookings_person p ON p.id = b.person_id WHERE is_juvenile <>
      (age((booked_at AT TIME ZONE 'America/Los_Angeles')::date, birth_date)
       < interval '18 years')"""
    assert one(juveniles) == 0
    assert one("SELECT count(*) FROM bookings_booking WHERE is_juvenile") > 0
    assert one("SELECT count(*) FROM bookings_booking WHERE is_sealed") > 0


def test_names_are_such_as_break_pages(seeded):
    assert one("SELECT max(length(surname)) FROM bookings_person") == 80
    assert one("SELECT count(*) FROM bookings_person WHERE given_name = ''") > 0
    assert one("SELECT count(*) FROM bookings_person WHERE surname LIKE '%%-%%'") > 0
    assert one(r"SELECT count(*) FROM bookings_person WHERE surname ~ '[^ -~]'") > 0


def test_everything_leaves_history(seeded):
    for table in ("booking", "person", "charge", "address", "mark", "alias", "photo"):
        rows = one(f"SELECT count(*) FROM bookings_{table}")
        past = one(
            f"""SELECT count(*) FROM bookings_historical{table}
                WHERE history_type = '+' AND history_change_reason = %s""",
            scenario.ACT,
        )
        assert rows == past > 0, table


# --- What the law makes of it ------------------------------------------------------------------


def test_permissions_of_2004_stand_and_open_nothing(seeded):
    for name in IMMIGRATION:
        membership = Membership.objects.get(account__sign_in_name=name)
        viewer, _ = viewer_for(
            membership.account_id, membership.pk, Purpose.CRIMINAL_INVESTIGATION
        )
        facility_id = one("SELECT min(id) FROM access_facility")
        held = held_now(viewer, facility_id, None)
        decision = policy.decide(
            viewer.law, viewer.facts, viewer.purpose, policy.BookingFacts(), held
        )

        assert FieldClass.IDENTITY in held[Basis.STANDING]
        assert decision.allowed == FieldClass.REGISTER, name


def test_requests_can_be_granted_as_the_law_stands(seeded):
    for asked in warrants.queue():
        assert warrants.grantable(asked) == FieldClass(asked.classes)


def test_nobody_in_the_jail_is_shut_out_by_a_paper(seeded):
    soon = now() + timedelta(days=3650)

    assert (
        one(
            """SELECT min(p.ends_at) FROM access_facilitypermission p
           JOIN access_unit u ON u.group_id = p.group_id
           WHERE u.mission IN ('jail', 'health')"""
        )
        > soon
    )


# --- The page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.sign_in_name)
def test_one_click_signs_in_whom_the_law_lets_in(seeded, client, person):
    answer = client.post(reverse("demo:sign_in"), {"sign_in_name": person.sign_in_name})

    if person.sign_in_name in CLOSED:
        assert answer.status_code == 403
        assert "Not signed in." in answer.content.decode()
        assert "_auth_user_id" not in client.session
    else:
        assert answer.status_code == 302
        account = Account.objects.get(sign_in_name=person.sign_in_name)
        assert client.session["_auth_user_id"] == str(account.pk)
        assert len(capacities(account.pk, now())) == len(person.places)


def test_only_people_of_the_page_are_signed_in_without_a_password(seeded, client):
    name = ANSWERS["accounts"]["disguised"]["private_mail_domain"]

    answer = client.post(reverse("demo:sign_in"), {"sign_in_name": name})

    assert answer.status_code == 404
