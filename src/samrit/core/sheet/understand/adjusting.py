"""Rubrics given in one sentence: "ช่วงปรับเกณฑ์การให้คะแนน +/- x ต่อ ๑ คะแนน" and "คะแนนเต็ม ๕ = ร้อยละ ๔๐ ขึ้นไป".

The first gives an anchor and a step: level 3 at the target unless the sheet says otherwise, x for each point. The
second gives the full score and, below it, its share.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from samrit.core.contract import canonical
from samrit.core.sheet.definition import Target
from samrit.core.sheet.understand.findings import Findings
from samrit.core.thai import parse_number, to_arabic

_N = r"([0-9][0-9,]*(?:\.[0-9]+)?)"
_ADJUST = re.compile(
    rf"ช่วง(?:การ)?ปรับ(?:เกณฑ์)?(?:การให้คะแนน|คะแนน)?[^0-9+\-±]{{0,20}}(?:\+\s*/?\s*[-–]|±|\+|[-–]|บวก\s*/?\s*ลบ)?\s*(?:ร้อยละ\s*)?{_N}[^0-9]{{0,20}}?ต่อ\s*{_N}\s*(?:คะแนน|ระดับ)"
)
_ANCHOR = re.compile(
    rf"(?:ระดับ|คะแนน|ค่าคะแนน)(?:ที่)?\s*([1-5])\s*(?:คะแนน)?\s*(?:=|เท่ากับ|คือ|ที่|อยู่ที่)\s*(?:ค่าเป้าหมาย\s*)?(?:ร้อยละ\s*)?{_N}?"
)
_ANCHOR_BEHIND = re.compile(  # "ค่าเป้าหมาย ๙๐ นาที เท่ากับ ๕ คะแนน"
    rf"(?:ค่าเป้าหมาย\s*(?:ร้อยละ\s*)?(?:{_N}\s*[ก-๎]{{0,12}})?|ร้อยละ\s*{_N}|{_N}\s*[ก-๎]{{1,12}}?)\s*(?:=|เท่ากับ|ได้|อยู่ที่|เป็น)\s*(?:ระดับ|คะแนน)?(?:ที่)?\s*([1-5])\s*(?:คะแนน)?"
)
_FULL_BEHIND = re.compile(rf"ร้อยละ\s*{_N}\s*(?:ขึ้นไป)?\s*(?:=|เท่ากับ|ได้|ให้|คิดเป็น)\s*คะแนนเต็ม\s*{_N}")
_JUDGED = re.compile(rf"(?:กรรมการ|ผู้ประเมิน|ผู้ตรวจ)[^0-9]{{0,60}}(?:คะแนน)?เต็ม\s*{_N}\s*คะแนน")
_FULL = re.compile(rf"คะแนนเต็ม\s*{_N}\s*(?:คะแนน)?\s*(?:=|เท่ากับ|ที่|เมื่อ|คือ)\s*(?:ผลงาน\s*)?(?:ร้อยละ\s*)?{_N}")


def speaks(text: str) -> bool:
    """Whether a note gives such a rule."""
    written = to_arabic(text)
    return any(pattern.search(written) for pattern in (_ADJUST, _FULL, _FULL_BEHIND, _JUDGED))


def from_words(text: str, target: Target, findings: Findings, *, falling: bool) -> dict[str, Any] | None:
    """The rubric that a sentence gives, as JSON data; None where no sentence does."""
    written = to_arabic(text)
    if match := _JUDGED.search(written):
        findings.ask("rubric", "the score is given by persons; how they give it is not printed")
        return {
            "schema": "samrit/rubric/1",
            "form": "judged",
            "minimum": "0",
            "maximum": match.group(1).replace(",", ""),
        }
    if match := _FULL_BEHIND.search(written):
        return _full_score(parse_number(match.group(2)), parse_number(match.group(1)))
    if match := _FULL.search(written):
        return _full_score(parse_number(match.group(1)), parse_number(match.group(2)))
    if match := _ADJUST.search(written):
        step, points = parse_number(match.group(1)), parse_number(match.group(2))
        if step and points:
            return _by_step(written, step / points, target, findings, falling=falling)
    return None


def _full_score(score: Decimal | None, threshold: Decimal | None) -> dict[str, Any] | None:
    if not score or not threshold:
        return None
    return {
        "schema": "samrit/rubric/1",
        "form": "anchors",
        "of": "result",
        "direction": "higher",
        "points": [[canonical(threshold), canonical(score)]],
        "between": "linear",
        "below_first": "proportional",
        "cap": True,
    }


def _by_step(text: str, step: Decimal, target: Target, findings: Findings, *, falling: bool) -> dict[str, Any] | None:
    level, value = _anchor(text)
    if level is None:
        level = 3
        findings.ask("rubric", "the sheet gives a step per point and no anchor; the target is read as level 3")
    value = target.value if value is None else value
    if value is None:
        findings.ask("rubric", "the sheet gives a step per point but no number to count from")
        return None
    sign = -1 if falling else 1
    assume_even(findings, "rubric")
    return {
        "schema": "samrit/rubric/1",
        "form": "anchors",
        "of": "result",
        "direction": "lower" if falling else "higher",
        "points": [[canonical(value + sign * (k - level) * step), str(k)] for k in range(1, 6)],
        "between": "linear",
        "below_first": "first",
        "cap": True,
    }


def assume_even(findings: Findings, path: str) -> None:
    """What a step per point says beside what is printed."""
    findings.assume(f"{path}.between", "linear", "a step per point was printed, so scores run evenly between levels")
    findings.assume(f"{path}.below_first", "first", "scores of such a rubric run from 1 to 5")


def _anchor(text: str) -> tuple[int | None, Decimal | None]:
    if match := _ANCHOR.search(text):
        return int(match.group(1)), parse_number(match.group(2)) if match.group(2) else None
    if match := _ANCHOR_BEHIND.search(text):
        number = match.group(1) or match.group(2) or match.group(3)
        return int(match.group(4)), parse_number(number) if number else None
    return None, None
