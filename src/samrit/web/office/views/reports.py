"""Reports of a period: begun, pre-filled from the work, sent, checked, verified, acknowledged, returned, corrected."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from samrit.people.enums import Act
from samrit.people.models import Agency
from samrit.people.rights import Forbidden, Rights, Scope
from samrit.platform.locking import Stale
from samrit.publicity.queries.narrative import report_text
from samrit.results import queries
from samrit.results.actions import reports as actions
from samrit.results.enums import EDITABLE, ReportState
from samrit.results.models import KeyResult, Period, Report
from samrit.results.plausible import Finding
from samrit.scoring.result import score_key_result
from samrit.verification import report_actions
from samrit.web.office.report_forms import RemarkForm, ReportForm, ReturnForm, SubmitForm
from samrit.web.office.views.comments import talk_about
from samrit.web.office.views.common import agencies_of, crumbs, key_result_of, may_see, version_of, versions_read
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.week import period_name
from samrit.web.shared.forms import spoken
from samrit.web.shared.pages import attempt, refusal_text, rights_of, staff_page, stale_page, status_of
from samrit.web.shared.templatetags.samrit import date, digits, number

MOST_AT_ONCE = 500


@staff_page
def reports(request: HttpRequest, key: str) -> HttpResponse:
    """The periods of the year, each with the reports of its agencies; POST begins one."""
    key_result = key_result_of(request, key)
    if request.method == "POST":
        period = get_object_or_404(Period, key_result=key_result, code=request.POST.get("period", ""))
        agency = get_object_or_404(Agency, code=request.POST.get("agency", ""))
        report = actions.open_report(acting_user=request.user, key_result=key_result, agency=agency, period=period)
        return redirect("office:report_edit", report.uid)
    found = list(queries.reports_of(key_result))
    rights = rights_of(request)
    agencies = list(Agency.objects.filter(pk__in=agencies_of(key_result)))
    rows, today = [], timezone.localdate()
    for period in key_result.periods.all():
        own = [row for row in found if row.period_id == period.pk]
        begun = {row.agency_id for row in own}
        begun_yet = not period.closed and period.starts_on <= today
        silent = [
            (agency, begun_yet and rights.may(Act.EDIT_REPORT, Scope(agency.pk, key_result.key)))
            for agency in agencies
            if agency.pk not in begun
        ]
        rows.append((period, period_name(period.code), own, silent, period.starts_on > today))
    context = {
        "key_result": key_result,
        "section": "reports",
        "crumbs": crumbs(key_result),
        "rows": rows,
        "states": {row[0].code: {report.state for report in row[2]} for row in rows},
        "may_verify": rights.may(Act.VERIFY_REPORT, key_result.scope),
    }
    return render(request, "office/reports.html", context)


@require_POST
@staff_page
def reports_verify(request: HttpRequest, key: str) -> HttpResponse:
    """Verifies the reports that were ticked, and says of each that stayed why."""
    key_result = key_result_of(request, key)
    read = versions_read(request.POST.getlist("report")[:MOST_AT_ONCE])
    chosen = list(queries.reports_of(key_result).filter(uid__in=read))
    seen = [(row, read[row.uid]) for row in chosen]
    outcomes = report_actions.verify_reports(acting_user=request.user, reports=seen) if seen else ()
    context = {
        "label": _("รับรองรายงานที่เลือก"),
        "key_result": key_result,
        "section": "reports",
        "crumbs": _trail(key_result),
        "done": [(row.report, period_name(row.report.period.code)) for row in outcomes if row.refused is None],
        "refused": [
            (row.report, period_name(row.report.period.code), refusal_text(row.refused))
            for row in outcomes
            if row.refused is not None
        ],
    }
    return render(request, "office/reports_verified.html", context)


def _report(request: HttpRequest, uid: uuid.UUID) -> Report:
    try:
        row = queries.report_page(str(uid))
    except Report.DoesNotExist:
        raise Http404 from None
    if not may_see(rights_of(request), row.key_result):
        raise Forbidden(Act.VIEW)
    return row


def _trail(key_result: KeyResult, *further: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs(key_result, (_("รายงานผล"), reverse("office:reports", args=[key_result.key])), *further)


def _call(action: Any) -> Any:
    return lambda row, data, version, user: action(acting_user=user, report=row, read_version=version, **data)


def _counted(row: Report) -> tuple[str, str]:
    """What the system counts beside the report: result and score of the key result, at the period's end or today."""
    day = min(row.period.ends_on, timezone.localdate())
    result = score_key_result(row.key_result, day)
    found, definition = result.facts.values.get("result"), result.definition
    unit = (definition.target.unit if definition else None) or ""
    have = _("ยังนับไม่ได้") if found is None else f"{number(found)} {unit}".strip()
    reached = result.score.score
    said = _("ยังไม่มีคะแนน") if reached is None else _("คะแนน %(score)s") % {"score": number(reached)}
    return _("ระบบนับได้ (ณ %(day)s)") % {"day": date(day)}, f"{have} · {said}"


