"""Passkeys (WebAuthn): added, shown as the second factor, or as both at once.

The site's name and origin are those of the request, whose host Django has checked
against ALLOWED_HOSTS. No attestation is asked for: any maker's key will do.
"""

import json
import struct
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.db import connection
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
)

from access.acts import Act
from access.enums import ChallengeKind, Factor, Step
from access.models import Account, Passkey
from access.services import challenges, factors
from access.viewer import System, Viewer
from audit.enums import Outcome
from audit.services import record_act

SITE = "Jail Records"
_PREFERRED, _REQUIRED = "preferred", "required"
# What a malformed or forged answer makes the library raise.
_UNREADABLE = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error),
    *(InvalidSignature, UnsupportedAlgorithm, NotImplementedError, RecursionError),
)


class PasskeyRefused(Exception):
    """The answer is not one to what this session was asked. ``reason``: a code."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def _server(request) -> Fido2Server:
    host = urlsplit(f"//{request.get_host()}").hostname
    origin = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name=SITE),
        verify_origin=lambda given: given == origin,
    )


def _credentials(passkeys) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(p.credential)) for p in passkeys]


# --- Adding ---------------------------------------------------------------------------


def options_to_add(request, *, by: Viewer) -> dict:
    """What the browser needs to make a passkey: a challenge for two minutes."""
    with factors.changing(by=by):
        own = list(Passkey.objects.filter(account_id=by.account_id))
        account = Account.objects.get(pk=by.account_id)
        options, state = _server(request).register_begin(
            PublicKeyCredentialUserEntity(
                id=_handle(by.account_id),
                name=account.sign_in_name,
                display_name=account.display_name,
            ),
            credentials=_credentials(own),
            resident_key_requirement=_PREFERRED,
            user_verification=_PREFERRED,
        )
        challenges.give(request, ChallengeKind.ADD_PASSKEY, **state)
    return dict(options)


def _handle(account_id: int) -> bytes:
    """The account, as an authenticator keeps it: a number, and no name."""
    return account_id.to_bytes(8, "big")


def add(request, name: str, answer: str, *, by: Viewer) -> Passkey:
    """Keep the passkey that was made. Raises PasskeyRefused."""
    state = challenges.take(request, ChallengeKind.ADD_PASSKEY)
    if state is None:
        raise PasskeyRefused("no_challenge")
    made = _made(request, state, answer)
    with factors.changing(by=by):
        if Passkey.objects.filter(credential_id=made.credential_data.credential_id):
            raise PasskeyRefused("known_passkey")
        passkey = Passkey.objects.create(
            account_id=by.account_id,
            name=name,
            credential_id=made.credential_data.credential_id,
            credential=bytes(made.credential_data),
            sign_count=made.counter,
        )
        factors.record_change(Factor.PASSKEY, "added", by=by)
        if by.step is Step.FACTOR:
            factors.pass_step(request, Factor.PASSKEY, by=by)
    return passkey


def _made(request, state: dict, answer: str) -> AuthenticatorData:
    try:
        made = _server(request).register_complete(state, json.loads(answer))
        known = CoseKey.supported_algorithms()
        if made.credential_data.public_key[3] not in known:
            raise PasskeyRefused("unknown_algorithm")
    except _UNREADABLE:
        raise PasskeyRefused("wrong_answer") from None
    return made


# --- Showing --------------------------------------------------------------------------


def options_to_show(request, *, by: Viewer) -> dict:
    """What the browser needs to find one of this account's passkeys."""
    own = Passkey.objects.filter(account_id=by.account_id)
    options, state = _server(request).authenticate_begin(
        _credentials(own), user_verification=_PREFERRED
    )
    challenges.give(request, ChallengeKind.SECOND_FACTOR, **state)
    return dict(options)


def show(request, answer: str, *, by: Viewer) -> bool:
    """Take the step by a passkey of this account. Raises TooManyTries."""
    state = challenges.take(request, ChallengeKind.SECOND_FACTOR)
    own = Passkey.objects.filter(account_id=by.account_id)

    def accepted() -> Factor | None:
        try:
            _use(request, state, answer, own)
        except PasskeyRefused as refused:
            if refused.reason == "sign_count":
                _record_clone(by)
            return None
        return Factor.PASSKEY

    return factors.show(request, accepted, by=by)


def options_to_sign_in(request) -> dict:
    """What the browser needs to find a passkey of its own for this site."""
    options, state = _server(request).authenticate_begin(user_verification=_REQUIRED)
    challenges.give(request, ChallengeKind.SIGN_IN, **state)
    return dict(options)


def account_of(request, answer: str) -> Account | None:
    """Whose passkey answered, unlocked by its holder's finger or PIN: two factors. A
    refusal is recorded, and is None.
    """
    state = challenges.take(request, ChallengeKind.SIGN_IN)
    try:
        passkey = _use(request, state, answer, Passkey.objects.all())
    except PasskeyRefused as refused:
        record_act(
            Act.SIGN_IN,
            Outcome.REFUSED,
            actor=System("sign-in"),
            reason=f"passkey_{refused.reason}",
        )
        return None
    return passkey.account


def _use(request, state: dict | None, answer: str, among) -> Passkey:
    """Verify an assertion, and move the count of its passkey. Raises PasskeyRefused."""
    if state is None:
        raise PasskeyRefused("no_challenge")
    try:
        given = AuthenticationResponse.from_dict(json.loads(answer))
        passkey = among.filter(credential_id=given.raw_id).first()
        if passkey is None:
            raise PasskeyRefused("unknown_passkey")
        _server(request).authenticate_complete(state, _credentials([passkey]), given)
        handle = given.response.user_handle
    except _UNREADABLE:
        raise PasskeyRefused("wrong_answer") from None
    if handle and handle != _handle(passkey.account_id):
        raise PasskeyRefused("wrong_answer")
    if not _count(passkey, given.response.authenticator_data.counter):
        raise PasskeyRefused("sign_count")
    return passkey


def _count(passkey: Passkey, count: int) -> bool:
    """Accept a count above the last one: one that goes back is a copy's. Many passkeys
    count nothing, and say 0 for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE access_passkey SET sign_count = %(count)s, last_used_at = jail_now()
               WHERE id = %(id)s AND (sign_count < %(count)s
                 OR (sign_count = 0 AND %(count)s = 0))""",
            {"count": count, "id": passkey.pk},
        )
        return cursor.rowcount == 1


def _record_clone(by: Viewer) -> None:
    """A count went back: somewhere there is a copy of this passkey."""
    record_act(
        Act.SECOND_FACTOR,
        Outcome.REFUSED,
        actor=by,
        reason="sign_count_went_back",
        target_kind="session",
        target_id=by.session_id,
    )
