"""Merkle trees over the hashes of entries, as RFC 6962 (section 2.1) builds them.

One root stands for a whole chain; a proof of a few hashes shows that an entry is under it, without the other entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").hexdigest()
"""The root of a tree without leaves."""


def merkle_root(hashes: Sequence[str]) -> str:
    """The root, in hex, over entry hashes (hex) in their order."""
    if not hashes:
        return EMPTY_ROOT
    return _root([_leaf(value) for value in hashes]).hex()


def inclusion_proof(hashes: Sequence[str], place: int) -> list[str]:
    """The hashes (hex, from the leaf upwards) that lead from the entry at `place` (from 0) to the root.

    Raises IndexError for a place outside the tree.
    """
    if not 0 <= place < len(hashes):
        raise IndexError(place)
    return [part.hex() for part in _path([_leaf(value) for value in hashes], place)]


def root_from_proof(value: str, place: int, size: int, proof: Sequence[str]) -> str | None:
    """The root that a proof leads to from an entry's hash; None where the proof cannot belong to that place and size.

    After RFC 9162, section 2.1.3.2.
    """
    if not 0 <= place < size:
        return None
    here, last, node = place, size - 1, _leaf(value)
    for part in proof:
        if last == 0:
            return None
        other = bytes.fromhex(part)
        if here % 2 == 1 or here == last:
            node = _node(other, node)
            while here % 2 == 0 and here != 0:
                here, last = here >> 1, last >> 1
        else:
            node = _node(node, other)
        here, last = here >> 1, last >> 1
    return node.hex() if last == 0 else None


def _leaf(value: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(value)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _root(level: Sequence[bytes]) -> bytes:
    """Pairs are joined from the left; one that is left over goes up as it is, which gives RFC 6962's tree."""
    while len(level) > 1:
        joined = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*joined, level[-1]] if len(level) % 2 else joined
    return level[0]


def _path(level: Sequence[bytes], place: int) -> list[bytes]:
    path = []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            path.append(level[beside])
        joined = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*joined, level[-1]] if len(level) % 2 else joined
        place >>= 1
    return path
