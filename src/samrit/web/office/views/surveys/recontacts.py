"""Second visits to interviews: which, and what they found."""

from __future__ import annotations

import uuid

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people.enums import Act
from samrit.surveys import telling
from samrit.surveys.actions.recontacts import enter_recontact
from samrit.surveys.enums import Found
from samrit.surveys.models import Response
from samrit.web.office.views.common import may
from samrit.web.office.views.filling import form_page
from samrit.web.office.views.surveys.shared import context_of, trail, wave_of
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import staff_page

_A_PAGE = 50


class RecontactForm(OfficeForm):
    """What was found."""

    outcome = forms.ChoiceField(label=gettext_lazy("ผลการสัมภาษณ์ซ้ำ"), choices=Found.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("หมายเหตุ"),
        help_text=gettext_lazy("สิ่งที่ต่างไป หรือเหตุที่ติดต่อไม่ได้ โปรดไม่ใส่ชื่อหรือที่อยู่"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
    )


@staff_page
def recontacts(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The interviews to be visited again, and what was found."""
    wave = wave_of(request, uid)
    visits = telling.visits_for(wave, reader=request.user)
    context = context_of(
        wave,
        page=Paginator(visits, _A_PAGE).get_page(request.GET.get("page")),
        done=sum(one.last is not None for one in visits),
        may_edit=may(request, Act.EDIT_SURVEY, wave.survey.key_result),
    )
    return render(request, "office/surveys/recontacts.html", context)


@staff_page
def recontact(request: HttpRequest, uid: uuid.UUID, response: uuid.UUID) -> HttpResponse:
    """Enters what a visit found."""
    wave = wave_of(request, uid)
    rows = Response.objects.select_related("wave__survey__key_result", "allocation")
    row = get_object_or_404(rows, uid=response, wave=wave, allocation__isnull=False)
    form = RecontactForm(request.POST or None)

    def save(_version: int) -> None:
        enter_recontact(row, **form.cleaned_data, acting_user=request.user)

    return form_page(
        request,
        form,
        save,
        title=f"{_('ผลการสัมภาษณ์ซ้ำ')} {str(row.uid)[:8]}",
        back=reverse("office:recontacts", args=[wave.uid]),
        crumbs=trail(wave),
        key_result=wave.survey.key_result,
    )
