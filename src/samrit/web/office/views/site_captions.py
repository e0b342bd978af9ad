"""English captions of the films of a page."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.platform import files
from samrit.publicity.models import Media
from samrit.site.actions.captions import caption_in_english
from samrit.site.actions.pages import require_edit
from samrit.web.office.views.filling import form_page
from samrit.web.office.views.site_pages import page_of
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import staff_page


class CaptionsForm(OfficeForm):
    """The file with what is said, and when."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์คำบรรยายภาษาอังกฤษ"),
        help_text=gettext_lazy("ไฟล์ .vtt หรือ .srt แสดงเองในหน้าภาษาอังกฤษ ผู้ชมเลือกภาษาไทยได้เสมอ"),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
        required=False,
    )


@staff_page
def edit(request: HttpRequest, uid: uuid.UUID, media: int) -> HttpResponse:
    """Sets the English captions of a film, or takes them off."""
    page = page_of(request, uid)
    film = get_object_or_404(
        Media.objects.select_related("file", "work__key_result"), pk=media, work=page.work, work__isnull=False
    )
    form = CaptionsForm(request.POST or None, request.FILES or None)
    removing = "remove" in request.POST
    if request.method == "POST" and not removing:
        form.fields["file"].required = True

    def save(version: int) -> None:
        require_edit(page, request.user)  # before anything is kept
        given = None if removing else files.store_file(form.cleaned_data["file"].chunks(), path="file")
        caption_in_english(film, file=given, read_version=version, acting_user=request.user)

    back = reverse("office:site_page", args=[page.uid])
    crumbs = [(_("เว็บไซต์สาธารณะ"), reverse("office:site")), (str(page.work or page.slug), back)]
    return form_page(
        request,
        form,
        save,
        title=_("คำบรรยายภาษาอังกฤษของวิดีโอ"),
        back=back,
        crumbs=crumbs,
        version=page.version,
        template="office/site/captions.html",
        film=film,
        captioned=hasattr(film, "english_captions"),
    )
