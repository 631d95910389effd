"""Five failures in fifteen minutes lock a name, whoever's it is, until somebody else
releases it.
"""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from access.acts import Act
from access.enums import AttemptOutcome, Door, Factor, Mission, Role, SessionEnd
from access.models import Account, AccountSession, SignInAttempt, SignInLock
from access.services import NameLocked, sign_in
from access.services.attempts import FAILURES, WITHIN, name_digest
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from tests import factories
from tests.clients import is_signed_in, signed_in, words

pytestmark = pytest.mark.django_db

PASSWORD = "a heron walks at half past four"
WRONG = "not the password of anybody"
AT = datetime(2026, 11, 4, 11, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def laws(db, clock):
    clock(AT)
    factories.laws()


def somebody(role: Role = Role.OFFICER, *, of=None, name="wren") -> Account:
    account = factories.account(
        sign_in_name=name, password=PASSWORD, display_name=name.title()
    )
    factories.membership(role, of=of, account=account)
    return account


def try_at_the_door(name: str, password: str = WRONG, client: Client | None = None):
    client = client or Client()
    return client.post(
        reverse("access:sign_in"), {"sign_in_name": name, "password": password}
    )


def lock(name: str) -> None:
    for _ in range(FAILURES):
        try_at_the_door(name)


def is_open(name: str) -> bool:
    client = Client()
    try_at_the_door(name, PASSWORD, client)
    return is_signed_in(client)


# --- When a name locks -----------------------------------------------------------------

# fmt: off
COUNTS = [
    # wrong ones, the time between the first and the last   locks
    (4, timedelta(0),                                       False),
    (5, timedelta(0),                                       True),
    (5, WITHIN - SECOND,                                    True),
    (5, WITHIN,                                             False),
    (5, WITHIN + SECOND,                                    False),
]
# fmt: on


@pytest.mark.parametrize(("how_many", "spread", "locks"), COUNTS)
def test_five_in_fifteen_minutes(laws, clock, how_many, spread, locks):
    somebody()
    for number in range(how_many):
        clock(AT + (spread if number == how_many - 1 else timedelta(0)))
        try_at_the_door("wren")

    assert is_open("wren") is not locks
    assert SignInLock.objects.count() == int(locks)


def test_a_right_password_between_them_starts_no_new_count(laws):
    """Or whoever guesses had four more each time its holder comes to work."""
    somebody()
    for _ in range(4):
        try_at_the_door("wren")
    assert is_open("wren")

    try_at_the_door("wren")

    assert not is_open("wren")


def test_failures_are_each_names_own(laws):
    somebody()
    somebody(name="heron")
    for _ in range(4):
        try_at_the_door("heron")
        try_at_the_door("wren")

    assert is_open("wren")
    assert is_open("heron")


# --- What does not undo it --------------------------------------------------------------


def _a_right_password(account):
    try_at_the_door("wren", PASSWORD)


def _a_year(account):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_clock SET at = %s", [AT + timedelta(days=60)])


def _a_new_password(account):
    account.set_password("another " + PASSWORD)
    account.save(update_fields=["password"])
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])


def _a_new_name(account):
    account.sign_in_name = "jenny"
    account.save(update_fields=["sign_in_name"])


def _opening_it_again(account):
    account.suspended_at, account.suspended_reason = now(), "lost badge"
    account.save(update_fields=["suspended_at", "suspended_reason"])
    factories.reopen(account.pk)


def _new_keys(account):
    settings.TEXT_KEYS = {"two": b"2" * 32, **settings.TEXT_KEYS}


UNDOING = [
    _a_right_password,
    _a_year,
    _a_new_password,
    _a_new_name,
    _opening_it_again,
    _new_keys,
]


@pytest.mark.parametrize("attempt", UNDOING, ids=lambda f: f.__name__.strip("_"))
def test_it_is_not_undone_by(laws, attempt, monkeypatch):
    monkeypatch.setattr(settings, "TEXT_KEYS", settings.TEXT_KEYS)
    account = somebody()
    lock("wren")

    attempt(account)

    account.refresh_from_db()
    assert not is_open(account.sign_in_name)
    assert SignInLock.objects.filter(released_at__isnull=True).exists()


