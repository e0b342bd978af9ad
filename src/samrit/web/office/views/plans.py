"""The publicity plan: editions, writing, submitting, comparing, deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act
from samrit.platform.locking import Stale
from samrit.publicity.actions import plans as actions
from samrit.publicity.drafts import LineDraft
from samrit.publicity.enums import Channel, PlanState, WorkKind
from samrit.publicity.models import Plan, PlanLine, Step
from samrit.results.models import KeyResult
from samrit.web.office.comparing import compared
from samrit.web.office.views.common import crumbs, key_result_of, may, version_of
from samrit.web.office.views.deciding import Decision, NoForm, ReasonForm, decide
from samrit.web.shared.forms import DateField, NumberField, OfficeForm
from samrit.web.shared.pages import attempt, staff_page, stale_page, status_of
from samrit.web.shared.templatetags.samrit import digits


class PlanForm(OfficeForm):
    """The words of a plan."""

    goals = forms.CharField(label=gettext_lazy("วัตถุประสงค์"), widget=forms.Textarea, required=False)
    audiences = forms.CharField(label=gettext_lazy("กลุ่มเป้าหมาย"), widget=forms.Textarea, required=False)
    messages = forms.CharField(label=gettext_lazy("สารหลัก"), widget=forms.Textarea, required=False)


class LineForm(OfficeForm):
    """One line of the calendar and budget. A line without a title is left out."""

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
    rows = Plan.objects.filter(key_result=key_result).select_related("entered_by", "decided_by")
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
    lines = row.lines.select_related("district")
    other = Plan.objects.filter(key_result=key_result, number__lt=number).order_by("-number").first()
    context = {
        "key_result": key_result,
        "section": "plan",
        "crumbs": crumbs(key_result, (_("แผนประชาสัมพันธ์"), reverse("office:plans", args=[key]))),
        "plan": row,
        "lines": lines,
        "budget": sum((line.budget for line in lines if line.budget is not None), start=0),
        "unbudgeted": sum(line.budget is None for line in lines),
        "other": other,
        "steps": Step.objects.filter(subject=row.subject).exclude(act="edit").select_related("by", "on_behalf_of"),
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
            return stale_page(request, words, stale)
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


def _forms(request: HttpRequest, row: Plan, key_result: KeyResult) -> tuple[PlanForm, list[LineForm]]:
    places = key_result.districts.all()
    if request.method == "POST":
        text = request.POST.get("count", "0")
        count = min(int(text), 400) if text.isascii() and text.isdigit() else 0
        if "more" in request.POST:
            initial = {name: request.POST.get(name, "") for name in PlanForm.base_fields}
            words = PlanForm(initial=initial)
        else:
            words = PlanForm(request.POST)
        lines = [LineForm(request.POST, prefix=f"line{place}") for place in range(count)]
        lines += [
            LineForm(prefix=f"line{place}") for place in range(count, count + (5 if "more" in request.POST else 0))
        ]
    else:
        words = PlanForm(initial={"goals": row.goals, "audiences": row.audiences, "messages": row.messages})
        stored = list(row.lines.all())
        lines = [LineForm(prefix=f"line{place}", initial=_initial(line)) for place, line in enumerate(stored)]
        lines += [
            LineForm(prefix=f"line{place}") for place in range(len(stored), len(stored) + max(1, 5 - len(stored)))
        ]
    for form in lines:
        form.fields["district"].queryset = places
    return words, lines


def _initial(line: PlanLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ("kind", "title", "channel", "planned_on", "budget", "uid")} | {
        "district": line.district_id
    }


_ACTS = {
    "submit": (gettext_lazy("เสนอแผนต่อผู้บริหาร"), gettext_lazy("เสนอแผน"), NoForm, actions.submit_plan),
    "recall": (gettext_lazy("เรียกแผนคืนมาแก้ไข"), gettext_lazy("เรียกคืน"), NoForm, actions.recall_plan),
    "return": (gettext_lazy("ส่งแผนกลับแก้ไข"), pgettext_lazy("command", "ส่งกลับ"), ReasonForm, actions.return_plan),
    "approve": (gettext_lazy("ให้ความเห็นชอบแผน"), gettext_lazy("ให้ความเห็นชอบ"), PersonForm, actions.approve_plan),
}


@staff_page
def plan_act(request: HttpRequest, key: str, number: int, act: str) -> HttpResponse:
    """Submitting, taking back, returning, approving."""
    key_result = key_result_of(request, key)
    row = _plan(key_result, number)
    if act not in _ACTS:
        raise Http404
    title, label, form, action = _ACTS[act]
    back = reverse("office:plan", args=[key, number])
    decision = Decision(
        title=str(title),
        label=str(label),
        act=lambda data, version: action(row, **data, read_version=version, acting_user=request.user),
        back=back,
        version=row.version,
        form=form,
        subject=f"{key_result.name} · {_('ฉบับที่')} {digits(number)}",
        refuse=act == "return",
        crumbs=crumbs(key_result, (_("แผนประชาสัมพันธ์"), back)),
        facts=[(_("จำนวนรายการ"), digits(row.lines.count())), (_("จัดทำโดย"), str(row.entered_by))],
    )
    return decide(request, decision)


@staff_page
def plan_compare(request: HttpRequest, key: str, number: int, other: int) -> HttpResponse:
    """Two editions side by side."""
    key_result = key_result_of(request, key)
    new, old = _plan(key_result, number), _plan(key_result, other)
    words = [
        (label, compared(getattr(old, name), getattr(new, name)))
        for name, label in (("goals", _("วัตถุประสงค์")), ("audiences", _("กลุ่มเป้าหมาย")), ("messages", _("สารหลัก")))
    ]
    before = {line.uid: line for line in old.lines.select_related("district")}
    after = {line.uid: line for line in new.lines.select_related("district")}
    rows = [(before.get(uid), after.get(uid)) for uid in dict.fromkeys([*before, *after])]
    context = {
        "key_result": key_result,
        "section": "plan",
        "crumbs": crumbs(key_result, (_("แผนประชาสัมพันธ์"), reverse("office:plans", args=[key]))),
        "old": old,
        "new": new,
        "words": words,
        "rows": rows,
    }
    return render(request, "office/plan_compare.html", context)
