"""The second factor: shown at the door, added, taken away, reset; and every way round."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import authenticate
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access.acts import Act
from access.enums import ChallengeKind, Factor, Mission, ProposalStatus, Role, Step
from access.guards import ActDenied
from access.models import (
    Account,
    AccountSession,
    Passkey,
    RecoveryCode,
    TotpDevice,
)
from access.rules import RuleViolation
from access.selectors import viewer_for
from access.services import challenges, codes, factors, proposals, resetting
from access.session import PROVED_KEY, VISIT_KEY
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from tests import clients, factories
from tests.authenticators import SecurityKey, authenticator, code_of
from tests.clients import is_signed_in
from tests.routes import routes

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"
DOOR = "access:second_factor"


def signed_in(viewer):
    """A browser whose holder has given the password, and nothing else yet."""
    return clients.signed_in(viewer, second_factor="")


@pytest.fixture(autouse=True)
def required(settings, db):
    settings.SECOND_FACTOR_REQUIRED = True
    # To hash a password takes its time, and none is judged here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    factories.laws()


@pytest.fixture
def officer():
    return factories.viewer(Role.OFFICER)


def give_password(viewer) -> Account:
    account = Account.objects.get(pk=viewer.account_id)
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    return account


def whole(viewer):
    """A browser that has shown both, and given the password just now."""
    client = signed_in(viewer)
    session = client.session
    AccountSession.objects.filter(pk=session[VISIT_KEY]).update(
        second_factor=Factor.TOTP
    )
    session[PROVED_KEY] = now().isoformat()
    session.save()
    return client


def show(client, code: str):
    return client.post(reverse(DOOR), {"code": code})


def visit(client) -> AccountSession:
    return AccountSession.objects.get(pk=client.session[VISIT_KEY])


def sent_on(client) -> str:
    """Where somebody is sent who asks for a page of their work."""
    return client.get(reverse("bookings:search"))["Location"]


def reasons(act: Act) -> list[str]:
    return list(
        ActEvent.objects.filter(act=act, outcome=Outcome.REFUSED).values_list(
            "reason", flat=True
        )
    )


# --- At the door --------------------------------------------------------------------------


def test_after_the_password_nothing_opens_but_the_door_and_what_leads_out(officer):
    """Whoever skips the step is sent back to it, by every address there is."""
    authenticator(officer.account_id)
    client = signed_in(officer)
    door = reverse(DOOR)

    for route in routes():
        if hasattr(route.view, "is_public"):
            continue
        answer = client.get(route.any_address())
        own = getattr(route.view, "is_own_account", False)
        behind = Step.FACTOR in getattr(route.view, "held_up_by", ())
        if not own or behind:
            assert answer.status_code == 302, route.name
            assert answer["Location"] == door, route.name
    assert visit(client).second_factor == ""


def test_six_digits_open_the_session_under_another_key(officer):
    device = authenticator(officer.account_id)
    client = signed_in(officer)
    key = client.session.session_key

    answer = show(client, code_of(device))

    assert answer["Location"] == reverse("access:home")
    assert visit(client).second_factor == Factor.TOTP
    assert client.session.session_key != key
    assert client.get(reverse("access:factors")).status_code == 200
    done = ActEvent.objects.get(act=Act.SECOND_FACTOR, outcome=Outcome.DONE)
    assert done.detail == {"by": "totp"}


def test_on_a_laptop_nobody_is_asked(officer, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    authenticator(officer.account_id)

    assert signed_in(officer).get(reverse("access:home")).status_code == 200
    assert signed_in(officer).get(reverse("access:factors")).status_code == 200


# fmt: off
CODES = [
    # the code of              is
    (0,                        "accepted"),   # now
    (-1,                       "accepted"),   # thirty seconds ago: typed slowly
    (1,                        "accepted"),   # a telephone whose clock is ahead
    (-2,                       "refused"),
    (2,                        "refused"),
]
# fmt: on


@pytest.mark.parametrize(("steps", "outcome"), CODES)
def test_which_codes_count(officer, clock, steps, outcome):
    clock(now())
    device = authenticator(officer.account_id)
    client = signed_in(officer)

    show(client, code_of(device, steps=steps))

    assert bool(visit(client).second_factor) is (outcome == "accepted")


def test_a_code_is_accepted_once_and_none_before_it_afterwards(officer, clock):
    clock(now())
    device = authenticator(officer.account_id)
    current, before = code_of(device), code_of(device, steps=-1)

    first, again, earlier = (signed_in(officer) for _ in range(3))
    show(first, current)
    show(again, current)
    show(earlier, before)

    assert visit(first).second_factor == Factor.TOTP
    assert visit(again).second_factor == visit(earlier).second_factor == ""
    assert reasons(Act.SECOND_FACTOR) == ["wrong_code"] * 2


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_with_one_code_one_has_it():
    """In the same instant, in two transactions, past the lock on the account."""
    factories.laws()
    device = authenticator(factories.membership(Role.OFFICER).account_id)
    code, taken, ready = code_of(device), [], threading.Barrier(2)

    def use():
        try:
            ready.wait()
            taken.append(codes.accept(device.account_id, code))
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken, key=str) == [None, Factor.TOTP]


@pytest.mark.parametrize(
    "typed",
    ["", "12345", "1234567", "١٢٣٤٥٦", "…", "0" * 40, "x" * 400, "\0", "AAAA-1"],
)
def test_what_is_no_code_is_refused_and_not_an_error(officer, typed):
    authenticator(officer.account_id)
    client = signed_in(officer)

    assert show(client, typed).status_code == 200
    assert visit(client).second_factor == ""


def test_the_code_of_somebody_else_is_none(officer):
    authenticator(officer.account_id)
    other = authenticator(factories.membership(Role.OFFICER).account_id)
    client = signed_in(officer)

    show(client, code_of(other))

    assert visit(client).second_factor == ""


def test_five_wrong_codes_end_the_session_and_close_the_door_for_a_quarter_hour(
    officer, clock
):
    clock(start := now())
    device = authenticator(officer.account_id)
    client = signed_in(officer)
    for _ in range(4):
        assert show(client, "000000").status_code == 200

    answer = show(client, "000000")

    assert answer["Location"] == reverse("access:sign_in")
    assert visit_of(officer).end_reason == "credentials"
    # Another session of whoever has the password does not help, nor the right code.
    another = signed_in(officer)
    assert show(another, code_of(device))["Location"] == reverse("access:sign_in")
    assert not AccountSession.objects.filter(ended_at__isnull=True).exists()
    assert len(reasons(Act.SECOND_FACTOR)) == 6

    clock(start + timedelta(minutes=15))
    later = signed_in(officer)
    show(later, code_of(device))
    assert visit(later).second_factor == Factor.TOTP


def visit_of(viewer) -> AccountSession:
    return AccountSession.objects.filter(account_id=viewer.account_id).latest(
        "began_at"
    )


@pytest.mark.django_db(transaction=True)
def test_of_many_wrong_codes_at_once_each_is_counted():
    factories.laws()
    officer = factories.viewer(Role.OFFICER)
    authenticator(officer.account_id)
    clients = [signed_in(officer) for _ in range(8)]

    def type_in(client):
        try:
            show(client, "000000")
        finally:
            connection.close()

    threads = [threading.Thread(target=type_in, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # The fifth closes the door: whoever came after it lost the session as well.
    ended = AccountSession.objects.filter(ended_at__isnull=False).count()
    assert len(reasons(Act.SECOND_FACTOR)) == 8
    assert ended == 4


def test_a_session_that_ended_meanwhile_is_not_opened(officer):
    device = authenticator(officer.account_id)
    client = signed_in(officer)
    session = visit(client)
    by = viewer_for(officer.account_id, officer.membership_id, None, session.pk)[0]
    AccountSession.objects.filter(pk=session.pk).update(
        ended_at=now(), end_reason="by_holder"
    )

    with pytest.raises(ActDenied):
        factors.show_code(None, code_of(device), by=by)

    device.refresh_from_db()
    assert device.last_used_step is None


# --- Recovery codes -----------------------------------------------------------------------


@pytest.fixture
def recovery(officer):
    """Ten codes of somebody who has an authenticator, as they were shown."""
    authenticator(officer.account_id)
    answer = whole(officer).post(reverse("access:recovery_codes"))
    return answer.context["codes"]


def test_ten_recovery_codes_are_shown_once_and_kept_as_digests(officer, recovery):
    assert len(set(recovery)) == 10
    page = whole(officer).get(reverse("access:recovery_codes")).content.decode()
    for code in recovery:
        assert code not in page
        assert code.replace("-", "") not in str(
            list(RecoveryCode.objects.values_list("digest", flat=True))
        )


def test_a_recovery_code_works_once(officer, recovery):
    first, again = signed_in(officer), signed_in(officer)

    show(first, recovery[0].lower().replace("-", " "))
    show(again, recovery[0])

    assert visit(first).second_factor == Factor.RECOVERY_CODE
    assert visit(again).second_factor == ""
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 1


def test_new_codes_take_the_place_of_the_old_ones(officer, recovery):
    whole(officer).post(reverse("access:recovery_codes"))
    client = signed_in(officer)

    show(client, recovery[0])

    assert visit(client).second_factor == ""


def test_a_code_outlives_a_change_of_keys(officer, recovery, settings):
    settings.TEXT_KEYS = {"newer": b"n" * 32, **settings.TEXT_KEYS}
    client = signed_in(officer)

    show(client, recovery[3])

    assert visit(client).second_factor == Factor.RECOVERY_CODE


def test_an_app_whose_key_is_gone_leaves_the_other_ways_open(
    officer, recovery, settings
):
    settings.TEXT_KEYS = {**settings.TEXT_KEYS, "kept": b"k" * 32}
    code = code_of(TotpDevice.objects.get())
    kept = dict(settings.TEXT_KEYS)
    lost = {"other": b"o" * 32}
    client = signed_in(officer)

    settings.TEXT_KEYS = lost
    assert show(client, code).status_code == 200
    settings.TEXT_KEYS = kept
    show(client, recovery[0])

    assert visit(client).second_factor == Factor.RECOVERY_CODE


def test_there_is_nothing_to_recover_without_a_factor(officer):
    whole(officer).post(reverse("access:recovery_codes"))

    assert not RecoveryCode.objects.exists()


# --- The very first factor, at the door ---------------------------------------------------


def begin_app(client):
    """Name an app, and read the key that is shown once: what a telephone would scan."""
    answer = client.post(reverse("access:add_totp"), {"name": "Telephone"})
    return answer, TotpDevice.objects.filter(confirmed_at__isnull=True).last()


def test_whoever_holds_nothing_adds_an_app_before_anything_else(officer):
    client = signed_in(officer)
    answer = client.get(reverse(DOOR))
    assert answer["Location"] == reverse("access:factors")
    assert "Set up a second step" in client.get(answer["Location"]).content.decode()

    answer, device = begin_app(client)
    assert codes.secret_of(device) in answer.content.decode().replace(" ", "")
    assert "<path d=" in answer.content.decode()
    assert "style=" not in answer.content.decode()
    wrong = client.post(reverse("access:add_totp"), {"code": "000000"})
    assert not visit(client).second_factor
    assert wrong.status_code == 200
    right = client.post(reverse("access:add_totp"), {"code": code_of(device)})

    assert right["Location"] == reverse("access:recovery_codes")
    assert visit(client).second_factor == Factor.TOTP
    assert client.get(right["Location"]).status_code == 200


def test_the_code_that_confirmed_an_app_does_not_open_the_next_session(officer):
    client = signed_in(officer)
    _, device = begin_app(client)
    code = code_of(device)
    client.post(reverse("access:add_totp"), {"code": code})

    again = signed_in(officer)
    show(again, code)

    assert visit(again).second_factor == ""


ADDING = {
    "begin an app": lambda c: c.post(reverse("access:add_totp"), {"name": "Mine"}),
    "confirm an app": lambda c: c.post(reverse("access:add_totp"), {"code": "000000"}),
    "ask for a passkey": lambda c: c.post(reverse("access:new_passkey_options")),
}
HELD = {
    "an app": authenticator,
    "a passkey": lambda account_id: Passkey.objects.create(
        account_id=account_id, name="Key", credential_id=b"1", credential=b"2"
    ),
    "a recovery code": lambda account_id: RecoveryCode.objects.create(
        account_id=account_id, digest="0" * 64
    ),
}


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("way", [*ADDING])
def test_whoever_holds_something_adds_nothing_at_the_door(officer, held, way):
    """A password alone would otherwise be enough, by way of enrolment."""
    HELD[held](officer.account_id)
    client = signed_in(officer)

    answer = ADDING[way](client)

    if (
        way != "confirm an app"
    ):  # there is none to be confirmed: the page shows its form
        assert answer.status_code == 403
        assert reasons(Act.CHANGE_FACTORS) == ["standing"]
    assert not TotpDevice.objects.filter(name="Mine").exists()
    assert visit(client).second_factor == ""


def test_an_app_begun_at_the_door_does_not_count_once_another_way_was_added(officer):
    """Two half-open sessions: the thief's began first."""
    thief, holder = signed_in(officer), signed_in(officer)
    _, stolen = begin_app(thief)
    stolen_code = code_of(stolen)
    _, own = begin_app(holder)
    holder.post(reverse("access:add_totp"), {"code": code_of(own)})

    thief.post(reverse("access:add_totp"), {"code": stolen_code})

    assert visit(holder).second_factor == Factor.TOTP
    assert visit(thief).second_factor == ""
    assert TotpDevice.objects.count() == 1