_S = ReportState
ACTS: dict[str, tuple[Any, ...]] = {
    "submit": (
        Act.EDIT_REPORT,
        (_S.DRAFT, _S.RETURNED),
        gettext_lazy("ส่งรายงานผล"),
        "send",
        SubmitForm,
        _call(actions.submit_report),
    ),
    "check": (
        Act.CHECK_REPORT,
        (_S.SUBMITTED,),
        gettext_lazy("ตรวจแล้วถูกต้อง"),
        "check",
        RemarkForm,
        _call(report_actions.check_report),
    ),
    "verify": (
        Act.VERIFY_REPORT,
        (_S.CHECKED,),
        gettext_lazy("รับรองรายงาน"),
        "check",
        RemarkForm,
        _call(report_actions.verify_report),
    ),
    "acknowledge": (
        Act.ACKNOWLEDGE_REPORT,
        (_S.VERIFIED,),
        gettext_lazy("รับทราบรายงาน"),
        "check",
        RemarkForm,
        _call(report_actions.acknowledge_report),
    ),
    "return": (
        None,
        (_S.SUBMITTED, _S.CHECKED, _S.VERIFIED, _S.ACKNOWLEDGED),
        pgettext_lazy("command", "ส่งกลับแก้ไข"),
        "return",
        ReturnForm,
        _call(report_actions.return_report),
    ),
    "withdraw": (
        Act.EDIT_REPORT,
        (_S.SUBMITTED,),
        gettext_lazy("ถอนคืนมาแก้ไข"),
        "return",
        ReasonForm,
        _call(actions.withdraw_report),
    ),
    "correct": (
        Act.EDIT_REPORT,
        (_S.VERIFIED, _S.ACKNOWLEDGED),
        gettext_lazy("ออกฉบับแก้ไข"),
        "pen",
        ReasonForm,
        lambda row, data, _v, user: actions.correct_report(acting_user=user, report=row, **data),
    ),
}


def _asked(row: Report, needs: Act | None) -> tuple[Sequence[Act], Sequence[Scope]]:
    """The acts of which one must be open, and where: a report's judges are those of the host."""
    own, host = Scope(row.agency_id, row.key_result.key), row.key_result.scope
    if needs is None:
        return report_actions.may_return(row), (host,)
    return (needs,), {Act.EDIT_REPORT: (own,), Act.VERIFY_REPORT: (host, own)}.get(needs, (host,))


def _offered(row: Report, rights: Rights) -> list[tuple[str, Any, str]]:
    """The acts that the report's state and this person's rights leave open."""
    offered = []
    for name, (needs, states, label, picture, *_rest) in ACTS.items():
        acts, places = _asked(row, needs)
        if row.state in states and rights.first_standing(acts, *places) is not None:
            offered.append((name, label, picture))
    return offered


