"""Entries in a chain: the hash of each covers its content and the hash of the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from samrit.core.ledger.canonical import canonical_json

GENESIS = "0" * 64
"""What the first entry holds as the hash before it."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not fit: the entry's number, and why."""

    sequence: int
    why: str


def entry_hash(previous: str, body: Any) -> str:
    """SHA-256, in hex, over the hash before (64 hex digits), a line feed and the canonical body."""
    return hashlib.sha256(previous.encode("ascii") + b"\n" + canonical_json(body)).hexdigest()


def commitment(salt: str, value: str) -> str:
    """What stands in the chain for a personal value: SHA-256 over its random salt, a line feed and the value.

    Erasing salt and value leaves the chain whole and the value unknowable.
    """
    return hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()


def first_break(entries: Iterable[tuple[int, str, Any, str]]) -> Break | None:
    """The first entry that does not fit, of (sequence, previous hash, body, hash) in order; None where all fit."""
    expected_previous, expected_sequence = GENESIS, 1
    for sequence, previous, body, stated in entries:
        if sequence != expected_sequence:
            return Break(expected_sequence, "an entry is missing or out of order")
        if previous != expected_previous:
            return Break(sequence, "the hash of the entry before does not fit")
        if entry_hash(previous, body) != stated:
            return Break(sequence, "the content does not fit its hash")
        expected_previous, expected_sequence = stated, sequence + 1
    return None
