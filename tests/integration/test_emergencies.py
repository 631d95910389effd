"""Emergency access: the jail's shift commander opens one record to one officer of another
agency, for 72 hours at most; it ends by itself, and is reviewed within a working day.
"""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from access import law as lawfile
from access.acts import ACTS, Act
from access.enums import Basis, FieldClass, Mission, Role
from access.guards import ActDenied
from access.models import Account, Agreement, Membership, MissionDetail
from access.selectors import viewer_for
from access.services import LAWS
from access.viewer import System
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings.selectors import open_record
from compliance.models import Finding
from compliance.services.desk import scan_desk
from tests import factories
from tests.adopted import EMERGENCY, NEWEST, with_emergencies, without_officers
from tests.clients import signed_in, words
from warrants import services
from warrants.emergency_rules import MOST_MINUTES, review_due
from warrants.enums import Danger, EmergencyReview
from warrants.models import AccessRequest, Emergency, Grant
from warrants.rules import RuleViolation

pytestmark = pytest.mark.django_db

CUSTODY, IDENTITY, CONTACT = (
    FieldClass.CUSTODY,
    FieldClass.IDENTITY,
    FieldClass.CONTACT,
)
REASON = "He threatened to kill his sister tonight; we need her address."
MONDAY = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)  # ten in the morning at the jail
TICK = timedelta(microseconds=1)
BY = System("test")


@pytest.fixture
def shipped(clock):
    """The laws as they come, on a Monday."""
    clock(MONDAY)
    factories.laws()


@pytest.fixture
def adopted(shipped, tmp_path, clock):
    """The jail has adopted the draft, a day before."""
    clock(MONDAY - timedelta(days=1))
    begins = MONDAY - timedelta(hours=1)
    (tmp_path / "emergency.toml").write_text(with_emergencies(begins))
    factories.adopt_laws(tmp_path)
    clock(MONDAY)


@pytest.fixture
def jail(shipped):
    return factories.facility()


@pytest.fixture
def commander(jail):
    return factories.viewer(Role.SHIFT_SUPERVISOR, sees=[jail])


@pytest.fixture
def officer(jail):
    """Somebody of another agency, which has an agreement and no permission here."""
    member = factories.membership(Role.OFFICER)
    factories.agreement(member.unit.agency)
    return member


@pytest.fixture
def privacy(jail):
    return factories.viewer(Role.PRIVACY_OFFICER)


def wanted(
    member: Membership, *, classes=CONTACT | IDENTITY, minutes=60, capacity=None
) -> services.Wanted:
    name = member.account.sign_in_name
    return services.Wanted(name, classes, minutes, Danger.VIOLENCE, REASON, capacity)


def opened(booking, member, by, **different) -> Emergency:
    return services.open_emergency(booking.pk, wanted(member, **different), by=by)


def sees(member: Membership, booking) -> FieldClass:
    """What the officer is shown of the record now."""
    shown = open_record(factories.viewer_of(member), booking.pk)
    return shown.classes if shown else FieldClass(0)


# --- The draft, and the law without it ----------------------------------------------


def test_the_draft_is_the_newest_law_and_one_rule_more():
    newest, draft = (
        lawfile.parse((LAWS / name).read_bytes(), name=name)
        for name in (NEWEST, EMERGENCY)
    )
    more = [rule for rule in draft.rules if rule not in newest.rules]

    assert [rule.id for rule in more] == ["emergency"]
    assert tuple(rule for rule in draft.rules if rule not in more) == newest.rules
    assert draft.duties == newest.duties
    assert (draft.title, draft.kind, draft.effective_at) == (
        newest.title,
        newest.kind,
        newest.effective_at,
    )
    (rule,) = more
    assert rule.bases == {Basis.EMERGENCY}
    assert rule.classes == FieldClass.REGISTER | CUSTODY | IDENTITY | CONTACT
    assert not rule.missions & {
        Mission.CIVIL_IMMIGRATION,
        Mission.MIXED,
        Mission.JAIL,
        Mission.HEALTH,
    }


