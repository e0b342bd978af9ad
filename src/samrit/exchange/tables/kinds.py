"""The tables: agencies, targets, facts (figures of reports), works. What a row says is done by the office's verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from samrit.districts.models import CreativeDistrict
from samrit.exchange.tables import cells
from samrit.exchange.tables.cells import cell, refuse
from samrit.people.actions.agencies import change_agency, make_agency
from samrit.people.models import Agency, User
from samrit.people.rights import Rights
from samrit.publicity.actions.works import create_work, save_work
from samrit.publicity.drafts import ActivityDraft, PieceDraft, StoryDraft, WorkDraft
from samrit.publicity.enums import WorkKind
from samrit.publicity.models import PlanLine, Work
from samrit.results.actions.reports import edit_report, open_report
from samrit.results.actions.targets import set_agency_target
from samrit.results.models import AgencyTarget, KeyResult, Measure, Period, Report
from samrit.results.parts import may_see

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of rows: its columns, how its rows are written, and what a row that comes in does.

    `take` gives whether something was changed, made or left alone: `created`, `changed`, `unchanged`. `typed` reads the
    columns that hold no free text, so that a day or a number is the same however a spreadsheet program wrote it.
    """

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Rights, list[KeyResult]], Iterable[Row]]
    take: Callable[[Row, User], str]
    typed: Mapping[str, Callable[[Row, str], Any]] = field(default_factory=dict)


def visible(rights: Rights) -> list[KeyResult]:
    """The key results that a person may see."""
    rows = KeyResult.objects.select_related("host").prefetch_related("agency_targets")
    return [row for row in rows if may_see(rights, row)]


# --- agencies ---

_AGENCY = ("code", "kind", "name_th", "name_en", "parent", "dopa_code", "district_group", "valid_from", "valid_to")
_TYPED_AGENCY = {"code": cells.code, "parent": cells.code, "valid_from": cells.day, "valid_to": cells.day}


def _agency_row(row: Agency) -> Row:
    return {
        name: cell(
            row.parent.code if name == "parent" and row.parent else None if name == "parent" else getattr(row, name)
        )
        for name in _AGENCY
    }


def _agencies(rights: Rights, _key_results: list[KeyResult]) -> Iterator[Row]:
    if not rights.roles:
        return
    for row in Agency.objects.select_related("parent").order_by("pk"):
        yield _agency_row(row)


def _take_agency(row: Row, acting_user: User) -> str:
    parent = cells.agency(row, "parent") if row["parent"] else None
    more = {
        "dopa_code": row["dopa_code"] or None,
        "district_group": row["district_group"],
        "valid_from": cells.day(row, "valid_from"),
        "valid_to": cells.day(row, "valid_to"),
    }
    known = Agency.objects.select_related("parent").filter(code=row["code"]).first()
    if known is None:
        names = {"name_th": row["name_th"], "name_en": row["name_en"]}
        make_agency(code=row["code"], kind=row["kind"], parent=parent, **names, **more, acting_user=acting_user)
        return "created"
    for name in ("name_th", "name_en"):
        if row[name] != getattr(known, name):
            raise refuse(
                name,
                ("a name is not changed by a table", "เปลี่ยนชื่อด้วยตารางไม่ได้"),
                ("rename the agency from a day on", "โปรดเปลี่ยนชื่อที่หน้าหน่วยงาน โดยระบุวันที่เริ่มใช้"),
            )
    if {name: row[name] for name in _AGENCY} == _agency_row(known):
        return "unchanged"
    change_agency(known, kind=row["kind"], parent=parent, **more, acting_user=acting_user)
    return "changed"


# --- targets ---

_TARGET = ("key_result", "agency", "role", "value", "unit", "operator", "reason")


def _target_row(row: AgencyTarget) -> Row:
    said = {"key_result": row.key_result.key, "agency": row.agency.code, "role": row.role, "reason": ""}
    return {**said, "value": cell(row.value), "unit": row.unit, "operator": row.operator}


def _targets(_rights: Rights, key_results: list[KeyResult]) -> Iterator[Row]:
    rows = AgencyTarget.objects.filter(key_result__in=key_results).select_related("key_result", "agency")
    for row in rows.order_by("pk"):
        yield _target_row(row)


def _take_target(row: Row, acting_user: User) -> str:
    key_result, agency = cells.key_result(row), cells.agency(row)
    value = cells.number(row, "value")
    known = AgencyTarget.objects.filter(key_result=key_result, agency=agency).select_related("agency").first()
    if known is not None:
        known.key_result = key_result
        if {**row, "reason": ""} == _target_row(known):
            return "unchanged"
    set_agency_target(
        key_result=key_result,
        agency=agency,
        value=value,
        unit=row["unit"],
        operator=row["operator"] or ">=",
        reason=row["reason"],
        acting_user=acting_user,
    )
    return "created" if known is None else "changed"


