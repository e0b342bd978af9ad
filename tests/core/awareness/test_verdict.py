"""The decision and its gates."""

from __future__ import annotations

import pytest

from samrit.core.awareness.design import Question
from samrit.core.awareness.verdict import Judged, decide

LOCKED = "2025-06-01T00:00:00+07:00"


def judged(low, high, *, n=400, df=50, bounds=None):
    """A share with these limits."""
    middle = (low + high) / 2
    return Judged("a", middle, (low, high), n, df, bounds or (middle, middle))


UP, DOWN, OPEN = judged(0.82, 0.9), judged(0.6, 0.7), judged(0.76, 0.86)


def decision(each, *, reading="each", locked=LOCKED, source="probability", joint=OPEN, mean=OPEN, some=OPEN):
    """The decision alone."""
    return decide(Question(reading, 0.8, locked, source), tuple(each), joint, mean, some)[0]


@pytest.mark.parametrize(
    ("each", "more", "wanted"),
    [
        ([UP, UP], {}, "met"),
        ([UP, OPEN], {}, "not_yet_known"),
        ([UP, DOWN], {}, "not_met"),
        ([OPEN, DOWN], {}, "not_met"),
        ([UP, UP], {"locked": None}, "not_yet_known"),
        ([UP, UP], {"source": "web"}, "indicative"),
        ([DOWN, UP], {"source": "web"}, "indicative"),
        ([UP, UP], {"source": "web", "locked": None}, "not_yet_known"),
        ([UP, UP], {"source": None}, "met"),
        ([UP, judged(0.82, 0.9, df=7)], {}, "not_yet_known"),
        ([UP, judged(0.82, 0.9, n=29)], {}, "not_yet_known"),
        ([UP, judged(0.82, 0.9, bounds=(0.78, 0.88))], {}, "not_yet_known"),
        ([DOWN, judged(0.82, 0.9, bounds=(0.78, 0.88))], {}, "not_met"),
        ([UP, UP], {"reading": "joint", "joint": DOWN}, "not_met"),
        ([DOWN, DOWN], {"reading": "mean", "mean": UP}, "met"),
        ([DOWN, DOWN], {"reading": "any", "some": UP}, "met"),
        ([UP, UP], {"reading": None}, "not_yet_known"),
    ],
)
def test_decision(each, more, wanted):
    """Limits decide; one failing gate, an unlocked reading or a web sample overrules them."""
    assert decision(each, **more) == wanted


def test_gates_without_data_are_listed():
    """What could not be checked is said and does not fail."""
    _, because = decide(Question("each", 0.8, LOCKED, "probability"), (UP, UP), UP, UP, UP)
    assert [sentence.en for sentence in because if "not checked" in sentence.en] == [
        "decoy-adjusted share: not checked, no decoys in the design",
        "sensitivity to exclusions: not checked, no exclusions in the design",
    ]
