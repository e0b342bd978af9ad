"""What a period's record of BMA Policy Tracking holds, field by field in the order of its form.

Both outlets of the sheet (Policy Tracking, the unit's executives) are given these figures: the result is that of
`scoring.score_key_result`, which the office's pages and papers show; words are those of the host's reports.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone, translation

from samrit.core.contract import canonical
from samrit.core.ledger import canonical_json
from samrit.core.rubric import facts_data, score_data
from samrit.core.sheet import Definition
from samrit.core.thai import fiscal_year_bounds, format_date
from samrit.exchange.actions.tracking import tracking_of
from samrit.exchange.enums import IndicatorKind, IndicatorLevel
from samrit.platform.cells import set_text
from samrit.publicity.queries import approved_plan, plan_budget
from samrit.results.enums import ReportState
from samrit.results.models import KeyResult, Period, Report
from samrit.scoring.result import Result, score_key_result

SCHEMA = "samrit/policy-tracking/1"
_NOT_SENT = (ReportState.DRAFT, ReportState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the record: its code, the form's own label, and what is entered; None is left blank."""

    code: str
    label: str
    value: str | None
    long: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """A period's record. `sha256` is that of its canonical JSON: the same record has the same hash."""

    key_result: KeyResult
    period: Period
    document: dict[str, Any]

    @property
    def data(self) -> bytes:
        """The record as canonical JSON."""
        return canonical_json(self.document)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def fields(self) -> list[Field]:
        """Its fields in the order of the form."""
        return fields_of(self.document)


def package(period: Period) -> Package:
    """The record of a period as the work stands: of the year up to the period's last day, or up to today."""
    key_result = period.key_result
    until = min(period.ends_on, timezone.localdate())
    result = score_key_result(key_result, until)
    periods = list(key_result.periods.filter(ends_on__lte=period.ends_on).order_by("ends_on"))
    reports = _reports(key_result, periods)
    own = reports.get(period.pk)
    tracked = {name: text or None for name, text in tracking_of(key_result).items()}
    document = {
        "schema": SCHEMA,
        "key_result": key_result.code,
        "fiscal_year": key_result.fiscal_year,
        "period": period.code,
        "as_of": until.isoformat(),
        "indicator": _indicator(key_result, result, tracked),
        "quarters": [_quarter(key_result, number, periods, reports, until) for number in range(1, 5)],
        "summary": own.narrative if own is not None and _closes_the_year(period) else None,
        "problems": (own.problems or None) if own else None,
        "suggestions": (own.suggestions or None) if own else None,
        "project": _project(key_result, result, own, tracked),
    }
    return Package(key_result, period, document)


def _indicator(key_result: KeyResult, result: Result, tracked: Mapping[str, str | None]) -> dict[str, Any]:
    sheet = result.definition
    target = sheet.target if sheet else None
    return {
        "id": tracked["indicator_id"] or key_result.code,
        "name": key_result.name,
        "unit_code": key_result.host.code if key_result.host else None,
        "agency": key_result.host.name_th if key_result.host else None,
        "target": canonical(target.value) if target and target.value is not None else None,
        "target_unit": target.unit if target else None,
        "result": _value(result),
        "score": score_data(result.score)["score"],
        "kind": tracked["kind"],
        "level": tracked["level"],
        "nature": tracked["nature"],
        "definition": sheet.definition if sheet else None,
        "dimension": sheet.dimension if sheet else None,
        "development_issue": sheet.development_issue if sheet else None,
        "goal": tracked["goal"],
        "plan": sheet.plan if sheet else None,
    }


def _value(result: Result) -> str | None:
    found = facts_data(result.facts).get("values", {}).get("result")
    return None if found is None else str(found)


def _closes_the_year(period: Period) -> bool:
    return period.ends_on >= fiscal_year_bounds(period.key_result.fiscal_year)[1]


def _reports(key_result: KeyResult, periods: Iterable[Period]) -> dict[int, Report]:
    """The host's newest report that was sent, by period. 1 query."""
    rows = Report.objects.filter(key_result=key_result, agency=key_result.host_id, period__in=list(periods))
    return {row.period_id: row for row in rows.exclude(state__in=_NOT_SENT).order_by("edition")}