# --- facts ---

_FACT = ("key_result", "agency", "period", "measure", "value", "numerator", "denominator", "unit", "state")
_FIGURES = ("value", "numerator", "denominator")


def _facts(_rights: Rights, key_results: list[KeyResult]) -> Iterator[Row]:
    rows = Report.objects.filter(key_result__in=key_results).select_related("key_result", "agency", "period")
    newest = {(row.key_result_id, row.agency_id, row.period_id): row for row in rows.order_by("edition")}
    typed: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(key_result__in=key_results, counted=False).order_by("place", "pk"):
        typed.setdefault(measure.key_result_id, []).append(measure)
    for report in newest.values():
        figures = {value.name: value for value in report.values.all()}
        for measure in typed.get(report.key_result_id, []):
            yield _fact_row(report, measure, figures.get(measure.name))


def _fact_row(report: Report, measure: Measure, found: Any) -> Row:
    figures = {name: cell(getattr(found, name)) if found else "" for name in _FIGURES}
    key = {"key_result": report.key_result.key, "agency": report.agency.code, "period": report.period.code}
    return {**key, "measure": measure.name, **figures, "unit": measure.unit, "state": report.state}


def _take_fact(row: Row, acting_user: User) -> str:
    key_result, agency = cells.key_result(row), cells.agency(row)
    period = Period.objects.filter(key_result=key_result, code=row["period"]).first()
    measure = Measure.objects.filter(key_result=key_result, name=row["measure"], counted=False).first()
    if period is None:
        raise refuse(
            "period", ("the key result has no such period", "ตัวชี้วัดนี้ไม่มีงวดนี้"), ("write Q1, M01 …", "พิมพ์แบบ Q1, M01")
        )
    if measure is None:
        raise refuse(
            "measure",
            ("no figure of this name is typed", "ไม่มีตัวเลขชื่อนี้ให้กรอก"),
            ("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"),
        )
    reports = Report.objects.filter(key_result=key_result, agency=agency, period=period)
    report = reports.select_related("key_result", "agency", "period").order_by("-edition").first()
    figures = {name: cells.number(row, name) for name in _FIGURES}
    if report is not None:
        found = report.values.filter(name=measure.name).first()
        if row == _fact_row(report, measure, found):
            return "unchanged"
    made = report is None
    if report is None:
        report = open_report(acting_user=acting_user, key_result=key_result, agency=agency, period=period)
    edit_report(acting_user=acting_user, report=report, values={measure.name: _figure(figures)})
    return "created" if made else "changed"


def _figure(figures: dict[str, Any]) -> Any:
    if figures["numerator"] is None and figures["denominator"] is None:
        return figures["value"]
    return {name: figures[name] for name in ("numerator", "denominator")}


# --- works ---

_ACTIVITY_TIMES = ("announced_at", "starts_at", "ends_at")
_ACTIVITY_FLAGS = ("open_to_public", "held", "two_way", "announced_separately")
_WORK = (
    *("uid", "version", "key_result", "agency", "kind", "state", "title", "text", "districts", "duties", "producer"),
    *("planned_on", "plan_line", "derived_from", "derivation", "edited_as_work", "form", "told_by", "pieces"),
    *(*_ACTIVITY_TIMES, *_ACTIVITY_FLAGS, "host", "channels", "series"),
)
_TYPED_WORK: Mapping[str, Callable[[Row, str], Any]] = {
    "agency": cells.code,
    "planned_on": cells.day,
    "edited_as_work": cells.flag,
    **dict.fromkeys(_ACTIVITY_TIMES, cells.moment),
    **dict.fromkeys(_ACTIVITY_FLAGS, cells.flag),
    **dict.fromkeys(("districts", "duties", "pieces", "channels"), cells.words),
}


def _works(_rights: Rights, key_results: list[KeyResult]) -> Iterator[Row]:
    rows = Work.objects.filter(key_result__in=key_results).order_by("pk")
    related = ("key_result", "agency", "producer", "plan_line", "derived_from", "piece", "story", "activity")
    for row in rows.select_related(*related).prefetch_related("districts", "story__pieces"):
        yield _work_row(row)