def test_an_app_is_confirmed_in_the_session_that_began_it(officer):
    one, other = signed_in(officer), signed_in(officer)
    _, device = begin_app(one)

    other.post(reverse("access:add_totp"), {"code": code_of(device)})

    assert visit(other).second_factor == ""


def test_an_app_that_is_not_confirmed_in_ten_minutes_is_begun_anew(officer, clock):
    clock(start := now())
    client = whole(officer)
    _, device = begin_app(client)
    clock(start + timedelta(minutes=10))
    session = client.session
    session[PROVED_KEY] = now().isoformat()
    session.save()

    client.post(reverse("access:add_totp"), {"code": code_of(device)})

    assert not TotpDevice.objects.filter(confirmed_at__isnull=False).exists()


# --- Changing what one holds --------------------------------------------------------------

CHANGES = [route for route in routes() if route.name in {
    *("access:add_totp", "access:remove_totp", "access:add_passkey"),
    *("access:new_passkey_options", "access:remove_passkey", "access:recovery_codes"),
    *("access:link_county", "access:unlink_county"),
}]  # fmt: skip


@pytest.mark.parametrize("route", CHANGES, ids=lambda route: route.name)
def test_every_change_asks_for_the_password_first(officer, clock, route):
    """Also of somebody who left a whole session open on a desk, five minutes later."""
    clock(start := now())
    client = whole(officer)
    clock(start + timedelta(minutes=5))

    answer = client.post(route.any_address(), {"name": "Mine"})

    assert answer["Location"] == reverse("access:prove")
    assert not TotpDevice.objects.exists()


