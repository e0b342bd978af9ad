"""The decision about "aware of all": which reading, whether it is met, and every gate that speaks for or against it.

met: the 95 % Korn-Graubard lower limit lies above the threshold; not met: the upper limit lies below it; otherwise it
is not yet known. One gate that fails is enough for "not yet known"; a web sample alone is never more than indicative.
Where looks are planned, the score z against the limits of the spending function takes the place of the interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from samrit.core.awareness.design import Items, Looks, Question
from samrit.core.awareness.estimates import Engine
from samrit.core.awareness.gates import Gate, gates_of, percent
from samrit.core.awareness.looks import critical_at, score
from samrit.core.awareness.readings import Decoys, Judged, Readings, read, read_with_decoys
from samrit.core.awareness.responses import Booleans
from samrit.core.contract import Message, Refused


@dataclass(frozen=True, slots=True)
class Look:
    """One look of several: the share of the planned information, the critical z, the error spent up to it."""

    information: float
    critical: float
    spent: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision with its reasons, the readings beside it, and what the gates were measured by."""

    decision: str
    because: tuple[Message, ...]
    readings: Readings | None = None
    decoys: Decoys | None = None
    kept: Readings | None = None
    look: Look | None = None


def judge(engine: Engine, question: Question, items: Items | None) -> Verdict:
    """The verdict of a design on its items. Raises Refused where looks do not fit."""
    if items is None:
        return Verdict("not_yet_known", (Message("no items are named", "ไม่ได้ระบุข้อคำถาม"),))
    readings, decoys = read_with_decoys(engine, items)
    kept = read(engine, items, ~_flagged(engine, question)) if question.exclude else None
    return decide(question, readings, decoys, kept)


def _flagged(engine: Engine, question: Question) -> Booleans:
    """The entries that quality control flags."""
    found = np.zeros(engine.cube.size, dtype=np.bool_)
    for column, values in question.exclude:
        bad = np.array([text in values for text in engine.cube.values[column]], dtype=np.bool_)
        found |= bad[engine.cube.codes[column]]
    return found


