"""The Merkle tree of RFC 9162, section 2.1, over leaf hashes that are there already.

Pure. A tree is kept as its *frontier*: the roots of its perfect subtrees, the
largest first, so that a leaf is added in logarithmic space.
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
HASH_LENGTH = 32


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def extended(
    frontier: Sequence[bytes], size: int, leaves: Iterable[bytes]
) -> tuple[list[bytes], int]:
    """Return the frontier and size of a tree of ``size`` leaves with more added."""
    roots = list(frontier)
    for leaf in leaves:
        roots.append(leaf)
        carry = size
        while carry & 1:
            right, left = roots.pop(), roots.pop()
            roots.append(node(left, right))
            carry >>= 1
        size += 1
    return roots, size


def root(frontier: Sequence[bytes]) -> bytes:
    """Return the tree's head: its perfect subtrees joined from the smallest up."""
    if not frontier:
        return EMPTY_ROOT
    head = frontier[-1]
    for left in reversed(frontier[:-1]):
        head = node(left, head)
    return head


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from one leaf to the head (RFC 9162, 2.1.3.1).

    Raises IndexError if there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*inclusion_path(leaves[:half], index), _head(leaves[half:])]
    return [*inclusion_path(leaves[half:], index - half), _head(leaves[:half])]


def _head(leaves: Sequence[bytes]) -> bytes:
    return root(extended([], 0, leaves)[0])


def is_included(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], head: bytes
) -> bool:
    """Whether a path proves that a leaf stands at a place (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == head
