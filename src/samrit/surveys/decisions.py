"""The decision on a wave: the verdict of the engine with its gates, and what only the survey knows: end and looks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils import timezone

from samrit.core.awareness.design import Looks
from samrit.core.awareness.looks import critical_values
from samrit.core.awareness.verdict import Verdict
from samrit.core.contract import Message
from samrit.core.rubric.words import moment_words
from samrit.core.thai import format_date
from samrit.surveys import quality
from samrit.surveys.disclosure import THRESHOLD, few
from samrit.surveys.estimating import Answered, estimate, locked_text
from samrit.surveys.frame import frame_of
from samrit.surveys.keeping import tally_of
from samrit.surveys.models import Look, Survey, Wave
from samrit.surveys.tally import Tally

ALPHA = 0.025
"""The error of one side that all looks together may spend."""
SPENDING = "lan_demets_of"
"""How it is spent over them: O'Brien and Fleming's limits by Lan and DeMets."""


@dataclass(frozen=True, slots=True)
class PlannedLook:
    """A look as it is planned, where the answers come in evenly: about how many by then, the part (0 to 1) of the
    planned information that is, and its limit. The limit that counts follows from what has really come by then.
    """

    number: int
    completes: int
    information: Fraction
    critical: float


def planned_looks(plan: Mapping[str, Any]) -> list[PlannedLook]:
    """The looks of a survey's plan, the last of which is the end; none of a plan that looks at the end alone."""
    looks = plan.get("looks", 1)
    if looks == 1:
        return []
    limits, _spent = critical_values(looks, ALPHA, SPENDING)
    return [
        PlannedLook(number, math.ceil(plan["completes"] * Fraction(number, looks)), Fraction(number, looks), critical)
        for number, critical in enumerate(limits, 1)
    ]


@dataclass(frozen=True, slots=True)
class JudgedNow:
    """The verdict of a planned look, with the n_eff and the respondents that it stands on; what keeps it back though
    the engine does not know it is in `failed`, and `hidden` where too few answer a name to say anything.
    """

    verdict: Verdict
    n_eff: float | None
    respondents: int
    because: tuple[Message, ...]
    failed: bool
    hidden: bool

    @property
    def decision(self) -> str:
        return "not_yet_known" if self.failed else self.verdict.decision


def judged_now(wave: Wave) -> JudgedNow | None:
    """What a planned look says now; None without answers of drawn persons. Raises Refused where there is no more
    information than at the look before.
    """
    frame = frame_of(wave.survey)
    tally = tally_of(wave, frame)
    outlying = [one.user for one in quality.enumerators(tally.works) if one.outlying]
    whole = estimate(tally, wave.survey, frame, outlying)
    if whole is None:
        return None
    before = tuple(wave.looks.values_list("n_eff", flat=True))
    verdict = whole.at_look(_looks(planned_n_eff(wave.survey), before))
    failed = _kept_back(whole)
    because = (*_dated(verdict.because, wave.survey), *failed)
    return JudgedNow(verdict, whole.n_eff, tally.drawn, because, bool(failed), few(whole.least))


def _kept_back(whole: Answered) -> list[Message]:
    """Why there is no verdict, of what only the survey knows: strata with one PSU, or with no answers."""
    return [*([_LONE_UNIT] if whole.single else []), *([_LACKING] if whole.lacking else [])]


def _looks(planned: float, before: Sequence[float]) -> Looks:
    return Looks(planned, tuple(before), ALPHA, SPENDING)


def planned_n_eff(survey: Survey) -> float:
    """The information that the plan aims at: as many answers of a simple random sample."""
    plan = survey.plan
    if "n_eff" in plan:
        return float(plan["n_eff"])
    return float(plan["completes"]) / float(plan["test"]["deff"])  # a plan made before the size was worked out exactly


def decision_of(
    wave: Wave, whole: Answered | None, tally: Tally, looks: Sequence[Look]
) -> tuple[str, tuple[Message, ...]]:
    """The engine's verdict with its gates, and those that only the survey knows: its end, its looks, and lone PSUs."""
    if whole is None:
        if not tally.volunteers:
            return "no_data", (Message("no responses yet", "ยังไม่มีคำตอบ"),)
        return "indicative", (
            Message(
                "there are answers of volunteers on the web only: they are never more than indicative",
                "มีเฉพาะคำตอบของผู้สมัครใจทางเว็บ จึงเป็นได้เพียงข้อบ่งชี้",
            ),
        )
    if few(whole.least):
        return "not_yet_known", (
            Message(
                f"fewer than {THRESHOLD} answers: their figures are not told",
                f"มีคำตอบน้อยกว่า {THRESHOLD} ราย จึงยังไม่แสดงตัวเลข",
            ),
            *([] if wave.closed_at else [_GOES_ON]),
        )
    decided = next((look for look in looks if look.decision in {"met", "not_met"}), None)
    if decided is not None:
        reasons = [Message(said["en"], said["th"]) for said in decided.because]
        return decided.decision, (_at_look(decided), *_dated(reasons, wave.survey))
    verdict = _last_look(whole, looks) if looks and wave.closed_at else whole.verdict
    failed = [*([] if wave.closed_at else [_GOES_ON]), *_kept_back(whole)]
    because = (*_dated(verdict.because, wave.survey), *failed)
    return "not_yet_known" if failed else verdict.decision, because


def _dated(because: Sequence[Message], survey: Survey) -> list[Message]:
    """The reasons with the moment of the lock as people write it."""
    if survey.locked_at is None:
        return list(because)
    exact, said = locked_text(survey), moment_words(timezone.localtime(survey.locked_at))
    return [Message(one.en.replace(exact, said.en), one.th.replace(exact, said.th)) for one in because]


def _last_look(whole: Answered, looks: Sequence[Look]) -> Verdict:
    """The end of a wave that was looked at before: all error that is left is spent, whatever came of the plan."""
    before = [look.n_eff for look in looks]
    if whole.n_eff is None or whole.n_eff <= before[-1]:
        return whole.verdict
    return whole.at_look(_looks(whole.n_eff, before))


def _at_look(look: Look) -> Message:
    return Message(
        f"decided at look {look.number} of those that were planned, on {timezone.localdate(look.taken_at):%Y-%m-%d}",
        f"ตัดสินแล้วในการดูผลครั้งที่ {look.number} ตามแผน เมื่อ {format_date(timezone.localdate(look.taken_at))}",
    )


_GOES_ON = Message(
    "fieldwork goes on: there is no verdict between the looks that were planned",
    "ยังเก็บข้อมูลอยู่ จึงยังไม่ตัดสิน การดูผลบ่อยครั้งทำให้ตัดสินผิดง่ายขึ้น",
)
_LONE_UNIT = Message(
    "a stratum with answers from one sampling unit: the error is not certain",
    "บางเขตมีหน่วยตัวอย่างเดียว จึงยังไม่แน่ใจในความคลาดเคลื่อน",
)
_LACKING = Message(
    "a stratum has no answers: the figures do not speak for its people",
    "บางเขตยังไม่มีคำตอบ ตัวเลขจึงยังไม่แทนประชาชนทุกเขต",
)
