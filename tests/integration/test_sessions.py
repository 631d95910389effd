"""Sessions: when a screen locks, when a session ends, and what goes with it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from access.acts import Act
from access.enums import FieldClass, Mission, Purpose, Role, SessionEnd, Standing
from access.models import Account, AccountSession, Network
from access.selectors import network_of, shared_between, shared_now
from access.steps import IDLE_LOCKS_AFTER, SESSION_LASTS
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from tests import factories
from tests.clients import begin_session, is_signed_in, signed_in, words

pytestmark = pytest.mark.django_db

PASSWORD = "a heron walks at half past four"
AT = datetime(2026, 11, 4, 11, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FIREFOX = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
)


@pytest.fixture
def jail(db, clock):
    clock(AT)
    factories.laws()
    return factories.facility(name="Main jail")


@pytest.fixture
def clerk(jail):
    account = factories.account(
        sign_in_name="wren", display_name="Wren", password=PASSWORD
    )
    member = factories.membership(Role.BOOKING_CLERK, account=account)
    factories.permit(member.unit, jail)
    return factories.viewer_of(member)


def come_in(name="wren", password=PASSWORD, **headers) -> Client:
    client = Client(**headers)
    client.post(reverse("access:sign_in"), {"sign_in_name": name, "password": password})
    client.post(reverse("access:banner"))
    return client


def is_at_work(browser: Client) -> bool:
    return browser.get(reverse("bookings:custody")).status_code == 200


def is_on_locked_screen(browser: Client) -> bool:
    answer = browser.get(reverse("bookings:custody"))
    return answer.status_code == 302 and answer["Location"].startswith(
        reverse("access:unlock")
    )


# --- Moving the clock by hand ---------------------------------------------------------

# The nights on which the clocks of Seattle jump forward and back, and a leap day: a
# session is as long as on any other day, whatever the clock on the wall says.
# fmt: off
NIGHTS = {
    "an ordinary night":     datetime(2026, 11, 4, 11, 0, tzinfo=UTC),
    "clocks go forward":     datetime(2026, 3, 8, 9, 45, tzinfo=UTC),   # 01:45 PST
    "clocks go back":        datetime(2026, 11, 1, 8, 45, tzinfo=UTC),  # 01:45 PDT
    "into a leap day":       datetime(2028, 2, 29, 7, 50, tzinfo=UTC),  # 23:50, the 28th
    "out of a leap day":     datetime(2028, 3, 1, 7, 50, tzinfo=UTC),   # 23:50, the 29th
}
IDLE = [
    (timedelta(minutes=29, seconds=59), False),
    (timedelta(minutes=30),             True),
    (timedelta(minutes=30, seconds=1),  True),
    (timedelta(hours=11),               True),
]
# fmt: on


def on_shift(clock, night) -> Client:
    """The browser of a clerk who comes to work that night."""
    clock(night)
    factories.laws()
    return signed_in(factories.viewer(Role.BOOKING_CLERK, sees=[factories.facility()]))


@pytest.mark.parametrize(("idle", "locks"), IDLE)
@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS)
def test_half_an_hour_without_use_locks_the_screen(db, clock, night, idle, locks):
    browser = on_shift(clock, night)
    assert is_at_work(browser)

    clock(night + idle)

    assert is_on_locked_screen(browser) is locks
    assert is_at_work(browser) is not locks


@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS)
def test_twelve_hours_end_the_session_however_busy_it_was(db, clock, night):
    browser = on_shift(clock, night)
    at = night
    while at < night + SESSION_LASTS - SECOND:
        clock(at)
        assert is_at_work(browser), at
        at += timedelta(minutes=29)
    clock(night + SESSION_LASTS - SECOND)
    assert is_at_work(browser)

    clock(night + SESSION_LASTS)

    answer = browser.get(reverse("bookings:custody"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("access:sign_in"))
    assert not is_signed_in(browser)
    said = browser.get(answer["Location"])
    assert said.status_code == 200
    assert "A session lasts twelve hours" in words(said)
    assert AccountSession.objects.get().end_reason == SessionEnd.TOO_LONG
    assert "twelve hours" not in words(browser.get(reverse("access:sign_in")))


def test_a_clock_set_back_wakes_no_session(clerk, clock):
    browser = signed_in(clerk)
    clock(AT + SESSION_LASTS)
    assert not is_at_work(browser)

    clock(AT + timedelta(hours=1))

    assert not is_at_work(browser)


def test_whoever_types_for_long_says_so_and_is_not_locked(clerk, clock):
    browser = signed_in(clerk)
    for minutes in (25, 50, 75):
        clock(AT + timedelta(minutes=minutes))
        assert browser.post(reverse("access:still_here")).status_code == 204

    assert is_at_work(browser)


def test_a_locked_screen_is_not_woken_by_a_page_that_says_somebody_is_there(
    clerk, clock
):
    browser = signed_in(clerk)
    clock(AT + IDLE_LOCKS_AFTER)
    browser.post(reverse("access:still_here"))

    assert is_on_locked_screen(browser)


# --- The locked screen ------------------------------------------------------------------


def test_lock_now_locks_and_the_password_leads_back(clerk):
    browser = signed_in(clerk)

    answer = browser.post(reverse("access:lock"))

    assert answer["Location"] == reverse("access:unlock")
    assert is_on_locked_screen(browser)
    on = browser.get(reverse("bookings:custody"))["Location"]
    assert on.endswith("?next=%2Fcustody%2F")
    back = browser.post(
        reverse("access:unlock"), {"password": PASSWORD, "next": "/custody/"}
    )
    assert back["Location"] == "/custody/"
    assert is_at_work(browser)


@pytest.mark.parametrize(
    "elsewhere", ["//example.org/", "https://example.org/", "javascript:alert(1)"]
)
def test_no_unlocked_screen_leads_to_another_site(clerk, elsewhere):
    browser = signed_in(clerk)
    browser.post(reverse("access:lock"))

    back = browser.post(
        reverse("access:unlock"), {"password": PASSWORD, "next": elsewhere}
    )

    assert back["Location"] == reverse("access:home")


LOCKED_OUT_OF = [
    *("access:home", "access:sessions", "access:password", "access:working_as"),
    *("access:banner", "access:laws", "bookings:register", "bookings:custody"),
]


@pytest.mark.parametrize("route", LOCKED_OUT_OF)
def test_a_locked_screen_answers_nothing_but_the_way_back_and_out(clerk, route):
    browser = signed_in(clerk)
    browser.post(reverse("access:lock"))

    answer = browser.get(reverse(route))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("access:unlock"))
    assert not answer.content


def test_a_locked_screen_can_be_signed_out(clerk):
    browser = signed_in(clerk)
    browser.post(reverse("access:lock"))

    browser.post(reverse("access:sign_out"))

    assert not is_signed_in(browser)
    assert AccountSession.objects.get().end_reason == SessionEnd.SIGNED_OUT


# --- A new key, and nothing kept -----------------------------------------------------------

CLEARED = '"cache", "storage"'


def key_of(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def searched(browser: Client) -> str:
    return browser.post(reverse("bookings:search"), {"surname": "Wren"})["Location"]


def two_hats(jail, *, detailed_to=Mission.CRIMINAL, role=Role.OFFICER):
    """A clerk who is detailed to another unit as well; that one may see nothing here."""
    account = factories.account(
        sign_in_name="heron", display_name="Heron", password=PASSWORD
    )
    desk = factories.membership(Role.BOOKING_CLERK, account=account)
    factories.permit(desk.unit, jail)
    other = factories.membership(role, of=factories.unit(detailed_to), account=account)
    return desk, other


def choose(browser: Client, member, purpose=Purpose.CUSTODY):
    return browser.post(
        reverse("access:working_as"),
        {"capacity": member.pk, "purpose": purpose.value},
    )


def test_signing_in_gives_a_new_key(clerk):
    browser = Client()
    browser.get(reverse("access:sign_in"))
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    planted = key_of(browser)

    browser.post(
        reverse("access:sign_in"), {"sign_in_name": "wren", "password": PASSWORD}
    )

    assert key_of(browser) != planted
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_signed_in(old)


def test_signing_in_again_ends_what_this_browser_had(clerk, jail):
    browser = come_in()
    two_hats(jail)

    browser.post(
        reverse("access:sign_in"), {"sign_in_name": "heron", "password": PASSWORD}
    )

    first = AccountSession.objects.get(account_id=clerk.account_id)
    assert first.end_reason == SessionEnd.SIGNED_OUT


def test_switching_gives_a_new_key_and_drops_what_was_kept(jail):
    desk, other = two_hats(jail)
    browser = signed_in(factories.viewer_of(desk))
    before, results = key_of(browser), searched(browser)
    assert browser.get(results).status_code == 200
    form = browser.cookies.get(settings.CSRF_COOKIE_NAME)

    answer = choose(browser, other, Purpose.CRIMINAL_INVESTIGATION)

    assert answer["Clear-Site-Data"] == CLEARED
    assert key_of(browser) != before
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_signed_in(old)
    # What was typed under the other hat is nobody's now, also under the same hat again.
    choose(browser, desk)
    assert browser.get(results).status_code == 302
    assert browser.cookies.get(settings.CSRF_COOKIE_NAME) != form or form is None


def test_a_form_of_the_other_hat_is_refused(jail):
    """Two tabs: what was opened as one is not sent as the other."""
    desk, other = two_hats(jail)
    browser = signed_in(factories.viewer_of(desk))
    browser.handler.enforce_csrf_checks = True
    browser.get(reverse("access:working_as"))
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    choice = {"capacity": other.pk, "purpose": Purpose.CRIMINAL_INVESTIGATION.value}
    choice["csrfmiddlewaretoken"] = token
    assert browser.post(reverse("access:working_as"), choice).status_code == 302

    answer = browser.post(
        reverse("bookings:search"), {"surname": "Wren", "csrfmiddlewaretoken": token}
    )

    assert answer.status_code == 403


ENDINGS = {
    "signing out": lambda b: b.post(reverse("access:sign_out")),
    "locking": lambda b: b.post(reverse("access:lock")),
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_the_browser_is_told_to_drop_what_it_kept(clerk, ending):
    browser = come_in()

    assert ending(browser)["Clear-Site-Data"] == CLEARED


def test_what_was_typed_dies_with_the_session(clerk):
    browser = come_in()
    results = searched(browser)
    assert browser.get(results).status_code == 200
    browser.post(reverse("access:sign_out"))

    again = come_in()

    assert again.get(results).status_code == 302


# --- Two hats ---------------------------------------------------------------------------------


def test_whoever_has_two_capacities_says_which_before_any_work(jail):
    desk, _ = two_hats(jail)
    browser = Client()

    answer = browser.post(
        reverse("access:sign_in"),
        {"sign_in_name": "heron", "password": PASSWORD, "next": "/custody/"},
    )

    assert answer["Location"] == reverse("access:working_as") + "?next=%2Fcustody%2F"
    refused = browser.get(reverse("bookings:custody"))
    assert refused["Location"] == reverse("access:working_as")
    assert AccountSession.objects.get().membership_id is None
    choose(browser, desk)
    browser.post(reverse("access:banner"))
    assert is_at_work(browser)
    assert AccountSession.objects.get().membership_id == desk.pk


def test_whoever_has_one_is_not_asked(clerk):
    browser = Client()

    answer = browser.post(
        reverse("access:sign_in"), {"sign_in_name": "wren", "password": PASSWORD}
    )

    assert answer["Location"] == reverse("access:home")
    browser.post(reverse("access:banner"))
    assert is_at_work(browser)


def test_the_capacity_worked_in_last_is_offered_first(jail, clock):
    desk, other = two_hats(jail)
    for hours, member in enumerate((other, desk, other)):
        clock(AT + timedelta(hours=hours))
        browser = come_in("heron")
        choose(browser, member, Purpose.CRIMINAL_INVESTIGATION)
        browser.post(reverse("access:sign_out"))
        page = come_in("heron").get(reverse("access:working_as"))
        assert page.context["form"]["capacity"].value() == member.pk


def test_a_capacity_that_is_closed_is_not_offered_at_the_door(jail):
    """One that is open is left: it is not asked for."""
    two_hats(jail, detailed_to=Mission.CIVIL_IMMIGRATION, role=Role.OFFICER)

    browser = come_in("heron")

    assert is_at_work(browser)


def test_an_overdue_review_does_not_keep_a_clerk_of_two_hats_out(jail):
    """The lapse closes the other hat, and leaves the desk (law 14)."""
    desk, _ = two_hats(jail)
    Account.objects.filter(pk=desk.account_id).update(review_due_at=now() - SECOND)

    assert is_at_work(come_in("heron"))


def test_rights_reasons_and_history_are_those_of_the_hat(jail):
    desk, other = two_hats(jail)
    booking = factories.booking(facility=jail, safety_instructions="Lower bunk.")
    browser = signed_in(factories.viewer_of(desk))
    record = reverse("bookings:record", args=[booking.pk])
    assert "Lower bunk." in words(browser.get(record))

    choose(browser, other, Purpose.CRIMINAL_INVESTIGATION)

    assert "Lower bunk." not in words(browser.get(record))
    first, second = ViewEvent.objects.filter(booking_id=booking.pk).order_by("id")
    assert (first.membership_id, first.unit_id, first.purpose) == (
        desk.pk,
        desk.unit_id,
        Purpose.CUSTODY,
    )
    assert (second.membership_id, second.unit_id, second.purpose) == (
        other.pk,
        other.unit_id,
        Purpose.CRIMINAL_INVESTIGATION,
    )
    assert FieldClass(first.classes) & FieldClass.SAFETY
    assert not FieldClass(second.classes) & FieldClass.SAFETY
    chosen = ActEvent.objects.get(act=Act.CHOOSE_CAPACITY)
    assert (chosen.membership_id, chosen.unit_id) == (other.pk, other.unit_id)


def test_nobody_works_as_what_is_somebody_elses(clerk, jail):
    desk, _ = two_hats(jail)
    browser = signed_in(clerk)

    answer = choose(browser, desk)

    assert answer.status_code == 200
    assert AccountSession.objects.get().membership_id == clerk.membership_id


# --- One's own sessions -------------------------------------------------------------------------


def test_somebody_sees_where_they_are_signed_in(clerk, jail, clock):
    Network.objects.create(cidr="10.1.0.0/16", name="Desks", facility=jail)
    here = come_in(REMOTE_ADDR="10.1.2.3", HTTP_USER_AGENT=FIREFOX)
    clock(AT + timedelta(minutes=5))
    come_in(REMOTE_ADDR="203.0.113.9")

    page = here.get(reverse("access:sessions"))

    first, second = page.context["sessions"]
    assert (first["is_this"], first["device"], first["place"]) == (
        True,
        "Firefox on Windows",
        "Main jail",
    )
    assert (second["is_this"], second["place"], second["began_at"]) == (
        False,
        "203.0.113.0/24",
        AT + timedelta(minutes=5),
    )
    assert "203.0.113.9" in words(page)


def test_they_end_one_and_it_is_dead_at_its_next_request(clerk):
    here, there = come_in(), come_in()
    visit = AccountSession.objects.latest("began_at", "id")
    other = next(
        row["id"]
        for row in here.get(reverse("access:sessions")).context["sessions"]
        if not row["is_this"]
    )

    here.post(reverse("access:end_session", args=[other]))

    assert not is_at_work(there)
    assert is_at_work(here)
    assert "You ended this session" in words(there.get(reverse("access:sign_in")))
    assert visit is not None
    event = ActEvent.objects.filter(act=Act.END_SESSION).get()
    assert event.detail["sessions"] == 1


def test_they_end_all_the_others(clerk):
    here, *others = [come_in() for _ in range(4)]

    here.post(reverse("access:end_sessions"))

    assert is_at_work(here)
    assert [is_at_work(other) for other in others] == [False] * 3


def test_nobody_ends_somebody_elses(clerk, jail):
    desk, _ = two_hats(jail)
    theirs = begin_session(desk.account_id, desk.pk)

    come_in().post(reverse("access:end_session", args=[theirs.pk]))

    theirs.refresh_from_db()
    assert theirs.ended_at is None
    event = ActEvent.objects.filter(act=Act.END_SESSION).get()
    assert (event.outcome, event.reason) == ("refused", "no_such_session")


# --- What no session outlives ------------------------------------------------------------------

FORGED = {
    "an ended session is opened": "UPDATE access_accountsession SET ended_at = NULL",
    "a session is made longer": "UPDATE access_accountsession"
    " SET ends_at = ends_at + interval '1 hour'",
    "a session begins later": "UPDATE access_accountsession SET began_at = jail_now()",
    "a session becomes another's": "UPDATE access_accountsession SET account_id ="
    " (SELECT max(id) FROM access_account)",
    "its last use is put back": "UPDATE access_accountsession"
    " SET last_active_at = last_active_at - interval '1 hour'",
    "a session is deleted": "DELETE FROM access_accountsession",
}


@pytest.mark.parametrize(("what", "statement"), FORGED.items(), ids=FORGED)
def test_a_session_is_not_rewritten(clerk, clock, what, statement):
    come_in()
    factories.account()
    clock(AT + timedelta(minutes=1))
    if "ended" in what:
        AccountSession.objects.update(ended_at=now(), end_reason=SessionEnd.CLOSED)

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_page_in_flight_when_the_session_ends_shows_nothing(clerk, jail):
    """Its facts are read again with the record, and no longer stand."""
    from access.selectors import viewer_for
    from bookings.selectors import in_custody

    factories.booking(facility=jail)
    come_in()
    visit = AccountSession.objects.get()
    viewer, _ = viewer_for(
        clerk.account_id, clerk.membership_id, Purpose.CUSTODY, visit.pk
    )
    assert in_custody(viewer)

    AccountSession.objects.update(ended_at=now(), end_reason=SessionEnd.BY_HOLDER)

    assert in_custody(viewer) == []


# --- Two places at once ------------------------------------------------------------------------


@pytest.fixture
def places(jail):
    """Desk, photo station and window of the jail, its administration, an agency's."""
    other = factories.facility(name="Other jail")
    rows = [
        ("10.1.1.0/24", "Desk", jail),
        ("10.1.2.0/24", "Photo station", jail),
        ("10.1.3.0/24", "Property window", jail),
        ("10.2.0.0/16", "Other desk", other),
        ("10.0.0.0/8", "County", None),
        ("2001:db8:1::/48", "Patrol", None),
    ]
    for cidr, name, facility in rows:
        Network.objects.create(cidr=cidr, name=name, facility=facility)


