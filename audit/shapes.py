"""Shapes: the immutable, registered set of fields that a page version can show.

A view event stores a shape and the mask of classes that were allowed; the
exact fields are those of the shape whose class lies in the mask. Changing
what a page shows means a new version, hence another shape.
"""

import hashlib
from dataclasses import dataclass

REGISTERED: dict[int, "Shape"] = {}


@dataclass(frozen=True, slots=True)
class Shape:
    """``fields`` maps a field's path ("person.surname") to its class's bit."""

    page: str
    version: int
    fields: tuple[tuple[str, int], ...]

    @property
    def id(self) -> int:
        """A number derived from the content: the same shape has it everywhere."""
        content = f"{self.page}\0{self.version}\0{sorted(self.fields)}".encode()
        return int.from_bytes(hashlib.sha256(content).digest()[:8]) >> 1

    @property
    def classes(self) -> int:
        mask = 0
        for _, bit in self.fields:
            mask |= bit
        return mask

    def fields_shown(self, mask: int) -> frozenset[str]:
        return frozenset(path for path, bit in self.fields if bit & mask == bit)


def register(shape: Shape) -> Shape:
    """Make a shape known; ``migrate`` writes it to the database. Returns it."""
    taken = next(
        (
            other
            for other in REGISTERED.values()
            if (other.page, other.version) == (shape.page, shape.version)
        ),
        shape,
    )
    if taken != shape:
        raise ValueError(f"{shape.page} version {shape.version} has other fields")
    REGISTERED[shape.id] = shape
    return shape
