"""What the verbs share: the version that was read, steps and audit rows, and texts as they were meant.

Nothing here is durable: call it inside the transaction of an action.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean, clean_line, fiscal_year_bounds, format_date
from samrit.people import recording
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights, Scope, Standing
from samrit.platform.fitting import fitting_text, required_reason
from samrit.platform.locking import Stale, Versioned, change
from samrit.platform.states import Transitions, next_state
from samrit.publicity.models import Plan, Step, Work
from samrit.publicity.states import WORDS
from samrit.results.models import KeyResult, Period

# --- rights and versions ---


def scope_of(row: Plan | Work | KeyResult) -> Scope:
    """Where an act on this row takes place: a work's own agency, else the host of the key result."""
    if isinstance(row, Work):
        return Scope(agency_id=row.agency_id, key_result=row.key_result.key)
    return (row if isinstance(row, KeyResult) else row.key_result).scope


def lock(row: Versioned, read_version: int) -> None:
    """Reads the row anew under a lock. Raises Stale where it is no longer the version that was read."""
    model = type(row)
    row.refresh_from_db(from_queryset=model._base_manager.select_for_update())  # noqa: SLF001 -- as platform.locking does
    if row.version != read_version:
        raise Stale(row)


def begin(row: Plan | Work, *acts: Act, read_version: int, acting_user: User) -> Standing:
    """Asks for the right (one of several suffices), then locks the row in the version that was read."""
    standing = Rights(acting_user).require_one(acts, scope_of(row))
    lock(row, read_version)
    return standing


# --- steps and the audit chain ---


def record(
    action: str,
    subject: str,
    *,
    acting_user: User,
    standing: Standing,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
) -> None:
    """An entry of the audit chain."""
    recording.record(
        f"publicity.{action}",
        acting_user=acting_user,
        standing=standing,
        subject=subject,
        data=data,
        personal=personal,
    )


def step(
    subject: str,
    act: str,
    *,
    key_result: KeyResult,
    acting_user: User,
    standing: Standing,
    states: tuple[str, str] = ("", ""),
    reason: str = "",
) -> None:
    """A step that is not a change of state, or whose states are given (from, to)."""
    Step.objects.create(
        key_result=key_result,
        subject=subject,
        act=act,
        from_state=states[0],
        to_state=states[1],
        by=acting_user,
        role=standing.role,
        on_behalf_of=standing.on_behalf_of,
        reason=reason,
    )