def _quarter(
    key_result: KeyResult, number: int, periods: Sequence[Period], reports: dict[int, Report], until: dt.date
) -> dict[str, Any]:
    """A quarter's result and words; months are gathered in it, each with the day on which it ends."""
    inside = [one for one in periods if _quarter_of(one) == number]
    told = [(one, reports[one.pk]) for one in inside if one.pk in reports]
    words = "  ".join(f"{_day(one.ends_on)} : {row.narrative.strip()}" for one, row in told if row.narrative.strip())
    last = inside[-1].ends_on if inside else None
    reached = last is not None and bool(told or last <= until)
    return {
        "quarter": number,
        "result": _value(score_key_result(key_result, min(last, until))) if reached and last else None,
        "report": words or None,
        "attested": bool(told) and all(row.state in {"verified", "acknowledged"} for _one, row in told),
    }


def _quarter_of(period: Period) -> int:
    return ((period.ends_on.month - 10) % 12) // 3 + 1


def _day(day: dt.date) -> str:
    """The end of a month as the system's own pages write it: 31/1/2568."""
    return format_date(day, style="numeric", thai_digits=False)


def _project(
    key_result: KeyResult, result: Result, report: Report | None, tracked: Mapping[str, str | None]
) -> dict[str, Any]:
    first, last = fiscal_year_bounds(key_result.fiscal_year)
    plan = approved_plan(key_result)
    lines = list(plan.lines.all()) if plan else []
    money = plan_budget(lines)
    sheet: Definition | None = result.definition
    person = sheet.coordinator if sheet else None
    return {
        "id": tracked["project_id"],
        "name": tracked["project_name"],
        "policy_id": tracked["policy_id"],
        "branch_id": tracked["branch_id"],
        "progress": canonical(report.progress) if report and report.progress is not None else None,
        "budget": canonical(money.known) if lines and not money.unknown else None,
        "spent": None,  # the office keeps no accounts
        "starts_on": first.isoformat(),
        "finishes_on": last.isoformat(),
        "rationale": tracked["rationale"],
        "objectives": (plan.goals or None) if plan else None,
        "officer": person.name if person else None,
        "phone": person.phone if person else None,
    }


def _word(choices: type[models.TextChoices], value: str | None) -> str | None:
    """The form's own word for a choice, whoever reads: the form is Thai."""
    with translation.override("th"):
        return None if value is None else str(choices(value).label)


def fields_of(document: dict[str, Any]) -> list[Field]:
    """The fields of a record in the order of the form, with the form's own labels.

    Records that were handed in before a field was known do not have it: it is blank in them.
    """
    return list(_fields(document))


