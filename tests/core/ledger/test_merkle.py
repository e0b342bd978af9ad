"""Merkle trees: RFC 6962's roots, and proofs that hold for their own place only."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from samrit.core.ledger import inclusion_proof, merkle_root, root_from_proof

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
