"""The questions of a survey: shown, their texts edited, out and in as a workbook, with pictures."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Message
from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act
from samrit.platform.sending import send_made
from samrit.platform.sniffing import XLSX
from samrit.surveys.actions import design
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.edits import Texts, with_texts
from samrit.surveys.enums import SurveyState
from samrit.surveys.maps import MAP_WORDS, draw_map, with_a_place
from samrit.surveys.pictures import LARGEST as LARGEST_PICTURE
from samrit.surveys.workbooks import LARGEST
from samrit.surveys.xlsform import workbook
from samrit.surveys.xlsform_reading import read_workbook
from samrit.web.office.views.common import may
from samrit.web.office.views.surveys.shared import context_of, form_of, survey_of
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import staff_page


def names_of(text: str) -> list[Message]:
    """Names, one a line, `Thai | English`."""
    rows = [[part.strip() for part in line.split("|", 1)] for line in text.splitlines() if line.strip()]
    return [Message(row[1] if len(row) > 1 else row[0], row[0]) for row in rows]


def names_text(names: Any) -> str:
    """The same as it is typed."""
    return "\n".join(f"{name.th} | {name.en}" for name in names)


class TextsForm(OfficeForm):
    """The words around the questions, and the decoys."""

    title_th = forms.CharField(label=gettext_lazy("ชื่อแบบสอบถาม"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("ชื่อแบบสอบถาม (อังกฤษ)"), max_length=200, required=False)
    intro_th = forms.CharField(label=gettext_lazy("คำนำ"), widget=forms.Textarea, required=False, max_length=2000)
    intro_en = forms.CharField(
        label=gettext_lazy("คำนำ (อังกฤษ)"), widget=forms.Textarea, required=False, max_length=2000
    )
    consent_th = forms.CharField(label=gettext_lazy("ข้อความขอความยินยอม"), widget=forms.Textarea, max_length=4000)
    consent_en = forms.CharField(
        label=gettext_lazy("ข้อความขอความยินยอม (อังกฤษ)"), widget=forms.Textarea, required=False, max_length=4000
    )
    decoys = forms.CharField(label=gettext_lazy("ย่านลวง (บรรทัดละชื่อ ไทย | อังกฤษ)"), widget=forms.Textarea)


@staff_page
def questionnaire(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The questions as they are asked, in both languages."""
    row = survey_of(request, uid)
    version = latest(row)
    context = {
        **context_of(row),
        "version": version,
        "versions": row.questionnaires.select_related("made_by"),
        "questionnaire": asked(version),
        "may_design": may(request, Act.EDIT_SURVEY, row.key_result) and row.state == SurveyState.DRAFT,
    }
    return render(request, "office/surveys/questionnaire.html", context)


@staff_page
def questionnaire_edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Words and decoys of the questionnaire."""
    row = survey_of(request, uid)
    now = asked(latest(row))
    initial = {f"{name}_th": getattr(now, name).th for name in ("title", "intro", "consent")}
    initial |= {f"{name}_en": getattr(now, name).en for name in ("title", "intro", "consent")}
    initial["decoys"] = names_text(item.label for item in now.decoys)
    form = TextsForm(request.POST or None, initial=initial)

    def save(version: int) -> None:
        data = form.cleaned_data
        said = [Message(data[f"{name}_en"], data[f"{name}_th"]) for name in ("title", "intro", "consent")]
        made = with_texts(now, Texts(*said, names_of(data["decoys"])))
        design.save_questionnaire(row, made, read_version=version, acting_user=request.user)

    return form_of(request, row, _("แก้ไขข้อความในแบบสอบถาม"), form, save)


@staff_page
def questionnaire_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The questionnaire as an XLSForm workbook."""
    row = survey_of(request, uid)
    version = latest(row)
    return send_made(workbook(asked(version)), f"questionnaire-{version.number}.xlsx", XLSX)


