"""From a letter to an account: invited, taken up, identified, and only then joined."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from access import rules
from access.acts import Act
from access.enums import IdentityDocument, Mission, Role, SessionEnd, Standing
from access.models import Account, AccountSession, Invitation, Membership
from access.selectors import capacities, viewer_for
from access.services import joining, letters, suspend_account
from access.standing import INVITATION_LASTS, TEMPORARY_LASTS
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from tests import factories
from tests.clients import begin_session, is_signed_in, settled, signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "seven herons over the flooded field"
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
HIDDEN = {
    # what somebody adds to the form by hand: none of it is read
    "unit": "1",
    "roles": "administrator",
    "membership": "1",
    "sign_in_name": "root",
    "joined_at": "2026-01-01",
    "is_superuser": "on",
    "is_active": "on",
    "expires_at": "",
    "identity_checked_at": "2026-01-01",
    "agency": "1",
    "email": "else@where.example",
}


@pytest.fixture
def sheriff():
    factories.laws()
    return factories.agency(name="Sheriff", mail_domains=["sheriff.example.gov"])


@pytest.fixture
def patrol(sheriff):
    return factories.unit(Mission.CRIMINAL, of=sheriff, name="Patrol")


@pytest.fixture
def coordinator(patrol):
    desk = factories.unit(Mission.CRIMINAL, of=patrol.agency, name="Desk")
    return factories.viewer(Role.COORDINATOR, of=desk)


@pytest.fixture
def administrator(sheriff):
    return factories.viewer(Role.ADMINISTRATOR)


def invited(unit, by, *roles, email="new@sheriff.example.gov", **fields) -> Invitation:
    return joining.invite(
        unit.pk,
        frozenset(roles or {Role.OFFICER}),
        display_name=fields.pop("display_name", "Heron Blackthorn"),
        email=email,
        is_temporary=fields.pop("is_temporary", False),
        address=lambda token: f"https://jail.example/join/{token}/",
        by=by,
    )


def last_token() -> str:
    return re.search(r"/join/([^/\s]+)/", mail.outbox[-1].body).group(1)


def begun(client: Client, token: str):
    return client.post(reverse("access:join_with", args=[token]))


def answers(**changed) -> dict:
    return {
        "display_name": "Heron Blackthorn",
        "employee_number": "4711",
        "password": PASSWORD,
        "again": PASSWORD,
    } | changed


def taken_up(invitation: Invitation) -> Invitation:
    client = Client()
    begun(client, last_token())
    assert client.post(reverse("access:join"), answers()).status_code == 200
    invitation.refresh_from_db()
    return invitation


def refused(act: Act) -> int:
    return ActEvent.objects.filter(act=act, outcome=Outcome.REFUSED).count()


# --- The letter -----------------------------------------------------------------------


def test_an_invitation_opens_an_account_that_nobody_can_use(patrol, coordinator):
    invitation = invited(patrol, coordinator)

    account = invitation.account
    assert account.joined_at is None
    assert not account.has_usable_password()
    assert account.opened_by_id == coordinator.account_id
    assert [m.unit for m in capacities(account.pk, now())] == [patrol]
    viewer, _ = viewer_for(account.pk, invitation.membership_id, None)
    assert (viewer.standing, viewer.may_enter) == (Standing.INVITED, False)
    assert invitation.ends_at == account.opened_at + INVITATION_LASTS


def test_the_letter_says_nothing_about_anybody(patrol, coordinator):
    invitation = invited(patrol, coordinator)
    (letter,) = mail.outbox

    said = f"{letter.subject} {letter.body}".lower()
    for word in ("heron", "blackthorn", "sheriff", "patrol", "officer", "new@"):
        assert word not in said
    assert invitation.account.sign_in_name not in said
    assert str(invitation.pk) not in said
    assert last_token() not in invitation.token_digest


def test_when_the_post_takes_no_letter_nobody_is_invited(
    patrol, coordinator, monkeypatch
):
    def fail(*_, **__):
        raise letters.NotSent

    monkeypatch.setattr(letters, "send_invitation", fail)

    with pytest.raises(rules.RuleViolation, match="nothing was done"):
        invited(patrol, coordinator)

    assert not Invitation.objects.exists()


def test_a_temporary_account_ends_after_72_hours(patrol, coordinator):
    account = invited(patrol, coordinator, is_temporary=True).account

    assert account.expires_at == account.opened_at + TEMPORARY_LASTS
    assert account.invitations.get().ends_at == account.expires_at


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("new@sheriff.example.gov", None),
        ("new@west.sheriff.example.gov", None),
        ("new@sheriff.example.gov.example.com", "another address"),
        ("new@notsheriff.example.gov", "another address"),
        ("me@sheriff.example.gov", "invites themselves"),
        ("ME@Sheriff.example.gov", "invites themselves"),
    ],
)
def test_whom_one_may_write_to(patrol, coordinator, email, says):
    Account.objects.filter(pk=coordinator.account_id).update(
        email="me@sheriff.example.gov"
    )
    if says is None:
        assert invited(patrol, coordinator, email=email)
        return
    with pytest.raises(rules.RuleViolation, match=says):
        invited(patrol, coordinator, email=email)


def test_nobody_of_an_agency_is_invited_twice(patrol, coordinator):
    invitation = invited(patrol, coordinator)

    with pytest.raises(rules.RuleViolation, match="is invited"):
        invited(patrol, coordinator, email="NEW@sheriff.example.gov")

    joining.withdraw(invitation.pk, by=coordinator)
    assert invited(patrol, coordinator)


# --- Taking it up ---------------------------------------------------------------------


def test_a_letter_is_taken_up_and_the_address_forgets_it(client, patrol, coordinator):
    invitation = invited(patrol, coordinator)
    token = last_token()

    looked = client.get(reverse("access:join_with", args=[token]))
    assert looked.status_code == 200
    invitation.refresh_from_db()
    assert invitation.begun_at is None, "a mail filter that looks uses nothing up"

    answer = begun(client, token)
    assert answer["Location"] == reverse("access:join")
    assert token not in str(client.session.items())
    page = client.get(reverse("access:join"))
    assert invitation.account.sign_in_name in page.content.decode()
    done = client.post(reverse("access:join"), answers(display_name="H. Blackthorn"))
    assert "show who you are" in done.content.decode()

    invitation.refresh_from_db()
    account = invitation.account
    assert account.display_name == "H. Blackthorn"
    assert invitation.employee_number == "4711"
    assert account.check_password(PASSWORD)
    assert account.credentials_changed_at >= invitation.taken_up_at
    assert account.joined_at is None
    assert not is_signed_in(client)


def test_nobody_signs_in_before_they_are_identified(client, patrol, coordinator):
    invitation = taken_up(invited(patrol, coordinator))
    account = invitation.account
    typed = {"sign_in_name": account.sign_in_name, "password": PASSWORD}

    before = client.post(reverse("access:sign_in"), typed)
    assert before.status_code == 403
    assert "identity has not been checked" in before.content.decode()

    joining.check_identity(invitation.pk, IdentityDocument.AGENCY_BADGE, by=coordinator)
    assert client.post(reverse("access:sign_in"), typed).status_code == 302
    account.refresh_from_db()
    invitation.refresh_from_db()
    assert account.joined_at == invitation.identity_checked_at
    assert invitation.identity_checked_by_id == coordinator.account_id


def test_a_weak_password_is_told_and_nothing_is_taken_up(client, patrol, coordinator):
    invitation = invited(patrol, coordinator)
    begun(client, last_token())

    for wrong in ({"password": "short", "again": "short"}, {"again": "another one"}):
        page = client.post(reverse("access:join"), answers(**wrong))
        assert page.status_code == 200
        assert "Please correct" in page.content.decode()

    invitation.refresh_from_db()
    assert invitation.taken_up_at is None
    assert not invitation.account.has_usable_password()


# --- What opens nothing ---------------------------------------------------------------


def unknown(invitation, coordinator, clock):
    return "0" * 64


def used(invitation, coordinator, clock):
    token = last_token()
    begun(Client(), token)
    return token


def taken(invitation, coordinator, clock):
    token = last_token()
    taken_up(invitation)
    return token


def withdrawn(invitation, coordinator, clock):
    joining.withdraw(invitation.pk, by=coordinator)
    return last_token()


def ended(invitation, coordinator, clock):
    clock(invitation.ends_at)
    return last_token()


def replaced(invitation, coordinator, clock):
    token = last_token()
    joining.send_again(invitation.pk, address=lambda t: f"/join/{t}/", by=coordinator)
    return token


def of_a_closed_inviter(invitation, coordinator, clock):
    Account.objects.filter(pk=coordinator.account_id).update(
        suspended_at=now(), suspended_reason="left"
    )
    return last_token()


def of_an_inviter_whose_agency_closed(invitation, coordinator, clock):
    agency = invitation.membership.unit.agency
    agency.closed_at, agency.closed_reason = now(), "dissolved"
    agency.save(update_fields=["closed_at", "closed_reason"])
    return last_token()


def of_a_suspended_account(invitation, coordinator, clock):
    Account.objects.filter(pk=invitation.account_id).update(
        suspended_at=now(), suspended_reason="a mistake"
    )
    return last_token()


WORTHLESS = [
    unknown,
    used,
    taken,
    withdrawn,
    ended,
    replaced,
    of_a_closed_inviter,
    of_an_inviter_whose_agency_closed,
    of_a_suspended_account,
]


@pytest.mark.parametrize("why", WORTHLESS, ids=lambda f: f.__name__)
def test_what_opens_nothing_answers_the_same_and_leaves_a_trace(
    patrol, coordinator, clock, why
):
    clock(now())
    token = why(invited(patrol, coordinator), coordinator, clock)
    nobodys = begun(Client(), "f" * 64)
    before = refused(Act.TAKE_UP)

    answer = begun(Client(), token)

    assert answer.status_code == 404
    assert settled(answer.content.decode()) == settled(nobodys.content.decode())
    assert refused(Act.TAKE_UP) == before + 1
    event = ActEvent.objects.filter(act=Act.TAKE_UP).latest("id")
    assert token not in f"{event.reason} {event.target_id} {event.detail}"


@pytest.mark.parametrize(
    "why", [withdrawn, ended, replaced, of_a_closed_inviter, of_a_suspended_account]
)
def test_what_closes_after_the_letter_was_used_closes_the_form_as_well(
    client, patrol, coordinator, clock, why
):
    clock(now())
    invitation = invited(patrol, coordinator)
    begun(client, last_token())
    why(invitation, coordinator, clock)

    assert client.get(reverse("access:join")).status_code == 404
    assert client.post(reverse("access:join"), answers()).status_code == 404
    invitation.refresh_from_db()
    assert invitation.taken_up_at is None


@pytest.mark.parametrize(("before", "status"), [(TICK, 302), (timedelta(0), 404)])
def test_a_letter_lasts_thirty_days_to_the_instant(
    client, patrol, coordinator, clock, before, status
):
    clock(now())
    invitation = invited(patrol, coordinator)
    # The inviter is at work until the end.
    Account.objects.filter(pk=coordinator.account_id).update(
        last_sign_in_at=invitation.ends_at - DAY
    )
    clock(invitation.ends_at - before)

    assert begun(client, last_token()).status_code == status


def test_what_ended_is_expired_without_anything_having_run(patrol, coordinator, clock):
    clock(now())
    invitation = invited(patrol, coordinator)
    clock(invitation.ends_at)
    viewer, _ = viewer_for(invitation.account_id, invitation.membership_id, None)

    assert viewer.standing is Standing.EXPIRED
    with pytest.raises(rules.RuleViolation, match="ended"):
        joining.send_again(
            invitation.pk,
            address=str,
            by=factories.viewer_of(
                Membership.objects.get(pk=coordinator.membership_id)
            ),
        )


# --- Attacks --------------------------------------------------------------------------


def test_the_form_takes_no_unit_role_or_name_of_the_persons_own(
    client, patrol, coordinator
):
    invitation = invited(patrol, coordinator)
    kept = Account.objects.values(
        "sign_in_name", "email", "is_superuser", "joined_at", "expires_at"
    ).get(pk=invitation.account_id)
    begun(client, last_token())

    client.post(reverse("access:join"), answers(**HIDDEN))

    account = Account.objects.get(pk=invitation.account_id)
    assert {name: getattr(account, name) for name in kept} == kept
    (membership,) = account.memberships.all()
    assert (membership.unit, membership.roles) == (patrol, ["officer"])
    invitation.refresh_from_db()
    assert invitation.identity_checked_at is None


def test_a_second_letter_in_one_browser_takes_the_place_of_the_first(
    client, patrol, coordinator
):
    first = invited(patrol, coordinator)
    begun(client, last_token())
    second = invited(patrol, coordinator, email="other@sheriff.example.gov")
    begun(client, last_token())

    client.post(reverse("access:join"), answers())

    for invitation in (first, second):
        invitation.refresh_from_db()
    assert first.taken_up_at is None
    assert second.taken_up_at is not None


def test_a_session_prepared_by_somebody_else_is_exchanged(client, patrol, coordinator):
    """Session fixation: the cookie that was there before the letter is worth nothing."""
    session = client.session
    session["put"] = "there before"
    session.save()
    before = session.session_key
    invited(patrol, coordinator)

    begun(client, last_token())

    assert client.session.session_key != before


def test_whoever_is_signed_in_takes_up_no_invitation(patrol, coordinator):
    invitation = invited(patrol, coordinator)
    client = signed_in(coordinator)

    assert begun(client, last_token()).status_code == 200
    invitation.refresh_from_db()
    assert invitation.begun_at is None


def test_nobody_who_does_not_hold_the_token_comes_to_the_form(
    client, patrol, coordinator
):
    invitation = invited(patrol, coordinator)
    session = client.session
    session["joining"] = str(invitation.pk)
    session.save()

    assert client.get(reverse("access:join")).status_code == 404
    assert client.post(reverse("access:join"), answers()).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_take_up_one_letter_at_once_are_one(patrol, coordinator):
    invitation = invited(patrol, coordinator)
    known_by = joining.begin(last_token(), by=joining.JOINING)
    together, outcomes = threading.Barrier(2), []

    def take(number: str) -> None:
        together.wait()
        try:
            joining.take_up(
                known_by,
                by=joining.JOINING,
                display_name=f"Number {number}",
                employee_number=number,
                password=f"{PASSWORD} {number}",
            )
            outcomes.append(number)
        except joining.NotOpen:
            outcomes.append(None)
        finally:
            connection.close()

    both = [threading.Thread(target=take, args=[number]) for number in ("1", "2")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    (winner,) = [number for number in outcomes if number]
    invitation.refresh_from_db()
    assert invitation.employee_number == winner
    assert invitation.account.check_password(f"{PASSWORD} {winner}")


@pytest.mark.django_db(transaction=True)
def test_two_browsers_that_use_one_letter_at_once_are_one(patrol, coordinator):
    invited(patrol, coordinator)
    token, together, outcomes = last_token(), threading.Barrier(2), []

    def use() -> None:
        together.wait()
        try:
            outcomes.append(joining.begin(token, by=joining.JOINING))
        except joining.NotOpen:
            outcomes.append(None)
        finally:
            connection.close()

    both = [threading.Thread(target=use) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sum(outcome is not None for outcome in outcomes) == 1


# --- Who says who somebody is ---------------------------------------------------------


def test_nobody_identifies_who_has_not_taken_up_their_letter(patrol, coordinator):
    invitation = invited(patrol, coordinator)

    with pytest.raises(rules.RuleViolation, match="not taken up"):
        joining.check_identity(invitation.pk, IdentityDocument.PASSPORT, by=coordinator)


def test_whoever_decides_or_watches_is_identified_by_another_than_their_inviter(
    administrator,
):
    """One person alone makes nobody whose yes counts as a second."""
    unit = factories.unit(Mission.JAIL, name="Privacy")
    invitation = invited(
        unit, administrator, Role.PRIVACY_OFFICER, email="p@jail.example.gov"
    )
    taken_up(invitation)

    with pytest.raises(rules.RuleViolation, match="somebody else"):
        joining.check_identity(
            invitation.pk, IdentityDocument.PASSPORT, by=administrator
        )

    joining.check_identity(
        invitation.pk,
        IdentityDocument.PASSPORT,
        by=factories.viewer(Role.PRIVACY_OFFICER),
    )
    assert Account.objects.get(pk=invitation.account_id).joined_at


def test_nobody_joins_whose_inviter_was_closed_meanwhile(
    patrol, coordinator, administrator
):
    invitation = taken_up(invited(patrol, coordinator))
    suspend_account(
        Account.objects.get(pk=coordinator.account_id), "left", by=administrator
    )

    with pytest.raises(rules.RuleViolation, match="no open account"):
        joining.check_identity(
            invitation.pk, IdentityDocument.PASSPORT, by=administrator
        )


# --- What the database holds ----------------------------------------------------------


def joined(patrol, coordinator) -> Invitation:
    invitation = taken_up(invited(patrol, coordinator))
    joining.check_identity(invitation.pk, IdentityDocument.PASSPORT, by=coordinator)
    invitation.refresh_from_db()
    return invitation


def account_of(invitation):
    return Account.objects.filter(pk=invitation.account_id)


def row_of(invitation):
    return Invitation.objects.filter(pk=invitation.pk)


# fmt: off
PROMISES = {
    # what somebody tries                      at which stage, and how
    "joined, and then not":                    (joined,   lambda i: account_of(i).update(joined_at=None)),
    "joined at another time":                  (joined,   lambda i: account_of(i).update(joined_at=now() - DAY)),
    "joined before the letter is taken up":    (invited,  lambda i: account_of(i).update(joined_at=now())),
    "joined before they are identified":       (taken_up, lambda i: account_of(i).update(joined_at=now())),
    "another unit on the way":                 (invited,  lambda i: Membership.objects.create(account_id=i.account_id, unit=factories.unit(), roles=["records_officer"])),
    "other roles on the way":                  (invited,  lambda i: Membership.objects.filter(pk=i.membership_id).update(roles=["officer", "coordinator"])),
    "other roles in the letter":               (invited,  lambda i: row_of(i).update(roles=["coordinator"])),
    "a letter that lasts longer":              (invited,  lambda i: row_of(i).update(ends_at=i.ends_at + DAY)),
    "taken up without a letter":               (invited,  lambda i: row_of(i).update(taken_up_at=now(), employee_number="1")),
    "taken up by nobody":                      (taken_up, lambda i: row_of(i).update(employee_number="")),
    "a letter used twice":                     (taken_up, lambda i: row_of(i).update(begun_at=now())),
    "a letter taken up again":                 (taken_up, lambda i: row_of(i).update(taken_up_at=now())),
    "identified by oneself":                   (taken_up, lambda i: row_of(i).update(identity_checked_at=now(), identity_checked_by=i.account_id, identity_document="passport")),
    "identified on no document":               (taken_up, lambda i: row_of(i).update(identity_checked_at=now(), identity_checked_by=i.invited_by_id)),
    "identified by nobody":                    (taken_up, lambda i: row_of(i).update(identity_checked_at=now(), identity_document="passport")),
    "identified again":                        (joined,   lambda i: row_of(i).update(identity_document="state_id")),
    "withdrawn after they joined":             (joined,   lambda i: row_of(i).update(withdrawn_at=now())),
    "another letter for the same account":     (invited,  lambda i: Invitation.objects.create(account_id=i.account_id, membership_id=i.membership_id, roles=i.roles, invited_by_id=i.invited_by_id, invited_in_id=i.invited_in_id, token_digest="x", ends_at=i.ends_at)),
    "an invitation that is gone":              (invited,  lambda i: row_of(i).delete()),
    "a session before they joined":            (taken_up, lambda i: begin_session(i.account_id, i.membership_id)),
}
# fmt: on


@pytest.mark.parametrize(("stage", "attempt"), PROMISES.values(), ids=PROMISES)
def test_the_database_holds_what_was_promised(patrol, coordinator, stage, attempt):
    if stage is taken_up:
        invitation = taken_up(invited(patrol, coordinator))
    else:
        invitation = stage(patrol, coordinator)

    with pytest.raises(DatabaseError), transaction.atomic():
        attempt(invitation)


def test_who_was_never_invited_has_joined_from_the_beginning(sheriff):
    account = factories.account()
    account.refresh_from_db()

    assert account.joined_at is not None
    assert not Invitation.objects.exists()


def test_what_happened_to_an_invitation_stays_in_its_history(patrol, coordinator):
    invitation = joined(patrol, coordinator)

    stages = invitation.history.order_by("history_id")
    assert [
        (bool(s.begun_at), bool(s.taken_up_at), bool(s.identity_checked_at))
        for s in stages
    ] == [
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (True, True, True),
    ]
    assert not AccountSession.objects.exclude(end_reason="").exclude(
        end_reason__in=[reason.value for reason in SessionEnd]
    )