@pytest.mark.parametrize("factor", Factor)
def test_no_other_factor_comes_in_by_a_locked_name(laws, rf, factor):
    account = somebody()
    lock("wren")
    request = rf.post("/")
    request.session = Client().session

    with pytest.raises(NameLocked):
        sign_in(request, account, factor=factor)

    assert not AccountSession.objects.filter(account=account).exists()


def test_nobody_looks_at_a_password_of_a_locked_name(laws, monkeypatch):
    """So that the answer, and the time it takes, cannot tell a right one."""
    somebody()
    lock("wren")
    monkeypatch.setattr(Account, "check_password", lambda *_: pytest.fail("looked"))

    assert try_at_the_door("wren", PASSWORD).status_code == 403


# --- An open session goes on (law 14) ---------------------------------------------------


def test_whoever_is_signed_in_already_goes_on(laws):
    account = somebody(Role.CUSTODY_OFFICER)
    viewer = factories.viewer_of(account.memberships.get())
    browser = signed_in(viewer)

    lock("wren")

    assert browser.get(reverse("bookings:custody")).status_code == 200


def test_their_screen_opens_by_their_password_while_the_name_is_locked(laws):
    account = somebody(Role.CUSTODY_OFFICER)
    browser = signed_in(factories.viewer_of(account.memberships.get()))
    lock("wren")
    browser.post(reverse("access:lock"))

    browser.post(reverse("access:unlock"), {"password": PASSWORD})

    assert browser.get(reverse("bookings:custody")).status_code == 200


@pytest.mark.parametrize("page", ["access:unlock", "access:password"])
def test_failures_at_a_locked_screen_count_and_end_the_session(laws, page):
    account = somebody(Role.CUSTODY_OFFICER)
    browser = signed_in(factories.viewer_of(account.memberships.get()))
    if page == "access:unlock":
        browser.post(reverse("access:lock"))
    typed = {"password": WRONG, "old_password": WRONG}
    typed |= {"new_password": PASSWORD + "!", "again": PASSWORD + "!"}

    for _ in range(FAILURES):
        browser.post(reverse(page), typed)

    assert AccountSession.objects.get().end_reason == SessionEnd.LOCKED_OUT
    assert not is_open("wren")
    assert browser.get(reverse("access:unlock")).status_code == 302
    page = browser.get(reverse("access:sign_in"))
    assert "wrong five times" in words(page)


# --- A name that is nobody's -------------------------------------------------------------


def test_a_name_that_is_nobodys_gets_the_same_answers(laws):
    """Message, status, headers and cookies, from the first attempt to the locked name."""
    somebody()
    told = {}
    for name in ("wren", "nobody-of-that-name"):
        client = Client()
        answers = [try_at_the_door(name, client=client) for _ in range(FAILURES + 2)]
        told[name] = [
            (
                answer.status_code,
                sorted(answer.headers.keys()),
                sorted(answer.cookies),
                words(answer).replace(name, "NAME"),
            )
            for answer in answers
        ]

    assert told["wren"] == told["nobody-of-that-name"]
    assert [status for status, *_ in told["wren"]] == [200] * 5 + [403] * 2


def test_a_name_that_is_nobodys_takes_one_hash_as_anybodys(laws, monkeypatch):
    """Time tells as much as words. Counted, not measured: a clock has its moods."""
    from django.contrib.auth.hashers import ScryptPasswordHasher

    somebody()
    hashed = []
    real = ScryptPasswordHasher.encode

    def counting(self, password, *rest):
        hashed.append(len(password))
        return real(self, password, *rest)

    monkeypatch.setattr(ScryptPasswordHasher, "encode", counting)
    taken = {}
    for name in ("wren", "nobody-of-that-name", "inactive", "invited"):
        if name == "inactive":
            factories.account(sign_in_name=name, is_active=False)
        if name == "invited":  # has no password yet
            factories.account(sign_in_name=name)
        hashed.clear()
        try_at_the_door(name)
        taken[name] = len(hashed)

    assert set(taken.values()) == {1}, taken


def test_what_was_tried_is_kept_without_what_was_typed(laws):
    try_at_the_door("heronblackthorn@example.gov")

    kept = SignInAttempt.objects.values().get()
    said = str(kept) + str(list(ActEvent.objects.values()))
    assert "heron" not in said
    assert WRONG not in said
    assert kept["account_id"] is None


