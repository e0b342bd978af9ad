"""One act for several works; a page says for which it was done, and for which not and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from samrit.people.enums import Act
from samrit.publicity.actions import bulk
from samrit.publicity.models import Work
from samrit.results.models import KeyResult
from samrit.scoring.standing import standings_of_works
from samrit.verification import work_actions
from samrit.web.office.views.common import agencies_of, crumbs, key_result_of, may, versions_read
from samrit.web.office.views.deciding import PaperForm, ReasonForm
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import refusal_text, staff_page, status_of

_ACTS: dict[str, tuple[Act, Any, Any, type[OfficeForm] | None]] = {
    "submit": (Act.EDIT_WORK, gettext_lazy("เสนอขออนุมัติ"), bulk.submit_works, None),
    "finish": (Act.EDIT_WORK, gettext_lazy("แจ้งว่าเผยแพร่/จัดแล้ว"), bulk.finish_works, None),
    "recall": (Act.EDIT_WORK, gettext_lazy("เรียกคืนมาแก้ไข"), bulk.recall_works, None),
    "approve": (Act.APPROVE_WORK, gettext_lazy("อนุมัติ"), bulk.approve_works, None),
    "approve-paper": (Act.APPROVE_WORK, gettext_lazy("อนุมัติตามหนังสือ"), bulk.approve_works, PaperForm),
    "return": (Act.APPROVE_WORK, pgettext_lazy("command", "ส่งกลับแก้ไข"), bulk.return_works, ReasonForm),
    "verify": (Act.VERIFY_WORK, pgettext_lazy("command", "รับรอง"), work_actions.verify_works, None),
    "send-back": (Act.VERIFY_WORK, gettext_lazy("ส่งกลับจากการตรวจสอบ"), work_actions.return_works, ReasonForm),
    "withdraw": (Act.EDIT_WORK, gettext_lazy("ถอนงาน"), bulk.withdraw_works, ReasonForm),
}
"""Act → the right it asks for, its button, the verb, and the form of what it asks for once for all of them."""
MOST = 500


def acts_open(request: HttpRequest, key_result: KeyResult) -> list[tuple[str, Any]]:
    """The acts that this person may do for works of some agency of the key result; the verbs ask again for each."""
    agencies = agencies_of(key_result)
    allowed = {
        need
        for need in {row[0] for row in _ACTS.values()}
        if any(may(request, need, key_result, agency) for agency in agencies)
    }
    return [(name, label) for name, (need, label, _verb, _form) in _ACTS.items() if need in allowed]


@require_POST
@staff_page
def works_bulk(request: HttpRequest, key: str) -> HttpResponse:
    """Does one act for the works that were chosen. What asks for more asks for it once, on a page of its own."""
    key_result = key_result_of(request, key)
    act = request.POST.get("act", "")
    if act not in _ACTS:
        raise Http404
    _need, label, verb, asks = _ACTS[act]
    rows = _chosen(request.POST.getlist("work")[:MOST], key_result)
    context: dict[str, Any] = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result),
        "act": act,
        "label": label,
        "rows": rows,
    }
    if not rows:
        return render(request, "office/works_bulk.html", context)
    more: dict[str, Any] = {}
    if asks is not None:
        form = asks(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            return render(request, "office/works_bulk_reason.html", {**context, "form": form}, status=status_of(form))
        more = form.cleaned_data
    done = verb(rows, acting_user=request.user, **more)
    refused = [(row, refusal_text(why)) for row, why in done.refused]
    standings = standings_of_works(key_result, done.done) if act in {"finish", "verify"} else {}
    told = [(row, standings.get(row.pk)) for row in done.done]
    return render(request, "office/works_bulk.html", {**context, "done": told, "refused": refused})


def _chosen(words: Iterable[str], key_result: KeyResult) -> list[tuple[Work, int]]:
    """The works named by `uid:version`, each with the version that the list showed."""
    read = versions_read(words)
    rows = Work.objects.filter(key_result=key_result, uid__in=read).select_related("key_result", "agency")
    return [(row, read[row.uid]) for row in rows]
