"""Bringing a sheet in: read at once, or (a scan) by a job that is watched."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Refused
from samrit.core.sheet.readers import needs_ocr
from samrit.people.enums import Act, AgencyKind
from samrit.people.models import Agency
from samrit.people.rights import Forbidden
from samrit.platform.jobs import JobState, job_status, start
from samrit.results.actions import definitions as actions
from samrit.results.actions.creating import SlowUpload, keep_scan
from samrit.results.documents import open_questions
from samrit.results.models import KeyResult, Revision
from samrit.results.tasks import read_scan
from samrit.web.office.views.common import crumbs, key_result_of
from samrit.web.shared.forms import NumberField, OfficeForm
from samrit.web.shared.pages import rights_of, staff_page, status_of
from samrit.web.shared.templatetags.samrit import digits

MAX_SHEET = 20_000_000


class UploadForm(OfficeForm):
    """The file, and what a sheet may leave out."""

    file = forms.FileField(
        label=gettext_lazy("แบบรายละเอียดตัวชี้วัด"),
        help_text=gettext_lazy("ไฟล์ Word (DOCX), PDF, ข้อความ หรือภาพสแกน ไม่เกิน ๒๐ เมกะไบต์"),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt,.png,.jpg,.jpeg"}),
        error_messages={"empty": gettext_lazy("ไฟล์ว่างเปล่า โปรดเลือกไฟล์อื่น")},
    )
    agency = forms.ModelChoiceField(
        Agency.objects.exclude(kind=AgencyKind.DISTRICT_OFFICE),
        label=gettext_lazy("หน่วยงานรับผิดชอบหลัก"),
        help_text=gettext_lazy("ระบุเมื่อชื่อในแบบไม่ตรงกับทะเบียนหน่วยงาน"),
        required=False,
        empty_label=gettext_lazy("ใช้ตามที่แบบระบุ"),
    )
    code = forms.CharField(
        label=gettext_lazy("รหัส"),
        help_text=gettext_lazy("ระบุเมื่อแบบไม่มีรหัส"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-number"}),
    )
    fiscal_year = NumberField(
        label=gettext_lazy("ปีงบประมาณ พ.ศ."), help_text=gettext_lazy("ระบุเมื่อแบบไม่มีปี"), required=False, whole=True
    )
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่เปลี่ยนแปลง"),
        help_text=gettext_lazy("ระบุเมื่อเป็นฉบับแก้ไขของตัวชี้วัดเดิม"),
        widget=forms.Textarea,
        required=False,
    )


@staff_page
def upload(request: HttpRequest) -> HttpResponse:
    """Brings a sheet in: the file is read at once and its questions are asked; a scan is read by a job."""
    if not rights_of(request).may_somewhere(Act.CREATE_KEY_RESULT):
        raise Forbidden(Act.CREATE_KEY_RESULT)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form.is_bound = True
        if form.is_valid():
            try:
                made = _create(request, form.cleaned_data)
            except Forbidden:
                raise
            except Refused as refused:
                form.refuse(refused)
            else:
                if not isinstance(made, Revision):
                    return redirect("office:reading", made)
                messages.success(request, _read(made))
                _tell_ignored(request, form.cleaned_data, made.key_result)
                return redirect("office:revision", made.key_result.key, made.number)
    context = {"form": form, "crumbs": crumbs()}
    return render(request, "office/upload.html", context, status=status_of(form))


def _read(made: Revision) -> str:
    """What is to be done with a sheet that was read."""
    asked = len(open_questions(made))
    if not asked:
        return _("อ่านแบบได้ครบทุกช่อง โปรดตรวจทานแล้วยืนยันทั้งฉบับ")
    return _("อ่านแบบแล้ว โปรดตอบคำถาม %(number)s ข้อ แล้วตรวจทานช่องอื่น") % {"number": digits(asked)}


def _tell_ignored(request: HttpRequest, typed: Mapping[str, Any], made: KeyResult) -> None:
    """Says so where the sheet holds another code or year than was typed: the sheet's own stands."""
    if typed.get("fiscal_year") and typed["fiscal_year"] != made.fiscal_year:
        words = {"typed": digits(typed["fiscal_year"]), "own": digits(made.fiscal_year)}
        messages.warning(request, _("ท่านระบุปีงบประมาณ %(typed)s แต่แบบระบุปี %(own)s จึงใช้ปีตามแบบ") % words)
    code = (typed.get("code") or "").strip()
    if code and code != made.code:
        words = {"typed": digits(code), "own": digits(made.code)}
        messages.warning(request, _("ท่านระบุรหัส %(typed)s แต่แบบระบุรหัส %(own)s จึงใช้รหัสตามแบบ") % words)


def _create(request: HttpRequest, data: dict[str, Any]) -> Revision | uuid.UUID:
    """The revision that was read, or the job that reads it."""
    file, agency = data["file"], data["agency"]
    content = file.read(MAX_SHEET + 1)
    if len(content) <= MAX_SHEET and needs_ocr(content, file.name):
        digest = keep_scan(acting_user=request.user, data=content)
        return _start_reading(request, digest, file.name, data)
    return actions.create_from_sheet(
        acting_user=request.user, data=content, name=file.name, agency=agency, **_told(data)
    )


def _told(data: dict[str, Any]) -> dict[str, Any]:
    """What the form says of the sheet where the sheet may not."""
    return {name: data[name] for name in ("code", "fiscal_year", "reason")}


def _start_reading(request: HttpRequest, sha256: str, name: str, data: dict[str, Any]) -> uuid.UUID:
    """Has a job read a stored scan. What the form said is kept in the session, for whoever must correct it."""
    slow = SlowUpload(sha256, name, data["agency"].code if data["agency"] else "", **_told(data))
    key = f"results.read:{request.user.pk}:{slow.sha256}"
    job = start(read_scan, request.user.pk, asdict(slow), key=key, started_by=request.user.audit_name)
    request.session[f"reading:{job}"] = asdict(slow)
    return job


class AgainForm(UploadForm):
    """What a scan may leave out, once more; the file is here already."""

    file = None


@staff_page
def reading(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """How far the reading of a scan is; leads on to the revision once it is there. It may be left at any time.

    Where it was refused (no code, no reason …) what was typed stands here, and the same file is read again.
    """
    found = job_status(job)
    if found is None:
        raise Http404
    if found.started_by != request.user.audit_name:
        raise Forbidden(Act.CREATE_KEY_RESULT)
    if found.state == JobState.DONE and isinstance(found.returned, dict):
        made = key_result_of(request, found.returned["key"])
        _tell_ignored(request, request.session.pop(f"reading:{job}", {}), made)
        return redirect("office:revision", made.key, found.returned["number"])
    failed, kept = found.state == JobState.FAILED, request.session.get(f"reading:{job}")
    form = _again(request, kept) if failed and kept else None
    if form is not None and request.method == "POST" and form.is_valid():
        return redirect("office:reading", _start_reading(request, kept["sha256"], kept["name"], form.cleaned_data))
    context = {"job": found, "failed": failed, "form": form, "crumbs": crumbs(), "title": _("กำลังอ่านแบบ")}
    answer = render(request, "office/reading.html", context, status=status_of(form) if form else 200)
    if not found.finished:
        answer["Refresh"] = "3"
    return answer


def _again(request: HttpRequest, kept: dict[str, Any]) -> AgainForm:
    agency = Agency.objects.filter(code=kept["agency"]).first() if kept["agency"] else None
    return AgainForm(request.POST or None, initial={**kept, "agency": agency})
