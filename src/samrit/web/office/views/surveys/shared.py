"""What the pages of surveys share: the row of an address, the way to it, and what every page and form is made from."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.surveys.models import Survey, Wave
from samrit.web.office.views.common import crumbs, may_see
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import rights_of
from samrit.web.shared.templatetags.samrit import digits


def survey_of(request: HttpRequest, uid: uuid.UUID) -> Survey:
    """The survey of an address. 404 where there is none, Forbidden where its key result may not be seen."""
    survey = get_object_or_404(Survey.objects.select_related("key_result__host", "locked_by"), uid=uid)
    _refuse_unseen(request, survey)
    return survey


def wave_of(request: HttpRequest, uid: uuid.UUID) -> Wave:
    """The wave of an address. 404 where there is none, Forbidden where its key result may not be seen."""
    wave = get_object_or_404(Wave.objects.select_related("survey__key_result__host"), uid=uid)
    _refuse_unseen(request, wave.survey)
    return wave


def _refuse_unseen(request: HttpRequest, survey: Survey) -> None:
    if not may_see(rights_of(request), survey.key_result):
        raise Forbidden(Act.VIEW)


def home(row: Survey | Wave) -> str:
    """The address of a survey's or a wave's page."""
    return reverse("office:survey" if isinstance(row, Survey) else "office:wave", args=[row.uid])


def trail(row: Survey | Wave) -> list[tuple[str, str]]:
    """The way to a page of a survey or of a wave."""
    survey = row if isinstance(row, Survey) else row.survey
    awareness = (_("การรับรู้"), reverse("office:awareness", args=[survey.key_result.key]))
    further = [(f"{_('รอบที่')} {digits(row.number)}", home(row))] if isinstance(row, Wave) else []
    return crumbs(survey.key_result, awareness, (survey.title, home(survey)), *further)


def context_of(row: Survey | Wave, **more: Any) -> dict[str, Any]:
    """What every page of a survey or a wave shows around its own matter."""
    survey = row if isinstance(row, Survey) else row.survey
    wave = {} if isinstance(row, Survey) else {"wave": row}
    around = {"survey": survey, "key_result": survey.key_result, "section": "awareness", "crumbs": trail(row)}
    return {**around, **wave, **more}


def form_of(
    request: HttpRequest, row: Survey | Wave, title: str, form: OfficeForm, save: Any, *, back: str = ""
) -> HttpResponse:
    """The page of a form that belongs to a survey or a wave; it goes back there, or to `back`."""
    survey = row if isinstance(row, Survey) else row.survey
    return form_page(
        request,
        form,
        save,
        title=title,
        back=back or home(row),
        crumbs=trail(row),
        version=row.version,
        key_result=survey.key_result,
    )