def test_no_law_that_is_loaded_opens_anything_in_an_emergency(
    booking, commander, officer
):
    with pytest.raises(RuleViolation, match="opens nothing in an emergency"):
        opened(booking, officer, commander)

    page = signed_in(commander).get(
        reverse("warrants:open_emergency", args=[booking.pk])
    )
    assert "The law in force opens nothing in an emergency" in words(page)
    for role in ACTS[Act.ADOPT_LAW]:
        assert role.label.lower() in words(page)


# --- Opened, seen, ended --------------------------------------------------------------


def test_an_officer_is_shown_what_was_opened_and_no_more(
    adopted, booking, commander, officer
):
    assert sees(officer, booking) == FieldClass.REGISTER

    one = opened(booking, officer, commander)

    assert sees(officer, booking) == FieldClass.REGISTER | CONTACT | IDENTITY
    event = ViewEvent.objects.filter(kind="opened").latest("id")
    assert "emergency" in event.basis.split()
    assert "emergency" in event.rules.split()
    done = ActEvent.objects.get(act="emergency.open")
    assert (done.account_id, done.target_id, done.reason) == (
        commander.account_id,
        str(one.pk),
        "violence",
    )


def test_it_opens_one_record_to_one_person(adopted, jail, booking, commander, officer):
    other = factories.booking(facility=jail)
    colleague = factories.membership(Role.OFFICER, of=officer.unit)

    opened(booking, officer, commander)

    assert sees(officer, other) == FieldClass.REGISTER
    assert sees(colleague, booking) == FieldClass.REGISTER


@pytest.mark.parametrize("minutes", [1, 30, MOST_MINUTES])
def test_it_ends_at_its_instant_by_itself(
    adopted, booking, commander, officer, clock, minutes
):
    opened(booking, officer, commander, minutes=minutes)
    end = MONDAY + timedelta(minutes=minutes)

    for at, is_open in ((end - TICK, True), (end, False), (end + TICK, False)):
        clock(at)
        assert (CONTACT in sees(officer, booking)) is is_open, at


@pytest.mark.parametrize("minutes", [0, -1, MOST_MINUTES + 1])
def test_it_lasts_a_minute_or_more_and_72_hours_at_most(
    adopted, booking, commander, officer, minutes
):
    with pytest.raises(RuleViolation, match="72 hours at most"):
        opened(booking, officer, commander, minutes=minutes)


@pytest.mark.parametrize("role", [Role.SHIFT_SUPERVISOR, Role.PRIVACY_OFFICER])
def test_the_commander_or_the_privacy_officer_ends_it_at_once(
    adopted, booking, commander, officer, role
):
    one = opened(booking, officer, commander)

    services.end_emergency(one.pk, by=factories.viewer(role))

    assert CONTACT not in sees(officer, booking)
    with pytest.raises(RuleViolation, match="ended already"):
        services.end_emergency(one.pk, by=commander)


# fmt: off
def suspended(member):  Account.objects.filter(pk=member.account_id).update(suspended_at=now(), suspended_reason="x")
def left_unit(member):  Membership.objects.filter(pk=member.pk).update(ends_at=now())
def lapsed(member):     Agreement.objects.filter(agency=member.unit.agency).update(ends_at=now())
def detailed(member):   MissionDetail.objects.create(unit=member.unit, starts_at=now(), paper="Order 9")
def of_department(member): type(member.unit.agency).objects.filter(pk=member.unit.agency_id).update(enforces_immigration_law=True)
# fmt: on


@pytest.mark.parametrize(
    "lose", [suspended, left_unit, lapsed, detailed, of_department]
)
def test_it_ends_with_the_standing_of_its_account(
    adopted, booking, commander, officer, lose
):
    opened(booking, officer, commander)
    lose(officer)

    viewer, _ = viewer_for(
        officer.account_id, officer.pk, factories.viewer_of(officer).purpose
    )
    shown = open_record(viewer, booking.pk)
    assert shown is None or CONTACT not in shown.classes


def test_it_ends_when_the_law_no_longer_opens_anything_on_it(
    adopted, booking, commander, officer, clock, tmp_path
):
    ends = MONDAY + timedelta(minutes=30)
    later = tmp_path / "later"
    later.mkdir()
    (later / "later.toml").write_text(without_officers(ends))
    factories.adopt_laws(later)
    opened(booking, officer, commander)

    clock(ends - TICK)
    assert CONTACT in sees(officer, booking)
    clock(ends)
    assert CONTACT not in sees(officer, booking)


