"""The JSON form of a definition, `samrit/key-result/1`: written whole, read with whatever a sheet leaves out."""

from __future__ import annotations

from typing import Any

from samrit.core.contract import Message, Node, canonical
from samrit.core.rubric import read_rubric, rubric_data
from samrit.core.sheet.definition import (
    DUTY_KINDS,
    METHOD_KINDS,
    OPERATORS,
    ROLES,
    AgencyLine,
    Assumption,
    Coordinator,
    Crop,
    Definition,
    Duty,
    Involvement,
    Method,
    Minimum,
    Question,
    Source,
    Target,
    Tick,
    Unread,
)

SCHEMA = "samrit/key-result/1"

# --- to JSON ---


def _target_data(target: Target) -> dict[str, Any]:
    value = None if target.value is None else canonical(target.value)
    return {"value": value, "unit": target.unit, "operator": target.operator}


def _minimum_data(minimum: Minimum) -> dict[str, Any]:
    return {
        "value": canonical(minimum.value),
        "unit": minimum.unit,
        "operator": minimum.operator,
        "per": minimum.per,
    }


def _agency_data(agency: AgencyLine) -> dict[str, Any]:
    duties = [
        {
            "number": duty.number,
            "text": duty.text,
            "kind": duty.kind,
            "minimums": [_minimum_data(minimum) for minimum in duty.minimums],
        }
        for duty in agency.duties
    ]
    return {
        "name": agency.name,
        "role": agency.role,
        "count": agency.count,
        "target": _target_data(agency.target),
        "duties": duties,
    }


def _tick_data(tick: Tick) -> dict[str, Any]:
    return {"label": tick.label, "ticked": tick.ticked, "detail": tick.detail}


def _question_data(question: Question) -> dict[str, Any]:
    row: dict[str, Any] = {"field": question.field, "why": question.why}
    if question.crop is not None:
        row["crop"] = {"page": question.crop.page, "box": list(question.crop.box)}
    return row


def definition_data(definition: Definition) -> dict[str, Any]:
    """The definition as the JSON document of the contract."""
    d = definition
    return {
        "schema": SCHEMA,
        "code": d.code,
        "name": d.name,
        "fiscal_year": d.fiscal_year,
        "plan": d.plan,
        "dimension": d.dimension,
        "development_issue": d.development_issue,
        "host": d.host,
        "involvement": {
            "single_agency": d.involvement.single_agency,
            "supporting_agencies": d.involvement.supporting_agencies,
            "supporting_bureaus": d.involvement.supporting_bureaus,
            "supporting_district_offices": d.involvement.supporting_district_offices,
        },
        "target": _target_data(d.target),
        "definition": d.definition,
        "method": {"text": d.method.text, "kind": d.method.kind},
        "agencies": [_agency_data(agency) for agency in d.agencies],
        "references": [_tick_data(tick) for tick in d.references],
        "reporting_channels": [_tick_data(tick) for tick in d.reporting_channels],
        "evaluation_methods": [_tick_data(tick) for tick in d.evaluation_methods],
        "coordinator": {
            "name": d.coordinator.name,
            "position": d.coordinator.position,
            "phone": d.coordinator.phone,
            "unit": d.coordinator.unit,
            "agency": d.coordinator.agency,
        },
        "rubric": None if d.rubric is None else rubric_data(d.rubric),
        "assumed": [{"field": row.field, "choice": row.choice, "why": row.why} for row in d.assumed],
        "questions": [_question_data(row) for row in d.questions],
        "unread": [{"line": row.line, "text": row.text} for row in d.unread],
        "source": None
        if d.source is None
        else {"file": d.source.file, "sha256": d.source.sha256, "media_type": d.source.media_type},
    }


# --- from JSON ---

_KEYS = (
    "schema",
    "code",
    "name",
    "fiscal_year",
    "plan",
    "dimension",
    "development_issue",
    "host",
    "involvement",
    "target",
    "definition",
    "method",
    "agencies",
    "references",
    "reporting_channels",
    "evaluation_methods",
    "coordinator",
    "rubric",
    "assumed",
    "questions",
    "unread",
    "source",
)


def _optional_text(node: Node) -> str | None:
    return node.or_null(Node.text)


def _read_target(node: Node) -> Target:
    if node.is_null:
        return Target()
    node.fields(("value", "unit", "operator"))
    return Target(
        value=node["value"].or_null(Node.decimal),
        unit=_optional_text(node["unit"]),
        operator=node["operator"].or_null(lambda part: part.choice(OPERATORS)),
    )


def _read_minimum(node: Node) -> Minimum:
    node.fields(("value", "unit", "operator", "per"), required=("value", "operator"))
    return Minimum(
        value=node["value"].decimal(),
        unit=_optional_text(node["unit"]),
        operator=node["operator"].choice(OPERATORS),
        per=_optional_text(node["per"]),
    )


def _read_number(node: Node) -> int | str | None:
    if node.is_null:
        return None
    return node.text() if isinstance(node.value, str) else node.integer(0, 10_000)


def _read_method(node: Node) -> Method:
    if node.is_null:
        return Method()
    node.fields(("text", "kind"))
    return Method(_optional_text(node["text"]), node["kind"].or_null(lambda part: part.choice(METHOD_KINDS)))


