"""The owner's side of a report: opened, written, submitted, withdrawn, corrected by a new edition beside the old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.people.enums import Act
from samrit.people.models import Agency, User
from samrit.people.rights import Rights, Scope, Standing
from samrit.platform.fitting import fitting_text, required_reason, typed_number
from samrit.platform.locking import change, hold
from samrit.platform.states import next_state
from samrit.results.actions.steps import Doer, add_step, move
from samrit.results.enums import ACCEPTED, REPORT_NAMES, REPORT_TRANSITIONS, MeasureKind, RevisionState
from samrit.results.models import KeyResult, Measure, Period, Report, ReportedValue, ReportStep
from samrit.results.plausible import Finding
from samrit.results.reported import figures_so_far

TEXTS = ("narrative", "problems", "suggestions")
UNTOUCHED: Any = object()
"""Says of a field that it is not part of this edit."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A report after an edit, with what is doubtful about its figures: to be mended or explained before it is sent."""

    report: Report
    warnings: tuple[Finding, ...]


# --- opening ---


@transaction.atomic(durable=True)
def open_report(*, acting_user: User, key_result: KeyResult, agency: Agency, period: Period) -> Report:
    """Begins the report of an agency for a period."""
    standing = Rights(acting_user).require(Act.EDIT_REPORT, Scope(agency.pk, key_result.key))
    if period.key_result_id != key_result.pk:
        raise _refuse("period", "this period is not one of the key result", "งวดนี้ไม่ใช่งวดของตัวชี้วัดนี้", _CHOOSE_PERIOD)
    _require_open_period(period)
    if period.starts_on > timezone.localdate():
        raise _refuse("period", "this period has not begun", "ยังไม่ถึงงวดนี้", _CHOOSE_PERIOD)
    if not key_result.revisions.filter(state=RevisionState.SIGNED).exists():
        raise _refuse(
            "",
            "the definition has not been signed",
            "รายละเอียดตัวชี้วัดยังไม่ได้ลงนาม",
            Message("have it signed first", "โปรดให้ลงนามก่อน"),
        )
    if not key_result.agency_targets.filter(agency=agency).exists():
        raise _refuse(
            "agency",
            "this agency has no part in the key result",
            "หน่วยงานนี้ไม่ได้ร่วมรับผิดชอบตัวชี้วัดนี้",
            Message("choose an agency of the key result", "โปรดเลือกหน่วยงานของตัวชี้วัดนี้"),
        )
    report = _new_edition(
        Report(
            key_result=key_result,
            agency=agency,
            period=period,
            entered_by=acting_user,
            on_behalf_of=standing.on_behalf_of,
        )
    )
    doer = Doer(acting_user, standing)
    add_step(report, "open", doer, from_state="")
    doer.record(
        "results.report.opened",
        report,
        {"key_result": key_result.key, "agency": agency.code, "period": period.code, "edition": report.edition},
    )
    return report


def _new_edition(report: Report) -> Report:
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        raise _refuse(
            "period",
            "this agency has a report of this period already",
            "หน่วยงานนี้มีรายงานของงวดนี้แล้ว",
            Message("open that report", "โปรดเปิดรายงานที่มีอยู่"),
        ) from None
    return report


# --- writing ---


