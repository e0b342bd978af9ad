"""The duties beside the score: what each asks, what there is under each way of counting, and what shows it.

The minimums of the duties are not in the rubric. A score of 5 with an unmet minimum says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from samrit.core.contract import Message, canonical
from samrit.core.counting import Counts
from samrit.core.counting.counts import MinimumRow
from samrit.core.rubric.conditions import OPERATORS
from samrit.core.sheet.definition import Duty, Minimum
from samrit.publicity.items import district_id
from samrit.publicity.models import AwarenessResult
from samrit.scoring.facts import READING, awareness_of, percent
from samrit.scoring.gather import Gathered

_READINGS = {
    "each": Message("every district's own share", "สัดส่วนผู้รับรู้ของแต่ละย่าน"),
    "joint": Message("people who know all districts", "ผู้ที่รู้จักครบทุกย่าน"),
    "mean": Message("the mean of the districts' shares", "ค่าเฉลี่ยของทุกย่าน"),
    "any": Message("people who know at least one district", "ผู้ที่รู้จักอย่างน้อยหนึ่งย่าน"),
}


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """One duty, or one minimum of it.

    `required`, `unit` and `operator` are the sheet's; None where it prints no minimum. `strict` is the official figure,
    `middle` and `loose` stand beside it where the work is counted. `met` is None where it cannot be said, or where the
    sheet asks for no number. `evidence` names the items (P12, S3 …) or subjects that show it.
    """

    kind: str
    number: str
    text: str
    required: Decimal | None
    operator: str
    unit: str
    strict: Decimal | None
    middle: Decimal | None = None
    loose: Decimal | None = None
    met: bool | None = None
    note: Message | None = None
    evidence: tuple[str, ...] = ()

    @property
    def short(self) -> Decimal | None:
        """How much is missing to the minimum; None where there is none or no figure."""
        if self.required is None or self.strict is None or self.operator not in {">=", ">"}:
            return None
        return max(self.required - self.strict, Decimal(0))


def compliance_of(gathered: Gathered, counts: Counts | None) -> tuple[ComplianceRow, ...]:
    """A row for every duty of the sheet and each of its minimums, in the sheet's order."""
    if gathered.definition is None:
        return ()
    duties = [duty for agency in gathered.definition.agencies for duty in agency.duties]
    return tuple(row for duty in duties for row in _rows(duty, gathered, counts))


def _rows(duty: Duty, gathered: Gathered, counts: Counts | None) -> Iterator[ComplianceRow]:
    for minimum in duty.minimums or (None,):
        yield _row(duty, minimum, gathered, counts)


def _row(duty: Duty, minimum: Minimum | None, gathered: Gathered, counts: Counts | None) -> ComplianceRow:
    match duty.kind:
        case "plan":
            plan = gathered.plan
            return _done(duty, minimum, () if plan is None else (plan.subject,))
        case "report":
            done = gathered.acknowledged
            return _done(duty, minimum, () if done is None else (done.subject,))
        case "website":
            return _number(duty, minimum, _on_the_website(gathered))
        case "network":
            return _number(duty, minimum, gathered.storytellers)
        case "awareness":
            return _awareness(duty, minimum, gathered)
        case _:
            found = (
                None if counts is None else next((row for row in counts.minimums if row.minimum.id == duty.kind), None)
            )
            return _counted(duty, minimum, counts, found)


def _bare(duty: Duty, minimum: Minimum | None) -> dict[str, object]:
    return {
        "kind": duty.kind,
        "number": "" if duty.number is None else str(duty.number),
        "text": duty.text,
        "required": None if minimum is None else minimum.value,
        "operator": "" if minimum is None else minimum.operator,
        "unit": "" if minimum is None or minimum.unit is None else minimum.unit,
    }


def _done(duty: Duty, minimum: Minimum | None, shown: tuple[str, ...]) -> ComplianceRow:
    """A duty that is done or not."""
    return ComplianceRow(**_bare(duty, minimum), strict=Decimal(len(shown)), met=bool(shown), evidence=shown)


def _on_the_website(gathered: Gathered) -> tuple[str, ...]:
    """The entries of chosen districts that the city's site showed."""
    chosen = None if gathered.items is None else {row.id for row in gathered.items.districts}
    return tuple(name for name, number in gathered.website if chosen is None or district_id(number) in chosen)


def _number(duty: Duty, minimum: Minimum | None, shown: tuple[str, ...]) -> ComplianceRow:
    """A number that the sheet sets no minimum for, as a rule: it is shown and not judged."""
    number = Decimal(len(shown))
    return ComplianceRow(**_bare(duty, minimum), strict=number, met=_met(number, minimum), evidence=shown)


def _met(number: Decimal | None, minimum: Minimum | None) -> bool | None:
    """A rate ("per" quarter) is not judged: the figures are of the year so far."""
    if number is None or minimum is None or minimum.per is not None:
        return None
    return bool(OPERATORS[minimum.operator](number, minimum.value))


def _counted(duty: Duty, minimum: Minimum | None, counts: Counts | None, found: MinimumRow | None) -> ComplianceRow:
    if counts is None or found is None:
        return ComplianceRow(**_bare(duty, minimum), strict=None)
    figures = found.figures
    strict = Decimal(figures.strict)
    note = None
    if figures.not_yet:
        note = Message(f"of {figures.not_yet} more it cannot be said yet", f"อีก {figures.not_yet} รายการยังสรุปไม่ได้")
    return ComplianceRow(
        **_bare(duty, minimum),
        strict=strict,
        middle=Decimal(figures.middle),
        loose=Decimal(figures.loose),
        met=_met(strict, minimum),
        note=note,
        evidence=tuple(
            row.id for row in counts.items for claim in row.claims if claim.minimum == duty.kind and claim.held
        ),
    )


def _awareness(duty: Duty, minimum: Minimum | None, gathered: Gathered) -> ComplianceRow:
    """Met only where the whole interval lies above the minimum, not met where it lies below; else not yet known."""
    row = awareness_of(gathered)
    if row is None:
        other = next(iter(reversed(gathered.awareness)), None)
        return ComplianceRow(**_bare(duty, minimum), strict=None, note=_other_reading(other))
    met = None
    if minimum is not None and row.low is not None and row.high is not None:
        above, below = _met(percent(row.low), minimum), _met(percent(row.high), minimum)
        met = above if above == below else None
    return ComplianceRow(
        **_bare(duty, minimum), strict=percent(row.share), met=met, note=_survey(row), evidence=(row.subject,)
    )


def _survey(row: AwarenessResult) -> Message:
    reading = _READINGS[row.reading]
    span = Message("no interval given", "ไม่ได้ระบุช่วงความเชื่อมั่น")
    if row.low is not None and row.high is not None:
        low, high = canonical(percent(row.low)), canonical(percent(row.high))
        span = Message(f"interval {low} to {high}", f"ช่วงความเชื่อมั่น {low} ถึง {high}")
    return Message(
        f"{reading.en}, {row.respondents:,} respondents, {span.en}",
        f"{reading.th} ผู้ตอบ {row.respondents:,} คน {span.th}",
    )


def _other_reading(row: AwarenessResult | None) -> Message | None:
    if row is None:
        return None
    wanted, given, share = _READINGS[READING], _READINGS[row.reading], canonical(percent(row.share))
    return Message(
        f"measured is {given.en} ({share} %), wanted is {wanted.en}",
        f"ผลที่มีเป็น{given.th} (ร้อยละ {share}) แต่ต้องใช้{wanted.th}",
    )
