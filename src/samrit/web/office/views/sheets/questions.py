"""Answers for one field of the sheet at a time: right as it was read, or another value."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.platform.locking import Stale
from samrit.results.actions import definitions as actions
from samrit.web.office.sheet_fields import CHOICES, Field, Sheet
from samrit.web.office.views.common import key_result_of, version_of
from samrit.web.office.views.sheets.shared import revision_of, trail
from samrit.web.shared.forms import OfficeForm, YesNoField, spoken
from samrit.web.shared.pages import attempt, staff_page, status_of


class TickField(YesNoField):
    """A box of the sheet: ticked, or not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = [("yes", gettext_lazy("เลือก")), ("no", gettext_lazy("ไม่เลือก"))]


class FieldForm(OfficeForm):
    """One field of the sheet; `keep` says that it is right as it was read."""

    reason = forms.CharField(label=gettext_lazy("เหตุผลหรือที่มา"), required=False, max_length=500)

    def __init__(self, *args: Any, field: Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = spoken(field.label)
        made: forms.Field
        if field.kind == "tick":
            made = TickField(label=label)
        elif field.kind in CHOICES:
            made = forms.ChoiceField(
                label=label,
                choices=[(name, spoken(words)) for name, words in CHOICES[field.kind].items()],
                required=False,
            )
        elif field.kind == "text":
            made = forms.CharField(
                label=label, widget=forms.Textarea(attrs={"class": "tall"}), required=False, max_length=20_000
            )
        else:
            css = {"class": "w-number"} if field.kind == "number" else {}
            made = forms.CharField(label=label, widget=forms.TextInput(attrs=css), required=False, max_length=1000)
        made.initial = field.value
        self.fields["value"] = made
        self.order_fields(["value", "reason"])


_INVOLVEMENT = ("single_agency", "supporting_agencies", "supporting_bureaus", "supporting_district_offices")


class InvolvementForm(OfficeForm):
    """The four ticks of the block whose marks are so often lost."""

    needed_when = dict.fromkeys(_INVOLVEMENT, gettext_lazy("ต้องตอบก่อนยืนยันทั้งฉบับ"))
    single_agency = TickField(label=gettext_lazy("ดำเนินการหน่วยงานเดียว"))
    supporting_agencies = TickField(label=gettext_lazy("มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ"))
    supporting_bureaus = TickField(label=gettext_lazy("หน่วยงาน (R) ระดับสำนัก/สำนักงาน"))
    supporting_district_offices = TickField(label=gettext_lazy("หน่วยงาน (R) ระดับสำนักงานเขต"))


@staff_page
def field(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Answers for one field: right as it was read, or another value."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    path = request.GET.get("path", "")
    sheet = Sheet(row.definition, row.confirmed)
    known = {part.path: part for group in sheet.groups() for part in group.fields}
    known |= {part.path: part for part in sheet.questions()}
    if path not in known:
        raise Http404
    asked = known[path]
    if asked.kind == "rubric":
        return redirect("office:rubric", key, number)
    back = reverse("office:revision", args=[key, number])
    data = request.POST or None
    if asked.kind == "involvement":
        form: OfficeForm = InvolvementForm(data, initial=row.definition["involvement"])
    else:
        form = FieldForm(data, field=asked)
    if request.method == "POST" and form.is_valid():
        value, reason = _typed(request, form)
        act = lambda: actions.confirm_field(  # noqa: E731 -- one call with what was typed
            acting_user=request.user,
            revision=row,
            path=path,
            value=value,
            reason=reason,
            read_version=version_of(request),
        )
        try:
            if attempt(request, form, act, _("ยืนยันแล้ว")):
                following = next((part for part in sheet.questions() if part.path != path), None)
                if following is not None and asked.question and following.kind != "rubric":
                    return redirect(
                        f"{reverse('office:revision_field', args=[key, number])}?{urlencode({'path': following.path})}"
                    )
                return redirect(back)
        except Stale as stale:
            form.refuse(stale)
    context = {
        "key_result": key_result,
        "crumbs": trail(key_result),
        "revision": row,
        "field": asked,
        "form": form,
        "back": back,
        "version": row.version,
        "left": len(sheet.questions()),
    }
    return render(request, "office/field.html", context, status=status_of(form))


def _typed(request: HttpRequest, form: OfficeForm) -> tuple[Any, str]:
    if "keep" in request.POST:
        return actions.KEEP, ""
    if isinstance(form, InvolvementForm):
        return {name: value for name, value in form.cleaned_data.items() if value is not None}, ""
    return form.cleaned_data["value"], form.cleaned_data["reason"]