@pytest.mark.parametrize("route", CHANGES, ids=lambda route: route.name)
def test_a_locked_screen_changes_nothing(officer, route):
    client = whole(officer)
    AccountSession.objects.update(locked_at=now())

    answer = client.post(route.any_address(), {"name": "Mine"})

    assert answer["Location"] == reverse("access:unlock")
    assert not TotpDevice.objects.exists()


def test_the_password_again_counts_for_five_minutes(officer, clock):
    give_password(officer)
    clock(start := now())
    client = whole(officer)
    clock(start + timedelta(minutes=6))
    wrong = client.post(reverse("access:prove"), {"password": "wrong"})
    right = client.post(reverse("access:prove"), {"password": PASSWORD})

    assert wrong.status_code == 200
    assert right["Location"] == reverse("access:factors")
    assert reasons(Act.CHANGE_FACTORS) == ["wrong_password"]
    assert client.get(reverse("access:add_totp")).status_code == 200
    clock(start + timedelta(minutes=11))
    assert client.get(reverse("access:add_totp")).status_code == 302


def test_five_wrong_passwords_end_the_session(officer):
    give_password(officer)
    client = whole(officer)
    for _ in range(5):
        client.post(reverse("access:prove"), {"password": "wrong"})

    assert visit_of(officer).end_reason == "credentials"
    assert not is_signed_in_now(client)