def touch(
    row: Plan | Work,
    act: str,
    action: str,
    *,
    acting_user: User,
    standing: Standing,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """A change within a state: raises the version, notes the step and the audit row."""
    change(row, read_version=row.version, **(values or {}))
    step(
        row.subject,
        act,
        key_result=row.key_result,
        acting_user=acting_user,
        standing=standing,
        states=(row.state, row.state),
    )
    record(action, row.subject, acting_user=acting_user, standing=standing, data=data, personal=personal)


def advance(
    row: Plan | Work,
    transitions: Transitions,
    act: str,
    *,
    acting_user: User,
    standing: Standing,
    reason: str = "",
    values: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """A change of state by the table: the row, its step and its audit row. Raises Refused where the table has none."""
    before = str(row.state)
    after = str(next_state(transitions, before, act, names=WORDS))
    change(row, read_version=row.version, state=after, **(values or {}))
    step(
        row.subject,
        act,
        key_result=row.key_result,
        acting_user=acting_user,
        standing=standing,
        states=(before, after),
        reason=reason,
    )
    kind = "plan" if isinstance(row, Plan) else "work"
    record(
        f"{kind}.{act}",
        row.subject,
        acting_user=acting_user,
        standing=standing,
        data={"from": before, "to": after, **({"reason": reason} if reason else {}), **(data or {})},
    )


# --- what was typed ---


def refuse(path: str, what: tuple[str, str], mend: tuple[str, str]) -> Refused:
    """A refusal beside a field, in English and Thai."""
    return Refused(path, Message(*what), Message(*mend))


def line(value: str | None, path: str, *, longest: int = 300, needed: bool = True) -> str:
    """One line of text, cleaned. Raises Refused where it is missing or too long."""
    return _needed(fitting_text(path, clean_line(value or ""), longest), path, needed=needed)


def text(value: str | None, path: str, *, longest: int = 20_000, needed: bool = False) -> str:
    """Text of several lines, cleaned. Raises Refused where it is missing or too long."""
    return _needed(fitting_text(path, clean(value or ""), longest), path, needed=needed)


def _needed(value: str, path: str, *, needed: bool) -> str:
    if needed and not value:
        raise refuse(path, ("nothing is written here", "ยังไม่ได้กรอกข้อมูลช่องนี้"), ("fill it in", "โปรดกรอกข้อมูล"))
    return value


def because(value: str | None) -> str:
    """The reason that returning, withdrawing and opening again ask for."""
    return required_reason(text(value, "reason", longest=2_000))


def choice(value: str, path: str, words: Iterable[str]) -> str:
    """One word of a closed list. Raises Refused for any other."""
    allowed = [str(word) for word in words]
    if value not in allowed:
        raise refuse(
            path,
            (f"“{value}” is not one of the choices", f"“{value}” ไม่อยู่ในตัวเลือก"),
            (f"choose from {', '.join(allowed)}", "โปรดเลือกจากรายการ"),
        )
    return value


def moment(value: dt.datetime | None, path: str, *, past: bool = False) -> dt.datetime | None:
    """A moment with its time zone, not in the future where it tells of something that happened."""
    if value is None:
        return None
    if timezone.is_naive(value):
        raise refuse(path, ("the moment has no time zone", "วันเวลาไม่มีเขตเวลา"), ("add it", "โปรดระบุเขตเวลา"))
    if past and value > timezone.now():
        raise refuse(
            path,
            ("this lies in the future", "วันเวลานี้ยังมาไม่ถึง"),
            ("record it once it has happened", "โปรดบันทึกเมื่อเกิดขึ้นแล้ว"),
        )
    return value


def refuse_far_day(day: dt.date, fiscal_year: int) -> None:
    """Refuses a day of approval that is still to come, or far from the fiscal year (Buddhist era)."""
    first, last = fiscal_year_bounds(fiscal_year)
    if day > timezone.localdate():
        raise refuse(
            "approved_on",
            ("the day of approval lies in the future", "วันที่ให้ความเห็นชอบยังมาไม่ถึง"),
            ("write the day on the signed paper", "โปรดใช้วันที่ตามหนังสือที่ลงนาม"),
        )
    if not first - dt.timedelta(days=365) <= day <= last:
        raise refuse(
            "approved_on",
            ("the day is far from the fiscal year", "วันที่ให้ความเห็นชอบไม่อยู่ในช่วงปีงบประมาณ"),
            ("check the year", "โปรดตรวจสอบปี"),
        )


def refuse_closed(key_result: KeyResult, day: dt.date, path: str) -> None:
    """Refuses a fact of a day that lies in a closed period."""
    period = Period.objects.filter(key_result=key_result, closed=True, starts_on__lte=day, ends_on__gte=day).first()
    if period is not None:
        raise refuse(
            path,
            (
                f"the period {period.code}, in which {day} lies, is closed",
                f"งวด {period.code} ซึ่งรวมวันที่ {_day(day)} ปิดแล้ว",
            ),
            ("ask the host agency to open the period again", "โปรดขอให้หน่วยงานหลักเปิดงวดอีกครั้ง"),
        )


def _day(day: dt.date) -> str:
    return format_date(day, thai_digits=False)


def refuse_other_key_result(key: str, key_result: KeyResult) -> None:
    """Refuses a subject that belongs to another key result than the one that was named."""
    if key != key_result.key:
        raise refuse(
            "subject",
            ("this belongs to another key result", "รายการนี้เป็นของตัวชี้วัดอื่น"),
            ("open it again", "โปรดเปิดหน้านั้นใหม่"),
        )
