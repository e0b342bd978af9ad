"""The chain: every single change is found, at its place."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.ledger import GENESIS, Break, commitment, entry_hash, first_break

BODIES = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 3) | st.text("กข", max_size=2)), min_size=1, max_size=6
)


def _chain(bodies):
    entries, previous = [], GENESIS
    for sequence, body in enumerate(bodies, 1):
        stated = entry_hash(previous, body)
        entries.append((sequence, previous, body, stated))
        previous = stated
    return entries


def test_entry_hash():
    """The hash is SHA-256 over the hash before, a line feed and the canonical body: anyone can repeat it."""
    expected = hashlib.sha256(("0" * 64 + '\n{"ก":1}').encode()).hexdigest()
    assert entry_hash(GENESIS, {"ก": 1}) == expected


def test_commitment():
    """A personal value is committed to by its salted hash."""
    assert commitment("salt", "สมหญิง") == hashlib.sha256("salt\nสมหญิง".encode()).hexdigest()


def test_empty_chain():
    """A chain without entries has no break."""
    assert first_break([]) is None


@given(BODIES)
def test_whole_chain(bodies):
    """A chain as it was written has no break."""
    assert first_break(_chain(bodies)) is None


@given(BODIES, st.data())
def test_changed_body(bodies, data):
    """A changed body is found at its entry."""
    entries = _chain(bodies)
    at = data.draw(st.integers(0, len(entries) - 1))
    sequence, previous, body, stated = entries[at]
    entries[at] = (sequence, previous, {**body, "d": 1}, stated)
    assert first_break(entries) == Break(sequence, "the content does not fit its hash")


@given(BODIES, st.data())
def test_changed_body_with_its_hash(bodies, data):
    """A changed body whose hash was made anew is found at the next entry."""
    entries = _chain([*bodies, {"last": 1}])
    at = data.draw(st.integers(0, len(entries) - 2))
    sequence, previous, body, _ = entries[at]
    forged = {**body, "d": 1}
    entries[at] = (sequence, previous, forged, entry_hash(previous, forged))
    assert first_break(entries) == Break(sequence + 1, "the hash of the entry before does not fit")


@given(BODIES, st.data())
def test_lost_entry(bodies, data):
    """An entry that is missing before the last is found at its number."""
    entries = _chain([*bodies, {"last": 1}])
    at = data.draw(st.integers(0, len(entries) - 2))
    del entries[at]
    assert first_break(entries) == Break(at + 1, "an entry is missing or out of order")


@given(BODIES.filter(lambda bodies: len(bodies) > 1), st.data())
def test_exchanged_entries(bodies, data):
    """Two entries that changed places are found at the first."""
    entries = _chain(bodies)
    at = data.draw(st.integers(0, len(entries) - 2))
    entries[at], entries[at + 1] = entries[at + 1], entries[at]
    assert first_break(entries) == Break(at + 1, "an entry is missing or out of order")


@pytest.mark.parametrize("digit", range(0, 64, 9))
def test_changed_hash(digit):
    """One changed hex digit of a hash is found."""
    entries = _chain([{"a": 1}, {"a": 2}])
    sequence, previous, body, stated = entries[1]
    other = "0" if stated[digit] != "0" else "1"
    entries[1] = (sequence, previous, body, stated[:digit] + other + stated[digit + 1 :])
    assert first_break(entries) == Break(2, "the content does not fit its hash")
