"""Attorneys of record: custody, court and bail of their own clients and cases, by case
and not by facility, from the day their notice is on record.
"""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access.enums import Basis, FieldClass, Mission, Purpose, Role
from access.models import (
    AccessRow,
    Account,
    Agency,
    Agreement,
    Membership,
    MissionDetail,
    Unit,
)
from access.policy import decide
from access.selectors import held_as_of, held_now
from access.services import end_agreement
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import selectors
from bookings.models import Booking, BookingUserPermission
from bookings.selectors import Terms
from bookings.selectors.who_may import who_may
from tests import factories
from tests.clients import answer, signed_in, words
from warrants.models import Appearance
from warrants.rules import RuleViolation
from warrants.selectors.appearances import my_cases
from warrants.services.appearances import Notice, end_appearance, record_appearance
from warrants.sides import AppearanceEnd

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
REGISTER, CUSTODY = FieldClass.REGISTER, FieldClass.CUSTODY
OPENED = REGISTER | CUSTODY
CASE = "26-1-04711-1 SEA"


@pytest.fixture
def client(jail):
    """The person whom somebody defends."""
    return booked(jail)


@pytest.fixture
def records(jail):
    return factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )


@pytest.fixture
def defender(jail):
    """With an account and agreements, and no permission at any facility. One agreement
    keeps the account open when the other, on which appearances rest, is over.
    """
    member = factories.membership(Role.PUBLIC_DEFENDER)
    factories.agreement(member.unit.agency)
    factories.agreement(member.unit.agency, ends_at=now() + 100 * DAY)
    return member


def booked(jail, number: str = CASE, **fields) -> Booking:
    fields.setdefault("next_court_at", now() + DAY)
    made = factories.booking(facility=jail, bail_amount=5000, **fields)
    made.charges.update(court_case_number=number)
    return made


def notice_of(member: Membership, case: str = CASE, days_ago: int = 0) -> Notice:
    return Notice(
        member.account.sign_in_name,
        case,
        timezone.localdate(now()) - timedelta(days=days_ago),
    )


def seen(member: Membership, booking: Booking, purpose=None) -> FieldClass:
    """What the gate shows of a booking to somebody in this capacity."""
    shown = selectors.open_record(factories.viewer_of(member, purpose), booking.pk)
    return shown.classes if shown else FieldClass(0)


# --- Whose it is, from the first day ---------------------------------------------------


@pytest.mark.parametrize("role", [Role.PUBLIC_DEFENDER, Role.PROSECUTOR])
def test_an_attorney_of_record_sees_custody_court_and_bail_at_once(
    client, records, role
):
    attorney = factories.membership(role)
    factories.agreement(attorney.unit.agency)
    assert seen(attorney, client) == REGISTER

    record_appearance(client.pk, notice_of(attorney), by=records)

    shown = selectors.open_record(factories.viewer_of(attorney), client.pk)
    assert shown.classes == OPENED
    assert shown["booking.next_court_at"]
    assert shown["booking.bail_amount"] == 5000
    assert ViewEvent.objects.latest("id").basis == "register standing"


def test_of_others_at_the_same_jail_they_see_no_more_than_anybody(
    jail, client, records, defender
):
    other, elsewhere = booked(jail), booked(factories.facility())
    record_appearance(client.pk, notice_of(defender), by=records)

    assert seen(defender, other) == seen(defender, elsewhere) == REGISTER
    assert [row.booking_id for row in my_cases(factories.viewer_of(defender))] == [
        client.pk
    ]


def test_search_and_the_custody_list_name_their_own_clients_alone(
    jail, client, records, defender
):
    other = booked(jail)
    record_appearance(client.pk, notice_of(defender), by=records)
    viewer = factories.viewer_of(defender)

    found = [
        [
            row.booking_id
            for row in selectors.found(viewer, Terms(booking_number=number))
        ]
        for number in (client.booking_number, other.booking_number)
    ]

    assert found == [[client.pk], []]
    assert [row.booking_id for row in selectors.in_custody(viewer)] == [client.pk]


def test_a_colleague_in_the_same_unit_sees_nothing_of_it(client, records, defender):
    colleague = factories.membership(Role.PUBLIC_DEFENDER, of=defender.unit)
    record_appearance(client.pk, notice_of(defender), by=records)

    assert seen(colleague, client) == REGISTER