def is_signed_in_now(client) -> bool:
    client.get(reverse("access:home"))
    return is_signed_in(client)


def test_the_last_factor_is_not_taken_away_while_one_is_required(officer, settings):
    device = authenticator(officer.account_id)
    address = reverse("access:remove_totp", args=[device.pk])
    client = whole(officer)

    client.post(address)
    assert TotpDevice.objects.filter(pk=device.pk).exists()

    authenticator(officer.account_id, "Tablet")
    client.post(address)
    assert not TotpDevice.objects.filter(pk=device.pk).exists()
    removed = ActEvent.objects.get(act=Act.CHANGE_FACTORS, outcome=Outcome.DONE)
    assert removed.detail == {"factor": "totp", "what": "removed"}


def test_taking_one_away_ends_every_other_session(officer):
    device = authenticator(officer.account_id)
    authenticator(officer.account_id, "Tablet")
    elsewhere, here = whole(officer), whole(officer)

    here.post(reverse("access:remove_totp", args=[device.pk]))

    assert not is_signed_in_now(elsewhere)
    assert is_signed_in_now(here)


def test_nobody_takes_away_what_is_somebody_elses(officer):
    other = factories.viewer(Role.OFFICER)
    theirs = [authenticator(other.account_id), authenticator(other.account_id, "Two")]
    key = HELD["a passkey"](other.account_id)
    client = whole(officer)

    client.post(reverse("access:remove_totp", args=[theirs[0].pk]))
    client.post(reverse("access:remove_passkey", args=[key.pk]))

    assert TotpDevice.objects.filter(account_id=other.account_id).count() == 2
    assert Passkey.objects.filter(pk=key.pk).exists()


