"""The pages of papers: drawn from a scan (``bookings/drawing.py``), sealed, opened."""

from uuid import UUID

from bookings.drawing import LONGEST_SIDE, MOST_BYTES, MOST_PAGES, pages_of
from bookings.envelopes import unseal_with

__all__ = [
    "LONGEST_SIDE",
    "MOST_BYTES",
    "MOST_PAGES",
    "PURPOSE",
    "pages_of",
    "sheet_opened",
]

# What the pages of papers are sealed for (``bookings/envelopes.py``).
PURPOSE = "paper"
_KEY_NAME = 16  # bytes of a UUID


def sheet_opened(sealed: bytes) -> bytes:
    """One page of a paper as a JPEG, from what the gate gave: the key's name and what
    it sealed. Raises CannotOpen where the key is destroyed.
    """
    name, own = UUID(bytes=sealed[:_KEY_NAME]), sealed[_KEY_NAME:]
    return unseal_with(name, own, purpose=PURPOSE)
