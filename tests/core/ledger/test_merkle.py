"""Merkle trees: RFC 6962's roots, and proofs that hold for their own place only."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from samrit.core.ledger import (
    consistency_proof,
    goes_on_from,
    inclusion_proof,
    merkle_root,
    merkle_roots,
    root_from_proof,
)

HASHES = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(70)]


def root_by_definition(hashes: list[str]) -> bytes:
    """RFC 6962, section 2.1: split at the largest power of two below the number of leaves."""
    if len(hashes) == 1:
        return hashlib.sha256(b"\x00" + bytes.fromhex(hashes[0])).digest()
    at = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_by_definition(hashes[:at]) + root_by_definition(hashes[at:])).digest()


@pytest.mark.parametrize("size", range(1, 70))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert merkle_root(HASHES[:size]) == root_by_definition(HASHES[:size]).hex()


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle_root([]) == hashlib.sha256(b"").hexdigest()


@given(some.integers(1, 70), some.data())
def test_a_proof_leads_to_the_root_from_its_own_place_only(size: int, data: some.DataObject) -> None:
    place = data.draw(some.integers(0, size - 1))
    other = data.draw(some.integers(0, size - 1))
    proof, root = inclusion_proof(HASHES[:size], place), merkle_root(HASHES[:size])
    assert root_from_proof(HASHES[place], place, size, proof) == root
    if other != place:
        assert root_from_proof(HASHES[place], other, size, proof) != root
        assert root_from_proof(HASHES[other], place, size, proof) != root


def test_a_proof_that_is_too_long_or_too_short_leads_nowhere() -> None:
    proof = inclusion_proof(HASHES[:8], 3)
    assert root_from_proof(HASHES[3], 3, 8, proof[:-1]) is None
    assert root_from_proof(HASHES[3], 3, 8, [*proof, proof[0]]) is None
    assert root_from_proof(HASHES[3], 8, 8, proof) is None


def test_there_is_no_proof_of_what_is_not_there() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(HASHES[:3], 3)


def test_all_roots_come_from_one_pass() -> None:
    assert merkle_roots(HASHES, range(100)) == {size: merkle_root(HASHES[:size]) for size in range(71)}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33, 64, 70])
def test_a_tree_shows_that_it_goes_on_from_every_earlier_one_and_from_no_other(size: int) -> None:
    now = (size, merkle_root(HASHES[:size]))
    for first in range(1, size + 1):
        proof = consistency_proof(HASHES[:size], first)
        assert goes_on_from((first, merkle_root(HASHES[:first])), now, proof)
        assert not goes_on_from((first, merkle_root(HASHES[1 : first + 1])), now, proof)
        assert not goes_on_from((first, merkle_root(HASHES[:first])), now, [*proof, "0" * 64])
        if proof:
            assert not goes_on_from((first, merkle_root(HASHES[:first])), now, proof[:-1])


def test_nothing_goes_on_from_nothing_or_from_what_is_longer() -> None:
    root = merkle_root(HASHES[:3])
    assert not goes_on_from((0, merkle_root([])), (3, root), [])
    assert not goes_on_from((4, merkle_root(HASHES[:4])), (3, root), [])
    assert not goes_on_from((2, merkle_root(HASHES[:2])), (3, root), [])
    with pytest.raises(IndexError):
        consistency_proof(HASHES[:3], 4)
