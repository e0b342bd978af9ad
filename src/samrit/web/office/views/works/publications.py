"""Where a work is public, and its renditions."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.publicity.actions import parts, publications
from samrit.publicity.models import Publication
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.views.works.shared import at, part_page, trail, work_of
from samrit.web.office.work_forms import (
    PublicationForm,
    RenditionForm,
)
from samrit.web.shared.pages import staff_page


@staff_page
def publication_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Records where a work is public."""
    row = work_of(request, uid)
    form = PublicationForm(request.POST or None)
    form.fields["rendition"].queryset = row.renditions.all()
    user = request.user
    return part_page(
        request,
        row,
        _("บันทึกการเผยแพร่"),
        form,
        lambda _version: publications.add_publication(row, form.draft(), read_version=row.version, acting_user=user),
    )


_PUBLICATION_ACTS = {
    "remove": (gettext_lazy("นำการเผยแพร่ที่บันทึกผิดออก"), publications.remove_publication),
    "withdraw": (gettext_lazy("บันทึกว่านำลงแล้ว"), publications.withdraw_publication),
}


@staff_page
def publication_act(request: HttpRequest, uid: uuid.UUID, publication: uuid.UUID, act: str) -> HttpResponse:
    """Takes out what was entered by mistake; records that something was taken down."""
    row = work_of(request, uid)
    if act not in _PUBLICATION_ACTS:
        raise Http404
    found = get_object_or_404(
        Publication.objects.select_related("work__key_result", "work__agency"), uid=publication, work=row
    )
    label, action = _PUBLICATION_ACTS[act]
    decision = Decision(
        title=str(label),
        label=str(label),
        act=lambda data, version: action(found, **data, read_version=version, acting_user=request.user),
        back=at(row),
        version=row.version,
        form=ReasonForm,
        subject=f"{found.get_channel_display()} {found.permalink}",
        refuse=True,
        crumbs=trail(row),
    )
    return decide(request, decision)


@staff_page
def rendition_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One cut or language of a work."""
    row = work_of(request, uid)
    form = RenditionForm(request.POST or None)
    return part_page(
        request,
        row,
        _("เพิ่มฉบับย่อย"),
        form,
        lambda _version: parts.add_rendition(
            row, **form.cleaned_data, read_version=row.version, acting_user=request.user
        ),
    )
