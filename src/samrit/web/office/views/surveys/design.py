"""Designing an awareness survey: questions, reading, plan, and the lock before fieldwork."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Message, Node
from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act
from samrit.platform.sending import send_made
from samrit.platform.sniffing import XLSX
from samrit.surveys import queries
from samrit.surveys.actions import design
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.decisions import planned_looks
from samrit.surveys.edits import Texts, with_texts
from samrit.surveys.enums import Reading, SurveyState
from samrit.surveys.maps import MAP_WORDS, draw_map, with_a_place
from samrit.surveys.models import Survey
from samrit.surveys.pictures import LARGEST as LARGEST_PICTURE
from samrit.surveys.planning import read_parts
from samrit.surveys.templates import DECOYS
from samrit.surveys.workbooks import LARGEST
from samrit.surveys.xlsform import workbook
from samrit.surveys.xlsform_reading import read_workbook
from samrit.web.office.views.common import crumbs, key_result_of, may
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.office.views.filling import form_page
from samrit.web.office.views.surveys.shared import context_of, form_of, home, survey_of, trail
from samrit.web.shared.forms import NumberField, OfficeForm
from samrit.web.shared.pages import staff_page


def percent(value: Any) -> Any:
    """A share as a percentage; nothing stays nothing."""
    return None if value is None else value * 100


class SurveyForm(OfficeForm):
    """A new survey."""

    title = forms.CharField(
        label=gettext_lazy("ชื่อการสำรวจ"),
        help_text=gettext_lazy("เช่น การรับรู้ย่านสร้างสรรค์ ปีงบประมาณ ๒๕๖๘"),
        max_length=200,
    )
    decoys = forms.CharField(
        label=gettext_lazy("ย่านลวงสองชื่อ (บรรทัดละชื่อ)"),
        help_text=gettext_lazy(
            "ชื่อที่ฟังเหมือนย่านแต่ไม่มีอยู่จริง ใช้วัดว่าผู้ตอบอ้างว่ารู้จักทั้งที่ไม่รู้มากเพียงใด โปรดตรวจว่าไม่ตรงกับชื่อสถานที่จริง"
            " จะใส่ชื่อภาษาอังกฤษหลังเครื่องหมาย | ก็ได้"
        ),
        widget=forms.Textarea,
    )

    def clean_decoys(self) -> list[Message]:
        """Each line is a name, with the English one after a bar."""
        return names_of(self.cleaned_data["decoys"])


def names_of(text: str) -> list[Message]:
    """Names, one a line, `Thai | English`."""
    rows = [[part.strip() for part in line.split("|", 1)] for line in text.splitlines() if line.strip()]
    return [Message(row[1] if len(row) > 1 else row[0], row[0]) for row in rows]


def names_text(names: Any) -> str:
    """The same as it is typed."""
    return "\n".join(f"{name.th} | {name.en}" for name in names)


@staff_page
def survey_new(request: HttpRequest, key: str) -> HttpResponse:
    """Starts a survey with the awareness questions."""
    key_result = key_result_of(request, key)
    initial = {"decoys": names_text(DECOYS), "title": f"{_('การรับรู้ย่านสร้างสรรค์')} {key_result.fiscal_year}"}
    form = SurveyForm(request.POST or None, initial=initial)
    made: list[Survey] = []

    def save(_version: int) -> None:
        made.append(design.start_survey(key_result, **form.cleaned_data, acting_user=request.user))

    back = reverse("office:awareness", args=[key])
    title = _("เริ่มการสำรวจการรับรู้")
    page = form_page(request, form, save, title=title, back=back, crumbs=crumbs(key_result), key_result=key_result)
    return redirect(home(made[0])) if made else page


@staff_page
def survey(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Where a survey stands: what is designed, what is missing for the lock, its waves."""
    row = survey_of(request, uid)
    questionnaire = asked(latest(row))
    may_edit = may(request, Act.EDIT_SURVEY, row.key_result)
    context = {
        **context_of(row),
        "crumbs": trail(row)[:-1],
        "questionnaire": questionnaire,
        "version": latest(row),
        "missing": design.missing(row) if row.state == SurveyState.DRAFT else (),
        "strata": row.strata.count(),
        "waves": queries.waves_of(row),
        "draft": row.state == SurveyState.DRAFT,
        "threshold": percent(row.threshold),
        "may_edit": may_edit,
        "may_design": may_edit and row.state == SurveyState.DRAFT,
        "may_lock": may(request, Act.LOCK_SURVEY, row.key_result) and row.state == SurveyState.DRAFT,
    }
    return render(request, "office/surveys/survey.html", context)


# --- questions ---


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


class ReadingForm(OfficeForm):
    """How the sheet's sentence is read."""

    reading = forms.ChoiceField(
        label=gettext_lazy("“ประชาชนรับรู้ครบทุกย่าน ไม่น้อยกว่าร้อยละ ๘๐” อ่านว่าอย่างไร"),
        help_text=gettext_lazy(
            "แบบตัวชี้วัดไม่ได้บอกวิธีอ่าน และแต่ละวิธีให้ผลต่างกันมาก หน่วยงานต้องเลือกและล็อกก่อนลงสนาม"
            " วิธี B ตรงกับหน่วยนับ “ย่าน” วิธี A เข้มที่สุด หน้าผลแสดงทุกวิธีเคียงกันเสมอ"
        ),
        choices=Reading.choices,
        widget=forms.RadioSelect,
    )
    threshold = NumberField(label=gettext_lazy("เกณฑ์ (ร้อยละ)"))


