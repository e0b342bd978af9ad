"""A wave of fieldwork: progress, links with their QR codes, codes of drawn households, enumerators, and its end."""

from __future__ import annotations

import csv
import io
import uuid

import qrcode
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathImage

from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import people_who_may
from samrit.platform.cells import csv_row
from samrit.platform.sending import send_made
from samrit.surveys import queries, telling
from samrit.surveys.actions import fieldwork
from samrit.surveys.actions.shared import scope_of
from samrit.surveys.models import Allocation, Link, Psu, Wave
from samrit.web.office.views.common import may
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.office.views.surveys.shared import context_of, form_of, home, survey_of, trail, wave_of
from samrit.web.shared.forms import DateField, NumberField, OfficeForm, RowsField
from samrit.web.shared.pages import staff_page


def qr(address: str) -> SafeString:
    """The QR code of an address as a drawing. The library draws from the address alone; nothing of it is markup."""
    out = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=4).save(out)
    drawing = out.getvalue().decode()
    return mark_safe(drawing[drawing.index("<svg") :])  # noqa: S308 -- made here from numbers


class WaveForm(OfficeForm):
    """The days of a wave."""

    opens_on = DateField(label=gettext_lazy("เริ่มเก็บ"))
    closes_on = DateField(
        label=gettext_lazy("สิ้นสุด"),
        help_text=gettext_lazy("เช่น 1/10/2567 หรือ ๑ ต.ค. ๖๗ ระบบเสนอไว้สี่สัปดาห์หรือถึงสิ้นปีงบประมาณ ปรับได้ตามงาน"),
    )


@staff_page
def wave_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Opens a wave of a locked survey."""
    survey = survey_of(request, uid)
    opens_on, closes_on = queries.days_to_propose(survey, timezone.localdate())
    form = WaveForm(request.POST or None, initial={"opens_on": opens_on, "closes_on": closes_on})

    def save(_version: int) -> None:
        fieldwork.open_wave(survey, **form.cleaned_data, acting_user=request.user)

    return form_of(request, survey, _("เปิดรอบเก็บข้อมูล"), form, save)


@staff_page
def wave(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """How far the fieldwork is, and all ways in."""
    row = wave_of(request, uid)
    links = [
        (link, request.build_absolute_uri(reverse("public:survey", args=[link.token])))
        for link in queries.links_of(row)
    ]
    progress = queries.progress(row)
    context = {
        **context_of(row),
        "crumbs": trail(row)[:-1],
        "progress": progress,
        "came": sum(stratum.came for stratum in progress),
        "target": sum(stratum.stratum.target for stratum in progress),
        "behind": queries.furthest_behind(progress),
        "collects": telling.collects(row, request.user),
        "links": [(link, address, None if link.ended_at else qr(address)) for link, address in links],
        "workers": queries.workers_of(row),
        "field_address": request.build_absolute_uri(reverse("office:field")),
        "codes": row.codes.count(),
        "codes_used": row.codes.filter(response__isnull=False).count(),
        "may_edit": may(request, Act.EDIT_SURVEY, row.survey.key_result) and row.closed_at is None,
    }
    return render(request, "office/surveys/wave.html", context)


@staff_page
def wave_close(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ends a wave."""
    row = wave_of(request, uid)
    decision = Decision(
        title=_("ปิดรอบเก็บข้อมูล"),
        label=_("ปิดรอบ"),
        act=lambda _data, version: fieldwork.close_wave(row, read_version=version, acting_user=request.user),
        back=home(row),
        version=row.version,
        subject=row.survey.title,
        text=_(
            "หลังปิดรอบจะไม่รับคำตอบทางเว็บอีก คำตอบที่ค้างในโทรศัพท์ของพนักงานสัมภาษณ์ยังส่งได้ แต่ทำเครื่องหมายว่ามาช้าและไม่นับในผล"
            " โปรดตรวจว่าทุกเครื่องส่งครบแล้ว"
        ),
        crumbs=trail(row),
    )
    return decide(request, decision)


# --- links ---


class LinkForm(OfficeForm):
    """Where a link or its QR code will hang."""

    label = forms.CharField(
        label=gettext_lazy("ใช้ลิงก์นี้ที่ใด"),
        help_text=gettext_lazy("เช่น โปสเตอร์ที่สถานีสามยอด ใช้แยกที่มาของคำตอบ"),
        max_length=200,
    )
    on_site = forms.BooleanField(
        label=gettext_lazy("แสดงลิงก์นี้ในหน้าย่านบนเว็บไซต์"),
        help_text=gettext_lazy("ทุกย่านของการสำรวจนี้ที่มีหน้าบนเว็บไซต์จะแสดงลิงก์จนกว่าจะปิดรอบหรือปิดลิงก์"),
        required=False,
    )