def test_the_clock_of_credentials_moves_with_each_change_and_with_nothing_else(
    officer, clock
):
    clock(at := now())
    account = Account.objects.filter(pk=officer.account_id)

    def moved_at():
        return account.values_list("credentials_changed_at", flat=True).get()

    def later():
        nonlocal at
        at += timedelta(hours=1)
        clock(at)
        return at

    pending = TotpDevice.objects.create(account=account.get(), name="A", secret=b"1")
    assert moved_at() is None
    instant = later()
    pending.confirmed_at = now()
    pending.save()
    assert moved_at() == instant
    later()
    TotpDevice.objects.update(last_used_step=5)
    assert moved_at() == instant
    changes = [
        lambda: HELD["a passkey"](officer.account_id),
        lambda: HELD["a recovery code"](officer.account_id),
        lambda: account.update(external_subject="iss|sub"),
        lambda: Passkey.objects.all().delete(),
        lambda: RecoveryCode.objects.all()._raw_delete("default"),
        lambda: TotpDevice.objects.all().delete(),
        lambda: account.update(external_subject=None),
    ]
    for change in changes:
        instant = later()
        change()
        assert moved_at() == instant


REWRITES = [
    "UPDATE access_totpdevice SET last_used_step = 1",
    "UPDATE access_totpdevice SET last_used_step = NULL",
    "UPDATE access_totpdevice SET secret = 'mine'",
    "UPDATE access_totpdevice SET confirmed_at = NULL",
    "UPDATE access_totpdevice SET account_id = account_id + 1",
    "UPDATE access_passkey SET sign_count = 3",
    "UPDATE access_passkey SET credential = 'mine'",
    "UPDATE access_passkey SET credential_id = 'mine'",
    "UPDATE access_recoverycode SET used_at = NULL",
    "UPDATE access_recoverycode SET digest = 'mine'",
]


@pytest.mark.parametrize("statement", REWRITES)
def test_the_database_accepts_nothing_a_second_time(officer, statement):
    device = authenticator(officer.account_id)
    TotpDevice.objects.filter(pk=device.pk).update(last_used_step=7)
    HELD["a passkey"](officer.account_id)
    Passkey.objects.update(sign_count=4)
    HELD["a recovery code"](officer.account_id)
    RecoveryCode.objects.update(used_at=now())

    with pytest.raises(DatabaseError, match="does not"), transaction.atomic():
        connection.cursor().execute(statement)


def test_no_secret_lies_in_clear_and_none_in_a_history(officer):
    client = signed_in(officer)
    _, device = begin_app(client)
    secret = codes.secret_of(device)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(encode(secret, 'escape'), '')"
            " FROM access_totpdevice), to_jsonb(h)::text"
            " FROM access_historicaltotpdevice h"
        )
        (sealed, past), *_ = cursor.fetchall()
    assert secret not in sealed
    assert secret not in past
    assert '"secret"' not in past
    assert secret not in str(client.session.items())
    with pytest.raises(Exception, match="another purpose"):
        codes.secret_of(TotpDevice(account_id=0, secret=device.secret))