def test_a_name_that_becomes_somebodys_is_locked_and_can_be_released(laws):
    lock("wren")
    account = somebody()
    administrator = factories.viewer(Role.ADMINISTRATOR)

    assert not is_open("wren")

    (found,) = signed_in(administrator).get(reverse("access:locks")).context["locks"]
    assert found["account_id"] == account.pk


# --- Spray ----------------------------------------------------------------------------------

# fmt: off
WRITINGS = ["wren", "WREN", "Wren", "wReN", " wren ", "ｗｒｅｎ", "ＷＲＥＮ",
            "\N{MATHEMATICAL BOLD SMALL W}ren", "wre\N{FULLWIDTH LATIN SMALL LETTER N}"]
# fmt: on


def test_every_writing_of_a_name_is_the_same_name():
    assert len({name_digest(name) for name in WRITINGS}) == 1
    assert name_digest("wren1") != name_digest("wren")


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_in_every_writing_lock_once_and_are_looked_at_five_times(
    monkeypatch, record_property
):
    factories.laws()
    somebody()
    looked, lock_of_list = [], threading.Lock()
    real = Account.check_password

    def counting(self, raw):
        with lock_of_list:
            looked.append(raw)
        return real(self, raw)

    monkeypatch.setattr(Account, "check_password", counting)
    answers, started = [], threading.Barrier(10)

    def spray(first: int) -> None:
        try:
            started.wait(20)
            for number in range(5):
                name = WRITINGS[(first + number) % len(WRITINGS)]
                answers.append(try_at_the_door(name).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=spray, args=(n * 5,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(set(answers)) == [200, 403]
    assert answers.count(200) == FAILURES
    assert len(answers) == 50
    assert len(looked) == FAILURES
    assert SignInLock.objects.count() == 1
    tried = SignInAttempt.objects.values_list("outcome", flat=True)
    assert list(tried).count(AttemptOutcome.WRONG) == FAILURES
    assert list(tried).count(AttemptOutcome.LOCKED) == 45
    record_property(
        "measured",
        f"50 attempts at once on one name: {len(looked)} passwords looked at",
    )


# --- Release ------------------------------------------------------------------------------------


@pytest.fixture
def jail(laws):
    """Desk, nurses and administration of the jail; and another agency."""
    agency = factories.agency(is_the_jail=True)
    return {
        "desk": factories.unit(Mission.JAIL, of=agency),
        "custody": factories.unit(Mission.JAIL, of=agency),
        "nurses": factories.unit(Mission.HEALTH, of=agency),
        "gang unit": factories.unit(Mission.CRIMINAL, of=agency),
        "patrol": factories.unit(Mission.CRIMINAL),
        "another jail": factories.unit(Mission.JAIL),
    }


# fmt: off
RELEASES = [
    # who releases                       whose name is locked                    may
    (Role.ADMINISTRATOR,    "desk",      Role.BOOKING_CLERK,   "desk",           True),
    (Role.ADMINISTRATOR,    "desk",      Role.OFFICER,         "patrol",         True),
    (Role.SHIFT_SUPERVISOR, "custody",   Role.BOOKING_CLERK,   "desk",           True),
    (Role.SHIFT_SUPERVISOR, "custody",   Role.NURSE,           "nurses",         True),
    (Role.SHIFT_SUPERVISOR, "custody",   Role.OFFICER,         "gang unit",      False),
    (Role.SHIFT_SUPERVISOR, "custody",   Role.OFFICER,         "patrol",         False),
    (Role.SHIFT_SUPERVISOR, "custody",   Role.BOOKING_CLERK,   "another jail",   False),
    (Role.SHIFT_SUPERVISOR, "patrol",    Role.OFFICER,         "patrol",         False),
    (Role.CUSTODY_OFFICER,  "custody",   Role.BOOKING_CLERK,   "desk",           False),
    (Role.COORDINATOR,      "patrol",    Role.OFFICER,         "patrol",         False),
    (Role.PRIVACY_OFFICER,  "desk",      Role.BOOKING_CLERK,   "desk",           False),
    (Role.AUDITOR,          "desk",      Role.BOOKING_CLERK,   "desk",           False),
]
# fmt: on


@pytest.mark.parametrize(("role", "unit", "whose", "of", "may"), RELEASES)
def test_who_releases_whom(jail, role, unit, whose, of, may):
    somebody(whose, of=jail[of])
    lock("wren")
    held = SignInLock.objects.get()
    viewer = factories.viewer(role, of=jail[unit])
    browser = signed_in(viewer)
    listed = browser.get(reverse("access:locks"))

    browser.post(reverse("access:release_lock", args=[held.pk]))

    event = ActEvent.objects.latest("id")
    assert ("Wren" in words(listed)) is may
    assert is_open("wren") is may
    held.refresh_from_db()
    assert held.released_by_id == (viewer.account_id if may else None)
    # Whom the law opens nothing to has no session in which to release anybody.
    assert event.act in ({Act.RELEASE_LOCK} if may else {Act.RELEASE_LOCK, Act.SIGN_IN})
    assert event.outcome == (Outcome.DONE if may else Outcome.REFUSED)


def test_after_a_release_there_are_five_again(jail, clock):
    account = somebody(of=jail["patrol"])
    lock("wren")
    browser = signed_in(factories.viewer(Role.ADMINISTRATOR, of=jail["desk"]))
    browser.post(reverse("access:release_lock", args=[SignInLock.objects.get().pk]))
    clock(AT + SECOND)
    for _ in range(4):
        try_at_the_door("wren")

    assert is_open("wren")
    try_at_the_door("wren")
    assert not is_open("wren")
    assert SignInLock.objects.filter(account=account).count() == 2


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SHIFT_SUPERVISOR])
def test_nobody_releases_themselves(jail, role):
    account = somebody(role, of=jail["desk"])
    browser = signed_in(factories.viewer_of(account.memberships.get()))
    lock("wren")
    held = SignInLock.objects.get()

    answer = browser.post(reverse("access:release_lock", args=[held.pk]), follow=True)

    assert "Somebody else must release your own name" in words(answer)
    held.refresh_from_db()
    assert held.released_at is None
    event = ActEvent.objects.latest("id")
    assert (event.act, event.reason) == (Act.RELEASE_LOCK, "own_lock")