def test_a_sealed_or_juvenile_record_is_opened_to_nobody(
    adopted, jail, commander, officer
):
    for kind in ("is_sealed", "is_juvenile"):
        hidden = factories.booking(facility=jail, **{kind: True})
        with pytest.raises(RuleViolation, match="opens none of this"):
            opened(hidden, officer, commander)


def test_a_ceiling_that_is_reached_holds_no_emergency_back(
    adopted, jail, booking, commander, officer
):
    paper = factories.permit(officer.unit, jail, classes=[CUSTODY])
    Agreement.objects.filter(agency=officer.unit.agency).update(daily_ceiling=1)
    assert paper
    assert CUSTODY in sees(officer, factories.booking(facility=jail))
    assert sees(officer, booking) == FieldClass.REGISTER, "the ceiling is reached"

    opened(booking, officer, commander, classes=CONTACT)

    assert sees(officer, booking) == FieldClass.REGISTER | CONTACT


# --- To whom, and by whom -------------------------------------------------------------


def unit_of(mission: Mission, **agency) -> Membership:
    of = factories.agency(**agency)
    factories.agreement(of)
    return factories.membership(Role.OFFICER, of=factories.unit(mission, of=of))


def a_detailed_unit() -> Membership:
    member = unit_of(Mission.CRIMINAL)
    MissionDetail.objects.create(
        unit=member.unit, starts_at=now() - TICK, paper="Order 9"
    )
    return member


def a_suspended_account() -> Membership:
    member = unit_of(Mission.CRIMINAL)
    suspended(member)
    return member


def somebody_without_agreement() -> Membership:
    member = unit_of(Mission.CRIMINAL)
    lapsed(member)
    return member


# fmt: off
NOT_TO = {
    # who asks                                                                     what the commander is told
    "a civil immigration unit":     (lambda: unit_of(Mission.CIVIL_IMMIGRATION, enforces_immigration_law=True), "civil immigration work"),
    "a unit of mixed duties":       (lambda: unit_of(Mission.MIXED),               "civil immigration work"),
    "a unit that is detailed":      (a_detailed_unit,                              "civil immigration work"),
    "an immigration department":    (lambda: unit_of(Mission.CRIMINAL, enforces_immigration_law=True), "enforces immigration law"),
    "a unit the law forbids":       (lambda: factories.membership(Role.OFFICER, of=factories.unit(Mission.OVERSIGHT)), "opens none of this"),
    "a suspended account":          (a_suspended_account,                          "account is closed"),
    "a lapsed agreement":           (somebody_without_agreement,                   "account is closed"),
}
# fmt: on


@pytest.mark.parametrize(("who", "told"), NOT_TO.values(), ids=NOT_TO)
def test_it_is_opened_to_nobody_to_whom_it_must_not_be(
    adopted, booking, commander, who, told
):
    with pytest.raises(RuleViolation, match=told):
        opened(booking, who(), commander)
    assert not Grant.objects.exists()


def test_nobody_opens_one_to_themselves_or_to_their_own_agency(
    adopted, booking, commander
):
    own = Membership.objects.get(pk=commander.membership_id)
    agency = own.unit.agency
    colleague = factories.membership(
        Role.OFFICER, of=factories.unit(Mission.CRIMINAL, of=agency)
    )

    with pytest.raises(RuleViolation, match="for yourself"):
        opened(booking, own, commander)
    with pytest.raises(RuleViolation, match="your own agency"):
        opened(booking, colleague, commander)


def test_a_name_that_is_nobodys_is_said_to_be_so(adopted, booking, commander):
    nobody = services.Wanted("no such name", CONTACT, 60, Danger.VIOLENCE, REASON)

    with pytest.raises(RuleViolation, match="No account has that sign-in name"):
        services.open_emergency(booking.pk, nobody, by=commander)


