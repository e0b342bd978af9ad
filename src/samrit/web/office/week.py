"""The week in words: each line that `scoring.week` finds as a sentence with the page on which it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.rubric.words import MONTHS_EN, period_words
from samrit.platform.language import lang
from samrit.publicity.enums import PlanState, TaskCode
from samrit.publicity.models import DuplicateFlag, Plan, PlanLine, Storyteller, Task, Work
from samrit.results.models import KeyResult, Period, Report, Revision
from samrit.scoring.week import Asked, Group, Waiting
from samrit.verification.models import Finding
from samrit.web.office.views_data import Week, WeekItem
from samrit.web.shared.templatetags.samrit import digits, fiscal_year, items

TITLES = {
    Asked.CHECK_DEFINITION: gettext_lazy("ตอบคำถามและตรวจทานแบบตัวชี้วัด %(code)s"),
    Asked.SIGN_DEFINITION: gettext_lazy("ลงนามรับรองแบบตัวชี้วัด %(code)s"),
    Asked.CHOOSE_DISTRICTS: gettext_lazy("เลือกย่านสร้างสรรค์ของปีนี้"),
    Asked.BEGIN_PLAN: gettext_lazy("เริ่มจัดทำแผนประชาสัมพันธ์"),
    Asked.FINISH_PLAN: gettext_lazy("จัดทำแผนประชาสัมพันธ์ให้เสร็จและเสนอ"),
    Asked.APPROVE_PLAN: gettext_lazy("พิจารณาให้ความเห็นชอบแผนประชาสัมพันธ์"),
    Asked.MEND_PLAN: gettext_lazy("แก้ไขแผนประชาสัมพันธ์ที่ถูกส่งกลับ"),
    Asked.APPROVE_WORKS: gettext_lazy("อนุมัติงานก่อนเผยแพร่"),
    Asked.VERIFY_WORKS: gettext_lazy("ตรวจสอบงานและหลักฐาน"),
    Asked.MEND_WORKS: gettext_lazy("แก้ไขงานที่ถูกส่งกลับ"),
    Asked.DECIDE_DUPLICATE: gettext_lazy("ชี้ขาดงานที่คล้ายกัน"),
    Asked.REVIEW_STORYTELLERS: gettext_lazy("ทบทวนนักเล่าเรื่อง"),
    Asked.BEGIN_REPORT: gettext_lazy("รายงานผล %(period)s"),
    Asked.SEND_REPORT: gettext_lazy("ส่งรายงานผลที่ร่างไว้ %(period)s"),
    Asked.MEND_REPORT: gettext_lazy("แก้ไขรายงานผลที่ถูกส่งกลับ %(period)s"),
    Asked.MEND_WITHDRAWN_REPORT: gettext_lazy("แก้ไขและส่งรายงานผลที่ถอนคืน %(period)s"),
    Asked.CHECK_REPORT: gettext_lazy("ตรวจสอบรายงานผล %(period)s"),
    Asked.VERIFY_REPORT: gettext_lazy("รับรองรายงานผล %(period)s"),
    Asked.ACKNOWLEDGE_REPORT: gettext_lazy("รับทราบรายงานผล %(period)s"),
    Asked.REPLY_FINDING: gettext_lazy("ตอบข้อค้นพบของผู้ตรวจราชการ"),
}
"""What is asked, in words; a task, a work and a line of a plan are named by their own titles."""


def in_words(groups: Mapping[Group, Sequence[Waiting]]) -> Week:
    """The lines of the week in the reader's words; of those due on one day in the order of their titles."""
    lines = [line for rows in groups.values() for line in rows]
    works = _works_of(line.rows[0] for line in lines if line.asked is Asked.DO_TASK)
    return Week(**{group.value: _by_day(_item(line, works) for line in rows) for group, rows in groups.items()})


def _by_day(rows: Iterable[WeekItem]) -> tuple[WeekItem, ...]:
    return tuple(sorted(rows, key=lambda item: (item.due_on or dt.date.max, item.title)))


def _item(line: Waiting, works: Mapping[str, str]) -> WeekItem:
    row = line.rows[0]
    about = {"works": works} if isinstance(row, Task) else {}
    said = _WORDS[type(row)](line, row, **about)
    return WeekItem(due_on=line.due_on, **said)


def _title(line: Waiting, **parts: str) -> str:
    return str(TITLES[line.asked]) % parts


def _about(key_result: KeyResult) -> str:
    """Which key result, with its year: the same code comes back every year."""
    return f"{digits(key_result.code)} {key_result.name} · {fiscal_year(key_result.fiscal_year)}"


def _works_of(tasks: Iterable[Any]) -> dict[str, str]:
    """The titles of the works that tasks are about, by subject: one query."""
    uids = [uid for kind, _colon, uid in (task.subject.partition(":") for task in tasks) if kind == "work"]
    return {row.subject: row.title for row in Work.objects.filter(uid__in=uids).only("uid", "title")} if uids else {}


