"""A rubric from its JSON form `samrit/rubric/1`; every rule of the form is checked here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from samrit.core.contract import Message, Node, Refused, canonical
from samrit.core.rubric.arithmetic import DEFAULT_ROUND, MODES, Round, total
from samrit.core.rubric.forms import (
    BELOW_FIRST,
    BETWEEN,
    DIRECTIONS,
    FORMS,
    PROPORTIONAL,
    Adjust,
    Anchors,
    Composite,
    Judged,
    Level,
    Levels,
    Part,
    Point,
    Rubric,
    Step,
    Steps,
    ValueRule,
)
from samrit.core.rubric.formula import Formula, parse_formula
from samrit.core.rubric.nodes import by_period, filled, listed, pairs, read_name, unique
from samrit.core.rubric.reading_conditions import read_condition

SCHEMA = "samrit/rubric/1"

_COMMON = ("schema", "form", "values", "adjust", "counts", "applies_to", "round")
_MAX_ROUND = 20


def read_rubric(node: Node) -> Rubric:
    """The rubric that a `samrit/rubric/1` document holds; `schema` may be left out where the rubric is nested.

    Raises Refused, naming the path, for anything that the contract does not allow.
    """
    node.keys()  # refuses what is not an object
    if "schema" in node or not node.path:
        if "schema" not in node:
            node.fields(node.keys(), required=("schema",))
        node["schema"].choice((SCHEMA,))
    if "form" not in node:
        node.fields(node.keys(), required=("form",))
    return _READERS[node["form"].choice(FORMS)](node)


def _common(node: Node) -> dict[str, Any]:
    return {
        "values": _read_values(node["values"]),
        "adjust": tuple(_read_adjust(part) for part in listed(node["adjust"])),
        "counts": node["counts"].is_null or node["counts"].boolean(),
        "applies_to": _read_classes(node["applies_to"]),
        "round": node["round"].or_null(_read_round),
    }


# --- keys of every form ---


def _read_round(node: Node) -> Round:
    node.fields(("digits", "mode"))
    digits, mode = node["digits"], node["mode"]
    return Round(
        DEFAULT_ROUND.digits if digits.is_null else digits.integer(0, _MAX_ROUND),
        DEFAULT_ROUND.mode if mode.is_null else mode.choice(MODES),
    )


def _named(node: Node) -> list[tuple[str, Node]]:
    """The pairs of an object that may be left out, null or empty."""
    return [] if node.is_null or node.value == {} else pairs(node)


def _read_values(node: Node) -> tuple[ValueRule, ...]:
    return tuple(_read_value_rule(name, part) for name, part in _named(node))


def _read_value_rule(name: str, node: Node) -> ValueRule:
    node.fields(("formula", "round"))
    if node["formula"].is_null and node["round"].is_null:
        raise node.refuse(
            Message("a value has a formula or a rounding", "ค่าต้องมีสูตรหรือการปัดเศษ"), Message("add a formula", "เพิ่มสูตร")
        )
    return ValueRule(name, node["formula"].or_null(_read_formula), node["round"].or_null(_read_round))


def _read_formula(node: Node) -> Formula:
    text = node.text()
    try:
        return parse_formula(text)
    except Refused as refusal:
        raise refusal.under(node.path) from None


def _read_adjust(node: Node) -> Adjust:
    node.fields(("per", "subtract", "text"), required=("per", "subtract"))
    subtract = node["subtract"].decimal()
    if subtract <= 0:
        raise node["subtract"].refuse(
            Message("what is subtracted must be above 0", "คะแนนที่หักต้องมากกว่า 0"),
            Message("correct the number", "แก้ไขตัวเลข"),
        )
    return Adjust(read_name(node["per"]), subtract, node["text"].or_null(Node.text))


def _read_classes(node: Node) -> tuple[str, ...]:
    seen: set[str] = set()
    return tuple(unique(read_name(part), seen, part) for part in listed(node))


# --- the five forms ---


def _read_levels(node: Node) -> Levels:
    node.fields((*_COMMON, "levels", "cumulative", "below_first"), required=("levels",))
    levels: list[Level] = []
    scores: set[Decimal] = set()
    for part in filled(node["levels"]):
        level = _read_level(part)
        if level.score in scores:
            raise part["score"].refuse(
                Message("two levels have the same score", "สองระดับมีคะแนนเท่ากัน"),
                Message("give each level its own score", "กำหนดคะแนนแต่ละระดับให้ต่างกัน"),
            )
        scores.add(level.score)
        levels.append(level)
    return Levels(
        levels=tuple(levels),
        cumulative=node["cumulative"].or_null(Node.boolean),
        below_first=node["below_first"].or_null(lambda part: part.choice(BELOW_FIRST)),
        **_common(node),
    )


def _read_level(node: Node) -> Level:
    node.fields(("score", "percent", "text", "when"), required=("score", "when"))
    return Level(
        score=node["score"].decimal(),
        when=read_condition(node["when"]),
        percent=node["percent"].or_null(Node.decimal),
        text=node["text"].or_null(Node.text),
    )


def _read_anchors(node: Node) -> Anchors:
    known = ("of", "direction", "at", "points", "between", "below_first", "cap")
    node.fields((*_COMMON, *known), required=("of", "points"))
    direction = "higher" if node["direction"].is_null else node["direction"].choice(DIRECTIONS)
    periods = isinstance(node["points"].value, dict)
    anchors = Anchors(
        of=read_name(node["of"]),
        points=() if periods else _read_points(node["points"], direction),
        by_period=tuple((name, _read_points(part, direction)) for name, part in by_period(node["points"]))
        if periods
        else (),
        direction=direction,
        at=node["at"].or_null(Node.decimal),
        between=node["between"].or_null(lambda part: part.choice(BETWEEN)),
        below_first=node["below_first"].or_null(lambda part: part.choice((*BELOW_FIRST, PROPORTIONAL))),
        cap=node["cap"].or_null(Node.boolean),
        **_common(node),
    )
    _check_target(node, anchors)
    _check_line(node, anchors)
    _check_proportion(node, anchors)
    return anchors


def _read_points(node: Node, direction: str) -> tuple[Point, ...]:
    parts = filled(node)
    points = [_read_point(part) for part in parts]
    for place, ((threshold, score), (next_threshold, next_score)) in enumerate(pairwise(points), start=1):
        if next_score <= score:
            raise parts[place].refuse(
                Message("the points do not run from the lowest score to the highest", "จุดไม่ได้เรียงจากคะแนนต่ำไปสูง"),
                Message("order them by score, each higher than the last", "เรียงตามคะแนน โดยแต่ละจุดสูงกว่าจุดก่อนหน้า"),
            )
        if (next_threshold <= threshold) if direction == "higher" else (next_threshold >= threshold):
            way = Message("rise", "เพิ่มขึ้น") if direction == "higher" else Message("fall", "ลดลง")
            raise parts[place].refuse(
                Message(f"the thresholds do not strictly {way.en}", f"เกณฑ์ไม่ได้{way.th}ทุกจุด"),
                Message(
                    f'with "{direction}" each threshold must {way.en}', f'เมื่อเป็น "{direction}" เกณฑ์ต้อง{way.th}ตามลำดับ'
                ),
            )
    if direction == "target" and points[-1][0] < 0:
        raise parts[-1].refuse(
            Message("a distance from the target cannot be below 0", "ระยะห่างจากเป้าหมายต้องไม่ต่ำกว่า 0"),
            Message("write the distance without a sign", "ใส่ระยะห่างโดยไม่มีเครื่องหมาย"),
        )
    return tuple(points)


def _read_point(node: Node) -> Point:
    pair = node.list()
    if len(pair) != 2:
        raise node.refuse(
            Message("a point is a threshold and a score", "จุดต้องประกอบด้วยเกณฑ์และคะแนน"),
            Message('write ["threshold", "score"]', 'เขียนเป็น ["เกณฑ์", "คะแนน"]'),
        )
    return pair[0].decimal(), pair[1].decimal()


def _check_target(node: Node, anchors: Anchors) -> None:
    if anchors.direction == "target" and anchors.at is None:
        raise node["at"].refuse(
            Message("missing: the value that is best", "ขาดค่าที่ดีที่สุด"), Message('add "at"', 'เพิ่ม "at"')
        )
    if anchors.direction != "target" and anchors.at is not None:
        raise node["at"].refuse(
            Message('"at" belongs to direction "target" only', '"at" ใช้กับ direction "target" เท่านั้น'),
            Message("leave it out", "ตัดออก"),
        )


def _check_line(node: Node, anchors: Anchors) -> None:
    if anchors.cap is not False:
        return
    if anchors.between != "linear":
        raise node["cap"].refuse(
            Message('"cap": false goes with "between": "linear" only', '"cap": false ใช้กับ "between": "linear" เท่านั้น'),
            Message('write "cap": true', 'ใส่ "cap": true'),
        )
    if any(len(points) < 2 for points in _point_lists(anchors)):
        raise node["points"].refuse(
            Message("one point makes no line to go on", "จุดเดียวลากเส้นต่อไม่ได้"),
            Message("add a second point", "เพิ่มจุดที่สอง"),
        )


def _check_proportion(node: Node, anchors: Anchors) -> None:
    if anchors.below_first != PROPORTIONAL:
        return
    if anchors.direction != "higher" or any(points[0][0] <= 0 for points in _point_lists(anchors)):
        raise node["below_first"].refuse(
            Message(
                '"proportional" needs direction "higher" and a first threshold above 0',
                '"proportional" ใช้ได้เมื่อ direction เป็น "higher" และเกณฑ์แรกมากกว่า 0',
            ),
            Message(f"choose from {', '.join(BELOW_FIRST)}", f"เลือกจาก {', '.join(BELOW_FIRST)}"),
        )


def _point_lists(anchors: Anchors) -> list[tuple[Point, ...]]:
    return [points for _, points in anchors.by_period] or [anchors.points]


def _read_composite(node: Node) -> Composite:
    node.fields((*_COMMON, "parts"), required=("parts",))
    seen: set[str] = set()
    parts = []
    for part in filled(node["parts"]):
        part.fields(("name", "weight", "rubric"), required=("name", "weight", "rubric"))
        name = unique(read_name(part["name"]), seen, part["name"])
        rubric = read_rubric(part["rubric"])
        parts.append(Part(name, _read_weight(part["weight"], pilot=not rubric.counts), rubric))
    _check_weights(node["parts"], parts)
    return Composite(parts=tuple(parts), **_common(node))


def _read_weight(node: Node, *, pilot: bool) -> Decimal | tuple[tuple[str, Decimal], ...]:
    if isinstance(node.value, dict):
        return tuple((name, _read_one_weight(part, pilot=pilot)) for name, part in pairs(node))
    return _read_one_weight(node, pilot=pilot)


def _read_one_weight(node: Node, *, pilot: bool) -> Decimal:
    weight = node.decimal()
    if weight < 0 or (weight == 0 and not pilot):
        raise node.refuse(
            Message("a weight must be above 0 (0 only for a pilot part)", "น้ำหนักต้องมากกว่า 0 (0 ได้เฉพาะตัวชี้วัดนำร่อง)"),
            Message("correct the weight, or leave the part out", "แก้ไขน้ำหนักหรือตัดส่วนนี้ออก"),
        )
    return weight


_MOST_CLASSES = 100
"""Unit classes are a handful (line, staff); the bound keeps the sums quick."""


def _check_weights(node: Node, parts: list[Part]) -> None:
    by_class: dict[str, list[Decimal]] = {}
    plain = [part.weight for part in parts if isinstance(part.weight, Decimal)]
    for part in parts:
        for unit_class, weight in () if isinstance(part.weight, Decimal) else part.weight:
            by_class.setdefault(unit_class, []).append(weight)
    if len(by_class) > _MOST_CLASSES:
        raise node.refuse(
            Message(f"weights for {len(by_class)} unit classes", f"มีน้ำหนักของหน่วยงาน {len(by_class)} ประเภท"),
            Message(f"name at most {_MOST_CLASSES} classes", f"ระบุไม่เกิน {_MOST_CLASSES} ประเภท"),
        )
    for part, part_node in zip(parts, node.list(), strict=True):
        if isinstance(part.weight, tuple) and len(part.weight) < len(by_class):
            _check_classes(part_node["weight"], part, {name for name, _ in part.weight}, by_class)
    if not by_class:
        _check_sum(node, total(plain), Message("", ""))
    for unit_class, weights in by_class.items():
        _check_sum(node, total(plain + weights), Message(f' for "{unit_class}"', f'สำหรับ "{unit_class}" '))


def _check_classes(node: Node, part: Part, given: set[str], classes: Iterable[str]) -> None:
    for unit_class in classes:
        is_for_it = not part.rubric.applies_to or unit_class in part.rubric.applies_to
        if unit_class not in given and is_for_it:
            raise node.refuse(
                Message(f'no weight for "{unit_class}"', f'ไม่มีน้ำหนักสำหรับ "{unit_class}"'),
                Message(
                    "give it one, or say in applies_to that the part is not for it",
                    "ใส่น้ำหนัก หรือระบุใน applies_to ว่าไม่ใช้",
                ),
            )


def _check_sum(node: Node, whole: Decimal, of_class: Message) -> None:
    if whole != 1:
        said = canonical(whole)
        raise node.refuse(
            Message(f"the weights{of_class.en} sum to {said}, not to 1", f"น้ำหนัก{of_class.th}รวมได้ {said} ไม่ใช่ 1"),
            Message("correct the weights", "แก้ไขน้ำหนัก"),
        )


def _read_steps(node: Node) -> Steps:
    node.fields((*_COMMON, "steps", "scores", "ordered", "below_first"), required=("steps", "scores"))
    seen: set[str] = set()
    steps = []
    for part in filled(node["steps"]):
        part.fields(("id", "text"), required=("id",))
        steps.append(Step(unique(read_name(part["id"]), seen, part["id"]), part["text"].or_null(Node.text)))
    scores = [(_read_count(key, part), part.decimal()) for key, part in pairs(node["scores"])]
    return Steps(
        steps=tuple(steps),
        scores=tuple(sorted(scores)),
        ordered=node["ordered"].or_null(Node.boolean),
        below_first=node["below_first"].or_null(lambda part: part.choice(BELOW_FIRST)),
        **_common(node),
    )


def _read_count(key: str, node: Node) -> int:
    if not (key.isascii() and key.isdigit() and len(key) <= 4 and str(int(key)) == key):
        raise node.refuse(
            Message(f'"{key[:40]}" is not a number of steps', f'"{key[:40]}" ไม่ใช่จำนวนขั้นตอน'),
            Message('use keys such as "1"', 'ใช้คีย์ เช่น "1"'),
        )
    return int(key)


def _read_judged(node: Node) -> Judged:
    node.fields((*_COMMON, "minimum", "maximum", "digits"), required=("minimum", "maximum"))
    minimum, maximum = node["minimum"].decimal(), node["maximum"].decimal()
    if minimum >= maximum:
        raise node["maximum"].refuse(
            Message("the maximum is not above the minimum", "คะแนนสูงสุดไม่สูงกว่าคะแนนต่ำสุด"),
            Message("correct one of the two", "แก้ไขคะแนนตัวใดตัวหนึ่ง"),
        )
    digits = node["digits"].or_null(lambda part: part.integer(0, _MAX_ROUND))
    return Judged(minimum=minimum, maximum=maximum, digits=digits, **_common(node))


_READERS: dict[str, Callable[[Node], Rubric]] = {
    "levels": _read_levels,
    "anchors": _read_anchors,
    "composite": _read_composite,
    "steps": _read_steps,
    "judged": _read_judged,
}
