"""Bringing in responses from a file: tried first, faults by cell, then kept."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Refused
from samrit.people.enums import Act
from samrit.people.rights import Rights
from samrit.platform.sending import send_made
from samrit.platform.sniffing import XLSX
from samrit.surveys.actions.shared import scope_of
from samrit.surveys.answer_sheet import answer_sheet
from samrit.surveys.imports import LARGEST, Tried, take_in, try_import
from samrit.web.office.views.surveys.shared import context_of, home, wave_of
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import staff_page, status_of
from samrit.web.shared.templatetags.samrit import number


class ImportForm(OfficeForm):
    """A file, and whether it is only tried."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์คำตอบ (.csv หรือ .xlsx)"),
        help_text=gettext_lazy("ชื่อคอลัมน์ตามแบบกรอกคำตอบ คอลัมน์ psu คือรหัสหน่วยตัวอย่าง หากไม่มี psu นับเป็นผู้สมัครใจ"),
    )
    only_try = forms.BooleanField(
        label=gettext_lazy("ลองอ่านก่อน ยังไม่บันทึก"), required=False, initial=True, widget=forms.CheckboxInput
    )


@staff_page
def sheet(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The sheet into which answers on paper are typed."""
    wave = wave_of(request, uid)
    return send_made(answer_sheet(wave), f"answers-wave-{wave.number}.xlsx", XLSX)


@staff_page
def responses(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Tries a file and shows its faults; takes it in where it has none and the person says so."""
    wave = wave_of(request, uid)
    Rights(request.user).require(Act.EDIT_SURVEY, scope_of(wave.survey))
    form = ImportForm(request.POST or None, request.FILES or None)
    tried: Tried | None = None
    if request.method == "POST":
        form.is_bound = True
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                tried = try_import(wave, file.read(LARGEST + 1), file.name)
                if not form.cleaned_data["only_try"] and not tried.faults:
                    new, there = take_in(wave, tried, acting_user=request.user)
                    said = _("บันทึกใหม่ %(new)s รายการ มีอยู่แล้ว %(there)s รายการ")
                    messages.success(request, said % {"new": number(new), "there": number(there)})
                    return redirect(home(wave))
            except Refused as refused:
                form.refuse(refused)
    context = {
        **context_of(wave),
        "form": form,
        "tried": tried,
        "back": home(wave),
    }
    status = 422 if tried is not None and tried.faults else status_of(form)
    return render(request, "office/surveys/import.html", context, status=status)
