"""A definition document from what a person typed, where there is no sheet to read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from samrit.core.contract import canonical
from samrit.core.sheet.gaps import gaps
from samrit.core.sheet.labels import CHANNEL_OPTIONS, EVALUATION_OPTIONS, REFERENCE_OPTIONS
from samrit.core.thai import to_arabic
from samrit.people.enums import AgencyKind
from samrit.people.models import Agency
from samrit.results.documents import Document, checked_document, definition_in


@dataclass(frozen=True, slots=True)
class TypedTarget:
    """A bound; nothing where none was typed."""

    value: Decimal | None = None
    unit: str = ""
    operator: str = ">="

    def data(self) -> dict[str, Any]:
        """As the document has it."""
        given = self.value is not None
        return {
            "value": canonical(self.value) if self.value is not None else None,
            "unit": self.unit or None,
            "operator": self.operator if given else None,
        }


@dataclass(frozen=True, slots=True)
class TypedDuty:
    """A duty of an agency (None: the host) with its minimum, if there is one."""

    text: str
    kind: str = "other"
    agency: Agency | None = None
    minimum: TypedTarget = TypedTarget()

    def data(self, number: int) -> dict[str, Any]:
        """As the document has it."""
        bound = self.minimum.data()
        return {
            "number": number,
            "text": self.text,
            "kind": self.kind,
            "minimums": [] if bound["value"] is None else [{**bound, "per": None}],
        }


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """Everything of a sheet but the rubric. `ticked` holds the labels of the options that are chosen."""

    code: str
    fiscal_year: int
    name: str
    host: Agency
    target: TypedTarget = TypedTarget()
    texts: dict[str, str] = field(default_factory=dict)  # plan, dimension, development_issue, definition
    method_text: str = ""
    method_kind: str = ""
    supporting: Sequence[tuple[Agency, TypedTarget]] = ()
    duties: Sequence[TypedDuty] = ()
    ticked: Collection[str] = ()
    details: dict[str, str] = field(default_factory=dict)  # label of an option → what it names
    coordinator: dict[str, str] = field(default_factory=dict)


def typed_document(sheet: TypedSheet) -> Document:
    """The document without a rubric; what a sheet must say and this one does not is asked as it is of a file.

    Raises Refused, naming the path, where the values make no definition.
    """
    supporting = [agency for agency, _ in sheet.supporting]
    document = checked_document(
        {
            "schema": "samrit/key-result/1",
            "code": to_arabic(sheet.code).strip(),
            "fiscal_year": sheet.fiscal_year,
            "name": sheet.name,
            "host": sheet.host.name_th,
            **{name: text or None for name, text in sheet.texts.items()},
            "involvement": _involvement(supporting),
            "target": sheet.target.data(),
            "method": {"text": sheet.method_text or None, "kind": sheet.method_kind or None},
            "agencies": [
                _line(sheet.host, "host", sheet.target, _duties_of(sheet, None)),
                *(
                    _line(agency, "supporting", target, _duties_of(sheet, agency))
                    for agency, target in sheet.supporting
                ),
            ],
            "references": _ticks(sheet, REFERENCE_OPTIONS),
            "reporting_channels": _ticks(sheet, CHANNEL_OPTIONS),
            "evaluation_methods": _ticks(sheet, EVALUATION_OPTIONS),
            "coordinator": {name: text or None for name, text in sheet.coordinator.items()},
        }
    )
    asked = [{"field": row.field, "why": row.why} for row in gaps(definition_in(document))]
    return checked_document({**document, "questions": asked})


def _involvement(supporting: Sequence[Agency]) -> dict[str, bool]:
    """What the form ticks follows from who takes part."""
    offices = [agency.kind == AgencyKind.DISTRICT_OFFICE for agency in supporting]
    return {
        "single_agency": not offices,
        "supporting_agencies": bool(offices),
        "supporting_bureaus": not all(offices),
        "supporting_district_offices": any(offices),
    }


def _line(agency: Agency, role: str, target: TypedTarget, duties: Sequence[TypedDuty]) -> dict[str, Any]:
    return {
        "name": agency.name_th,
        "role": role,
        "count": None,
        "target": target.data(),
        "duties": [duty.data(number) for number, duty in enumerate(duties, start=1)],
    }


def _duties_of(sheet: TypedSheet, agency: Agency | None) -> list[TypedDuty]:
    mine = {None, sheet.host} if agency is None else {agency}
    return [duty for duty in sheet.duties if duty.agency in mine]


def _ticks(sheet: TypedSheet, options: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"label": label, "ticked": label in sheet.ticked, "detail": sheet.details.get(label) or None}
        for label in options
    ]
