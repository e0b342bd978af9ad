"""Rubrics and scores in words, in straight columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samrit.core.rubric import Bound, Context, condition_words, describe_rubric, explain, score
from samrit.core.rubric.layout import padded, table, width, wrapped
from samrit.core.thai import to_arabic

DISTRICTS = Context(key_result="7301", fiscal_year=2568, target=Bound(Decimal(10)), unit="ย่าน", kind="count")
PLAN = {"plan_approved": "2024-11-20"}


# --- columns ---


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("ที่นี่", 2), ("น้ำ", 2), ("ผู้ว่าฯ", 4), ("e\u0301", 1), ("漢", 2), ("Ａ", 2), ("a\u200bb", 2), ("", 0)],
)
def test_thai_marks_take_no_room(text, columns):
    """Nor do other marks and characters without width; wide ones take two columns."""
    assert width(text) == columns
    assert width(padded(text, 9)) == width(padded(text, 9, right=True)) == 9


def test_tables_are_straight_and_wrap_in_the_last_column():
    """Whatever the script."""
    rows = [("๕", "ยังไม่ถึง", "คำ " * 60), ("10", "ok", "")]
    lines = table(rows, frozenset({0}))
    assert {width(line) - width(line.lstrip()) for line in lines[1:-1]} == {width("   ๕  ยังไม่ถึง  ")}
    assert lines[-1] == "  10  ok"
    assert max(map(width, lines)) <= 96


def test_a_run_without_blanks_is_not_cut():
    """Only a dictionary could tell where."""
    assert wrapped("ก" * 200, "  ", "    ") == ["  " + "ก" * 200]


# --- conditions and rubrics ---


@pytest.mark.parametrize(
    ("when", "en", "th"),
    [
        (
            {"value": "result", "op": ">=", "than": "10"},
            "result at least 10",
            "ผลการดำเนินงาน ไม่น้อยกว่า ๑๐",
        ),
        (
            {"value": "x", "op": "<", "than": {"Q2": "4.00", "M01": "3.8"}},
            "x less than 4 (Q2), 3.8 (M01)",
            "x น้อยกว่า ๔ (ไตรมาสที่ ๒), ๓.๘ (เดือนมกราคม)",
        ),
        (
            {"between": "x", "low": "1", "high": "2", "closed": "low"},
            "x at least 1 and less than 2",
            "x ไม่น้อยกว่า ๑ และน้อยกว่า ๒",
        ),
        (
            {"milestone": "m", "text": "เสนอแผน", "by": "2024-12-31"},
            "เสนอแผน by 31 December 2024",
            "เสนอแผน ภายในวันที่ ๓๑ ธันวาคม ๒๕๖๗",
        ),
        ({"milestone": "m"}, "m reached", "ผ่าน m"),
        (
            {"coverage": "events", "groups": "district_groups", "each": "1"},
            "events: at least 1 in every district group",
            "events ไม่น้อยกว่า ๑ ในทุกกลุ่มเขต",
        ),
        (
            {"any": [{"all": [{"milestone": "a"}, {"milestone": "b"}]}, {"not": {"milestone": "c"}}]},
            "(a reached and b reached) or not (c reached)",
            " (ผ่าน a และผ่าน b) หรือไม่ใช่กรณี (ผ่าน c)",
        ),
    ],
)
def test_conditions_in_words(rubric, when, en, th):
    """One phrase each."""
    said = condition_words(rubric({"form": "levels", "levels": [{"score": "1", "when": when}]}).levels[0].when)
    assert (said.en, said.th.strip()) == (en, th.strip())


def test_a_rubric_in_lines(rubric, kr_7301):
    """The best first, then its settings."""
    assert describe_rubric(rubric(kr_7301), "th") == [
        "๕ คะแนน: ผลการดำเนินงาน ไม่น้อยกว่า ๑๐ และรายงานผลเสนอผู้บริหารทราบ",
        "๔ คะแนน: ผลการดำเนินงาน ไม่น้อยกว่า ๘",
        "๓ คะแนน: ผลการดำเนินงาน ไม่น้อยกว่า ๖",
        "๒ คะแนน: ผลการดำเนินงาน ไม่น้อยกว่า ๔",
        "๑ คะแนน: แผนได้รับความเห็นชอบ",
        "ต่ำกว่าระดับแรก: ไม่ให้คะแนน",
    ]


def test_every_form_in_lines(rubric):
    """Parts are indented."""
    anchors = {
        "form": "anchors",
        "of": "result",
        "direction": "target",
        "at": "20",
        "points": {"Q1": [["4", "0"], ["2", "5"]]},
        "between": "linear",
        "cap": False,
        "below_first": "zero",
        "adjust": [{"per": "missed_reports", "subtract": "0.2"}],
    }
    steps = {"form": "steps", "steps": [{"id": "a", "text": "แผน"}], "scores": {"1": "1"}, "ordered": True}
    judged = {"form": "judged", "minimum": "0", "maximum": "5", "counts": False, "applies_to": ["line"]}
    parts = [
        {"name": "a", "weight": "0.5", "rubric": anchors},
        {"name": "b", "weight": "0.5", "rubric": steps},
        {"name": "c", "weight": "0", "rubric": judged},
    ]
    assert describe_rubric(rubric({"form": "composite", "parts": parts}), "en") == [
        "a, weight 0.5",
        "  Q1:",
        "  5: result within 2 of 20",
        "  0: result within 4 of 20",
        "  linear between the points",
        "  the line goes on beyond the last point",
        "  below the first level: 0 points",
        "  minus 0.2 for each of missed reports",
        "b, weight 0.5",
        "  step 1: แผน",
        "  1: 1 steps done in order",
        "  below the first level: no score",
        "c, weight 0",
        "  judged by a person, from 0 to 5",
        "  a pilot: not counted in any whole",
        "  for units of class line",
    ]


# --- scores ---


def test_a_score_in_thai(give, kr_7301):
    """The ladder from the top, where we stand, why, what is short, what was assumed; digits are Thai."""
    del kr_7301["below_first"]
    got = give(kr_7301, DISTRICTS, period="Q3", values={"result": "7"}, milestones=PLAN)
    assert explain(got, "th") == (
        "ตัวชี้วัด ๗๓๐๑ · ข้อมูล ณ วันที่ ๓๐ มิถุนายน ๒๕๖๘ · ไตรมาสที่ ๓\n"
        "คะแนน ๓ · ระดับ ๓ · ร้อยละ ๖๐ · ได้คะแนนแล้ว\n"
        "\n"
        "ขั้นคะแนน\n"
        "  ๕  ร้อยละ ๑๐๐  ○ ยังไม่ผ่าน  ผลการดำเนินงาน ไม่น้อยกว่า ๑๐ และรายงานผลเสนอผู้บริหารทราบ\n"
        "  ๔   ร้อยละ ๘๐  ○ ยังไม่ผ่าน  ผลการดำเนินงาน ไม่น้อยกว่า ๘\n"
        "  ๓   ร้อยละ ๖๐  ▶ อยู่ขั้นนี้    ผลการดำเนินงาน ไม่น้อยกว่า ๖\n"
        "  ๒   ร้อยละ ๔๐  ✓ ผ่าน      ผลการดำเนินงาน ไม่น้อยกว่า ๔\n"
        "  ๑   ร้อยละ ๒๐  ✓ ผ่าน      แผนได้รับความเห็นชอบ\n"
        "\n"
        "เหตุผล\n"
        "  ✓ ประชาสัมพันธ์ ๖ ย่าน [levels[2]]\n"
        "      ผลการดำเนินงาน: ๗ (ไม่น้อยกว่า ๖)\n"
        "\n"
        "สิ่งที่ยังขาดเพื่อให้ได้คะแนน ๔\n"
        "  → ผลการดำเนินงาน: มี ๗ ต้องการ ๘ ยังขาด ๑\n"
        "\n"
        "ข้อกำหนดที่ระบบใช้แทน\n"
        "  ต่ำกว่าระดับแรก  ไม่ให้คะแนน (เอกสารไม่ได้ระบุ)\n"
    )


def test_a_score_in_english(give, kr_7301):
    """The same in the other language; what is not there takes no line."""
    got = give(kr_7301, DISTRICTS, values={"result": "12"}, milestones={"result_reported": "2025-06-01"})
    assert explain(got, "en") == (
        "Key result 7301 · as of 30 June 2025\n"
        "Score 5 · level 5 · 100 % · scored\n"
        "\n"
        "The ladder\n"
        "  5  100 %  ▶ we are here  result at least 10 and รายงานผลเสนอผู้บริหารทราบ\n"
        "  4   80 %  ✓ met          result at least 8\n"
        "  3   60 %  ✓ met          result at least 6\n"
        "  2   40 %  ✓ met          result at least 4\n"
        "  1   20 %  ○ not met      แผนได้รับความเห็นชอบ\n"
        "\n"
        "Why\n"
        "  ✓ ประชาสัมพันธ์ ๑๐ ย่าน และรายงานผล [levels[0]]\n"
        "      result: 12 (at least 10)\n"
        "      รายงานผลเสนอผู้บริหารทราบ: 1 June 2025\n"
        "\n"
        "Look at\n"
        "  ⚑ the result is beyond the target\n"
    )


def test_missing_data_are_named(give, kr_7301):
    """In words."""
    lines = explain(give(kr_7301, milestones=PLAN), "th").splitlines()
    assert lines[1:3] == ["ไม่มีคะแนน · ข้อมูลไม่ครบ ยังให้คะแนนไม่ได้", "ยังขาด: ผลการดำเนินงาน"]
    assert "  ๔   ร้อยละ ๘๐  ? ยังไม่ทราบ  ผลการดำเนินงาน ไม่น้อยกว่า ๘" in lines
    assert "      ผลการดำเนินงาน: ไม่มีข้อมูล (ไม่น้อยกว่า ๘)" in lines


def test_a_composite_shows_its_parts(give):
    """Score and weight of each, and the reasons of each under it."""
    judged = {"form": "judged", "minimum": "0", "maximum": "5"}
    line = {"form": "anchors", "of": "share", "points": [["0", "0"], ["90", "5"]], "between": "linear", "cap": True}
    line |= {"values": {"share": {"formula": "A / B * 100"}}, "below_first": "none", "round": {"digits": 2}}
    parts = [
        {"name": "งานแผน", "weight": "0.5", "rubric": judged},
        {"name": "b", "weight": "0.5", "rubric": line},
        {"name": "c", "weight": "0", "rubric": judged | {"counts": False}},
    ]
    rubric = {"form": "composite", "parts": parts, "round": {"digits": 2}}
    judgement = {"value": "4", "by": "คณะกรรมการ"}
    got = give(rubric, judgements={"งานแผน": judgement}, parts={"b": {"variables": {"A": "2", "B": "3"}}})
    assert explain(got, "en") == (
        "as of 30 June 2025\n"
        "Score 3.85 · scored\n"
        "\n"
        "The parts: score × weight\n"
        "  งานแผน    4  × 0.5  scored\n"
        "  b       3.7  × 0.5  scored\n"
        "  c         –  × –    no data: the score cannot be given yet\n"
        "\n"
        "Why\n"
        "  ✓ งานแผน: 4 × 0.5 [parts[0]]\n"
        "    ✓ judged by a person, from 0 to 5 [parts[0].rubric.judged]\n"
        "        judgement: 4 (คณะกรรมการ)\n"
        "  ✓ b: 3.7 × 0.5 [parts[1]]\n"
        "    ✓ share at least 0 gives 0 [parts[1].rubric.points[0]]\n"
        "        share: ≈66.6667 (at least 0)\n"
        "    ○ share at least 90 gives 5 [parts[1].rubric.points[1]]\n"
        "        share: ≈66.6667 (at least 90)\n"
        "    ✓ A / B * 100 = ≈66.6667 [parts[1].rubric.values.share]\n"
        "        A: 2\n"
        "        B: 3\n"
        "  ○ c: no score yet, left out [parts[2]]\n"
        "    ? judged by a person, from 0 to 5 [parts[2].rubric.judged]\n"
        "        judgement: no data\n"
        "\n"
        "Missing for 4.5\n"
        "  → b.share: have ≈66.6667, need 90, short ≈23.3333\n"
    )


def test_a_definition_without_rubric(facts):
    """Says so, and nothing else."""
    assert explain(score(None, facts(as_of=None)), "th") == (
        "ไม่มีคะแนน · ข้อมูลไม่ครบ ยังให้คะแนนไม่ได้\n\nเหตุผล\n  ○ นิยามตัวชี้วัดยังไม่มีเกณฑ์การให้คะแนน [rubric]\n"
    )


def test_another_class_of_unit(give):
    """Without a ladder."""
    rubric = {"form": "judged", "minimum": "0", "maximum": "5", "applies_to": ["line"]}
    assert explain(give(rubric, unit_class="staff"), "en") == (
        "as of 30 June 2025\n"
        "No score · not applicable\n"
        "\n"
        "Why\n"
        "  ○ for units of class line; the facts are of class staff [applies_to]\n"
        "      unit_class: staff\n"
    )


def test_both_languages_say_the_same_numbers(give, kr_7301):
    """Thai digits stand for the same figures."""
    got = give(kr_7301 | {"round": {"digits": 1}}, values={"result": "7.25"}, milestones=PLAN)
    thai, english = (explain(got, lang) for lang in ("th", "en"))
    assert "7.25" in english
    assert "๗.๒๕" in thai
    assert "7.25" in to_arabic(thai)
