"""Reports of a period: begun, pre-filled from the work, sent, checked, verified, acknowledged, returned, corrected."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samrit.people.enums import Act
from samrit.people.models import Agency
from samrit.people.rights import Forbidden, Scope
from samrit.platform.locking import Stale
from samrit.publicity.queries.narrative import report_text
from samrit.results import queries
from samrit.results.actions import reports as actions
from samrit.results.enums import EDITABLE, MeasureKind, ReportState
from samrit.results.models import KeyResult, Measure, Period, Report
from samrit.verification import report_actions
from samrit.web.office.views.comments import talk_about
from samrit.web.office.views.common import agencies_of, crumbs, key_result_of, may_see, version_of
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.week import period_name
from samrit.web.shared.forms import NumberField, OfficeForm, spoken
from samrit.web.shared.pages import attempt, refusal_text, rights_of, staff_page, stale_page, status_of
from samrit.web.shared.templatetags.samrit import digits


@staff_page
def reports(request: HttpRequest, key: str) -> HttpResponse:
    """The periods of the year, each with the reports of its agencies; POST begins one."""
    key_result = key_result_of(request, key)
    if request.method == "POST":
        period = get_object_or_404(Period, key_result=key_result, code=request.POST.get("period", ""))
        agency = get_object_or_404(Agency, code=request.POST.get("agency", ""))
        report = actions.open_report(acting_user=request.user, key_result=key_result, agency=agency, period=period)
        return redirect("office:report_edit", report.uid)
    found = list(queries.reports_of(key_result))
    rights = rights_of(request)
    agencies = list(Agency.objects.filter(pk__in=agencies_of(key_result)))
    rows = []
    for period in key_result.periods.all():
        own = [row for row in found if row.period_id == period.pk]
        begun = {row.agency_id for row in own}
        silent = [
            (agency, rights.may(Act.EDIT_REPORT, Scope(agency.pk, key_result.key)) and not period.closed)
            for agency in agencies
            if agency.pk not in begun
        ]
        rows.append((period, period_name(period.code), own, silent))
    context = {"key_result": key_result, "section": "reports", "crumbs": crumbs(key_result), "rows": rows}
    return render(request, "office/reports.html", context)


def _report(request: HttpRequest, uid: uuid.UUID) -> Report:
    try:
        row = queries.report_page(str(uid))
    except Report.DoesNotExist:
        raise Http404 from None
    if not may_see(rights_of(request), row.key_result):
        raise Forbidden(Act.VIEW)
    return row


def _trail(key_result: KeyResult, *further: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs(key_result, (_("รายงานผล"), reverse("office:reports", args=[key_result.key])), *further)


def _call(action: Any) -> Any:
    return lambda row, data, version, user: action(acting_user=user, report=row, read_version=version, **data)


class RemarkForm(OfficeForm):
    """A remark that may be given."""

    remark = forms.CharField(
        label=gettext_lazy("ความเห็นประกอบ"), widget=forms.Textarea, required=False, max_length=2000
    )


class SubmitForm(OfficeForm):
    """An explanation of what is doubtful about the figures."""

    explanation = forms.CharField(
        label=gettext_lazy("คำอธิบายตัวเลขที่น่าสงสัย"),
        help_text=gettext_lazy("กรอกเมื่อระบบทักท้วงตัวเลขและท่านยืนยันว่าถูกต้อง"),
        widget=forms.Textarea,
        required=False,
    )


class ReturnForm(ReasonForm):
    """Why, and what is opened."""

    opens = forms.MultipleChoiceField(
        label=gettext_lazy("เปิดให้แก้เฉพาะ"),
        help_text=gettext_lazy("ไม่เลือกเลยคือเปิดทั้งฉบับ"),
        choices=[
            ("narrative", gettext_lazy("ผลการดำเนินงาน")),
            ("problems", gettext_lazy("ปัญหาอุปสรรค")),
            ("suggestions", gettext_lazy("ข้อเสนอแนะ")),
            ("progress", gettext_lazy("ความคืบหน้า")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["opens"] = data.get("opens") or None
        return data


_S = ReportState
ACTS: dict[str, tuple[Any, ...]] = {
    "submit": (Act.EDIT_REPORT, EDITABLE, gettext_lazy("ส่งรายงานผล"), "send", SubmitForm, _call(actions.submit_report)),
    "check": (
        Act.CHECK_REPORT,
        (_S.SUBMITTED,),
        gettext_lazy("ตรวจแล้วถูกต้อง"),
        "check",
        RemarkForm,
        _call(report_actions.check_report),
    ),
    "verify": (
        Act.VERIFY_REPORT,
        (_S.CHECKED,),
        gettext_lazy("รับรองรายงาน"),
        "check",
        RemarkForm,
        _call(report_actions.verify_report),
    ),
    "acknowledge": (
        Act.ACKNOWLEDGE_REPORT,
        (_S.VERIFIED,),
        gettext_lazy("รับทราบรายงาน"),
        "check",
        RemarkForm,
        _call(report_actions.acknowledge_report),
    ),
    "return": (
        None,
        (_S.SUBMITTED, _S.CHECKED, _S.VERIFIED, _S.ACKNOWLEDGED),
        pgettext_lazy("command", "ส่งกลับแก้ไข"),
        "return",
        ReturnForm,
        _call(report_actions.return_report),
    ),
    "withdraw": (
        Act.EDIT_REPORT,
        (_S.SUBMITTED,),
        gettext_lazy("ถอนคืนมาแก้ไข"),
        "return",
        ReasonForm,
        _call(actions.withdraw_report),
    ),
    "correct": (
        Act.EDIT_REPORT,
        (_S.VERIFIED, _S.ACKNOWLEDGED),
        gettext_lazy("ออกฉบับแก้ไข"),
        "pen",
        ReasonForm,
        lambda row, data, _v, user: actions.correct_report(acting_user=user, report=row, **data),
    ),
}
_JUDGES = (Act.CHECK_REPORT, Act.VERIFY_REPORT, Act.ACKNOWLEDGE_REPORT)


@staff_page
def report(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One report: its text, figures and steps, and what may be done with it."""
    row = _report(request, uid)
    scope, rights = Scope(row.agency_id, row.key_result.key), rights_of(request)
    offered = []
    for name, (needs, states, label, picture, *_rest) in ACTS.items():
        allowed = any(rights.may(act, scope) for act in ([needs] if needs else _JUDGES))
        if row.state in states and allowed:
            offered.append((name, label, picture))
    measures = {measure.name: measure for measure in row.key_result.measures.all()}
    context = {
        "key_result": row.key_result,
        "section": "reports",
        "crumbs": _trail(row.key_result),
        "report": row,
        "period": period_name(row.period.code),
        "values": [(measures.get(value.name), value) for value in row.values.all()],
        "steps": row.steps.all(),
        "talk": talk_about(request, row.subject, scope),
        "editions": Report.objects.filter(key_result=row.key_result, agency=row.agency, period=row.period).exclude(
            pk=row.pk
        ),
        "acts": offered,
        "may_edit": row.state in EDITABLE and rights.may(Act.EDIT_REPORT, scope),
        "states": [
            (state, label, list(ReportState.values).index(row.state) >= list(ReportState.values).index(state))
            for state, label in ReportState.choices[:5]
        ],
    }
    return render(request, "office/report.html", context)


