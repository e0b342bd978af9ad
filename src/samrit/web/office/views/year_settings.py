"""What the owner sets for a year: districts, reporting, targets of agencies, due days, periods and figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.districts.actions import districts_by_name
from samrit.districts.models import CreativeDistrict
from samrit.districts.typed import districts_typed
from samrit.people.enums import Act
from samrit.people.models import Agency
from samrit.people.rights import Scope
from samrit.platform.locking import Stale, stand_of
from samrit.results.actions import periods as period_actions
from samrit.results.actions import targets as target_actions
from samrit.results.enums import Across, Direction, MeasureKind, OverTime, PeriodKind
from samrit.results.models import AgencyTarget, Duty, KeyResult, Measure, Period
from samrit.web.office.views.common import crumbs, key_result_of, version_of
from samrit.web.office.views.deciding import Decision, NoForm, ReasonForm, decide
from samrit.web.office.week import period_name
from samrit.web.shared.forms import DateField, NumberField, OfficeForm, RowsField
from samrit.web.shared.pages import attempt, rights_of, staff_page, stale_page, status_of
from samrit.web.shared.templatetags.samrit import date as day_words
from samrit.web.shared.templatetags.samrit import number


class DistrictsForm(OfficeForm):
    """The districts that the key result is about."""

    districts = RowsField(
        CreativeDistrict.objects.all(),
        label=gettext_lazy("ย่านสร้างสรรค์ของปีนี้"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    names = forms.CharField(
        label=gettext_lazy("เพิ่มย่านที่ยังไม่มีในรายการ"),
        help_text=gettext_lazy("พิมพ์หรือวางบรรทัดละหนึ่งย่าน ตามด้วยจุลภาคและชื่อเขตถ้าทราบ เช่น ทรงวาด, สัมพันธวงศ์"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=20_000,
    )
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่เปลี่ยนย่าน"), help_text=gettext_lazy("ระบุเมื่อเปลี่ยนจากที่เลือกไว้เดิม"), required=False
    )


class ReportingForm(OfficeForm):
    """How often reports are due."""

    reporting = forms.ChoiceField(
        label=gettext_lazy("รอบการรายงาน"), choices=PeriodKind.choices, widget=forms.RadioSelect
    )
    due_days = NumberField(label=gettext_lazy("ครบกำหนดภายในกี่วันหลังสิ้นงวด"), whole=True)


class TargetForm(OfficeForm):
    """The target of one supporting agency."""

    agency = forms.ModelChoiceField(
        Agency.objects.all(), label=gettext_lazy("หน่วยงานสนับสนุน"), empty_label=gettext_lazy("เลือกหน่วยงาน")
    )
    value = NumberField(label=gettext_lazy("ค่าเป้าหมาย"), required=False)
    unit = forms.CharField(label=gettext_lazy("หน่วยนับ"), required=False, max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่เปลี่ยนแปลง"), help_text=gettext_lazy("ระบุเมื่อแก้ค่าเป้าหมายเดิม"), required=False
    )


_HANDS = ("set_by", "set_on_behalf_of", "accepted_by", "accepted_on_behalf_of")
_SETTINGS: dict[str, type[OfficeForm]] = {"districts": DistrictsForm, "reporting": ReportingForm, "target": TargetForm}


@staff_page
def settings(request: HttpRequest, key: str) -> HttpResponse:
    """Districts, reporting and targets of the year; each form is saved by itself."""
    row = key_result_of(request, key)
    rights_of(request).require(Act.SET_TARGETS, row.scope)
    asked = request.POST.get("form", "")
    forms_here = {name: _bound(request, name, made, row, asked) for name, made in _SETTINGS.items()}
    if asked in forms_here and forms_here[asked].is_valid():
        form = forms_here[asked]
        try:
            if attempt(request, form, lambda: _save(request, row, asked, form.cleaned_data)):
                return redirect("office:key_result_settings", key)
        except Stale as stale:
            return stale_page(request, form, stale)
    targets = list(row.agency_targets.select_related("agency", *_HANDS))
    context = {
        "key_result": row,
        "section": "overview",
        "crumbs": crumbs(row),
        "forms": forms_here,
        "places": CreativeDistrict.objects.exists(),
        "may_add_place": rights_of(request).may(Act.EDIT_DISTRICT),
        "wanted": target_actions.target_count(row),
        "targets": targets,
        "targets_stand": target_actions.stand_of_targets(targets),
        "periods": [(period, period_name(period.code)) for period in row.periods.all()],
        "duties": row.duties.select_related("agency").prefetch_related("minimums"),
        "measures": row.measures.all(),
    }
    return render(request, "office/key_result_settings.html", context, status=status_of(*forms_here.values()))


def _bound(request: HttpRequest, name: str, made: type[OfficeForm], row: KeyResult, asked: str) -> OfficeForm:
    initial: dict[str, Any] = {}
    if name == "districts":
        initial = {"districts": [chosen.district_id for chosen in row.chosen_districts.all()]}
    elif name == "reporting":
        initial = {"reporting": row.reporting, "due_days": row.due_days}
    form = made(request.POST if asked == name else None, initial=initial, prefix=name)
    if name == "districts" and not rights_of(request).may(Act.EDIT_DISTRICT):
        del form.fields["names"]
    return form


def _save(request: HttpRequest, row: KeyResult, asked: str, data: dict[str, Any]) -> None:
    version = version_of(request)
    if asked == "districts":
        chosen, typed = list(data["districts"]), districts_typed(data.get("names", ""))
        if typed:
            named = districts_by_name(typed, acting_user=request.user)
            chosen += [place for place in named if place not in chosen]
        target_actions.choose_districts(
            acting_user=request.user,
            key_result=row,
            districts=chosen,
            reason=data["reason"],
            read_version=version,
        )
    elif asked == "reporting":
        period_actions.set_reporting(
            acting_user=request.user,
            key_result=row,
            kind=data["reporting"],
            due_days=data["due_days"],
            read_version=version,
        )
    else:
        target_actions.set_agency_target(acting_user=request.user, key_result=row, read_version=version, **data)


@staff_page
def accept_target(request: HttpRequest, key: str, agency: str) -> HttpResponse:
    """The supporting agency takes on its target."""
    row = key_result_of(request, key)
    target = get_object_or_404(
        AgencyTarget.objects.select_related("agency", "key_result"), key_result=row, agency__code=agency
    )
    decision = Decision(
        title=_("รับค่าเป้าหมาย"),
        label=_("รับค่าเป้าหมายนี้"),
        act=lambda _data, _version: target_actions.accept_target(acting_user=request.user, target=target),
        back=reverse("office:key_result", args=[key]),
        form=NoForm,
        subject=f"{target.agency} · {number(target.value)} {target.unit}",
        crumbs=crumbs(row),
        asks=(Act.SET_TARGETS,),
        where=(Scope(target.agency_id, row.key),),
    )
    return decide(request, decision)


class DueForm(OfficeForm):
    """A day."""

    due_on = DateField(label=gettext_lazy("กำหนดแล้วเสร็จ"), required=False)


@staff_page
def duty_due(request: HttpRequest, key: str, duty: int) -> HttpResponse:
    """The day by which a duty is to be done."""
    row = key_result_of(request, key)
    found = get_object_or_404(Duty.objects.select_related("key_result", "agency"), pk=duty, key_result=row)
    decision = Decision(
        title=_("กำหนดวันแล้วเสร็จของบทบาทภารกิจ"),
        label=_("บันทึก"),
        act=lambda data, version: target_actions.set_duty_due(
            acting_user=request.user, duty=found, due_on=data["due_on"], read_version=version
        ),
        version=stand_of(found, target_actions.DUTY_SET),
        back=reverse("office:key_result_settings", args=[key]),
        form=DueForm,
        initial={"due_on": found.due_on},
        subject=found.text,
        crumbs=crumbs(row),
        asks=(Act.SET_TARGETS,),
        where=(row.scope,),
    )
    return decide(request, decision)


@staff_page
def period_act(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Closing a period, and opening it again."""
    row = key_result_of(request, key)
    period = get_object_or_404(Period.objects.select_related("key_result"), key_result=row, code=code)
    action = period_actions.reopen_period if period.closed else period_actions.close_period
    decision = Decision(
        title=_("เปิดงวดอีกครั้ง") if period.closed else _("ปิดงวด"),
        label=_("เปิดงวด") if period.closed else _("ปิดงวด"),
        act=lambda data, _version: action(acting_user=request.user, period=period, **data),
        back=reverse("office:key_result_settings", args=[key]),
        form=ReasonForm,
        subject=f"{period_name(period.code)} · {day_words(period.ends_on)}",
        text=_("งวดที่ปิดแล้วไม่มีใครแก้รายงานหรือบันทึกงานย้อนหลังได้"),
        refuse=not period.closed,
        crumbs=crumbs(row),
        asks=(Act.SET_TARGETS,),
        where=(row.scope,),
    )
    return decide(request, decision)


