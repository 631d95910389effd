"""A case has a key of its own: it is wrapped, rewrapped and destroyed, for good."""

import io
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from access.acts import Act
from access.viewer import System
from audit.models import ActEvent
from bookings import envelopes
from bookings.envelopes import CannotOpen
from bookings.models import DataKey
from bookings.services import record_keys

pytestmark = pytest.mark.django_db

OLD, NEW = b"o" * 32, b"n" * 32
SECRET = b"a word that nobody else reads"


@pytest.fixture(autouse=True)
def one_key(settings):
    settings.RECORD_KEYS = {"2025": OLD}


def sealed(purpose="answer"):
    key = envelopes.new_key("test")
    return key, envelopes.seal_with(key, SECRET, purpose=purpose)


def columns_of(key):
    return DataKey.objects.filter(pk=key.pk).values().get()


def test_what_is_sealed_opens_with_its_key_and_purpose():
    key, value = sealed()

    assert envelopes.unseal_with(key, value, purpose="answer") == SECRET
    assert envelopes.unseal_with(key.pk, value, purpose="answer") == SECRET
    assert SECRET not in value


def test_neither_the_key_nor_what_it_seals_stands_in_the_table_in_clear():
    key, _ = sealed()
    own = envelopes._opened(key)[1]

    assert own not in bytes(columns_of(key)["wrapped"])


def _other_key(key, value):
    return envelopes.new_key("test"), value, "answer"


def _destroyed(key, value):
    envelopes.destroy_key(key)
    return key, value, "answer"


# fmt: off
CANNOT = {
    # what was done to it                              key, value, purpose it is opened with
    "for another purpose":  lambda k, v: (k, v, "paper"),
    "with another key":     _other_key,
    "with no key":          lambda k, v: (uuid.uuid4(), v, "answer"),
    "altered":              lambda k, v: (k, v[:-1] + bytes([v[-1] ^ 1]), "answer"),
    "cut short":            lambda k, v: (k, v[:40], "answer"),
    "empty":                lambda k, v: (k, b"", "answer"),
    "key destroyed":        _destroyed,
}
# fmt: on


@pytest.mark.parametrize("attempt", CANNOT.values(), ids=CANNOT)
def test_it_opens_no_other_way(attempt):
    key, value, purpose = attempt(*sealed())

    with pytest.raises(CannotOpen):
        envelopes.unseal_with(key, value, purpose=purpose)


def test_two_keys_of_two_cases_cannot_be_exchanged():
    """Whoever may write to the table gives one case's key to another: it opens nothing."""
    one, value = sealed()
    other, _ = sealed()
    DataKey.objects.filter(pk=other.pk).update(wrapped=columns_of(one)["wrapped"])

    with pytest.raises(CannotOpen):
        envelopes.unseal_with(other, value, purpose="answer")


# --- Destroyed -----------------------------------------------------------------------


def test_a_destroyed_key_seals_and_opens_nothing_whoever_still_holds_it():
    key, value = sealed()

    assert envelopes.destroy_key(key) is True

    with pytest.raises(CannotOpen):
        envelopes.seal_with(key, SECRET, purpose="answer")
    with pytest.raises(CannotOpen):
        envelopes.unseal_with(key, value, purpose="answer")
    assert envelopes.destroy_key(key) is False
    left = columns_of(key)
    assert (left["key_id"], bytes(left["wrapped"])) == ("", b"")
    assert left["destroyed_at"] is not None


def test_what_was_sealed_opens_not_even_from_a_copy_of_the_sealed_value():
    """As it lies in a backup of the data: the keys' table is kept apart from it."""
    key, value = sealed()
    backup = bytes(value)
    envelopes.destroy_key(key)

    with pytest.raises(CannotOpen):
        envelopes.unseal_with(key, backup, purpose="answer")


# fmt: off
ATTEMPTS = [
    # by raw SQL as the application                                              said
    ("UPDATE bookings_datakey SET destroyed_at = NULL, key_id = 'x', wrapped = '\\x01' WHERE id = %s", "destroyed"),
    ("UPDATE bookings_datakey SET destroyed_at = jail_now() WHERE id = %s",       "destroyed"),
    ("DELETE FROM bookings_datakey WHERE id = %s",                                "permission denied"),
]
# fmt: on