@pytest.mark.parametrize("kind", ["is_juvenile", "is_sealed"])
def test_the_door_of_a_hidden_booking_stays_shut(jail, records, defender, kind, clock):
    clock(now())
    hidden = booked(jail, **{kind: True})
    record_appearance(hidden.pk, notice_of(defender), by=records)
    browser = signed_in(factories.viewer_of(defender))

    def asked(key):
        return answer(
            browser.get(reverse("bookings:record", args=[key])), asked_for=key
        )

    assert seen(defender, hidden) == FieldClass(0)
    assert asked(hidden.pk) == asked(uuid.uuid4())
    assert my_cases(factories.viewer_of(defender)) == []


def test_it_never_opens_more_than_the_rule_whatever_is_asked_for(
    client, records, defender
):
    """Over every purpose and role, held against the one rule with the same holding."""
    record_appearance(client.pk, notice_of(defender), by=records)
    for purpose in Purpose:
        viewer = factories.viewer_of(defender, purpose)
        held = held_now(viewer, client.facility_id, client.pk)
        rule = decide(viewer.law, viewer.facts, purpose, client.facts(), held)

        assert held.get(Basis.STANDING, FieldClass(0)) & ~OPENED == 0
        assert seen(defender, client, purpose) == rule.allowed
        assert rule.allowed & ~OPENED == 0
        is_theirs = purpose in (
            *(Purpose.PROSECUTION, Purpose.DEFENCE, Purpose.COURT_PROCEEDINGS),
        )
        assert (CUSTODY in rule.allowed) is is_theirs, purpose


# --- When it ends ----------------------------------------------------------------------


def of(model, key, **changes):
    model.objects.filter(pk=key).update(**changes)


# What closes it, done to the attorney and what was made.
CLOSES = {
    "they withdraw": lambda own, made, by, clock: end_appearance(
        made.booking_id, made.pk, AppearanceEnd.WITHDREW, by=by
    ),
    "the agreement is ended": lambda own, made, by, clock: end_agreement(
        made.agreement,
        "as the county has said",
        by=factories.viewer(Role.PRIVACY_OFFICER),
    ),
    "its time is over": lambda own, made, by, clock: clock(made.ends_at),
    "the account is suspended": lambda own, made, by, clock: of(
        Account, own.account_id, suspended_at=now(), suspended_reason="as asked"
    ),
    "the account is dormant": lambda own, made, by, clock: clock(now() + 91 * DAY),
    "they leave the unit": lambda own, made, by, clock: of(
        Membership, own.pk, ends_at=now()
    ),
    "the unit is closed": lambda own, made, by, clock: of(
        Unit, own.unit_id, closed_at=now(), closed_reason="given up"
    ),
    "the unit is detailed to immigration work": lambda own, made, by, clock: (
        MissionDetail.objects.create(unit=own.unit, starts_at=now(), paper="Order 7")
    ),
    "the department enforces immigration law": lambda own, made, by, clock: of(
        Agency, own.unit.agency_id, enforces_immigration_law=True
    ),
}


@pytest.mark.parametrize("how", CLOSES)
def test_it_closes_at_once_when(how, client, records, defender, clock):
    clock(now())
    made = record_appearance(client.pk, notice_of(defender), by=records)
    assert CUSTODY in seen(defender, client)

    CLOSES[how](defender, made, records, clock)

    assert CUSTODY not in seen(defender, client)
    assert my_cases(factories.viewer_of(defender)) == []


def test_a_substitution_opens_to_the_one_and_closes_to_the_other(
    client, records, defender
):
    second = factories.membership(Role.PUBLIC_DEFENDER, of=defender.unit)
    first = record_appearance(client.pk, notice_of(defender), by=records)
    end_appearance(client.pk, first.pk, AppearanceEnd.SUBSTITUTED, by=records)
    record_appearance(client.pk, notice_of(second), by=records)

    assert (seen(defender, client), seen(second, client)) == (REGISTER, OPENED)


def test_of_two_cases_of_one_booking_one_may_end(client, records, defender):
    client.charges.create(position=2, offense="Theft 2", court_case_number="26-1-2")
    first = record_appearance(client.pk, notice_of(defender), by=records)
    record_appearance(client.pk, notice_of(defender, "26-1-2"), by=records)

    end_appearance(client.pk, first.pk, AppearanceEnd.CASE_CLOSED, by=records)

    assert seen(defender, client) == OPENED
    assert guardian_words(client) == {"view_register", "view_custody"}


