"""Results of the awareness survey, with n, method and interval."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people.enums import Act
from samrit.publicity.actions import awareness as awareness_actions
from samrit.publicity.enums import Reading
from samrit.publicity.queries import network
from samrit.results.models import Period
from samrit.surveys.queries import surveys_of
from samrit.web.office.views.common import crumbs, key_result_of, may
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import DateField, NumberField, OfficeForm
from samrit.web.shared.pages import staff_page


class PercentField(NumberField):
    """A share as it is spoken of: from 0 to 100 percent, with two decimal places at most."""

    def clean(self, value: Any) -> Decimal | None:
        number = super().clean(value)
        if number is None:
            return None
        if not 0 <= number <= 100 or number != round(number, 2):
            raise forms.ValidationError(_("โปรดพิมพ์ร้อยละ ตั้งแต่ 0 ถึง 100 ทศนิยมไม่เกิน ๒ ตำแหน่ง"))
        return Decimal(number)


_READINGS = {
    "each": gettext_lazy("แต่ละย่าน (B)"),
    "joint": gettext_lazy("รู้จักครบทุกย่าน (A)"),
    "mean": gettext_lazy("ค่าเฉลี่ยทุกย่าน (C)"),
    "any": gettext_lazy("รู้จักอย่างน้อยหนึ่งย่าน (D)"),
}


class AwarenessForm(OfficeForm):
    """A result of the awareness survey, in percent as it is spoken of."""

    reading = forms.ChoiceField(
        label=gettext_lazy("อ่านเกณฑ์ร้อยละ ๘๐ อย่างไร"),
        help_text=gettext_lazy("เลือกให้ตรงกับที่รายงานผลสำรวจวัดไว้"),
        choices=sorted(Reading.choices, key=lambda choice: str(choice[1])),
        widget=forms.RadioSelect,
    )
    share = PercentField(label=gettext_lazy("ผู้รับรู้ (ร้อยละ)"))
    low = PercentField(label=gettext_lazy("ช่วงความเชื่อมั่น ต่ำ (ร้อยละ)"), required=False)
    high = PercentField(label=gettext_lazy("ช่วงความเชื่อมั่น สูง (ร้อยละ)"), required=False)
    respondents = NumberField(label=gettext_lazy("จำนวนผู้ตอบ"), whole=True)
    method = forms.CharField(
        label=gettext_lazy("วิธีสำรวจ"), help_text=gettext_lazy("กลุ่มตัวอย่าง วิธีเลือก วิธีถาม"), widget=forms.Textarea
    )
    measured_on = DateField(label=gettext_lazy("วันที่สำรวจ"))
    period = forms.ModelChoiceField(
        Period.objects.none(), label=gettext_lazy("งวด"), required=False, empty_label=gettext_lazy("ไม่ระบุ")
    )


@staff_page
def awareness(request: HttpRequest, key: str) -> HttpResponse:
    """The results entered, with n, method and interval."""
    key_result = key_result_of(request, key)
    rows = [
        (
            row,
            _READINGS[row.reading],
            *(None if part is None else part * 100 for part in (row.share, row.low, row.high)),
        )
        for row in network.awareness_results(key_result)
    ]
    context = {
        "key_result": key_result,
        "section": "awareness",
        "crumbs": crumbs(key_result),
        "rows": rows,
        "surveys": surveys_of(key_result),
        "may_survey": may(request, Act.EDIT_SURVEY, key_result),
        "may_edit": may(request, Act.EDIT_WORK, key_result),
    }
    return render(request, "office/awareness.html", context)


@staff_page
def awareness_new(request: HttpRequest, key: str) -> HttpResponse:
    """Enters a result."""
    key_result = key_result_of(request, key)
    form = AwarenessForm(request.POST or None)
    form.fields["period"].queryset = key_result.periods.all()

    def save(_version: int) -> None:
        data = dict(form.cleaned_data)
        for name in ("share", "low", "high"):
            data[name] = None if data[name] is None else data[name] / 100
        awareness_actions.enter_awareness(key_result, **data, acting_user=request.user)

    return form_page(
        request,
        form,
        save,
        title=_("บันทึกผลสำรวจการรับรู้"),
        back=reverse("office:awareness", args=[key]),
        crumbs=crumbs(key_result),
        key_result=key_result,
    )
