"""The results of a wave: verdict, districts, readings, sources, quality; downloads; handing the result on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Message, Refused
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.platform.sending import send_made
from samrit.surveys import decisions, quality, queries, telling
from samrit.surveys.actions import handing_on, looks
from samrit.surveys.actions.shared import scope_of
from samrit.surveys.models import Wave
from samrit.surveys.results import District, Results
from samrit.web.office.views.common import may
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.office.views.surveys.shared import context_of, trail, wave_of
from samrit.web.shared.pages import refusal_text, staff_page
from samrit.web.shared.templatetags.samrit import digits, number, percent

_DECISIONS = {
    "met": ("good", Message("met", "บรรลุเกณฑ์")),
    "not_met": ("wrong", Message("not met", "ไม่บรรลุเกณฑ์")),
    "not_yet_known": ("look", Message("not yet known", "ยังสรุปไม่ได้")),
    "indicative": ("look", Message("indicative only", "เป็นเพียงข้อบ่งชี้")),
    "no_data": ("none", Message("no answers yet", "ยังไม่มีคำตอบ")),
}
_MARGINS = {
    "age": gettext_lazy("อายุ"),
    "sex": gettext_lazy("เพศ"),
    "education": gettext_lazy("การศึกษา"),
    "registered": gettext_lazy("ทะเบียนบ้าน"),
    "visited": gettext_lazy("การเคยไปย่าน"),
}
_LEFT, _WIDTH = 4, 232
"""The drawing of an interval: where 0 % stands, and how far 100 % lies from it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row of the chart in its table: the district, and where its marks stand; `first` and `last` are the ends of
    the interval that holds at any time.
    """

    row: District
    dot: str | None
    low: str | None
    high: str | None
    first: str | None
    last: str | None


def _drawn(row: District) -> Drawn:
    share = row.share
    return Drawn(row, _x(share.estimate), _x(share.low), _x(share.high), *map(_x, share.anytime))


def _x(share: float | None) -> str | None:
    return None if share is None else format(_LEFT + share * _WIDTH, ".1f")


def _percent(share: float | None) -> str:
    """A share as a percentage with one decimal, for the page's number filter; "" for none."""
    return "" if share is None else format(share * 100, ".1f")


