"""The course of a channel's views as a drawing: a line for each definition, and a stroke where it changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from samrit.channels.results import Break, Course

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 72, 20, 36, 36


@dataclass(frozen=True, slots=True)
class Place:
    """A place on an axis with its words."""

    at: str
    label: str
    change: Break | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the template draws, and the course whose table stands below."""

    course: Course
    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    across: tuple[Place, ...]
    months: tuple[Place, ...]
    breaks: tuple[Place, ...]
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    floor: int = HEIGHT - _BOTTOM


def drawn(course: Course, first: dt.date, last: dt.date) -> Drawn | None:
    """The drawing; None where nothing was told."""
    values = [moment.value for _since, run in course.runs for moment in run if moment.value is not None]
    if not values:
        return None
    top, days = max(*values, 1), (last - first).days or 1

    def x(day: dt.date) -> str:
        return f"{_LEFT + (day - first).days * (WIDTH - _LEFT - _RIGHT) / days:.1f}"

    def y(value: int) -> str:
        return f"{HEIGHT - _BOTTOM - value * (HEIGHT - _TOP - _BOTTOM) / top:.1f}"

    runs = [[(x(one.day), y(one.value)) for one in run if one.value is not None] for _since, run in course.runs]
    step = max(1, -(-top // 4))
    months = [one.day for one in course.runs[0][1]]
    return Drawn(
        course,
        tuple(" ".join(f"{left},{high}" for left, high in run) for run in runs if len(run) > 1),
        tuple(dot for run in runs for dot in run),
        tuple(Place(y(value), str(value)) for value in range(0, top + 1, step)),
        tuple(Place(x(day), str(day.month)) for day in months),
        tuple(Place(x(one.day), "", one) for one in course.breaks),
    )
