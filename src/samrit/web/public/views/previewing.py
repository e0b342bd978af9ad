"""A page as readers would see its latest version: for those who write it."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Forbidden, Rights
from samrit.site import queries
from samrit.site.actions.pages import require_edit
from samrit.site.enums import PageKind
from samrit.site.models import Page
from samrit.web.public.page import public_form, show
from samrit.web.public.views.faults import fault
from samrit.web.public.views.reading import district_parts, story_parts


@login_required
@public_form
def preview(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The latest version in the very templates of the site; nothing of it is kept."""
    row = get_object_or_404(Page.objects.select_related("work__key_result"), uid=uid)
    if not may_preview(request.user, row):
        return fault(request, "not_found", 404)
    shown = queries.preview(row)
    if row.kind == PageKind.TEXT:
        return show(request, "about", {"page": shown, "previewed": row})
    parts = district_parts(shown) if row.kind == PageKind.DISTRICT else story_parts(shown)
    return show(request, str(row.kind), {**parts, "previewed": row})


def may_preview(person: User, page: Page) -> bool:
    """Whether somebody may look at a page before it is public: who writes it, or publishes such pages."""
    try:
        if page.work is not None or not Rights(person).may(Act.PUBLISH_SITE):
            require_edit(page, person)
    except Forbidden:
        return False
    return True