def test_it_lasts_a_year_or_as_long_as_the_agreement(client, records, clock):
    at = now()
    clock(at)
    short, long = (factories.membership(Role.PUBLIC_DEFENDER) for _ in range(2))
    factories.agreement(short.unit.agency, ends_at=at + 40 * DAY)
    factories.agreement(long.unit.agency, ends_at=at + 900 * DAY)

    ends = [
        record_appearance(client.pk, notice_of(member), by=records).ends_at - at
        for member in (short, long)
    ]

    assert ends == [40 * DAY, 365 * DAY]


def test_what_the_agreement_was_signed_for_binds(client, records):
    attorney = factories.membership(Role.PUBLIC_DEFENDER)
    paper = factories.agreement(attorney.unit.agency, purposes=["defence"])
    record_appearance(client.pk, notice_of(attorney), by=records)

    assert seen(attorney, client, Purpose.DEFENCE) == OPENED
    assert seen(attorney, client, Purpose.COURT_PROCEEDINGS) == REGISTER

    Agreement.objects.filter(pk=paper.pk).update(purposes=["court_proceedings"])
    assert seen(attorney, client, Purpose.DEFENCE) == REGISTER


# --- Who may be put on record, and by whom ---------------------------------------------


def test_what_the_records_unit_is_told(client, records, defender):
    without = factories.membership(Role.PUBLIC_DEFENDER)
    officer = factories.membership(Role.OFFICER)
    factories.agreement(officer.unit.agency)
    twice = factories.membership(Role.PUBLIC_DEFENDER)
    factories.membership(Role.PROSECUTOR, account=twice.account)
    record_appearance(client.pk, notice_of(defender), by=records)
    faults = {
        "sign-in name": Notice("nobody.at.all", CASE, timezone.localdate(now())),
        "Nobody of this sign-in name": notice_of(officer),
        "more than one unit": notice_of(twice),
        "No agreement": notice_of(without),
        "No charge": notice_of(defender, "26-9-99999-9 SEA"),
        "a day to come": notice_of(defender, days_ago=-1),
        "already": notice_of(defender),
    }
    for said, notice in faults.items():
        with pytest.raises(RuleViolation, match=said):
            record_appearance(client.pk, notice, by=records)
    assert Appearance.objects.count() == 1


def test_shortly_before_its_end_it_is_recorded_anew(
    jail, client, records, defender, clock
):
    made = record_appearance(client.pk, notice_of(defender), by=records)
    Agreement.objects.update(ends_at=made.ends_at + 400 * DAY)
    Account.objects.update(last_sign_in_at=made.ends_at - 20 * DAY)
    clock(made.ends_at - 20 * DAY)
    of_that_day = factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )

    record_appearance(client.pk, notice_of(defender), by=of_that_day)

    clock(made.ends_at + DAY)
    assert seen(defender, client) == OPENED


def test_both_acts_are_recorded_and_the_history_is_kept(client, records, defender):
    made = record_appearance(client.pk, notice_of(defender), by=records)
    end_appearance(client.pk, made.pk, AppearanceEnd.WITHDREW, by=records)
    with pytest.raises(RuleViolation, match="already"):
        end_appearance(client.pk, made.pk, AppearanceEnd.WITHDREW, by=records)

    acts = ActEvent.objects.filter(target_kind="appearance", target_id=str(made.pk))
    assert list(acts.order_by("id").values_list("act", "reason", "account_id")) == [
        ("appearance.record", "", records.account_id),
        ("appearance.end", "withdrew", records.account_id),
    ]
    assert list(
        Appearance.history.order_by("history_id").values_list(
            "history_type", "case_number"
        )
    ) == [("+", CASE), ("~", CASE)]


# --- Held by the database --------------------------------------------------------------


def refused(what) -> str:
    """What the database says to it; empty if it takes it."""
    try:
        with transaction.atomic():
            what()
    except DatabaseError as error:
        return str(error)
    return ""


ATTORNEY, UNIT = "a prosecutor or a public defender", "the records unit puts"
RESTS, CASE_OF = "rests on an agreement", "a case of this booking"


