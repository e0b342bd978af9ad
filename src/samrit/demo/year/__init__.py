"""The year of KR 7301, from October to September, each deed at its own time and by the person who may do it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from samrit.demo.diary import Diary
from samrit.demo.machine import machine
from samrit.demo.moments import MOMENTS, Moment
from samrit.demo.year import (
    beside,
    channels,
    october,
    plans,
    reports,
    residents,
    site,
    surroundings,
    survey,
    talk,
    works,
)
from samrit.demo.year.office import Office


def tell(look: Callable[[Moment], object], journal: Path, port: int = 0) -> None:
    """Lives the whole year in an empty office; at each of the four moments `look` is called, at that time.

    What is said to the platforms meanwhile is kept in the journal; they stand at `port`, or at a free one.
    """
    diary, office = Diary(), Office()
    for moment in MOMENTS:
        diary.at(moment.start, partial(look, moment))
    for part in (october, plans, channels, works, beside, site, residents, survey, talk, reports, surroundings):
        part.write(diary, office)
    with machine(journal, port) as beside_us:
        diary.live(until=MOMENTS[-1].start, machine=beside_us)
