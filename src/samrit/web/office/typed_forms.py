"""Forms for a key result that is typed: its head, its supporting agencies and its duties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Refused
from samrit.core.rubric.words import operator_words
from samrit.core.sheet.definition import DUTY_KINDS, METHOD_KINDS, OPERATORS
from samrit.core.sheet.labels import CHANNEL_OPTIONS, EVALUATION_OPTIONS, REFERENCE_OPTIONS
from samrit.people.models import Agency
from samrit.results.typed import TypedDuty, TypedSheet, TypedTarget
from samrit.web.office.sheet_fields import DUTY_WORDS, METHOD_WORDS
from samrit.web.shared.forms import NumberField, OfficeForm, spoken
from samrit.web.shared.pages import refusal_text

_TEXTS = ("plan", "dimension", "development_issue", "definition")
_COORDINATOR = ("name", "position", "phone", "unit")
_AT_FIELD = {"target": "target_value", "method": "method_text", "agency": "host"}


def _operators() -> list[tuple[str, str]]:
    return [(name, spoken(operator_words(name))) for name in OPERATORS]


class HeadForm(OfficeForm):
    """The sheet without its lists."""

    code = forms.CharField(
        label=gettext_lazy("รหัส"), max_length=40, widget=forms.TextInput(attrs={"class": "w-number"})
    )
    fiscal_year = NumberField(label=gettext_lazy("ปีงบประมาณ พ.ศ."), whole=True)
    name = forms.CharField(label=gettext_lazy("ชื่อตัวชี้วัด"), max_length=500)
    host = forms.ChoiceField(label=gettext_lazy("หน่วยงานรับผิดชอบหลัก (H)"))
    plan = forms.CharField(label=gettext_lazy("แผน"), required=False, max_length=500)
    dimension = forms.CharField(label=gettext_lazy("ด้าน"), required=False, max_length=500)
    development_issue = forms.CharField(label=gettext_lazy("ประเด็นการพัฒนา"), required=False, max_length=500)
    target_operator = forms.ChoiceField(label=gettext_lazy("เกณฑ์ของค่าเป้าหมาย"), choices=_operators)
    target_value = NumberField(label=gettext_lazy("ค่าเป้าหมายรวม"))
    target_unit = forms.CharField(label=gettext_lazy("หน่วยนับ"), max_length=60)
    definition = forms.CharField(
        label=gettext_lazy("นิยาม/คำอธิบาย"), widget=forms.Textarea, required=False, max_length=20_000
    )
    method_text = forms.CharField(
        label=gettext_lazy("วิธีคำนวณ"), widget=forms.Textarea, required=False, max_length=20_000
    )
    method_kind = forms.ChoiceField(label=gettext_lazy("ประเภทวิธีคำนวณ"), required=False)
    rubric = forms.CharField(
        label=gettext_lazy("เกณฑ์การให้คะแนน"),
        help_text=gettext_lazy(
            "บรรทัดละหนึ่งระดับ เช่น “5 | 100 | ๑๐ ย่าน และรายงานผลต่อผู้บริหาร” หรือ “3: 6 ย่าน” กรอกภายหลังก็ได้"
        ),
        widget=forms.Textarea(attrs={"class": "tall", "rows": 8}),
        required=False,
        max_length=20_000,
    )
    references = forms.MultipleChoiceField(
        label=gettext_lazy("เอกสารอ้างอิงเพิ่มเติม"),
        choices=[(label, label) for label in REFERENCE_OPTIONS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("ช่องทางการรายงานผล"),
        choices=[(label, label) for label in CHANNEL_OPTIONS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    channel_detail = forms.CharField(label=gettext_lazy("ระบบอื่นที่ใช้รายงานผล"), required=False, max_length=300)
    evaluation = forms.MultipleChoiceField(
        label=gettext_lazy("การติดตามประเมินผลความสำเร็จ"),
        help_text=gettext_lazy("ข้อที่เลือกกำหนดว่าใครต้องตรวจและรับรอง"),
        choices=[(label, label) for label in EVALUATION_OPTIONS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    evaluation_detail = forms.CharField(label=gettext_lazy("ระบบข้อมูลที่ใช้ยืนยันผล"), required=False, max_length=300)
    coordinator_name = forms.CharField(label=gettext_lazy("ผู้ประสานงาน"), required=False, max_length=200)
    coordinator_position = forms.CharField(label=gettext_lazy("ตำแหน่ง"), required=False, max_length=200)
    coordinator_phone = forms.CharField(label=gettext_lazy("หมายเลขโทรศัพท์"), required=False, max_length=60)
    coordinator_unit = forms.CharField(label=gettext_lazy("ส่วนราชการ"), required=False, max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่เปลี่ยนแปลง"),
        help_text=gettext_lazy("ระบุเมื่อเป็นฉบับแก้ไขของตัวชี้วัดเดิม"),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, agencies: dict[str, Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self.fields["host"].choices = _choices(agencies, _("เลือกหน่วยงาน"))
        self.fields["method_kind"].choices = [
            ("", _("ยังไม่ระบุ")),
            *((name, spoken(METHOD_WORDS[name])) for name in METHOD_KINDS),
        ]

    @property
    def host_agency(self) -> Agency:
        return self.agencies[self.cleaned_data["host"]]

    def sheet(self, supporting: list[tuple[Agency, TypedTarget]], duties: list[TypedDuty]) -> TypedSheet:
        """What was typed, as one sheet."""
        data = self.cleaned_data
        return TypedSheet(
            code=data["code"],
            fiscal_year=data["fiscal_year"],
            name=data["name"],
            host=self.host_agency,
            target=TypedTarget(data["target_value"], data["target_unit"], data["target_operator"]),
            texts={name: data[name] for name in _TEXTS},
            method_text=data["method_text"],
            method_kind=data["method_kind"],
            supporting=supporting,
            duties=duties,
            ticked={*data["references"], *data["channels"], *data["evaluation"]},
            details={CHANNEL_OPTIONS[-1]: data["channel_detail"], EVALUATION_OPTIONS[-1]: data["evaluation_detail"]},
            coordinator={name: data[f"coordinator_{name}"] for name in _COORDINATOR},
        )

    def refuse(self, refused: Refused) -> None:
        """Paths of the document lead to the fields of this form."""
        first = refused.path.partition(".")[0].partition("[")[0]
        name = _AT_FIELD.get(first, first)
        self.add_error(name if name in self.fields else None, refusal_text(refused))


class SupportForm(OfficeForm):
    """One supporting agency with its target."""

    agency = forms.ChoiceField(label=gettext_lazy("หน่วยงานสนับสนุน (R)"), required=False)
    value = NumberField(label=gettext_lazy("ค่าเป้าหมาย"), required=False)
    unit = forms.CharField(label=gettext_lazy("หน่วยนับ"), required=False, max_length=60)

    def __init__(self, *args: Any, agencies: dict[str, Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self.fields["agency"].choices = _choices(agencies, _("ไม่มี"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("agency") and (data.get("value") is not None or data.get("unit")):
            self.add_error("agency", _("โปรดเลือกหน่วยงานของค่าเป้าหมายนี้ หรือลบค่าออก"))
        return data

    def row(self) -> tuple[Agency, TypedTarget] | None:
        """The line; None where nothing was chosen."""
        data = self.cleaned_data
        if not data["agency"]:
            return None
        return self.agencies[data["agency"]], TypedTarget(data["value"], data["unit"])


class DutyForm(OfficeForm):
    """One duty with its minimum."""

    text = forms.CharField(label=gettext_lazy("บทบาทภารกิจ"), widget=forms.Textarea, required=False, max_length=20_000)
    kind = forms.ChoiceField(label=gettext_lazy("ประเภท"), required=False)
    agency = forms.ChoiceField(label=gettext_lazy("ของหน่วยงาน"), required=False)
    operator = forms.ChoiceField(label=gettext_lazy("เกณฑ์ขั้นต่ำ"), choices=_operators, required=False)
    value = NumberField(label=gettext_lazy("จำนวนขั้นต่ำ"), required=False)
    unit = forms.CharField(label=gettext_lazy("หน่วยนับ"), required=False, max_length=60)

    def __init__(self, *args: Any, agencies: dict[str, Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self.fields["agency"].choices = _choices(agencies, _("หน่วยงานรับผิดชอบหลัก (H)"))
        kinds = [*(name for name in DUTY_KINDS if name != "other"), "other"]
        self.fields["kind"].choices = [(name, spoken(DUTY_WORDS[name])) for name in kinds]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text") and (data.get("value") is not None or data.get("unit")):
            self.add_error("text", _("โปรดเขียนบทบาทภารกิจของจำนวนขั้นต่ำนี้ หรือลบจำนวนออก"))
        return data

    def row(self) -> TypedDuty | None:
        """The duty; None where nothing was written."""
        data = self.cleaned_data
        if not data["text"]:
            return None
        minimum = TypedTarget(data["value"], data["unit"], data["operator"] or ">=")
        return TypedDuty(data["text"], data["kind"] or "other", self.agencies.get(data["agency"]), minimum)


def _choices(agencies: dict[str, Agency], nothing: str) -> list[tuple[str, str]]:
    return [("", nothing), *((code, str(agency)) for code, agency in agencies.items())]