def test_who_works_in_two_units_is_asked_about(adopted, booking, commander, officer):
    second = factories.membership(
        Role.OFFICER,
        of=factories.unit(Mission.CRIMINAL, of=officer.unit.agency),
        account=officer.account,
    )
    factories.membership(
        Role.OFFICER, of=factories.unit(Mission.MIXED), account=officer.account
    )

    with pytest.raises(services.SeveralCapacities) as several:
        opened(booking, officer, commander)
    assert {m.pk for m in several.value.memberships} == {officer.pk, second.pk}

    opened(booking, officer, commander, capacity=second.pk)
    assert CONTACT in sees(second, booking)
    assert CONTACT not in sees(officer, booking)


def test_a_commander_opens_none_for_an_agency_in_which_they_work_as_well(
    adopted, booking, officer, commander
):
    hat = Membership.objects.get(pk=commander.membership_id)
    unit = factories.unit(Mission.CRIMINAL, of=officer.unit.agency)
    factories.membership(Role.OFFICER, of=unit, account=hat.account)

    with pytest.raises(RuleViolation, match="work in their agency as well"):
        opened(booking, officer, commander)
    with refused_by_the_database("nobody of the agency"):
        factories.emergency(officer, booking, CONTACT, by=hat)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.SHIFT_SUPERVISOR])
def test_no_other_role_opens_one(adopted, booking, officer, role):
    with pytest.raises(ActDenied):
        opened(booking, officer, factories.viewer(role))


def test_a_shift_commander_of_no_jail_opens_none(adopted, booking, officer):
    unit = factories.unit(Mission.CRIMINAL)
    factories.agreement(unit.agency)
    outside = factories.viewer(Role.SHIFT_SUPERVISOR, Role.OFFICER, of=unit)

    with pytest.raises(RuleViolation, match="shift commander of the jail"):
        opened(booking, officer, outside)


# --- What the database holds --------------------------------------------------------


@contextmanager
def refused_by_the_database(match: str):
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        yield


def test_the_database_takes_one_that_is_as_it_should_be(booking, officer):
    """Else the refusals below would prove nothing."""
    factories.emergency(officer, booking, CONTACT, minutes=MOST_MINUTES)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def commander_who(**different) -> Membership:
    role = different.pop("role", Role.SHIFT_SUPERVISOR)
    return factories.membership(role, **different)


# fmt: off
BY_NOBODY_ELSE = {
    "a records supervisor":         lambda: commander_who(role=Role.RECORDS_SUPERVISOR),
    "a unit that is no jail":       lambda: commander_who(of=factories.unit(Mission.CRIMINAL)),
    "who commanded it before":      lambda: commander_who(ends_at=now()),
    "who will command it":          lambda: commander_who(starts_at=now() + TICK),
    "whose account is suspended":   lambda: commander_who(account=factories.account(suspended_at=now(), suspended_reason="x")),
}
NOT_TO_THEM = {
    "a civil immigration unit":     lambda: unit_of(Mission.CIVIL_IMMIGRATION),
    "a unit of mixed duties":       lambda: unit_of(Mission.MIXED),
    "a unit that is detailed":      a_detailed_unit,
    "an immigration department":    lambda: unit_of(Mission.CRIMINAL, enforces_immigration_law=True),
}
# fmt: on


@pytest.mark.parametrize("by", BY_NOBODY_ELSE.values(), ids=BY_NOBODY_ELSE)
def test_the_database_takes_it_from_a_shift_commander_of_the_jail_alone(
    booking, officer, by
):
    with refused_by_the_database("shift commander of the jail"):
        factories.emergency(officer, booking, CONTACT, by=by())


@pytest.mark.parametrize("who", NOT_TO_THEM.values(), ids=NOT_TO_THEM)
def test_the_database_opens_nothing_to_a_unit_with_immigration_work(booking, who):
    with refused_by_the_database("unit with immigration work"):
        factories.emergency(who(), booking, CONTACT)


def test_the_database_takes_none_of_ones_own_agency_nor_for_oneself(booking):
    own = commander_who()
    colleague = factories.membership(
        Role.OFFICER, of=factories.unit(Mission.CRIMINAL, of=own.unit.agency)
    )
    elsewhere = factories.membership(
        Role.OFFICER, of=factories.unit(Mission.CRIMINAL), account=own.account
    )
    opened_by_them = factories.membership(
        Role.OFFICER, account=factories.account(opened_by=own.account)
    )
    for who in (colleague, elsewhere, opened_by_them):
        with refused_by_the_database("another agency"):
            factories.emergency(who, booking, CONTACT, by=own)


