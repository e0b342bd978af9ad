"""The four moments of the year that a visitor may choose."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from samrit.core.contract import Message

BANGKOK = dt.timezone(dt.timedelta(hours=7))


class Moment(NamedTuple):
    """A day of the year: its name in addresses and files, when it begins, and what has happened by then."""

    name: str
    start: dt.datetime
    title: Message
    story: Message

    @property
    def day(self) -> dt.date:
        """The day in Bangkok."""
        return self.start.date()


def _morning(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 8, 30, tzinfo=BANGKOK)


MOMENTS = (
    Moment(
        "november",
        _morning(2024, 11, 29),
        Message("November 2024", "พฤศจิกายน ๒๕๖๗"),
        Message("The plan is approved; the first pieces are on their way.", "แผนได้รับความเห็นชอบแล้ว งานชิ้นแรกกำลังเริ่ม"),
    ),
    Moment(
        "february",
        _morning(2025, 2, 28),
        Message("February 2025", "กุมภาพันธ์ ๒๕๖๘"),
        Message("Three districts are made known.", "ประชาสัมพันธ์แล้ว ๓ ย่าน"),
    ),
    Moment(
        "june",
        _morning(2025, 6, 30),
        Message("June 2025", "มิถุนายน ๒๕๖๘"),
        Message("Seven districts are made known; some things are late.", "ประชาสัมพันธ์แล้ว ๗ ย่าน บางเรื่องล่าช้า"),
    ),
    Moment(
        "september",
        _morning(2025, 9, 30),
        Message("September 2025", "กันยายน ๒๕๖๘"),
        Message(
            "Ten districts are made known, and the executives have acknowledged the report.",
            "ประชาสัมพันธ์ครบ ๑๐ ย่าน และผู้บริหารรับทราบรายงานแล้ว",
        ),
    ),
)
BY_NAME = {moment.name: moment for moment in MOMENTS}