def decide(
    question: Question, readings: Readings, decoys: Decoys | None = None, kept: Readings | None = None
) -> Verdict:
    """The decision and every reason for it, from the shares alone."""
    reading = question.reading
    if reading is None:
        because: tuple[Message, ...] = (Message("no reading is chosen", "ยังไม่ได้เลือกวิธีตีความ"),)
        return Verdict("not_yet_known", because, readings, decoys, kept)
    judged = readings.of(reading)
    look = None if question.looks is None else _look(question.looks, judged)
    rule = _Rule(0.8 if question.threshold is None else question.threshold, look)
    plain = rule.decision(judged)
    gates = gates_of(
        question,
        judged,
        rule.threshold,
        adjusted=None if decoys is None else _without_decoys(plain, rule, decoys, reading, question.untold),
        exclusion=None if kept is None else _without_flagged(plain, rule, judged, kept.of(reading), question.untold),
    )
    because = (rule.said(reading, judged), *(gate.said for gate in gates))
    decision = "not_yet_known" if any(gate.passed is False for gate in gates) else plain
    if question.source == "web" and question.locked is not None:
        decision = "indicative"
    return Verdict(decision, because, readings, decoys, kept, look)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is compared with what: limits with the threshold, or z with the critical value of a look."""

    threshold: float
    look: Look | None

    def decision(self, judged: tuple[Judged, ...]) -> str:
        met, missed = self.counts(judged)
        return "met" if met == len(judged) else "not_met" if missed else "not_yet_known"

    def counts(self, judged: tuple[Judged, ...]) -> tuple[int, int]:
        """How many shares are met and how many are missed."""
        if self.look is None:
            return sum(one.met(self.threshold) for one in judged), sum(one.missed(self.threshold) for one in judged)
        scores = [self._score(one) for one in judged]
        known = [z for z in scores if z is not None]
        return sum(z >= self.look.critical for z in known), sum(z <= -self.look.critical for z in known)

    def _score(self, one: Judged) -> float | None:
        if one.estimate is None or one.n_eff is None or one.df < 1 or not 0 < self.threshold < 1:
            return None
        return score(one.estimate, one.n_eff, self.threshold)

    def said(self, reading: str, judged: tuple[Judged, ...]) -> Message:
        met, missed = self.counts(judged)
        n, df = min(one.n for one in judged), min(one.df for one in judged)
        size = min((one.n_eff for one in judged if one.n_eff is not None), default=None)
        deff = max((one.deff for one in judged if one.deff is not None), default=None)
        sizes = f"n {n:,}, n_eff {_short(size)}, deff {_short(deff)}, df {df}"
        sizes_th = (
            f"ผู้ตอบ {n:,} ราย เทียบเท่าการสุ่มอย่างง่าย {_short(size)} ราย ผลของแบบการสุ่ม (deff) {_short(deff)} องศาอิสระ {df}"
        )
        if self.look is None:
            return Message(
                f"reading {reading}: {met} of {len(judged)} lower limits lie above {self.threshold:g}, {missed} upper"
                f" limits below (Korn-Graubard 95 %, 2.5 % each way; {sizes})",
                f"ตีความแบบ{_READ[reading]}: ขอบล่างสูงกว่า{percent(self.threshold)} จำนวน {met} จาก {len(judged)} รายการ"
                f" ขอบบนต่ำกว่าเกณฑ์ {missed} รายการ (ช่วง Korn-Graubard ร้อยละ 95 ด้านละร้อยละ 2.5; {sizes_th})",
            )
        look = self.look
        return Message(
            f"reading {reading}, at {look.information:.3g} of the planned information: {met} of {len(judged)} scores"
            f" reach z {look.critical:.4g} against {self.threshold:g}, {missed} reach -z (error spent"
            f" {look.spent:.4g}; {sizes})",
            f"ตีความแบบ{_READ[reading]} เมื่อได้ข้อมูล{percent(look.information)} ของที่วางแผน: คะแนน z ถึง {look.critical:.4g}"
            f" เทียบกับ{percent(self.threshold)} จำนวน {met} จาก {len(judged)} รายการ ถึง -z {missed} รายการ"
            f" (ใช้ความเสี่ยงตัดสินผิดไปแล้ว{percent(look.spent)}; {sizes_th})",
        )


_READ = {
    "each": "ทุกรายการต้องถึงเกณฑ์",
    "joint": "ผู้ที่รู้จักครบทุกรายการ",
    "mean": "ค่าเฉลี่ยของทุกรายการ",
    "any": "ผู้ที่รู้จักอย่างน้อยหนึ่งรายการ",
}
"""The readings in Thai; in English they are called by their names."""


def _short(number: float | None) -> str:
    """Four digits as one writes them by hand: no power of ten for the size of a great survey."""
    if number is None:
        return "-"
    return f"{number:,.0f}" if number >= 1_000 else f"{number:.4g}"


def _look(looks: Looks, judged: tuple[Judged, ...]) -> Look | None:
    """The limits of this look; None where the shares have no effective size yet."""
    sizes = [one.n_eff for one in judged]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return Look(0.0, math.inf, 0.0)
    before = [size / looks.planned for size in looks.before]
    now = min(1.0, min(known) / looks.planned)
    if before and now <= before[-1]:
        raise Refused(
            "verdict.looks.before",
            Message(
                f"n_eff is {min(known):.6g} now and was {looks.before[-1]:.6g} at the look before",
                f"n_eff ขณะนี้ {min(known):.6g} แต่รอบก่อน {looks.before[-1]:.6g}",
            ),
            Message("looks need growing information: correct the numbers", "ข้อมูลต้องเพิ่มขึ้นทุกรอบ: แก้ไขตัวเลข"),
        )
    critical, spent = critical_at([*before, now], looks.alpha, looks.spending)
    return Look(now, critical[-1], spent[-1])


def _without_decoys(plain: str, rule: _Rule, decoys: Decoys, reading: str, untold: frozenset[str]) -> Gate:
    """Met needs the raw shares and those less the false yeses; a decoy can only lower a share."""
    adjusted = decoys.adjusted.of(reading)
    decision = rule.decision(adjusted)
    passed = plain != "met" or decision == "met"
    if "decoys" in untold:
        return Gate(
            passed,
            Message(
                "decoy-adjusted share: few say yes to a name that does not exist; less those it is"
                f" {decision.replace('_', ' ')}",
                f"ปรับด้วยชื่อลวง: มีผู้ตอบว่ารู้จักชื่อที่ไม่มีจริงจำนวนน้อย เมื่อหักออก ผลคือ {_THAI[decision]}",
            ),
        )
    shares = [one.estimate for one in adjusted if one.estimate is not None]
    least, least_th = _short(min(shares, default=None)), percent(min(shares)) if shares else " -"
    return Gate(
        passed,
        Message(
            f"decoy-adjusted share: {decoys.rate:.4f} say yes to a name that does not exist; less those, the smallest"
            f" share is {least}: {decision.replace('_', ' ')}",
            f"ปรับด้วยชื่อลวง: {percent(decoys.rate)} ตอบว่ารู้จักชื่อที่ไม่มีจริง เมื่อหักออก สัดส่วนต่ำสุดคือ{least_th}: {_THAI[decision]}",
        ),
    )


def _without_flagged(
    plain: str, rule: _Rule, judged: tuple[Judged, ...], kept: tuple[Judged, ...], untold: frozenset[str]
) -> Gate:
    decision = rule.decision(kept)
    n, whole = min(one.n for one in kept), min(one.n for one in judged)
    left = Message(f"{n} of {whole} answers", f"เหลือ {n} จาก {whole} คำตอบ")
    if 0 < whole - n < _FEW:  # the sentence is printed: how many the few are is nobody's business
        left = Message(f"fewer than {_FEW} answers less", f"น้อยลงไม่ถึง {_FEW} คำตอบ")
    elif "flagged" in untold:
        left = Message("some answers less", "น้อยลงบางคำตอบ")
    return Gate(
        decision == plain,
        Message(
            f"sensitivity to exclusions: without the flagged rows ({left.en}) it is"
            f" {decision.replace('_', ' ')}, with them {plain.replace('_', ' ')}",
            f"ตรวจโดยตัดข้อมูล: หากไม่นับแถวที่ถูกตั้งข้อสังเกต ({left.th}) ผลคือ {_THAI[decision]} หากนับด้วย ผลคือ {_THAI[plain]}",
        ),
    )


_FEW = 10
_THAI = {"met": "บรรลุ", "not_met": "ไม่บรรลุ", "not_yet_known": "ยังสรุปไม่ได้"}
