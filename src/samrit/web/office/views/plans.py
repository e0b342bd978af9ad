"""The publicity plan: editions, writing, submitting, comparing, deciding."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act
from samrit.platform.locking import Stale
from samrit.publicity.actions import plans as actions
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.drafts import LineDraft
from samrit.publicity.enums import Channel, PlanState, WorkKind
from samrit.publicity.models import Plan, PlanLine, Step
from samrit.publicity.queries.plans import compare_plans, plan_budget, plan_editions
from samrit.results.models import KeyResult
from samrit.web.office.comparing import compared
from samrit.web.office.views.comments import talk_about
from samrit.web.office.views.common import crumbs, key_result_of, may, version_of
from samrit.web.office.views.deciding import NoForm, ReasonForm, Verb, decide, decision_by
from samrit.web.shared.forms import DateField, NumberField, OfficeForm
from samrit.web.shared.pages import attempt, staff_page, stale_page, status_of
from samrit.web.shared.templatetags.samrit import digits

MOST_LINES = 400


class PlanForm(OfficeForm):
    """The words of a plan."""

    needed_when = dict.fromkeys(("goals", "audiences", "messages"), gettext_lazy("ต้องกรอกก่อนเสนอแผน"))

    goals = forms.CharField(label=gettext_lazy("วัตถุประสงค์"), widget=forms.Textarea, required=False)
    audiences = forms.CharField(label=gettext_lazy("กลุ่มเป้าหมาย"), widget=forms.Textarea, required=False)
    messages = forms.CharField(label=gettext_lazy("สารหลัก"), widget=forms.Textarea, required=False)


class LineForm(OfficeForm):
    """One line of the calendar and budget. A line without a title is left out."""

    needed_when = dict.fromkeys(("title", "planned_on"), gettext_lazy("ต้องกรอกก่อนเสนอแผน"))

    title = forms.CharField(label=gettext_lazy("รายการ"), required=False, max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("ประเภท"), choices=WorkKind.choices, required=False)
    district = forms.ModelChoiceField(
        CreativeDistrict.objects.none(), label=gettext_lazy("ย่าน"), required=False, empty_label=gettext_lazy("ทุกย่าน")
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("ช่องทาง"), choices=[("", gettext_lazy("ยังไม่กำหนด")), *Channel.choices], required=False
    )
    planned_on = DateField(label=gettext_lazy("กำหนดวัน"), required=False)
    budget = NumberField(label=gettext_lazy("งบประมาณ (บาท)"), required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    out = forms.BooleanField(label=gettext_lazy("นำรายการนี้ออก"), required=False)

    def draft(self) -> LineDraft | None:
        """The line as typed; None where it is taken out or empty."""
        data = self.cleaned_data
        if data["out"] or not (data["title"] or data["planned_on"] or data["budget"] is not None):
            return None
        return LineDraft(
            kind=data["kind"] or WorkKind.PIECE,
            title=data["title"],
            district=data["district"],
            channel=data["channel"],
            planned_on=data["planned_on"],
            budget=data["budget"],
            uid=data["uid"],
        )


class PersonForm(NoForm):
    """The day on the signed paper, and a remark."""

    approved_on = DateField(
        label=gettext_lazy("วันที่ให้ความเห็นชอบ"), help_text=gettext_lazy("ตามหนังสือที่ลงนาม เว้นว่างไว้คือวันนี้"), required=False
    )
    reason = forms.CharField(label=gettext_lazy("ความเห็นประกอบ"), widget=forms.Textarea, required=False)


def _plan(key_result: KeyResult, number: int) -> Plan:
    return get_object_or_404(
        Plan.objects.select_related("entered_by", "decided_by", "decided_on_behalf_of"),
        key_result=key_result,
        number=number,
    )


@staff_page
def plans(request: HttpRequest, key: str) -> HttpResponse:
    """All editions of a key result's plan; POST begins the next one."""
    key_result = key_result_of(request, key)
    if request.method == "POST":
        plan = actions.start_plan(key_result, acting_user=request.user)
        return redirect("office:plan_edit", key, plan.number)
    rows = plan_editions(key_result)
    busy = any(row.state in {*actions.OPEN, PlanState.SUBMITTED} for row in rows)
    context = {
        "key_result": key_result,
        "section": "plan",
        "crumbs": crumbs(key_result),
        "rows": rows,
        "may_start": not busy and may(request, Act.EDIT_PLAN, key_result),
    }
    return render(request, "office/plans.html", context)


