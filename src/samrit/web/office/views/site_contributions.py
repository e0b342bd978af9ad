"""What residents sent: the list, one of them, accepted as evidence or declined with an answer."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people.enums import Act
from samrit.platform.sending import send
from samrit.publicity.models import Work
from samrit.site.actions.contributions import accept_contribution, decline_contribution
from samrit.site.models import Contribution
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import rights_of, staff_page


class AcceptForm(OfficeForm):
    """Of which work it is evidence, what the sender reads, and what stays in the office."""

    work = forms.ModelChoiceField(label=gettext_lazy("เป็นหลักฐานของงาน"), queryset=Work.objects.none())
    answer = forms.CharField(label=gettext_lazy("คำตอบถึงผู้ส่ง"), widget=forms.Textarea, required=False, max_length=2000)
    note = forms.CharField(label=gettext_lazy("บันทึกภายใน"), widget=forms.Textarea, required=False, max_length=2000)


class DeclineForm(OfficeForm):
    """Why not."""

    answer = forms.CharField(label=gettext_lazy("คำตอบถึงผู้ส่ง"), widget=forms.Textarea, max_length=2000)
    note = forms.CharField(label=gettext_lazy("บันทึกภายใน"), widget=forms.Textarea, required=False, max_length=2000)


def _row(request: HttpRequest, uid: uuid.UUID) -> Contribution:
    rights_of(request).require(Act.MODERATE)
    return get_object_or_404(Contribution.objects.select_related("district", "photo", "work"), uid=uid)


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("เว็บไซต์สาธารณะ"), reverse("office:site")),
        (_("สิ่งที่ประชาชนส่งมา"), reverse("office:site_contributions")),
    ]


@staff_page
def contributions(request: HttpRequest) -> HttpResponse:
    """Those that wait, then the others, the newest first."""
    rights_of(request).require(Act.MODERATE)
    rows = Contribution.objects.select_related("district").order_by("-id")
    context = {
        "waiting": rows.filter(state="waiting"),
        "rows": rows.exclude(state="waiting")[:100],
        "crumbs": _crumbs()[:1],
        "section": "site",
    }
    return render(request, "office/site/contributions.html", context)


@staff_page
def contribution(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One of them."""
    context = {"row": _row(request, uid), "crumbs": _crumbs(), "section": "site"}
    return render(request, "office/site/contribution.html", context)


@staff_page
def photo(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Its picture."""
    return send(_row(request, uid).photo, "photo.jpg", shown=True)


@staff_page
def accept(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Evidence that the community took part."""
    row = _row(request, uid)
    works = Work.objects.filter(districts=row.district).select_related("key_result").order_by("-id")

    def form(*args: Any, **kwargs: Any) -> AcceptForm:
        made = AcceptForm(*args, **kwargs)
        made.fields["work"].queryset = works
        return made

    decision = Decision(
        title=_("รับไว้เป็นหลักฐานการมีส่วนร่วม"),
        label=_("รับไว้"),
        act=lambda data, version: accept_contribution(
            row, data["work"], answer=data["answer"], note=data["note"], read_version=version, acting_user=request.user
        ),
        back=reverse("office:site_contribution", args=[uid]),
        version=row.version,
        form=form,
        subject=row.title,
        crumbs=_crumbs(),
    )
    return decide(request, decision)


@staff_page
def decline(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Not taken in, with an answer."""
    row = _row(request, uid)
    decision = Decision(
        title=_("ไม่รับสิ่งที่ส่งมา"),
        label=_("ไม่รับ"),
        act=lambda data, version: decline_contribution(row, **data, read_version=version, acting_user=request.user),
        back=reverse("office:site_contribution", args=[uid]),
        version=row.version,
        form=DeclineForm,
        subject=row.title,
        refuse=True,
        crumbs=_crumbs(),
    )
    return decide(request, decision)
