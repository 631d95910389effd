"""The tree of RFC 9162: heads, inclusion, and what does not pass."""

import hashlib

import pytest

from audit import merkle

LEAVES = [hashlib.sha256(b"\x00" + bytes([n])).digest() for n in range(40)]


def recursive_head(leaves):
    """The definition, section 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return merkle.node(recursive_head(leaves[:half]), recursive_head(leaves[half:]))


@pytest.mark.parametrize("size", range(41))
def test_the_head_is_that_of_the_definition(size):
    frontier, count = merkle.extended([], 0, LEAVES[:size])

    assert count == size
    assert merkle.root(frontier) == recursive_head(LEAVES[:size])


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 31, 40])
def test_a_tree_may_be_extended_in_parts(cut):
    frontier, size = merkle.extended(
        *merkle.extended([], 0, LEAVES[:cut]), LEAVES[cut:]
    )

    assert (size, merkle.root(frontier)) == (40, recursive_head(LEAVES))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 40])
def test_every_leaf_proves_its_place_and_no_other(size):
    leaves, head = LEAVES[:size], recursive_head(LEAVES[:size])
    for index, leaf in enumerate(leaves):
        path = merkle.inclusion_path(leaves, index)

        assert merkle.is_included(leaf, index, size, path, head)
        assert not merkle.is_included(LEAVES[-1][::-1], index, size, path, head)
        assert not merkle.is_included(leaf, size, size, path, head)
        if size > 1:
            assert not merkle.is_included(leaf, (index + 1) % size, size, path, head)
            assert not merkle.is_included(leaf, index, size, path[:-1], head)
