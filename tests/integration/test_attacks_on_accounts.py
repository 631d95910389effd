"""What somebody tries against an account and its sessions: refused, and put down."""

import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.urls import reverse

from access.acts import Act
from access.enums import Role, SessionEnd
from access.models import Account, AccountSession
from access.selectors import viewer_for
from access.services import suspend_account
from access.session import CAPACITY_KEY, VISIT_KEY
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent, ViewEvent
from bookings import selectors
from tests import factories
from tests.clients import begin_session, is_signed_in, signed_in, words
from tests.routes import routes

pytestmark = pytest.mark.django_db

PASSWORD = "a heron walks at half past four"
SECOND = 1.0


def an_officer(jail, name="wren"):
    account = factories.account(sign_in_name=name, password=PASSWORD)
    member = factories.membership(Role.CUSTODY_OFFICER, account=account)
    factories.permit(member.unit, jail)
    return factories.viewer_of(member)


@pytest.fixture
def officer(jail):
    return an_officer(jail)


def copied(browser: Client) -> Client:
    """Another browser, with the cookie of this one."""
    thief = Client()
    name = settings.SESSION_COOKIE_NAME
    thief.cookies[name] = browser.cookies[name].value
    return thief


def is_at_work(browser: Client) -> bool:
    return browser.get(reverse("bookings:custody")).status_code == 200


def change_session(browser: Client, **keys) -> None:
    session = SessionStore(browser.cookies[settings.SESSION_COOKIE_NAME].value)
    session.update(keys)
    session.save()


# --- Enumeration --------------------------------------------------------------------------


def test_no_page_asks_for_a_name_but_the_sign_in():
    """There is no reset that anybody can ask for: nothing there tells who has an
    account. The sign-in itself: test_sign_in_locks.
    """
    public = {route.name for route in routes() if hasattr(route.view, "is_public")}

    assert {name for name in public if "reset" in name or "forgot" in name} == set()


# --- A cookie that was copied ----------------------------------------------------------------


def _suspend(viewer):
    Account.objects.filter(pk=viewer.account_id).update(
        suspended_at=now(), suspended_reason="lost phone"
    )


def _suspend_and_open_again(viewer):
    _suspend(viewer)
    factories.reopen(viewer.account_id)


def _new_password(viewer):
    account = Account.objects.get(pk=viewer.account_id)
    account.set_password("eleven lamps along the harbour")
    account.save(update_fields=["password"])


def _end_all(viewer):
    AccountSession.objects.update(ended_at=now(), end_reason=SessionEnd.BY_HOLDER)


def _inactive(viewer):
    Account.objects.filter(pk=viewer.account_id).update(is_active=False)


ENDINGS = [_suspend, _suspend_and_open_again, _new_password, _end_all, _inactive]


@pytest.mark.parametrize("end", ENDINGS, ids=lambda f: f.__name__.strip("_"))
def test_a_stolen_cookie_is_dead_at_its_next_request(officer, end):
    browser = signed_in(officer)
    thief = copied(browser)
    assert is_at_work(thief)
    seen = ViewEvent.objects.count()

    end(officer)

    assert not is_at_work(thief)
    assert not is_at_work(browser)
    assert not is_signed_in(thief)
    assert ViewEvent.objects.count() == seen
    event = ActEvent.objects.filter(outcome=Outcome.REFUSED).latest("id")
    assert event.target_id == str(officer.account_id)
    assert event.act in {Act.USE_SESSION, Act.SIGN_IN}


def test_a_cookie_copied_before_a_switch_or_a_sign_out_is_dead(officer):
    browser = signed_in(officer)
    thief = copied(browser)
    browser.post(reverse("access:sign_out"))

    assert not is_at_work(thief)
    assert not is_signed_in(thief)


# --- A session's row that is another's, over, or none -----------------------------------------

FORGED = {
    "another's row": lambda viewer, other: other,
    "no row at all": lambda viewer, other: "0badc0de-0000-4000-8000-000000000000",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_session_with_a_row_that_is_not_its_own_is_nobody(jail, officer, forge):
    other = an_officer(jail, "heron")
    theirs = begin_session(other.account_id, other.membership_id)
    browser = signed_in(officer)
    change_session(browser, **{VISIT_KEY: str(forge(officer, theirs.pk))})

    assert not is_at_work(browser)

    assert not is_signed_in(browser)
    event = ActEvent.objects.latest("id")
    assert (event.act, event.outcome, event.reason) == (
        Act.USE_SESSION,
        Outcome.REFUSED,
        "no_such_session",
    )


def test_a_session_without_a_row_is_nobody(officer):
    browser = signed_in(officer)
    change_session(browser, **{VISIT_KEY: None})

    assert not is_at_work(browser)
    assert not is_signed_in(browser)


def test_anothers_account_does_not_go_with_ones_own_row(jail, officer):
    other = an_officer(jail, "heron")
    browser = signed_in(officer)
    change_session(browser, **{SESSION_KEY: str(other.account_id)})

    assert not is_at_work(browser)
    assert not is_signed_in(browser)


def test_anothers_capacity_is_none(jail, officer):
    other = an_officer(jail, "heron")
    browser = signed_in(officer)
    change_session(browser, **{CAPACITY_KEY: other.membership_id})

    answer = browser.get(reverse("bookings:custody"))

    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("access:working_as"),
    )


