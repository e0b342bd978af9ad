"""Scores over time: the course of the year, scores that were kept, and keeping one now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people.rights import Scope
from samrit.results.documents import definition_of
from samrit.results.models import KeyResult
from samrit.scoring import actions
from samrit.scoring.progress import progress_of
from samrit.scoring.queries import snapshots_of
from samrit.scoring.result import score_key_result
from samrit.web.office.chart import chart_of
from samrit.web.office.views.common import as_of, crumbs, key_result_of, page_of
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.shared.forms import DateField, OfficeForm
from samrit.web.shared.ladder import milestone_rows
from samrit.web.shared.pages import rights_of, staff_page


def may_keep(request: HttpRequest, row: KeyResult) -> bool:
    """Whether this person may keep a score: to show a button, never instead of the action's asking."""
    rights, scope = rights_of(request), Scope(row.host_id, row.key)
    return any(rights.may(act, scope) for act in actions.MAY_KEEP)


@staff_page
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """The result and score at each month's end as they were known then, with revisions and the forecast."""
    row, asked = key_result_of(request, key), as_of(request)
    course = progress_of(row, asked.day)
    context = {
        "key_result": row,
        "section": "overview",
        "crumbs": crumbs(row),
        "progress": course,
        "chart": chart_of(course),
        "asked": asked,
        "as_of": asked.day,
    }
    return render(request, "office/progress.html", context)


@staff_page
def snapshots(request: HttpRequest, key: str) -> HttpResponse:
    """All scores that were kept, the latest day first."""
    row = key_result_of(request, key)
    context = {
        "key_result": row,
        "section": "overview",
        "crumbs": crumbs(row),
        "page": page_of(request, snapshots_of(row).defer("counts", "revision__definition")),
        "may_keep": may_keep(request, row),
    }
    return render(request, "office/snapshots.html", context)


@staff_page
def snapshot(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One kept score with its reasons, beside what the same day comes to when it is worked out again now."""
    row = key_result_of(request, key)
    kept = get_object_or_404(snapshots_of(row), pk=number)
    now = score_key_result(row, kept.as_of)
    context = {
        "key_result": row,
        "section": "overview",
        "crumbs": crumbs(row, (_("คะแนนที่บันทึกไว้"), reverse("office:snapshots", args=[key]))),
        "snapshot": kept,
        "milestones": milestone_rows(definition_of(kept.revision).rubric, kept.facts.get("milestones") or {}),
        "result": kept.facts.get("values", {}).get("result"),
        "now": now,
        "same": actions.same_score(kept, now),
    }
    return render(request, "office/snapshot.html", context)


class DayForm(OfficeForm):
    """The day whose score is kept."""

    as_of = DateField(label=gettext_lazy("คะแนน ณ วันที่"), required=False)


@staff_page
def snapshot_new(request: HttpRequest, key: str) -> HttpResponse:
    """Keeps the score of a day, today's where none is given."""
    row, asked = key_result_of(request, key), as_of(request)
    decision = Decision(
        title=_("บันทึกคะแนนไว้เป็นหลักฐาน"),
        label=_("บันทึกคะแนน"),
        act=lambda data, _version: actions.take_snapshot(row, as_of=data["as_of"], acting_user=request.user),
        back=reverse("office:snapshots", args=[key]),
        done=_("บันทึกคะแนนไว้แล้ว"),
        form=DayForm,
        initial={"as_of": asked.day if asked.past else timezone.localdate()},
        subject=row.name,
        text=_("คะแนนจะถูกเก็บพร้อมข้อเท็จจริงที่ใช้คำนวณ และแก้ไขภายหลังไม่ได้"),
        crumbs=crumbs(row, (_("คะแนนที่บันทึกไว้"), reverse("office:snapshots", args=[key]))),
        asks=actions.MAY_KEEP,
        where=(row.scope,),
    )
    return decide(request, decision)