# fmt: off
ADDRESSES = [
    ("10.1.2.7",         "Photo station"),
    ("10.2.200.1",       "Other desk"),
    ("10.9.9.9",         "County"),          # the narrowest that holds it
    ("2001:db8:1:5::1",  "Patrol"),
    ("203.0.113.9",      None),
    ("2001:db8:2::1",    None),
    (None,               None),
]
TOGETHER = [
    # two addresses                            places, or one
    (("10.1.1.5",     "10.1.2.5"),             None),
    (("10.1.1.5",     "10.1.3.5"),             None),
    (("10.1.1.5",     "10.2.0.5"),             ["Main jail", "Other jail"]),
    (("10.1.1.5",     "10.9.0.5"),             ["County", "Main jail"]),
    (("203.0.113.9",  "203.0.113.200"),        None),
    (("203.0.113.9",  "203.0.114.9"),          ["203.0.113.0/24", "203.0.114.0/24"]),
    (("2001:db8:2::1", "2001:db8:2::ffff:1"),  None),
    (("2001:db8:2::1", "2001:db8:2:1::1"),     ["2001:db8:2:1::/64", "2001:db8:2::/64"]),
    (("10.1.1.5",     None),                   None),
]
# fmt: on


def load(tmp_path, *lines):
    head = "cidr,name,facility,agency,enforces_immigration_law"
    (tmp_path / "networks.csv").write_text("\n".join([head, *lines]) + "\n")
    call_command("load_networks", str(tmp_path / "networks.csv"), verbosity=0)