@transaction.atomic(durable=True)
def edit_report(
    *,
    acting_user: User,
    report: Report,
    narrative: str = UNTOUCHED,
    problems: str = UNTOUCHED,
    suggestions: str = UNTOUCHED,
    progress: Decimal | str | None = UNTOUCHED,
    values: Mapping[str, Mapping[str, Any] | Decimal | str | None] | None = None,
    read_version: int | None = None,
) -> Edited:
    """Changes the fields that are given; a value may be a number, or `numerator` and `denominator`, or None for none.

    What cannot be is refused; what is doubtful comes back as warnings. After a return only what was returned opens.
    """
    standing = _standing(acting_user, report)
    _require_open_period(report.period)
    state = next_state(REPORT_TRANSITIONS, report.state, "edit", names=REPORT_NAMES)
    given = {"narrative": narrative, "problems": problems, "suggestions": suggestions}
    changed: dict[str, Any] = {name: fitting_text(name, text) for name, text in given.items() if text is not UNTOUCHED}
    if progress is not UNTOUCHED:
        changed["progress"] = _percent(progress)
    changed = {name: value for name, value in changed.items() if getattr(report, name) != value}
    new_values = _changed_values(report, values or {})
    _require_returned(report, (*changed, *(f"values.{name}" for name in new_values)))
    was = {name: getattr(report, name) for name in changed}
    warnings = _refusing(_findings(report, changed, new_values))
    version = report.version if read_version is None else read_version
    change(report, read_version=version, state=state, **changed)
    _save_values(report, new_values)
    doer = Doer(acting_user, standing)
    _keep_hands(report, doer)
    figures = {name: None if row is None else _figure(row) for name, row in new_values.items()}
    doer.record("results.report.edited", report, {"was": was, "now": changed, "values": figures})
    return Edited(report, warnings)


def _percent(value: Decimal | str | None) -> Decimal | None:
    number = typed_number("progress", value)
    if number is not None and not 0 <= number <= 100:
        raise _refuse(
            "progress",
            "the percent of work done lies between 0 and 100",
            "ร้อยละความคืบหน้าต้องอยู่ระหว่าง 0 ถึง 100",
            Message("correct the number", "โปรดแก้ไขตัวเลข"),
        )
    return None if number is None else number.quantize(Decimal("0.01"))


def _changed_values(report: Report, values: Mapping[str, Any]) -> dict[str, ReportedValue | None]:
    """The values that differ from what stands; None for one that is taken away."""
    if not values:
        return {}
    measures = {row.name: row for row in report.key_result.measures.all()}
    standing = {row.name: row for row in report.values.all()}
    found: dict[str, ReportedValue | None] = {}
    for name, typed in values.items():
        measure = measures.get(name)
        if measure is None or measure.counted:
            raise _refuse(
                f"values.{name}",
                "there is no such figure to type" if measure is None else "this figure is counted from the work itself",
                "ไม่มีค่าที่ต้องกรอกนี้" if measure is None else "ค่านี้ระบบนับจากงานที่บันทึกไว้",
                Message("leave it out", "ไม่ต้องกรอก"),
            )
        value = _typed_value(report, measure, typed)
        before = standing.get(name)
        if (None if value is None else _figure(value)) != (None if before is None else _figure(before)):
            found[name] = value
    return found


def _typed_value(report: Report, measure: Measure, typed: Any) -> ReportedValue | None:
    """0 is a value; nothing typed is none."""
    parts = dict(typed) if isinstance(typed, Mapping) else {"value": typed}
    path = f"values.{measure.name}"
    numbers = {
        part: typed_number(path if part == "value" else f"{path}.{part}", parts.get(part))
        for part in ("value", "numerator", "denominator")
    }
    if all(number is None for number in numbers.values()):
        return None
    unit = fitting_text(f"{path}.unit", parts.get("unit") or measure.unit, 60)
    if measure.kind == MeasureKind.RATIO and None in (numbers["numerator"], numbers["denominator"]):
        raise _refuse(
            path,
            "a ratio is given by its numerator and denominator",
            "สัดส่วนต้องรายงานด้วยตัวตั้งและตัวหาร",
            Message("type both; the percentage is worked out", "โปรดใส่ทั้งสองค่า ระบบจะคำนวณร้อยละให้"),
        )
    if measure.kind == MeasureKind.VALUE and numbers["value"] is None:
        raise _refuse(
            path,
            "this figure is one number",
            "ค่านี้เป็นตัวเลขเดียว",
            Message("type one number", "โปรดใส่ตัวเลขเดียว"),
        )
    return ReportedValue(report=report, name=measure.name, unit=unit, **numbers)


