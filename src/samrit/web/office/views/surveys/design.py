"""Designing an awareness survey: its start, reading, plan, and the lock before fieldwork."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Message, Node
from samrit.people.enums import Act
from samrit.publicity.enums import Reading
from samrit.surveys import queries
from samrit.surveys.actions import design
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.decisions import planned_looks
from samrit.surveys.enums import SurveyState
from samrit.surveys.models import Survey
from samrit.surveys.planning import read_parts
from samrit.surveys.templates import DECOYS
from samrit.web.office.views.common import crumbs, key_result_of, may
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.office.views.filling import form_page
from samrit.web.office.views.surveys.questionnaires import names_of, names_text
from samrit.web.office.views.surveys.shared import context_of, form_of, home, survey_of, trail
from samrit.web.shared.forms import NumberField, OfficeForm
from samrit.web.shared.pages import staff_page
from samrit.web.shared.templatetags.samrit import digits, number


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


@staff_page
def survey_new(request: HttpRequest, key: str) -> HttpResponse:
    """Starts a survey with the awareness questions."""
    key_result = key_result_of(request, key)
    initial = {"decoys": names_text(DECOYS), "title": f"{_('การรับรู้ย่านสร้างสรรค์')} {digits(key_result.fiscal_year)}"}
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
    names = len(asked(latest(row)).districts)
    curve = [(_hundred(point["share"]), _hundred(point["probability"])) for point in row.plan.get("curve", ())]
    context = {
        **context_of(row),
        "strata": _strata(row),
        # Each name passes by itself; answers of one person go together, so that this product is the least.
        "curve": [(share, round(chance), round(100 * (chance / 100) ** names)) for share, chance in curve],
        "names": names if row.reading == Reading.EACH else 0,
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
            (_("เกณฑ์ (ร้อยละ)"), number(percent(row.threshold))),
            (_("แบบสอบถามฉบับที่"), digits(latest(row).number)),
            (_("คำตอบที่ต้องการ"), number(row.plan.get("completes"))),
            (_("จำนวนครั้งที่จะดูผลเพื่อตัดสิน"), number(row.plan.get("looks", 1))),
        ],
        crumbs=trail(row),
    )
    return decide(request, decision)
