"""Key results: the list, the page with ladder, minimums and matrix, the thread, and the settings of a year."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from samrit.people.enums import Act
from samrit.platform.language import lang, written
from samrit.results.enums import RevisionState
from samrit.results.models import Revision
from samrit.results.queries import CHOSEN
from samrit.scoring.matrix import matrix_of
from samrit.scoring.queries import snapshots_of
from samrit.scoring.result import NO_RULE, rule_in_words, score_key_result, score_key_results
from samrit.scoring.rolled import wholes
from samrit.scoring.thread import thread_of
from samrit.web.office.views.common import as_of, crumbs, key_result_of, may, visible_key_results
from samrit.web.office.views.scores import may_keep
from samrit.web.shared.ladder import ladder_of
from samrit.web.shared.pages import rights_of, staff_page
from samrit.web.shared.templatetags.samrit import digits


@staff_page
def key_results(request: HttpRequest) -> HttpResponse:
    """All key results that this person may see, with where they stand."""
    rows, asked = visible_key_results(request), as_of(request)
    results = score_key_results(rows, asked.day) if rows else {}
    shown = [(row, ladder_of(results[row.pk]), results[row.pk]) for row in rows]
    waiting = {
        row.key_result_id: row
        for row in Revision.objects.filter(key_result__in=rows, state__in=["read", "confirmed"]).defer("definition")
    }
    for row in rows:
        row.waiting = waiting.get(row.pk)
    context = {
        "rows": shown,
        "may_create": rights_of(request).may_somewhere(Act.CREATE_KEY_RESULT),
        "may_administer": rights_of(request).may(Act.ADMINISTER),
        "as_of": asked.day,
        "asked": asked,
    }
    return render(request, "office/key_results.html", context)


@staff_page
def key_result(request: HttpRequest, key: str) -> HttpResponse:
    """Where a key result stands: the ladder, the minimums beside it, the matrix, and what waits."""
    row, asked = key_result_of(request, key), as_of(request)
    prefetch_related_objects([row], CHOSEN)
    result = score_key_result(row, asked.day)
    revision = result.revision
    source = ""
    if revision is not None:
        source = _("ตามแบบฉบับที่ %(n)s") % {"n": digits(revision.number)}
        if result.counts is not None:
            version = digits(result.counts.rule.version)
            source += f" · {_('หลักเกณฑ์การนับฉบับที่ %(version)s') % {'version': version}}"
    context = {
        "key_result": row,
        "section": "overview",
        "crumbs": crumbs(),
        "result": result,
        "no_rule": NO_RULE if NO_RULE in result.notes else None,
        "notes": [note for note in result.notes if note != NO_RULE],
        "ladder": ladder_of(result, source=source),
        "matrix": matrix_of(result),
        "rule": written(rule_in_words(result, lang()), lang()),
        "rule_name": result.rule_name,
        "waiting": RevisionState(row.waiting_state).label if row.waiting_state else "",
        "wholes": wholes(result.gathered),
        "agencies": row.agency_targets.all(),
        "accepting": {
            target.agency_id
            for target in row.agency_targets.all()
            if target.set_by_id != request.user.pk and may(request, Act.SET_TARGETS, row, target.agency_id)
        },
        "as_of": asked.day,
        "asked": asked,
        "snapshots": snapshots_of(row).defer("facts", "counts")[:3],
        "places": {f"D{place.district_id}": place.district for place in row.chosen_districts.all()},
        "may_set": may(request, Act.SET_TARGETS, row),
        "may_keep": may_keep(request, row),
    }
    return render(request, "office/key_result.html", context)


@staff_page
def thread(request: HttpRequest, key: str) -> HttpResponse:
    """From the score down to rule, unit, evidence, verifier."""
    row, asked = key_result_of(request, key), as_of(request)
    result = score_key_result(row, asked.day)
    context = {
        "key_result": row,
        "section": "overview",
        "crumbs": crumbs(row),
        "node": thread_of(result),
        "as_of": result.as_of,
        "asked": asked,
    }
    return render(request, "office/thread.html", context)