def test_networks_are_loaded_from_a_list_and_keep_their_history(jail, tmp_path):
    load(tmp_path, f"10.1.0.0/16,Desks,{jail.code},,no")
    load(tmp_path, f"10.2.0.0/16,Desks,{jail.code},,no", "192.0.2.0/24,Far,,,yes")

    assert network_of("10.1.0.1") is None
    assert network_of("10.2.0.1") == Network.objects.get(facility=jail).pk
    past = Network.history.filter(name="Desks").order_by("history_id")
    assert [(row.cidr, row.history_change_reason) for row in past] == [
        ("10.1.0.0/16", "network.load"),
        ("10.2.0.0/16", "network.load"),
    ]


# fmt: off
BAD_LINES = [
    ("10.1.0.0/33,Desks,,,no",       "line 3"),
    ("10.1.0.1/16,Desks,,,no",       "host bits"),
    ("10.1.0.0/16,Desks,NOWHERE,,no", "Facility"),
    ("10.1.0.0/16,Desks,,Nobody,no", "Agency"),
    ("10.1.0.0/16,,,,no",            "needs a name"),
    ("10.1.0.0/16,Desks,,,perhaps",  "yes or no"),
]
# fmt: on


@pytest.mark.parametrize(("line", "said"), BAD_LINES)
def test_a_list_with_a_bad_line_is_not_loaded_at_all(jail, tmp_path, line, said):
    with pytest.raises(CommandError, match=said):
        load(tmp_path, "192.0.2.0/24,Far,,,yes", line)

    assert not Network.objects.exists()