# --- Passkeys -----------------------------------------------------------------------------


def add_key(client, key: SecurityKey, name: str = "Blue key"):
    options = client.post(reverse("access:new_passkey_options")).json()
    return client.post(
        reverse("access:add_passkey"), {"name": name, "credential": key.made(options)}
    )


def options_at_the_door(client) -> dict:
    return client.post(reverse("access:passkey_options")).json()


def show_key(client, answer: str):
    return client.post(reverse("access:show_passkey"), {"credential": answer})


@pytest.fixture
def key(officer):
    own = SecurityKey()
    add_key(whole(officer), own)
    assert Passkey.objects.count() == 1
    return own


def test_a_passkey_is_the_first_factor_added_at_the_door(officer):
    client = signed_in(officer)

    answer = add_key(client, SecurityKey())

    assert answer["Location"] == reverse("access:recovery_codes")
    assert visit(client).second_factor == Factor.PASSKEY


def test_a_passkey_opens_the_session(officer, key):
    client = signed_in(officer)

    show_key(client, key.signed(options_at_the_door(client)))

    assert visit(client).second_factor == Factor.PASSKEY
    passkey = Passkey.objects.get()
    assert passkey.sign_count == 1
    assert passkey.last_used_at is not None


def test_an_answer_serves_once(officer, key):
    """Replayed in the same session, in another one, and to a challenge of its own."""
    client, other = signed_in(officer), signed_in(officer)
    answer = key.signed(options_at_the_door(client))
    options_at_the_door(other)

    show_key(other, answer)
    assert visit(other).second_factor == ""
    show_key(client, answer)
    assert visit(client).second_factor == Factor.PASSKEY
    AccountSession.objects.filter(pk=client.session[VISIT_KEY]).update(second_factor="")
    show_key(client, answer)
    assert visit(client).second_factor == ""


def test_of_two_answers_at_once_one_finds_the_challenge(officer):
    """Two requests that both read the session before either wrote it."""
    asked = SimpleNamespace(session={}, viewer=officer)
    challenges.give(asked, ChallengeKind.SECOND_FACTOR, challenge="x")
    twins = [
        SimpleNamespace(session=dict(asked.session), viewer=officer) for _ in range(2)
    ]

    found = [challenges.take(twin, ChallengeKind.SECOND_FACTOR) for twin in twins]

    assert found[0]["challenge"] == "x"
    assert found[1] is None


def test_a_challenge_lasts_two_minutes(officer, key, clock):
    clock(start := now())
    client = signed_in(officer)
    answer = key.signed(options_at_the_door(client))
    clock(start + timedelta(minutes=2))

    show_key(client, answer)

    assert visit(client).second_factor == ""


def test_a_challenge_for_one_thing_answers_for_no_other(officer, key):
    client = whole(officer)
    stranger = SecurityKey()
    options = client.post(reverse("access:new_passkey_options")).json()
    AccountSession.objects.filter(pk=client.session[VISIT_KEY]).update(second_factor="")

    challenge = {"challenge": options["publicKey"]["challenge"], "rpId": "testserver"}
    show_key(client, key.signed({"publicKey": challenge}))

    assert visit(client).second_factor == ""
    assert not stranger.count


def test_the_passkey_of_another_account_opens_nothing(officer, key):
    thief = factories.viewer(Role.OFFICER)
    own = SecurityKey()
    add_key(whole(thief), own, "Thief's")
    client = signed_in(officer)

    show_key(client, own.signed(options_at_the_door(client)))

    assert visit(client).second_factor == ""
    assert reasons(Act.SECOND_FACTOR) == ["wrong_code"]


def test_a_passkey_is_of_one_account(officer, key):
    thief = whole(factories.viewer(Role.OFFICER))

    answer = add_key(thief, key)

    assert answer.status_code == 200
    assert Passkey.objects.get().account_id == officer.account_id


