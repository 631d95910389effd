"""Agreements, units and agencies: signed by two, ended by one, closed at once, and the
jail's own by two.
"""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from access import services
from access.acts import Act
from access.enums import FieldClass, Mission, Purpose, Role
from access.models import (
    Account,
    Agency,
    Agreement,
    FacilityPermission,
    Membership,
    MissionDetail,
    Unit,
)
from access.rules import RuleViolation
from access.selectors import held_as_of, held_now
from access.selectors.agencies import seen_by
from access.selectors.terms import Terms, rows_of, terms_of
from access.services import proposals
from audit.clock import now
from audit.models import ActEvent
from bookings.selectors import open_record
from tests import factories
from tests.clients import is_signed_in, signed_in, words

REASON = "The chief of police has signed it this morning."
DAY = timedelta(days=1)
FAR = datetime(2099, 1, 1, tzinfo=UTC)
CUSTODY, IDENTITY = FieldClass.CUSTODY, FieldClass.IDENTITY


@pytest.fixture
def keeper(law):
    return factories.viewer(Role.ADMINISTRATOR)


@pytest.fixture
def second(law):
    return factories.viewer(Role.COUNSEL)


@pytest.fixture
def strict(law, keeper, second):
    """From here on the database asks for two people, as it is shipped."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_two_people SET asked = true")


@pytest.fixture
def jail(law):
    return factories.facility()


def terms(unit, jail, classes=CUSTODY, **fields) -> Terms:
    fields = {
        "starts_at": now() - DAY,
        "ends_at": now() + 90 * DAY,
        "daily_ceiling": 50,
        "purposes": frozenset(),
    } | fields
    return Terms(rows=rows_of([unit.pk], [jail.pk], classes), **fields)


def held(member, jail, purpose=None):
    viewer = factories.viewer_of(member, purpose)
    return FieldClass(sum(held_now(viewer, jail.pk, None).values()))


def again(viewer):
    return factories.viewer_of(Membership.objects.get(pk=viewer.membership_id))


# --- Agreements ------------------------------------------------------------------------------


@pytest.mark.usefixtures("strict")
def test_signed_by_two_widened_by_two_narrowed_and_ended_by_one(keeper, second, jail):
    officer = factories.membership(Role.OFFICER)
    other = factories.facility()
    asked = services.sign_agreement(
        officer.unit.agency, "Agreement 7", terms(officer.unit, jail), REASON, by=keeper
    )
    assert not Agreement.objects.exists()
    assert held(officer, jail) == 0

    proposals.agree(asked.pk, by=second)
    paper = Agreement.objects.get()
    assert (paper.title, paper.daily_ceiling) == ("Agreement 7", 50)
    assert held(officer, jail) == CUSTODY

    present = terms_of(paper)
    wider = Terms(
        present.starts_at,
        present.ends_at + DAY,
        60,
        frozenset(),
        present.rows
        | rows_of([officer.unit_id], [jail.pk, other.pk], CUSTODY | IDENTITY),
    )
    asked = services.widen_agreement(paper, wider, REASON, by=again(keeper))
    assert held(officer, other) == 0
    proposals.agree(asked.pk, by=again(second))
    assert held(officer, jail) == held(officer, other) == CUSTODY | IDENTITY
    paper.refresh_from_db()
    assert terms_of(paper) == wider

    narrower = Terms(wider.starts_at, wider.ends_at, 10, frozenset(), present.rows)
    services.narrow_agreement(paper, narrower, REASON, by=again(keeper))
    assert held(officer, jail) == CUSTODY
    assert held(officer, other) == 0

    services.end_agreement(paper, REASON, by=again(keeper))
    assert held(officer, jail) == 0
    assert not factories.viewer_of(officer).may_enter


def test_narrowing_does_not_widen_and_widening_does_not_narrow(keeper, jail):
    officer = factories.membership(Role.OFFICER)
    paper = factories.permit(officer.unit, jail, [CUSTODY])
    present = terms_of(paper)
    longer = Terms(
        present.starts_at, present.ends_at + DAY, 200, frozenset(), present.rows
    )
    shorter = Terms(
        present.starts_at, present.ends_at - DAY, 200, frozenset(), present.rows
    )

    with pytest.raises(RuleViolation, match="two people"):
        services.narrow_agreement(paper, longer, REASON, by=keeper)
    with pytest.raises(RuleViolation, match="narrow it instead"):
        services.widen_agreement(paper, shorter, REASON, by=keeper)
    with pytest.raises(RuleViolation, match="Nothing of it"):
        services.widen_agreement(paper, present, REASON, by=keeper)


def test_what_the_jails_own_see_is_bound_to_no_purpose(keeper, jail):
    clerk = factories.membership(Role.BOOKING_CLERK)
    with pytest.raises(RuleViolation, match="no purpose"):
        services.sign_agreement(
            clerk.unit.agency,
            "Order",
            terms(clerk.unit, jail, purposes=frozenset({Purpose.CUSTODY})),
            REASON,
            by=keeper,
        )


def test_an_agreement_names_units_of_its_own_agency_alone(keeper, jail):
    stranger = factories.unit(Mission.CRIMINAL)
    with pytest.raises(RuleViolation, match="not there"):
        services.sign_agreement(
            factories.agency(), "Paper", terms(stranger, jail), REASON, by=keeper
        )


# fmt: off
PURPOSES = {
    # signed for                               worked for                           opens
    "any, for what they do":  ([],             Purpose.CRIMINAL_INVESTIGATION,      CUSTODY),
    "this one":               ([Purpose.CRIMINAL_INVESTIGATION],
                                               Purpose.CRIMINAL_INVESTIGATION,      CUSTODY),
    "this and another":       ([Purpose.PROSECUTION, Purpose.CRIMINAL_INVESTIGATION],
                                               Purpose.CRIMINAL_INVESTIGATION,      CUSTODY),
    "another":                ([Purpose.PROSECUTION],
                                               Purpose.CRIMINAL_INVESTIGATION,      0),
    "this, working for another": ([Purpose.CRIMINAL_INVESTIGATION],
                                               Purpose.PROSECUTION,                 0),
}
# fmt: on


@pytest.mark.parametrize(
    ("signed", "stated", "opens"), PURPOSES.values(), ids=PURPOSES.keys()
)
def test_an_agreement_opens_for_its_purposes_alone(jail, signed, stated, opens):
    """By the gate's statement, by the reading of now, and by that of the past."""
    officer = factories.membership(Role.OFFICER)
    paper = factories.permit(officer.unit, jail, [CUSTODY])
    paper.purposes = [purpose.value for purpose in signed]
    paper.save()
    booking = factories.booking(facility=jail)
    viewer = factories.viewer_of(officer, stated)

    assert sum(held_now(viewer, jail.pk, booking.pk).values()) == opens
    assert sum(held_as_of(viewer, jail.pk, booking.pk).values()) == opens
    shown = open_record(viewer, booking.pk)
    assert bool(shown and shown.classes & CUSTODY) is bool(
        opens and stated is Purpose.CRIMINAL_INVESTIGATION
    )


