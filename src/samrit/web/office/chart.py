"""The course of a year as a drawing: numbers become places on a sheet of 720 × 300; the template draws them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from samrit.scoring.progress import Change, Point, Progress

WIDTH, HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 20, 40, 36


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the line; `said` is whether its score is written above it (it differs from the one before)."""

    x: str
    y: str
    point: Point
    said: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on an axis, or a revision."""

    at: str
    label: str
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the template draws. `lines` are runs of known points: where nothing is known there is no line."""

    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    across: tuple[Mark, ...]
    months: tuple[Mark, ...]
    changes: tuple[Mark, ...]
    target: Mark | None
    cone: str
    likely: str
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    floor: int = HEIGHT - _BOTTOM


def chart_of(progress: Progress) -> Chart | None:
    """The drawing; None where no point is known."""
    known = [point for point in progress.points if point.value is not None]
    if not known:
        return None
    scale = _Scale(progress, _top(progress, known))
    forecast = progress.forecast
    cone = likely = ""
    if forecast is not None and forecast.have is not None:
        here = scale.place(progress.as_of, forecast.have)
        end = [scale.place(progress.last, value) for value in (forecast.low, forecast.high)]
        cone = " ".join((here, *end))
        likely = f"{here} {scale.place(progress.last, forecast.expected)}"
    target = next((point.target for point in reversed(progress.points) if point.target is not None), None)
    return Chart(
        lines=tuple(_runs(progress.points, scale)),
        dots=tuple(_dots(progress.points, scale)),
        across=tuple(Mark(scale.y(value), str(value)) for value in _ticks(scale.top)),
        months=tuple(Mark(scale.x(day), str(day.month)) for day in _firsts(progress)),
        changes=tuple(Mark(scale.x(row.day), str(row.number), row) for row in progress.changes),
        target=None if target is None else Mark(scale.y(target), str(target)),
        cone=cone,
        likely=likely,
    )


class _Scale:
    """Days and values as places."""

    def __init__(self, progress: Progress, top: Decimal) -> None:
        self.first, self.top = progress.first, top
        self.days = (progress.last - progress.first).days or 1

    def x(self, day: dt.date) -> str:
        share = Decimal((day - self.first).days) / self.days
        return f"{_LEFT + share * (WIDTH - _LEFT - _RIGHT):.1f}"

    def y(self, value: Decimal) -> str:
        share = min(max(Decimal(value) / self.top, Decimal(0)), Decimal(1))
        return f"{HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM):.1f}"

    def place(self, day: dt.date, value: Decimal) -> str:
        return f"{self.x(day)},{self.y(value)}"


def _top(progress: Progress, known: list[Point]) -> Decimal:
    values = [point.value for point in known if point.value is not None]
    values += [point.target for point in progress.points if point.target is not None]
    if progress.forecast is not None:
        values.append(progress.forecast.high)
    return max(*values, Decimal(1))


def _runs(points: tuple[Point, ...], scale: _Scale) -> list[str]:
    runs: list[list[str]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(scale.place(point.day, point.value))
    return [" ".join(run) for run in runs if len(run) > 1]


def _dots(points: tuple[Point, ...], scale: _Scale) -> list[Dot]:
    dots, before = [], None
    for point in points:
        if point.value is not None:
            said = point.score is not None and point.score != before
            dots.append(Dot(scale.x(point.day), scale.y(point.value), point, said))
        before = point.score
    return dots


def _ticks(top: Decimal) -> list[int]:
    """Four or five round numbers from 0 up."""
    step = max(1, int(-(-top // 5)))
    return list(range(0, int(top) + 1, step))


def _firsts(progress: Progress) -> list[dt.date]:
    days, year, month = [], progress.first.year, progress.first.month
    for _ in range(12):
        days.append(dt.date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return days