class UploadForm(OfficeForm):
    """An XLSForm workbook."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์ XLSForm (.xlsx)"),
        help_text=gettext_lazy("ดาวน์โหลดฉบับปัจจุบัน แก้ไข แล้วนำกลับเข้ามา แถวที่อ่านไม่ได้จะบอกแผ่นและเลขแถว"),
    )


@staff_page
def questionnaire_upload(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A new version of the questions from an XLSForm workbook."""
    row = survey_of(request, uid)
    form = UploadForm(request.POST or None, request.FILES or None)
    form.is_bound = request.method == "POST"

    def save(version: int) -> None:
        made = read_workbook(form.cleaned_data["file"].read(LARGEST + 1), asked(latest(row)))
        design.save_questionnaire(row, made, read_version=version, acting_user=request.user)

    return form_of(request, row, _("นำแบบสอบถามเข้าจาก XLSForm"), form, save)


class PictureForm(OfficeForm):
    """A photo or map beside a name."""

    file = forms.FileField(
        label=gettext_lazy("ภาพถ่ายหรือแผนที่ (JPEG, PNG หรือ WebP)"),
        help_text=gettext_lazy("ใช้ภาพที่หน่วยงานมีสิทธิเผยแพร่ และไม่มีชื่อย่านอยู่ในภาพ เพราะภาพที่มีชื่อทำให้ตอบว่ารู้จักง่ายขึ้น"),
        required=False,
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("หรือให้ระบบวาดแผนที่ตำแหน่งของ"),
        help_text=gettext_lazy(
            "แผนที่ขนาดเล็กไม่มีชื่อ วาดจากขอบเขตหรือจุดในทะเบียนย่าน สำหรับย่านลวงให้เลือกย่านอื่นที่ไม่ได้ถามในแบบสอบถามนี้"
        ),
        queryset=CreativeDistrict.objects.none(),
        empty_label=gettext_lazy("ไม่วาด"),
        required=False,
    )
    alt_th = forms.CharField(
        label=gettext_lazy("คำบรรยายภาพสำหรับผู้ที่มองไม่เห็น"),
        help_text=gettext_lazy("บอกสิ่งที่เห็นในภาพโดยไม่เอ่ยชื่อย่าน เช่น ตึกแถวสองชั้นริมคลอง มีสะพานเหล็ก"),
        max_length=300,
        required=False,
    )
    alt_en = forms.CharField(label=gettext_lazy("คำบรรยายภาพ (อังกฤษ)"), max_length=300, required=False)
    remove = forms.BooleanField(label=gettext_lazy("นำภาพออก"), required=False, widget=forms.CheckboxInput)

    @property
    def picture(self) -> bytes | None:
        """The picture that was given, or is drawn; None where there is neither."""
        file, place = self.cleaned_data["file"], self.cleaned_data["place"]
        if file is not None:
            return bytes(file.read(LARGEST_PICTURE + 1))
        return None if place is None else draw_map(place)

    def words(self, language: str) -> str:
        """What is said of the picture; of a map that is drawn, the same of each."""
        said = str(self.cleaned_data[f"alt_{language}"])
        if said.strip() or self.cleaned_data["place"] is None or self.cleaned_data["file"] is not None:
            return said
        return str(getattr(MAP_WORDS, language))


@staff_page
def picture(request: HttpRequest, uid: uuid.UUID, item: str) -> HttpResponse:
    """Puts a photo or map beside a name, changes its words, or takes it away."""
    row = survey_of(request, uid)
    found = asked(latest(row)).item(item)
    if found is None:
        raise Http404
    words = found.picture.alt if found.picture else Message("", "")
    form = PictureForm(request.POST or None, request.FILES or None, initial={"alt_th": words.th, "alt_en": words.en})
    form.is_bound = request.method == "POST"
    # A place that another name asks about would show the same map twice.
    others = [one.district for one in asked(latest(row)).districts if one.id != item]
    form.fields["place"].queryset = with_a_place().exclude(slug__in=others)
    if found.picture is None:
        del form.fields["remove"]

    def save(version: int) -> None:
        gone = form.cleaned_data.get("remove", False)
        design.put_picture(
            row,
            item,
            data=None if gone else form.picture,
            alt_th="" if gone else form.words("th"),
            alt_en="" if gone else form.words("en"),
            read_version=version,
            acting_user=request.user,
        )

    back = reverse("office:questionnaire", args=[row.uid])
    return form_of(request, row, f"{_('ภาพของ')} {found.label.th}", form, save, back=back)


# --- reading and plan ---