def _work_row(row: Work) -> Row:
    said = dict.fromkeys(_WORK, "")
    detail = getattr(row, row.kind)
    said |= {
        name: cell(getattr(row, name))
        for name in ("uid", "version", "kind", "state", "title", "text", "planned_on", "derivation", "edited_as_work")
    }
    said |= {
        "key_result": row.key_result.key,
        "agency": row.agency.code,
        "districts": cell([one.slug for one in row.districts.all()]),
        "duties": cell(row.duties),
        "producer": row.producer.username,
        "plan_line": cell(row.plan_line.uid) if row.plan_line else "",
        "derived_from": cell(row.derived_from.uid) if row.derived_from else "",
    }
    if row.kind == WorkKind.PIECE:
        said["form"] = detail.form
    elif row.kind == WorkKind.STORY:
        said |= {"told_by": detail.told_by, "pieces": cell([one.uid for one in detail.pieces.all()])}
    else:
        names = (*_ACTIVITY_TIMES, *_ACTIVITY_FLAGS, "host", "channels", "series")
        said |= {name: cell(getattr(detail, name)) for name in names}
    return said


def _take_work(row: Row, acting_user: User) -> str:
    key_result, agency = cells.key_result(row), cells.agency(row)
    if not row["uid"]:
        create_work(_draft(row, key_result), key_result=key_result, agency=agency, acting_user=acting_user)
        return "created"
    related = ("key_result", "agency", "producer", "plan_line", "derived_from", "piece", "story", "activity")
    known = _one(Work.objects.select_related(*related).filter(key_result=key_result), "uid", row["uid"])
    said = _work_row(known)
    kept = {name: said[name] for name in ("version", "state")}
    if {**row, **kept} == said:
        return "unchanged"
    version = (
        int(row["version"]) if row["version"].isascii() and row["version"].isdigit() and len(row["version"]) < 10 else 0
    )
    save_work(known, _draft(row, key_result), read_version=version, acting_user=acting_user)
    return "changed"


def _draft(row: Row, key_result: KeyResult) -> WorkDraft:
    works = Work.objects.filter(key_result=key_result)
    producer = None
    if row["producer"]:
        producer = User.objects.filter(username=row["producer"], is_active=True).first()
        if producer is None:
            raise refuse(
                "producer", ("no open account has this name", "ไม่มีบัญชีที่เปิดใช้งานชื่อนี้"), ("use the user name", "ใช้ชื่อผู้ใช้")
            )
    lines = PlanLine.objects.filter(plan__key_result=key_result).order_by("-plan__number")
    return WorkDraft(
        title=row["title"],
        text=row["text"],
        detail=_detail(row, works),
        districts=[
            _one(CreativeDistrict.objects.all(), "districts", slug, "slug") for slug in cells.words(row, "districts")
        ],
        duties=cells.words(row, "duties") or None,
        producer=producer,
        planned_on=cells.day(row, "planned_on"),
        plan_line=_one(lines, "plan_line", row["plan_line"]) if row["plan_line"] else None,
        derived_from=_one(works, "derived_from", row["derived_from"]) if row["derived_from"] else None,
        derivation=row["derivation"],
        edited_as_work=cells.flag(row, "edited_as_work"),
    )


def _detail(row: Row, works: Any) -> PieceDraft | StoryDraft | ActivityDraft:
    if row["kind"] == WorkKind.PIECE:
        return PieceDraft(form=row["form"]) if row["form"] else PieceDraft()
    if row["kind"] == WorkKind.STORY:
        pieces = [_one(works, "pieces", uid) for uid in cells.words(row, "pieces")]
        return StoryDraft(told_by=row["told_by"], pieces=pieces)
    if row["kind"] == WorkKind.ACTIVITY:
        return ActivityDraft(
            **{name: cells.moment(row, name) for name in _ACTIVITY_TIMES},
            **{name: cells.flag(row, name) for name in _ACTIVITY_FLAGS},
            host=row["host"],
            channels=cells.words(row, "channels"),
            series=row["series"],
        )
    raise refuse(
        "kind",
        ("there is no such kind of work", "ไม่มีประเภทงานนี้"),
        (f"choose from {', '.join(WorkKind.values)}", f"เลือกจาก {', '.join(WorkKind.values)}"),
    )


def _one(rows: Any, column: str, key: str, by: str = "uid") -> Any:
    """The row of that uid or slug. Raises Refused at the column."""
    try:
        found = rows.filter(**{by: key}).first()
    except ValidationError:  # what is no uid
        found = None
    if found is None:
        raise refuse(
            column,
            (f"there is no “{key[:60]}” here", f"ไม่พบ “{key[:60]}”"),
            ("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"),
        )
    return found


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("agencies", _AGENCY, _agencies, _take_agency, _TYPED_AGENCY),
        Table("targets", _TARGET, _targets, _take_target, {"agency": cells.code, "value": cells.number}),
        Table("facts", _FACT, _facts, _take_fact, {"agency": cells.code, **dict.fromkeys(_FIGURES, cells.number)}),
        Table("works", _WORK, _works, _take_work, _TYPED_WORK),
    )
}
"""Every table by its name. Its sheet bears the same name."""
