"""What the tables can hold: texts without NUL and of bounded length, numbers of at most 15 significant digits.

Fifteen, because SQLite keeps a decimal as a binary number: the same figure must come back from both databases.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from samrit.core.contract import Message, Refused, canonical
from samrit.core.thai import parse_number

MAX_TEXT = 20_000
SIGNIFICANT = 15
PLACES = 10


def fitting_text(path: str, text: str | None, limit: int = MAX_TEXT) -> str:
    """`text` in NFC without blanks around it. Raises Refused over `limit` characters."""
    tidy = unicodedata.normalize("NFC", (text or "").replace("\0", "").replace("\r\n", "\n")).strip()
    if len(tidy) > limit:
        raise Refused(
            path,
            Message(f"the text has {len(tidy):,} characters", f"ข้อความยาว {len(tidy):,} อักขระ"),
            Message(f"shorten it to {limit:,}", f"โปรดย่อให้ไม่เกิน {limit:,} อักขระ"),
        )
    return tidy


def cut_text(text: str | None, limit: int) -> str:
    """`text`, cut with an ellipsis at `limit`: for columns that only repeat what the document says in full."""
    tidy = (text or "").replace("\0", "")
    return tidy if len(tidy) <= limit else f"{tidy[: limit - 1]}…"


def required_reason(reason: str, *, path: str = "reason") -> str:
    """A reason, in words. Raises Refused where none is given."""
    tidy = fitting_text(path, reason)
    if not tidy:
        raise Refused(
            path,
            Message("a reason is wanted", "ต้องระบุเหตุผล"),
            Message("say why in a sentence", "โปรดเขียนเหตุผลสั้น ๆ"),
        )
    return tidy


def fitting_number(path: str, value: Decimal) -> Decimal:
    """`value` where the tables hold it exactly. Raises Refused otherwise."""
    if not value.is_finite():
        raise _refuse_number(path, "this is not a number", "ไม่ใช่ตัวเลข", "type digits", "พิมพ์เป็นตัวเลข")
    digits = canonical(value).lstrip("-").replace(".", "").lstrip("0")
    places = len(canonical(value).partition(".")[2])
    if len(digits) > SIGNIFICANT or places > PLACES:
        raise _refuse_number(
            path,
            f"the number has more than {SIGNIFICANT} digits, or more than {PLACES} decimals",
            f"ตัวเลขเกิน {SIGNIFICANT} หลัก หรือทศนิยมเกิน {PLACES} ตำแหน่ง",
            "round it",
            "โปรดปัดเศษ",
        )
    return value or Decimal(0)


def typed_number(path: str, value: Decimal | int | str | None) -> Decimal | None:
    """What somebody typed as a number, in either kind of digits; None for nothing. Raises Refused for no number."""
    if value is None or isinstance(value, Decimal):
        return None if value is None else fitting_number(path, value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise _refuse_number(path, "this is not a number", "ไม่ใช่ตัวเลข", "type digits", "พิมพ์เป็นตัวเลข")
    text = str(value).strip()
    if not text:
        return None
    number = parse_number(text) if len(text) <= 60 else None
    if number is None:
        raise _refuse_number(
            path, f"“{text[:40]}” is not a number", f"“{text[:40]}” ไม่ใช่ตัวเลข", "type digits only", "พิมพ์เฉพาะตัวเลข"
        )
    return fitting_number(path, number)


def _refuse_number(path: str, en: str, th: str, mend_en: str, mend_th: str) -> Refused:
    return Refused(path, Message(en, th), Message(mend_en, mend_th))