def test_the_database_lets_nobody_release_their_own(laws):
    account = somebody()
    lock("wren")

    with pytest.raises(IntegrityError, match="own_lock"), transaction.atomic():
        SignInLock.objects.update(released_at=now(), released_by=account)


FORGED = {
    "a release is taken back": "UPDATE access_signinlock SET released_at = NULL,"
    " released_by_id = NULL",
    "a lock becomes another name's": "UPDATE access_signinlock SET name_digest = 'x'",
    "a lock becomes another's": "UPDATE access_signinlock SET account_id = NULL",
    "a lock is deleted": "DELETE FROM access_signinlock",
    "an attempt is changed": "UPDATE access_signinattempt SET outcome = 'done'",
    "an attempt is deleted": "DELETE FROM access_signinattempt",
    "attempts are emptied": "TRUNCATE access_signinattempt",
    "an attempt is put into the past": "INSERT INTO access_signinattempt (name_digest,"
    " door, outcome, tried_at) VALUES ('x', 'sign_in', 'wrong',"
    " jail_now() - interval '1 hour')",
}


@pytest.mark.parametrize("statement", FORGED.values(), ids=FORGED)
def test_what_was_counted_and_locked_stands(jail, statement):
    somebody()
    lock("wren")
    if "taken back" in str([k for k, v in FORGED.items() if v == statement]):
        SignInLock.objects.update(released_at=now(), released_by=factories.account())

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_lock_that_does_not_exist_is_absent(jail):
    browser = signed_in(factories.viewer(Role.ADMINISTRATOR, of=jail["desk"]))

    answer = browser.post(reverse("access:release_lock", args=[999_999_999]))

    assert answer.status_code == 404
    assert ActEvent.objects.latest("id").reason == "no_such_lock"


def test_a_lock_is_put_down(laws):
    account = somebody()
    lock("wren")

    event = ActEvent.objects.get(act=Act.LOCK_NAME)
    assert (event.target_kind, event.target_id) == ("account", str(account.pk))
    doors = SignInAttempt.objects.values_list("door", flat=True)
    assert set(doors) == {Door.SIGN_IN}
