"""Where the year may end, by its pace so far: an estimate in the unit of the result with a range, never a score.

Two paces are asked, and the range spans both: that of the calendar (what the elapsed part of the year brought, drawn
on to its end) and that of the approved plan (how much of what was planned by now is done, applied to all that is
planned). Only a count can be drawn on; a share or a mean cannot.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from samrit.core.contract import Message, canonical
from samrit.core.rubric.words import date_words
from samrit.core.thai import fiscal_year_bounds, format_date
from samrit.results.enums import DISTRICT_UNIT
from samrit.results.models import KeyResult
from samrit.scoring.gather import ApprovedPlan
from samrit.scoring.result import Result, score_key_result

TOO_EARLY = dt.timedelta(days=30)
"""So much of the year must be over before its pace says anything, where no plan does."""
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Pace:
    """What there is against what there should be by now.

    `planned` is how many districts the plan wants done by now, None where it names none; `due` is that, or else the
    elapsed part of the target. `elapsed` is the part of the year that is over, 0 to 1.
    """

    have: Decimal
    target: Decimal | None
    elapsed: Decimal
    planned: int | None
    planned_in_all: int | None

    @property
    def due(self) -> Decimal | None:
        if self.planned is not None:
            return Decimal(self.planned)
        return None if self.target is None else (self.target * self.elapsed).to_integral_value(ROUND_FLOOR)

    @property
    def behind(self) -> Decimal:
        """How many are missing today; 0 where nothing is due."""
        return max((self.due or Decimal(0)) - self.have, Decimal(0))


@dataclass(frozen=True, slots=True)
class Forecast:
    """An estimate of the result at the year's end, in its unit. `words` say that it is one."""

    as_of: dt.date
    ends_on: dt.date
    have: Decimal
    low: Decimal
    expected: Decimal
    high: Decimal
    unit: str
    words: Message
    basis: tuple[Message, ...]


def forecast(key_result: KeyResult, as_of: dt.date | None = None) -> Forecast | None:
    """The estimate on a day; None where nothing can be said."""
    return forecast_of(score_key_result(key_result, as_of))


def pace_of(result: Result) -> Pace | None:
    """The pace of a counted result in its year; None for other results, and outside the year."""
    definition, have = result.definition, result.facts.values.get("result")
    if definition is None or definition.method.kind != "count" or have is None:
        return None
    first, last = fiscal_year_bounds(result.key_result.fiscal_year)
    if not first <= result.as_of <= last:
        return None
    elapsed = Decimal((result.as_of - first).days + 1) / Decimal((last - first).days + 1)
    days = _planned_days(result.gathered.plan, result)
    return Pace(
        have=have,
        target=definition.target.value,
        elapsed=elapsed,
        planned=sum(day <= result.as_of for day in days) if days else None,
        planned_in_all=len(days) or None,
    )


def _planned_days(plan: ApprovedPlan | None, result: Result) -> list[dt.date]:
    """When the plan wants each district done: once it has been told (a piece) and its community has taken part."""
    chosen = {row.id for row in result.gathered.items.districts} if result.gathered.items else None
    told: dict[int, dt.date] = {}
    took_part: dict[int, dt.date] = {}
    for line in () if plan is None else plan.lines:
        if line.district is None or line.day is None or (chosen is not None and f"D{line.district}" not in chosen):
            continue
        days = told if line.kind == "piece" else took_part
        days[line.district] = min(line.day, days.get(line.district, line.day))
    return [max(day, took_part.get(district, day)) for district, day in told.items()]


def forecast_of(result: Result) -> Forecast | None:
    """The estimate from a result that is already there; None on the last day, which nothing comes after. Pure."""
    pace = pace_of(result)
    if pace is None:
        return None
    first, last = fiscal_year_bounds(result.key_result.fiscal_year)
    if result.as_of == last:
        return None
    by_plan = _by_plan(pace)
    too_early = result.as_of - first < TOO_EARLY
    by_time = None if too_early else pace.have / pace.elapsed
    known = [number for number in (by_plan, by_time) if number is not None]
    if not known and pace.planned_in_all is None:
        return None
    waiting = 0 if result.counts is None else result.counts.districts_not_yet
    most = _most(result)
    if pace.planned == 0 and pace.have == 0:
        # Nothing was due yet, so nothing is known of the pace: anything up to the plan is open.
        known = [Decimal(0), Decimal(pace.planned_in_all or 0)]
    low = _within(min(known), pace.have, most).to_integral_value(ROUND_FLOOR)
    high = _within(max([*known, pace.have + waiting]), pace.have, most).to_integral_value(ROUND_CEILING)
    likely = _within(by_plan if by_plan is not None else known[-1], pace.have, most).quantize(_TENTH)
    unit = (result.definition.target.unit if result.definition else None) or ""
    return Forecast(
        as_of=result.as_of,
        ends_on=last,
        have=pace.have,
        low=low,
        expected=likely,
        high=high,
        unit=unit,
        words=_words(pace, low, high, unit, last),
        basis=_basis(pace, waiting, too_early=too_early),
    )


def _by_plan(pace: Pace) -> Decimal | None:
    """All that is planned, at the rate at which what was due by now is done; None where nothing was due."""
    if not pace.planned or not pace.planned_in_all:
        return None
    return pace.have * pace.planned_in_all / pace.planned


def _most(result: Result) -> Decimal | None:
    """No more districts than were chosen, or (before they are) than are aimed at; None for what has no bound."""
    if result.counts is not None:
        return Decimal(len(result.counts.districts))
    target = result.definition.target if result.definition else None
    if target is None or target.unit != DISTRICT_UNIT:
        return None
    return Decimal(result.gathered.chosen) if result.gathered.chosen else target.value


def _within(number: Decimal, have: Decimal, most: Decimal | None) -> Decimal:
    """Never less than there is, never more than there can be."""
    number = max(number, have)
    return number if most is None else min(number, max(most, have))


def _words(pace: Pace, low: Decimal, high: Decimal, unit: str, last: dt.date) -> Message:
    span = canonical(low) if low == high else f"{canonical(low)}–{canonical(high)}"
    target = "" if pace.target is None else f" (target {canonical(pace.target)})"
    target_th = "" if pace.target is None else f" (เป้าหมาย {canonical(pace.target)})"
    return Message(
        f"At this pace {span} {unit} by {date_words(last).en}{target}. An estimate, not a score.",
        f"หากดำเนินการในอัตรานี้ คาดว่าจะได้ {span} {unit} ภายใน {format_date(last, thai_digits=False)}{target_th}"
        " เป็นการประมาณ ไม่ใช่คะแนน",
    )


def _basis(pace: Pace, waiting: int, *, too_early: bool) -> tuple[Message, ...]:
    have, percent = canonical(pace.have), canonical((pace.elapsed * 100).quantize(_TENTH))
    rows = []
    if pace.planned is not None:
        rows.append(
            Message(
                f"the plan wanted {pace.planned} of {pace.planned_in_all} by now, {have} are done",
                f"ตามแผนควรแล้วเสร็จ {pace.planned} จาก {pace.planned_in_all} ขณะนี้แล้วเสร็จ {have}",
            )
        )
    rows.append(Message(f"{percent} % of the year is over", f"เวลาผ่านไปร้อยละ {percent} ของปี"))
    if too_early:
        rows.append(Message("the year is too young for its pace to say much", "เพิ่งเริ่มปี อัตราที่ผ่านมายังบอกได้ไม่มาก"))
    if waiting:
        rows.append(Message(f"of {waiting} more it cannot be said yet", f"อีก {waiting} ย่านยังสรุปไม่ได้"))
    return tuple(rows)