# fmt: off
FORGED = {
    "another key signs":         lambda key, o: SecurityKey(credential_id=key.credential_id).signed(o),
    "at another site":           lambda key, o: at(key, "https://jail-records.example").signed(o),
    "of another name":           lambda key, o: key.signed(named(o, "example.com")),
    "with no touch":             lambda key, o: untouched(key).signed(o),
    "half of it is missing":     lambda key, o: key.signed(o).replace("authenticatorData", "x"),
    "to another challenge":      lambda key, o: key.signed(challenged(o, "AAAAAAAAAAAAAAAAAAAAAA")),
    "not JSON":                  lambda key, o: "{",
    "a number":                  lambda key, o: "7",
    "a list":                    lambda key, o: "[]",
    "nested without end":        lambda key, o: "[" * 9000,
    "half a letter":             lambda key, o: '{"rawId": "\\ud800"}',
}
# fmt: on


def at(key: SecurityKey, origin: str) -> SecurityKey:
    key.origin = origin
    return key


def untouched(key: SecurityKey) -> SecurityKey:
    key.is_touched = key.is_unlocked = False
    return key


def named(options: dict, name: str) -> dict:
    options["publicKey"]["rpId"] = name
    return options


def challenged(options: dict, challenge: str) -> dict:
    options["publicKey"]["challenge"] = challenge
    return options


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_answer_is_refused_and_recorded(officer, key, forge):
    client = signed_in(officer)

    answer = show_key(client, forge(key, options_at_the_door(client)))

    assert answer["Location"] == reverse(DOOR)
    assert visit(client).second_factor == ""
    assert reasons(Act.SECOND_FACTOR) == ["wrong_code"]


def test_a_count_that_goes_back_is_a_copys_and_refused(officer, key):
    key.count = 7
    client, copy = signed_in(officer), signed_in(officer)
    show_key(client, key.signed(options_at_the_door(client)))
    key.count = 3

    show_key(copy, key.signed(options_at_the_door(copy)))

    assert visit(client).second_factor == Factor.PASSKEY
    assert visit(copy).second_factor == ""
    assert set(reasons(Act.SECOND_FACTOR)) == {"sign_count_went_back", "wrong_code"}


def test_five_wrong_passkeys_end_the_session(officer, key):
    client = signed_in(officer)
    for _ in range(5):
        options_at_the_door(client)
        show_key(client, "{}")

    assert visit_of(officer).end_reason == "credentials"


# --- A passkey alone ----------------------------------------------------------------------


def sign_in_by_key(client, key: SecurityKey):
    options = client.post(reverse("access:passkey_sign_in_options")).json()
    assert "allowCredentials" not in options["publicKey"]
    return client.post(
        reverse("access:passkey_sign_in"), {"credential": key.signed(options)}
    )


def test_a_passkey_that_its_holder_unlocks_is_both_factors(officer, key, client):
    answer = sign_in_by_key(client, key)

    assert answer["Location"] == reverse("access:home")
    assert visit(client).first_factor == Factor.PASSKEY
    assert sent_on(client) == reverse("access:banner")


def test_a_passkey_that_was_only_touched_is_not(officer, key, client):
    key.is_unlocked = False

    assert sign_in_by_key(client, key).status_code == 403
    assert reasons(Act.SIGN_IN) == ["passkey_wrong_answer"]


def test_a_passkey_nobody_knows_reads_like_one_of_somebody(officer, key, client):
    key.is_unlocked = False
    known = sign_in_by_key(client, key)
    unknown = sign_in_by_key(client, SecurityKey())

    assert known.status_code == unknown.status_code == 403
    assert known.context["refusal"] == unknown.context["refusal"] == ""


def test_a_closed_account_stays_closed_to_its_passkey(officer, key, client):
    Account.objects.filter(pk=officer.account_id).update(
        suspended_at=now(), suspended_reason="lost phone"
    )

    assert sign_in_by_key(client, key).status_code == 403
    assert not is_signed_in(client)


# --- Lost: reset by two people ----------------------------------------------------------


@pytest.fixture
def administrator():
    return factories.viewer(Role.ADMINISTRATOR, of=factories.unit())


def lost(viewer):
    """Somebody with everything, and a session open somewhere."""
    device = authenticator(viewer.account_id)
    HELD["a passkey"](viewer.account_id)
    HELD["a recovery code"](viewer.account_id)
    return device, whole(viewer)


REASON = "Lost her telephone; I know her voice and called her back."


def propose(account_id: int, by):
    return resetting.propose_reset(Account.objects.get(pk=account_id), REASON, by=by)


