"""The second factor: shown at the door, added, and taken away again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction

from access import rules
from access.acts import Act, Denial
from access.enums import Factor, SessionEnd, Step
from access.guards import ActDenied
from access.models import Account, AccountSession, Passkey, RecoveryCode, TotpDevice
from access.selectors import factors_of, is_current
from access.services import codes, sessions
from access.session import NEW_TOTP_KEY, PROVED_KEY
from access.viewer import Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from audit.services import record_act, record_act_or_log

# CJIS Security Policy 5.9.5, AC-7: five in fifteen minutes.
TRIES = 5
TRIED_WITHIN = timedelta(minutes=15)
# For so long nobody is asked for their password again (IA-11).
PROVED_FOR = timedelta(minutes=5)
# An authenticator that is not confirmed by then is begun anew.
CONFIRMED_WITHIN = timedelta(minutes=10)


class TooManyTries(Exception):
    """The session has been ended."""


# --- The step ---------------------------------------------------------------------------


def show_code(request, typed: str, *, by: Viewer) -> bool:
    """Take the step by six digits or by a recovery code. Raises TooManyTries."""

    def accepted() -> Factor | None:
        return codes.accept(by.account_id, typed)

    return show(request, accepted, by=by)


def show(request, accepted, *, by: Viewer) -> bool:
    """Take the step if ``accepted()`` names the factor that was shown. One try of an
    account at a time, so that many at once are counted as many. Raises TooManyTries.
    """
    if by.step is not Step.FACTOR:
        raise ActDenied(Act.SECOND_FACTOR, Denial.STANDING)
    with _one_at_a_time(by):
        is_over = _has_failed_too_often(by)
        factor = None if is_over else accepted()
        if factor is not None:
            pass_step(request, factor, by=by)
            return True
        is_over = _count_failure(by, Act.SECOND_FACTOR, "wrong_code") or is_over
    if is_over:
        raise TooManyTries
    return False


def pass_step(request, factor: Factor, *, by: Viewer) -> None:
    """Put down in the session which second factor was shown: if it still goes on."""
    went_on = AccountSession.objects.filter(
        pk=by.session_id, account_id=by.account_id, ended_at__isnull=True
    ).update(second_factor=factor)
    if not went_on:
        raise ActDenied(Act.SECOND_FACTOR, Denial.STANDING)
    request.session.cycle_key()
    request.session[PROVED_KEY] = now().isoformat()
    # Somebody who comes on shift must get in to release people (law 14).
    record = record_act if by.lapses_close else record_act_or_log
    record(Act.SECOND_FACTOR, Outcome.DONE, actor=by, by=factor, **_target(by))


@contextmanager
def _one_at_a_time(by: Viewer) -> Iterator[None]:
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=by.account_id)
        yield


def _target(by: Viewer) -> dict:
    return {"target_kind": "session", "target_id": by.session_id}


def _count_failure(by: Viewer, act: Act, reason: str) -> bool:
    """Record a wrong answer; return whether it was one too many, and end the session.

    Counted in PostgreSQL, over all sessions of the account.
    """
    record_act(act, Outcome.REFUSED, actor=by, reason=reason, **_target(by))
    is_over = _has_failed_too_often(by)
    if is_over:
        sessions.end(by.session_id, SessionEnd.CREDENTIALS)
    return is_over


def _has_failed_too_often(by: Viewer) -> bool:
    failures = ActEvent.objects.filter(
        account_id=by.account_id,
        act__in=[Act.SECOND_FACTOR, Act.CHANGE_FACTORS],
        outcome=Outcome.REFUSED,
        reason__in=["wrong_code", "wrong_password"],
        occurred_at__gt=now() - TRIED_WITHIN,
    )
    return failures.count() >= TRIES


# --- Proving again who one is -------------------------------------------------------------


def has_proved(request, *, by: Viewer) -> bool:
    """Whether whoever sits there proved it within the last minutes, in this session."""
    proved_at = request.session.get(PROVED_KEY)
    return (
        proved_at is not None and by.at - datetime.fromisoformat(proved_at) < PROVED_FOR
    )


def prove(request, password: str, *, by: Viewer) -> bool:
    """The password of the holder, again. Raises TooManyTries."""
    name = Account.objects.values_list("sign_in_name", flat=True).get(pk=by.account_id)
    with _one_at_a_time(by):
        is_over = _has_failed_too_often(by)
        account = (
            None if is_over else authenticate(request, username=name, password=password)
        )
        if account is not None and account.pk == by.account_id:
            request.session[PROVED_KEY] = now().isoformat()
            return True
        is_over = _count_failure(by, Act.CHANGE_FACTORS, "wrong_password") or is_over
    if is_over:
        raise TooManyTries
    return False


# --- Adding and taking away ---------------------------------------------------------------


@contextmanager
def changing(*, by: Viewer) -> Iterator[None]:
    """One change of an account's factors at a time, by its holder, in one transaction.

    In a session that has shown no second factor only the very first may be added.
    """
    with acting(by.account_id, Act.CHANGE_FACTORS), _one_at_a_time(by):
        is_first = by.step is Step.FACTOR and not factors_of(by.account_id).is_any
        is_whole = by.step not in (Step.LOCKED, Step.FACTOR)
        if not (is_whole or is_first) or not is_current(by):
            raise ActDenied(Act.CHANGE_FACTORS, Denial.STANDING)
        yield


def record_change(kind: Factor, what: str, *, by: Viewer) -> None:
    record_act(
        Act.CHANGE_FACTORS,
        Outcome.DONE,
        actor=by,
        target_kind="account",
        target_id=by.account_id,
        factor=kind,
        what=what,
    )


def begin_totp(request, name: str, *, by: Viewer) -> TotpDevice:
    """Make a secret for an authenticator; it counts once a code of it was typed."""
    with changing(by=by):
        TotpDevice.objects.filter(
            account_id=by.account_id, confirmed_at__isnull=True
        ).delete()
        device = TotpDevice.objects.create(
            account_id=by.account_id, name=name, secret=codes.new_secret(by.account_id)
        )
    request.session[NEW_TOTP_KEY] = device.pk
    return device


def begun_totp(request, *, by: Viewer) -> TotpDevice | None:
    """The authenticator that this session is adding, while its time lasts."""
    return TotpDevice.objects.filter(
        pk=request.session.get(NEW_TOTP_KEY),
        account_id=by.account_id,
        confirmed_at__isnull=True,
        added_at__gt=by.at - CONFIRMED_WITHIN,
    ).first()


def begun_secret(device: TotpDevice, *, by: Viewer) -> tuple[str, str]:
    """The secret of an authenticator that is being added, for its holder's eyes: as
    text, and as the address that its app reads.
    """
    if device.account_id != by.account_id or device.confirmed_at is not None:
        raise ActDenied(Act.CHANGE_FACTORS, Denial.STANDING)
    secret = codes.secret_of(device)
    name = Account.objects.values_list("sign_in_name", flat=True).get(pk=by.account_id)
    return secret, codes.provisioning_address(secret, name)


def confirm_totp(request, typed: str, *, by: Viewer) -> bool:
    """Let it count, if the code is right; that code is used then."""
    with changing(by=by):
        device = begun_totp(request, by=by)
        step = device and codes.step_of(device, typed)
        if step is None:
            return False
        device.confirmed_at, device.last_used_step = now(), step
        device.save(update_fields=["confirmed_at", "last_used_step"])
        record_change(Factor.TOTP, "added", by=by)
        if by.step is Step.FACTOR:
            pass_step(request, Factor.TOTP, by=by)
    request.session.pop(NEW_TOTP_KEY, None)
    return True


def remove_totp(device_id: int, *, by: Viewer) -> None:
    own = TotpDevice.objects.filter(
        account_id=by.account_id, confirmed_at__isnull=False
    )
    _remove(own.filter(pk=device_id), Factor.TOTP, by)


def remove_passkey(passkey_id: int, *, by: Viewer) -> None:
    own = Passkey.objects.filter(account_id=by.account_id)
    _remove(own.filter(pk=passkey_id), Factor.PASSKEY, by)


def _remove(which, kind: Factor, by: Viewer) -> None:
    """Raises RuleViolation at the last one. What somebody took away may be in other
    hands: every other session ends.
    """
    with changing(by=by):
        is_there = which.exists()
        if is_there and settings.SECOND_FACTOR_REQUIRED:
            rules.check_not_last(factors_of(by.account_id).number)
        if is_there:
            which.delete()
            sessions.end_all(by.account_id, SessionEnd.CREDENTIALS, but=by.session_id)
            record_change(kind, "removed", by=by)


def new_recovery_codes(*, by: Viewer) -> list[str]:
    """Ten new codes, to be shown once; the old ones are worth nothing from now on.
    Raises RuleViolation where there is nothing that they could stand in for.
    """
    made = codes.new_recovery_codes()
    with changing(by=by):
        rules.check_recovers_something(factors_of(by.account_id).number)
        RecoveryCode.objects.filter(account_id=by.account_id).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(
                account_id=by.account_id, digest=codes.digests(by.account_id, code)[0]
            )
            for code in made
        )
        record_change(Factor.RECOVERY_CODE, "made", by=by)
    return made
