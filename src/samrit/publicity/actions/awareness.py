"""Results of awareness surveys (duty 7): handed on by `surveys`, or typed in where somebody else asked the people."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import canonical
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.publicity.actions.shared import choice, record, refuse, refuse_closed, scope_of, text
from samrit.publicity.models import AwarenessResult
from samrit.results.models import KeyResult, Period

FEWEST = 10
"""Respondents of a share that is published: the threshold of disclosure control."""
READINGS = ("each", "joint", "mean", "any")


@transaction.atomic(durable=True)
def enter_awareness(  # noqa: PLR0913 -- a result with all that makes it readable, by name
    key_result: KeyResult,
    *,
    reading: str,
    share: Decimal,
    respondents: int,
    method: str,
    measured_on: dt.date,
    low: Decimal | None = None,
    high: Decimal | None = None,
    period: Period | None = None,
    acting_user: User,
) -> AwarenessResult:
    """A result: the share of people (0 to 1; 0 is data), its interval, n, method, and the day of measuring.

    A result is never changed: enter it again, the latest counts.
    """
    standing = Rights(acting_user).require(Act.EDIT_WORK, scope_of(key_result))
    for path, value in (("share", share), ("low", low), ("high", high)):
        _refuse_share(path, value)
    _refuse_interval(share, low, high)
    _refuse_few(respondents)
    if measured_on > timezone.localdate():
        raise refuse("measured_on", ("this day lies in the future", "วันที่สำรวจยังมาไม่ถึง"), ("correct it", "โปรดแก้ไขวันที่"))
    refuse_closed(key_result, measured_on, "measured_on")
    if period is not None and period.key_result_id != key_result.pk:
        raise refuse(
            "period", ("this period is of another key result", "งวดนี้เป็นของตัวชี้วัดอื่น"), ("choose again", "โปรดเลือกใหม่")
        )
    row = AwarenessResult.objects.create(
        key_result=key_result,
        period=period,
        reading=choice(reading, "reading", READINGS),
        share=share,
        low=low,
        high=high,
        respondents=respondents,
        method=text(method, "method", longest=5_000, needed=True),
        measured_on=measured_on,
        entered_by=acting_user,
        on_behalf_of=standing.on_behalf_of,
    )
    record(
        "awareness.entered",
        row.subject,
        acting_user=acting_user,
        standing=standing,
        data={
            "key_result": key_result.key,
            "period": period.code if period else None,
            "reading": row.reading,
            "share": canonical(share),
            "low": None if low is None else canonical(low),
            "high": None if high is None else canonical(high),
            "respondents": respondents,
            "method": row.method,
            "measured_on": measured_on.isoformat(),
        },
    )
    return row


def _refuse_few(respondents: int) -> None:
    if respondents < FEWEST:
        raise refuse(
            "respondents",
            (f"fewer than {FEWEST} persons answered", f"ผู้ตอบน้อยกว่า {FEWEST} ราย"),
            (
                "shares of so few are not published, for they tell what single persons said: ask more",
                "สัดส่วนจากผู้ตอบจำนวนน้อยบอกคำตอบรายบุคคลได้ จึงไม่เผยแพร่ โปรดสำรวจเพิ่ม",
            ),
        )


def _refuse_share(path: str, value: Decimal | None) -> None:
    if value is None:
        return
    if not value.is_finite() or not 0 <= value <= 1:
        raise refuse(
            path,
            ("a share lies between 0 and 1", "สัดส่วนต้องอยู่ระหว่าง 0 ถึง 1"),
            ("80 percent is 0.80", "ร้อยละ 80 ให้กรอก 0.80"),
        )
    if value != round(value, 4):
        raise refuse(
            path,
            ("more than four decimal places", "มีทศนิยมเกิน ๔ ตำแหน่ง"),
            ("round it to four", "โปรดปัดเป็นทศนิยม ๔ ตำแหน่ง"),
        )


def _refuse_interval(share: Decimal, low: Decimal | None, high: Decimal | None) -> None:
    if (low is None) != (high is None):
        raise refuse(
            "low" if low is None else "high",
            ("an interval has two ends", "ช่วงความเชื่อมั่นต้องมีทั้งค่าต่ำและค่าสูง"),
            ("write both, or neither", "โปรดกรอกทั้งสองค่า หรือเว้นว่างทั้งคู่"),
        )
    if low is not None and high is not None and not low <= share <= high:
        raise refuse(
            "share",
            ("the share lies outside its interval", "สัดส่วนอยู่นอกช่วงความเชื่อมั่น"),
            ("check the three figures", "โปรดตรวจสอบตัวเลขทั้งสาม"),
        )
