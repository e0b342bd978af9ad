"""Remarks."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from samrit.publicity.actions import comments
from samrit.publicity.models import Comment
from samrit.web.office.views.works.shared import at, work_of
from samrit.web.shared.pages import staff_page


@require_POST
@staff_page
def comment(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A remark on a work."""
    row = work_of(request, uid)
    comments.add_comment(row.subject, request.POST.get("text", ""), key_result=row.key_result, acting_user=request.user)
    return redirect(f"{at(row)}#comments")


@require_POST
@staff_page
def comment_back(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """Its author takes a remark back."""
    row = work_of(request, uid)
    found = get_object_or_404(Comment, pk=number, subject=row.subject)
    comments.take_back_comment(found, acting_user=request.user)
    return redirect(f"{at(row)}#comments")
