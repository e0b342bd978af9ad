"""The live preview: sample facts and what a rubric would give for them."""

from __future__ import annotations

from decimal import Decimal

from tests.factories import results

from samrit.core.contract import Node
from samrit.core.rubric import read_rubric
from samrit.core.sheet import Definition
from samrit.results.documents import definition_in
from samrit.results.preview import preview_scores
from samrit.results.rubric_words import rubric_from_words, words_of


def rubric(data):
    return read_rubric(Node({"schema": "samrit/rubric/1", **data}, ""))


def test_the_real_sheet_shows_its_known_answers():
    """Plan alone 1; 3 and plan 1; 3 without plan none; 7 is 3; 9 is 4; 10 is 4, with the report 5."""
    definition = definition_in(results.document())
    got = {
        (int(row.facts.values["result"]), frozenset(row.facts.milestones)): row.score.score
        for row in preview_scores(definition)
    }
    plan, report = frozenset({"plan_approved"}), frozenset({"result_reported"})
    known = {
        (0, plan): 1,
        (3, plan): 1,
        (3, frozenset()): None,
        (7, plan): 3,
        (9, plan): 4,
        (10, plan): 4,
        (10, plan | report): 5,
        (10, report): 5,
    }
    assert {key: got[key] for key in known} == {
        key: None if score is None else Decimal(score) for key, score in known.items()
    }


def test_percentages_are_tried_below_at_and_above_each_threshold():
    """Not every number of a hundred."""
    anchors = rubric({"form": "anchors", "of": "result", "points": [["60", "1"], ["80", "5"]], "between": "linear"})
    rows = preview_scores(Definition(), anchors)
    assert [(str(row.facts.values["result"]), row.score.score) for row in rows] == [
        ("0", None),
        ("59.9", None),
        ("60", Decimal(1)),
        ("70", Decimal(3)),
        ("80", Decimal(5)),
        ("80.1", Decimal(5)),
    ]


def test_steps_judgements_and_parts_have_a_preview():
    """Every form of rubric is shown."""
    steps = rubric({"form": "steps", "steps": [{"id": "a"}, {"id": "b"}], "scores": {"1": "1", "2": "5"}})
    judged = rubric({"form": "judged", "minimum": "0", "maximum": "100"})
    assert [row.score.score for row in preview_scores(Definition(), steps)] == [None, Decimal(1), Decimal(5)]
    assert [row.score.score for row in preview_scores(Definition(), judged)] == [Decimal(0), Decimal(100)]
    parts = [{"name": "a", "weight": "1", "rubric": {"form": "judged", "minimum": "0", "maximum": "5"}}]
    whole = rubric({"form": "composite", "parts": parts})
    assert [(row.part, row.score.score) for row in preview_scores(Definition(), whole)] == [
        ("a", Decimal(0)),
        ("a", Decimal(5)),
    ]
    assert preview_scores(Definition()) == ()


def test_a_rubric_survives_its_own_words():
    """The lines that are shown for editing read back as the same rules."""
    definition = definition_in(results.document())
    read = rubric_from_words(words_of(definition.rubric), definition)
    assert (read.rubric, read.questions) == (definition.rubric, ())