def test_two_people_reset_what_somebody_lost_and_no_other_clock_moves(
    officer, administrator
):
    _, open_session = lost(officer)
    before = Account.objects.get(pk=officer.account_id)
    privacy = factories.viewer(Role.PRIVACY_OFFICER)

    answer = whole(administrator).post(
        reverse("access:reset_factors", args=[officer.account_id]), {"reason": REASON}
    )
    assert answer.status_code == 302
    assert TotpDevice.objects.exists()
    proposal = proposals.agree(resetting.Proposal.objects.get().pk, by=privacy)

    assert proposal.status == ProposalStatus.DONE
    for model in (TotpDevice, Passkey, RecoveryCode):
        assert not model.objects.exists()
    assert not is_signed_in_now(open_session)
    after = Account.objects.get(pk=officer.account_id)
    for clock_name in ("last_sign_in_at", "opened_at", "joined_at", "reopened_at"):
        assert getattr(after, clock_name) == getattr(before, clock_name)
    assert signed_in(officer).get(reverse(DOOR))["Location"] == reverse(
        "access:factors"
    )


def supervisor():
    return factories.viewer(Role.SHIFT_SUPERVISOR, of=factories.unit())


# fmt: off
SECONDS = [
    # whose was lost          who says the second yes                                       and so
    (Role.BOOKING_CLERK,      supervisor,                                                   "done"),
    (Role.NURSE,              supervisor,                                                   "done"),
    (Role.OFFICER,            supervisor,                                                   "refused"),
    (Role.PROSECUTOR,         supervisor,                                                   "refused"),
    (Role.OFFICER,            lambda: factories.viewer(Role.ADMINISTRATOR),                 "done"),
    (Role.BOOKING_CLERK,      lambda: factories.viewer(Role.PRIVACY_OFFICER),               "done"),
    (Role.BOOKING_CLERK,      lambda: factories.viewer(Role.COUNSEL),                       "refused"),
    (Role.OFFICER,            lambda: factories.viewer(
                                  Role.SHIFT_SUPERVISOR, Role.CUSTODY_OFFICER),             "refused"),
]
# fmt: on


@pytest.mark.parametrize(("whose", "second", "outcome"), SECONDS)
def test_who_may_be_the_second(administrator, whose, second, outcome):
    holder = factories.viewer(whose)
    authenticator(holder.account_id)
    proposal = propose(holder.account_id, administrator)

    if outcome == "done":
        proposals.agree(proposal.pk, by=second())
    else:
        with pytest.raises((ActDenied, RuleViolation)):
            proposals.agree(proposal.pk, by=second())

    assert TotpDevice.objects.exists() is (outcome == "refused")


def test_a_supervisor_does_not_second_for_staff_who_work_elsewhere_as_well(
    administrator,
):
    clerk = factories.viewer(Role.BOOKING_CLERK)
    factories.membership(
        Role.OFFICER,
        of=factories.unit(Mission.CRIMINAL),
        account=Account.objects.get(pk=clerk.account_id),
    )
    proposal = propose(clerk.account_id, administrator)

    with pytest.raises(RuleViolation, match="outside"):
        proposals.agree(proposal.pk, by=supervisor())


def test_nobody_has_a_part_in_resetting_their_own(administrator):
    with pytest.raises(RuleViolation, match="Somebody else"):
        propose(administrator.account_id, administrator)

    holder = supervisor()
    proposal = propose(holder.account_id, administrator)
    with pytest.raises(RuleViolation, match="Somebody else"):
        proposals.agree(proposal.pk, by=holder)


@pytest.mark.parametrize(
    "role",
    [r for r in Role if r is not Role.ADMINISTRATOR],
    ids=lambda role: role.value,
)
def test_only_an_administrator_asks_for_it(officer, role):
    with pytest.raises(ActDenied):
        propose(officer.account_id, factories.viewer(role))


def test_signing_in_by_password_still_ends_at_the_door(officer, client):
    account = give_password(officer)
    authenticator(officer.account_id)
    assert authenticate(None, username=account.sign_in_name, password=PASSWORD)

    client.post(
        reverse("access:sign_in"),
        {"sign_in_name": account.sign_in_name, "password": PASSWORD},
    )

    assert sent_on(client) == reverse(DOOR)