@pytest.mark.parametrize(("sql", "said"), ATTEMPTS)
def test_a_destroyed_key_cannot_be_put_back_or_its_end_be_forgotten(sql, said):
    key, _ = sealed()
    envelopes.destroy_key(key)

    with (
        pytest.raises(DatabaseError, match=said),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [key.pk])


@pytest.mark.parametrize("column", ["id", "created_at", "purpose"])
def test_a_key_does_not_become_another_one(column):
    key, _ = sealed()
    value = {"id": uuid.uuid4(), "created_at": "2020-01-01T00:00Z", "purpose": "x"}

    with pytest.raises(DatabaseError, match="rewrapped or destroyed"):
        DataKey.objects.filter(pk=key.pk).update(**{column: value[column]})


def test_a_key_is_there_or_destroyed_and_never_half():
    key, _ = sealed()

    with pytest.raises(DatabaseError, match="there_or_destroyed"):
        DataKey.objects.filter(pk=key.pk).update(wrapped=b"")


# --- Rotation ------------------------------------------------------------------------


def rotate(**options):
    return record_keys.rotate_record_keys(by=System("test"), **options)


def test_rotation_wraps_every_key_anew_and_touches_nothing_sealed(settings):
    kept = [sealed() for _ in range(5)]
    gone, lost = sealed()
    envelopes.destroy_key(gone)
    settings.RECORD_KEYS = {"2026": NEW, "2025": OLD}

    done = rotate(batch=2)

    assert (done.rewrapped, done.retired, done.unopened) == (5, ("2025",), {})
    settings.RECORD_KEYS = {"2026": NEW}
    for key, value in kept:
        assert columns_of(key)["key_id"] == "2026"
        assert envelopes.unseal_with(key, value, purpose="answer") == SECRET
    with pytest.raises(CannotOpen):
        envelopes.unseal_with(gone, lost, purpose="answer")
    assert rotate().rewrapped == 0


def test_an_interrupted_rotation_goes_on_where_it_was(settings, monkeypatch):
    kept = [sealed() for _ in range(4)]
    settings.RECORD_KEYS = {"2026": NEW, "2025": OLD}
    whole, calls = record_keys.rewrap, []

    def fails_in_the_second_batch(key):
        calls.append(key)
        if len(calls) == 4:
            raise KeyboardInterrupt
        whole(key)

    monkeypatch.setattr(record_keys, "rewrap", fails_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        rotate(batch=2)
    for key, value in kept:  # both keys are there, so that all open meanwhile
        assert envelopes.unseal_with(key, value, purpose="answer") == SECRET
    monkeypatch.setattr(record_keys, "rewrap", whole)

    assert rotate(batch=2).rewrapped == 2, "the first batch was done, the second not"

    settings.RECORD_KEYS = {"2026": NEW}
    for key, value in kept:
        assert envelopes.unseal_with(key, value, purpose="answer") == SECRET


def test_the_command_says_which_keys_may_be_retired(settings):
    sealed()
    settings.RECORD_KEYS = {"2026": NEW, "2025": OLD, "2024": b"x" * 32}
    out = io.StringIO()

    call_command("rotate_record_keys", stdout=out)

    assert out.getvalue() == (
        "1 keys are now wrapped by 2026.\n"
        "May be taken out of RECORD_KEYS: 2025, 2024.\n"
    )
    event = ActEvent.objects.get(act=Act.ROTATE_KEYS)
    assert event.detail == {"rewrapped": 1, "unopened": 0}


def test_the_command_goes_on_past_what_it_cannot_open_and_says_so(settings):
    """A key was taken out too early: nothing is lost, and the line says what to do."""
    lost, value = sealed()
    settings.RECORD_KEYS = {"2026": NEW}
    kept, _ = sealed()
    settings.RECORD_KEYS = {"2027": b"7" * 32, "2026": NEW}
    out = io.StringIO()

    with pytest.raises(CommandError, match="1 by 2025"):
        call_command("rotate_record_keys", stdout=out)

    assert out.getvalue().startswith("1 keys are now wrapped by 2027.\n")
    assert columns_of(kept)["key_id"] == "2027"
    settings.RECORD_KEYS = {"2027": b"7" * 32, "2025": OLD}
    call_command("rotate_record_keys", stdout=out)
    assert envelopes.unseal_with(lost, value, purpose="answer") == SECRET