# --- By the application's role alone -----------------------------------------------------------


def _sign(officer, paper, jail):
    factories.agreement(officer.unit.agency)


def _set(**fields):
    return lambda officer, paper, jail: Agreement.objects.filter(pk=paper.pk).update(
        **fields
    )


def _permit_more(officer, paper, jail):
    factories.permit(officer.unit, jail, [IDENTITY], agreement=paper)


def _permit_elsewhere(officer, paper, jail):
    factories.permit(officer.unit, factories.facility(), [CUSTODY], agreement=paper)


def _permit_longer(officer, paper, jail):
    FacilityPermission.objects.filter(agreement=paper).update(ends_at=FAR)


def _permit_another_class(officer, paper, jail):
    row = FacilityPermission.objects.get(agreement=paper)
    row.permission = type(row.permission).objects.get(
        codename="view_health", content_type__model="facility"
    )
    row.save()


# fmt: off
OPENING_MORE = {
    "an agreement is signed":             _sign,
    "it ends later":                      _set(ends_at=FAR),
    "it began earlier":                   _set(starts_at=datetime(2000, 1, 1, tzinfo=UTC)),
    "more people a day":                  _set(daily_ceiling=9999),
    "another class":                      _permit_more,
    "another facility":                   _permit_elsewhere,
    "a permission ends later":            _permit_longer,
    "a permission becomes another":       _permit_another_class,
    "a criminal unit is a custody unit":  lambda o, p, j: Unit.objects.filter(pk=o.unit_id).update(mission=Mission.JAIL),
    "a domain more":                      lambda o, p, j: Agency.objects.filter(pk=o.unit.agency_id).update(mail_domains=["ice.example"]),
    "another jail":                       lambda o, p, j: Agency.objects.filter(pk=o.unit.agency_id).update(is_the_jail=True),
}
# fmt: on


