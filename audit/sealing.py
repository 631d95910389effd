"""Encryption of typed text: AES-256-GCM under keys from the environment.

A sealed value is ``key id, NUL, nonce, ciphertext``; the purpose is bound in
as additional data, so that a value moved to another place does not open.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_LENGTH = 12


class CannotOpen(Exception):
    """The key is unknown, or the value is not what was sealed for this purpose."""


def seal(text: str, *, purpose: str) -> bytes:
    """Encrypt under the first of ``settings.TEXT_KEYS``."""
    key_id, key = next(iter(settings.TEXT_KEYS.items()))
    nonce = os.urandom(_NONCE_LENGTH)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), purpose.encode())
    return key_id.encode() + b"\0" + nonce + sealed


def unseal(sealed: bytes, *, purpose: str) -> str:
    """Decrypt. Raises CannotOpen; never returns ciphertext as if it were text."""
    key_id, _, rest = bytes(sealed).partition(b"\0")
    key = settings.TEXT_KEYS.get(key_id.decode(errors="replace"))
    if key is None:
        raise CannotOpen("sealed under a key that is not in TEXT_KEYS")
    try:
        opened = AESGCM(key).decrypt(
            rest[:_NONCE_LENGTH], rest[_NONCE_LENGTH:], purpose.encode()
        )
    except InvalidTag:
        raise CannotOpen("altered, or sealed for another purpose") from None
    return opened.decode()


def digest(text: str) -> str:
    """A keyed digest: tells that two texts are the same, and nothing else."""
    key = next(iter(settings.TEXT_KEYS.values()))
    return hmac.new(key, text.casefold().encode(), hashlib.sha256).hexdigest()[:32]


def digests(text: str) -> list[str]:
    """A keyed digest under every key, the newest first, whole, and of the very letters:
    for what is looked up long after it was written, when keys have been changed.
    """
    return [
        hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        for key in settings.TEXT_KEYS.values()
    ]
