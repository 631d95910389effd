"""Opened again, and ended: what it takes, what it changes, what it leaves as it was."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from access import services
from access.acts import Act
from access.enums import Role, SessionEnd, Standing
from access.guards import ActDenied
from access.models import Account, AccountSession, Membership
from access.rules import RuleViolation
from access.selectors import viewer_for
from access.services import proposals
from audit.clock import now
from audit.models import ActEvent
from bookings.selectors import open_record
from jailrecords.database import as_owner
from tests import factories
from tests.clients import is_signed_in, signed_in, words

REASON = "Back from leave since Monday, her chief confirms."
DAY = timedelta(days=1)
FAR = datetime(2099, 1, 1, tzinfo=UTC)
CLOCKS = ("opened_at", "joined_at", "last_sign_in_at", "credentials_changed_at")


@pytest.fixture
def keeper(law):
    return factories.viewer(Role.ADMINISTRATOR)


@pytest.fixture
def second(law):
    return factories.viewer(Role.PRIVACY_OFFICER)


@pytest.fixture
def officer(law):
    return factories.membership(
        Role.OFFICER,
        account=factories.account(
            last_sign_in_at=now() - 3 * DAY, credentials_changed_at=now() - 40 * DAY
        ),
    )


def asleep(**fields):
    """Somebody who has not signed in for 120 days, or as ``fields`` say."""
    fields = {"last_sign_in_at": now() - 120 * DAY} | fields
    return factories.membership(Role.OFFICER, account=factories.account(**fields))


def standing_of(member) -> Standing:
    return viewer_for(member.account_id, member.pk, None)[0].standing


def reopen(member, keeper, second, **asked):
    asked = services.reopen_account(member.account_id, REASON, by=keeper, **asked)
    return proposals.agree(asked.pk, by=second)


# fmt: off
CLOSED = {
    "suspended":          {"suspended_at": now, "suspended_reason": lambda: "left"},
    "dormant":            {},
    "expired":            {"expires_at": lambda: now() - DAY},
    "suspended, expired": {"suspended_at": now, "suspended_reason": lambda: "left",
                           "expires_at": lambda: now() - DAY},
}
# fmt: on


@pytest.mark.parametrize("how", CLOSED.values(), ids=CLOSED.keys())
def test_it_opens_and_every_clock_stays_as_it_was(officer, keeper, second, how):
    officer = officer if how else asleep()
    if how:
        Account.objects.filter(pk=officer.account_id).update(
            **{name: value() for name, value in how.items()}
        )
    assert standing_of(officer) not in (Standing.GOOD, Standing.WARNED)
    before = Account.objects.values(*CLOCKS).get(pk=officer.account_id)

    reopen(officer, keeper, second)

    assert standing_of(officer) is Standing.GOOD
    assert Account.objects.values(*CLOCKS).get(pk=officer.account_id) == before


def test_dormancy_counts_from_the_day_it_was_opened_again(keeper, second, clock):
    officer = asleep()
    reopen(officer, keeper, second)
    reopened = Account.objects.get(pk=officer.account_id).reopened_at

    # fmt: off
    for days, expected in (
        (59, Standing.GOOD), (60, Standing.WARNED), (75, Standing.WARNED),
        (89, Standing.WARNED), (90, Standing.DORMANT), (91, Standing.DORMANT),
    ):
        clock(reopened + days * DAY)
        assert standing_of(officer) is expected, days
    # fmt: on


def test_no_session_cookie_or_page_of_before_wakes_up(officer, keeper, second):
    viewer = factories.viewer_of(officer)
    stolen = signed_in(viewer)
    assert stolen.get("/").status_code == 200
    services.suspend_account(officer.account, "lost phone", by=keeper)
    reopen(officer, keeper, second)

    answer = stolen.get(reverse("access:working_as"))

    assert answer.status_code == 302
    assert not is_signed_in(stolen)
    assert not AccountSession.objects.filter(
        account=officer.account, ended_at=None
    ).exists()


def test_a_session_that_was_never_used_in_between_does_not_wake_up_either(
    keeper, second
):
    """Dormant and opened again, while the cookie lay in a drawer."""
    officer = asleep()
    stolen = signed_in(factories.viewer_of(officer))
    reopen(officer, keeper, second)

    stolen.get(reverse("access:working_as"))

    assert not is_signed_in(stolen)


def test_a_temporary_account_ends_after_72_hours_to_the_microsecond(
    officer, keeper, second, clock
):
    services.suspend_account(officer.account, "left", by=keeper)
    reopen(officer, keeper, second, is_temporary=True)
    ends = Account.objects.get(pk=officer.account_id).expires_at
    assert now() + timedelta(hours=71) < ends <= now() + timedelta(hours=72)

    clock(ends - timedelta(microseconds=1))
    assert standing_of(officer) is Standing.GOOD
    clock(ends)
    assert standing_of(officer) is Standing.EXPIRED


def test_what_is_open_or_waits_for_its_holder_is_not_opened_again(officer, keeper):
    with pytest.raises(RuleViolation, match="not closed"):
        services.reopen_account(officer.account_id, REASON, by=keeper)
    invited = asleep(joined_at=None)
    with pytest.raises(RuleViolation, match="invite them anew"):
        services.reopen_account(invited.account_id, REASON, by=keeper)


# --- By the application's role alone --------------------------------------------------------

# fmt: off
WAKING = {
    "the suspension is cleared":      {"suspended_at": None, "suspended_reason": ""},
    "the suspension is put off":      {"suspended_at": FAR},
    "the end is cleared":             {"expires_at": None},
    "the end is moved":               {"expires_at": FAR},
    "dormancy is counted anew":       {"reopened_at": FAR},
    "closed for good, and active":    {"is_active": True},
}
# fmt: on


@pytest.mark.parametrize("fields", WAKING.values(), ids=WAKING.keys())
def test_no_account_wakes_up_without_two_people(officer, fields):
    Account.objects.filter(pk=officer.account_id).update(
        suspended_at=now(), suspended_reason="left", expires_at=now(), is_active=False
    )
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        Account.objects.filter(pk=officer.account_id).update(**fields)


def test_nothing_else_than_what_was_agreed(officer, keeper, second):
    """In the very transaction in which two people have agreed."""
    services.suspend_account(officer.account, "left", by=keeper)
    reopen(officer, keeper, second, is_temporary=True)
    own = Account.objects.filter(pk=officer.account_id)

    for fields in (
        {"expires_at": None},
        {"expires_at": now() + 900 * DAY},
        {"reopened_at": now() - 10 * DAY},
        {"reopened_at": now(), "last_sign_in_at": now()},
        {"reopened_at": now(), "opened_at": now()},
        {"reopened_at": now(), "credentials_changed_at": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            own.update(**fields)


def test_mass_assignment_reaches_nothing_that_is_not_on_the_form(officer, keeper):
    services.suspend_account(officer.account, "left", by=keeper)
    before = Account.objects.values().get(pk=officer.account_id)
    client = signed_in(keeper)

    answer = client.post(
        reverse("access:reopen", args=[officer.account_id]),
        {
            "reason": REASON,
            "is_superuser": "on",
            "is_active": "on",
            "suspended_at": "",
            "last_sign_in_at": "2026-01-01",
            "roles": "administrator",
            "unit": "1",
            "status": "done",
            "expires_at": "2099-01-01 00:00",
        },
    )

    assert answer.status_code == 302
    assert Account.objects.values().get(pk=officer.account_id) == before
    asked = officer.account
    assert ActEvent.objects.filter(act=Act.PROPOSE).count() == 1
    assert asked.memberships.get().roles == [Role.OFFICER]


@pytest.mark.django_db(transaction=True)
def test_an_account_that_the_history_names_is_never_deleted():
    """By no service, and by nobody who has not the owner's name."""
    factories.laws()
    member = factories.membership(Role.OFFICER)
    for statement in (
        "DELETE FROM access_account WHERE id = %s",
        "DELETE FROM access_membership WHERE account_id = %s",
        "DELETE FROM access_accountsession WHERE account_id = %s",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [member.account_id])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'access_account', 'DELETE')",
            [settings.DATABASES["default"]["USER"]],
        )
        assert cursor.fetchone() == (False,)


