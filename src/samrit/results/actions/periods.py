"""The periods of a key result's year, when their reports are due, and closing them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from samrit.core.contract import Message, Refused
from samrit.core.rubric.words import date_words
from samrit.core.thai import period_bounds
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Rights
from samrit.platform.fitting import required_reason
from samrit.platform.locking import change, require_stand
from samrit.results.enums import PeriodKind
from samrit.results.models import KeyResult, Period

MAX_DUE_DAYS = 120
_CODES = {
    PeriodKind.QUARTER: ("Q1", "Q2", "Q3", "Q4"),
    # Months bear the number of the calendar; the fiscal year begins with October.
    PeriodKind.MONTH: tuple(f"M{(month + 8) % 12 + 1:02}" for month in range(1, 13)),
}


DUE_SET = ("due_on",)
"""What the form of one period sets; `locking.stand_of` these is the version that it was filled in from."""


def make_periods(key_result: KeyResult, *, due_days_before: int | None = None) -> None:
    """The periods of the year, each due so many days after its end.

    Those that exist keep their due day, unless it was `due_days_before` days after their end: then it moves along. A
    day that was set for one period alone stays.
    """
    standing = {row.code: row for row in key_result.periods.all()}
    for code in _CODES[PeriodKind(key_result.reporting)]:
        first, last = period_bounds(code, key_result.fiscal_year)
        due = last + dt.timedelta(days=key_result.due_days)
        row = standing.pop(code, None)
        if row is None:
            Period.objects.create(key_result=key_result, code=code, starts_on=first, ends_on=last, due_on=due)
        elif due_days_before is not None and (row.due_on - last).days == due_days_before and not row.closed:
            row.due_on = due
            row.save()
    for row in standing.values():
        row.delete()


@transaction.atomic(durable=True)
def set_reporting(
    *, acting_user: User, key_result: KeyResult, kind: str, due_days: int = 10, read_version: int | None = None
) -> KeyResult:
    """Chooses months or quarters, and how many days after its end the report of a period is due."""
    standing = Rights(acting_user).require(Act.SET_TARGETS, key_result.scope)
    if kind not in PeriodKind.values:
        raise Refused(
            "reporting",
            Message("reports are monthly or quarterly", "รายงานเป็นรายเดือนหรือรายไตรมาส"),
            Message("choose one of the two", "โปรดเลือกอย่างใดอย่างหนึ่ง"),
        )
    if not 0 <= due_days <= MAX_DUE_DAYS:
        raise Refused(
            "due_days",
            Message("the days until the report is due are out of range", "จำนวนวันครบกำหนดไม่อยู่ในช่วงที่กำหนด"),
            Message(f"type 0 to {MAX_DUE_DAYS}", f"โปรดใส่ 0 ถึง {MAX_DUE_DAYS}"),
        )
    was: dict[str, Any] = {"reporting": key_result.reporting, "due_days": key_result.due_days}
    if kind != key_result.reporting and key_result.reports.exists():
        raise Refused(
            "reporting",
            Message("there are reports already, so the periods cannot change", "มีรายงานแล้ว จึงเปลี่ยนงวดรายงานไม่ได้"),
            Message("change it in the next fiscal year", "โปรดเปลี่ยนในปีงบประมาณถัดไป"),
        )
    version = key_result.version if read_version is None else read_version
    change(key_result, read_version=version, reporting=kind, due_days=due_days)
    if key_result.periods.exists():
        make_periods(key_result, due_days_before=was["due_days"])
    record(
        "results.key_result.reporting_set",
        acting_user=acting_user,
        standing=standing,
        subject=key_result.subject,
        data={"was": was, "now": {"reporting": kind, "due_days": due_days}},
    )
    return key_result


@transaction.atomic(durable=True)
def set_period_due(
    *, acting_user: User, period: Period, due_on: dt.date, reason: str, read_version: int | None = None
) -> Period:
    """Sets the day on which the reports of one period are due, with a reason: others work by it.

    From the period's first day to so many days after its end. Raises Refused for another day and for a closed period,
    and Stale where another has set it since it was read.
    """
    key_result = period.key_result
    standing = Rights(acting_user).require(Act.SET_TARGETS, key_result.scope)
    reason = required_reason(reason)
    period = Period.objects.select_for_update().get(pk=period.pk)
    require_stand(period, DUE_SET, read_version)
    if period.closed:
        raise Refused(
            "period",
            Message("the period is closed", "งวดนี้ปิดแล้ว"),
            Message("open it again first", "โปรดเปิดงวดก่อน"),
        )
    last = period.ends_on + dt.timedelta(days=MAX_DUE_DAYS)
    if not period.starts_on <= due_on <= last:
        first, end = date_words(period.starts_on), date_words(last)
        raise Refused(
            "due_on",
            Message("this day does not fit the period", "วันครบกำหนดไม่สัมพันธ์กับงวด"),
            Message(f"choose a day from {first.en} to {end.en}", f"โปรดเลือกวันตั้งแต่ {first.th} ถึง {end.th}"),
        )
    was, period.due_on = period.due_on, due_on
    period.save(update_fields=["due_on"])
    record(
        "results.period.due_set",
        acting_user=acting_user,
        standing=standing,
        subject=key_result.subject,
        data={"period": period.code, "was": was, "now": due_on, "reason": reason},
    )
    return period


@transaction.atomic(durable=True)
def close_period(*, acting_user: User, period: Period, reason: str = "") -> Period:
    """Closes a period: nothing of its reports moves any more."""
    return _set_closed(acting_user, period, closed=True, reason=reason)


@transaction.atomic(durable=True)
def reopen_period(*, acting_user: User, period: Period, reason: str) -> Period:
    """Opens a closed period again, with a reason."""
    return _set_closed(acting_user, period, closed=False, reason=required_reason(reason))


def _set_closed(acting_user: User, period: Period, *, closed: bool, reason: str) -> Period:
    key_result = period.key_result
    standing = Rights(acting_user).require(Act.SET_TARGETS, key_result.scope)
    # who moves a report of this period holds it before the audit chain, as we do: it is waited for, or finds us done
    period = Period.objects.select_for_update().get(pk=period.pk)
    if period.closed == closed:
        raise Refused(
            "period",
            Message(
                "the period is closed already" if closed else "the period is open already",
                "งวดนี้ปิดแล้ว" if closed else "งวดนี้เปิดอยู่แล้ว",
            ),
            Message("nothing needs to be done", "ไม่ต้องดำเนินการใด"),
        )
    period.closed = closed
    period.save(update_fields=["closed"])
    record(
        "results.period.closed" if closed else "results.period.reopened",
        acting_user=acting_user,
        standing=standing,
        subject=key_result.subject,
        data={"period": period.code, "reason": reason},
    )
    return period
