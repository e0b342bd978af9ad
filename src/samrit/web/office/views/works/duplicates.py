"""Deciding whether two works are the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.publicity.actions import duplicates
from samrit.publicity.models import DuplicateFlag, Work
from samrit.web.office.views.common import may_see
from samrit.web.office.views.works.shared import part_page
from samrit.web.shared.forms import OfficeForm, YesNoField
from samrit.web.shared.pages import rights_of, staff_page


class DuplicateForm(OfficeForm):
    """Whether two works are the same, and which one stays."""

    same = YesNoField(label=gettext_lazy("เป็นงานเดียวกัน"))
    keep = forms.ModelChoiceField(
        Work.objects.none(), label=gettext_lazy("ถ้าใช่ ให้นับงานใด"), required=False, empty_label="–"
    )
    reason = forms.CharField(label=gettext_lazy("เหตุผล"), widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("same") is None:
            self.add_error("same", _("โปรดเลือกว่าใช่หรือไม่ใช่"))
        return data


@staff_page
def duplicate(request: HttpRequest, number: int) -> HttpResponse:
    """A person who made neither decides whether two works are the same."""
    flag = get_object_or_404(
        DuplicateFlag.objects.select_related(
            "first__key_result", "first__agency", "second__key_result", "second__agency"
        ),
        pk=number,
    )
    row = flag.first
    if not may_see(rights_of(request), row.key_result):
        raise Forbidden(Act.VIEW)
    form = DuplicateForm(request.POST or None)
    form.fields["keep"].queryset = Work.objects.filter(pk__in=[flag.first_id, flag.second_id])
    return part_page(
        request,
        row,
        _("ชี้ขาดงานที่คล้ายกัน"),
        form,
        lambda _version: duplicates.decide_duplicate(
            flag, **form.cleaned_data, read_decided_at=flag.decided_at, acting_user=request.user
        ),
        pair=(flag.first, flag.second),
    )
