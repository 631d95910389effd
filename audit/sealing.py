"""Encryption: AES-256-GCM. Typed text lies under keys from the environment.

A sealed value is ``key id, NUL, nonce, ciphertext``; the purpose is bound in
as additional data, so that a value moved to another place does not open.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_LENGTH = 12


class CannotOpen(Exception):
    """The key is unknown, or the value is not what was sealed for this purpose."""


def seal(text: str, *, purpose: str) -> bytes:
    """Encrypt under the first of ``settings.TEXT_KEYS``."""
    return seal_bytes(text.encode(), keys=settings.TEXT_KEYS, purpose=purpose)


def unseal(sealed: bytes, *, purpose: str) -> str:
    """Decrypt. Raises CannotOpen; never returns ciphertext as if it were text."""
    return unseal_bytes(sealed, keys=settings.TEXT_KEYS, purpose=purpose).decode()


def seal_bytes(data: bytes, *, keys: Mapping[str, bytes], purpose: str) -> bytes:
    """Encrypt under the first of ``keys``."""
    key_id, key = next(iter(keys.items()))
    nonce = os.urandom(_NONCE_LENGTH)
    sealed = AESGCM(key).encrypt(nonce, data, purpose.encode())
    return key_id.encode() + b"\0" + nonce + sealed


def unseal_bytes(sealed: bytes, *, keys: Mapping[str, bytes], purpose: str) -> bytes:
    """Decrypt under whichever of ``keys`` it was sealed with. Raises CannotOpen."""
    key_id, _, rest = bytes(sealed).partition(b"\0")
    key = keys.get(key_id.decode(errors="replace"))
    if key is None:
        raise CannotOpen("sealed under a key that is not here")
    nonce, ciphertext = rest[:_NONCE_LENGTH], rest[_NONCE_LENGTH:]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, purpose.encode())
    except (InvalidTag, ValueError):  # ValueError: cut short, so that no nonce is left
        raise CannotOpen("altered, or sealed for another purpose") from None


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