@staff_page
def link_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Makes an open link."""
    row = wave_of(request, uid)
    form = LinkForm(request.POST or None)
    return form_of(
        request,
        row,
        _("สร้างลิงก์และ QR"),
        form,
        lambda _version: fieldwork.add_link(row, **form.cleaned_data, acting_user=request.user),
    )


@staff_page
def link_end(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """Ends an open link."""
    row = wave_of(request, uid)
    link = get_object_or_404(Link.objects.select_related("wave__survey__key_result"), pk=number, wave=row)
    decision = Decision(
        title=_("ปิดลิงก์"),
        label=_("ปิดลิงก์"),
        act=lambda _data, _version: fieldwork.end_link(link, acting_user=request.user),
        back=home(row),
        subject=link.label,
        crumbs=trail(row),
    )
    return decide(request, decision)


# --- codes of drawn households ---


class CodesForm(OfficeForm):
    """For which sampling units, and how many each."""

    psus = RowsField(Psu.objects.none(), label=gettext_lazy("หน่วยตัวอย่าง"), widget=forms.CheckboxSelectMultiple)
    each = NumberField(label=gettext_lazy("จำนวนรหัสต่อหน่วยตัวอย่าง"), whole=True)


@staff_page
def codes_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Makes codes and gives them as a file, once: afterwards nobody can read them any more."""
    row = wave_of(request, uid)
    form = CodesForm(request.POST or None, initial={"each": 8})
    form.fields["psus"].queryset = queries.psus_of(row.survey)
    made: list[tuple[Psu, int, str]] = []

    def save(_version: int) -> None:
        psus = list(form.cleaned_data["psus"])
        made.extend(fieldwork.issue_codes(row, psus, each=form.cleaned_data["each"], acting_user=request.user))

    page = form_of(request, row, _("ออกรหัสครัวเรือนตัวอย่าง"), form, save)
    return _codes_file(request, row, made) if made else page


def _codes_file(request: HttpRequest, row: Wave, made: list[tuple[Psu, int, str]]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["stratum", "psu", "household", "code", "address"])
    for psu, number, code in made:
        address = request.build_absolute_uri(reverse("public:survey_by_code", args=[code]))
        writer.writerow(csv_row([psu.stratum.name, psu.code, number, f"{code[:5]}-{code[5:]}", address]))
    return send_made(out.getvalue().encode("utf-8-sig"), f"codes-wave-{row.number}.csv", "text/csv; charset=utf-8")


# --- enumerators ---


class AllocationForm(OfficeForm):
    """Who works where."""

    psu = forms.ModelChoiceField(Psu.objects.none(), label=gettext_lazy("หน่วยตัวอย่าง"))
    enumerator = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("พนักงานสัมภาษณ์"),
        help_text=gettext_lazy("ผู้ที่มีบทบาทใด ๆ ในตัวชี้วัดนี้ พนักงานชั่วคราวให้ผู้ดูแลระบบมอบบทบาท “ผู้อ่าน” ก่อน"),
    )
    target = NumberField(label=gettext_lazy("จำนวนที่ต้องเก็บ"), whole=True)


@staff_page
def allocation_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Gives an enumerator a unit to work in."""
    row = wave_of(request, uid)
    form = AllocationForm(request.POST or None, initial={"target": 8})
    form.fields["psu"].queryset = queries.psus_of(row.survey)
    people = people_who_may(Act.COLLECT, scope_of(row.survey))
    form.fields["enumerator"].queryset = User.objects.filter(pk__in=[one.pk for one in people]).order_by("name_th")

    def save(_version: int) -> None:
        data = dict(form.cleaned_data)
        fieldwork.allocate(row, data.pop("psu"), **data, acting_user=request.user)

    return form_of(request, row, _("มอบหมายพนักงานสัมภาษณ์"), form, save)


@staff_page
def allocation_end(request: HttpRequest, uid: uuid.UUID, allocation: uuid.UUID) -> HttpResponse:
    """Ends an allocation."""
    row = wave_of(request, uid)
    found = get_object_or_404(
        Allocation.objects.select_related("wave__survey__key_result", "enumerator", "psu"), uid=allocation, wave=row
    )
    decision = Decision(
        title=_("ยุติการมอบหมาย"),
        label=_("ยุติ"),
        act=lambda _data, _version: fieldwork.end_allocation(found, acting_user=request.user),
        back=home(row),
        subject=f"{found.enumerator} · {found.psu.code}",
        text=_("โทรศัพท์ของผู้นี้จะส่งคำตอบไม่ได้อีก โปรดตรวจว่าส่งครบแล้ว"),
        crumbs=trail(row),
    )
    return decide(request, decision)
