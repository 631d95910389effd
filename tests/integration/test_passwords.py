"""Passwords by NIST SP 800-63B-4: long, unknown elsewhere, and taken as they are typed."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from access.acts import Act
from access.enums import Role, SessionEnd
from access.models import Account, AccountSession
from access.passwords import BreachedPasswords
from audit.clock import now
from audit.models import ActEvent
from jailrecords.checks import breached_passwords_can_be_searched
from tests import factories
from tests.clients import words

OLD = "a heron walks at half past four"
NEW = "eleven lamps along the harbour"
AT = datetime(2026, 11, 4, 11, 0, tzinfo=UTC)


def breached(folder, passwords, end="\r\n", count=":7"):
    hashes = sorted(hashlib.sha1(p.encode()).hexdigest().upper() for p in passwords)
    path = folder / "breached.txt"
    path.write_bytes("".join(f"{h}{count}{end}" for h in hashes).encode())
    return path


def refusals(password, account=None) -> set[str]:
    try:
        validate_password(password, account)
    except ValidationError as refused:
        return {error.code for error in refused.error_list}
    return set()


# --- What is taken ---------------------------------------------------------------------

# fmt: off
LENGTHS = [
    # characters, a second factor is shown too     taken
    (14, False,                                    False),
    (15, False,                                    True),
    (7,  True,                                     False),
    (8,  True,                                     True),
    (64, False,                                    True),
    (256, False,                                   True),
]
KINDS = ["all small letters here", "1846 3920 1174 2209", "ALL CAPITALS IN HERE",
         "söndag i många år å ä", "пятнадцать зелёных ламп", "  spaces  at  the ends  ",
         "🦊 🌲 🌧 🚲 🧭 🪴 🔭 🎻"]
# fmt: on


@pytest.mark.parametrize(("length", "second", "taken"), LENGTHS)
def test_only_the_length_counts(settings, length, second, taken):
    settings.SECOND_FACTOR_REQUIRED = second
    password = ("kq vz xw jm " * 30)[:length]

    assert (refusals(password) == set()) is taken


@pytest.mark.parametrize("password", KINDS)
def test_any_signs_are_taken(password):
    assert refusals(password) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("password", [*KINDS, "x" * 1024])
def test_a_password_is_verified_exactly(password):
    account = factories.account(password=password)

    assert account.check_password(password)
    for other in (password.strip() + " .", password[:-1], password + " "):
        assert not account.check_password(other)


# fmt: off
OWN_WORDS = [
    # what it is made of                      refused
    ("heron.blackthorn",                      True),
    ("HeronBlackthorn2026",                   True),
    ("heron blackthorn!",                     True),
    ("king county sheriff",                   True),
    ("King County Sheriff 1",                 True),
    ("wa0170000 wa0170000",                   True),
    ("hblackthorn@example.gov",               True),
    ("the heron saw six red boats",           False),
    ("eleven lamps along the harbour",        False),
]
# fmt: on


@pytest.mark.django_db
@pytest.mark.parametrize(("password", "refused"), OWN_WORDS)
def test_ones_own_names_make_no_password(password, refused):
    agency = factories.agency(name="King County Sheriff", ori="WA0170000")
    account = factories.account(
        sign_in_name="hblackthorn",
        display_name="Heron Blackthorn",
        email="hblackthorn@example.gov",
    )
    unit = factories.unit(of=agency, name="Patrol")
    factories.membership(Role.OFFICER, of=unit, account=account)

    assert ("password_of_own_words" in refusals(password, account)) is refused


# --- The list of breached ones -----------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("count", ["", ":7", ":123456789"])
@pytest.mark.parametrize("size", [1, 2, 3, 500])
def test_every_hash_of_the_list_is_found_and_no_other(tmp_path, end, count, size):
    known = [f"password number {n}" for n in range(size)]
    listed = BreachedPasswords(breached(tmp_path, known, end, count))

    listed.check()
    assert all(password in listed for password in known)
    assert not any(f"another number {n}" in listed for n in range(200))


def test_the_list_is_searched_and_not_read(tmp_path, monkeypatch):
    """Of a hundred thousand lines, a few dozen."""
    from access import passwords

    listed = BreachedPasswords(breached(tmp_path, [f"p{n}" for n in range(100_000)]))
    read, real = [], passwords._line_from
    monkeypatch.setattr(passwords, "_line_from", lambda *a: read.append(1) or real(*a))

    assert "p77777" in listed
    assert len(read) < 30


def test_a_breached_password_is_refused(tmp_path, settings):
    settings.BREACHED_PASSWORDS_FILE = str(breached(tmp_path, [NEW]))

    assert refusals(NEW) == {"password_breached"}
    assert refusals(NEW + "s") == set()
    settings.BREACHED_PASSWORDS_FILE = ""
    assert refusals(NEW) == set()


UNREADABLE = {
    "is not there": None,
    "is empty": b"",
    "is something else": b"<!doctype html>\n<p>sign in first</p>\n",
    "is in another order": b"F" * 40 + b":1\n" + b"0" * 40 + b":1\n",
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_a_list_that_cannot_be_read_is_said_at_the_start(tmp_path, settings, content):
    path = tmp_path / "breached.txt"
    if content is not None:
        path.write_bytes(content)
    settings.BREACHED_PASSWORDS_FILE = str(path)

    (error,) = breached_passwords_can_be_searched()

    assert "BREACHED_PASSWORDS_FILE" in error.msg


def test_while_the_list_cannot_be_read_no_password_is_chosen(tmp_path, settings):
    settings.BREACHED_PASSWORDS_FILE = str(tmp_path / "gone.txt")

    assert refusals(NEW) == {"breached_list_unreadable"}


# --- Changing one's own --------------------------------------------------------------------


@pytest.fixture
def account(db, clock):
    clock(AT)
    factories.laws()
    account = factories.account(sign_in_name="wren", password=OLD)
    factories.membership(Role.BOOKING_CLERK, account=account)
    return account


def come_in(password=OLD) -> Client:
    browser = Client()
    browser.post(
        reverse("access:sign_in"), {"sign_in_name": "wren", "password": password}
    )
    browser.post(reverse("access:banner"))
    return browser


def change(browser, old=OLD, new=NEW, again=None):
    return browser.post(
        reverse("access:password"),
        {"old_password": old, "new_password": new, "again": again or new},
    )


def is_at_work(browser) -> bool:
    return browser.get(reverse("bookings:custody")).status_code == 200


def test_a_new_password_ends_every_other_session(account, clock):
    here, there = come_in(), come_in()
    clock(AT + timedelta(minutes=1))

    assert change(here).status_code == 302

    assert is_at_work(here)
    assert not is_at_work(there)
    assert "password of this account was changed" in words(
        there.get(reverse("access:sign_in"))
    )
    assert not is_at_work(come_in(OLD))
    assert is_at_work(come_in(NEW))
    account.refresh_from_db()
    assert account.credentials_changed_at == AT + timedelta(minutes=1)
    assert ActEvent.objects.get(act=Act.CHANGE_PASSWORD).outcome == "done"


# fmt: off
REFUSED = {
    "the old one is wrong":   ({"old": "another one altogether"}, "not the password you have"),
    "too short":              ({"new": "four lamps"},             "at least 15"),
    "typed in two ways":      ({"again": NEW + "s"},              "not the same"),
    "everybody's own":        ({"new": "123456789987654321"},       "too common"),
}
# fmt: on


@pytest.mark.parametrize(("typed", "said"), REFUSED.values(), ids=REFUSED)
def test_a_password_that_is_not_changed_stays(account, typed, said):
    page = change(come_in(), **typed)

    assert page.status_code == 200
    assert said in words(page)
    assert NEW not in words(page)
    assert is_at_work(come_in(OLD))


def test_a_password_alone_changes_none_where_a_second_factor_is_due(account, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    browser = come_in()
    browser.raise_request_exception = False

    for address in ("access:password", "access:sessions", "access:working_as"):
        answer = browser.get(reverse(address))
        assert answer.status_code in (302, 500), address

    account.refresh_from_db()
    assert account.check_password(OLD)


# --- Clocks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["save", "update", "bulk"])
def test_a_new_password_has_its_instant_however_it_was_written(account, clock, way):
    clock(AT + timedelta(hours=1))
    if way == "save":
        account.set_password(NEW)
        account.save()
    elif way == "update":
        Account.objects.filter(pk=account.pk).update(password="another")
    else:
        account.password = "another"
        Account.objects.bulk_update([account], ["password"])

    account.refresh_from_db()
    assert account.credentials_changed_at == now()


def test_sessions_of_an_old_password_end_whoever_wrote_the_new_one(account):
    come_in()

    Account.objects.filter(pk=account.pk).update(password="another")

    assert AccountSession.objects.get().end_reason == SessionEnd.CREDENTIALS


@pytest.mark.parametrize("clock_name", ["last_sign_in_at", "credentials_changed_at"])
@pytest.mark.parametrize("to", [AT - timedelta(days=1), None])
def test_no_clock_of_an_account_goes_back(account, clock_name, to):
    come_in()
    Account.objects.filter(pk=account.pk).update(password="another")

    with pytest.raises(DatabaseError, match="go back"), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(**{clock_name: to})


def test_of_two_sign_ins_at_once_the_clock_keeps_the_later(account, clock):
    come_in()
    clock(AT - timedelta(seconds=2))

    come_in()

    account.refresh_from_db()
    assert account.last_sign_in_at == AT
