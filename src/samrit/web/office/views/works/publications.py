"""Where a work is public, and its renditions."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people.enums import Act
from samrit.publicity.actions import parts, publications
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.drafts import PublicationDraft
from samrit.publicity.enums import Channel, RenditionKind, Visibility
from samrit.publicity.models import Publication, Rendition, Work
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.views.works.shared import at, part_page, trail, work_of
from samrit.web.shared.forms import MomentField, NumberField, OfficeForm, YesNoField
from samrit.web.shared.pages import staff_page


class PublicationForm(OfficeForm):
    """Where a work is public."""

    needed_when: ClassVar = {
        "permalink": gettext_lazy("ต้องกรอก ยกเว้น LINE"),
        "accepted": gettext_lazy("ต้องกรอกสำหรับ LINE"),
        "delivered": gettext_lazy("ต้องกรอกสำหรับ LINE"),
    }
    channel = forms.ChoiceField(label=gettext_lazy("ช่องทาง"), choices=Channel.choices)
    permalink = forms.CharField(
        label=gettext_lazy("ลิงก์ถาวร"),
        help_text=gettext_lazy("ที่อยู่ของโพสต์หรือหน้าเว็บที่ใครก็เปิดได้"),
        required=False,
        max_length=1000,
    )
    first_public_at = MomentField(label=gettext_lazy("เผยแพร่ครั้งแรกเมื่อ"))
    visibility = forms.ChoiceField(label=gettext_lazy("ใครเห็นได้"), choices=Visibility.choices)
    rendition = forms.ModelChoiceField(
        Rendition.objects.none(), label=gettext_lazy("ฉบับ"), required=False, empty_label=gettext_lazy("ต้นฉบับ")
    )
    seen_logged_out = YesNoField(label=gettext_lazy("เปิดดูได้โดยไม่ต้องลงชื่อเข้าใช้"))
    accepted = YesNoField(label=gettext_lazy("แพลตฟอร์มรับแล้ว (LINE)"))
    delivered = NumberField(label=gettext_lazy("ส่งถึงกี่คน (LINE)"), whole=True, required=False)

    def __init__(self, *args: Any, work: Work, publication: Publication | None = None, **kwargs: Any) -> None:
        if publication is not None:
            names = (name for name in self.base_fields if name != "rendition")
            kwargs["initial"] = {name: getattr(publication, name) for name in names}
            kwargs["initial"]["rendition"] = publication.rendition_id
        super().__init__(*args, **kwargs)
        self.fields["rendition"].queryset = work.renditions.all()

    def draft(self) -> PublicationDraft:
        """The publication as typed."""
        return PublicationDraft(**self.cleaned_data)


@staff_page
def publication_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Records where a work is public."""
    row = work_of(request, uid)
    form = PublicationForm(request.POST or None, work=row)
    by = {"read_version": row.version, "acting_user": request.user}
    return part_page(
        request,
        row,
        _("บันทึกการเผยแพร่"),
        form,
        lambda _version: publications.add_publication(row, form.draft(), **by),
    )


def _publication(row: Work, uid: uuid.UUID) -> Publication:
    return get_object_or_404(Publication.objects.select_related("work__key_result", "work__agency"), uid=uid, work=row)


@staff_page
def publication_edit(request: HttpRequest, uid: uuid.UUID, publication: uuid.UUID) -> HttpResponse:
    """Sets right what was recorded of a publication, before the work is verified."""
    row = work_of(request, uid)
    found = _publication(row, publication)
    form = PublicationForm(request.POST or None, work=row, publication=found)
    return part_page(
        request,
        row,
        _("แก้ไขการเผยแพร่"),
        form,
        lambda version: publications.save_publication(
            found, form.draft(), read_version=version, acting_user=request.user
        ),
    )


class TakenDownForm(ReasonForm):
    """Why something was taken down, and when."""

    withdrawn_at = MomentField(label=gettext_lazy("นำลงเมื่อ"), help_text=gettext_lazy("เว้นว่างไว้คือขณะนี้"), required=False)


_ACTS: dict[str, tuple[Any, Any, type[ReasonForm]]] = {
    "remove": (gettext_lazy("นำการเผยแพร่ที่บันทึกผิดออก"), publications.remove_publication, ReasonForm),
    "withdraw": (gettext_lazy("บันทึกว่านำลงแล้ว"), publications.withdraw_publication, TakenDownForm),
}


@staff_page
def publication_act(request: HttpRequest, uid: uuid.UUID, publication: uuid.UUID, act: str) -> HttpResponse:
    """Takes out what was entered by mistake; records that something was taken down."""
    row = work_of(request, uid)
    if act not in _ACTS:
        raise Http404
    found = _publication(row, publication)
    label, action, form = _ACTS[act]
    decision = Decision(
        title=str(label),
        label=str(label),
        act=lambda data, version: action(found, **data, read_version=version, acting_user=request.user),
        back=at(row),
        version=row.version,
        form=form,
        subject=f"{found.get_channel_display()} {found.permalink}",
        refuse=True,
        crumbs=trail(row),
        asks=(Act.EDIT_WORK, Act.APPROVE_WORK) if act == "withdraw" else (Act.EDIT_WORK,),
        where=(scope_of(row),),
    )
    return decide(request, decision)


class RenditionForm(OfficeForm):
    """One cut or language."""

    kind = forms.ChoiceField(label=gettext_lazy("ฉบับ"), choices=RenditionKind.choices)
    own_work = YesNoField(label=gettext_lazy("ผลิตขึ้นใหม่จริง"))
    note = forms.CharField(label=gettext_lazy("หมายเหตุ"), required=False, max_length=200)


@staff_page
def rendition_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One cut or language of a work."""
    row = work_of(request, uid)
    form = RenditionForm(request.POST or None)
    by = {"read_version": row.version, "acting_user": request.user}
    return part_page(
        request, row, _("เพิ่มฉบับย่อย"), form, lambda _version: parts.add_rendition(row, **form.cleaned_data, **by)
    )