def test_a_planted_key_never_becomes_a_session(officer):
    """Fixation: the key that the victim's browser brought is not the one it leaves with."""
    attacker = Client()
    attacker.get(reverse("access:sign_in"))
    session = attacker.session
    session["x"] = "y"
    session.save()
    victim = copied(attacker)

    victim.post(
        reverse("access:sign_in"), {"sign_in_name": "wren", "password": PASSWORD}
    )
    victim.post(reverse("access:banner"))

    assert is_at_work(victim)
    assert not is_signed_in(attacker)
    assert not is_at_work(attacker)


# --- Suspension against a request in flight ------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_suspension_that_is_committed_wins_over_a_request_in_flight():
    """The request has read who asks, then waits; the suspension is committed elsewhere;
    then the request goes on to its record.
    """
    factories.laws()
    jail = factories.facility()
    officer = an_officer(jail)
    booking = factories.booking(facility=jail)
    administrator = factories.viewer(Role.ADMINISTRATOR)
    visit = begin_session(officer.account_id, officer.membership_id)
    read, suspended, shown = threading.Event(), threading.Event(), []

    def in_flight():
        try:
            viewer, _ = viewer_for(
                officer.account_id, officer.membership_id, officer.purpose, visit.pk
            )
            read.set()
            assert suspended.wait(20)
            shown.append(selectors.open_record(viewer, booking.pk))
            shown.append(selectors.in_custody(viewer))
        finally:
            connection.close()

    request = threading.Thread(target=in_flight)
    request.start()
    assert read.wait(20)
    suspend_account(
        Account.objects.get(pk=officer.account_id), "lost phone", by=administrator
    )
    suspended.set()
    request.join(30)

    assert len(shown) == 2
    assert not any(shown)
    assert not ViewEvent.objects.exclude(kind="refused").exists()


@pytest.mark.django_db(transaction=True)
def test_every_request_that_starts_after_a_suspension_is_refused():
    """Six browsers that never stop asking, and one suspension."""
    factories.laws()
    jail = factories.facility()
    officer = an_officer(jail)
    administrator = factories.viewer(Role.ADMINISTRATOR)
    browsers = [signed_in(officer) for _ in range(6)]
    began, stop, late = threading.Barrier(7), threading.Event(), []
    committed = []

    def ask(browser):
        try:
            began.wait(20)
            while not stop.is_set():
                at = time.monotonic()
                if is_at_work(browser) and committed and at > committed[0]:
                    late.append(at - committed[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(b,)) for b in browsers]
    for thread in threads:
        thread.start()
    began.wait(20)
    time.sleep(0.5)
    suspend_account(
        Account.objects.get(pk=officer.account_id), "lost phone", by=administrator
    )
    committed.append(time.monotonic())
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join(30)

    assert late == []
    assert not any(is_at_work(browser) for browser in browsers)


@pytest.mark.django_db(transaction=True)
def test_a_suspended_session_is_dead_within_a_second_without_a_worker(record_property):
    factories.laws()
    jail = factories.facility()
    administrator = factories.viewer(Role.ADMINISTRATOR)
    taken = []
    for number in range(10):
        officer = an_officer(jail, f"officer{number}")
        browser = signed_in(officer)
        assert is_at_work(browser)
        suspend_account(
            Account.objects.get(pk=officer.account_id), "lost phone", by=administrator
        )
        committed = time.monotonic()
        assert not is_at_work(browser)
        taken.append(time.monotonic() - committed)

    assert max(taken) < SECOND
    record_property(
        "measured",
        "from the commit of a suspension to the refusal of the next request: "
        f"{max(taken) * 1000:.0f} ms at most, of {len(taken)}",
    )


def test_the_holder_is_told_why(officer):
    browser = signed_in(officer)
    _suspend(officer)
    browser.get(reverse("bookings:custody"))

    page = browser.get(reverse("access:sign_in"))

    assert "This account is suspended" in words(page)


def test_a_suspension_written_down_for_later_ends_the_session_then(jail, clock):
    clock(now())
    officer = an_officer(jail)
    at = now() + timedelta(minutes=10)
    Account.objects.filter(pk=officer.account_id).update(
        suspended_at=at, suspended_reason="leaves today"
    )
    browser = signed_in(officer)
    assert is_at_work(browser)

    clock(at)

    assert not is_at_work(browser)