@pytest.mark.parametrize(("address", "name"), ADDRESSES)
def test_an_address_belongs_to_the_narrowest_network(places, address, name):
    found = network_of(address)

    assert (found and Network.objects.get(pk=found).name) == name


def begin(member, address, **fields):
    return begin_session(
        member.account_id,
        member.pk,
        address=address,
        network_id=network_of(address),
        **fields,
    )


@pytest.mark.parametrize(("addresses", "expected"), TOGETHER)
def test_who_is_at_two_places_at_once(places, addresses, expected):
    member = factories.membership(Role.BOOKING_CLERK)
    factories.membership(Role.BOOKING_CLERK)
    for address in addresses:
        begin(member, address)

    found = shared_now(now())

    assert found == ([(member.account_id, expected)] if expected else [])


LEFT = {
    "signed out": {"ended_at": AT, "end_reason": SessionEnd.SIGNED_OUT},
    "locked the screen": {"locked_at": AT},
}


@pytest.mark.parametrize("left", LEFT.values(), ids=LEFT)
def test_whoever_left_the_one_place_is_at_the_other_alone(places, left):
    member = factories.membership(Role.BOOKING_CLERK)
    first = begin(member, "10.1.1.5")
    AccountSession.objects.filter(pk=first.pk).update(**left)
    begin(member, "10.2.0.5")

    assert shared_now(now()) == []