class PeriodDueForm(DueForm):
    """A day, and why it is another."""

    due_on = DateField(label=gettext_lazy("วันครบกำหนดส่งรายงาน"))
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่เปลี่ยนแปลง"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


@staff_page
def period_due(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """The day on which the reports of one period are due."""
    row = key_result_of(request, key)
    period = get_object_or_404(Period.objects.select_related("key_result"), key_result=row, code=code)
    decision = Decision(
        title=_("กำหนดวันครบกำหนดส่งรายงาน"),
        label=_("บันทึก"),
        act=lambda data, version: period_actions.set_period_due(
            acting_user=request.user, period=period, read_version=version, **data
        ),
        version=stand_of(period, period_actions.DUE_SET),
        back=reverse("office:key_result_settings", args=[key]),
        form=PeriodDueForm,
        initial={"due_on": period.due_on},
        subject=f"{period_name(period.code)} · {day_words(period.ends_on)}",
        text=_("ใช้กับงวดนี้งวดเดียว หน่วยงานทุกแห่งของตัวชี้วัดเห็นวันใหม่ทันที"),
        crumbs=crumbs(row),
        asks=(Act.SET_TARGETS,),
        where=(row.scope,),
    )
    return decide(request, decision)


class MeasureForm(OfficeForm):
    """How a figure is typed, bounded and rolled up."""

    kind = forms.ChoiceField(label=gettext_lazy("สิ่งที่กรอก"), choices=MeasureKind.choices, widget=forms.RadioSelect)
    across = forms.ChoiceField(label=gettext_lazy("รวมหลายหน่วยงาน"), choices=Across.choices)
    over_time = forms.ChoiceField(label=gettext_lazy("รวมหลายงวด"), choices=OverTime.choices)
    direction = forms.ChoiceField(label=gettext_lazy("ทิศทาง"), choices=Direction.choices)
    low = NumberField(label=gettext_lazy("ค่าต่ำสุดที่เป็นไปได้"), help_text=gettext_lazy("เว้นว่างเมื่อไม่จำกัด"), required=False)
    high = NumberField(label=gettext_lazy("ค่าสูงสุดที่เป็นไปได้"), help_text=gettext_lazy("เว้นว่างเมื่อไม่จำกัด"), required=False)
    whole = forms.BooleanField(label=gettext_lazy("เป็นจำนวนเต็มเท่านั้น"), required=False)
    host_is_part = forms.BooleanField(label=gettext_lazy("ผลของหน่วยงานหลักรวมอยู่ในยอด"), required=False)
    reason = forms.CharField(label=gettext_lazy("เหตุผล"), widget=forms.Textarea, max_length=2000)


@staff_page
def measure(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """How one figure is typed, bounded and rolled up."""
    row = key_result_of(request, key)
    rights_of(request).require(Act.SET_TARGETS, row.scope)
    found = get_object_or_404(Measure.objects.select_related("key_result"), key_result=row, name=name)
    fields = [part for part in MeasureForm.base_fields if part != "reason"]
    decision = Decision(
        title=_("ตั้งค่าตัวเลขที่รายงาน"),
        label=_("บันทึก"),
        act=lambda data, version: target_actions.set_measure(
            acting_user=request.user, measure=found, read_version=version, **data
        ),
        version=stand_of(found, target_actions.MEASURE_SET),
        back=reverse("office:key_result_settings", args=[key]),
        form=MeasureForm,
        initial={part: getattr(found, part) for part in fields},
        subject=f"{found.label} {found.unit}",
        text=_("ช่วงและทิศทางใช้ทักท้วงตัวเลขที่เป็นไปไม่ได้เมื่อกรอกรายงาน"),
        crumbs=crumbs(row),
    )
    return decide(request, decision)
