"""Key results made through the actions that people use: the real sheet, confirmed and signed, and reports."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.factories import people

from samrit.core.sheet import definition_data, read_sheet_file
from samrit.people.enums import Role
from samrit.people.models import Agency, User
from samrit.results.actions import definitions, reports
from samrit.results.models import KeyResult, Period, Report, ReportedValue, Revision
from samrit.results.reading import confirmable

SHEET = Path(__file__).parents[2] / "examples" / "kr-7301.txt"
HOST_NAME = "สำนักงานประชาสัมพันธ์"
INVOLVED = {
    "single_agency": True,
    "supporting_agencies": False,
    "supporting_bureaus": False,
    "supporting_district_offices": False,
}
WRITTEN = {"narrative": "เผยแพร่ครบตามแผน", "problems": "ไม่มี", "suggestions": "ไม่มี"}
_numbers = itertools.count(1)


@dataclass
class Team:
    """A host agency with one person in each role, and the key result they work on."""

    host: Agency
    owner: User
    maker: User
    reviewer: User
    approver: User
    inspector: User
    strategy: User
    key_result: KeyResult | None = None
    revision: Revision | None = None

    @property
    def first_period(self) -> Period:
        return self.key_result.periods.order_by("ends_on").first()


def team(host: Agency | None = None) -> Team:
    """The people of a host agency; the inspector and the strategy office act everywhere."""
    host = host or people.agency(name_th=f"{HOST_NAME} {next(_numbers)}")
    at = {"agency": host}
    return Team(
        host,
        people.user(role=Role.OWNER, **at),
        people.user(role=Role.CONTRIBUTOR, **at),
        people.user(role=Role.HOST_REVIEWER, **at),
        people.user(role=Role.APPROVER, **at),
        people.user(role=Role.INSPECTOR, agency=people.agency(), everywhere=True),
        people.user(role=Role.STRATEGY_OFFICE, agency=people.agency(), everywhere=True),
    )


def sheet_bytes() -> bytes:
    """The real sheet (its officer masked)."""
    return SHEET.read_bytes()


@cache
def _read() -> dict[str, Any]:
    return definition_data(read_sheet_file(SHEET))


def document(**changes: Any) -> dict[str, Any]:
    """The definition document of the real sheet, with its one question answered, and with changes."""
    made = {**copy.deepcopy(_read()), "involvement": INVOLVED, "questions": [], "source": None}
    return {**made, **changes}


def typed_document(
    code: str = "",
    *,
    kind: str = "count",
    unit: str = "แห่ง",
    value: str | None = "10",
    operator: str = ">=",
    agencies: Sequence[Mapping[str, Any]] = (),
    **changes: Any,
) -> dict[str, Any]:
    """A key result whose result is typed, not counted: no counting rule comes with the program for its code."""
    return document(
        code=code or f"9{next(_numbers):03}",
        name="ตัวชี้วัดที่รายงานตัวเลข",
        target={"value": value, "unit": unit, "operator": operator},
        method={"text": "รายงานผล", "kind": kind},
        agencies=[dict(row) for row in agencies],
        assumed=[],
        rubric=None,
        **changes,
    )


def line(
    agency: Agency, role: str = "supporting", value: str | None = "5", unit: str = "แห่ง", operator: str = ">="
) -> dict[str, Any]:
    """One row of the agencies' table."""
    return {
        "name": agency.name_th,
        "role": role,
        "count": None,
        "target": {"value": value, "unit": unit, "operator": operator},
        "duties": [],
    }


def read_revision(at: Team) -> Revision:
    """The real sheet, read by the owner: one question is open."""
    return definitions.create_from_sheet(acting_user=at.owner, data=sheet_bytes(), name="kr-7301.txt", agency=at.host)


def each_confirmed(at: Team, revision: Revision) -> Revision:
    """Whatever was read and is not asked, confirmed by the owner."""
    return definitions.confirm_fields(acting_user=at.owner, revision=revision, paths=confirmable(revision))


def confirmed_revision(at: Team) -> Revision:
    """The real sheet with its question answered and the whole confirmed."""
    revision = read_revision(at)
    definitions.confirm_field(acting_user=at.owner, revision=revision, path="involvement", value=INVOLVED)
    each_confirmed(at, revision)
    return definitions.confirm_revision(acting_user=at.owner, revision=revision)


def key_result() -> Team:
    """KR 7301 of 2568 from its real sheet: read, confirmed, signed."""
    at = team(people.agency(name_th=HOST_NAME))
    return _signed(at, confirmed_revision(at))


def typed_key_result(data: Mapping[str, Any] | None = None, at: Team | None = None) -> Team:
    """A signed key result from a definition document (by default one whose result is typed)."""
    at = at or team()
    revision = definitions.create_by_hand(
        acting_user=at.owner, document=data or typed_document(), agency=at.host, reason="จัดทำใหม่"
    )
    return _signed(at, definitions.confirm_revision(acting_user=at.owner, revision=revision))


def _signed(at: Team, revision: Revision) -> Team:
    signed = definitions.sign_revision(acting_user=at.approver, revision=revision)
    at.revision, at.key_result = signed.revision, signed.revision.key_result
    return at


# --- reports ---


def draft(at: Team, *, period: Period | None = None, agency: Agency | None = None, by: User | None = None) -> Report:
    """A report that has just been opened."""
    return reports.open_report(
        acting_user=by or at.maker,
        key_result=at.key_result,
        agency=agency or at.host,
        period=period or at.first_period,
    )


def written(at: Team, *, values: Mapping[str, Any] | None = None, by: User | None = None, **where: Any) -> Report:
    """A report with its texts and figures."""
    report = draft(at, by=by, **where)
    reports.edit_report(acting_user=by or at.maker, report=report, values=values, **WRITTEN)
    return report


def submitted(at: Team, *, by: User | None = None, **what: Any) -> Report:
    """A report sent to the host."""
    report = written(at, by=by, **what)
    return reports.submit_report(acting_user=by or at.maker, report=report, explanation="ตรวจสอบแล้วถูกต้อง")


def accepted(
    at: Team,
    agency: Agency | None = None,
    period: Period | None = None,
    *,
    edition: int = 1,
    state: str = "verified",
    name: str = "result",
    **value: Any,
) -> Report:
    """An accepted report with one figure (`value`, or `numerator` and `denominator`; or none), as plain rows."""
    report = Report.objects.create(
        key_result=at.key_result,
        agency=agency or at.host,
        period=period or at.first_period,
        edition=edition,
        entered_by=at.maker,
    )
    if value:
        ReportedValue.objects.create(report=report, name=name, **value)
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    return report


def supported(number: int, **document_changes: Any) -> tuple[Team, list[Agency]]:
    """A typed key result of a host and so many supporting district offices."""
    at = team()
    khets = [people.khet() for _ in range(number)]
    lines = [line(at.host, "host", "10"), *(line(khet) for khet in khets)]
    return typed_key_result(typed_document(agencies=lines, **document_changes), at), khets
