"""Faults of a definition that a reader of the sheet would want to hear of before work begins.

A fault is not a question: the sheet was understood, but what it says does not hold together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from samrit.core.contract import Message, canonical
from samrit.core.rubric import RESULT, Compare, Level, Levels, band_of, faults_in, leaves_of
from samrit.core.sheet.definition import Definition, Target
from samrit.core.sheet.quantities import PERCENT, bound_words
from samrit.core.sheet.understand.conditions import Band, clauses
from samrit.core.thai import to_thai


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold together: the path it is about, and why."""

    path: str
    message: Message


def _fault(path: str, en: str, th: str) -> Fault:
    """A fault, its Thai with Thai digits."""
    return Fault(path, Message(en, to_thai(th)))


def check_sheet(definition: Definition) -> tuple[Fault, ...]:
    """Every fault of a definition: percentages, parts against the total, rubric and minimums."""
    return (
        *_percentages(definition),
        *_parts(definition),
        *_host(definition),
        *_rubric(definition),
        *_bands(definition),
        *_percent_column(definition),
        *_ignored_minimums(definition),
    )


def _percentages(definition: Definition) -> Iterator[Fault]:
    places = [("target", definition.target.value, definition.target.unit)]
    for index, agency in enumerate(definition.agencies):
        places.append((f"agencies[{index}].target", agency.target.value, agency.target.unit))
        places.extend(
            (f"agencies[{index}].duties[{number}].minimums[{place}]", minimum.value, minimum.unit)
            for number, duty in enumerate(agency.duties)
            for place, minimum in enumerate(duty.minimums)
        )
    for path, value, unit in places:
        if value is None:
            continue
        if unit == PERCENT and value > 100:
            shown = canonical(value)
            yield _fault(f"{path}.value", f"{shown} percent is more than 100", f"ร้อยละ {shown} เกินกว่า 100")
        if value < 0:
            yield _fault(f"{path}.value", "the number is below 0", "ตัวเลขน้อยกว่า 0")


def _comparable(definition: Definition) -> bool:
    return definition.target.value is not None and definition.target.unit not in {PERCENT, "คะแนน", "ระดับ", "นาที"}


def _host(definition: Definition) -> Iterator[Fault]:
    total = definition.target
    for index, agency in enumerate(definition.agencies):
        part = agency.target
        if agency.role != "host" or part.value is None or total.value is None or part.value == total.value:
            continue
        if part.unit == total.unit and not _adds_up(definition):
            yield _fault(
                f"agencies[{index}].target.value",
                f"the host's target is {canonical(part.value)}, the total is {canonical(total.value)}",
                f"ค่าเป้าหมายของหน่วยงานหลักคือ {canonical(part.value)} แต่ค่าเป้าหมายรวมคือ {canonical(total.value)}",
            )


def _shares(definition: Definition, role: str | None = None) -> list[Decimal]:
    """The agencies' targets in the unit of the total, each times the number of offices its row stands for."""
    return [
        agency.target.value * (agency.count or 1)
        for agency in definition.agencies
        if agency.target.value is not None
        and agency.target.unit == definition.target.unit
        and (role is None or agency.role == role)
    ]


def _adds_up(definition: Definition) -> bool:
    return _comparable(definition) and sum(_shares(definition)) == definition.target.value


def _parts(definition: Definition) -> Iterator[Fault]:
    """The supporting agencies' parts against the total: they make it up by themselves or together with the host."""
    supporting = _shares(definition, "supporting")
    total = definition.target.value
    if not _comparable(definition) or not supporting or total is None:
        return
    alone, together = sum(supporting), sum(_shares(definition))
    if total in {alone, together} or all(share == total for share in supporting):
        return
    yield _fault(
        "agencies",
        f"the supporting agencies' targets add up to {canonical(alone)}, the total is {canonical(total)}",
        f"ค่าเป้าหมายของหน่วยงานสนับสนุนรวมได้ {canonical(alone)} แต่ค่าเป้าหมายรวมคือ {canonical(total)}",
    )


