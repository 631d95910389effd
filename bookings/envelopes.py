"""What must be forgotten for good is sealed with a key of its own (AES-256-GCM).

The key is wrapped by the first of ``settings.RECORD_KEYS`` and kept apart from what
it seals. Destroying it is final: what was sealed with it opens nowhere again, in
this database or in any copy of it (``docs/reference/record-keys.md``).
"""

import secrets
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from audit.clock import now
from audit.sealing import CannotOpen, seal_bytes, unseal_bytes
from bookings.models import DataKey

__all__ = [
    "CONSULAR",
    "CannotOpen",
    "destroy_key",
    "new_key",
    "rewrap",
    "seal_with",
    "unseal",
    "unseal_many",
    "unseal_with",
]

_KEY_BYTES = 32
# What is sealed, as it is bound in.
CONSULAR = "consular"


def new_key(purpose: str) -> DataKey:
    """Make a key for one case; ``purpose`` is a word of at most 40 characters for what
    it seals, and says nothing of whom.
    """
    key = DataKey(purpose=purpose)
    _wrap(key, secrets.token_bytes(_KEY_BYTES))
    key.save(force_insert=True)
    return key


def seal_with(key: DataKey | UUID, data: bytes, *, purpose: str) -> bytes:
    """Encrypt; the key's id and ``purpose`` are bound in. The length of ``data`` shows:
    pad what must not be told by it. Raises CannotOpen where the key is destroyed.
    """
    name, own = _opened(key)
    return seal_bytes(data, keys={name: own}, purpose=_bound(name, purpose))


def unseal_with(key: DataKey | UUID, sealed: bytes, *, purpose: str) -> bytes:
    """Decrypt. Raises CannotOpen where the key is destroyed or another one, or where
    the value was altered or sealed for another purpose.
    """
    name, own = _opened(key)
    return unseal_bytes(sealed, keys={name: own}, purpose=_bound(name, purpose))


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """Decrypt with the key that the sealed value itself names. As ``unseal_with``."""
    name = bytes(sealed).partition(b"\0")[0].decode(errors="replace")
    try:
        return unseal_with(UUID(name), sealed, purpose=purpose)
    except ValueError:
        raise CannotOpen("sealed with no key of a case") from None


def unseal_many(sealed: Iterable[bytes], *, purpose: str) -> list[bytes | None]:
    """Decrypt many, with one query for their keys; None for what cannot be opened."""
    values = [bytes(value) for value in sealed]
    named = [value.partition(b"\0")[0].decode(errors="replace") for value in values]
    wrapped = {
        str(name): key
        for name, key in DataKey.objects.filter(
            pk__in=named, destroyed_at=None
        ).values_list("pk", "wrapped")
    }
    opened: list[bytes | None] = []
    for name, value in zip(named, values, strict=True):
        try:
            own = _unwrapped(UUID(name), wrapped.get(name, b""))
            data = unseal_bytes(value, keys={name: own}, purpose=_bound(name, purpose))
        except CannotOpen:
            data = None
        opened.append(data)
    return opened


def destroy_key(key: DataKey | UUID) -> bool:
    """Destroy a key, for good; say whether it was there until now.

    Part of an act, which decides whether it may be done and records that it was.
    """
    return bool(
        DataKey.objects.filter(pk=_name(key), destroyed_at=None).update(
            destroyed_at=now(), key_id="", wrapped=b""
        )
    )


def rewrap(key: DataKey) -> None:
    """Wrap a key, read under a lock by the caller, by the newest of ``RECORD_KEYS``.

    What is sealed with it stays as it is. Raises CannotOpen where the key that wraps
    it is not in ``RECORD_KEYS``.
    """
    _wrap(key, _unwrapped(key.pk, key.wrapped))
    key.save(update_fields=["key_id", "wrapped"])


def _name(key: DataKey | UUID) -> UUID:
    return key.pk if isinstance(key, DataKey) else key


def _opened(key: DataKey | UUID) -> tuple[str, bytes]:
    """Read the key anew: one that somebody still holds in memory may be destroyed."""
    name = _name(key)
    found = DataKey.objects.filter(pk=name, destroyed_at=None).values_list("wrapped")
    for (wrapped,) in found:
        return str(name), _unwrapped(name, wrapped)
    raise CannotOpen("its key is destroyed, or was never made")


def _unwrapped(name: UUID, wrapped: bytes) -> bytes:
    return unseal_bytes(wrapped, keys=settings.RECORD_KEYS, purpose=_bound(name, "key"))


def _wrap(key: DataKey, own: bytes) -> None:
    key.key_id = next(iter(settings.RECORD_KEYS))
    key.wrapped = seal_bytes(
        own, keys=settings.RECORD_KEYS, purpose=_bound(key.pk, "key")
    )


def _bound(name: UUID | str, purpose: str) -> str:
    return f"{purpose}:{name}"
