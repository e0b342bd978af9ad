"""Is the evidence pack complete?"""

from __future__ import annotations

from samrit.core.counting.findings import Context, Finding, no, usable, yes
from samrit.core.counting.rule import Condition
from samrit.core.counting.vocabulary import PARTS, named


def pack_complete(names: tuple[str, ...], reference: str | None, ask: Condition, context: Context) -> Finding:
    """Together the evidence `names` (and the publication's own `reference`) hold the parts that are asked.

    An answer is evidence of one of the grades that the rule accepts. Evidence that was returned proves nothing.
    """
    pack = usable(names, context)
    grades = ask.words("grades")
    there = {
        "answer": any(row.grade in grades for row in pack),
        "reference": any((row.reference or "").strip() for row in pack) or bool(pack and (reference or "").strip()),
        "hash": any((row.sha256 or "").strip() for row in pack),
        "time": any(row.captured_at is not None for row in pack),
    }
    missing = tuple(part for part in ask.words("parts") if not there[part])
    if not pack:
        return no("no evidence is attached", "ยังไม่ได้แนบหลักฐาน")
    if missing:
        row = named(PARTS, missing)
        return no(f"the evidence lacks {row.en}", f"หลักฐานยังขาด {row.th}")
    count = len(pack)
    return yes(f"complete, {count} in the pack", f"หลักฐานครบถ้วน {count} รายการ")
