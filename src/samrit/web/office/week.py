"""The week: what this person must do now, gathered from everything that waits for somebody with these rights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samrit.core.rubric.words import MONTHS_EN, period_words
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights, Scope
from samrit.platform.language import lang
from samrit.publicity.enums import PlanState, TaskCode, WorkState
from samrit.publicity.models import Plan, Storyteller, Task, Work
from samrit.publicity.queries import week as publicity
from samrit.results.actions.targets import target_count
from samrit.results.enums import ReportState, RevisionState
from samrit.results.models import KeyResult, Period, Report, Revision
from samrit.verification.models import Finding
from samrit.web.office.views_data import Week, WeekItem
from samrit.web.shared.templatetags.samrit import digits, fiscal_year, items

_SOON = dt.timedelta(days=7)


def week_of(user: User, rights: Rights, key_results: Sequence[KeyResult]) -> tuple[Week, publicity.Week]:
    """Everything that waits for this person, the latest first, and the publicity part of it as it was read."""
    today = timezone.localdate()
    found = publicity.week(user, today)
    items = [
        *_revisions(rights, key_results),
        *_publicity(found),
        *_first_districts(rights, key_results),
        *_first_plans(rights, key_results),
        *_reports(rights, key_results),
        *_findings(rights, key_results),
    ]
    return _by_time(items, today), found


def _by_time(items: Iterable[WeekItem], today: dt.date) -> Week:
    groups: dict[str, list[WeekItem]] = {}
    for item in sorted(items, key=lambda item: (item.due_on or dt.date.max, item.title)):
        groups.setdefault(_group(item, today), []).append(item)
    return Week(**{name: tuple(rows) for name, rows in groups.items()})


def _group(item: WeekItem, today: dt.date) -> str:
    if item.first or item.before:
        return "first" if item.first else "before"
    if item.due_on is not None and item.due_on < today:
        return "late"
    return "soon" if item.due_on is None or item.due_on <= today + _SOON else "later"


def _revisions(rights: Rights, key_results: Sequence[KeyResult]) -> Iterator[WeekItem]:
    by_id = {row.pk: row for row in key_results}
    waiting = Revision.objects.filter(
        key_result__in=by_id, state__in=[RevisionState.READ, RevisionState.CONFIRMED]
    ).defer("definition")
    for row in waiting:
        key_result = by_id[row.key_result_id]
        act = Act.CONFIRM_DEFINITION if row.state == RevisionState.READ else Act.SIGN_DEFINITION
        if rights.may(act, key_result.scope):
            title = (
                _("ตอบคำถามและตรวจทานแบบตัวชี้วัด %(code)s")
                if row.state == RevisionState.READ
                else _("ลงนามรับรองแบบตัวชี้วัด %(code)s")
            )
            yield WeekItem(
                title=title % {"code": digits(key_result.code)},
                why=_about(key_result),
                url=reverse("office:revision", args=[key_result.key, row.number]),
                key_result=key_result.key,
                look=row.state,
                word=str(row.get_state_display()),
                first=not getattr(key_result, "signed", False),
            )


def _about(key_result: KeyResult) -> str:
    """Which key result, with its year: the same code comes back every year."""
    return f"{digits(key_result.code)} {key_result.name} · {fiscal_year(key_result.fiscal_year)}"


def _tasks(tasks: Sequence[Task]) -> Iterator[WeekItem]:
    """What somebody asked for leads with the asking; a task of the system with its kind, and the work it is about."""
    uids = [uid for kind, _colon, uid in (task.subject.partition(":") for task in tasks) if kind == "work"]
    titles = {row.subject: row.title for row in Work.objects.filter(uid__in=uids).only("uid", "title")} if uids else {}
    for task in tasks:
        kind, about = str(task.get_code_display()), titles.get(task.subject, "")
        asked = task.code == TaskCode.TODO
        yield WeekItem(
            title=Truncator(" ".join(task.note.split())).chars(120) if asked else kind,
            why=" · ".join(filter(None, [kind, about] if asked else [about, task.note])),
            url=reverse("office:task", args=[task.pk]),
            due_on=task.due_on,
            look="look",
            word=_("มอบหมายแล้ว"),
        )


def _publicity(found: publicity.Week) -> Iterator[WeekItem]:
    """Tasks, plans, works, duplicates and reviews, as `publicity` finds them for this person."""
    yield from _tasks(found.tasks)
    for plans, title in (
        (found.plans_to_approve, _("พิจารณาให้ความเห็นชอบแผนประชาสัมพันธ์")),
        (found.returned_plans, _("แก้ไขแผนประชาสัมพันธ์ที่ถูกส่งกลับ")),
    ):
        for row in plans:
            url = reverse("office:plan", args=[row.key_result.key, row.number])
            yield WeekItem(title, _about(row.key_result), url, look=row.state, word=str(row.get_state_display()))
    for works, title, state in (
        (found.works_to_approve, _("อนุมัติงานก่อนเผยแพร่"), WorkState.SUBMITTED),
        (found.works_to_verify, _("ตรวจสอบงานและหลักฐาน"), WorkState.DONE),
        (found.returned_works, _("แก้ไขงานที่ถูกส่งกลับ"), WorkState.RETURNED),
    ):
        yield from _grouped(works, title, state)
    for work in found.due_works:
        if work.planned_on is not None:
            url = reverse("office:work", args=[work.uid])
            yield WeekItem(
                work.title,
                str(work.get_kind_display()),
                url,
                work.planned_on,
                look=work.state,
                word=str(work.get_state_display()),
            )
    for line in found.due_lines:
        url = f"{reverse('office:work_new', args=[line.plan.key_result.key, line.kind])}?line={line.pk}"
        yield WeekItem(line.title, _("ในแผน ยังไม่เริ่ม"), url, line.planned_on, word=_("ยังไม่เริ่ม"))
    yield from _reviews(found.reviews)
    for flag in found.duplicates:
        url = reverse("office:duplicate", args=[flag.pk])
        yield WeekItem(_("ชี้ขาดงานที่คล้ายกัน"), f"{flag.first} / {flag.second}", url, look="look", word=_("รอชี้ขาด"))


def _reviews(members: Sequence[Storyteller]) -> Iterator[WeekItem]:
    """One line for the storytellers of a key result, due on the day of the first."""
    groups: dict[str, list[Storyteller]] = {}
    for member in members:
        groups.setdefault(member.key_result.key, []).append(member)
    for key, rows in groups.items():
        said = rows[0].consent.person if len(rows) == 1 else _("%(count)s คน") % {"count": digits(len(rows))}
        url = reverse("office:storytellers", args=[key])
        yield WeekItem(_("ทบทวนนักเล่าเรื่อง"), said, url, min(row.review_on for row in rows), word=_("รอทบทวน"))


def _grouped(works: Sequence[Work], title: str, state: WorkState) -> Iterator[WeekItem]:
    """One line for the works of a key result that wait for the same; straight to the work where it is one."""
    groups: dict[int, list[Work]] = {}
    for work in works:
        groups.setdefault(work.key_result_id, []).append(work)
    for rows in groups.values():
        key_result = rows[0].key_result
        listed = f"{reverse('office:works', args=[key_result.key])}?state={state}"
        one = len(rows) == 1
        said = rows[0].title if one else items(len(rows))
        url = reverse("office:work", args=[rows[0].uid]) if one else listed
        yield WeekItem(f"{title}: {said}", _about(key_result), url, look=state, word=str(state.label))


def _first_districts(rights: Rights, key_results: Sequence[KeyResult]) -> Iterator[WeekItem]:
    """Signed key results that count districts, for which none was chosen yet."""
    by_id = {
        row.pk: row for row in key_results if getattr(row, "signed", False) and rights.may(Act.SET_TARGETS, row.scope)
    }
    for row in KeyResult.objects.filter(pk__in=by_id, chosen_districts=None):
        if target_count(row):
            url = reverse("office:key_result_settings", args=[row.key])
            yield WeekItem(_("เลือกย่านสร้างสรรค์ของปีนี้"), _about(row), url, word=_("ยังไม่เริ่ม"), first=True)


def _first_plans(rights: Rights, key_results: Sequence[KeyResult]) -> Iterator[WeekItem]:
    """Signed key results without any plan, and drafts that nobody has submitted."""
    by_id = {row.pk: row for row in key_results if rights.may(Act.EDIT_PLAN, row.scope)}
    plans = Plan.objects.filter(key_result__in=by_id).order_by("number").values_list("key_result_id", "state")
    states, approved = dict(plans), {number for number, state in plans if state == PlanState.APPROVED}
    for number, row in by_id.items():
        url = reverse("office:plans", args=[row.key])
        if states.get(number) == PlanState.DRAFT:
            yield WeekItem(
                _("จัดทำแผนประชาสัมพันธ์ให้เสร็จและเสนอ"),
                _about(row),
                url,
                look="draft",
                word=str(PlanState.DRAFT.label),
                first=number not in approved,
            )
        elif number not in states and getattr(row, "signed", False):
            yield WeekItem(_("เริ่มจัดทำแผนประชาสัมพันธ์"), _about(row), url, word=_("ยังไม่เริ่ม"), first=True)


def _reports(rights: Rights, key_results: Sequence[KeyResult]) -> Iterator[WeekItem]:
    by_id = {row.pk: row for row in key_results}
    reports = list(Report.objects.filter(key_result__in=by_id).select_related("period", "agency"))
    for row in reports:
        yield from _report(rights, by_id[row.key_result_id], row)
    yield from _periods(rights, by_id, {(row.period_id, row.agency_id) for row in reports})


def _report(rights: Rights, key_result: KeyResult, row: Report) -> Iterator[WeekItem]:
    """What a report waits for, where this person may do it."""
    asked = {
        ReportState.SUBMITTED: (Act.CHECK_REPORT, _("ตรวจสอบรายงานผล %(period)s")),
        ReportState.CHECKED: (Act.VERIFY_REPORT, _("รับรองรายงานผล %(period)s")),
        ReportState.VERIFIED: (Act.ACKNOWLEDGE_REPORT, _("รับทราบรายงานผล %(period)s")),
        ReportState.RETURNED: (Act.EDIT_REPORT, _("แก้ไขรายงานผลที่ถูกส่งกลับ %(period)s")),
        ReportState.DRAFT: (Act.EDIT_REPORT, _("ส่งรายงานผลที่ร่างไว้ %(period)s")),
        ReportState.WITHDRAWN: (Act.EDIT_REPORT, _("แก้ไขและส่งรายงานผลที่ถอนคืน %(period)s")),
    }
    act, title = asked.get(ReportState(row.state), (None, ""))
    if act and rights.may(act, Scope(row.agency_id or key_result.host_id, key_result.key)):
        yield WeekItem(
            title=title % {"period": _period(row.period)},
            why=f"{_about(key_result)} · {row.agency}",
            url=reverse("office:report", args=[row.uid]),
            due_on=row.period.due_on if act == Act.EDIT_REPORT else None,
            key_result=key_result.key,
            look=row.state,
            word=str(row.get_state_display()),
        )


def _periods(rights: Rights, by_id: dict[int, KeyResult], begun: set[tuple[int, int]]) -> Iterator[WeekItem]:
    """Periods that have ended or soon will, for which the host has not begun its report."""
    limit = timezone.localdate() + dt.timedelta(days=30)
    came = (
        Revision.objects.filter(key_result__in=by_id).order_by().values_list("key_result").annotate(Min("created_at"))
    )
    came_on = {number: timezone.localtime(at).date() for number, at in came}
    for period in Period.objects.filter(key_result__in=by_id, closed=False, ends_on__lte=limit):
        key_result = by_id[period.key_result_id]
        if (period.pk, key_result.host_id) not in begun and rights.may(Act.EDIT_REPORT, key_result.scope):
            yield WeekItem(
                title=_("รายงานผล %(period)s") % {"period": _period(period)},
                why=_about(key_result),
                url=reverse("office:reports", args=[key_result.key]),
                due_on=period.due_on,
                key_result=key_result.key,
                before=key_result.pk in came_on and period.ends_on < came_on[key_result.pk],
            )


def _findings(rights: Rights, key_results: Sequence[KeyResult]) -> Iterator[WeekItem]:
    by_id = {row.pk: row for row in key_results}
    for row in Finding.objects.filter(key_result__in=by_id, closed_at=None, reply="").exclude(grade="good"):
        key_result = by_id[row.key_result_id]
        if rights.may(Act.REPLY_FINDING, key_result.scope):
            yield WeekItem(
                title=_("ตอบข้อค้นพบของผู้ตรวจราชการ"),
                why=row.text[:160],
                url=reverse("office:findings", args=[key_result.key]),
                key_result=key_result.key,
                look=row.grade,
                word=str(row.get_grade_display()),
            )


def _period(period: Period) -> str:
    return period_name(period.code)


def period_name(code: str) -> str:
    """A period's code in words."""
    if lang() == "th":
        return period_words(code).th
    number = int(code[1:]) if code[1:].isdecimal() else 0
    return {"M": MONTHS_EN[number - 1], "Q": f"Quarter {number}", "H": f"Half-year {number}"}.get(code[0], "Whole year")