def test_the_database_holds_the_72_hours(booking, officer):
    with refused_by_the_database("emergency_lasts_three_days_at_most"):
        factories.emergency(officer, booking, CONTACT, minutes=MOST_MINUTES + 1)


def grant_of(one: Emergency, **different) -> None:
    """Its grant once more, as somebody writes it by hand."""
    asked = one.request
    fields = {
        "request": asked,
        "membership": asked.membership,
        "booking_id": asked.booking_id,
        "classes": asked.classes,
        "basis": Basis.EMERGENCY,
        "starts_at": one.opened_at,
        "ends_at": one.opened_at + timedelta(minutes=one.minutes),
    } | different
    Grant.objects.create(**fields)


def without_grant(booking, officer, minutes=60) -> Emergency:
    request = factories.access_request(
        officer, booking.pk, CONTACT, basis=Basis.EMERGENCY, days=1
    )
    return Emergency.objects.create(
        request=request,
        opened_by=commander_who(),
        minutes=minutes,
        danger="missing",
        review_due_at=review_due(now()),
    )


# fmt: off
WIDER = {
    "a minute longer":   ({"ends_at": MONDAY + timedelta(minutes=61)},               "72 hours at most"),
    "a tick longer":     ({"ends_at": MONDAY + timedelta(minutes=60) + TICK},        "72 hours at most"),
    "begun before it":   ({"starts_at": MONDAY - TICK},                              "72 hours at most"),
    "other classes":     ({"classes": int(CONTACT | IDENTITY)},                      "wider than its request"),
    "another basis":     ({"basis": Basis.APPROVED_REQUEST},                         "wider than its request"),
}
# fmt: on


@pytest.mark.parametrize(("different", "told"), WIDER.values(), ids=WIDER)
def test_the_database_gives_nothing_wider(booking, officer, different, told):
    one = without_grant(booking, officer)

    with refused_by_the_database(told):
        grant_of(one, **different)
    grant_of(one)


def test_the_database_gives_none_without_its_emergency_though_two_agree(
    booking, officer
):
    request = factories.access_request(
        officer, booking.pk, CONTACT, basis=Basis.EMERGENCY, days=1
    )
    for role in (Role.RECORDS_SUPERVISOR, Role.COUNSEL):
        factories.approve(request, by=factories.membership(role))

    with refused_by_the_database("has its emergency"):
        Grant.objects.create(
            request=request,
            membership=officer,
            booking=booking,
            classes=int(CONTACT),
            basis=Basis.EMERGENCY,
            starts_at=now(),
            ends_at=now() + timedelta(minutes=1),
        )


def test_the_database_keeps_no_emergency_without_its_grant(booking, officer):
    with refused_by_the_database("has its grant"):
        without_grant(booking, officer)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_ordinary_request_has_no_emergency(booking, officer):
    request = factories.access_request(officer, booking.pk, CONTACT)

    with refused_by_the_database("opened now"):
        Emergency.objects.create(
            request=request,
            opened_by=commander_who(),
            minutes=60,
            danger="missing",
            review_due_at=review_due(now()),
        )


# fmt: off
CHANGES = {
    "minutes":       ("minutes = 61", "stands"),
    "who opened it": ("opened_by_id = (SELECT max(id) FROM access_membership)", "stands"),
    "when":          ("opened_at = opened_at - interval '1 s'", "stands"),
    "the danger":    ("danger = 'illness'", "stands"),
    "its review":    ("review_due_at = review_due_at + interval '1 s'", "stands"),
    "by whoever":    ("reviewed_at = jail_now(), outcome = 'right', reviewed_by_id = (SELECT account_id FROM access_membership WHERE id = opened_by_id)", "privacy officer"),
    "by an officer": ("reviewed_at = jail_now(), outcome = 'right', reviewed_by_id = (SELECT max(id) FROM access_account)", "privacy officer"),
    "no outcome":    ("reviewed_at = jail_now(), reviewed_by_id = (SELECT account_id FROM access_membership WHERE 'privacy_officer' = ANY (roles))", "reviewed_by_somebody"),
}
# fmt: on


