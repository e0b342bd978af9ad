"""A definition sheet as frozen values, and its JSON form `samrit/key-result/1`.

Shapes follow the contract: a key that the sheet leaves blank is there with `None`; numbers are exact decimals; free
text is NFC and keeps the digits of the sheet; `code` and `phone` are ASCII.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.core.contract import Message, Node, canonical
from samrit.core.rubric import Rubric, read_rubric, rubric_data

SCHEMA = "samrit/key-result/1"

OPERATORS = (">=", ">", "<=", "<", "==")
ROLES = ("host", "supporting")
METHOD_KINDS = (
    "count",
    "ratio",
    "rate",
    "mean",
    "time",
    "reduction",
    "milestone",
    "checklist",
    "deliverable",
    "survey",
    "composite",
    "judged",
    "formula",
)
DUTY_KINDS = ("plan", "media", "story", "activity", "website", "network", "awareness", "report", "other")


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: a bound in a unit. All three are None where the sheet does not say."""

    value: Decimal | None = None
    unit: str | None = None
    operator: str | None = None


@dataclass(frozen=True, slots=True)
class Minimum:
    """A worded or signed bound of a duty; `per` names what a rate is counted by ("ไตรมาส", "แห่ง", "กลุ่มเขต")."""

    value: Decimal
    unit: str | None
    operator: str
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of an agency. `number` is an int, a string for sub-numbers ("2.1"), None where none is printed."""

    number: int | str | None
    text: str
    kind: str = "other"
    minimums: tuple[Minimum, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One row of the agencies' table. `count` is how many offices the row stands for, where it says so."""

    name: str
    role: str
    count: int | None = None
    target: Target = Target()
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """One option of the form. `ticked` is None where its mark was lost or contradicts itself."""

    label: str
    ticked: bool | None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Involvement:
    """The block "ลักษณะหน่วยงานที่รับผิดชอบ"; None where a mark was lost."""

    single_agency: bool | None = None
    supporting_agencies: bool | None = None
    supporting_bureaus: bool | None = None
    supporting_district_offices: bool | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """How the result is worked out: the sheet's text and its kind (METHOD_KINDS)."""

    text: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Coordinator:
    """The officer who answers for the sheet. Personal data: never published."""

    name: str | None = None
    position: str | None = None
    phone: str | None = None
    unit: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Assumption:
    """What the reading chose where the sheet is silent. `why` is an English sentence; `speak` it from its Message."""

    field: str
    choice: str
    why: str


@dataclass(frozen=True, slots=True)
class Crop:
    """Where on the scan the text of a question stands: page from 1, box in pixels (left, top, right, bottom)."""

    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must confirm: the path of a field, and why."""

    field: str
    why: str
    crop: Crop | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A line (text) or paragraph or cell (DOCX, PDF, scan) that ended up in no field; `line` counts from 1."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file a definition was read from."""

    file: str
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition sheet, read."""

    code: str | None = None
    name: str | None = None
    fiscal_year: int | None = None
    plan: str | None = None
    dimension: str | None = None
    development_issue: str | None = None
    host: str | None = None
    involvement: Involvement = Involvement()
    target: Target = Target()
    definition: str | None = None
    method: Method = Method()
    agencies: tuple[AgencyLine, ...] = ()
    references: tuple[Tick, ...] = ()
    reporting_channels: tuple[Tick, ...] = ()
    evaluation_methods: tuple[Tick, ...] = ()
    coordinator: Coordinator = Coordinator()
    rubric: Rubric | None = None
    assumed: tuple[Assumption, ...] = ()
    questions: tuple[Question, ...] = ()
    unread: tuple[Unread, ...] = ()
    source: Source | None = None


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


def read_definition(node: Node) -> Definition:
    """The definition that a `samrit/key-result/1` document holds; keys may be left out where the sheet is silent.

    Raises Refused, naming the path, for anything that the contract does not allow.
    """
    node.fields(_KEYS, required=("schema",))
    node["schema"].choice((SCHEMA,))
    code = _optional_text(node["code"])
    if code is not None and not code.isascii():
        raise node["code"].refuse(
            Message("the code is not ASCII", "รหัสต้องเป็นเลขอารบิก"), Message("write its digits as 0-9", "ใช้ตัวเลข 0-9")
        )
    return Definition(
        code=code,
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
        coordinator=Coordinator(
            **_read_named(node["coordinator"], ("name", "position", "phone", "unit", "agency"), Node.text)
        ),
        rubric=node["rubric"].or_null(read_rubric),
        assumed=tuple(_read_assumption(part) for part in _read_list(node["assumed"])),
        questions=tuple(_read_question(part) for part in _read_list(node["questions"])),
        unread=tuple(_read_unread(part) for part in _read_list(node["unread"])),
        source=node["source"].or_null(_read_source),
    )