def _revision(line: Waiting, row: Revision) -> dict[str, Any]:
    key_result = line.key_result
    return {
        "title": _title(line, code=digits(key_result.code)),
        "why": _about(key_result),
        "url": reverse("office:revision", args=[key_result.key, row.number]),
        "look": row.state,
        "word": str(row.get_state_display()),
    }


def _task(_line: Waiting, task: Task, works: Mapping[str, str]) -> dict[str, Any]:
    """What somebody asked for leads with the asking; a task of the system with its kind, and the work it is about."""
    kind, about = str(task.get_code_display()), works.get(task.subject, "")
    asked = task.code == TaskCode.TODO
    return {
        "title": Truncator(" ".join(task.note.split())).chars(120) if asked else kind,
        "why": " · ".join(filter(None, [kind, about] if asked else [about, task.note])),
        "url": reverse("office:task", args=[task.pk]),
        "look": "look",
        "word": _("มอบหมายแล้ว"),
    }


def _plan(line: Waiting, row: Plan) -> dict[str, Any]:
    key = line.key_result.key
    drafted = row.state == PlanState.DRAFT
    return {
        "title": _title(line),
        "why": _about(line.key_result),
        "url": reverse("office:plans", args=[key]) if drafted else reverse("office:plan", args=[key, row.number]),
        "look": row.state,
        "word": str(row.get_state_display()),
    }


def _works(line: Waiting, row: Work) -> dict[str, Any]:
    """One that is due by its title; those that wait for the same in one line, straight to the work where it is one."""
    told = {"look": row.state, "word": str(row.get_state_display())}
    own = reverse("office:work", args=[row.uid])
    if line.asked is Asked.DO_WORK:
        return {"title": row.title, "why": str(row.get_kind_display()), "url": own, **told}
    listed = f"{reverse('office:works', args=[line.key_result.key])}?state={row.state}"
    one = len(line.rows) == 1
    said = row.title if one else items(len(line.rows))
    title = f"{_title(line)}: {said}"
    return {"title": title, "why": _about(line.key_result), "url": own if one else listed, **told}


def _line(line: Waiting, row: PlanLine) -> dict[str, Any]:
    url = f"{reverse('office:work_new', args=[line.key_result.key, row.kind])}?line={row.pk}"
    return {"title": row.title, "why": _("ในแผน ยังไม่เริ่ม"), "url": url, "word": _("ยังไม่เริ่ม")}


def _members(line: Waiting, row: Storyteller) -> dict[str, Any]:
    count = len(line.rows)
    said = row.consent.person if count == 1 else _("%(count)s คน") % {"count": digits(count)}
    url = reverse("office:storytellers", args=[line.key_result.key])
    return {"title": _title(line), "why": said, "url": url, "word": _("รอทบทวน")}


def _duplicate(line: Waiting, row: DuplicateFlag) -> dict[str, Any]:
    url = reverse("office:duplicate", args=[row.pk])
    why = f"{row.first} / {row.second}"
    return {"title": _title(line), "why": why, "url": url, "look": "look", "word": _("รอชี้ขาด")}


def _key_result(line: Waiting, row: KeyResult) -> dict[str, Any]:
    page = "office:key_result_settings" if line.asked is Asked.CHOOSE_DISTRICTS else "office:plans"
    url = reverse(page, args=[row.key])
    return {"title": _title(line), "why": _about(row), "url": url, "word": _("ยังไม่เริ่ม")}


def _report(line: Waiting, row: Report) -> dict[str, Any]:
    return {
        "title": _title(line, period=_period(row.period)),
        "why": f"{_about(line.key_result)} · {row.agency}",
        "url": reverse("office:report", args=[row.uid]),
        "look": row.state,
        "word": str(row.get_state_display()),
    }


def _begun_period(line: Waiting, row: Period) -> dict[str, Any]:
    url = reverse("office:reports", args=[line.key_result.key])
    return {"title": _title(line, period=_period(row)), "why": _about(line.key_result), "url": url}


def _finding(line: Waiting, row: Finding) -> dict[str, Any]:
    url = reverse("office:findings", args=[line.key_result.key])
    word = str(row.get_grade_display())
    return {"title": _title(line), "why": row.text[:160], "url": url, "look": row.grade, "word": word}


_WORDS: dict[type, Callable[..., dict[str, Any]]] = {
    Revision: _revision,
    Task: _task,
    Plan: _plan,
    Work: _works,
    PlanLine: _line,
    Storyteller: _members,
    DuplicateFlag: _duplicate,
    KeyResult: _key_result,
    Report: _report,
    Period: _begun_period,
    Finding: _finding,
}


def _period(period: Period) -> str:
    return period_name(period.code)


def period_name(code: str) -> str:
    """A period's code in words."""
    if lang() == "th":
        return period_words(code).th
    number = int(code[1:]) if code[1:].isdecimal() else 0
    return {"M": MONTHS_EN[number - 1], "Q": f"Quarter {number}", "H": f"Half-year {number}"}.get(code[0], "Whole year")