@pytest.mark.parametrize(("change", "told"), CHANGES.values(), ids=CHANGES)
def test_what_was_opened_stands_in_the_database(
    booking, officer, privacy, change, told
):
    factories.emergency(officer, booking, CONTACT)
    factories.membership(Role.OFFICER)

    with refused_by_the_database(told), connection.cursor() as cursor:
        cursor.execute(f"UPDATE warrants_emergency SET {change}")


# --- Its review ----------------------------------------------------------------------

# fmt: off
DUE = [
    # opened, in the jail's days                       reviewed by the end of
    ("2026-11-02T10:00-08:00", "2026-11-04T00:00-08:00"),  # Monday: Tuesday
    ("2026-11-06T23:59-08:00", "2026-11-10T00:00-08:00"),  # Friday: Monday
    ("2026-11-07T12:00-08:00", "2026-11-10T00:00-08:00"),  # Saturday: Monday
    ("2026-11-10T12:00-08:00", "2026-11-13T00:00-08:00"),  # before Veterans' Day: Thursday
    ("2026-11-25T12:00-08:00", "2026-12-01T00:00-08:00"),  # before Thanksgiving: Monday
]
# fmt: on


@pytest.mark.parametrize(("opened_at", "due_at"), DUE)
def test_it_is_to_be_reviewed_within_one_working_day(opened_at, due_at):
    assert review_due(datetime.fromisoformat(opened_at)) == datetime.fromisoformat(
        due_at
    )


@pytest.mark.parametrize("outcome", EmergencyReview)
def test_the_privacy_officer_reviews_it_once(
    adopted, booking, commander, officer, privacy, outcome
):
    one = opened(booking, officer, commander)

    services.review(one.pk, outcome, by=privacy)

    one.refresh_from_db()
    assert (one.reviewed_by_id, one.outcome) == (privacy.account_id, outcome)
    assert CONTACT in sees(officer, booking), "a review ends nothing"
    with pytest.raises(RuleViolation, match="reviewed already"):
        services.review(one.pk, outcome, by=factories.viewer(Role.PRIVACY_OFFICER))


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.PRIVACY_OFFICER])
def test_nobody_else_reviews_it(booking, officer, role):
    one = factories.emergency(officer, booking, CONTACT)

    with pytest.raises(ActDenied):
        services.review(one.pk, EmergencyReview.RIGHT, by=factories.viewer(role))


def test_who_opened_it_does_not_review_it(adopted, booking, jail, officer):
    both = factories.viewer(Role.SHIFT_SUPERVISOR, Role.PRIVACY_OFFICER, sees=[jail])
    one = opened(booking, officer, both)

    with pytest.raises(RuleViolation, match="Somebody else must review"):
        services.review(one.pk, EmergencyReview.RIGHT, by=both)


# fmt: off
OVERDUE = [
    # when, by the instant it is due   reviewed  a finding
    (-TICK,                            False,    False),
    (timedelta(0),                     False,    True),
    (timedelta(days=9),                False,    True),
    (timedelta(days=9),                True,     False),
]
# fmt: on


@pytest.mark.parametrize(("after", "is_reviewed", "is_found"), OVERDUE)
def test_one_that_nobody_reviewed_in_time_is_a_red_finding_that_names_nobody(
    booking, officer, privacy, clock, after, is_reviewed, is_found
):
    one = factories.emergency(officer, booking, CONTACT)
    if is_reviewed:
        services.review(one.pk, EmergencyReview.RIGHT, by=privacy)
    clock(one.review_due_at + after)

    assert scan_desk(by=BY)["emergency_unreviewed"] == int(is_found)
    assert scan_desk(by=BY)["emergency_unreviewed"] == 0
    for finding in Finding.objects.filter(kind="emergency_unreviewed"):
        since = datetime.fromisoformat(finding.evidence["overdue_since"])
        assert since == one.review_due_at
        page = words(
            signed_in(factories.viewer(Role.AUDITOR)).get(
                reverse("compliance:finding", args=[finding.pk])
            )
        )
        for told in (booking.person.surname, str(booking.pk), REASON[:20]):
            assert told not in page


