"""Whether reported figures can be true: faults that real pages of the city's systems show, found before they are sent.

Pure: figures in, findings out. A finding `refuses` what cannot be; otherwise it warns of what is most likely typed in
the wrong place, and the reporter may explain why it is right after all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from samrit.core.contract import Message, canonical
from samrit.core.sheet.quantities import PERCENT, bounds
from samrit.core.thai import to_arabic, to_thai

FAR = 3
"""A figure of more than so many times its target, or less than such a part of it, is far beyond the target."""
STEP_OF_PROGRESS = 5
"""Progress is told in steps of five percent."""
_USUAL_SCALES = (Decimal(5), Decimal(10), Decimal(100))
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known of a measure: its unit, range, direction and target. None where the sheet does not say.

    `kind` is one of the definition's method kinds, `direction` `higher`, `lower` or `target`; `cumulative`: a figure
    stands for the year so far. `districts` is how many creative districts are chosen where they are what is counted,
    else 0.
    """

    name: str = "result"
    unit: str = ""
    kind: str | None = None
    direction: str = "higher"
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    whole: bool = False
    ratio: bool = False
    cumulative: bool = True
    districts: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """What was reported for one period: a number, or what a ratio is made of. All None: nothing was reported."""

    period: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    unit: str = ""

    def of(self, rule: Rule) -> Decimal | None:
        """The figure as it is compared with the target."""
        if not rule.ratio:
            return self.value
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator * (100 if rule.unit == PERCENT else 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a figure. `path` is the form's field, `code` its name in tests and records."""

    path: str
    code: str
    refuses: bool
    message: Message
    mend: Message


def findings(
    rule: Rule,
    figures: Sequence[Figure],
    *,
    narrative: str = "",
    progress: Decimal | None = None,
    last_period: bool = False,
) -> tuple[Finding, ...]:
    """The faults of the last of `figures` (the periods of a year so far, in their order), refusals first.

    `progress` is the percent of work done that stands in its own field; `last_period`: the year ends with it.
    """
    if not figures:
        return ()
    last = figures[-1]
    found = [*_unit(rule, last), *_parts_of_ratio(rule, last), *_range(rule, last)]
    if not any(row.refuses for row in found):
        found += _target(rule, last, narrative, progress)
        found += _course(rule, figures, last_period=last_period)
    return tuple(sorted(dict.fromkeys(found), key=lambda row: not row.refuses))


def _finding(rule: Rule, code: str, said: tuple[str, str], mend: tuple[str, str], *, refuses: bool = False) -> Finding:
    return Finding(
        f"values.{rule.name}", code, refuses, Message(said[0], to_thai(said[1])), Message(mend[0], to_thai(mend[1]))
    )


_CORRECT = ("correct the number", "โปรดแก้ไขตัวเลข")
_EXPLAIN = ("correct it, or explain why it is right", "โปรดแก้ไข หรืออธิบายว่าเหตุใดจึงถูกต้อง")
_PROGRESS = (
    "type the percent of work done in its own field, and the measured figure here",
    "โปรดใส่ร้อยละความคืบหน้าในช่องความคืบหน้า และใส่ค่าที่วัดได้ในช่องนี้",
)


# --- the unit ---


def _unit(rule: Rule, figure: Figure) -> Iterator[Finding]:
    unit = figure.unit or rule.unit
    if _DIGIT.search(to_arabic(unit)):
        yield _finding(
            rule,
            "unit_holds_number",
            (f"the unit “{unit}” holds a number", f"หน่วยนับ “{unit}” มีตัวเลขปนอยู่"),
            ("write the unit alone, the number belongs in the target", "โปรดระบุเฉพาะหน่วยนับ ส่วนตัวเลขให้ใส่ในค่าเป้าหมาย"),
            refuses=True,
        )
    elif figure.unit and rule.unit and figure.unit != rule.unit:
        yield _finding(
            rule,
            "unit_differs",
            (
                f"the figure is in {figure.unit}, the measure in {rule.unit}",
                f"ค่านี้เป็น{figure.unit} แต่ตัวชี้วัดใช้{rule.unit}",
            ),
            (f"give it in {rule.unit}", f"โปรดรายงานเป็น{rule.unit}"),
            refuses=True,
        )


# --- numerator and denominator ---


def _parts_of_ratio(rule: Rule, figure: Figure) -> Iterator[Finding]:
    if not rule.ratio:
        return
    if figure.value is not None or (figure.numerator is None) != (figure.denominator is None):
        yield _finding(
            rule,
            "ratio_needs_parts",
            ("a ratio is given by its numerator and denominator", "สัดส่วนต้องรายงานด้วยตัวตั้งและตัวหาร"),
            ("type both; the percentage is worked out", "โปรดใส่ทั้งสองค่า ระบบจะคำนวณร้อยละให้"),
            refuses=True,
        )
        return
    if figure.numerator is None or figure.denominator is None:
        return
    if figure.denominator <= 0 or figure.numerator < 0:
        yield _finding(
            rule,
            "ratio_base",
            (
                "the denominator must be above 0 and the numerator not below 0",
                "ตัวหารต้องมากกว่า 0 และตัวตั้งต้องไม่ต่ำกว่า 0",
            ),
            _CORRECT,
            refuses=True,
        )
    elif rule.high == 100 and figure.numerator > figure.denominator:
        yield _finding(
            rule,
            "numerator_above_denominator",
            (
                f"{canonical(figure.numerator)} of {canonical(figure.denominator)} is more than all of them",
                f"{canonical(figure.numerator)} จาก {canonical(figure.denominator)} เกินทั้งหมดที่มี",
            ),
            _CORRECT,
            refuses=True,
        )


# --- the range ---


def _range(rule: Rule, figure: Figure) -> Iterator[Finding]:
    value = figure.of(rule)
    if value is None:
        return
    shown = _shown(value)
    if rule.unit == PERCENT and rule.high == 100 and value > 100:
        yield _finding(
            rule,
            "percent_above_100",
            (f"{shown} percent is more than 100", f"ร้อยละ {shown} เกินกว่า 100"),
            _CORRECT,
            refuses=True,
        )
    elif rule.high is not None and value > rule.high:
        yield _finding(
            rule,
            "above_range",
            (
                f"{shown} is above the highest possible, {_shown(rule.high)}",
                f"{shown} สูงกว่าค่าสูงสุดที่เป็นไปได้ คือ {_shown(rule.high)}",
            ),
            _CORRECT,
            refuses=True,
        )
    if rule.low is not None and value < rule.low:
        yield _finding(
            rule,
            "below_range",
            (
                f"{shown} is below the lowest possible, {_shown(rule.low)}",
                f"{shown} ต่ำกว่าค่าต่ำสุดที่เป็นไปได้ คือ {_shown(rule.low)}",
            ),
            _CORRECT,
            refuses=True,
        )
    if rule.whole and not rule.ratio and value != value.to_integral_value():
        yield _finding(
            rule,
            "not_whole",
            (f"{shown} is not a whole number", f"{shown} ไม่ใช่จำนวนเต็ม"),
            ("count whole ones", "โปรดนับเป็นจำนวนเต็ม"),
            refuses=True,
        )
    scale = _scale(rule)
    if rule.high is None and scale is not None and value > scale:
        yield _finding(
            rule,
            "mean_above_scale",
            (
                f"a mean of {shown} is above a scale that ends at {_shown(scale)}",
                f"ค่าเฉลี่ย {shown} สูงกว่ามาตรวัดที่สูงสุด {_shown(scale)}",
            ),
            _EXPLAIN,
        )


def _scale(rule: Rule) -> Decimal | None:
    """The end of the scale of a mean score, by its target: the nearest of the usual ones."""
    if rule.kind != "mean" or rule.target is None:
        return None
    return next((scale for scale in _USUAL_SCALES if rule.target <= scale), None)


# --- against the target ---


def _target(rule: Rule, figure: Figure, narrative: str, progress: Decimal | None) -> Iterator[Finding]:
    value = figure.of(rule)
    if value is None:
        return
    shown, percent = _shown(value), rule.unit == PERCENT
    if percent and not rule.ratio and (counted := _counted_in(narrative, value)):
        yield _finding(
            rule,
            "count_in_percent",
            (
                f"the text speaks of {shown} {counted}, the figure is a percentage",
                f"ข้อความกล่าวถึง {shown} {counted} แต่ช่องนี้เป็นร้อยละ",
            ),
            ("type the percentage, or the counts it is made of", "โปรดใส่ค่าร้อยละ หรือจำนวนที่ใช้คำนวณ"),
        )
    if not percent and value and (_is_progress(rule, value, progress) or _looks_like_progress(rule, value)):
        yield _finding(
            rule,
            "progress_in_figure",
            (
                f"{shown} {rule.unit} looks like the percent of work done".replace("  ", " "),
                f"{shown} {rule.unit} ดูเหมือนร้อยละความคืบหน้าของงาน".replace("  ", " "),
            ),
            _PROGRESS,
        )
    elif rule.districts and value > rule.districts:
        yield _finding(
            rule,
            "more_than_chosen",
            (
                f"{shown} is more than the {rule.districts} districts chosen for the year",
                f"{shown} มากกว่าจำนวนย่านที่เลือกไว้ของปีนี้ ซึ่งมี {rule.districts} ย่าน",
            ),
            (
                "correct it, choose the districts first, or explain why it is right",
                "โปรดแก้ไข เลือกย่านให้ครบก่อน หรืออธิบายว่าเหตุใดจึงถูกต้อง",
            ),
        )
    elif rule.target and _is_far(rule, value):
        yield _finding(
            rule,
            "far_beyond_target",
            (
                f"{shown} is far from the target of {_shown(rule.target)}",
                f"{shown} ห่างจากค่าเป้าหมาย {_shown(rule.target)} มาก",
            ),
            _EXPLAIN,
        )


def _counted_in(narrative: str, value: Decimal) -> str | None:
    """The unit with which the narrative counts the same number, where it is no percentage."""
    for bound in bounds(narrative[:5_000]):
        if bound.value == value and bound.unit not in {None, PERCENT}:
            return bound.unit
    return None


def _is_step_of_progress(value: Decimal) -> bool:
    return 0 < value <= 100 and value % STEP_OF_PROGRESS == 0


def _is_progress(rule: Rule, value: Decimal, progress: Decimal | None) -> bool:
    """The very number of the progress field, where it is not simply the target or less."""
    return value == progress and (rule.direction != "higher" or rule.target is None or value > rule.target)


def _looks_like_progress(rule: Rule, value: Decimal) -> bool:
    """6 books, reported as 70."""
    if rule.target is None or rule.target <= 0 or rule.direction != "higher":
        return False
    return _is_step_of_progress(value) and value > FAR * rule.target


def _is_far(rule: Rule, value: Decimal) -> bool:
    if rule.target is None or rule.target <= 0:
        return False
    if rule.direction == "lower":
        nothing_left = value == 0 and rule.kind != "time"  # no complaints at all is a result; no minutes at all is not
        return (value * FAR < rule.target and not nothing_left) or value > FAR * rule.target
    return value > FAR * rule.target


# --- over the periods ---


def _course(rule: Rule, figures: Sequence[Figure], *, last_period: bool) -> Iterator[Finding]:
    """What the figures of the year so far say together."""
    reported = [figure for figure in figures if figure.of(rule) is not None]
    values = [value for figure in reported if (value := figure.of(rule)) is not None]
    if not reported or reported[-1] is not figures[-1] or len(values) < 2:
        return
    if _rises_like_progress(rule, values):
        yield _finding(
            rule,
            "progress_in_figure",
            (
                "fewer is better, but the figures rise in steps of five like the percent of work done",
                "ตัวชี้วัดนี้ยิ่งน้อยยิ่งดี แต่ตัวเลขเพิ่มขึ้นทีละ 5 คล้ายร้อยละความคืบหน้าของงาน",
            ),
            _PROGRESS,
        )
    if last_period and _all_at_the_end(rule, values):
        yield _finding(
            rule,
            "all_in_last_period",
            ("nothing was reported until the last period, and then all of it", "ไม่มีผลตลอดปี แล้วได้ผลทั้งหมดในงวดสุดท้าย"),
            ("explain what was done when", "โปรดอธิบายว่าดำเนินการเมื่อใด"),
        )
    if rule.cumulative and _base_shrinks(reported):
        yield _finding(
            rule,
            "base_shrinks",
            (
                "the base is smaller than in an earlier period: figures of one period and of the year so far are mixed",
                "ตัวหารน้อยกว่างวดก่อน แสดงว่าใช้ตัวเลขเฉพาะงวดปนกับตัวเลขสะสม",
            ),
            ("give the figures of the year so far", "โปรดรายงานตัวเลขสะสมตั้งแต่ต้นปี"),
        )
    elif rule.cumulative and _falls(rule, values):
        yield _finding(
            rule,
            "fell",
            (
                f"{_shown(values[-1])} is less than {_shown(values[-2])} before, though figures are of the year so far",
                f"{_shown(values[-1])} น้อยกว่างวดก่อนซึ่งเท่ากับ {_shown(values[-2])} ทั้งที่เป็นตัวเลขสะสม",
            ),
            _EXPLAIN,
        )


def _rises_like_progress(rule: Rule, values: Sequence[Decimal]) -> bool:
    """90 minutes at most, reported as 5, 15, 50, 90."""
    if rule.direction != "lower" or rule.unit == PERCENT or len(values) < 3:
        return False
    return all(map(_is_step_of_progress, values)) and all(one < other for one, other in pairwise(values))


def _all_at_the_end(rule: Rule, values: Sequence[Decimal]) -> bool:
    if rule.direction == "lower" and rule.kind != "reduction":
        return False
    return len(values) > 2 and not any(values[:-1]) and values[-1] > 0


def _base_shrinks(figures: Sequence[Figure]) -> bool:
    bases = [figure.denominator for figure in figures if figure.denominator is not None]
    return any(one > other for one, other in pairwise(bases))


def _falls(rule: Rule, values: Sequence[Decimal]) -> bool:
    """A count of the year so far cannot become smaller; a percentage may, by a little."""
    if rule.ratio or rule.direction != "higher":
        return False
    steady = rule.kind in {"count", "deliverable", "milestone", "checklist"}
    return values[-1] < values[-2] if steady else values[-1] * FAR < values[-2]


def _shown(value: Decimal) -> str:
    return canonical(value.quantize(Decimal("0.0001")) if value != value.to_integral_value() else value)
