"""The fields of a definition as a person confirms them: path, name, kind and value, in the order of the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samrit.core.contract import Message
from samrit.core.rubric.words import operator_words
from samrit.core.sheet.definition import DUTY_KINDS, METHOD_KINDS, OPERATORS, ROLES
from samrit.core.sheet.whys import why_in_thai
from samrit.results.documents import has_path, value_at
from samrit.results.reading import TICKED, blocks_of, confirmation_of

ROLE_WORDS = {"host": Message("host (H)", "หลัก (H)"), "supporting": Message("supporting (R)", "สนับสนุน (R)")}
DUTY_WORDS = {
    "plan": Message("plan", "แผน"),
    "media": Message("pieces", "ชิ้นงานสื่อ"),
    "story": Message("stories", "เรื่องเล่าชุมชน"),
    "activity": Message("activities", "กิจกรรม"),
    "website": Message("website", "เว็บไซต์"),
    "network": Message("storyteller network", "เครือข่ายนักเล่าเรื่อง"),
    "awareness": Message("awareness", "การรับรู้"),
    "report": Message("report", "รายงานผล"),
    "other": Message("other", "อื่น ๆ"),
}
METHOD_WORDS = {
    "count": Message("count", "นับจำนวน"),
    "ratio": Message("ratio", "สัดส่วน/ร้อยละ"),
    "rate": Message("rate", "อัตรา"),
    "mean": Message("mean", "ค่าเฉลี่ย"),
    "time": Message("time", "ระยะเวลา"),
    "reduction": Message("reduction", "การลดลง"),
    "milestone": Message("milestone", "ขั้นความสำเร็จ"),
    "checklist": Message("checklist", "รายการตรวจสอบ"),
    "deliverable": Message("deliverable", "ชิ้นผลงาน"),
    "survey": Message("survey", "แบบสำรวจ"),
    "composite": Message("composite", "หลายส่วนถ่วงน้ำหนัก"),
    "judged": Message("judged", "ผู้ประเมินให้คะแนน"),
    "formula": Message("formula", "สูตรคำนวณ"),
}
TICK_WORDS = {
    True: Message("ticked", "เลือก"),
    False: Message("not ticked", "ไม่เลือก"),
    None: Message("mark lost", "ไม่พบเครื่องหมาย"),
}
_INVOLVEMENT = {
    "single_agency": Message("one agency alone", "ดำเนินการหน่วยงานเดียว"),
    "supporting_agencies": Message("with supporting agencies (R)", "มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ"),
    "supporting_bureaus": Message("R: bureaus and offices", "หน่วยงาน (R) ระดับสำนัก/สำนักงาน"),
    "supporting_district_offices": Message("R: district offices", "หน่วยงาน (R) ระดับสำนักงานเขต"),
}


def _involved(ticks: Mapping[str, bool | None]) -> Message:
    """The four ticks of the block, one after the other."""
    said = [(label, TICK_WORDS[ticks.get(name)]) for name, label in _INVOLVEMENT.items()]
    return Message(
        " · ".join(f"{label.en}: {word.en}" for label, word in said),
        " · ".join(f"{label.th}: {word.th}" for label, word in said),
    )


CHOICES: dict[str, dict[str, Message]] = {
    "operator": {name: operator_words(name) for name in OPERATORS},
    "role": {name: ROLE_WORDS[name] for name in ROLES},
    "duty": {name: DUTY_WORDS[name] for name in DUTY_KINDS},
    "method": {name: METHOD_WORDS[name] for name in METHOD_KINDS},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind`: line, text, number, tick, rubric, involvement, or a name of CHOICES."""

    path: str
    label: Message
    kind: str
    value: Any
    question: Message | None = None
    confirmed: Mapping[str, Any] | None = None
    place: int | None = None
    """Which question of the document it is, where that points at a place on a scan."""
    page: int | None = None

    @property
    def shown(self) -> Message:
        """The value as people read it."""
        if self.kind == "tick":
            return TICK_WORDS[self.value]
        if self.kind == "involvement":
            return _involved(self.value or {})
        if self.kind in CHOICES:
            return CHOICES[self.kind].get(self.value, Message("–", "–"))
        return Message("–", "–") if self.value is None else Message.same(str(self.value))

    @property
    def look(self) -> str:
        return "todo" if self.question else "good" if self.confirmed else "read"

    @property
    def word(self) -> Message:
        if self.question:
            return Message("to be answered", "รอคำตอบ")
        return Message("confirmed", "ยืนยันแล้ว") if self.confirmed else Message("as read", "ตามที่อ่านได้")

    @property
    def personal(self) -> bool:
        return self.path.startswith("coordinator")


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one block of the form."""

    name: str
    title: str
    fields: tuple[Field, ...]

    @property
    def asked(self) -> bool:
        return any(field.question for field in self.fields)


class Sheet:
    """A definition document with what was asked and confirmed about it."""

    def __init__(self, document: Mapping[str, Any], confirmed: Mapping[str, Any]) -> None:
        self.document = document
        self.confirmed = confirmed
        self.crops = {
            row["field"]: (place, row["crop"]["page"])
            for place, row in enumerate(document.get("questions") or ())
            if row.get("crop")
        }
        self.whys = {row["field"]: row["why"] for row in document.get("questions") or ()}

    def field(self, path: str, label: Message | None = None, kind: str = "") -> Field:
        """The field at a path; what it is called and how it is answered follow from the path unless given."""
        asked = path in self.whys and path not in self.confirmed
        why = self.whys.get(path, "")
        return Field(
            path=path,
            label=label or _label(path),
            kind=kind or _kind(path),
            value=value_at(self.document, path) if has_path(self.document, path) else None,
            question=Message(why, why_in_thai(why) or why) if asked else None,
            confirmed=None if asked else confirmation_of(self.confirmed, path),
            place=self.crops[path][0] if path in self.crops else None,
            page=self.crops[path][1] if path in self.crops else None,
        )

    def questions(self) -> list[Field]:
        """What a person must still answer, in the order of the form."""
        known = {field.path: field for group in self.groups() for field in group.fields}
        return [known.get(path) or self.field(path) for path in self.whys if path not in self.confirmed]

    def groups(self) -> list[Group]:
        """All fields, block by block."""
        titles = {
            "head": _("หัวแบบ"),
            "involvement": _("ลักษณะหน่วยงานที่รับผิดชอบ"),
            "target": _("ค่าเป้าหมาย"),
            "method": _("นิยามและวิธีคำนวณ"),
            "references": _("เอกสารอ้างอิงเพิ่มเติม"),
            "reporting_channels": _("ช่องทางการรายงานผล"),
            "evaluation_methods": _("การติดตามประเมินผล"),
            "coordinator": _("ผู้ประสานงาน"),
        }
        for place, agency in enumerate(self.document["agencies"]):
            titles[f"agencies[{place}]"] = f"{_('หน่วยงาน')}: {agency['name']}"
        return [
            Group(name, titles[name], tuple(self.field(path, self._called(path)) for path in paths))
            for name, paths in blocks_of(self.document).items()
            if name in titles
        ]

    def _called(self, path: str) -> Message | None:
        """What a field is called by what the sheet itself says; None where its path is enough."""
        if found := _OF_DUTY.fullmatch(path):
            duties = self.document["agencies"][int(found["agency"])]["duties"]
            number = duties[int(found["duty"])]["number"] or int(found["duty"]) + 1
            word = _DUTY_LABELS[found["part"]]
            return Message(word.en.format(number), word.th.format(number))
        name, _bracket, rest = path.partition("[")
        if name not in TICKED:
            return None
        label = self.document[name][int(rest.partition("]")[0])]["label"]
        return Message.same(label) if path.endswith("ticked") else Message(f"detail: {label}", f"รายละเอียด: {label}")


_OF_DUTY = re.compile(r"agencies\[(?P<agency>\d+)\]\.duties\[(?P<duty>\d+)\](?:\.minimums\[\d+\])?\.(?P<part>\w+)")
_DUTY_LABELS = {
    "text": Message("duty {}", "บทบาทภารกิจข้อ {}"),
    "kind": Message("kind of duty {}", "ประเภทของข้อ {}"),
    "operator": Message("bound of duty {}", "เกณฑ์ของข้อ {}"),
    "value": Message("number of duty {}", "จำนวนของข้อ {}"),
    "unit": Message("unit of duty {}", "หน่วยนับของข้อ {}"),
}
_LABELS = {
    "code": Message("code", "รหัส"),
    "name": Message("name", "ชื่อ"),
    "fiscal_year": Message("fiscal year", "ปีงบประมาณ"),
    "host": Message("host agency (H)", "หน่วยงานผู้รับผิดชอบหลัก (H)"),
    "plan": Message("plan", "แผน"),
    "dimension": Message("dimension", "ด้าน"),
    "development_issue": Message("development issue", "ประเด็นการพัฒนา"),
    "operator": Message("bound", "เกณฑ์"),
    "value": Message("target value", "ค่าเป้าหมาย"),
    "unit": Message("unit", "หน่วยนับ"),
    "definition": Message("definition", "นิยาม"),
    "method": Message("method", "วิธีคำนวณ"),
    "text": Message("method", "วิธีคำนวณ"),
    "kind": Message("kind of method", "ประเภทวิธีคำนวณ"),
    "role": Message("role", "บทบาท"),
    "count": Message("number of offices", "จำนวนหน่วยงาน"),
    "target": Message("target", "ค่าเป้าหมาย"),
    "position": Message("position", "ตำแหน่ง"),
    "phone": Message("phone", "หมายเลขโทรศัพท์"),
    "agency": Message("agency", "หน่วยงาน"),
    "agencies": Message("agencies", "หน่วยงานและค่าเป้าหมาย"),
    "rubric": Message("rubric", "เกณฑ์การให้คะแนน"),
    "involvement": Message("agencies involved", "ลักษณะหน่วยงานที่รับผิดชอบ"),
    "references": Message("references", "เอกสารอ้างอิงเพิ่มเติม"),
    "reporting_channels": Message("reporting channels", "ช่องทางการรายงานผล"),
    "evaluation_methods": Message("evaluation", "การติดตามประเมินผล"),
    "coordinator": Message("coordinator", "ผู้ประสานงาน"),
    "source": Message("the file", "แฟ้มต้นฉบับ"),
}


def _label(path: str) -> Message:
    last = path.rpartition(".")[2].partition("[")[0]
    return (
        _INVOLVEMENT.get(last)
        or _LABELS.get(last)
        or _LABELS.get(path.partition(".")[0].partition("[")[0], Message.same(path))
    )


def _kind(path: str) -> str:
    last = path.rpartition(".")[2]
    if last == "kind" and ".duties[" in path:
        return "duty"
    if path.startswith("rubric"):
        return "rubric"
    if path == "involvement":
        return "involvement"
    if path.startswith("involvement.") or last == "ticked":
        return "tick"
    if last == "kind":
        return "method"
    if last in {"operator", "role"}:
        return last
    if last in {"value", "count", "fiscal_year"}:
        return "number"
    return "text" if last in {"text", "definition"} or path == "definition" else "line"
