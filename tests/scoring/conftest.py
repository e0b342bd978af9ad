"""A clock that tests can set: rows are dated by it, and people act by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from tests.factories import scoring as make


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """`clock(moment)`: from now on it is that moment, and a second more at every look."""
    at: list[dt.datetime] = []

    def now() -> dt.datetime:
        at[0] += dt.timedelta(seconds=1)
        return at[0]

    def put(moment: dt.datetime) -> None:
        at[:] = [moment.astimezone(dt.UTC)]
        monkeypatch.setattr(timezone, "now", now)

    return put


@pytest.fixture
def in_june(clock: Callable[[dt.datetime], None]) -> make.Office:
    """KR 7301 in June: plan approved, seven districts done, by a plan that wants two more by now."""
    at = make.office()
    days = [dt.date(2025, month, 1) for month in (1, 2, 2, 3, 4, 5, 5, 6, 6, 8)]
    lines = [line for place, day in zip(at.districts, days, strict=True) for line in (("piece", place, day),)]
    make.plan(at, dt.date(2024, 11, 20), lines)
    clock(make.moment(2025, 6, 20))
    for place in at.districts[:7]:
        make.piece(at, place, make.moment(2025, 5, 5))
    return at
