"""The key of a pair of records."""

import hashlib
from uuid import UUID


def pair_key(one: UUID, other: UUID) -> UUID:
    """One key for two people, whichever is named first; the database makes the same."""
    lesser, greater = sorted((one, other))
    return UUID(
        hashlib.md5(f"{lesser}{greater}".encode(), usedforsecurity=False).hexdigest()
    )