def broken(defender: Membership) -> dict[str, tuple[str, dict]]:
    """Each promise of the database, and what breaks it alone."""
    own = defender.unit
    of = factories.membership
    prosecution = factories.unit(
        Mission.PROSECUTION, of=factories.agency(enforces_immigration_law=True)
    )
    immigration = factories.unit(Mission.CIVIL_IMMIGRATION)
    detailed = of(Role.PUBLIC_DEFENDER)
    MissionDetail.objects.create(unit=detailed.unit, starts_at=now(), paper="Order 1")
    paper = partial(factories.agreement, own.agency)
    gone = of(Role.RECORDS_OFFICER, ends_at=now() - DAY)
    both = of(Role.RECORDS_OFFICER, account=defender.account)
    return {
        "of an officer": (ATTORNEY, {"member": of(Role.OFFICER)}),
        "of civil immigration": (
            ATTORNEY,
            {"member": of(Role.PUBLIC_DEFENDER, of=immigration), "side": "defence"},
        ),
        "of a mixed unit": (
            ATTORNEY,
            {
                "member": of(Role.PROSECUTOR, of=factories.unit(Mission.MIXED)),
                "side": "prosecution",
            },
        ),
        "of such a department": (
            ATTORNEY,
            {"member": of(Role.PROSECUTOR, of=prosecution)},
        ),
        "of a unit that is detailed": (ATTORNEY, {"member": detailed}),
        "of the other side": (ATTORNEY, {"side": "prosecution"}),
        "of another role": (ATTORNEY, {"member": of(Role.COUNSEL, of=own)}),
        "by themselves": (UNIT, {"recorder": both}),
        "by a colleague": (UNIT, {"recorder": of(Role.PUBLIC_DEFENDER, of=own)}),
        "by a clerk": (UNIT, {"recorder": of(Role.BOOKING_CLERK)}),
        "by somebody who has left": (UNIT, {"recorder": gone}),
        "in another case": (CASE_OF, {"case_number": "26-9-99999-9 SEA"}),
        "in no case": (CASE_OF, {"case_number": ""}),
        "on another's": (RESTS, {"paper": factories.agreement(factories.agency())}),
        "on one that is over": (RESTS, {"paper": paper(ends_at=now() - DAY)}),
        "on one for others": (RESTS, {"paper": paper(purposes=["prosecution"])}),
        "longer than it": (RESTS, {"paper": paper(ends_at=now() + 9 * DAY)}),
        "longer than a year": ("a_year_at_the_most", {"days": 366}),
    }


def test_a_row_written_past_the_product_is_refused_when(client, defender):
    """The same insert as in life, with one promise of it broken each time."""
    good = {
        "member": defender,
        "paper": factories.agreement(defender.unit.agency, ends_at=now() + 900 * DAY),
        "recorder": factories.membership(Role.RECORDS_OFFICER),
    }
    for how, (said, different) in broken(defender).items():
        fields = good | different
        member = fields.pop("member")
        if member.unit.agency_id != defender.unit.agency_id:
            fields["paper"] = factories.agreement(member.unit.agency)
        answered = refused(partial(factories.appearance, member, client, **fields))
        assert said in answered, how
    assert not AccessRow.objects.exists()
    member = good.pop("member")
    assert not refused(partial(factories.appearance, member, client, **good))


@pytest.mark.parametrize(
    "growth",
    [
        "ends_at = ends_at + interval '1 day'",
        "booking_id = (SELECT id FROM bookings_booking WHERE id <> booking_id LIMIT 1)",
        "membership_id = recorder_id",
        "case_number = 'X'",
        "side = 'prosecution'",
        "starts_at = starts_at - interval '1 day'",
        "ended_at = NULL, end_reason = ''",
    ],
)
def test_it_never_grows_by_whatever_is_written(jail, client, defender, growth):
    booked(jail)
    made = factories.appearance(defender, client)
    made.ended_at, made.end_reason = now(), "withdrew"
    made.save()

    def write():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE warrants_appearance SET {growth}")

    assert "never grows" in refused(write)
    assert not AccessRow.objects.exists()


def guardian_words(booking) -> set[str]:
    return set(
        BookingUserPermission.objects.filter(content_object=booking).values_list(
            "permission__codename", flat=True
        )
    )


def test_guardian_holds_what_it_opens_while_it_does(client, defender):
    made = factories.appearance(defender, client)
    row = AccessRow.objects.get()

    assert (row.basis, row.classes, row.grant_id) == ("standing", OPENED, made.pk)
    assert guardian_words(client) == {"view_register", "view_custody"}

    made.ended_at, made.end_reason = now(), "withdrew"
    made.save()
    assert guardian_words(client) == set()


