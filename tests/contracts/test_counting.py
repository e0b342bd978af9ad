"""Counting items of work, seen from the shell."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def items(samrit, examples) -> str:
    """The example's items of work."""
    return samrit.write("items.json", (examples / "work-items.json").read_bytes())


def test_the_example_is_counted(samrit, items):
    """A clip on two channels is one piece; what only its maker can see is none; a district needs both halves."""
    done = samrit("count", "items", items, "--as-of", "2025-06-30", "--json")
    assert (done.code, done.err) == (0, b"")
    data = json.loads(done.out)
    figures = {row["id"]: (row["figures"]["strict"], row["figures"]["loose"]) for row in data["minimums"]}
    assert figures == {"media": ("1", "2"), "story": ("0", "0"), "activity": ("1", "1")}
    assert {row["id"]: row["publicised"] for row in data["districts"]} == {"talat-noi": True, "nang-loeng": False}


def test_a_count_becomes_facts_that_can_be_scored(samrit, items, examples):
    """`--facts` prints what `samrit score` takes."""
    facts = samrit("count", "items", items, "--as-of", "2025-06-30", "--facts").out
    sheet = str(examples / "kr-7301.txt")
    samrit.write("kr-7301.json", samrit("sheet", "read", sheet, "--json").out)
    score = json.loads(samrit("score", "kr-7301.json", "-", "--json", stdin=facts).out)
    assert (score["score"], score["state"], score["next"]["score"]) == (None, "below_first", "1")


def test_items_and_rule_may_come_from_stdin(samrit, items):
    """The result is that of files."""
    words = ("--as-of", "2025-06-30T23:59:59+07:00", "--json")
    plain = samrit("count", "items", items, *words).out
    rule = samrit("count", "rule", "--json").out
    text = (samrit.folder / items).read_bytes()
    assert samrit("count", "items", "-", *words, stdin=text).out == plain
    assert samrit("count", "items", items, "--rule", "-", *words, stdin=rule).out == plain


def test_the_rule_is_told_in_both_languages(samrit):
    """People see it in words before the period starts."""
    thai, english = samrit("count", "rule", locale="th_TH.UTF-8"), samrit("count", "rule")
    assert (thai.code, english.code) == (0, 0)
    assert thai.out != english.out


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (("items.json", "--as-of", "2025-06-31"), "samrit count items: --as-of: "),
        (("items.json", "--as-of", "2025-06-30T00:00:00"), "samrit count items: --as-of: "),
        (("items.json", "--as-of", "2025-06-30", "--period", "Q9"), "samrit count items: --period: "),
        (("broken.json", "--as-of", "2025-06-30"), "broken.json: pieces[0].titel: "),
        (("items.json", "--as-of", "2025-06-30", "--rule", "broken.json"), "broken.json: "),
        (("missing.json", "--as-of", "2025-06-30"), "missing.json: "),
        (("items.json", "--as-of", "2020-01-01", "--facts"), "samrit count items: --as-of: "),
    ],
)
def test_what_cannot_be_counted_is_refused_in_one_line(samrit, items, words, start):
    """File, place, fault and mend."""
    samrit.write("broken.json", b'{"schema": "samrit/work-items/1", "pieces": [{"id": "a", "titel": "b"}]}')
    assert items == "items.json"
    assert samrit("count", "items", *words).refusal().startswith(start)