@pytest.mark.parametrize("attack", OPENING_MORE.values(), ids=OPENING_MORE.keys())
def test_nothing_more_is_opened_without_two_people(jail, request, attack):
    officer = factories.membership(Role.OFFICER)
    paper = factories.permit(officer.unit, jail, [CUSTODY])
    request.getfixturevalue("strict")

    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        attack(officer, paper, jail)


@pytest.mark.usefixtures("strict")
def test_nothing_beyond_what_was_agreed_in_that_very_transaction(keeper, second, jail):
    officer = factories.membership(Role.OFFICER)
    agency = officer.unit.agency
    signed = terms(officer.unit, jail, purposes=frozenset({Purpose.PROSECUTION}))
    asked = services.sign_agreement(agency, "Agreement 7", signed, REASON, by=keeper)
    proposals.agree(asked.pk, by=second)
    paper = Agreement.objects.get()

    for attack in (
        _permit_more,
        _permit_elsewhere,
        _permit_longer,
        _set(purposes=[]),
        _set(daily_ceiling=51),
        lambda o, p, j: factories.agreement(
            agency, starts_at=signed.starts_at, ends_at=FAR
        ),
    ):
        with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
            attack(officer, paper, jail)


def test_the_shipped_guard_reads_no_setting(law):
    """What tests replace is this body, and nothing else of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc"
            " WHERE proname = 'access_takes_two_people_shipped'"
        )
        assert cursor.fetchone()[0].split() == (
            ["SELECT", "EXISTS", "(SELECT", "FROM", "public.access_account)"]
        )


# --- Kill switches --------------------------------------------------------------------------


def _account(officer, keeper):
    services.suspend_account(officer.account, REASON, by=keeper)


def _unit(officer, keeper):
    assert services.close_unit(officer.unit, REASON, by=keeper) is None


def _agency(officer, keeper):
    assert services.close_agency(officer.unit.agency, REASON, by=keeper) is None


# fmt: off
SWITCHES = {"account": _account, "unit": _unit, "agency": _agency}
# fmt: on


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", SWITCHES)
def test_a_kill_switch_works_at_the_next_request_with_no_worker(what, record_property):
    """From the commit to the first request that is turned away, by the clock on the
    wall; nothing runs but the web process.
    """
    factories.laws()
    keeper = factories.viewer(Role.ADMINISTRATOR)
    officer = factories.membership(Role.OFFICER)
    client = signed_in(factories.viewer_of(officer))
    address = reverse("access:working_as")
    assert client.get(address).status_code == 200

    SWITCHES[what](officer, keeper)
    committed = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - committed

    assert answer.status_code == 302
    assert not is_signed_in(client)
    assert took < 1
    record_property(
        "measured", f"kill switch, {what}: refused {took * 1000:.0f} ms after commit"
    )


@pytest.mark.parametrize("what", ["unit", "agency"])
def test_the_jails_own_are_closed_by_two(what, keeper, second):
    clerk = factories.membership(Role.BOOKING_CLERK)
    close = {"unit": services.close_unit, "agency": services.close_agency}[what]
    target = {"unit": clerk.unit, "agency": clerk.unit.agency}[what]

    asked = close(target, REASON, by=keeper)

    assert asked is not None
    assert factories.viewer_of(clerk).may_enter
    proposals.agree(asked.pk, by=second)
    assert not factories.viewer_of(clerk).may_enter


@pytest.mark.parametrize("model", [Unit, Agency], ids=["unit", "agency"])
@pytest.mark.parametrize("mission", [Mission.JAIL, Mission.HEALTH])
def test_nor_by_the_applications_role_alone(law, model, mission):
    own = factories.unit(mission)
    key = own.pk if model is Unit else own.agency_id

    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        model.objects.filter(pk=key).update(closed_at=now(), closed_reason="x")


@pytest.mark.parametrize("what", ["unit", "agency"])
def test_opening_again_is_always_two(what, keeper, second):
    officer = factories.membership(Role.OFFICER)
    client = signed_in(factories.viewer_of(officer))
    target = {"unit": officer.unit, "agency": officer.unit.agency}[what]
    close, open_again = {
        "unit": (services.close_unit, services.reopen_unit),
        "agency": (services.close_agency, services.reopen_agency),
    }[what]
    close(target, REASON, by=keeper)
    target.refresh_from_db()
    for later in (None, FAR):
        with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
            type(target).objects.filter(pk=target.pk).update(closed_at=later)

    asked = open_again(target, REASON, by=keeper)
    assert not factories.viewer_of(officer).may_enter
    proposals.agree(asked.pk, by=second)

    assert factories.viewer_of(officer).may_enter
    client.get(reverse("access:working_as"))
    assert not is_signed_in(client), "no session of before wakes up"


def test_nobody_closes_their_own_unit_or_agency(keeper):
    factories.membership(Role.ADMINISTRATOR)
    own = Unit.objects.get(pk=keeper.unit_id)
    for act, close, target in (
        (Act.CLOSE_UNIT, services.close_unit, own),
        (Act.CLOSE_AGENCY, services.close_agency, own.agency),
    ):
        with pytest.raises(RuleViolation, match="your own"):
            close(target, REASON, by=keeper)
        assert ActEvent.objects.get(act=act, outcome="refused").reason == "own"


def test_nobody_closes_the_last_administrators(keeper):
    privacy = factories.viewer(Role.PRIVACY_OFFICER)
    theirs = Unit.objects.get(pk=keeper.unit_id)
    for act, close, target in (
        (Act.CLOSE_UNIT, services.close_unit, theirs),
        (Act.CLOSE_AGENCY, services.close_agency, theirs.agency),
    ):
        with pytest.raises(RuleViolation, match="Nobody would be left"):
            close(target, REASON, by=privacy)
        refused = ActEvent.objects.get(act=act, outcome="refused")
        assert refused.reason == "last_administrator"


def test_a_reason_is_required(keeper):
    officer = factories.membership(Role.OFFICER)
    with pytest.raises(RuleViolation, match="Say why"):
        services.close_unit(officer.unit, " ", by=keeper)


# --- Missions and what is known ------------------------------------------------------------

# fmt: off
MISSIONS = [
    # from                     to                           at once
    (Mission.CRIMINAL,          Mission.MIXED,               True),
    (Mission.CRIMINAL,          Mission.CIVIL_IMMIGRATION,   True),
    (Mission.MIXED,             Mission.CIVIL_IMMIGRATION,   True),
    (Mission.CIVIL_IMMIGRATION, Mission.MIXED,               False),
    (Mission.MIXED,             Mission.CRIMINAL,            False),
    (Mission.CRIMINAL,          Mission.JAIL,                False),
    (Mission.JAIL,              Mission.CIVIL_IMMIGRATION,   False),
    (Mission.HEALTH,            Mission.MIXED,               False),
]
# fmt: on


@pytest.mark.parametrize(("before", "after", "at_once"), MISSIONS)
def test_a_mission_that_only_takes_away_is_changed_at_once(
    before, after, at_once, request, law
):
    unit = factories.unit(before)
    request.getfixturevalue("strict")
    keeper = request.getfixturevalue("keeper")
    asked = services.change_mission(unit, after, REASON, by=keeper)
    unit.refresh_from_db()
    assert (asked is None) is at_once
    assert unit.mission == (after if at_once else before)

    if not at_once:
        proposals.agree(asked.pk, by=request.getfixturevalue("second"))
        unit.refresh_from_db()
        assert unit.mission == after


def test_a_detail_narrows_an_outside_unit_and_never_one_of_the_jail(keeper):
    outside = factories.unit(Mission.CRIMINAL)
    services.record_detail(outside, "Order 4-117", now(), None, by=keeper)
    assert MissionDetail.objects.get().unit_id == outside.pk

    for mission in (Mission.JAIL, Mission.HEALTH):
        with pytest.raises(RuleViolation, match="not detailed"):
            services.record_detail(
                factories.unit(mission), "Order 4-118", now(), None, by=keeper
            )


@pytest.mark.usefixtures("strict")
def test_what_is_known_of_an_agency(keeper, second):
    agency = factories.agency(mail_domains=["a.example", "b.example"])

    def change(**known):
        return services.change_agency(agency, REASON, by=again(keeper), **known)

    assert change(enforces_immigration_law=True, mail_domains=["a.example"]) is None
    agency.refresh_from_db()
    assert (agency.enforces_immigration_law, agency.mail_domains) == (
        True,
        ["a.example"],
    )
    asked = change(enforces_immigration_law=False, mail_domains=["c.example"])
    agency.refresh_from_db()
    assert agency.enforces_immigration_law
    proposals.agree(asked.pk, by=second)
    agency.refresh_from_db()
    assert (agency.enforces_immigration_law, agency.mail_domains) == (
        False,
        ["c.example"],
    )


def test_a_unit_is_opened_by_two(keeper, second):
    agency = factories.agency()
    asked = services.open_unit(agency, "Patrol", Mission.CRIMINAL, REASON, by=keeper)
    assert not agency.units.exists()
    proposals.agree(asked.pk, by=second)
    assert agency.units.get().mission == Mission.CRIMINAL


# --- The pages ----------------------------------------------------------------------------------


@pytest.fixture
def looked_at(jail):
    """An officer who was shown one person."""
    officer = factories.membership(Role.OFFICER)
    factories.permit(officer.unit, jail)
    booking = factories.booking(
        facility=jail, person=factories.person(surname="Quiethaven")
    )
    assert open_record(factories.viewer_of(officer), booking.pk)
    return officer, booking


@pytest.mark.parametrize(
    ("role", "exact"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.PRIVACY_OFFICER, True),
        (Role.AUDITOR, True),
        (Role.COUNCIL_STAFF, False),
        (Role.OMBUDS, False),
    ],
)
def test_the_agency_page_counts_and_names_nobody(looked_at, role, exact):
    officer, booking = looked_at
    client = signed_in(factories.viewer(role))

    page = words(client.get(reverse("access:agency", args=[officer.unit.agency_id])))

    assert officer.account.display_name in page
    assert ("fewer than 11 people" in page) is not exact
    assert ("1 people and 1 bookings" in page) is exact
    for word in ("Quiethaven", str(booking.pk), booking.booking_number):
        assert word not in page


def test_what_was_seen_is_counted_as_the_history_says(looked_at, jail):
    officer, booking = looked_at
    other = factories.booking(facility=jail, person=booking.person)
    assert open_record(factories.viewer_of(officer), other.pk)

    seen = seen_by([officer.account_id])

    for key in (officer.account_id, None):
        assert (seen[key].people, seen[key].bookings) == (1, 2)
        assert seen[key].by_class[CUSTODY] == 1
    assert Account.objects.filter(pk=officer.account_id).exists()


def test_a_coordinator_sees_their_own_agency_alone(looked_at, clock):
    officer, _ = looked_at
    clock(now())
    viewer = factories.viewer(Role.COORDINATOR)
    client = signed_in(viewer)

    assert (
        client.get(reverse("access:agency", args=[viewer.agency_id])).status_code == 200
    )
    listed = words(client.get(reverse("access:agencies")))
    assert viewer.agency_name in listed
    assert officer.unit.agency.name not in listed
    answers = [
        client.get(reverse("access:agency", args=[key]))
        for key in (officer.unit.agency_id, 999_999_999)
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert words(answers[0]) == words(answers[1])


def test_signed_on_the_page(keeper, second, jail):
    officer = factories.membership(Role.OFFICER)
    client = signed_in(keeper)
    answer = client.post(
        reverse("access:sign_agreement", args=[officer.unit.agency_id]),
        {
            "title": "Agreement 7",
            "starts_at": "01/01/2026 00:00",
            "ends_at": "01/01/2098 00:00",
            "daily_ceiling": "50",
            "units": [officer.unit_id],
            "facilities": [jail.pk],
            "classes": [int(CUSTODY), int(IDENTITY)],
            "purposes": [Purpose.CRIMINAL_INVESTIGATION.value],
            "reason": REASON,
        },
    )
    assert answer.status_code == 302, words(answer)
    page = words(signed_in(second).get(reverse("access:proposals")))
    assert "Sign an agreement" in page


@pytest.mark.parametrize("typed", [{}, {"reason": ""}, {"reason": "short"}])
def test_without_a_reason_nothing_is_done_on_the_page(keeper, typed):
    unit = factories.membership(Role.OFFICER).unit
    answer = signed_in(keeper).post(reverse("access:close_unit", args=[unit.pk]), typed)

    assert answer.status_code == 200
    unit.refresh_from_db()
    assert unit.closed_at is None
