"""Coordinators look after their own officers, and nobody else's; first screens."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from access import invitation_rules
from access.acts import Act
from access.enums import CLASSES, IdentityDocument, Mission, Role
from access.guards import ActDenied
from access.models import Account, Invitation, Membership
from access.services import joining
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from tests import factories
from tests.clients import answer, signed_in
from tests.integration.test_joining import invited, taken_up

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOBODYS = uuid.UUID("0badc0de-0000-4000-8000-000000000000")


@pytest.fixture
def sheriff(db, clock):
    clock(now())  # two answers bear one time
    factories.laws()
    return factories.agency(name="Sheriff")


@pytest.fixture
def patrol(sheriff):
    return factories.unit(Mission.CRIMINAL, of=sheriff, name="Patrol")


@pytest.fixture
def coordinator(sheriff):
    desk = factories.unit(Mission.CRIMINAL, of=sheriff, name="Desk")
    return factories.viewer(Role.COORDINATOR, of=desk)


@pytest.fixture
def administrator(sheriff):
    return factories.viewer(Role.ADMINISTRATOR)


@pytest.fixture
def elsewhere(sheriff):
    """A unit of another agency, and a coordinator of its own."""
    return factories.unit(Mission.CRIMINAL, name="Foreign Patrol")


@pytest.fixture
def stranger(elsewhere):
    desk = factories.unit(Mission.CRIMINAL, of=elsewhere.agency)
    return factories.viewer(Role.COORDINATOR, of=desk)


def refusals(act: Act) -> int:
    return ActEvent.objects.filter(act=act, outcome=Outcome.REFUSED).count()


def typed(unit, *roles, **changed) -> dict:
    return {
        "display_name": "Heron Blackthorn",
        "email": "heron@sheriff.example.gov",
        "unit": unit.pk,
        "roles": [role.value for role in roles] or ["officer"],
    } | changed


# --- Their own, and nobody else's -----------------------------------------------------


def test_a_coordinator_invites_an_officer_of_their_own_agency(coordinator, patrol):
    client = signed_in(coordinator)

    done = client.post(reverse("access:invite"), typed(patrol))

    assert done["Location"] == reverse("access:coordinate")
    invitation = Invitation.objects.get()
    assert (invitation.membership.unit, invitation.roles) == (patrol, ["officer"])
    assert "https://" in mail.outbox[0].body or "http://" in mail.outbox[0].body
    page = client.get(reverse("access:coordinate")).content.decode()
    assert "Heron Blackthorn" in page


def test_a_foreign_unit_is_answered_as_one_that_never_was(coordinator, elsewhere):
    client = signed_in(coordinator)
    answers = []
    for key in (elsewhere.pk, 999_999_999):
        before = refusals(Act.INVITE)
        page = client.post(reverse("access:invite"), typed(elsewhere) | {"unit": key})
        assert refusals(Act.INVITE) == before + 1
        answers.append(answer(page)[3])

    assert answers[0] == answers[1]
    assert not Invitation.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in invitation_rules.COORDINATOR_GIVES],
)
def test_a_coordinator_makes_nobody_of_the_jails_own_and_no_coordinator(
    coordinator, patrol, role
):
    """By the form, and by whatever passes it."""
    before = refusals(Act.INVITE)
    page = signed_in(coordinator).post(reverse("access:invite"), typed(patrol, role))
    assert page.status_code == 200
    assert refusals(Act.INVITE) == before + 1
    with pytest.raises(invitation_rules.OutOfReach):
        invited(patrol, coordinator, role)

    assert not Invitation.objects.exists()


def test_further_fields_of_the_form_count_for_nothing(coordinator, patrol):
    signed_in(coordinator).post(
        reverse("access:invite"),
        typed(
            patrol,
            is_superuser="on",
            joined_at="2026-01-01",
            sign_in_name="root",
            account="1",
            invited_by="1",
            agency="1",
            ends_at="2099-01-01",
            password="seven herons over the flooded field",
        ),
    )

    account = Invitation.objects.get().account
    assert not account.is_superuser
    assert account.joined_at is None
    assert account.sign_in_name != "root"
    assert not account.has_usable_password()
    assert account.opened_by_id == coordinator.account_id


FOREIGN = {
    "check a foreign identity": ("access:check_identity", Act.CHECK_IDENTITY, "get"),
    "say a foreign identity is so": (
        "access:check_identity",
        Act.CHECK_IDENTITY,
        "post",
    ),
    "withdraw a foreign invitation": (
        "access:withdraw_invitation",
        Act.WITHDRAW_INVITATION,
        "post",
    ),
    "send a foreign letter again": ("access:send_invitation_again", Act.INVITE, "post"),
}


@pytest.mark.parametrize(("route", "act", "method"), FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_invitation_is_answered_as_one_that_never_was(
    coordinator, stranger, elsewhere, route, act, method
):
    theirs = taken_up(invited(elsewhere, stranger, email="f@foreign.example"))
    client, letters = signed_in(coordinator), len(mail.outbox)
    said = {"document": "passport", "seen": "on"} if method == "post" else {}
    answers = []
    for key in (theirs.pk, NOBODYS):
        before = refusals(act)
        page = getattr(client, method)(reverse(route, args=[key]), said)
        assert page.status_code == 404
        assert refusals(act) == before + 1
        answers.append(answer(page, asked_for=key))

    assert answers[0] == answers[1]
    theirs.refresh_from_db()
    assert (theirs.withdrawn_at, theirs.identity_checked_at) == (None, None)
    assert len(mail.outbox) == letters


def test_a_foreign_account_is_answered_as_one_that_never_was(coordinator, stranger):
    client = signed_in(coordinator)
    answers = []
    for key in (stranger.account_id, 999_999_999):
        before = refusals(Act.VIEW_ACCOUNTS)
        page = client.get(reverse("access:how_joined", args=[key]))
        assert page.status_code == 404
        assert refusals(Act.VIEW_ACCOUNTS) == before + 1
        answers.append(answer(page)[3])

    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    "attempt",
    [
        lambda i, by: joining.withdraw(i, by=by),
        lambda i, by: joining.send_again(i, address=str, by=by),
        lambda i, by: joining.check_identity(i, IdentityDocument.PASSPORT, by=by),
    ],
)
def test_no_service_reaches_further_than_the_page(
    coordinator, stranger, elsewhere, attempt
):
    theirs = taken_up(invited(elsewhere, stranger, email="f@foreign.example"))
    for key in (theirs.pk, NOBODYS):
        with pytest.raises(joining.NotOpen):
            attempt(key, coordinator)
    with pytest.raises(invitation_rules.OutOfReach):
        invited(elsewhere, coordinator)


def test_what_somebody_is_elsewhere_is_not_told(coordinator, patrol, elsewhere):
    two_hats = factories.account(display_name="Two Hats")
    factories.membership(Role.OFFICER, of=patrol, account=two_hats)
    factories.membership(Role.OFFICER, of=elsewhere, account=two_hats)

    page = signed_in(coordinator).get(reverse("access:how_joined", args=[two_hats.pk]))

    assert "Patrol" in page.content.decode()
    assert "Foreign Patrol" not in page.content.decode()


def test_an_officer_coordinates_nobody(patrol):
    officer = factories.viewer(Role.OFFICER, of=patrol)
    client = signed_in(officer)

    for route in ("access:coordinate", "access:invite"):
        assert client.get(reverse(route)).status_code == 403
    with pytest.raises(ActDenied):
        invited(patrol, officer)


def test_an_administrator_invites_for_every_unit_what_that_unit_has(
    administrator, patrol
):
    jail = factories.unit(Mission.JAIL, name="Intake")

    assert invited(jail, administrator, Role.BOOKING_CLERK, email="a@jail.example")
    assert invited(patrol, administrator, Role.COORDINATOR, email="b@sheriff.example")
    with pytest.raises(invitation_rules.OutOfReach):
        invited(patrol, administrator, Role.BOOKING_CLERK, email="c@sheriff.example")
    with pytest.raises(invitation_rules.OutOfReach):
        invited(jail, administrator, Role.OFFICER, email="d@jail.example")


@pytest.mark.parametrize("mission", Mission)
def test_every_kind_of_unit_has_somebody_and_no_acting_role_of_another(mission):
    here = invitation_rules.ROLES_OF_MISSION[mission]

    assert here
    if mission not in (Mission.JAIL, Mission.HEALTH):
        desk = invitation_rules.ROLES_OF_MISSION[Mission.JAIL] | {Role.NURSE}
        assert not here & desk


def test_a_closed_unit_takes_nobody(coordinator, patrol):
    patrol.closed_at, patrol.closed_reason = now(), "dissolved"
    patrol.save(update_fields=["closed_at", "closed_reason"])

    with pytest.raises(invitation_rules.OutOfReach):
        invited(patrol, coordinator)


# --- What waits -----------------------------------------------------------------------


def idle(unit, name: str, days: int, **fields) -> Account:
    account = factories.account(
        display_name=name,
        opened_at=now() - 300 * DAY,
        last_sign_in_at=now() - days * DAY,
        **fields,
    )
    factories.membership(Role.OFFICER, of=unit, account=account)
    return account


def test_the_page_says_what_waits_and_what_is_next(coordinator, patrol, elsewhere):
    invited(patrol, coordinator, email="a@x.example", display_name="Not Taken Up")
    taken_up(invited(patrol, coordinator, email="b@x.example"))
    Account.objects.filter(email="b@x.example").update(display_name="To Be Seen")
    idle(patrol, "Warned Already", 61)
    idle(patrol, "Dormant Now", 91)
    idle(patrol, "Review Due", 1, review_due_at=now() + 10 * DAY)
    idle(patrol, "In Good Order", 1)
    idle(elsewhere, "Somebody Foreign", 61)

    page = signed_in(coordinator).get(reverse("access:coordinate"))
    body = page.content.decode()

    for name in (
        *("Not Taken Up", "To Be Seen", "Warned Already", "Dormant Now"),
        "Review Due",
    ):
        assert name in body
    for name in ("In Good Order", "Somebody Foreign", "Foreign Patrol"):
        assert name not in body
    assert "signing in keeps it" in body
    assert "Check who they are" in body


def test_nothing_waits_is_said(coordinator):
    page = signed_in(coordinator).get(reverse("access:coordinate")).content.decode()

    assert "Nothing waits." in page
    assert "No letter is out." in page


def test_an_identity_is_checked_on_the_page(coordinator, patrol):
    invitation = taken_up(invited(patrol, coordinator))
    client = signed_in(coordinator)
    address = reverse("access:check_identity", args=[invitation.pk])

    assert "4711" in client.get(address).content.decode()
    unseen = client.post(address, {"document": "passport"})
    assert unseen.status_code == 200
    done = client.post(address, {"document": "passport", "seen": "on"})

    assert done.status_code == 302
    life = client.get(reverse("access:how_joined", args=[invitation.account_id]))
    assert "passport" in life.content.decode()
    assert ActEvent.objects.filter(act=Act.CHECK_IDENTITY).exists()


# --- First screens --------------------------------------------------------------------


def test_the_first_screen_says_what_where_and_until_when(sheriff, patrol):
    place = factories.facility(code="KCCF")
    paper = factories.agreement(sheriff, ends_at=now() + 20 * DAY, daily_ceiling=37)
    factories.permit(patrol, place, CLASSES, agreement=paper)
    viewer = factories.viewer(Role.OFFICER, of=patrol)

    body = signed_in(viewer).get("/").content.decode()

    assert "<strong>KCCF</strong>" in body
    assert "search for a person" in body
    assert "37 different people" in body
    assert "Agreement of your agency ends" in body
    assert "photo, description" in body
    assert "address and contact" not in body.split("What you are shown")[0]


def test_of_somebody_without_a_unit_the_first_screen_says_so(sheriff):
    member = factories.membership(Role.OFFICER)
    client = signed_in(factories.viewer_of(member))
    Membership.objects.filter(pk=member.pk).update(ends_at=now() - DAY)

    body = client.get("/").content.decode()

    assert "You have no unit" in body


def test_a_coordinator_is_led_to_what_waits(coordinator):
    body = signed_in(coordinator).get("/").content.decode()

    assert reverse("access:coordinate") in body
    assert "See what waits for whom" in body


def test_the_first_screen_asks_few_questions_of_the_database(
    patrol, django_assert_max_num_queries
):
    client = signed_in(factories.viewer(Role.OFFICER, of=patrol))
    client.get("/")

    with django_assert_max_num_queries(8):
        client.get("/")