@staff_page
def results(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Everything that is said of a wave."""
    wave = wave_of(request, uid)
    found = telling.results_for(wave, reader=request.user)
    kind, words = _DECISIONS[found.decision]
    may_edit = may(request, Act.EDIT_SURVEY, wave.survey.key_result)
    planned, outcomes = wave.survey.plan.get("looks", 1), queries.outcomes_of(wave)
    context = {
        **context_of(wave),
        "results": found,
        "decision": words,
        "decision_kind": kind,
        "threshold": _percent(float(wave.survey.threshold)),
        "threshold_x": _x(float(wave.survey.threshold)),
        "raked_by": [_MARGINS[name] for name in found.raked_by],
        "rows": [_drawn(row) for row in found.districts],
        "rules": [(flag, number, quality.RULES[flag]) for flag, number in found.flags],
        "enumerators": _named(found) if may_edit else (),
        "may_hand_on": may_edit and wave.closed_at is not None,
        "may_look": may_edit and looks.none_left(wave) is None,
        "planned_looks": planned,
        "looks": [(look, _DECISIONS[look.decision], _percent(look.information)) for look in found.looks],
        "may_edit": may_edit,
        "outcomes": outcomes,
        "visited": sum(outcomes.values()),
        "visited_share": _share_of(sum(outcomes.values()), found.recontacts),
        "figures": _figures(found),
    }
    return render(request, "office/surveys/results.html", context)


def _share_of(part: int, whole: int) -> str:
    return _percent(part / whole) if whole else ""


def _named(found: Results) -> list[tuple[User, quality.Enumerator]]:
    people = User.objects.in_bulk([one.user for one in found.enumerators])
    return [(people[one.user], one) for one in found.enumerators]


def _figures(found: Results) -> dict[str, str]:
    """Numbers of the method note, rounded as they are read."""

    def short(value: float | None, digits: int) -> str:
        return "" if value is None else format(value, f".{digits}f")

    return {
        "n_eff": short(found.n_eff, 0),
        "deff": short(found.deff, 2),
        "df": "" if found.df is None else str(found.df),
    }


@staff_page
def look(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Takes one of the planned looks."""
    wave = wave_of(request, uid)
    over = looks.none_left(wave)
    if over is not None:
        messages.warning(request, refusal_text(over))
        return redirect("office:wave_results", uid=wave.uid)
    decision = Decision(
        title=_("ดูผลตามแผนเพื่อตัดสิน"),
        label=_("ดูผลครั้งนี้"),
        act=lambda _data, version: looks.take_look(wave, read_version=version, acting_user=request.user),
        back=reverse("office:wave_results", args=[wave.uid]),
        version=wave.version,
        subject=wave.survey.title,
        text=_("ระบบบันทึกผลการตัดสินของครั้งนี้ไว้ถาวร และใช้ส่วนหนึ่งของความเสี่ยงตัดสินผิดที่วางแผนไว้ ดูได้เท่าจำนวนครั้งที่ล็อกไว้เท่านั้น"),
        facts=_so_far(wave, request.user),
        crumbs=trail(wave),
        asks=[Act.EDIT_SURVEY],
        where=[scope_of(wave.survey)],
    )
    return decide(request, decision)


def _so_far(wave: Wave, reader: User) -> list[tuple[str, str]]:
    """What a look would stand on now, so that none is spent on a few answers; nothing of what they say."""
    taken, planned = wave.looks.count(), wave.survey.plan.get("looks", 1)
    facts = [(_("ดูแล้ว"), _("%(taken)s จาก %(planned)s ครั้ง") % {"taken": number(taken), "planned": number(planned)})]
    if telling.collects(wave, reader):
        return facts
    try:
        now = decisions.judged_now(wave)
    except Refused:  # no more information than at the last look: the act says so
        return facts
    if now is None or now.hidden or now.verdict.look is None:
        return facts
    look = now.verdict.look
    return [
        *facts,
        (_("ผู้ตอบในตัวอย่างสุ่มขณะนี้"), number(now.respondents)),
        (_("ข้อมูลที่ได้ต่อแผน"), percent(_percent(look.information))),
        (_("เกณฑ์ z ของครั้งนี้"), digits(f"{look.critical:.2f}")),
    ]


@staff_page
def hand_on(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Enters the result beside the duty of the sheet."""
    wave = wave_of(request, uid)
    decision = Decision(
        title=_("ใช้ผลนี้รายงานภารกิจการรับรู้"),
        label=_("บันทึกเป็นผลการรับรู้"),
        act=lambda _data, _version: handing_on.hand_on(wave, acting_user=request.user),
        back=reverse("office:awareness", args=[wave.survey.key_result.key]),
        subject=wave.survey.title,
        text=_(
            "ระบบบันทึกสัดส่วนตามวิธีอ่านที่ล็อกไว้ พร้อมจำนวนผู้ตอบ หากยังสรุปไม่ได้หรือเป็นเพียงข้อบ่งชี้ จะไม่ส่งช่วงความเชื่อมั่น"
            " ภารกิจจึงแสดงว่ายังสรุปไม่ได้ ผลนี้ไม่มีผลต่อคะแนน"
        ),
        crumbs=trail(wave),
    )
    return decide(request, decision)


@staff_page
def download(request: HttpRequest, uid: uuid.UUID, name: str) -> HttpResponse:
    """The anonymised answers, or what their columns mean."""
    wave = wave_of(request, uid)
    if name not in telling.FILES:
        raise Http404
    data = telling.file_for(wave, name, reader=request.user)
    return send_made(data, f"survey-wave-{wave.number}-{name}.csv", "text/csv; charset=utf-8")
