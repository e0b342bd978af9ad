"""Handing the result of a closed wave on to the sheet's duty, with its reading, n and interval."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils import timezone

from samrit.core.thai import format_date, to_thai
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.publicity.actions.awareness import enter_awareness
from samrit.publicity.actions.shared import refuse
from samrit.publicity.models import AwarenessResult
from samrit.surveys.actions.shared import scope_of
from samrit.surveys.disclosure import THRESHOLD, few
from samrit.surveys.models import Wave
from samrit.surveys.results import Results, Share, results_of

_STEP = Decimal("0.0001")


def hand_on(wave: Wave, *, acting_user: User) -> AwarenessResult:
    """Enters the wave's result beside the other awareness results, by the same action as a person uses.

    The interval goes along only where the verdict is met or not met: without it the duty stays “cannot be said yet”,
    whatever the figure, so that volunteers or a failed gate never make it look met.
    """
    Rights(acting_user).require(Act.EDIT_SURVEY, scope_of(wave.survey))
    if wave.closed_at is None:
        raise refuse("wave", ("fieldwork goes on", "รอบนี้ยังเก็บข้อมูลอยู่"), ("close the wave first", "โปรดปิดรอบก่อน"))
    results = results_of(wave)
    share, respondents = _shown(results)
    if share.hidden or few(respondents):
        raise refuse(
            "wave",
            (
                f"fewer than {THRESHOLD} persons stand behind a figure",
                f"ตัวเลขนี้มาจากผู้ตอบน้อยกว่า {THRESHOLD} ราย จึงเปิดเผยไม่ได้",
            ),
            ("collect more in another wave", "โปรดเก็บเพิ่มในรอบใหม่"),
        )
    if share.estimate is None:
        raise refuse("wave", ("the wave has no answers", "รอบนี้ไม่มีคำตอบ"), ("collect first", "โปรดเก็บข้อมูลก่อน"))
    decided = results.decision in {"met", "not_met"} and share.low is not None and share.high is not None
    estimate = _four(share.estimate, ROUND_HALF_UP)
    return enter_awareness(
        wave.survey.key_result,
        reading=wave.survey.reading,
        share=estimate,
        low=min(_four(share.low, ROUND_FLOOR), estimate) if decided else None,
        high=max(_four(share.high, ROUND_CEILING), estimate) if decided else None,
        respondents=respondents,
        method=_method(results),
        measured_on=timezone.localdate(wave.closed_at),
        acting_user=acting_user,
    )


def _shown(results: Results) -> tuple[Share, int]:
    """The share in the locked reading; the volunteers' where nobody was drawn."""
    chosen = next((row for row in results.readings if row.chosen), None)
    if chosen is not None:
        return chosen.share, results.drawn
    if any(row.share.hidden or row.web_hidden for row in results.districts):
        return Share(None, hidden=True), results.drawn or results.web
    shares = [row.web for row in results.districts if row.web is not None]
    return Share(min(shares) if shares else None), results.web


def _four(value: float, rounding: str) -> Decimal:
    """Four decimals; a lower limit is rounded down and an upper one up, so that rounding never decides."""
    return min(max(Decimal(repr(value)).quantize(_STEP, rounding), Decimal(0)), Decimal(1))


_DECISIONS = {
    "met": "บรรลุ",
    "not_met": "ไม่บรรลุ",
    "not_yet_known": "ยังสรุปไม่ได้",
    "indicative": "เป็นเพียงข้อบ่งชี้",
}


def _method(results: Results) -> str:
    wave = results.wave
    survey = wave.survey
    began, ended = (format_date(day) for day in (wave.opens_on, wave.closes_on))
    lines = [
        f"{survey.title} รอบที่ {to_thai(str(wave.number))} วันที่ {began} ถึง {ended}",
        to_thai(f"ตัวอย่างสุ่ม {results.drawn:,} ราย ผู้ตอบเองทางเว็บ {results.web:,} ราย"),
        f"ผลการพิจารณา: {_DECISIONS.get(results.decision, results.decision)} ({survey.get_reading_display()})",
        f"ล็อกวิธีอ่านเมื่อ {format_date(timezone.localtime(survey.locked_at).date())}",
        f"ลายนิ้วมือของวิธีอ่าน {survey.locked_sha256[:16]} ของคำตอบทั้งรอบ {wave.digest[:16]}",
    ]
    return "\n".join(lines)