@staff_page
def report(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One report: its text, figures and steps, and what may be done with it."""
    row = _report(request, uid)
    rights = rights_of(request)
    measures = {measure.name: measure for measure in row.key_result.measures.all()}
    context = {
        "key_result": row.key_result,
        "section": "reports",
        "crumbs": _trail(row.key_result),
        "report": row,
        "period": period_name(row.period.code),
        "counted": _counted(row),
        "values": [(measures.get(value.name), value) for value in row.values.all()],
        "steps": row.steps.all(),
        "talk": talk_about(request, row.subject, Scope(row.agency_id, row.key_result.key)),
        "editions": Report.objects.filter(key_result=row.key_result, agency=row.agency, period=row.period).exclude(
            pk=row.pk
        ),
        "acts": _offered(row, rights),
        "may_edit": row.state in EDITABLE and rights.may(Act.EDIT_REPORT, Scope(row.agency_id, row.key_result.key)),
        "doubts": actions.doubts_about(row) if row.state in EDITABLE else (),
        "states": [
            (state, label, list(ReportState.values).index(row.state) >= list(ReportState.values).index(state))
            for state, label in ReportState.choices[:5]
        ],
    }
    return render(request, "office/report.html", context)


@staff_page
def report_edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Writing a report. Its text begins with what the work itself tells."""
    row = _report(request, uid)
    rights_of(request).require(Act.EDIT_REPORT, Scope(row.agency_id, row.key_result.key))
    if row.state not in EDITABLE and request.method != "POST":
        messages.warning(request, _("รายงานนี้ส่งแล้ว จึงแก้ไขไม่ได้ ถอนคืนหรือออกฉบับแก้ไขก่อน"))
        return redirect("office:report", uid)
    measures = [measure for measure in row.key_result.measures.all() if not measure.counted]
    returned = actions.last_return(row) if row.state in EDITABLE else None
    opened = returned.opens if returned is not None else None
    proposal = report_text(row.key_result, row.period, row.agency) if opened is None or "narrative" in opened else ""
    initial = {name: getattr(row, name) for name in ("narrative", "problems", "suggestions", "progress")}
    initial["narrative"] = row.narrative or proposal
    for value in row.values.all():
        for name in ("value", "numerator", "denominator"):
            initial[f"{value.name}__{name}"] = getattr(value, name)
    form = ReportForm(request.POST or None, measures=measures, opened=opened, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("narrative", "problems", "suggestions", "progress")}
        done: list[actions.Edited] = []

        def act() -> Any:
            return done.append(
                actions.edit_report(
                    acting_user=request.user,
                    report=row,
                    **data,
                    values=form.figures(),
                    read_version=version_of(request),
                )
            )

        try:
            if attempt(request, form, act, _("บันทึกรายงานแล้ว")):
                for finding in done[0].warnings:
                    messages.warning(request, _sentence(finding))
                return redirect("office:report", uid)
        except Stale as stale:
            return stale_page(request, form, stale)
    context = {
        "key_result": row.key_result,
        "crumbs": _trail(row.key_result),
        "report": row,
        "period": period_name(row.period.code),
        "counted": _counted(row),
        "form": form,
        "version": version_of(request) or row.version,
        "proposal": proposal,
        "returned": returned,
    }
    return render(request, "office/report_edit.html", context, status=status_of(form))


def _sentence(finding: Finding) -> str:
    return f"{spoken(finding.message)} — {spoken(finding.mend)}"


@staff_page
def report_act(request: HttpRequest, uid: uuid.UUID, act: str) -> HttpResponse:
    """Sending, checking, verifying, acknowledging, returning, taking back, correcting."""
    row = _report(request, uid)
    if act not in ACTS:
        raise Http404
    needs, _states, label, _icon, form, action = ACTS[act]
    if act == "return":
        form = partial(
            ReturnForm, measures=[measure for measure in row.key_result.measures.all() if not measure.counted]
        )
    facts = [(_("ผู้จัดทำ"), str(row.entered_by)), (_("สถานะ"), str(row.get_state_display()))]
    if act in {"submit", "check", "verify", "acknowledge"}:
        facts.append(_counted(row))
    if act == "submit":
        facts += [(_("ระบบทักท้วง"), _sentence(finding)) for finding in actions.doubts_about(row)]
    done: list[Report] = []
    asks, where = _asked(row, needs)
    decision = Decision(
        title=str(label),
        label=str(label),
        act=lambda data, version: done.append(action(row, data, version, request.user)),
        back=lambda: reverse("office:report", args=[done[0].uid if done else uid]),
        version=row.version,
        form=form,
        subject=f"{row.agency} · {period_name(row.period.code)} · {_('ฉบับที่')} {digits(row.edition)}",
        refuse=act in {"return", "withdraw"},
        facts=facts,
        crumbs=_trail(row.key_result),
        asks=asks,
        where=where,
    )
    return decide(request, decision)