def test_an_overdue_review_refuses_no_second_emergency(
    adopted, booking, commander, officer, clock
):
    first = opened(booking, officer, commander, minutes=1)
    clock(first.review_due_at + timedelta(days=30))
    scan_desk(by=BY)
    again = factories.viewer_of(Membership.objects.get(pk=commander.membership_id))
    assert Finding.objects.filter(kind="emergency_unreviewed").exists()

    opened(booking, officer, again)

    assert CONTACT in sees(officer, booking)
    assert Emergency.objects.count() == 2


# --- A request that nobody answers ----------------------------------------------------


# fmt: off
UNANSWERED = [
    # how soon  after asking                       decided  a finding
    ("now",     timedelta(hours=1) - TICK,         False,   False),
    ("now",     timedelta(hours=1),                False,   True),
    ("today",   timedelta(hours=8) - TICK,         False,   False),
    ("today",   timedelta(hours=8),                False,   True),
    ("week",    timedelta(days=5) - TICK,          False,   False),
    ("week",    timedelta(days=5),                 False,   True),
    ("now",     timedelta(days=5),                 True,    False),
]
# fmt: on


@pytest.mark.parametrize(("urgency", "after", "is_decided", "is_found"), UNANSWERED)
def test_a_request_that_waits_past_its_time_is_a_finding(
    booking, officer, clock, urgency, after, is_decided, is_found
):
    request = factories.access_request(officer, booking.pk, CONTACT, urgency=urgency)
    if is_decided:
        factories.refuse(request, by=factories.membership(Role.COUNSEL))
    clock(MONDAY + after)

    assert scan_desk(by=BY)["request_unanswered"] == int(is_found)
    assert scan_desk(by=BY)["request_unanswered"] == 0


# --- Pages ---------------------------------------------------------------------------


def form(member, **different) -> dict:
    return {
        "sign_in_name": member.account.sign_in_name,
        "classes": [int(CONTACT)],
        "minutes": "60",
        "danger": "violence",
        "reason": REASON,
    } | different


def test_a_commander_opens_one_from_the_record(adopted, booking, commander, officer):
    browser = signed_in(commander)
    record = words(browser.get(reverse("bookings:record", args=[booking.pk])))
    assert "Open in an emergency" in record

    address = reverse("warrants:open_emergency", args=[booking.pk])
    page = words(browser.post(address, form(officer), follow=True))

    assert "until Nov 2, 2026, 11:00" in page or "11:00" in page
    assert officer.account.display_name in page
    assert booking.person.surname in page
    assert REASON in page


def test_a_form_that_says_too_little_opens_nothing(
    adopted, booking, commander, officer
):
    address = reverse("warrants:open_emergency", args=[booking.pk])
    for different in (
        {"reason": "ongoing police investigation"},
        {"reason": "inv"},
        {"classes": []},
        {"classes": [int(FieldClass.HEALTH)]},
        {"minutes": str(MOST_MINUTES + 1)},
        {"danger": ""},
        {"sign_in_name": "nobody at all"},
    ):
        page = signed_in(commander).post(address, form(officer, **different))
        assert "Not opened yet" in words(page), different
    assert not Emergency.objects.exists()


def test_who_works_in_two_units_is_chosen_on_the_page(
    adopted, booking, commander, officer
):
    second = factories.membership(
        Role.OFFICER,
        of=factories.unit(Mission.CRIMINAL, of=officer.unit.agency),
        account=officer.account,
    )
    browser = signed_in(commander)
    address = reverse("warrants:open_emergency", args=[booking.pk])
    assert "Choose the unit" in words(browser.post(address, form(officer)))

    page = browser.post(address, form(officer, capacity=second.pk, reason="short"))
    assert f'name="capacity" value="{second.pk}"' in words(page)
    browser.post(address, form(officer, capacity=second.pk))

    assert Grant.objects.get().membership_id == second.pk


def test_a_record_that_a_commander_may_not_know_of_is_not_there(
    adopted, jail, commander, officer
):
    sealed = factories.booking(facility=jail, is_sealed=True)
    address = reverse("warrants:open_emergency", args=[sealed.pk])

    assert signed_in(commander).get(address).status_code == 404
    assert signed_in(commander).post(address, form(officer)).status_code == 404


