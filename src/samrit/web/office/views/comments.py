"""Talk about anything that has a name in the audit chain: remarks with files, and what somebody is to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samrit.core.contract import Refused
from samrit.evidence.subjects import Subject, subject_of
from samrit.people.enums import Act
from samrit.people.rights import Scope
from samrit.platform.sending import send
from samrit.publicity.actions import comments
from samrit.publicity.models import Comment, CommentFile, Task
from samrit.publicity.queries.pages import comments_of
from samrit.results.models import KeyResult
from samrit.web.office.subjects import address_of
from samrit.web.office.views.common import crumbs, key_result_of
from samrit.web.shared.forms import FilesField, OfficeForm
from samrit.web.shared.pages import attempt, rights_of, staff_page, status_of


class CommentForm(OfficeForm):
    """A remark as it is typed."""

    text = forms.CharField(
        label=gettext_lazy("เขียนความเห็น"), help_text=gettext_lazy("พิมพ์ @ชื่อผู้ใช้ เพื่อแจ้งบุคคลนั้น"), widget=forms.Textarea
    )
    files = FilesField(
        label=gettext_lazy("แนบไฟล์"), help_text=gettext_lazy("ไม่เกิน ๕ ไฟล์ ไฟล์ละไม่เกิน ๕๐ เมกะไบต์"), required=False
    )


@dataclass(frozen=True, slots=True)
class Talk:
    """What a page shows of the talk about a subject."""

    subject: str
    comments: Sequence[Comment]
    tasks: Sequence[Task]
    form: CommentForm | None


def talk_about(request: HttpRequest, subject: str, scope: Scope) -> Talk:
    """The remarks and open tasks of a subject, with an empty form for those who may write: 4 queries."""
    may_write = rights_of(request).may(Act.COMMENT, scope)
    tasks = Task.objects.filter(subject=subject, done_at=None).select_related("assignee", "opened_by", "key_result")
    return Talk(subject, comments_of(subject), tasks.order_by("pk"), CommentForm() if may_write else None)


def subject_or_404(request: HttpRequest, name: str) -> tuple[Subject, KeyResult]:
    """The subject of an address with its key result. 404 where there is none, Forbidden where it may not be seen."""
    try:
        found = subject_of(name)
    except Refused:
        raise Http404 from None
    return found, key_result_of(request, found.key_result)


@staff_page
def talk(request: HttpRequest, subject: str) -> HttpResponse:
    """The talk about a subject on a page of its own; a remark that is refused stays there as it was typed."""
    about, key_result = subject_or_404(request, subject)
    back = address_of(subject)
    form = CommentForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and form.is_valid():
        data = form.cleaned_data
        files = [comments.Attached(file.name, file.chunks()) for file in data["files"]]
        by = {"key_result": key_result, "acting_user": request.user}
        said = _("บันทึกความเห็นแล้ว")
        if attempt(request, form, lambda: comments.add_comment(subject, data["text"], files=files, **by), said):
            return redirect(f"{back or request.path}#comments")
    shown = talk_about(request, subject, about.scope)
    context = {
        "key_result": key_result,
        "crumbs": crumbs(key_result, *([(_("เรื่องที่แสดงความเห็น"), back)] if back else [])),
        "talk": Talk(shown.subject, shown.comments, shown.tasks, form or shown.form),
        "back": back,
    }
    return render(request, "office/talk.html", context, status=status_of(form) if form else 200)


@require_POST
@staff_page
def talk_back(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Its author takes a remark back."""
    subject_or_404(request, subject)
    found = get_object_or_404(Comment.objects.select_related("key_result"), pk=number, subject=subject)
    comments.take_back_comment(found, acting_user=request.user)
    return redirect(f"{address_of(subject) or request.path}#comments")


@staff_page
def talk_file(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """A file of a remark, to be saved."""
    subject_or_404(request, subject)
    standing = CommentFile.objects.select_related("file").filter(comment__taken_back_at=None)
    found = get_object_or_404(standing, pk=number, comment__subject=subject)
    return send(found.file, found.file_name)
