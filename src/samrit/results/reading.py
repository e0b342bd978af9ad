"""A definition in words, field by field: what is shown beside the original while persons confirm it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Message
from samrit.core.rubric import describe_rubric
from samrit.core.sheet import Fault, check_sheet
from samrit.core.sheet.definition import AgencyLine, Definition, Target, Tick
from samrit.core.sheet.quantities import bound_words
from samrit.core.sheet.whys import why_in_thai
from samrit.results.documents import definition_in, has_path, questions_of, value_at

_LABELS: dict[str, Message] = {
    "code": Message("code", "รหัส"),
    "name": Message("name", "ชื่อ KRs"),
    "fiscal_year": Message("fiscal year", "ปีงบประมาณ"),
    "plan": Message("plan", "แผน"),
    "host": Message("host (H)", "หน่วยงานผู้รับผิดชอบหลัก (H)"),
    "dimension": Message("dimension", "ด้าน"),
    "development_issue": Message("development issue", "ประเด็นการพัฒนา"),
    "involvement": Message("agencies involved", "ลักษณะหน่วยงานที่รับผิดชอบ"),
    "target": Message("target", "ค่าเป้าหมายรวม"),
    "definition": Message("definition", "นิยาม"),
    "method": Message("method", "วิธีคำนวณ/วัดผล"),
    "agencies": Message("agencies and duties", "ค่าเป้าหมายและบทบาทภารกิจของหน่วยงาน"),
    "references": Message("references", "เอกสารอ้างอิงเพิ่มเติม"),
    "reporting_channels": Message("reporting channels", "ช่องทางการรายงานผล"),
    "evaluation_methods": Message("follow-up", "การติดตามประเมินผลความสำเร็จ"),
    "coordinator": Message("coordinator", "ผู้ประสานงานหลัก"),
    "rubric": Message("rubric", "เกณฑ์การให้คะแนน"),
    "source": Message("the file", "แฟ้มต้นฉบับ"),
}
_ROLES = {"host": Message("host (H)", "หลัก (H)"), "supporting": Message("supporting (R)", "สนับสนุน (R)")}
_INVOLVED = {
    "single_agency": Message("one agency alone", "ดำเนินการหน่วยงานเดียว"),
    "supporting_agencies": Message("with supporting agencies (R)", "มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ"),
    "supporting_bureaus": Message("R: bureaus and offices", "หน่วยงาน (R) ระดับสำนัก/สำนักงาน"),
    "supporting_district_offices": Message("R: district offices", "หน่วยงาน (R) ระดับสำนักงานเขต"),
}
_TICKS = {True: Message("☑", "☑"), False: Message("☐", "☐"), None: Message("?", "?")}
_BLANK = Message("–", "–")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question or an assumption about a field. `crop` is where it stands on a scan (`page`, `box`)."""

    path: str
    why: Message
    choice: str | None = None
    value: Any = None
    crop: Mapping[str, Any] | None = None
    answered: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the sheet in words, with what is asked and assumed about anything in it."""

    name: str
    label: Message
    lines: tuple[Message, ...]
    questions: tuple[Doubt, ...] = ()
    assumed: tuple[Doubt, ...] = ()

    @property
    def open(self) -> bool:
        """Whether somebody must still answer."""
        return any(row.answered is None for row in self.questions)


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole definition in words, its faults, and what of the file ended up in no field."""

    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]

    @property
    def open_questions(self) -> int:
        return sum(row.answered is None for block in self.blocks for row in block.questions)


def reading(document: Mapping[str, Any], confirmed: Mapping[str, Any]) -> Reading:
    """The definition document in words; `confirmed` says which fields persons have answered for."""
    definition = definition_in(document)
    asked = [
        Doubt(
            row["field"],
            _why(row["why"]),
            None,
            _value(document, row["field"]),
            row.get("crop"),
            confirmed.get(row["field"]),
        )
        for row in questions_of(document)
    ]
    assumed = [
        Doubt(row["field"], _why(row["why"]), row["choice"], None, None, confirmed.get(row["field"]))
        for row in document.get("assumed") or ()
    ]
    blocks = tuple(
        Block(
            name,
            label,
            _lines(definition, name),
            tuple(row for row in asked if _block_of(row.path) == name),
            tuple(row for row in assumed if _block_of(row.path) == name),
        )
        for name, label in _LABELS.items()
    )
    return Reading(blocks, check_sheet(definition), tuple(row.text for row in definition.unread))


def _block_of(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _value(document: Mapping[str, Any], path: str) -> Any:
    return value_at(document, path) if has_path(document, path) else None


def _why(why: str) -> Message:
    return Message(why, why_in_thai(why) or why)


def _lines(definition: Definition, name: str) -> tuple[Message, ...]:
    if name in _WORDED:
        return tuple(_WORDED[name](definition)) or (_BLANK,)
    value = getattr(definition, name)
    return (_text(None if value is None else str(value)),)


def _involvement(definition: Definition) -> Iterator[Message]:
    for field, said in _INVOLVED.items():
        yield _marked(getattr(definition.involvement, field), said)


def _ticked(ticks: Iterable[Tick]) -> Iterator[Message]:
    for tick in ticks:
        yield _marked(tick.ticked, Message.same(" ".join(filter(None, (tick.label, tick.detail)))))


def _coordinator(definition: Definition) -> Iterator[Message]:
    who = definition.coordinator
    parts = filter(None, (who.name, who.position, who.phone, who.unit, who.agency))
    yield _text(" · ".join(parts) or None)


def _source(definition: Definition) -> Iterator[Message]:
    yield _text(definition.source.file if definition.source else None)


def _text(text: str | None) -> Message:
    return _BLANK if text is None else Message.same(text)


def _marked(ticked: bool | None, said: Message) -> Message:  # noqa: FBT001 -- a tick has three states, and stands first
    mark = _TICKS[ticked]
    return Message(f"{mark.en} {said.en}", f"{mark.th} {said.th}")


def _bound(target: Target) -> Message:
    if target.value is None:
        return _BLANK
    return bound_words(target.operator or ">=", target.value, target.unit)


def _agency(line: AgencyLine) -> Iterator[Message]:
    role, target = _ROLES[line.role], _bound(line.target)
    many = "" if line.count is None else f" × {line.count}"
    yield Message(f"{line.name}{many}, {role.en}: {target.en}", f"{line.name}{many} {role.th}: {target.th}")
    for duty in line.duties:
        number = "" if duty.number is None else f"{duty.number}. "
        yield Message.same(f"{number}{duty.text}")


def _rubric(definition: Definition) -> Iterator[Message]:
    if definition.rubric is not None:
        said = zip(describe_rubric(definition.rubric, "en"), describe_rubric(definition.rubric, "th"), strict=True)
        yield from (Message(en, th) for en, th in said)


_WORDED: dict[str, Callable[[Definition], Iterable[Message]]] = {
    "target": lambda d: (_bound(d.target),),
    "method": lambda d: (_text(d.method.text),),
    "agencies": lambda d: (line for agency in d.agencies for line in _agency(agency)),
    "involvement": _involvement,
    "references": lambda d: _ticked(d.references),
    "reporting_channels": lambda d: _ticked(d.reporting_channels),
    "evaluation_methods": lambda d: _ticked(d.evaluation_methods),
    "coordinator": _coordinator,
    "rubric": _rubric,
    "source": _source,
}
