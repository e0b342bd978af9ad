"""The decision about "aware of all": which reading, whether it is met, and every gate that speaks for or against it.

met: the 95 % Korn-Graubard lower limit lies above the threshold; not met: the upper limit lies below it; otherwise it
is not yet known. One gate that fails is enough for "not yet known"; a web sample alone is never more than indicative.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from samrit.core.awareness.cube import ANY
from samrit.core.awareness.design import Estimate, Items, Question
from samrit.core.awareness.estimates import Engine, Groups
from samrit.core.awareness.intervals import Share, limits
from samrit.core.contract import Message

LEAST_DF = 8
LEAST_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Judged:
    """One share against the threshold; `bounds` are the shares with all blanks as 0 and as 1."""

    item: str | None
    estimate: float | None
    ci: tuple[float | None, float | None]
    n: int
    df: int
    bounds: tuple[float, float]

    def met(self, threshold: float) -> bool:
        return self.ci[0] is not None and self.ci[0] > threshold

    def missed(self, threshold: float) -> bool:
        return self.ci[1] is not None and self.ci[1] < threshold


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision with its reasons, and the three readings beside it."""

    decision: str
    because: tuple[Message, ...]
    each: tuple[Judged, ...]
    joint: Judged | None
    mean: Judged | None
    any: Judged | None


def judge(engine: Engine, question: Question, items: Items | None) -> Verdict:
    """The verdict of a design on its items."""
    if items is None:
        because: tuple[Message, ...] = (Message("no items are named", "ไม่ได้ระบุข้อคำถาม"),)
        return Verdict("not_yet_known", because, (), None, None, None)
    each = tuple(_share(engine, column, column) for column in items.columns)
    joint = _share(engine, items.joint or "\0all", None)
    some = _share(engine, ANY, None)
    mean = _mean(engine, items.columns, each)
    decision, because = decide(question, each, joint, mean, some)
    return Verdict(decision, because, each, joint, mean, some)


def _everyone(engine: Engine) -> Groups:
    return Groups(((),), np.zeros(engine.cube.size, dtype=np.int64))


def _of(column: str) -> Estimate:
    return Estimate(id=column, of=column, statistic="proportion", interval="beta")


def _share(engine: Engine, column: str, item: str | None) -> Judged:
    estimate = _of(column)
    figure = engine.figures(estimate)[0]
    measure, points = engine.points(estimate, _everyone(engine))
    weight = float(engine.cube.weight @ engine.weighting.factor)
    ones = float(points.value[0] + measure.shift * points.weight[0])
    blank = weight - float(points.weight[0])
    return Judged(item, figure.estimate, figure.ci, figure.n, figure.df, (ones / weight, (ones + blank) / weight))


def _mean(engine: Engine, columns: tuple[str, ...], each: tuple[Judged, ...]) -> Judged:
    """The mean of the items' shares, with their full covariance."""
    n, df = min(one.n for one in each), min(one.df for one in each)
    low = sum(one.bounds[0] for one in each) / len(each)
    high = sum(one.bounds[1] for one in each) / len(each)
    values = [one.estimate for one in each if one.estimate is not None]
    if len(values) < len(each):
        return Judged(None, None, (None, None), n, df, (low, high))
    groups, vectors = _everyone(engine), []
    for column in columns:
        estimate = _of(column)
        if engine.replicates is None:
            measure, points = engine.points(estimate, groups)
            vectors.append(engine.influence(estimate, groups, measure, points, [0])[:, 0])
        else:
            vectors.append(engine.thetas(estimate, groups)[:, 0])
    covariance = engine.covariance(vectors, values)
    point = sum(values) / len(values)
    point = 0.0 if point < 1e-13 else 1.0 if point > 1 - 1e-13 else point
    variance = max(0.0, float(covariance.sum())) / len(values) ** 2
    if not math.isfinite(variance):
        return Judged(None, point, (None, None), n, df, (low, high))
    found = limits(Share(point, variance, n, int(engine.cube.rows.sum()), df), "beta", 0.95)
    return Judged(None, point, (found.lower, found.upper), n, df, (low, high))