def _figure(row: ReportedValue) -> dict[str, Any]:
    return {
        "value": row.value,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "unit": row.unit,
    }


def _save_values(report: Report, values: Mapping[str, ReportedValue | None]) -> None:
    if values:
        report.values.filter(name__in=values).delete()
        ReportedValue.objects.bulk_create(row for row in values.values() if row is not None)


def _require_returned(report: Report, touched: Sequence[str]) -> None:
    """After a return only what was returned opens, for as long as this edition lives."""
    returned = last_return(report) if touched else None
    opened = None if returned is None else returned.opens
    if opened is None:
        return
    for name in touched:
        if name not in opened:
            raise _refuse(
                name,
                "this part was not returned, so it stays as it was",
                "ส่วนนี้ไม่ได้ถูกส่งกลับ จึงแก้ไขไม่ได้",
                Message(f"opened: {', '.join(opened)}", f"ส่วนที่เปิดให้แก้ไข: {', '.join(opened)}"),
            )


def last_return(report: Report) -> ReportStep | None:
    """The return that still says what is open in this edition (`opens`; None there: all of it). 1 query."""
    return report.steps.filter(act="return").select_related("by", "on_behalf_of").order_by("-id").first()


def doubts_about(report: Report) -> tuple[Finding, ...]:
    """What is wrong or doubtful about the figures as they stand: to be mended, or explained when it is sent."""
    return _findings(report)


def _findings(
    report: Report, changed: Mapping[str, Any] | None = None, values: Mapping[str, ReportedValue | None] | None = None
) -> tuple[Finding, ...]:
    """What is wrong or doubtful about the figures, with what is about to change already in its place."""
    texts = {"narrative": report.narrative, "progress": report.progress} | dict(changed or {})
    return tuple(
        finding
        for course in figures_so_far(report, values or {})
        for finding in course.findings(narrative=texts["narrative"], progress=texts["progress"])
    )


