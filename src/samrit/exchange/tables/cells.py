"""Cells as values: what a table writes it reads again. Each refusal names its column."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from samrit.core.contract import Message, Refused, canonical, parse_decimal
from samrit.core.thai import to_arabic
from samrit.people.models import Agency
from samrit.results.models import KeyResult

_FLAGS = {"": None, "true": True, "false": False, "ใช่": True, "ไม่": False}


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


def words(text: str) -> list[str]:
    """Several values of one cell, parted by semicolons."""
    return [one.strip() for one in text.split(";") if one.strip()]


def number(row: dict[str, str], column: str) -> Decimal | None:
    """A number; None of an empty cell, which is not 0."""
    text = to_arabic(row[column]).replace(",", "").strip()
    found = parse_decimal(text) if text else None
    if text and found is None:
        raise refuse(
            column, (f"“{text[:40]}” is not a number", f"“{text[:40]}” ไม่ใช่ตัวเลข"), ("type digits", "พิมพ์เฉพาะตัวเลข")
        )
    return found


def day(row: dict[str, str], column: str) -> dt.date | None:
    """A day as 2025-10-01."""
    text = row[column].strip()[:10]
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise refuse(
            column, (f"“{text}” is not a day", f"“{text}” ไม่ใช่วันที่"), ("write 2025-10-01", "พิมพ์แบบ 2025-10-01")
        ) from None


def moment(row: dict[str, str], column: str) -> dt.datetime | None:
    """A moment as 2025-10-01T09:30:00+07:00; without a zone it is Bangkok's."""
    text = row[column].strip()
    try:
        at = dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        raise refuse(
            column,
            (f"“{text[:40]}” is not a moment", f"“{text[:40]}” ไม่ใช่วันเวลา"),
            ("write 2025-10-01T09:30", "พิมพ์แบบ 2025-10-01T09:30"),
        ) from None
    return timezone.make_aware(at) if at is not None and timezone.is_naive(at) else at


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


def agency(row: dict[str, str], column: str = "agency") -> Agency:
    """The agency that a row names by its code."""
    found = Agency.objects.filter(code=row[column]).first()
    if found is None:
        raise refuse(column, ("no agency has this code", "ไม่มีหน่วยงานรหัสนี้"), ("use its code", "ใช้รหัสหน่วยงานตามทะเบียน"))
    return found