def test_a_grant_beside_it_stands_when_it_ends(client, defender):
    made = factories.appearance(defender, client)
    factories.grant(defender, client, FieldClass.IDENTITY, basis=Basis.JUDICIAL_WARRANT)

    made.ended_at, made.end_reason = now(), "withdrew"
    made.save()

    assert guardian_words(client) == {"view_identity"}
    assert seen(defender, client) == REGISTER | FieldClass.IDENTITY


# --- Who may see it, and could -----------------------------------------------------------


def test_who_may_see_a_booking_names_the_attorney_with_the_path(
    client, records, defender, clock
):
    before = now()
    clock(before + DAY)
    made = record_appearance(client.pk, notice_of(defender), by=records)
    clock(before + 2 * DAY)
    end_appearance(client.pk, made.pk, AppearanceEnd.WITHDREW, by=records)
    clock(before + 3 * DAY)

    def told(at):
        return [
            reader
            for reader in who_may(client.pk, at).readers
            if reader.capacity.membership_id == defender.pk
        ]

    assert told(before) == told(now()) == []
    [reader] = told(before + DAY + timedelta(hours=1))
    [path] = reader.reach.paths
    assert path.source.label == "Attorney of record"
    assert path.source.paper == made.agreement.title
    assert (path.classes, path.rules) == (CUSTODY, ("prosecution-defence-court",))
    assert path.source.starts_at == made.starts_at


def test_what_was_held_then_is_read_from_the_history(client, records, defender, clock):
    at = now()
    clock(at)
    made = record_appearance(client.pk, notice_of(defender), by=records)
    viewer = factories.viewer_of(defender)
    clock(at + DAY)
    Agreement.objects.filter(pk=made.agreement_id).update(ends_at=now())

    assert held_as_of(viewer, client.facility_id, client.pk) == {Basis.STANDING: OPENED}
    later = factories.viewer_of(defender)
    assert held_as_of(later, client.facility_id, client.pk) == {}


# --- The pages -------------------------------------------------------------------------


def test_my_cases_tells_custody_court_and_bail_and_records_each(
    jail, client, records, defender
):
    gone = booked(jail, "26-1-2", next_court_at=None)
    for booking, case in ((gone, "26-1-2"), (client, CASE)):
        record_appearance(booking.pk, notice_of(defender, case), by=records)

    page = words(
        signed_in(factories.viewer_of(defender)).get(reverse("warrants:my_cases"))
    )

    names = [booking.person.surname for booking in (client, gone)]
    assert page.index(names[0]) < page.index(names[1])  # by the next court date
    assert CASE in page
    assert "$5,000.00" in page
    assert "In custody" in page
    events = ViewEvent.objects.filter(account_id=defender.account_id)
    assert {event.booking_id for event in events} == {client.pk, gone.pk}
    assert {(e.classes, e.basis) for e in events} == {
        (int(OPENED), "register standing")
    }


def test_who_is_of_record_in_nothing_is_told_whom_to_ask(defender):
    page = words(
        signed_in(factories.viewer_of(defender)).get(reverse("warrants:my_cases"))
    )
    assert "records unit" in page


def test_the_records_unit_puts_on_record_and_takes_off(client, records, defender):
    browser = signed_in(records)
    address = reverse("warrants:appearances", args=[client.pk])
    assert address in words(browser.get(reverse("bookings:record", args=[client.pk])))
    sent = {
        "attorney": defender.account.sign_in_name,
        "case_number": CASE,
        "received_on": f"{timezone.localdate(now()):%m/%d/%Y}",
    }

    assert browser.post(address, sent | {"attorney": "nobody"}).status_code == 200
    assert browser.post(address, sent)["Location"] == address
    page = words(browser.get(address))
    assert defender.account.display_name in page
    assert "Of record" in page

    end = reverse("warrants:end_appearance", args=[client.pk])
    made = Appearance.objects.get()
    assert browser.post(end, {"appearance": str(uuid.uuid4())}).status_code == 422
    assert (
        browser.post(end, {"appearance": str(made.pk), "reason": "withdrew"})[
            "Location"
        ]
        == address
    )
    assert "The attorney withdrew" in words(browser.get(address))


def test_nobody_else_records_or_reads_them(jail, client, defender):
    for role in Role:
        if role in (Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR):
            continue
        browser = signed_in(factories.viewer(role, sees=[jail]))
        address = reverse("warrants:appearances", args=[client.pk])
        assert browser.get(address).status_code == 403, role