# --- Ended employment --------------------------------------------------------------------------


def test_ended_employment_ends_everything_at_that_instant(officer, keeper):
    client = signed_in(factories.viewer_of(officer))

    services.end_employment(officer.account_id, REASON, by=keeper)

    officer.refresh_from_db()
    account = Account.objects.get(pk=officer.account_id)
    assert officer.ends_at == account.expires_at
    assert now() - account.expires_at < timedelta(minutes=1)
    session = AccountSession.objects.get(account=account)
    assert session.end_reason == SessionEnd.CLOSED
    assert client.get(reverse("access:working_as")).status_code == 302
    assert not is_signed_in(client)


def test_who_comes_back_gets_what_two_people_agree_upon(officer, keeper, second):
    services.end_employment(officer.account_id, REASON, by=keeper)
    reopen(officer, keeper, second)
    officer.refresh_from_db()
    assert officer.ends_at is not None, "a capacity is given back by name"

    services.end_employment(officer.account_id, REASON, by=keeper)
    reopen(officer, keeper, second, memberships=(officer.pk,))
    assert standing_of(officer) is Standing.GOOD


def test_a_coordinator_ends_what_there_is_in_their_own_agency(officer, keeper):
    coordinator = factories.viewer_of(
        factories.membership(Role.COORDINATOR, of=officer.unit)
    )
    elsewhere = factories.membership(Role.OFFICER, account=officer.account)

    services.end_employment(officer.account_id, REASON, by=coordinator)

    officer.refresh_from_db()
    elsewhere.refresh_from_db()
    assert officer.ends_at is not None
    assert elsewhere.ends_at is None
    assert Account.objects.get(pk=officer.account_id).expires_at is None


