"""Packages for BMA Policy Tracking: a period's record in the order of the form, and the log of what was handed in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.ledger import canonical_json
from samrit.exchange.actions import handing_in
from samrit.exchange.actions.tracking import enter_tracking, tracking_of
from samrit.exchange.enums import IndicatorKind, IndicatorLevel, Outlet
from samrit.exchange.models import HandIn
from samrit.exchange.packages import differences, fields_of, package, workbook
from samrit.exchange.transport import can_send
from samrit.people.enums import Act
from samrit.platform.sending import send_made
from samrit.results.models import KeyResult, Period
from samrit.web.office.views.common import Crumb, crumbs, key_result_of, may
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.office.week import period_name
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import staff_page

BLANK = ("", "–")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HandInForm(OfficeForm):
    """Where it was entered, and the receipt."""

    outlet = forms.ChoiceField(label=gettext_lazy("ส่งที่ใด"), choices=Outlet.choices, widget=forms.RadioSelect)
    receipt = forms.CharField(
        label=gettext_lazy("เลขที่รับ หรือผู้รับและเวลา"),
        help_text=gettext_lazy("ตามที่ระบบปลายทางแสดง หรือตามหนังสือรับ"),
        max_length=300,
    )
    note = forms.CharField(label=gettext_lazy("หมายเหตุ"), widget=forms.Textarea, required=False, max_length=2000)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SendForm(OfficeForm):
    """A remark on what is sent."""

    note = forms.CharField(label=gettext_lazy("หมายเหตุ"), widget=forms.Textarea, required=False, max_length=2000)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TrackingForm(OfficeForm):
    """What the other system's form asks and neither sheet nor plan says, by its own labels."""

    indicator_id = forms.CharField(
        label=gettext_lazy("รหัสตัวชี้วัด"),
        help_text=gettext_lazy("ตามที่ BMA Policy Tracking แสดง หากเว้นว่างไว้ใช้รหัสตามแบบตัวชี้วัด"),
        max_length=60,
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("ประเภทตัวชี้วัด"), choices=[BLANK, *IndicatorKind.choices], required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("ตัวชี้วัดระดับผลผลิต / ผลลัพธ์"), choices=[BLANK, *IndicatorLevel.choices], required=False
    )
    nature = forms.CharField(label=gettext_lazy("ลักษณะข้อมูล"), max_length=200, required=False)
    goal = forms.CharField(label=gettext_lazy("สนับสนุนยุทธศาสตร์ฯ : เป้าหมาย"), max_length=500, required=False)
    project_id = forms.CharField(label=gettext_lazy("รหัสโครงการ"), max_length=60, required=False)
    project_name = forms.CharField(label=gettext_lazy("ชื่อโครงการ"), max_length=500, required=False)
    policy_id = forms.CharField(label="Policy ID", max_length=60, required=False)
    branch_id = forms.CharField(label="Branch ID", max_length=60, required=False)
    rationale = forms.CharField(
        label=gettext_lazy("หลักการและเหตุผล"), widget=forms.Textarea, max_length=20_000, required=False
    )


@staff_page
def packages(request: HttpRequest, key: str) -> HttpResponse:
    """The periods, and what was handed in."""
    key_result = key_result_of(request, key)
    handed = HandIn.objects.filter(key_result=key_result).select_related("period", "by", "on_behalf_of")
    last: dict[int, HandIn] = {}
    for row in handed:
        last.setdefault(row.period_id, row)
    context = {
        "key_result": key_result,
        "section": "reports",
        "crumbs": _way(key_result)[:-1],
        "rows": [(row, period_name(row.code), last.get(row.pk)) for row in key_result.periods.all()],
        "handed": [(row, period_name(row.period.code)) for row in handed],
        "may_enter": may(request, Act.EDIT_REPORT, key_result),
    }
    return render(request, "office/packages.html", context)


@staff_page
def tracking(request: HttpRequest, key: str) -> HttpResponse:
    """What the other system's form asks beside the sheet: entered once for all packages."""
    key_result = key_result_of(request, key)
    decision = Decision(
        title=_("ข้อมูลที่ระบบปลายทางถามเพิ่ม"),
        label=_("บันทึก"),
        subject=key_result.name,
        text=_("กรอกครั้งเดียว ใช้กับชุดข้อมูลทุกงวดต่อจากนี้ ช่องที่ไม่ทราบให้เว้นว่างไว้"),
        act=lambda data, version: enter_tracking(key_result, **data, read_version=version, acting_user=request.user),
        version=key_result.version,
        form=TrackingForm,
        initial=tracking_of(key_result),
        asks=(Act.EDIT_REPORT,),
        where=(key_result.scope,),
        back=reverse("office:packages", args=[key_result.key]),
        done=_("บันทึกแล้ว"),
        crumbs=_way(key_result),
    )
    return decide(request, decision)


