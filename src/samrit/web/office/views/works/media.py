"""The files of a work, and their copies for the public."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people.enums import Act
from samrit.platform import files
from samrit.platform.sending import send
from samrit.publicity.actions import parts
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.models import Media, Work
from samrit.web.office.views.works.shared import part_page, work_of
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import rights_of, staff_page


class MediaWordsForm(OfficeForm):
    """The words beside a file, and the captions of a video."""

    alt = forms.CharField(
        label=gettext_lazy("คำบรรยายภาพ"), help_text=gettext_lazy("สำหรับผู้ที่มองไม่เห็นภาพ"), required=False, max_length=500
    )
    credit = forms.CharField(label=gettext_lazy("เครดิต"), required=False, max_length=200)
    captions = forms.FileField(
        label=gettext_lazy("ไฟล์คำบรรยายเสียง (วิดีโอ)"), help_text=gettext_lazy("ไฟล์ .vtt หรือ .srt"), required=False
    )


class MediaForm(MediaWordsForm):
    """A file of the work."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์ภาพ วิดีโอ หรือเอกสาร"),
        help_text=gettext_lazy("PDF, DOCX, JPEG, PNG, WebP, MP4 หรือข้อความ ไม่เกิน ๕๐ เมกะไบต์"),
    )
    field_order = ("file",)


@staff_page
def media_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Adds a file to a work."""
    row = work_of(request, uid)
    form = MediaForm(request.POST or None, request.FILES or None)
    form.is_bound = request.method == "POST"

    def save(_version: int) -> None:
        data = form.cleaned_data
        rights_of(request).require(Act.EDIT_WORK, scope_of(row))  # before anything is kept
        parts.add_media(
            row,
            files.store_file(data["file"].chunks()),
            file_name=data["file"].name,
            alt=data["alt"],
            credit=data["credit"],
            captions=_captions(form),
            read_version=row.version,
            acting_user=request.user,
        )

    return part_page(request, row, _("เพิ่มไฟล์ในงาน"), form, save)


def _captions(form: MediaWordsForm) -> files.StoredFile | None:
    given = form.cleaned_data["captions"]
    return files.store_file(given.chunks(), path="captions") if given else None


def _media(row: Work, number: int) -> Media:
    found = Media.objects.select_related("work__key_result", "file", "public_copy", "captions")
    return get_object_or_404(found, pk=number, work=row)


@staff_page
def media_edit(request: HttpRequest, uid: uuid.UUID, media: int) -> HttpResponse:
    """Alternative text, credit and captions of a file; or takes it out."""
    row = work_of(request, uid)
    found = _media(row, media)
    initial = {"alt": found.alt, "credit": found.credit}
    form = MediaWordsForm(request.POST or None, request.FILES or None, initial=initial)
    form.is_bound = request.method == "POST"
    if not found.file.media_type.startswith("video/"):
        del form.fields["captions"]

    def save(version: int) -> None:
        if "remove" in request.POST:
            parts.remove_media(found, read_version=version, acting_user=request.user)
            return
        rights_of(request).require(Act.EDIT_WORK, scope_of(row))
        parts.describe_media(
            found,
            alt=form.cleaned_data["alt"],
            credit=form.cleaned_data["credit"],
            captions=_captions(form) if "captions" in form.fields else None,
            read_version=version,
            acting_user=request.user,
        )

    return part_page(request, row, found.file_name, form, save, removable=row.approved_at is None, media=found)


_PARTS = {"public": "public_copy", "original": "file", "captions": "captions"}


@staff_page
def media_file(request: HttpRequest, uid: uuid.UUID, media: int, part: str) -> HttpResponse:
    """A file of a work: its copy for the public (also `shown` in pages), the original, or the captions."""
    found = _media(work_of(request, uid), media)
    stored = getattr(found, _PARTS.get(part, ""), None)
    name = f"{found.file_name}.vtt" if part == "captions" else found.file_name
    return send(stored, name, shown=part == "public" and "save" not in request.GET)
