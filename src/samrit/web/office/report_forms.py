"""Forms of a report: its text and figures, and what is said at each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.results.enums import MeasureKind
from samrit.results.models import Measure
from samrit.web.office.views.deciding import ReasonForm
from samrit.web.shared.forms import NumberField, OfficeForm
from samrit.web.shared.pages import refusal_text


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

    def __init__(self, *args: Any, measures: Sequence[Measure] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens"].choices += [(f"values.{row.name}", row.label or row.name) for row in measures]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["opens"] = data.get("opens") or None
        return data


class ReportForm(OfficeForm):
    """The text of a report, and the figures that cannot be counted."""

    needed_when = dict.fromkeys(("narrative", "problems", "suggestions"), gettext_lazy("ต้องกรอกก่อนส่งรายงาน"))
    narrative = forms.CharField(
        label=gettext_lazy("ผลการดำเนินงาน"), widget=forms.Textarea(attrs={"class": "tall"}), required=False
    )
    problems = forms.CharField(
        label=gettext_lazy("ปัญหาอุปสรรค"),
        help_text=gettext_lazy("หากไม่มี ให้เขียนว่าไม่มี"),
        widget=forms.Textarea,
        required=False,
    )
    suggestions = forms.CharField(
        label=gettext_lazy("ข้อเสนอแนะ"),
        help_text=gettext_lazy("หากไม่มี ให้เขียนว่าไม่มี"),
        widget=forms.Textarea,
        required=False,
    )
    progress = NumberField(
        label=gettext_lazy("ความคืบหน้าของงาน (ร้อยละ)"), help_text=gettext_lazy("ความคืบหน้าไม่ใช่ผลของตัวชี้วัด"), required=False
    )

    def __init__(
        self, *args: Any, measures: Sequence[Measure], opened: Sequence[str] | None = None, **kwargs: Any
    ) -> None:
        """`opened`: the parts that a return opened, None for all of them; the others are shown and stay."""
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

        for name, field in self.fields.items():
            part = f"values.{name.partition('__')[0]}" if "__" in name else name
            field.disabled = opened is not None and part not in opened

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
