"""What somebody is to do about a subject: given, read, done; and disputing what a work counts for."""

from __future__ import annotations

import uuid

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Scope, people_who_may
from samrit.publicity.actions import tasks as actions
from samrit.publicity.models import Task
from samrit.web.office.subjects import address_of
from samrit.web.office.views.comments import subject_or_404
from samrit.web.office.views.common import crumbs
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.views.filling import form_page
from samrit.web.office.views.works.shared import at, trail, work_of
from samrit.web.shared.forms import DateField, OfficeForm
from samrit.web.shared.pages import rights_of, staff_page
from samrit.web.shared.templatetags.samrit import date, moment


class TaskForm(OfficeForm):
    """What is to be done, by whom, by when."""

    note = forms.CharField(label=gettext_lazy("สิ่งที่ต้องทำ"), widget=forms.Textarea, max_length=2000)
    assignee = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("มอบหมายให้"),
        required=False,
        empty_label=gettext_lazy("ผู้ปฏิบัติงานทุกคนของหน่วยงาน"),
    )
    due_on = DateField(label=gettext_lazy("ครบกำหนด"), required=False)


def _workers(scope: Scope) -> QuerySet[User]:
    return User.objects.filter(pk__in=[user.pk for user in people_who_may(Act.COMMENT, scope)])


@staff_page
def task_new(request: HttpRequest, subject: str) -> HttpResponse:
    """Gives somebody something to do."""
    about, key_result = subject_or_404(request, subject)
    rights_of(request).require(Act.COMMENT, about.scope)
    form = TaskForm(request.POST or None)
    form.fields["assignee"].queryset = _workers(about.scope)
    back = address_of(subject) or reverse("office:talk", args=[subject])
    return form_page(
        request,
        form,
        lambda _version: actions.open_task(
            subject, key_result=key_result, **form.cleaned_data, acting_user=request.user
        ),
        title=_("มอบหมายงาน"),
        back=back,
        crumbs=crumbs(key_result, (_("เรื่องที่มอบหมาย"), back)),
        key_result=key_result,
    )


class DoneForm(OfficeForm):
    """What was done."""

    note = forms.CharField(label=gettext_lazy("ทำอะไรไปแล้ว"), widget=forms.Textarea, required=False, max_length=2000)


@staff_page
def task(request: HttpRequest, number: int) -> HttpResponse:
    """One task: what is asked, where, by when; and the button that says it is done."""
    found = get_object_or_404(Task.objects.select_related("key_result__host", "assignee", "opened_by"), pk=number)
    _about, key_result = subject_or_404(request, found.subject)
    back = address_of(found.subject) or reverse("office:week")
    facts = [
        (_("มอบหมายโดย"), str(found.opened_by or "–")),
        (_("มอบหมายให้"), str(found.assignee or _("ผู้ปฏิบัติงานทุกคนของหน่วยงาน"))),
        (_("ครบกำหนด"), date(found.due_on)),
    ]
    if found.done_at is not None:
        facts.append((_("เสร็จเมื่อ"), f"{moment(found.done_at)} {found.done_by}"))
    decision = Decision(
        title=str(found.get_code_display()),
        label=_("ทำเสร็จแล้ว"),
        act=lambda data, _version: actions.complete_task(found, **data, acting_user=request.user),
        back=back,
        form=DoneForm,
        text=found.note,
        facts=facts,
        crumbs=crumbs(key_result, (_("เรื่องที่มอบหมาย"), back)),
    )
    return decide(request, decision)


@staff_page
def work_dispute(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Says that what a work counts for is wrong; a person who decides on duplicates looks at it."""
    row = work_of(request, uid)
    decision = Decision(
        title=_("ทักท้วงการนับงานนี้"),
        label=_("ส่งคำทักท้วง"),
        act=lambda data, _version: actions.dispute_count(row, **data, acting_user=request.user),
        back=at(row),
        form=ReasonForm,
        subject=row.title,
        text=_("ผู้ตรวจสอบจะพิจารณาว่างานนี้นับเป็นผลงานใด และตอบท่าน"),
        crumbs=trail(row),
    )
    return decide(request, decision)