def _refusing(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The warnings of `found`. Raises Refused for the first that cannot be."""
    for finding in found:
        if finding.refuses:
            raise Refused(finding.path, finding.message, finding.mend)
    return tuple(found)


def _keep_hands(report: Report, doer: Doer) -> None:
    """Whoever edits is written down once in each edition: these people do not check or verify it."""
    behalf = doer.standing.on_behalf_of
    if not report.steps.filter(by=doer.user, on_behalf_of=behalf, act__in=("open", "edit", "correct")).exists():
        add_step(report, "edit", doer, from_state=report.state)


# --- sending ---


@transaction.atomic(durable=True)
def submit_report(
    *, acting_user: User, report: Report, explanation: str = "", read_version: int | None = None
) -> Report:
    """Sends a report to the host. It must be complete, and what is doubtful about its figures explained."""
    standing = _standing(acting_user, report)
    _require_open_period(report.period)
    state = next_state(REPORT_TRANSITIONS, report.state, "submit", names=REPORT_NAMES)
    _require_complete(report)
    warnings = _refusing(_findings(report))
    explanation = fitting_text("explanation", explanation)
    if warnings and not explanation:
        raise _refuse("explanation", warnings[0].message.en, warnings[0].message.th, warnings[0].mend)
    return move(
        report,
        "submit",
        Doer(acting_user, standing),
        to=state,
        read_version=report.version if read_version is None else read_version,
        reason=explanation,
        data={"warnings": [row.code for row in warnings]},
    )


def _require_complete(report: Report) -> None:
    """Problems and suggestions are fields that the sheet asks for; where there are none, one says so."""
    names = {
        "narrative": ("what was done", "ผลการดำเนินงาน"),
        "problems": ("problems", "ปัญหาอุปสรรค"),
        "suggestions": ("suggestions", "ข้อเสนอแนะ"),
    }
    for field, (en, th) in names.items():
        if not getattr(report, field).strip():
            raise _refuse(
                field,
                f"{en}: nothing is written",
                f"ยังไม่ได้กรอก{th}",
                Message("fill it in; write “none” where there are none", "โปรดกรอก หากไม่มีให้ระบุว่า “ไม่มี”"),
            )


@transaction.atomic(durable=True)
def withdraw_report(*, acting_user: User, report: Report, reason: str, read_version: int | None = None) -> Report:
    """Takes a report back before the host has checked it. Editing it makes it a draft again."""
    standing = _standing(acting_user, report)
    _require_open_period(report.period)
    state = next_state(REPORT_TRANSITIONS, report.state, "withdraw", names=REPORT_NAMES)
    return move(
        report,
        "withdraw",
        Doer(acting_user, standing),
        to=state,
        read_version=report.version if read_version is None else read_version,
        reason=required_reason(reason),
    )


@transaction.atomic(durable=True)
def correct_report(*, acting_user: User, report: Report, reason: str) -> Report:
    """Opens a new edition beside an accepted one, which stays as it is and counts until the new one is accepted."""
    standing = _standing(acting_user, report)
    _require_open_period(report.period)
    state = next_state(REPORT_TRANSITIONS, report.state, "correct", names=REPORT_NAMES)
    reason = required_reason(reason)
    doer = Doer(acting_user, standing)
    edition = next_edition(report, state, entered_by=acting_user, on_behalf_of=standing.on_behalf_of)
    add_step(edition, "correct", doer, from_state=report.state, reason=reason)
    doer.record(
        "results.report.corrected",
        edition,
        {"corrects": report.subject, "edition": edition.edition, "reason": reason},
    )
    return edition


def next_edition(report: Report, state: str, *, entered_by: User, on_behalf_of: User | None) -> Report:
    """A copy of an accepted report as the next edition. Refused where a later one exists. Call it in a transaction."""
    _require_newest(report)
    edition = _new_edition(
        Report(
            key_result=report.key_result,
            agency=report.agency,
            period=report.period,
            edition=report.edition + 1,
            corrects=report,
            state=state,
            narrative=report.narrative,
            problems=report.problems,
            suggestions=report.suggestions,
            progress=report.progress,
            entered_by=entered_by,
            on_behalf_of=on_behalf_of,
        )
    )
    ReportedValue.objects.bulk_create(
        ReportedValue(report=edition, name=row.name, **_figure(row)) for row in report.values.all()
    )
    return edition


def _require_newest(report: Report) -> None:
    same = {"key_result": report.key_result_id, "agency": report.agency_id, "period": report.period_id}
    newer = Report.objects.filter(**same, edition__gt=report.edition).order_by("-edition").first()
    if newer is not None:
        waiting = newer.state not in ACCEPTED
        raise _refuse(
            "state",
            f"edition {newer.edition} of this report exists already",
            f"มีรายงานฉบับที่ {newer.edition} แล้ว",
            Message("work on that one", "โปรดดำเนินการกับฉบับนั้น" if waiting else "โปรดแก้ไขจากฉบับล่าสุด"),
        )


# --- what they share ---


_CHOOSE_PERIOD = Message("choose a period that is open", "โปรดเลือกงวดที่เปิดให้รายงาน")


def _refuse(path: str, en: str, th: str, mend: Message) -> Refused:
    return Refused(path, Message(en, th), mend)


def _standing(acting_user: User, report: Report) -> Standing:
    return Rights(acting_user).require(Act.EDIT_REPORT, Scope(report.agency_id, report.key_result.key))


def _require_open_period(period: Period) -> None:
    """Held until the transaction ends: a period that is closed at this very moment is closed after this act."""
    hold(period)
    if Period.objects.filter(pk=period.pk, closed=True).exists():
        raise _refuse("period", "this period is closed", "งวดนี้ปิดแล้ว", _CHOOSE_PERIOD)
