"""Pictures of a public page: taken in, described, focused, removed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.platform.sending import send
from samrit.site.actions import pictures
from samrit.site.actions.pictures import Words
from samrit.site.addresses import name_of
from samrit.site.enums import Licence
from samrit.site.models import Page, Picture
from samrit.site.pictures import CARD_NAME
from samrit.web.office.views.filling import form_page
from samrit.web.office.views.site_pages import page_of
from samrit.web.shared.forms import NumberField, OfficeForm
from samrit.web.shared.pages import staff_page


class PictureForm(OfficeForm):
    """Words, credit, licence and focus of a picture."""

    needed_when: ClassVar[Mapping[str, Any]] = dict.fromkeys(("alt_th", "credit"), gettext_lazy("ต้องมีก่อนเผยแพร่"))
    alt_th = forms.CharField(
        label=gettext_lazy("คำบรรยายภาพสำหรับผู้มองไม่เห็น"),
        help_text=gettext_lazy("บอกสิ่งที่เห็นในภาพหนึ่งประโยค"),
        required=False,
        max_length=500,
    )
    alt_en = forms.CharField(label=gettext_lazy("คำบรรยายภาพ (ภาษาอังกฤษ)"), required=False, max_length=500)
    credit = forms.CharField(label=gettext_lazy("เครดิตภาพ"), required=False, max_length=200)
    licence = forms.ChoiceField(label=gettext_lazy("สัญญาอนุญาต"), choices=Licence.choices)
    focus_x = NumberField(label=gettext_lazy("จุดสำคัญจากซ้าย (ร้อยละ)"), whole=True)
    focus_y = NumberField(label=gettext_lazy("จุดสำคัญจากบน (ร้อยละ)"), whole=True)
    place = NumberField(label=gettext_lazy("ลำดับ"), help_text=gettext_lazy("ภาพลำดับน้อยที่สุดเป็นภาพหลัก"), whole=True)

    def words(self) -> Words:
        """What was typed, as the action takes it."""
        return Words(**{name: self.cleaned_data[name] for name in Words.__dataclass_fields__})


class NewPictureForm(PictureForm):
    """The same with the file."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์ภาพ"), help_text="JPEG, PNG, WebP", widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    """Whether it is a picture the action says, by its content."""
    field_order = ("file",)


def _page(request: HttpRequest, form: PictureForm, save: Any, page: Page, **context: Any) -> HttpResponse:
    back = reverse("office:site_page", args=[page.uid])
    crumbs = [(_("เว็บไซต์สาธารณะ"), reverse("office:site")), (name_of(page), back)]
    return form_page(
        request,
        form,
        save,
        title=_("ภาพของหน้านี้"),
        back=back,
        crumbs=crumbs,
        version=page.version,
        template="office/site/picture.html",
        page=page,
        **context,
    )


@staff_page
def new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Another picture."""
    page = page_of(request, uid)
    initial = {**asdict(Words()), "place": page.pictures.count()}
    form = NewPictureForm(request.POST or None, request.FILES or None, initial=initial)

    def save(version: int) -> None:
        data = form.cleaned_data["file"]
        data.seek(0)
        pictures.add_picture(page, data.chunks(), form.words(), read_version=version, acting_user=request.user)

    return _page(request, form, save, page)


@staff_page
def edit(request: HttpRequest, uid: uuid.UUID, picture: uuid.UUID) -> HttpResponse:
    """Words and focus of a picture; or takes it off."""
    page = page_of(request, uid)
    row = get_object_or_404(Picture.objects.select_related("page__work__key_result"), uid=picture, page=page)
    form = PictureForm(request.POST or None, initial={name: getattr(row, name) for name in Words.__dataclass_fields__})

    def save(version: int) -> None:
        if "remove" in request.POST:
            pictures.remove_picture(row, read_version=version, acting_user=request.user)
        else:
            pictures.describe_picture(row, form.words(), read_version=version, acting_user=request.user)

    widest = row.formats.exclude(name=CARD_NAME).last()
    return _page(request, form, save, page, picture=row, widest=widest.name if widest else "")


@staff_page
def file(request: HttpRequest, uid: uuid.UUID, picture: uuid.UUID, name: str) -> HttpResponse:
    """A picture in one of its formats, for those who write the page."""
    page = page_of(request, uid)
    row = get_object_or_404(Picture, uid=picture, page=page)
    found = row.formats.filter(name=name).select_related("file").first()
    return send(None if found is None else found.file, f"{row.uid}.webp", shown=True)