def decide(
    question: Question, each: tuple[Judged, ...], joint: Judged, mean: Judged, some: Judged
) -> tuple[str, tuple[Message, ...]]:
    """The decision and every reason for it, from the shares alone."""
    threshold = 0.8 if question.threshold is None else question.threshold
    reading = question.reading
    if reading is None:
        return "not_yet_known", (Message("no reading is chosen", "ยังไม่ได้เลือกวิธีตีความ"),)
    judged = {"each": each, "joint": (joint,), "mean": (mean,), "any": (some,)}[reading]
    plain, first = _plain(reading, judged, threshold)
    gates = _gates(question, judged, threshold)
    failed = [sentence for ok, sentence in gates if ok is False]
    reasons = (first, *(sentence for _, sentence in gates))
    if question.locked is None:
        return "not_yet_known", reasons
    if question.source == "web":
        return "indicative", reasons
    return ("not_yet_known" if failed else plain), reasons


def _plain(reading: str, judged: tuple[Judged, ...], threshold: float) -> tuple[str, Message]:
    met = sum(one.met(threshold) for one in judged)
    missed = sum(one.missed(threshold) for one in judged)
    decision = "met" if met == len(judged) else "not_met" if missed else "not_yet_known"
    n, df = min(one.n for one in judged), min(one.df for one in judged)
    return decision, Message(
        f"reading {reading}: {met} of {len(judged)} lower limits lie above {threshold:g}, {missed} upper limits below"
        f" (Korn-Graubard 95 %, 2.5 % each way; n {n}, df {df})",
        f"การตีความแบบ {reading}: ขอบล่างสูงกว่า {threshold:g} จำนวน {met} จาก {len(judged)} รายการ"
        f" ขอบบนต่ำกว่า {missed} รายการ"
        f" (Korn-Graubard ร้อยละ 95 ด้านละร้อยละ 2.5; n {n}, df {df})",
    )


def _gates(question: Question, judged: tuple[Judged, ...], threshold: float) -> list[tuple[bool | None, Message]]:
    """Each gate: passed, failed, or None where there is no data to check it."""
    n, df = min(one.n for one in judged), min(one.df for one in judged)
    low, high = min(one.bounds[0] for one in judged), min(one.bounds[1] for one in judged)
    straddles = low < threshold < high
    unlocked = question.locked is None
    return [
        (
            not unlocked,
            Message("the reading is not locked", "ยังไม่ได้ล็อกวิธีตีความ")
            if unlocked
            else Message(f"the reading was locked on {question.locked}", f"ล็อกวิธีตีความเมื่อ {question.locked}"),
        ),
        _source_gate(question.source),
        (
            df >= LEAST_DF,
            Message(f"degrees of freedom {df}, at least {LEAST_DF} wanted", f"องศาอิสระ {df} ต้องไม่น้อยกว่า {LEAST_DF}"),
        ),
        (
            n >= LEAST_ANSWERS,
            Message(f"answers {n}, at least {LEAST_ANSWERS} wanted", f"จำนวนคำตอบ {n} ต้องไม่น้อยกว่า {LEAST_ANSWERS}"),
        ),
        (
            not straddles,
            Message(
                f"missing answers: share between {low:.4f} (all no) and {high:.4f} (all yes),"
                f" {'on both sides' if straddles else 'on one side'} of {threshold:g}",
                f"คำตอบที่หายไป: สัดส่วนอยู่ระหว่าง {low:.4f} (ไม่ทั้งหมด) ถึง {high:.4f} (ใช่ทั้งหมด)"
                f" {'คร่อม' if straddles else 'อยู่ด้านเดียวกันของ'} {threshold:g}",
            ),
        ),
        (
            None,
            Message(
                "decoy-adjusted share: not checked, no decoys in the design",
                "สัดส่วนที่ปรับด้วยตัวลวง: ไม่ได้ตรวจ เพราะไม่มีตัวลวง",
            ),
        ),
        (
            None,
            Message(
                "sensitivity to exclusions: not checked, no exclusions in the design",
                "ความไวต่อการตัดข้อมูล: ไม่ได้ตรวจ เพราะไม่มีการตัดข้อมูล",
            ),
        ),
    ]


def _source_gate(source: str | None) -> tuple[bool | None, Message]:
    if source is None:
        return None, Message(
            "source of the sample: not checked, the design does not say", "ที่มาของตัวอย่าง: ไม่ได้ตรวจ เพราะไม่ได้ระบุ"
        )
    if source == "web":
        return False, Message(
            "a web sample alone is never more than indicative", "ตัวอย่างจากเว็บเพียงอย่างเดียวเป็นได้เพียงข้อบ่งชี้"
        )
    return True, Message("a probability sample", "ตัวอย่างแบบความน่าจะเป็น")
