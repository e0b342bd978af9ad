"""One work: its page, entering and writing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.channels.queries import of_work
from samrit.people.enums import Act
from samrit.people.models import Agency
from samrit.publicity.actions import works as actions
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.enums import PlanState, WorkState
from samrit.publicity.models import PlanLine, Work
from samrit.results.models import KeyResult
from samrit.scoring.standing import standing_of_work
from samrit.verification.queries import checks_of
from samrit.web.office.views.comments import talk_about
from samrit.web.office.views.common import crumbs, key_result_of
from samrit.web.office.views.works.acts import acts_of
from samrit.web.office.views.works.evidence import proofs_of, unproved_of
from samrit.web.office.views.works.shared import may_do, page_of_work, part_page, trail, work_of
from samrit.web.office.work_forms import (
    WORK_FORMS,
)
from samrit.web.shared.pages import attempt, staff_page, status_of

_EDITABLE = (WorkState.DRAFT, WorkState.RETURNED, WorkState.APPROVED, WorkState.DONE)


@staff_page
def work(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One work with its parts, evidence, checks and remarks, and what may be done with it."""
    page = page_of_work(request, uid)
    row = page.work
    context = {
        "page": page,
        "work": row,
        "key_result": row.key_result,
        "crumbs": trail(row)[:-1],
        "proofs": proofs_of(page),
        "unproved": unproved_of(page),
        "checks": checks_of(row),
        "standing": None if row.state == WorkState.WITHDRAWN else standing_of_work(row),
        "talk": talk_about(request, row.subject, scope_of(row)),
        "acts": acts_of(request, row),
        "deliveries": of_work(row),
        "may_edit": row.state in _EDITABLE and may_do(request, Act.EDIT_WORK, row),
        "may_prove": row.state != WorkState.WITHDRAWN and may_do(request, Act.ADD_EVIDENCE, row),
        "may_take_down": any(may_do(request, act, row) for act in (Act.EDIT_WORK, Act.APPROVE_WORK)),
        "may_judge": may_do(request, Act.VERIFY_WORK, row),
    }
    return render(request, "office/work.html", context)


@staff_page
def work_new(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Enters a piece, story or activity."""
    key_result = key_result_of(request, key)
    if kind not in WORK_FORMS:
        raise Http404
    agency = _own_agency(request, key_result)
    initial = _begun_from(request, key_result, kind)
    form = WORK_FORMS[kind](request.POST or None, key_result=key_result, initial=initial)
    if request.method == "POST" and form.is_valid():
        made: list[Work] = []

        def act() -> Any:
            return made.append(
                actions.create_work(form.draft(), key_result=key_result, agency=agency, acting_user=request.user)
            )

        if attempt(request, form, act, _("บันทึกงานแล้ว")):
            return redirect("office:work", made[0].uid)
    title = {"piece": _("บันทึกชิ้นงานสื่อ"), "story": _("บันทึกเรื่องเล่าชุมชน"), "activity": _("บันทึกกิจกรรม")}[kind]
    context = {
        "key_result": key_result,
        "crumbs": crumbs(key_result, (_("งาน"), reverse("office:works", args=[key]))),
        "form": form,
        "title": title,
        "back": reverse("office:works", args=[key]),
    }
    return render(request, "office/work_edit.html", context, status=status_of(form))


def _begun_from(request: HttpRequest, key_result: KeyResult, kind: str) -> dict[str, Any]:
    """What a new work begins with: the district or the line of the plan (`?district=`, `?line=`) that led here."""
    line = PlanLine.objects.filter(
        plan__key_result=key_result, plan__state=PlanState.APPROVED, kind=kind, pk=_number(request.GET.get("line", ""))
    ).first()
    if line is not None:
        districts = [line.district_id] if line.district_id else []
        return {"title": line.title, "planned_on": line.planned_on, "districts": districts, "plan_line": line.pk}
    chosen = key_result.districts.filter(slug=request.GET.get("district", ""))
    return {"districts": list(chosen.values_list("pk", flat=True))}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _own_agency(request: HttpRequest, key_result: KeyResult) -> Agency:
    """Whose work it is: of the person's own agency where it has a part, else of the host."""
    own = request.user.agency
    if own is not None and key_result.agency_targets.filter(agency=own).exists():
        return own
    if key_result.host is None:
        raise Http404
    return key_result.host


@staff_page
def work_edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Writes a work; the master stays as it was approved."""
    row = page_of_work(request, uid).work
    form = WORK_FORMS[row.kind](request.POST or None, key_result=row.key_result, work=row)
    return part_page(
        request,
        row,
        _("แก้ไขงาน"),
        form,
        lambda version: actions.save_work(row, form.draft(), read_version=version, acting_user=request.user),
        template="office/work_edit.html",
    )


@staff_page
def work_count(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Whether a work counts, for which minimum, and what each condition of the rule says of it."""
    row = work_of(request, uid)
    standing = standing_of_work(row)
    context = {
        "work": row,
        "key_result": row.key_result,
        "crumbs": trail(row),
        "claims": standing.claims,
        "rule": standing.rule,
        "may_dispute": may_do(request, Act.COMMENT, row),
    }
    return render(request, "office/work_count.html", context)