@staff_page
def record(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """A period's record, field by field."""
    key_result, period = _period(request, key, code)
    made = package(period)
    before = handing_in.last_hand_in(period)
    context = {
        "key_result": key_result,
        "section": "reports",
        "crumbs": _way(key_result),
        "made": made,
        "period": period,
        "name": period_name(period.code),
        "before": before,
        "was_of": before.package["as_of"] if before else None,
        "changes": differences(before.package, made.document) if before else (),
        "may_hand_in": may(request, Act.EDIT_REPORT, key_result),
        "can_send": can_send(),
    }
    return render(request, "office/package.html", context)


@staff_page
def download(request: HttpRequest, key: str, code: str, kind: str) -> HttpResponse:
    """The record as a spreadsheet or as JSON."""
    key_result, period = _period(request, key, code)
    made = package(period)
    name = f"policy-tracking-{key_result.key}-{period.code}"
    if kind == "xlsx":
        return send_made(workbook(made), f"{name}.xlsx", _XLSX)
    if kind == "json":
        return send_made(made.data, f"{name}.json", "application/json")
    raise Http404


@staff_page
def handed(request: HttpRequest, key: str, uid: uuid.UUID) -> HttpResponse:
    """One entry of the log: what exactly was handed in, and what was new in it."""
    key_result = key_result_of(request, key)
    row = _handed(key_result, uid)
    before = handing_in.hand_in_before(row)
    context = {
        "key_result": key_result,
        "section": "reports",
        "crumbs": _way(key_result),
        "row": row,
        "name": period_name(row.period.code),
        "fields": fields_of(row.package),
        "before": before,
        "changes": differences(before.package, row.package) if before else (),
    }
    return render(request, "office/handed.html", context)


@staff_page
def handed_file(request: HttpRequest, key: str, uid: uuid.UUID) -> HttpResponse:
    """The record as it was handed in: the very bytes of which the log has the hash."""
    row = _handed(key_result_of(request, key), uid)
    return send_made(
        canonical_json(row.package), f"handed-in-{key}-{row.period.code}-{row.pk}.json", "application/json"
    )


def _handed(key_result: KeyResult, uid: uuid.UUID) -> HandIn:
    rows = HandIn.objects.select_related("period", "by", "on_behalf_of")
    return get_object_or_404(rows, key_result=key_result, uid=uid)


@staff_page
def hand_in(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Notes that the record was entered there."""
    key_result, period = _period(request, key, code)
    return _decide(
        request,
        key_result,
        period,
        title=_("บันทึกว่าส่งแล้ว"),
        label=_("บันทึก"),
        form=HandInForm,
        initial={"outlet": Outlet.POLICY_TRACKING},
        act=lambda data: handing_in.hand_in(period, **data, acting_user=request.user),
    )


@staff_page
def send_in(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Sends the record to the address of the settings."""
    key_result, period = _period(request, key, code)
    if not can_send():
        raise Http404
    return _decide(
        request,
        key_result,
        period,
        title=_("ส่งผ่านเครือข่าย"),
        label=_("ส่ง"),
        form=SendForm,
        initial={},
        act=lambda data: handing_in.send_in(period, **data, acting_user=request.user),
    )


def _decide(
    request: HttpRequest, key_result: KeyResult, period: Period, *, act: Any, initial: Any, **more: Any
) -> HttpResponse:
    decision = Decision(
        subject=f"{key_result.name} · {period_name(period.code)}",
        text=_("ระบบเก็บข้อมูลชุดที่ส่งไว้ครบทุกช่อง พร้อมค่าแฮช ผู้ส่ง และเวลา แก้ไขภายหลังไม่ได้"),
        act=lambda data, _version: act(data),
        initial={**initial, "sha256": package(period).sha256},
        back=reverse("office:package", args=[key_result.key, period.code]),
        done=_("บันทึกการส่งแล้ว"),
        crumbs=_way(key_result),
        **more,
    )
    return decide(request, decision)


def _period(request: HttpRequest, key: str, code: str) -> tuple[KeyResult, Period]:
    key_result = key_result_of(request, key)
    return key_result, get_object_or_404(
        Period.objects.select_related("key_result__host"), key_result=key_result, code=code
    )


def _way(key_result: KeyResult) -> list[Crumb]:
    return crumbs(key_result, (_("ชุดข้อมูลสำหรับ BMA Policy Tracking"), reverse("office:packages", args=[key_result.key])))
