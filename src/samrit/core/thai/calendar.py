"""Dates of official papers: Buddhist era in all its shapes, the fiscal year, its quarters and periods.

The rules are those of the form and of `docs/en/reference`: the fiscal year runs from 1 October to 30 September and has
the Buddhist-era number of the year in which it ends; Q1 is October to December. Years are counted back without the
calendar reforms: a day of January to March before B.E. 2484 is a year off from what was said at that time.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import month_name, monthrange
from typing import Literal, NamedTuple

from samrit.core.contract import Message
from samrit.core.thai.digits import to_arabic, to_thai
from samrit.core.thai.normalise import clean_line

BUDDHIST_ERA = 543
"""What a Buddhist-era year is ahead of the Gregorian year."""

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_MISSPELT = {"พฤศภาคม": 5, "พฤษจิกายน": 11, "กรกฏาคม": 7}

PERIODS = ("Q1", "Q2", "Q3", "Q4", "H1", "H2", *(f"M{month:02d}" for month in range(1, 13)), "FY")
"""The periods of a fiscal year (1 October to 30 September); M01 to M12 are calendar months."""

Style = Literal["long", "short", "numeric"]

_MONTH_NUMBERS = (
    {name: number for number, name in enumerate(MONTHS, 1)}
    | _MISSPELT
    | {short.replace(".", ""): number for number, short in enumerate(SHORT_MONTHS, 1)}
)
_MONTH = "|".join(
    [*MONTHS, *_MISSPELT, *(short.replace(".", r"\s?\.?\s?").removesuffix(r"\s?") for short in SHORT_MONTHS)]
)
_ERA = r"พ\s?\.?\s?ศ\.?|พุทธศักราช|ค\s?\.?\s?ศ\.?|คริสต์ศักราช|ปี"
_YEAR = "[0-9]{4}|[0-9]{2}"
_DATE = re.compile(
    rf"""(?<![0-9])(?<![0-9][.,])(?:
      (?P<iso_year>[0-9]{{4}})(?P<iso_mark>[-/.])(?P<iso_month>[0-9]{{1,2}})(?P=iso_mark)(?P<iso_day>[0-9]{{1,2}})
    | (?P<day>[0-9]{{1,2}})(?:
        \s?(?P<mark>[-/.])\s?(?P<month>[0-9]{{1,2}})\s?(?P=mark)\s?(?P<plain_year>{_YEAR})(?!(?P=mark)[0-9])
      | \s{{0,5}}(?:เดือน\s{{0,5}})?(?P<name>{_MONTH})\s{{0,5}}(?P<era>{_ERA})?\s{{0,5}}['’]?(?P<year>{_YEAR})
    ))(?![0-9]|[.,:][0-9])""",
    re.VERBOSE,
)
_LEAP_YEARS = ("/2567", "-2567", ".2567", " 2567")
"""A year to try where none is written: one in which February has all its days."""
_BEFORE = re.compile(r"(?:(?:ณ|เมื่อ|ลง|ภายใน)\s?)?(?:(?:วัน(?:อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์)?\s?)?ที่\s?)?")


class FoundDate(NamedTuple):
    """A date in a text: `text[start:end]` writes `date`."""

    start: int
    end: int
    date: dt.date


def parse_date(text: str) -> dt.date | None:
    """The date that the whole of `text` writes, or None where it writes none or a day that does not exist.

    Shapes: 31/1/2563, 1-10-67, 19 พ.ย. 62 (dots and blanks as they come), วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๕, 2024-10-01. A
    year of two digits is B.E. 25xx; one of four digits without era is Gregorian below 2400.
    """
    line = _date_alone(text)
    for found in dates_in(line):
        if (found.start, found.end) == (0, len(line)):
            return found.date
    return None


def _date_alone(text: str) -> str:
    """`text` on one line without what stands before a date: ณ วันที่ …"""
    line = clean_line(text)
    before = _BEFORE.match(line)
    return line[before.end() :] if before else line


def why_no_date(text: str) -> Message:
    """Why `parse_date` finds no date in `text`: no such month or day, no year, or nothing that reads as a date."""
    line = _date_alone(text)
    arabic = to_arabic(line)
    shaped = [(_DATE.fullmatch(f"{arabic}{year}"), year) for year in ("", *_LEAP_YEARS)]
    match, added = next(((match, year) for match, year in shaped if match), (None, ""))
    if match is None:
        return Message(f"“{line}” cannot be read as a date", f"อ่านวันที่ “{line}” ไม่ได้")
    year, month, day = _numbers(match)
    if not 1 <= month <= 12:
        return Message(f"“{line}”: there is no month {month}", f"“{line}”: ไม่มีเดือนที่ {month}")
    if year and not 1 <= day <= monthrange(year, month)[1]:
        of_year = Message("", "") if added else Message(f" {year}", f" พ.ศ. {year + BUDDHIST_ERA}")
        return Message(
            f"“{line}”: {month_name[month]}{of_year.en} has no day {day}",
            f"“{line}”: เดือน{MONTHS[month - 1]}{of_year.th} ไม่มีวันที่ {day}",
        )
    if added:
        return Message(f"“{line}” names no year", f"“{line}” ยังไม่มีปี พ.ศ.")
    return Message(f"“{line}”: there is no such year", f"“{line}”: ไม่มีปีนี้ในปฏิทิน")


def dates_in(text: str) -> list[FoundDate]:
    """Every date in `text` (as `clean` leaves it), in order, in the shapes that `parse_date` reads.

    Parted by dots only with a year of four digits: 3.2.10 is a heading. Of a range with one month (1-31 ตุลาคม 2567)
    the last day is found.
    """
    arabic = to_arabic(text)
    found = ((match, _date(match, arabic)) for match in _DATE.finditer(arabic))
    return [FoundDate(match.start(), match.end(), date) for match, date in found if date is not None]


def _date(match: re.Match[str], text: str) -> dt.date | None:
    parts = match.groupdict(default="")
    mark = parts["mark"] or parts["iso_mark"]
    if mark and re.search(rf"[0-9]{re.escape(mark)}\Z", text[max(0, match.start() - 2) : match.start()]):
        return None  # the end of a longer chain of numbers
    if mark == "." and len(parts["plain_year"]) == 2:
        return None
    try:
        return dt.date(*_numbers(match))
    except ValueError:
        return None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day as they are written, whether or not there is such a day."""
    parts = match.groupdict(default="")
    year = _gregorian(parts["iso_year"] or parts["plain_year"] or parts["year"], parts["era"])
    month = parts["iso_month"] or parts["month"] or _MONTH_NUMBERS[re.sub(r"[.\s]", "", parts["name"])]
    return year, int(month), int(parts["iso_day"] or parts["day"])


def _gregorian(year: str, era: str) -> int:
    """The Gregorian year; 0, which no calendar has, where year and era cannot both be meant."""
    number = int(year)
    if era.startswith("ค"):
        return number if len(year) == 4 and number < 2400 else 0
    if len(year) == 2:
        return 2500 + number - BUDDHIST_ERA
    return number - BUDDHIST_ERA if number >= 2400 or era.startswith("พ") else number


def format_date(date: dt.date, *, style: Style = "long", thai_digits: bool = True, era: bool = False) -> str:
    """`date` in the Buddhist era: long ๑ ตุลาคม ๒๕๖๗, short ๑ ต.ค. ๖๗, numeric ๑/๑๐/๒๕๖๗.

    `era` sets พ.ศ. before the year of the first two. Only the short style loses the century.
    """
    year = str(date.year + BUDDHIST_ERA)
    mark = "พ.ศ. " if era else ""
    if style == "numeric":
        text = f"{date.day}/{date.month}/{year}"
    elif style == "short":
        text = f"{date.day} {SHORT_MONTHS[date.month - 1]} {mark}{year[-2:]}"
    else:
        text = f"{date.day} {MONTHS[date.month - 1]} {mark}{year}"
    return to_thai(text) if thai_digits else text


def fiscal_year(date: dt.date) -> int:
    """The fiscal year of `date`, Buddhist era: 1 October 2567 lies in 2568."""
    return date.year + BUDDHIST_ERA + (date.month >= 10)


def fiscal_year_bounds(year: int) -> tuple[dt.date, dt.date]:
    """The first and last day of a fiscal year (Buddhist era). Raises ValueError where no calendar reaches."""
    end = year - BUDDHIST_ERA
    return dt.date(end - 1, 10, 1), dt.date(end, 9, 30)


def quarter(date: dt.date) -> int:
    """The quarter of the fiscal year, 1 to 4; October to December is 1."""
    return (date.month + 2) % 12 // 3 + 1


def period_bounds(period: str, fiscal_year: int) -> tuple[dt.date, dt.date]:
    """The first and last day of a period of PERIODS in a fiscal year (Buddhist era).

    **M01 to M12 are the months of the calendar, January to December, not the first to the twelfth month of the fiscal
    year**: M10 of 2568 is October 2567, with which that year begins; M09 of 2568 is September 2568, its last month.
    H1 is October to March. Raises ValueError for any other period.
    """
    if period not in PERIODS:
        raise ValueError(f"{period!r} is not a period: {', '.join(PERIODS)}")
    number = int(period[1:]) if period != "FY" else 1
    first, months = {
        "Q": (3 * number - 3, 3),
        "H": (6 * number - 6, 6),
        "M": ((number + 2) % 12, 1),
        "F": (0, 12),
    }[period[0]]
    october, _ = fiscal_year_bounds(fiscal_year)
    return _after_months(october, first), _after_months(october, first + months) - dt.timedelta(days=1)


def _after_months(first_day: dt.date, months: int) -> dt.date:
    years, month = divmod(first_day.month - 1 + months, 12)
    return dt.date(first_day.year + years, month + 1, 1)


def period_contains(period: str, date: dt.date) -> bool:
    """Whether `date` lies in that period of its own fiscal year. Raises ValueError for an unknown period."""
    first, last = period_bounds(period, fiscal_year(date))
    return first <= date <= last
