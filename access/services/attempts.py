"""Attempts to come in, counted in the database: five failures in fifteen minutes lock
a name until somebody else releases it (CJIS Security Policy 5.9.5, AC-7).

A name is known by its keyed digest, so that one that is nobody's counts, locks and
answers as anybody's does. Attempts on one name wait for each other: of fifty at once,
five are looked at.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from access.acts import Act
from access.arrivals import address_of
from access.enums import AttemptOutcome, Door
from access.models import Account, SignInAttempt, SignInLock
from access.selectors import network_of
from access.viewer import System
from audit.enums import Outcome
from audit.sealing import digest
from audit.services import record_act_or_log

FAILURES = 5
WITHIN = timedelta(minutes=15)

_COUNT = """
SELECT count(*) FILTER (WHERE t.tried_at > coalesce(l.released_at, '-infinity')),
  count(*) FILTER (WHERE t.session_key = %(session)s::uuid)
FROM access_signinattempt t
LEFT JOIN (SELECT max(released_at) AS released_at FROM access_signinlock
  WHERE name_digest = %(digest)s) l ON true
WHERE t.name_digest = %(digest)s AND t.outcome = 'wrong'
  AND t.tried_at > jail_now() - %(within)s"""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of an attempt. ``account``: whose it is, only if the factor was right.

    ``is_worn_out``: five failures in this very session, which it does not outlive.
    """

    outcome: AttemptOutcome
    account: Account | None = None
    is_worn_out: bool = False


def written(name: str) -> str:
    """A name in one writing: ligatures and wide letters are what they stand for."""
    return unicodedata.normalize("NFKC", name).strip()


def name_digest(name: str) -> str:
    """The keyed digest by which attempts on a name are counted, in any letter case."""
    folded = unicodedata.normalize("NFKC", written(name).casefold())
    return digest(f"sign-in name {folded}")


def is_locked(account: Account) -> bool:
    """Whether nobody signs in with this account at the moment."""
    return _open_locks(name_digest(account.sign_in_name), account).exists()


def try_password(name: str, password: str, request) -> Tried:
    """Try a name and a password at the sign-in.

    A name that is nobody's takes as long as one that is somebody's.
    """
    account = (
        Account.objects.alias(folded=Lower("sign_in_name"))
        .filter(folded=Lower(Value(written(name))), is_active=True)
        .first()
    )

    def is_right() -> bool:
        if account is None:
            make_password(password)
            return False
        return account.check_password(password)

    return counted(name, account, is_right, request, door=Door.SIGN_IN)


def counted(
    name: str,
    account: Account | None,
    is_right: Callable[[], bool],
    request,
    *,
    door: Door,
    session_id: UUID | None = None,
) -> Tried:
    """Look at a factor, once, in its turn, and count what came of it.

    Any factor: a password, a code of an authenticator, a passkey's answer. At the
    sign-in of a locked name nobody looks, so that it tells nothing. Whoever is signed
    in already goes on (law 14): their own failures alone end that, with the session.
    """
    # A stored name answers to several writings of it; they count as one.
    key = name_digest(account.sign_in_name if account else name)
    with transaction.atomic():
        _wait_for_turn(key)
        locked = _open_locks(key, account)
        if locked.exists() and door is Door.SIGN_IN:
            locked.filter(account=None).update(account=account)
            return _note(AttemptOutcome.LOCKED, key, account, request, door)
        if is_right():
            return _note(AttemptOutcome.DONE, key, account, request, door, session_id)
        _note(AttemptOutcome.WRONG, key, account, request, door, session_id)
        on_name, in_session = _failures(key, session_id)
        if on_name >= FAILURES and not locked.exists():
            _lock(key, account)
        return Tried(AttemptOutcome.WRONG, is_worn_out=in_session >= FAILURES)


def _open_locks(key: str, account: Account | None):
    """By the name, or by whose it is: neither a new name nor a new key undoes one."""
    open_ones = SignInLock.objects.filter(released_at__isnull=True)
    by_name = open_ones.filter(name_digest=key)
    return by_name | open_ones.filter(account=account) if account else by_name


def _wait_for_turn(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"access_sign_in {key}"],
        )


def _note(outcome, key, account, request, door, session_id=None) -> Tried:
    address = address_of(request)
    SignInAttempt.objects.create(
        name_digest=key,
        account=account,
        door=door,
        outcome=outcome,
        address=address,
        network_id=network_of(address),
        session_key=session_id,
    )
    is_done = outcome is AttemptOutcome.DONE
    return Tried(outcome, account if is_done else None)


def _failures(key: str, session_id: UUID | None) -> tuple[int, int]:
    """Failures on a name since it was last released, and those of one session."""
    asked = {"digest": key, "session": session_id, "within": WITHIN}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        return cursor.fetchone()


def _lock(key: str, account: Account | None) -> None:
    lock = SignInLock.objects.create(name_digest=key, account=account)
    record_act_or_log(
        Act.LOCK_NAME,
        Outcome.DONE,
        actor=System("sign-in"),
        target_kind="account" if account else "name",
        target_id=account.pk if account else lock.pk,
    )