def _rubric(definition: Definition) -> Iterator[Fault]:
    if definition.rubric is not None:
        for path, message in faults_in(definition.rubric, whole=definition.method.kind == "count"):
            yield Fault(f"rubric.{path}" if path else "rubric", message)


def _levels(definition: Definition) -> tuple[Level, ...]:
    return definition.rubric.levels if isinstance(definition.rubric, Levels) else ()


def _printed_bands(definition: Definition) -> list[tuple[int, Band]]:
    """The bands as the levels' texts print them, where the rule keeps one end (`faults_in` has the others)."""
    found: list[tuple[int, Band]] = []
    for index, level in enumerate(_levels(definition)):
        asked = clauses(level.text or "", _units(definition.target)) if band_of(level.when) is None else []
        if len(asked) == 1 and asked[0].band is not None:
            found.append((index, asked[0].band))
    return found


def _bands(definition: Definition) -> Iterator[Fault]:
    closed = [
        (index, band.low, band.high, band)
        for index, band in _printed_bands(definition)
        if band.low is not None and band.high is not None
    ]
    whole = definition.method.kind == "count"
    for (_, _, high, below), (index, low, _, above) in pairwise(sorted(closed, key=lambda row: row[1])):
        gap = low - high
        touching = gap == 0 and below.high_op == "<=" and above.low_op == ">="
        if gap < 0 or touching:
            yield _fault(
                f"rubric.levels[{index}]",
                f"two bands both hold {canonical(low)}",
                f"เกณฑ์สองช่วงซ้อนกันที่ {canonical(low)}",
            )
        elif gap > Decimal("0.01") and not (whole and gap == 1):
            yield _fault(
                f"rubric.levels[{index}]",
                f"no band holds what lies between {canonical(high)} and {canonical(low)}",
                f"ไม่มีเกณฑ์สำหรับค่าระหว่าง {canonical(high)} กับ {canonical(low)}",
            )


def _percent_column(definition: Definition) -> Iterator[Fault]:
    """The printed percent of a level against its threshold's share of the target."""
    total = definition.target.value
    if not total or definition.method.kind != "count":
        return
    for index, level in enumerate(_levels(definition)):
        if level.percent is None:
            continue
        percent = canonical(level.percent)
        if level.percent > 100:
            yield _fault(
                f"rubric.levels[{index}].percent",
                f"{percent} percent is more than 100",
                f"ร้อยละ {percent} เกินกว่า 100",
            )
        bounds = [leaf for leaf in leaves_of(level.when) if isinstance(leaf, Compare) and leaf.value == RESULT]
        thresholds = {bound.than for bound in bounds}
        threshold = thresholds.pop() if len(thresholds) == 1 else None
        if isinstance(threshold, Decimal) and threshold not in {level.percent * total / 100, level.percent}:
            yield _fault(
                f"rubric.levels[{index}].percent",
                f"{canonical(threshold)} of {canonical(total)} is not {percent} percent",
                f"{canonical(threshold)} จาก {canonical(total)} ไม่ใช่ร้อยละ {percent}",
            )


def _ignored_minimums(definition: Definition) -> Iterator[Fault]:
    """Minimums of the duties that no level of the rubric asks for: a full score is possible without them."""
    if definition.rubric is None:
        return
    asked = {
        (canonical(clause.band.point), clause.band.unit)
        for level in _levels(definition)
        for clause in clauses(level.text or "", _units(definition.target))
        if clause.band is not None
    }
    for index, agency in enumerate(definition.agencies):
        for number, duty in enumerate(agency.duties):
            for place, minimum in enumerate(duty.minimums):
                if (canonical(minimum.value), minimum.unit) in asked:
                    continue
                bound = bound_words(minimum.operator, minimum.value, minimum.unit)
                yield _fault(
                    f"agencies[{index}].duties[{number}].minimums[{place}]",
                    f"the rubric does not ask for this minimum ({bound.en}); a full score is possible without it",
                    f"เกณฑ์การให้คะแนนไม่ได้รวมค่าขั้นต่ำนี้ ({bound.th}) จึงอาจได้คะแนนเต็มโดยไม่ถึงค่านี้",
                )


def _units(target: Target) -> tuple[str, ...]:
    return (target.unit,) if target.unit else ()