@staff_page
def plan(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One edition, with what may be done with it."""
    key_result = key_result_of(request, key)
    row = _plan(key_result, number)
    lines = list(row.lines.select_related("district"))
    other = Plan.objects.filter(key_result=key_result, number__lt=number).order_by("-number").first()
    context = {
        "key_result": key_result,
        "section": "plan",
        "crumbs": crumbs(key_result, (_("แผนประชาสัมพันธ์"), reverse("office:plans", args=[key]))),
        "plan": row,
        "lines": lines,
        "budget": plan_budget(lines),
        "other": other,
        "steps": Step.objects.filter(subject=row.subject).exclude(act="edit").select_related("by", "on_behalf_of"),
        "talk": talk_about(request, row.subject, scope_of(row)),
        "may_edit": row.state in actions.OPEN and may(request, Act.EDIT_PLAN, key_result),
        "may_recall": row.state == PlanState.SUBMITTED and may(request, Act.EDIT_PLAN, key_result),
        "may_decide": row.state == PlanState.SUBMITTED and may(request, Act.APPROVE_PLAN, key_result),
    }
    return render(request, "office/plan.html", context)


@staff_page
def plan_edit(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Writing an edition: its words and lines. “More lines” keeps everything typed."""
    key_result = key_result_of(request, key)
    row = _plan(key_result, number)
    words, lines = _forms(request, row, key_result)
    if (
        request.method == "POST"
        and "more" not in request.POST
        and all([words.is_valid(), *(form.is_valid() for form in lines)])
    ):
        drafts = [draft for form in lines if (draft := form.draft()) is not None]
        try:
            if attempt(request, words, lambda: _save(request, row, words.cleaned_data, drafts), _("บันทึกแผนแล้ว")):
                return redirect("office:plan", key, number)
        except Stale as stale:
            return stale_page(request, words, stale, *lines, more=_added(row, lines))
    context = {
        "key_result": key_result,
        "section": "plan",
        "crumbs": crumbs(key_result, (_("แผนประชาสัมพันธ์"), reverse("office:plans", args=[key]))),
        "plan": row,
        "form": words,
        "lines": lines,
        "version": version_of(request) or row.version,
    }
    adding = "more" in request.POST
    return render(request, "office/plan_edit.html", context, status=200 if adding else status_of(words, *lines))


def _save(request: HttpRequest, row: Plan, words: dict[str, str], lines: list[LineDraft]) -> Plan:
    return actions.save_plan(row, **words, lines=lines, read_version=version_of(request), acting_user=request.user)


def _added(row: Plan, lines: list[LineForm]) -> list[dict[str, Any]]:
    """Lines that somebody else has added since: saving what was typed would take them out again."""
    mine = {form.cleaned_data["uid"] for form in lines}
    added = row.lines.exclude(uid__in=[uid for uid in mine if uid])
    return [{"label": _("รายการที่ผู้อื่นเพิ่ม"), "current": line.title, "typed": "", "differs": True} for line in added]


def _forms(request: HttpRequest, row: Plan, key_result: KeyResult) -> tuple[PlanForm, list[LineForm]]:
    """The form of the words and one for each line; what was sent, else what is stored, with room for more lines."""
    stored = {line.uid: _initial(line) for line in row.lines.all()}
    more = "more" in request.POST
    if request.method == "POST":
        text = request.POST.get("count", "0")
        count = min(int(text), MOST_LINES) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        typed = {name: request.POST.get(name, "") for name in PlanForm.base_fields}
        words = PlanForm(initial=typed) if more else PlanForm(request.POST, initial=_words(row))
        lines = [_sent_line(request, f"line{place}", stored) for place in range(count)]
        room = 5 if more else 0
    else:
        words = PlanForm(initial=_words(row))
        lines = [LineForm(prefix=f"line{place}", initial=line) for place, line in enumerate(stored.values())]
        room = max(1, 5 - len(lines))
    lines += [LineForm(prefix=f"line{place}") for place in range(len(lines), len(lines) + room)]
    places = key_result.districts.all()
    for number, form in enumerate(lines, start=1):
        form.fields["district"].queryset = places
        form.about = f"{_('รายการที่')} {digits(number)}"
    return words, lines


def _words(row: Plan) -> dict[str, str]:
    return {name: getattr(row, name) for name in PlanForm.base_fields}


def _sent_line(request: HttpRequest, prefix: str, stored: dict[uuid.UUID, dict[str, Any]]) -> LineForm:
    form = LineForm(request.POST, prefix=prefix)
    try:
        form.initial = stored.get(uuid.UUID(request.POST.get(f"{prefix}-uid", "")), {"title": ""})
    except ValueError:
        form.initial = {"title": ""}
    return form


def _initial(line: PlanLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ("kind", "title", "channel", "planned_on", "budget", "uid")} | {
        "district": line.district_id
    }


_ACTS = {
    "submit": Verb(gettext_lazy("เสนอแผนต่อผู้บริหาร"), gettext_lazy("เสนอแผน"), actions.submit_plan, Act.EDIT_PLAN),
    "recall": Verb(gettext_lazy("เรียกแผนคืนมาแก้ไข"), gettext_lazy("เรียกคืน"), actions.recall_plan, Act.EDIT_PLAN),
    "return": Verb(
        gettext_lazy("ส่งแผนกลับแก้ไข"),
        pgettext_lazy("command", "ส่งกลับ"),
        actions.return_plan,
        Act.APPROVE_PLAN,
        ReasonForm,
        refuse=True,
    ),
    "approve": Verb(
        gettext_lazy("ให้ความเห็นชอบแผน"),
        gettext_lazy("ให้ความเห็นชอบ"),
        actions.approve_plan,
        Act.APPROVE_PLAN,
        PersonForm,
    ),
}


@staff_page
def plan_act(request: HttpRequest, key: str, number: int, act: str) -> HttpResponse:
    """Submitting, taking back, returning, approving."""
    key_result = key_result_of(request, key)
    row = _plan(key_result, number)
    back = reverse("office:plan", args=[key, number])
    decision = decision_by(
        request,
        _ACTS,
        act,
        row,
        back=back,
        subject=f"{key_result.name} · {_('ฉบับที่')} {digits(number)}",
        mend=reverse("office:plan_edit", args=[key, number]) if act == "submit" else "",
        crumbs=crumbs(key_result, (_("แผนประชาสัมพันธ์"), back)),
        facts=[(_("จำนวนรายการ"), digits(row.lines.count())), (_("จัดทำโดย"), str(row.entered_by))],
        where=(scope_of(row),),
    )
    return decide(request, decision)


@staff_page
def plan_compare(request: HttpRequest, key: str, number: int, other: int) -> HttpResponse:
    """Two editions side by side."""
    key_result = key_result_of(request, key)
    new, old = _plan(key_result, number), _plan(key_result, other)
    made = compare_plans(old, new)
    labels = {"goals": _("วัตถุประสงค์"), "audiences": _("กลุ่มเป้าหมาย"), "messages": _("สารหลัก")}
    context = {
        "key_result": key_result,
        "section": "plan",
        "crumbs": crumbs(key_result, (_("แผนประชาสัมพันธ์"), reverse("office:plans", args=[key]))),
        "made": made,
        "words": [(labels[pair.name], compared(pair.before, pair.after)) for pair in made.fields],
        "rows": [pair for pair in made.lines if pair.state != "same"],
    }
    return render(request, "office/plan_compare.html", context)