class ReportForm(OfficeForm):
    """The text of a report, and the figures that cannot be counted."""

    narrative = forms.CharField(
        label=gettext_lazy("ผลการดำเนินงาน"), widget=forms.Textarea(attrs={"class": "tall"}), required=False
    )
    problems = forms.CharField(
        label=gettext_lazy("ปัญหาอุปสรรค"),
        help_text=gettext_lazy("หากไม่มี ให้เขียนว่าไม่มี"),
        widget=forms.Textarea,
        required=False,
    )
    suggestions = forms.CharField(label=gettext_lazy("ข้อเสนอแนะ"), widget=forms.Textarea, required=False)
    progress = NumberField(
        label=gettext_lazy("ความคืบหน้าของงาน (ร้อยละ)"), help_text=gettext_lazy("ความคืบหน้าไม่ใช่ผลของตัวชี้วัด"), required=False
    )

    def __init__(self, *args: Any, measures: list[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = measures
        for row in measures:
            unit = f" ({row.unit})" if row.unit else ""
            if row.kind == MeasureKind.RATIO:
                self.fields[f"{row.name}__numerator"] = NumberField(label=f"{row.label}: {_('ตัวตั้ง')}", required=False)
                self.fields[f"{row.name}__denominator"] = NumberField(
                    label=f"{row.label}: {_('ตัวหาร')}", required=False
                )
            else:
                self.fields[f"{row.name}__value"] = NumberField(label=f"{row.label}{unit}", required=False)

    def figures(self) -> dict[str, dict[str, Any]]:
        """What was typed of each measure; None where nothing was."""
        found: dict[str, dict[str, Any]] = {}
        for row in self.measures:
            names = ("numerator", "denominator") if row.kind == MeasureKind.RATIO else ("value",)
            found[row.name] = {name: self.cleaned_data[f"{row.name}__{name}"] for name in names}
        return found

    def refuse(self, refused: Any) -> None:
        """Figures are named `values.result.numerator` by the action."""
        parts = refused.path.split(".")
        if parts[0] == "values" and len(parts) > 1:
            options = (
                [f"{parts[1]}__{parts[2]}"] if len(parts) > 2 else [f"{parts[1]}__value", f"{parts[1]}__numerator"]
            )
            name = next((option for option in options if option in self.fields), None)
            self.add_error(name, refusal_text(refused))
            return
        super().refuse(refused)


@staff_page
def report_edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Writing a report. Its text begins with what the work itself tells."""
    row = _report(request, uid)
    measures = [measure for measure in row.key_result.measures.all() if not measure.counted]
    proposal = report_text(row.key_result, row.period, row.agency) if row.state in EDITABLE else ""
    initial = {name: getattr(row, name) for name in ("narrative", "problems", "suggestions", "progress")}
    initial["narrative"] = row.narrative or proposal
    for value in row.values.all():
        for name in ("value", "numerator", "denominator"):
            initial[f"{value.name}__{name}"] = getattr(value, name)
    form = ReportForm(request.POST or None, measures=measures, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("narrative", "problems", "suggestions", "progress")}
        done: list[actions.Edited] = []

        def act() -> Any:
            return done.append(
                actions.edit_report(
                    acting_user=request.user,
                    report=row,
                    **data,
                    values=form.figures(),
                    read_version=version_of(request),
                )
            )

        try:
            if attempt(request, form, act, _("บันทึกรายงานแล้ว")):
                for finding in done[0].warnings:
                    messages.warning(request, f"{spoken(finding.message)} — {spoken(finding.mend)}")
                return redirect("office:report", uid)
        except Stale as stale:
            return stale_page(request, form, stale)
    context = {
        "key_result": row.key_result,
        "crumbs": _trail(row.key_result),
        "report": row,
        "period": period_name(row.period.code),
        "form": form,
        "version": version_of(request) or row.version,
        "proposal": proposal,
    }
    return render(request, "office/report_edit.html", context, status=status_of(form))


@staff_page
def report_act(request: HttpRequest, uid: uuid.UUID, act: str) -> HttpResponse:
    """Sending, checking, verifying, acknowledging, returning, taking back, correcting."""
    row = _report(request, uid)
    if act not in ACTS:
        raise Http404
    _needs, _states, label, _icon, form, action = ACTS[act]
    decision = Decision(
        title=str(label),
        label=str(label),
        act=lambda data, version: action(row, data, version, request.user),
        back=reverse("office:report", args=[uid]),
        version=row.version,
        form=form,
        subject=f"{row.agency} · {period_name(row.period.code)} · {_('ฉบับที่')} {digits(row.edition)}",
        refuse=act in {"return", "withdraw"},
        facts=[(_("ผู้จัดทำ"), str(row.entered_by)), (_("สถานะ"), str(row.get_state_display()))],
        crumbs=_trail(row.key_result),
    )
    return decide(request, decision)