def _fields(document: dict[str, Any]) -> Iterator[Field]:
    known, project = document["indicator"], document["project"]
    unit = known["target_unit"] or ""
    yield Field("indicator.id", "รหัสตัวชี้วัด", known["id"])
    yield Field("indicator.name", "ชื่อตัวชี้วัด", known["name"])
    yield Field("indicator.unit_code", "รหัสหน่วยงาน", known["unit_code"])
    yield Field("indicator.agency", "หน่วยงาน", known["agency"])
    yield Field("fiscal_year", "ปี", str(document["fiscal_year"]))
    yield Field("indicator.target", f"ค่าเป้าหมาย {unit}".strip(), known["target"])
    yield Field("indicator.target_unit", "หน่วยนับ", known["target_unit"])
    yield Field("indicator.result", f"ผลงานที่ทำได้ {unit}".strip(), known["result"])
    yield Field("indicator.kind", "ประเภทตัวชี้วัด", _word(IndicatorKind, known["kind"]))
    yield Field("indicator.level", "ตัวชี้วัดระดับผลผลิต / ผลลัพธ์", _word(IndicatorLevel, known["level"]))
    yield Field("indicator.nature", "ลักษณะข้อมูล", known.get("nature"))
    for row in document["quarters"]:
        yield Field(f"quarters.{row['quarter']}.result", f"ผลงานไตรมาสที่ {row['quarter']}", row["result"])
    for row in document["quarters"]:
        yield Field(
            f"quarters.{row['quarter']}.report", f"รายงานผลฯ ไตรมาสที่ {row['quarter']}", row["report"], long=True
        )
    yield Field("summary", "สรุปผลการดำเนินงาน", document["summary"], long=True)
    yield Field("problems", "ปัญหาอุปสรรค", document["problems"], long=True)
    yield Field("suggestions", "ข้อเสนอแนะ", document["suggestions"], long=True)
    yield Field("indicator.definition", "นิยาม หรือความหมายของตัวชี้วัด", known["definition"], long=True)
    yield Field("indicator.dimension", "สนับสนุนยุทธศาสตร์ฯ : ด้าน", known["dimension"])
    yield Field("indicator.development_issue", "สนับสนุนยุทธศาสตร์ฯ : มิติ", known["development_issue"])
    yield Field("indicator.goal", "สนับสนุนยุทธศาสตร์ฯ : เป้าหมาย", known.get("goal"))
    yield Field("indicator.plan", "สนับสนุนยุทธศาสตร์ฯ : แผน", known["plan"])
    yield Field("project.id", "รหัสโครงการ", project.get("id"))
    yield Field("project.name", "ชื่อโครงการ", project.get("name"))
    yield Field("project.policy_id", "Policy ID", project.get("policy_id"))
    yield Field("project.branch_id", "Branch ID", project.get("branch_id"))
    yield Field("project.progress", "ความคืบหน้าโครงการ ร้อยละ", project["progress"])
    yield Field("project.budget", "งบฯ ที่ได้รับ (บาท)", project["budget"])
    yield Field("project.spent", "งบฯ ที่ใช้ไป (บาท)", project["spent"])
    yield Field("project.starts_on", "Start Date", project["starts_on"])
    yield Field("project.finishes_on", "Finish Date", project["finishes_on"])
    yield Field("project.rationale", "หลักการและเหตุผล", project.get("rationale"), long=True)
    yield Field("project.objectives", "วัตถุประสงค์ของโครงการ", project["objectives"], long=True)
    yield Field("project.officer", "ผู้รับผิดชอบ", project["officer"])
    yield Field("project.phone", "โทร.", project["phone"])


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says something else than when it was handed in."""

    label: str
    before: str | None
    after: str | None


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """What differs between a record that was handed in and one of today, in the order of the form."""
    was = {field.code: field.value for field in _told(before)}
    return [
        Difference(field.label, was.get(field.code), field.value)
        for field in _told(after)
        if field.value != was.get(field.code)
    ]


def _told(document: dict[str, Any]) -> Iterator[Field]:
    """The fields, and what the other system's page tells of each quarter without anybody entering it."""
    yield from _fields(document)
    for row in document["quarters"]:
        said = "มีคำรับรองแล้ว" if row["attested"] else "ยังไม่มีคำรับรอง"
        yield Field(f"quarters.{row['quarter']}.attested", f"คำรับรองรายงานไตรมาสที่ {row['quarter']}", said)


def workbook(made: Package) -> bytes:
    """The record as a spreadsheet: label and value in the order of the form, then the table of quarters."""

    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    book = Workbook()
    page = book.active
    page.title = "record"
    page.append(["field", "ช่อง", "ข้อมูล"])
    for place, field in enumerate(made.fields, start=2):
        for column, text in enumerate((field.code, field.label, field.value or ""), start=1):
            set_text(page.cell(place, column), text)
    table = book.create_sheet("quarters")
    table.append(["ไตรมาสที่", "ผลงาน", "รายงานผล", "มีคำรับรอง"])
    for place, row in enumerate(made.document["quarters"], start=2):
        cells = (str(row["quarter"]), row["result"] or "", row["report"] or "", "true" if row["attested"] else "false")
        for column, text in enumerate(cells, start=1):
            set_text(table.cell(place, column), text)
    for one, widths in ((page, (28, 40, 80)), (table, (12, 16, 80, 14))):
        for column, width in zip("ABCD", widths, strict=False):
            one.column_dimensions[column].width = width
        one.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
