"""The rules of hiding by themselves, on tables and files of any kind."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from samrit.surveys.disclosure import THRESHOLD, blanked, capped, hidden


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_what_is_hidden_cannot_be_worked_out_from_the_total(numbers):
    """Whatever the table: nothing is hidden, or two cells of ten together, or all there is."""
    counts = dict(enumerate(numbers))
    closed = hidden(counts)
    there = {key for key, number in counts.items() if number}
    assert {key for key in there if counts[key] < THRESHOLD} <= closed
    assert not closed or closed == there or (len(closed) >= 2 and sum(counts[key] for key in closed) >= THRESHOLD)


@given(st.lists(st.fixed_dictionaries({name: st.sampled_from("xyz") for name in "abc"}), max_size=120))
def test_whoever_is_left_in_a_file_is_among_ten(rows):
    """And where something is emptied, it is of ten at least, or of all."""
    told = blanked(rows, "bc", within="a")
    counted = Counter(tuple(row[name] for name in "abc") for row in told)
    assert all(number >= THRESHOLD for key, number in counted.items() if any(key[1:]))
    assert [row["a"] for row in told] == [row["a"] for row in rows]
    for name in "bc":
        empty = sum(not row[name] for row in told)
        assert empty in {0, len(rows)} or empty >= THRESHOLD


@given(st.lists(st.integers(1, 30), max_size=60))
def test_the_largest_households_are_brought_down_to_what_ten_reach(values):
    """At least ten have the largest number that is left; smaller ones stay."""
    found = capped(values)
    assert len(found) == len(values)
    assert not found or sum(value >= max(found) for value in found) >= min(THRESHOLD, len(found))
    assert all(now <= before for now, before in zip(found, values, strict=True))