def test_the_privacy_officer_reads_who_what_until_when_and_what_was_shown(
    adopted, booking, commander, officer, privacy
):
    one = opened(booking, officer, commander)
    browser = signed_in(privacy)
    address = reverse("warrants:emergency", args=[one.pk])
    assert "Nothing so far" in words(browser.get(address))
    sees(officer, booking)

    page = words(browser.get(address))

    assert booking.person.surname in page
    assert "Address and contact" in page
    assert "Emergency: danger to life" in page
    assert REASON in page
    looked = ActEvent.objects.filter(act="emergency.view", target_id=str(one.pk))
    assert looked.count() == 2
    browser.post(
        reverse("warrants:review_emergency", args=[one.pk]), {"outcome": "too_wide"}
    )
    assert (
        "Right, but for too long or too much".lower()
        in words(browser.get(address)).lower()
    )


def test_of_a_record_sealed_since_no_page_says_whom_it_is_about(
    adopted, booking, commander, officer, privacy
):
    one = opened(booking, officer, commander)
    sees(officer, booking)
    type(booking).objects.filter(pk=booking.pk).update(is_sealed=True, sealed_at=now())
    address = reverse("warrants:emergency", args=[one.pk])

    assert CONTACT not in sees(officer, booking)
    for who in (privacy, commander):
        for page in (
            signed_in(who).get(address),
            signed_in(who).get(reverse("warrants:emergencies")),
        ):
            assert booking.person.surname not in words(page)
    assert signed_in(privacy).get(address).status_code == 200
    assert signed_in(commander).get(address).status_code == 404


def test_the_list_counts_exactly_and_says_in_red_what_is_overdue(
    adopted, booking, commander, officer, privacy, clock
):
    opened(booking, officer, commander, minutes=MOST_MINUTES)
    first = Emergency.objects.get()
    clock(first.review_due_at)
    later = factories.viewer_of(Membership.objects.get(pk=privacy.membership_id))
    factories.emergency(officer, booking, CONTACT)
    factories.emergency(officer, booking, CONTACT, minutes=1, opened_at=MONDAY)

    response = signed_in(later).get(reverse("warrants:emergencies"))

    assert [part["count"] for part in response.context["counts"]] == [2, 1, 2]
    assert "Review overdue since" in words(response)
    assert response.context["rows"][0]["review"]["tone"] == "bad"


def test_the_officer_finds_it_among_what_is_open_to_them(
    adopted, booking, commander, officer
):
    opened(booking, officer, commander)
    browser = signed_in(factories.viewer_of(officer))

    page = words(browser.get(reverse("warrants:mine")))

    assert "emergency: danger to life" in page
    assert booking.person.surname in page
    assert "in an emergency, by the jail" in page
    assert REASON not in page


def test_an_emergency_waits_in_no_queue_and_is_no_basis_to_ask_on(
    adopted, booking, commander, officer
):
    opened(booking, officer, commander)
    queue = signed_in(factories.viewer(Role.COUNSEL)).get(reverse("warrants:queue"))
    assert queue.context["rows"] == []

    signed_in(factories.viewer_of(officer)).post(
        reverse("warrants:ask", args=[booking.pk]),
        {
            "classes": [int(CONTACT)],
            "days": 1,
            "reason": "Case 26-123: to find the witness of it.",
            "basis": "emergency",
            "kind": "emergency",
        },
    )
    assert not AccessRequest.objects.filter(
        basis=Basis.EMERGENCY, emergency=None
    ).exists()


# --- Who needs none -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "own"),
    [
        (Role.CUSTODY_OFFICER, FieldClass.SAFETY),
        (Role.SHIFT_SUPERVISOR, FieldClass.SAFETY),
        (Role.NURSE, FieldClass.SAFETY | FieldClass.HEALTH),
    ],
)
@pytest.mark.parametrize("lapse", ["nothing lapsed", "agreements", "trainings"])
def test_the_jails_own_see_what_keeps_people_safe_without_an_emergency(
    jail, booking, role, own, lapse
):
    """At once, of their own facility, whatever paper has lapsed (law 14)."""
    member = factories.membership(role)
    factories.permit(member.unit, jail)
    if lapse == "agreements":
        Agreement.objects.update(ends_at=now() - timedelta(days=1))
    if lapse == "trainings":
        assert not member.account.trainings.exists()

    assert own & sees(member, booking) == own
    assert not Emergency.objects.exists()
