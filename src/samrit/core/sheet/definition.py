"""A definition sheet as frozen values; `definition_document` has their JSON form.

Shapes follow the contract: a key that the sheet leaves blank is there with `None`; numbers are exact decimals; free
text is NFC and keeps the digits of the sheet; `code` and `phone` are ASCII.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from samrit.core.rubric import Rubric

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
    """What the reading chose where the sheet is silent. `why` is English; `whys.why_in_thai` gives its Thai."""

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
