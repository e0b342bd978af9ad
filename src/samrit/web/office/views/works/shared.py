"""What the pages of one work share: the row, who may see it, the way back, and one form about a part of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.models import Work
from samrit.publicity.queries.pages import WorkPage, work_page
from samrit.scoring.standing import standing_of_work
from samrit.web.office.views.common import crumbs, may_see
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import rights_of
from samrit.web.shared.templatetags.samrit import digits, say


def page_of_work(request: HttpRequest, uid: uuid.UUID) -> WorkPage:
    """The work with everything; 404 where there is none, Forbidden where it may not be seen."""
    try:
        page = work_page(uid)
    except Work.DoesNotExist:
        raise Http404 from None
    if not may_see(rights_of(request), page.work.key_result):
        raise Forbidden(Act.VIEW)
    return page


def work_of(request: HttpRequest, uid: uuid.UUID) -> Work:
    """The bare work, as `page_of_work`."""
    work = get_object_or_404(
        Work.objects.select_related("key_result__host", "agency", "producer", "entered_by"), uid=uid
    )
    if not may_see(rights_of(request), work.key_result):
        raise Forbidden(Act.VIEW)
    return work


def trail(work: Work) -> list[tuple[str, str]]:
    """The way to a work."""
    key = work.key_result.key
    return crumbs(work.key_result, (_("งาน"), reverse("office:works", args=[key])), (work.title[:60], at(work)))


def at(work: Work) -> str:
    """The address of a work."""
    return reverse("office:work", args=[work.uid])


def may_do(request: HttpRequest, act: Act, row: Work) -> bool:
    """Whether an act is open to this person for this work: to show or hide a button."""
    return rights_of(request).may(act, scope_of(row))


def uncounted(row: Work) -> list[str]:
    """Why an approved work will not count as it stands, evidence and verification apart: a sentence for each reason."""
    if row.approved_at is None:
        return []
    return [
        _("งานนี้จะไม่นับเป็นผลงาน เพราะยังไม่เข้าเงื่อนไข “%(asked)s”: %(why)s %(mend)s")
        % {
            "asked": say(asked),
            "why": digits(say(verdict.why)),
            "mend": _("หากอนุมัติไว้เป็นหนังสือก่อนหน้า ให้ผู้อนุมัติใช้ “แก้วันที่อนุมัติ” ในหน้างาน")
            if verdict.code == "approved_before_release"
            else "",
        }
        for asked, verdict in standing_of_work(row).obstacles
    ]


def part_page(
    request: HttpRequest, row: Work, title: Any, form: OfficeForm, save: Callable[[int], Any], **context: Any
) -> HttpResponse:
    """One form about a part of a work; back to the work when it is saved.

    Forms that only add something overwrite nothing: they save on the version of now, and ignore the one handed over.
    """

    def saved(version: int) -> None:
        save(version)
        row.refresh_from_db()
        for line in uncounted(row):
            messages.warning(request, line)

    shown = {"work": row, "key_result": row.key_result, "template": "office/work_part.html", **context}
    return form_page(
        request, form, saved, title=str(title), back=at(row), crumbs=trail(row), version=row.version, **shown
    )
