"""Cells as values: what a table writes it reads again. Each refusal names its column."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.utils import timezone

from samrit.core.contract import Message, Refused, canonical, parse_decimal
from samrit.core.thai import BUDDHIST_ERA, parse_date, to_arabic, ungrouped
from samrit.people.models import Agency
from samrit.results.models import KeyResult

_FLAGS = {
    "": None,
    **dict.fromkeys(("true", "ใช่", "จริง"), True),
    **dict.fromkeys(("false", "ไม่", "ไม่ใช่", "เท็จ"), False),
}
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
_BUDDHIST_YEAR = re.compile(r"(?<![0-9])2[4-9][0-9]{2}(?![0-9])")
_HOUR = re.compile(
    r"(?P<day>.+?)[T ]+(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?: ?น\.?)?"
)


def cell(value: Any) -> str:
    """A value as its cell shows it; nothing of None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return str(value)


def refuse(column: str, what: tuple[str, str], mend: tuple[str, str]) -> Refused:
    """A refusal of one cell."""
    return Refused(column, Message(*what), Message(*mend))


def words(row: dict[str, str], column: str) -> list[str]:
    """Several values of one cell, parted by semicolons."""
    return [one.strip() for one in row[column].split(";") if one.strip()]


def number(row: dict[str, str], column: str) -> Decimal | None:
    """A number; None of an empty cell, which is not 0."""
    text = ungrouped(to_arabic(row[column]).strip())
    found = parse_decimal(text) if text else None
    if text and found is None:
        raise refuse(
            column, (f"“{text[:40]}” is not a number", f"“{text[:40]}” ไม่ใช่ตัวเลข"), ("type digits", "พิมพ์เฉพาะตัวเลข")
        )
    return found


def day(row: dict[str, str], column: str) -> dt.date | None:
    """A day as 2025-10-01; a spreadsheet of a Thai office turns that into 1/10/2568, which is read too.

    1/10/2025 is refused: whether it is a day of October or of January nobody knows.
    """
    text = row[column].strip()
    found = _day(text)
    if text and found is None:
        raise refuse(
            column,
            (f"“{text[:40]}” is not a day", f"“{text[:40]}” ไม่ใช่วันที่"),
            ("write 2025-10-01 or 1/10/2568", "พิมพ์แบบ 2025-10-01 หรือ 1/10/2568"),
        )
    return found


def _day(text: str) -> dt.date | None:
    """A day that can be read in one way only."""
    arabic = to_arabic(text)
    iso = _ISO_DAY.fullmatch(arabic)
    return parse_date(arabic[:10] if iso else arabic) if iso or _BUDDHIST_YEAR.search(arabic) else None


def moment(row: dict[str, str], column: str) -> dt.datetime | None:
    """A moment as 2025-10-01T09:30:00+07:00, or 1/10/2568 09:30; without a zone it is Bangkok's."""
    text = row[column].strip()
    at = _moment(to_arabic(text))
    if text and at is None:
        raise refuse(
            column,
            (f"“{text[:40]}” is not a moment", f"“{text[:40]}” ไม่ใช่วันเวลา"),
            ("write 2025-10-01T09:30", "พิมพ์แบบ 2025-10-01T09:30"),
        )
    return timezone.make_aware(at) if at is not None and timezone.is_naive(at) else at


def _moment(text: str) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(text)
        return at.replace(year=at.year - BUDDHIST_ERA) if at.year >= 2400 else at
    except ValueError:
        found = _HOUR.fullmatch(text)
    on = _day(found["day"].strip()) if found else None
    if found is None or on is None:
        return None
    try:
        return dt.datetime.combine(on, dt.time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0)))
    except ValueError:
        return None


def flag(row: dict[str, str], column: str) -> bool | None:
    """true, false, or nothing for not known."""
    text = row[column].strip().lower()
    if text not in _FLAGS:
        raise refuse(
            column,
            (f"“{text[:40]}” is neither true nor false", f"“{text[:40]}” ไม่ใช่ true หรือ false"),
            ("type true or false", "พิมพ์ true หรือ false"),
        )
    return _FLAGS[text]


def key_result(row: dict[str, str]) -> KeyResult:
    """The key result that a row names by its key."""
    code, _dash, year = row["key_result"].rpartition("-")
    found = None
    if year.isascii() and year.isdigit() and len(year) == 4:
        rows = KeyResult.objects.select_related("host").prefetch_related("agency_targets")
        found = rows.filter(code=code, fiscal_year=int(year)).first()
    if found is None:
        raise refuse(
            "key_result", ("there is no such key result", "ไม่มีตัวชี้วัดนี้"), ("write it as 7301-2568", "พิมพ์แบบ 7301-2568")
        )
    return found


def code(row: dict[str, str], column: str) -> str:
    """An agency's code; one whose zeros at the front a spreadsheet program took for a number's is given them back."""
    text = to_arabic(row[column]).strip()
    codes = Agency.objects.values_list("code", flat=True)
    if not (text.isascii() and text.isdigit()) or codes.filter(code=text).exists():
        return text
    meant = [known for known in codes.filter(code__startswith="0", code__endswith=text) if known.lstrip("0") == text]
    return meant[0] if len(meant) == 1 else text


def agency(row: dict[str, str], column: str = "agency") -> Agency:
    """The agency that a row names by its code."""
    found = Agency.objects.filter(code=row[column]).first()
    if found is None:
        raise refuse(column, ("no agency has this code", "ไม่มีหน่วยงานรหัสนี้"), ("use its code", "ใช้รหัสหน่วยงานตามทะเบียน"))
    return found