# fmt: off
REACHING = {
    "their page":      ("access:account",        "get"),
    "opening again":   ("access:reopen",         "post"),
    "the end":         ("access:end_employment", "post"),
}
# fmt: on


@pytest.mark.parametrize(("route", "method"), REACHING.values(), ids=REACHING.keys())
def test_a_coordinator_reaches_into_no_other_agency(officer, clock, route, method):
    """As for an account that never was, to the byte."""
    clock(now())
    client = signed_in(factories.viewer(Role.COORDINATOR))
    answers = [
        getattr(client, method)(reverse(route, args=[key]), {"reason": REASON})
        for key in (officer.account_id, 999_999_999)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert words(answers[0]) == words(answers[1])
    officer.refresh_from_db()
    assert officer.ends_at is None


def test_neither_by_the_service(officer):
    with pytest.raises(ActDenied):
        services.end_employment(
            officer.account_id, REASON, by=factories.viewer(Role.COORDINATOR)
        )


# --- Whom nobody closes ----------------------------------------------------------------------


def test_the_last_administrator_is_not_closed_and_that_is_recorded(keeper, second):
    account = Account.objects.get(pk=keeper.account_id)
    for act, close in (
        (Act.SUSPEND, lambda: services.suspend_account(account, REASON, by=second)),
        (
            Act.END_EMPLOYMENT,
            lambda: services.end_employment(account.pk, REASON, by=second),
        ),
    ):
        with pytest.raises(RuleViolation, match="Nobody would be left"):
            close()
        refused = ActEvent.objects.get(act=act, outcome="refused")
        assert refused.reason == "last_administrator"
    assert Account.objects.get(pk=account.pk).suspended_at is None


def test_an_administrator_who_cannot_sign_in_is_none(keeper, second):
    dormant = factories.account(last_sign_in_at=now() - 100 * DAY)
    factories.membership(Role.ADMINISTRATOR, account=dormant)
    account = Account.objects.get(pk=keeper.account_id)

    with pytest.raises(RuleViolation, match="Nobody would be left"):
        services.suspend_account(account, REASON, by=second)
    factories.membership(Role.ADMINISTRATOR)
    services.suspend_account(account, REASON, by=second)


def test_nobody_closes_their_own_account(keeper):
    factories.membership(Role.ADMINISTRATOR)
    with pytest.raises(RuleViolation, match="your own"):
        services.end_employment(keeper.account_id, REASON, by=keeper)
    with pytest.raises(RuleViolation, match="your own"):
        services.suspend_account(
            Account.objects.get(pk=keeper.account_id), REASON, by=keeper
        )


# --- The page ---------------------------------------------------------------------------------


def test_the_account_page_says_what_holds_and_shows_nobody_in_custody(officer, keeper):
    jail = factories.facility()
    factories.permit(officer.unit, jail)
    booking = factories.booking(
        facility=jail, person=factories.person(surname="Quiethaven")
    )
    assert open_record(factories.viewer_of(officer), booking.pk)

    page = words(
        signed_in(keeper).get(reverse("access:account", args=[officer.account_id]))
    )

    assert "Last sign-in" in page
    assert "Last person shown" in page
    assert "No longer works here" in page
    for word in ("Quiethaven", str(booking.pk), booking.booking_number):
        assert word not in page
    assert Membership.objects.get(pk=officer.pk).unit.name in page