def test_a_screen_left_idle_is_no_second_place(places, clock):
    member = factories.membership(Role.BOOKING_CLERK)
    begin(member, "10.1.1.5")
    clock(AT + IDLE_LOCKS_AFTER)
    begin(member, "10.2.0.5")

    assert shared_now(now()) == []


def test_what_was_shared_between_two_looks_is_found_afterwards(places, clock):
    """An hourly scan comes when both have long left."""
    member, walker = (factories.membership(Role.BOOKING_CLERK) for _ in range(2))
    shared = [begin(member, "10.1.1.5"), begin(member, "10.2.0.5")]
    walked = begin(walker, "10.1.1.5")
    clock(AT + timedelta(minutes=5))
    AccountSession.objects.filter(pk__in=[s.pk for s in [*shared, walked]]).update(
        last_active_at=now()
    )
    clock(AT + timedelta(minutes=20))
    begin(walker, "10.2.0.5")
    clock(AT + timedelta(hours=2))

    assert shared_now(now()) == []
    assert [account for account, _ in shared_between(AT, now())] == [member.account_id]


# --- From where ---------------------------------------------------------------------------------

# fmt: off
HOPS = [
    # behind a proxy   X-Forwarded-For                    the address
    (False,            None,                              "192.0.2.1"),
    (False,            "10.1.1.1",                        "192.0.2.1"),
    (True,             None,                              "192.0.2.1"),
    (True,             "203.0.113.9",                     "203.0.113.9"),
    (True,             "10.1.1.1, 203.0.113.9",           "203.0.113.9"),
    (True,             "10.1.1.1,203.0.113.9 ",           "203.0.113.9"),
    (True,             "203.0.113.9, a lie",              None),
    (True,             "::ffff:203.0.113.9",              "203.0.113.9"),
    (True,             "2001:db8::1%eth0",                "2001:db8::1"),
]
# fmt: on


@pytest.mark.parametrize(("behind", "said", "address"), HOPS)
def test_only_the_proxys_own_word_is_believed(clerk, settings, behind, said, address):
    settings.BEHIND_TLS_PROXY = behind
    headers = {} if said is None else {"HTTP_X_FORWARDED_FOR": said}

    come_in(REMOTE_ADDR="192.0.2.1", **headers)

    assert AccountSession.objects.get().address == address


def test_standing_is_as_it_was(clerk):
    """A session's row decides nothing of the account's standing."""
    assert clerk.standing is Standing.GOOD
