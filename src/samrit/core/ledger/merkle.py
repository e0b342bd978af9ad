"""Merkle trees over the hashes of entries, as RFC 6962 (section 2.1) builds them.

One root stands for a whole chain; a proof of a few hashes shows that an entry is under it, without the other entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

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


def merkle_roots(hashes: Sequence[str], sizes: Collection[int]) -> dict[int, str]:
    """The roots over the first so many hashes, for each of `sizes` that the chain reaches; all in one pass."""
    wanted, found = set(sizes), {0: EMPTY_ROOT} if 0 in sizes else {}
    peaks: list[tuple[int, bytes]] = []
    """Whole trees from the left, each with the number of its leaves, a power of two."""
    for number, value in enumerate(hashes, 1):
        size, node = 1, _leaf(value)
        while peaks and peaks[-1][0] == size:
            node, size = _node(peaks.pop()[1], node), size * 2
        peaks.append((size, node))
        if number in wanted:
            root = peaks[-1][1]
            for _, left in reversed(peaks[:-1]):
                root = _node(left, root)
            found[number] = root.hex()
    return found


def consistency_proof(hashes: Sequence[str], first: int) -> list[str]:
    """The hashes (hex) that show that the tree over all `hashes` goes on from the one over the first of them.

    After RFC 6962, section 2.1.2. Raises IndexError for a number outside 1 to their number.
    """
    if not 0 < first <= len(hashes):
        raise IndexError(first)
    return [part.hex() for part in _subproof(first, [_leaf(value) for value in hashes], whole=True)]


def goes_on_from(first: tuple[int, str], second: tuple[int, str], proof: Sequence[str]) -> bool:
    """Whether a tree (size, root) holds an earlier one unchanged, by a proof. After RFC 9162, section 2.1.4.2."""
    (size, root), (later, wanted) = first, second
    if not 0 < size <= later:
        return False
    if size == later:
        return not proof and root == wanted
    parts = [bytes.fromhex(part) for part in proof]
    if size & (size - 1) == 0:
        parts.insert(0, bytes.fromhex(root))
    if not parts:
        return False
    here, last = size - 1, later - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = parts[0]
    for part in parts[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = _node(part, old), _node(part, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = _node(new, part)
        here, last = here >> 1, last >> 1
    return last == 0 and (old.hex(), new.hex()) == (root, wanted)


def _subproof(first: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [_root(leaves)]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if first <= half:
        return [*_subproof(first, leaves[:half], whole=whole), _root(leaves[half:])]
    return [*_subproof(first - half, leaves[half:], whole=False), _root(leaves[:half])]


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
