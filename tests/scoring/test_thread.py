"""The thread: from the score down to who verified which evidence."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import scoring as make

from samrit.scoring.result import score_key_result
from samrit.scoring.thread import Node, thread, thread_of

pytestmark = pytest.mark.django_db

JUNE = dt.date(2025, 6, 30)


def _first(node: Node, *kinds: str) -> Node:
    """Down the tree, at each step to the first child of a kind."""
    for kind in kinds:
        node = next(child for child in node.children if child.kind == kind)
    return node


def test_from_the_score_to_the_verifier(in_june):
    """Score → rule → value → district → told → item → evidence → verifier, each with its sentence and its link."""
    at = in_june
    root = thread(at.key_result, JUNE)
    work = at.key_result.works.order_by("pk")[0]
    assert (root.title.en, root.detail.en) == ("score 3", "as of 30 June 2025, by revision 1 of the definition")
    value = _first(root, "rule", "value")
    assert (value.title.en, value.detail.en) == ("result: 7", "counted by kr-7301-2568, version 1")
    assert [child.held for child in value.children] == [True] * 7 + [False] * 3
    item = _first(value, "district", "told", "item")
    assert (item.title.en, item.held, item.subject) == (f"P{work.pk} {work.title}", True, work.subject)
    assert {child.held for child in item.children if child.kind == "verdict"} == {True}
    evidence = _first(item, "evidence")
    assert (evidence.held, evidence.subject.partition(":")[0]) == (True, "evidence")
    verifier = _first(evidence, "verifier")
    assert (verifier.title.th, verifier.held) == (at.inspector.name_th, True)
    shown = _first(item, "publication")
    assert (shown.held, shown.subject) == (True, work.publications.first().subject)
    assert _first(shown, "evidence", "verifier").title.th == at.inspector.name_th


def test_milestones_name_who_approved(in_june):
    """A score of 1 leads to the plan and to the executive who approved it."""
    at = in_june
    root = thread(at.key_result, dt.date(2024, 12, 31))
    plan = _first(root, "rule", "milestone")
    assert (plan.held, plan.subject, plan.detail.en) == (True, at.key_result.plans.get().subject, "20 November 2024")
    assert _first(plan, "verifier").title.th == at.approver.name_th


def test_duties_beside_the_score(in_june):
    """Every duty of the sheet hangs on the thread too, with its items."""
    root = thread(in_june.key_result, JUNE)
    duties = [child for child in root.children if child.kind == "duty"]
    assert [(row.title.th[:2], row.held, row.detail.en, len(row.children)) for row in duties] == [
        ("1 ", True, "1", 1),
        ("2 ", False, "7 / 20 ชิ้นงาน", 7),
        ("3 ", False, "0 / 10 ครั้ง", 0),
        ("4 ", False, "0 / 6 ครั้ง", 0),
        ("5 ", None, "0", 0),
        ("6 ", None, "0", 0),
        ("7 ", None, "no data", 0),
        ("8 ", False, "0", 0),
    ]


def test_a_district_that_lacks_something(in_june, clock):
    """What is not verified yet hangs under its district, with the verdict that fails."""
    at = in_june
    clock(make.moment(2025, 6, 25))
    make.piece(at, at.districts[9], make.moment(2025, 6, 1), verified=False)
    value = _first(thread(at.key_result, JUNE), "rule", "value")
    item = _first(value.children[9], "told", "item")
    failing = [child.detail.en for child in item.children if child.kind == "verdict" and child.held is False]
    assert (item.held, failing) == (False, ["nobody has verified it yet"])


def test_four_queries(in_june, django_assert_num_queries):
    """The tree of a result that is there takes four queries for its links and proofs, whatever its size."""
    result = score_key_result(in_june.key_result, JUNE)
    with django_assert_num_queries(4):
        thread_of(result)


def test_without_a_definition():
    """No score, no rules, no fault."""
    at = make.office()
    at.key_result.revisions.all().delete()
    root = thread(at.key_result, JUNE)
    assert (root.title.en, root.held, [child.kind for child in root.children]) == ("no score", False, ["rule"])