def _read_list(node: Node) -> list[Node]:
    return [] if node.is_null else node.list()


def _read_duty(node: Node) -> Duty:
    node.fields(("number", "text", "kind", "minimums"), required=("text",))
    return Duty(
        number=_read_number(node["number"]),
        text=node["text"].text(),
        kind="other" if node["kind"].is_null else node["kind"].choice(DUTY_KINDS),
        minimums=tuple(_read_minimum(part) for part in _read_list(node["minimums"])),
    )


def _read_agency(node: Node) -> AgencyLine:
    node.fields(("name", "role", "count", "target", "duties"), required=("name", "role"))
    return AgencyLine(
        name=node["name"].text(),
        role=node["role"].choice(ROLES),
        count=node["count"].or_null(lambda part: part.integer(1, 100_000)),
        target=_read_target(node["target"]),
        duties=tuple(_read_duty(part) for part in _read_list(node["duties"])),
    )


def _read_tick(node: Node) -> Tick:
    node.fields(("label", "ticked", "detail"), required=("label",))
    return Tick(node["label"].text(), node["ticked"].or_null(Node.boolean), _optional_text(node["detail"]))


def _read_named(node: Node, names: tuple[str, ...], read: Any) -> dict[str, Any]:
    if node.is_null:
        return {}
    node.fields(names)
    return {name: node[name].or_null(read) for name in names}


def _read_question(node: Node) -> Question:
    node.fields(("field", "why", "crop"), required=("field", "why"))
    crop = None
    if not node["crop"].is_null:
        node["crop"].fields(("page", "box"), required=("page", "box"))
        box = [part.integer(0) for part in node["crop"]["box"].list()]
        if len(box) != 4:
            raise node["crop"]["box"].refuse(
                Message(f"a box has 4 numbers, found {len(box)}", f"กรอบต้องมี 4 ตัวเลข แต่พบ {len(box)}"),
                Message("write left, top, right, bottom", "ใส่ ซ้าย บน ขวา ล่าง"),
            )
        crop = Crop(node["crop"]["page"].integer(1), (box[0], box[1], box[2], box[3]))
    return Question(node["field"].text(), node["why"].text(), crop)


def _read_assumption(node: Node) -> Assumption:
    node.fields(("field", "choice", "why"), required=("field", "choice", "why"))
    return Assumption(node["field"].text(), node["choice"].text(), node["why"].text())


def _read_unread(node: Node) -> Unread:
    node.fields(("line", "text"), required=("line", "text"))
    return Unread(node["line"].integer(1), node["text"].text())


def _read_source(node: Node) -> Source:
    node.fields(("file", "sha256", "media_type"), required=("file", "sha256", "media_type"))
    return Source(node["file"].text(), node["sha256"].text(), node["media_type"].text())


def _ascii(node: Node) -> str:
    text = node.text()
    if not text.isascii():
        raise node.refuse(
            Message("this is not ASCII", "ต้องเป็นตัวอักษรและเลขอารบิก (ASCII)"),
            Message("write its digits as 0-9", "ใช้ตัวเลข 0-9"),
        )
    return text


def _read_coordinator(node: Node) -> Coordinator:
    if node.is_null:
        return Coordinator()
    node.fields(("name", "position", "phone", "unit", "agency"))
    return Coordinator(
        name=_optional_text(node["name"]),
        position=_optional_text(node["position"]),
        phone=node["phone"].or_null(_ascii),
        unit=_optional_text(node["unit"]),
        agency=_optional_text(node["agency"]),
    )


def read_definition(node: Node) -> Definition:
    """The definition that a `samrit/key-result/1` document holds; keys may be left out where the sheet is silent.

    Raises Refused, naming the path, for anything that the contract does not allow.
    """
    if "schema" in node:
        node["schema"].choice((SCHEMA,))
    node.fields(_KEYS, required=("schema",))
    return Definition(
        code=node["code"].or_null(_ascii),
        name=_optional_text(node["name"]),
        fiscal_year=node["fiscal_year"].or_null(lambda part: part.integer(2400, 2800)),
        plan=_optional_text(node["plan"]),
        dimension=_optional_text(node["dimension"]),
        development_issue=_optional_text(node["development_issue"]),
        host=_optional_text(node["host"]),
        involvement=Involvement(
            **_read_named(
                node["involvement"],
                ("single_agency", "supporting_agencies", "supporting_bureaus", "supporting_district_offices"),
                Node.boolean,
            )
        ),
        target=_read_target(node["target"]),
        definition=_optional_text(node["definition"]),
        method=_read_method(node["method"]),
        agencies=tuple(_read_agency(part) for part in _read_list(node["agencies"])),
        references=tuple(_read_tick(part) for part in _read_list(node["references"])),
        reporting_channels=tuple(_read_tick(part) for part in _read_list(node["reporting_channels"])),
        evaluation_methods=tuple(_read_tick(part) for part in _read_list(node["evaluation_methods"])),
        coordinator=_read_coordinator(node["coordinator"]),
        rubric=node["rubric"].or_null(read_rubric),
        assumed=tuple(_read_assumption(part) for part in _read_list(node["assumed"])),
        questions=tuple(_read_question(part) for part in _read_list(node["questions"])),
        unread=tuple(_read_unread(part) for part in _read_list(node["unread"])),
        source=node["source"].or_null(_read_source),
    )
