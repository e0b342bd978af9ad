"""Evidence of a work: adding, reading, judging."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.evidence import actions as evidence_actions
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import is_hidden
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.views.works.shared import at, page_of_work, part_page, trail, work_of
from samrit.web.office.work_forms import (
    EVIDENCE_FORMS,
)
from samrit.web.shared.pages import staff_page


@staff_page
def evidence_new(request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
    """Adds evidence to a work or to one of its publications."""
    page = page_of_work(request, uid)
    row = page.work
    if kind not in EVIDENCE_FORMS:
        raise Http404
    title, made = EVIDENCE_FORMS[kind]
    subjects = {
        row.subject: _("งานทั้งชิ้น"),
        **{part.subject: f"{part.get_channel_display()} {part.permalink}" for part in page.publications},
    }
    subject = request.POST.get("subject") or request.GET.get("subject") or row.subject
    if subject not in subjects:
        raise Http404
    form = made(request.POST or None, request.FILES or None)
    form.is_bound = request.method == "POST"

    def save(_version: int) -> None:
        data = form.cleaned_data
        if kind == "file":
            evidence_actions.add_file(
                subject,
                data["file"].chunks(),
                file_name=data["file"].name,
                title=data["title"],
                acting_user=request.user,
            )
        elif kind == "link":
            evidence_actions.add_link(subject, data["url"], title=data["title"], acting_user=request.user)
        else:
            evidence_actions.add_statement(subject, data["statement"], title=data["title"], acting_user=request.user)

    return part_page(
        request, row, title, form, save, subjects=subjects, subject=subject, kinds=EVIDENCE_FORMS, kind=kind
    )


@staff_page
def evidence_file(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """The file of an item of evidence, to be saved; never run, and closed once a consent was withdrawn."""
    page = page_of_work(request, uid)
    found = next((row for rows in page.evidence.values() for row in rows if row.pk == item), None)
    if found is None or found.file is None or is_hidden(found):
        raise Http404
    file = default_storage.open(found.file.path)
    return FileResponse(
        file, as_attachment=True, filename=found.file_name or "evidence", content_type=found.file.media_type
    )


class MarkForm(ReasonForm):
    """A reason, needed unless the evidence is verified."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


_MARKS = {
    "verified": gettext_lazy("รับรองหลักฐาน"),
    "returned": gettext_lazy("ส่งหลักฐานกลับ"),
    "wrong": gettext_lazy("แจ้งว่าหลักฐานผิด"),
}


@staff_page
def evidence_mark(request: HttpRequest, uid: uuid.UUID, item: int, outcome: str) -> HttpResponse:
    """Verifies, returns or calls wrong one item of evidence."""
    row = work_of(request, uid)
    if outcome not in _MARKS:
        raise Http404
    found = get_object_or_404(EvidenceItem, pk=item, key_result=row.key_result.key)
    label = str(_MARKS[outcome])
    decision = Decision(
        title=label,
        label=label,
        act=lambda data, _version: evidence_actions.mark(
            found, outcome, reason=data["reason"], acting_user=request.user
        ),
        back=at(row),
        version=row.version,
        form=MarkForm,
        subject=found.title,
        facts=[(_("ชนิด"), str(found.get_grade_display())), (_("เพิ่มโดย"), str(found.entered_by))],
        refuse=outcome != "verified",
        crumbs=trail(row),
    )
    return decide(request, decision)