@staff_page
def reading(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Chooses the reading and the threshold."""
    row = survey_of(request, uid)
    form = ReadingForm(request.POST or None, initial={"reading": row.reading, "threshold": row.threshold * 100})

    def save(version: int) -> None:
        data = form.cleaned_data
        threshold = data["threshold"] / 100
        design.set_reading(
            row, reading=data["reading"], threshold=threshold, read_version=version, acting_user=request.user
        )

    return form_of(request, row, _("วิธีอ่านเกณฑ์"), form, save)


class PlanForm(OfficeForm):
    """What the plan is computed from."""

    alternative = NumberField(
        label=gettext_lazy("สัดส่วนจริงที่ต้องการให้พิสูจน์ได้ (ร้อยละ)"),
        help_text=gettext_lazy("หากผู้รับรู้จริงสูงเท่านี้ การสำรวจควรสรุปได้ว่าบรรลุ ยิ่งใกล้เกณฑ์ ยิ่งต้องใช้ผู้ตอบมาก"),
    )
    power = NumberField(label=gettext_lazy("โอกาสที่จะสรุปได้ (ร้อยละ)"))
    deff = NumberField(
        label=gettext_lazy("ผลของการสุ่มแบบกลุ่ม (deff)"),
        help_text=gettext_lazy("๑.๗ เมื่อสัมภาษณ์ราว ๘ ครัวเรือนต่อหน่วยตัวอย่าง"),
    )
    response = NumberField(label=gettext_lazy("อัตราการตอบที่คาด (ร้อยละ)"))
    looks = NumberField(
        label=gettext_lazy("จำนวนครั้งที่จะดูผลเพื่อตัดสิน"),
        help_text=gettext_lazy(
            "รวมครั้งสุดท้ายเมื่อปิดรอบ ๑ คือดูเมื่อปิดรอบเท่านั้น หากดูระหว่างเก็บด้วย แต่ละครั้งใช้เกณฑ์ที่เข้มขึ้นตามแผน ระหว่างนั้นไม่มีการตัดสิน"
        ),
        whole=True,
    )
    strata = forms.CharField(
        label=gettext_lazy("เขตและประชากร (บรรทัดละเขต)"),
        help_text=gettext_lazy(
            "ชื่อเขต, ประชากรอายุ ๑๘ ปีขึ้นไป, จำนวนหน่วยตัวอย่าง (เว้นได้ ระบบคิดให้จากราว ๘ รายต่อหน่วย) คัดลอกจากตารางได้"
        ),
        widget=forms.Textarea(attrs={"class": "tall"}),
    )


@staff_page
def plan(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Computes the fieldwork plan."""
    row = survey_of(request, uid)
    test = row.plan.get("test", {"alternative": "0.85", "power": "0.8", "deff": "1.7"})
    lines = [f"{stratum.name}, {stratum.population}, {stratum.units}" for stratum in _strata(row)]
    initial = {
        "alternative": _hundred(test["alternative"]),
        "power": _hundred(test["power"]),
        "deff": test["deff"],
        "response": _hundred(row.plan.get("response", "0.6")),
        "looks": row.plan.get("looks", 1),
        "strata": "\n".join(lines),
    }
    form = PlanForm(request.POST or None, initial=initial)

    def save(version: int) -> None:
        data = form.cleaned_data
        design.save_plan(
            row,
            alternative=data["alternative"] / 100,
            power=data["power"] / 100,
            deff=data["deff"],
            response=data["response"] / 100,
            parts=read_parts(data["strata"]),
            looks=data["looks"],
            read_version=version,
            acting_user=request.user,
        )

    return form_of(request, row, _("คำนวณแผนภาคสนาม"), form, save)


def _hundred(text: str) -> Any:
    return Node(text, "").decimal() * 100


def _strata(row: Survey) -> Any:
    return row.strata.annotate(units=Count("psus"))


@staff_page
def plan_shown(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The plan by stratum, with the chance of a clear answer by true share."""
    row = survey_of(request, uid)
    curve = [(_hundred(point["share"]), _hundred(point["probability"])) for point in row.plan.get("curve", ())]
    context = {
        **context_of(row),
        "strata": _strata(row),
        "curve": [(share, round(chance)) for share, chance in curve],
        "looks": [(look, format(float(look.information) * 100, ".1f")) for look in planned_looks(row.plan)],
        "may_design": may(request, Act.EDIT_SURVEY, row.key_result) and row.state == SurveyState.DRAFT,
    }
    return render(request, "office/surveys/plan.html", context)


@staff_page
def survey_lock(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Locks reading, threshold, questions and plan."""
    row = survey_of(request, uid)
    decision = Decision(
        title=_("ล็อกแบบสำรวจก่อนลงสนาม"),
        label=_("ล็อก"),
        act=lambda _data, version: design.lock_survey(row, read_version=version, acting_user=request.user),
        back=home(row),
        version=row.version,
        subject=row.title,
        text=_("เมื่อล็อกแล้ว วิธีอ่านเกณฑ์ เกณฑ์ แบบสอบถาม และแผนจะแก้ไขไม่ได้ ระบบบันทึกลายนิ้วมือและเวลาไว้ในบันทึกการเปลี่ยนแปลง"),
        facts=[
            (_("วิธีอ่านเกณฑ์"), row.get_reading_display() or _("ยังไม่ได้เลือก")),
            (_("แบบสอบถามฉบับที่"), str(latest(row).number)),
        ],
        crumbs=trail(row),
    )
    return decide(request, decision)
