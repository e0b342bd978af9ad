"""The publicity plan (duty 1): drafted, submitted, returned with reasons or approved by executives; in editions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from samrit.core.contract import Message, canonical
from samrit.core.thai import fiscal_year_bounds
from samrit.people.enums import Act
from samrit.people.four_eyes import require_another
from samrit.people.models import User
from samrit.people.rights import Rights, people_who_may
from samrit.platform.search import stored_tokens
from samrit.publicity import notices
from samrit.publicity.actions.shared import (
    advance,
    because,
    begin,
    choice,
    line,
    lock,
    record,
    refuse,
    refuse_far_day,
    scope_of,
    step,
    text,
    touch,
)
from samrit.publicity.drafts import LineDraft
from samrit.publicity.enums import Channel, NoticeCode, PlanState, WorkKind
from samrit.publicity.makers import makers
from samrit.publicity.models import Plan, PlanLine
from samrit.publicity.states import PLAN_TRANSITIONS
from samrit.results.models import ChosenDistrict, KeyResult

OPEN = (PlanState.DRAFT, PlanState.RETURNED)
"""The states in which a plan may be edited."""

_MOST_MONEY = Decimal("999999999999.99")


@transaction.atomic(durable=True)
def start_plan(key_result: KeyResult, *, acting_user: User) -> Plan:
    """A new edition: empty, or a copy of the last one with its lines.

    Refused while an edition is being worked on: there is one draft at a time.
    """
    standing = Rights(acting_user).require(Act.EDIT_PLAN, scope_of(key_result))
    KeyResult.objects.select_for_update().get(pk=key_result.pk)  # two editions of one number cannot be begun at once
    last = Plan.objects.filter(key_result=key_result).order_by("-number").first()
    if last is not None and last.state in {*OPEN, PlanState.SUBMITTED}:
        raise refuse(
            "",
            (f"edition {last.number} is not decided yet", f"แผนฉบับที่ {last.number} ยังอยู่ระหว่างดำเนินการ"),
            ("go on with that edition", "โปรดดำเนินการฉบับนั้นต่อ"),
        )
    number = (Plan.objects.filter(key_result=key_result).aggregate(top=Max("number"))["top"] or 0) + 1
    plan = Plan.objects.create(
        key_result=key_result,
        number=number,
        goals=last.goals if last else "",
        audiences=last.audiences if last else "",
        messages=last.messages if last else "",
        search_tokens=last.search_tokens if last else "",
        entered_by=acting_user,
    )
    if last is not None:
        PlanLine.objects.bulk_create(_copied(row, plan) for row in last.lines.all())
    step(
        plan.subject,
        "create",
        key_result=key_result,
        acting_user=acting_user,
        standing=standing,
        states=("", plan.state),
    )
    record(
        "plan.started",
        plan.subject,
        acting_user=acting_user,
        standing=standing,
        data={"key_result": key_result.key, "number": number, "copied_from": last.number if last else None},
    )
    return plan


def _copied(row: PlanLine, plan: Plan) -> PlanLine:
    return PlanLine(
        plan=plan,
        uid=row.uid,
        kind=row.kind,
        title=row.title,
        district_id=row.district_id,
        channel=row.channel,
        planned_on=row.planned_on,
        budget=row.budget,
    )


@transaction.atomic(durable=True)
def save_plan(
    plan: Plan,
    *,
    goals: str,
    audiences: str,
    messages: str,
    lines: Sequence[LineDraft],
    read_version: int,
    acting_user: User,
) -> Plan:
    """Writes a draft or returned edition. `lines` are all its lines; one that is missing is taken out."""
    standing = begin(plan, Act.EDIT_PLAN, read_version=read_version, acting_user=acting_user)
    if plan.state not in OPEN:
        raise refuse(
            "state",
            ("this edition can no longer be edited", "แผนฉบับนี้แก้ไขไม่ได้แล้ว"),
            ("take it back, or begin a new edition", "โปรดเรียกคืน หรือเริ่มฉบับใหม่"),
        )
    checked = _checked_lines(plan, lines)
    values = {
        "goals": text(goals, "goals"),
        "audiences": text(audiences, "audiences"),
        "messages": text(messages, "messages"),
    }
    _write_lines(plan, checked)
    tokens = stored_tokens(*values.values(), *(row.title for row in checked))
    touch(
        plan,
        "edit",
        "plan.saved",
        acting_user=acting_user,
        standing=standing,
        values={**values, "search_tokens": tokens},
        data={**values, "lines": [_line_data(row) for row in checked]},
    )
    return plan


def _checked_lines(plan: Plan, lines: Sequence[LineDraft]) -> list[LineDraft]:
    chosen = set(ChosenDistrict.objects.filter(key_result=plan.key_result).values_list("district_id", flat=True))
    known = set(plan.lines.values_list("uid", flat=True))
    first, last = fiscal_year_bounds(plan.key_result.fiscal_year)
    checked = []
    for place, row in enumerate(lines):
        path = f"lines[{place}]"
        if row.uid is not None and row.uid not in known:
            raise refuse(
                path, ("this line is not in the plan", "ไม่พบรายการนี้ในแผน"), ("load the page again", "โปรดเปิดหน้านี้ใหม่")
            )
        if row.district is not None and row.district.pk not in chosen:
            raise not_chosen(f"{path}.district", str(row.district))
        if row.planned_on is not None and not first <= row.planned_on <= last:
            raise refuse(
                f"{path}.planned_on",
                (f"{row.planned_on} lies outside the fiscal year", "วันที่อยู่นอกปีงบประมาณของแผน"),
                (f"choose a day from {first} to {last}", f"โปรดเลือกวันในปีงบประมาณ พ.ศ. {plan.key_result.fiscal_year}"),
            )
        checked.append(
            LineDraft(
                kind=choice(row.kind, f"{path}.kind", WorkKind),
                title=line(row.title, f"{path}.title"),
                district=row.district,
                channel=choice(row.channel, f"{path}.channel", ["", *Channel]),
                planned_on=row.planned_on,
                budget=_budget(row.budget, f"{path}.budget"),
                uid=row.uid,
            )
        )
    return checked


def not_chosen(path: str, name: str) -> Exception:
    """The refusal of a district that is not among those of the key result."""
    return refuse(
        path,
        (f"{name} is not among the districts of this key result", f"{name} ไม่อยู่ในรายชื่อย่านของตัวชี้วัดนี้"),
        ("choose one of its districts", "โปรดเลือกจากย่านของตัวชี้วัด"),
    )


def _budget(value: Decimal | None, path: str) -> Decimal | None:
    if value is None:
        return None
    if not value.is_finite() or not 0 <= value <= _MOST_MONEY or value != round(value, 2):
        raise refuse(
            path,
            ("this is not a sum of money in baht and satang", "จำนวนเงินไม่ถูกต้อง"),
            ("write it such as 12500.50; leave it empty if it is not known", "กรอกเช่น 12500.50 หากยังไม่ทราบให้เว้นว่าง"),
        )
    return value


def _write_lines(plan: Plan, lines: Sequence[LineDraft]) -> None:
    kept = {row.uid for row in lines if row.uid is not None}
    plan.lines.exclude(uid__in=kept).delete()
    for row in lines:
        values: dict[str, Any] = {
            "kind": row.kind,
            "title": row.title,
            "district": row.district,
            "channel": row.channel,
            "planned_on": row.planned_on,
            "budget": row.budget,
        }
        if row.uid is None:
            PlanLine.objects.create(plan=plan, **values)
        else:
            plan.lines.filter(uid=row.uid).update(**values)


def _line_data(row: LineDraft) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "title": row.title,
        "district": row.district.slug if row.district else None,
        "channel": row.channel,
        "planned_on": row.planned_on.isoformat() if row.planned_on else None,
        "budget": None if row.budget is None else canonical(row.budget),
    }


@transaction.atomic(durable=True)
def submit_plan(plan: Plan, *, read_version: int, acting_user: User) -> Plan:
    """Hands the edition to the executives. It must have goals, audiences, messages, and lines that all have a day."""
    standing = begin(plan, Act.EDIT_PLAN, read_version=read_version, acting_user=acting_user)
    if plan.state in OPEN:
        _refuse_unfinished(plan)
    advance(
        plan,
        PLAN_TRANSITIONS,
        "submit",
        acting_user=acting_user,
        standing=standing,
        values={"submitted_at": timezone.now()},
    )
    _tell(plan, NoticeCode.PLAN_SUBMITTED, to=people_who_may(Act.APPROVE_PLAN, scope_of(plan)), by=acting_user)
    return plan


_WORDS = {
    "goals": Message("goals", "วัตถุประสงค์"),
    "audiences": Message("audiences", "กลุ่มเป้าหมาย"),
    "messages": Message("messages", "สารหลัก"),
}


def _refuse_unfinished(plan: Plan) -> None:
    missing = {name: words for name, words in _WORDS.items() if not getattr(plan, name).strip()}
    if missing:
        raise refuse(
            next(iter(missing)),
            (
                f"the plan does not say its {', '.join(words.en for words in missing.values())}",
                f"แผนยังไม่ได้ระบุ{' '.join(words.th for words in missing.values())}",
            ),
            ("edit the plan and fill it in", "โปรดกรอกในหน้าแก้ไขแผน"),
        )
    lines = list(plan.lines.all())
    if not lines:
        raise refuse("lines", ("the plan has no lines", "แผนยังไม่มีรายการ"), ("add what is planned", "โปรดเพิ่มรายการงาน"))
    if any(row.planned_on is None for row in lines):
        raise refuse(
            "lines", ("a line has no day", "มีรายการที่ยังไม่กำหนดวัน"), ("give every line a day", "โปรดกำหนดวันให้ครบทุกรายการ")
        )


@transaction.atomic(durable=True)
def recall_plan(plan: Plan, *, read_version: int, acting_user: User) -> Plan:
    """Takes a submitted edition back to mend it before it is decided."""
    standing = begin(plan, Act.EDIT_PLAN, read_version=read_version, acting_user=acting_user)
    advance(plan, PLAN_TRANSITIONS, "recall", acting_user=acting_user, standing=standing)
    return plan


@transaction.atomic(durable=True)
def return_plan(plan: Plan, *, reason: str, read_version: int, acting_user: User) -> Plan:
    """An executive sends the edition back, saying why."""
    standing = begin(plan, Act.APPROVE_PLAN, read_version=read_version, acting_user=acting_user)
    why = because(reason)
    require_another(acting_user, makers(plan))
    decided = {
        "decided_by": acting_user,
        "decided_on_behalf_of": standing.on_behalf_of,
        "decided_at": timezone.now(),
        "decision_reason": why,
    }
    advance(plan, PLAN_TRANSITIONS, "return", acting_user=acting_user, standing=standing, reason=why, values=decided)
    _tell(plan, NoticeCode.PLAN_RETURNED, to=_makers(plan), by=acting_user, note=why)
    return plan


@transaction.atomic(durable=True)
def approve_plan(
    plan: Plan, *, read_version: int, acting_user: User, approved_on: dt.date | None = None, reason: str = ""
) -> Plan:
    """Executives approve the edition; the one approved before is replaced by it.

    `approved_on` is the day on the signed paper, today by default: the milestone *plan approved*.
    """
    standing = begin(plan, Act.APPROVE_PLAN, read_version=read_version, acting_user=acting_user)
    require_another(acting_user, makers(plan))
    day = approved_on or timezone.localdate()
    refuse_far_day(day, plan.key_result.fiscal_year)
    decided = {
        "decided_by": acting_user,
        "decided_on_behalf_of": standing.on_behalf_of,
        "decided_at": timezone.now(),
        "decision_reason": text(reason, "reason", longest=2_000),
        "approved_on": day,
    }
    advance(
        plan,
        PLAN_TRANSITIONS,
        "approve",
        acting_user=acting_user,
        standing=standing,
        reason=str(decided["decision_reason"]),
        values=decided,
        data={"approved_on": day.isoformat()},
    )
    for older in Plan.objects.filter(key_result=plan.key_result, state=PlanState.APPROVED).exclude(pk=plan.pk):
        lock(older, older.version)
        advance(older, PLAN_TRANSITIONS, "replace", acting_user=acting_user, standing=standing)
    _tell(plan, NoticeCode.PLAN_APPROVED, to=_makers(plan), by=acting_user)
    return plan


def _makers(plan: Plan) -> list[User]:
    return list(User.objects.filter(pk__in=makers(plan), is_active=True))


def _tell(plan: Plan, code: NoticeCode, *, to: Any, by: User, note: str = "") -> None:
    notices.tell(
        to,
        code,
        subject=plan.subject,
        key_result=plan.key_result,
        title=f"{plan.key_result.key} / {plan.number}",
        note=note,
        by=by,
    )
