"""The files of a work."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from samrit.people.enums import Act
from samrit.people.rights import Rights, Scope
from samrit.platform import files
from samrit.publicity.actions import parts
from samrit.publicity.models import Media
from samrit.web.office.views.works.shared import part_page, work_of
from samrit.web.office.work_forms import (
    MediaForm,
    MediaWordsForm,
)
from samrit.web.shared.pages import staff_page


@staff_page
def media_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Adds a file to a work."""
    row = work_of(request, uid)
    form = MediaForm(request.POST or None, request.FILES or None)
    form.is_bound = request.method == "POST"

    def save(_version: int) -> None:
        data = form.cleaned_data
        Rights(request.user).require(Act.EDIT_WORK, Scope(row.agency_id, row.key_result.key))
        stored = files.store_file(data["file"].chunks())
        captions = files.store_file(data["captions"].chunks()) if data["captions"] else None
        parts.add_media(
            row,
            stored,
            file_name=data["file"].name,
            alt=data["alt"],
            credit=data["credit"],
            captions=captions,
            read_version=row.version,
            acting_user=request.user,
        )

    return part_page(request, row, _("เพิ่มไฟล์ในงาน"), form, save)


@staff_page
def media_edit(request: HttpRequest, uid: uuid.UUID, media: int) -> HttpResponse:
    """Alternative text and credit of a file; or takes it out."""
    row = work_of(request, uid)
    found = get_object_or_404(Media.objects.select_related("work__key_result", "file", "captions"), pk=media, work=row)
    form = MediaWordsForm(request.POST or None, initial={"alt": found.alt, "credit": found.credit})
    form.is_bound = request.method == "POST"

    def save(version: int) -> None:
        if "remove" in request.POST:
            parts.remove_media(found, read_version=version, acting_user=request.user)
        else:
            parts.describe_media(found, **form.cleaned_data, read_version=version, acting_user=request.user)

    return part_page(request, row, found.file_name, form, save, removable=row.approved_at is None)
