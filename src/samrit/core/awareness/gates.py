"""The gates of a verdict: each passes, fails, or is said to be not checked where there is nothing to check it by."""

from __future__ import annotations

from dataclasses import dataclass

from samrit.core.awareness.design import Question
from samrit.core.awareness.readings import Judged
from samrit.core.contract import Message

LEAST_DF = 8
LEAST_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a gate is passed (None: not checked), and the sentence that says so."""

    passed: bool | None
    said: Message


def gates_of(
    question: Question,
    judged: tuple[Judged, ...],
    threshold: float,
    *,
    adjusted: Gate | None = None,
    exclusion: Gate | None = None,
) -> list[Gate]:
    """All gates of a verdict, in the order in which they are said."""
    n, df = min(one.n for one in judged), min(one.df for one in judged)
    return [
        _lock(question.locked),
        _source(question.source),
        Gate(
            df >= LEAST_DF,
            Message(f"degrees of freedom {df}, at least {LEAST_DF} wanted", f"องศาอิสระ {df} ต้องไม่น้อยกว่า {LEAST_DF}"),
        ),
        Gate(
            n >= LEAST_ANSWERS,
            Message(f"answers {n:,}, at least {LEAST_ANSWERS} wanted", f"จำนวนคำตอบ {n:,} ต้องไม่น้อยกว่า {LEAST_ANSWERS}"),
        ),
        _blanks(judged, threshold),
        adjusted or _DECOYS,
        exclusion or _EXCLUSIONS,
    ]


def percent(share: float) -> str:
    """A share as a Thai sentence says it, with the word before the number."""
    return f"ร้อยละ {100 * share:.4g}"


def _lock(locked: str | None) -> Gate:
    if locked is None:
        return Gate(passed=False, said=Message("the reading is not locked", "ยังไม่ได้ล็อกวิธีตีความ"))
    return Gate(passed=True, said=Message(f"the reading was locked on {locked}", f"ล็อกวิธีตีความเมื่อ {locked}"))


def _source(source: str | None) -> Gate:
    if source is None:
        said = Message(
            "source of the sample: not checked, the design does not say", "ที่มาของตัวอย่าง: ไม่ได้ตรวจ เพราะไม่ได้ระบุ"
        )
        return Gate(None, said)
    if source == "web":
        said = Message("a web sample alone is never more than indicative", "ตัวอย่างจากเว็บเพียงอย่างเดียวเป็นได้เพียงข้อบ่งชี้")
        return Gate(passed=False, said=said)
    return Gate(passed=True, said=Message("a probability sample", "ตัวอย่างแบบความน่าจะเป็น"))


def _blanks(judged: tuple[Judged, ...], threshold: float) -> Gate:
    """What missing answers could turn: the shares with all blanks as no and as yes."""
    low, high = min(one.bounds[0] for one in judged), min(one.bounds[1] for one in judged)
    straddles = low < threshold < high
    return Gate(
        not straddles,
        Message(
            f"missing answers: share between {low:.4f} (all no) and {high:.4f} (all yes),"
            f" {'on both sides' if straddles else 'on one side'} of {threshold:g}",
            f"ข้อที่ไม่ได้ตอบ: สัดส่วนอยู่ระหว่าง{percent(low)} (หากนับว่าไม่รู้จักทั้งหมด) ถึง{percent(high)} (หากนับว่ารู้จักทั้งหมด)"
            f" {'คร่อมเกณฑ์' if straddles else 'อยู่ด้านเดียวกันของเกณฑ์'}{percent(threshold)}",
        ),
    )


_DECOYS = Gate(
    None,
    Message("decoy-adjusted share: not checked, no decoys in the design", "ปรับด้วยชื่อลวง: ไม่ได้ตรวจ เพราะไม่มีชื่อลวง"),
)
_EXCLUSIONS = Gate(
    None,
    Message(
        "sensitivity to exclusions: not checked, no exclusions in the design",
        "ตรวจโดยตัดข้อมูล: ไม่ได้ตรวจ เพราะไม่มีการตัดข้อมูล",
    ),
)
