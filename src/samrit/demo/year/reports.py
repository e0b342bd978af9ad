"""The reports of every month: written, sent, checked, verified, acknowledged, handed in; some late, one returned."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from samrit.core.thai import period_bounds
from samrit.demo.diary import Diary
from samrit.demo.texts.reports import MONTHS, OFFICES, Month
from samrit.demo.year.office import Office
from samrit.exchange.actions.handing_in import hand_in
from samrit.exchange.actions.tracking import enter_tracking
from samrit.exchange.enums import IndicatorKind, IndicatorLevel, Outlet
from samrit.exchange.models import HandIn
from samrit.exchange.packages import package
from samrit.people.models import Agency
from samrit.results.actions import reports
from samrit.results.models import Period, Report
from samrit.scoring.actions import take_report_snapshots
from samrit.verification import report_actions

_YEAR = 2568
_LATE = {"M02": 9, "M05": 12}
"""Months whose report the host sent so many days later than usual."""
_SILENT = {("demo-latkrabang", "M05"), ("demo-latkrabang", "M04"), ("demo-samphanthawong", "M08")}
"""Reports of offices that had to be asked for: sent two months later."""
_TWICE = "M12"
"""The month that was handed in before it was verified, and then once more."""


def write(diary: Diary, office: Office) -> None:
    """The entries of the host's twelve reports and of the offices' eleven each."""
    diary.on(dt.date(2024, 11, 1), partial(_tracking, office), 9)
    for month in MONTHS:
        if month.code == "M09":
            _final(diary, office, month)
            continue
        _, last = period_bounds(month.code, _YEAR)
        sent = last + dt.timedelta(days=5 + _LATE.get(month.code, 0))
        diary.on(sent, partial(_host, office, month), 10)
        _accept(diary, office, "0411", month.code, sent)
        for days in (1, 13) if month.code == _TWICE else (13,):
            diary.on(sent + dt.timedelta(days=days), partial(_hand_in, office, month.code), 16)
        for name, words in OFFICES.items():
            day = last + dt.timedelta(days=68 if (name, month.code) in _SILENT else 6)
            diary.on(day, partial(_office, office, name, month.code, words), 11)
            agency = "สัมพันธวงศ์" if name.endswith("wong") else "ลาดกระบัง"
            _accept(diary, office, agency, month.code, day)


def _agency(name: str) -> Agency:
    return Agency.objects.get(code=name) if name.isdigit() else Agency.objects.get(name_th=f"สำนักงานเขต{name}")


def _report(office: Office, agency: str, code: str) -> Report:
    rows = Report.objects.select_related("key_result", "agency", "period")
    return rows.get(key_result=office.key_result, agency=_agency(agency), period__code=code)


def _accept(diary: Diary, office: Office, agency: str, code: str, sent: dt.date) -> None:
    """Checked after four days, verified after eight, acknowledged after twelve."""
    diary.on(sent + dt.timedelta(days=4), partial(_check, office, agency, code), 13)
    diary.on(sent + dt.timedelta(days=8), partial(_verify, office, agency, code), 14)
    if agency == "0411":
        diary.on(sent + dt.timedelta(days=12), partial(_acknowledge, office, agency, code), 15)


def _check(office: Office, agency: str, code: str) -> None:
    report_actions.check_report(acting_user=office.who("reviewer"), report=_report(office, agency, code))


def _verify(office: Office, agency: str, code: str) -> None:
    who = "inspector" if code in {"M12", "M03", "M06", "M09"} else "strategy"
    report = _report(office, agency, code)
    report_actions.verify_report(acting_user=office.who(who), report=report)
    take_report_snapshots(report)


def _acknowledge(office: Office, agency: str, code: str) -> None:
    report = _report(office, agency, code)
    report_actions.acknowledge_report(acting_user=office.who("approver"), report=report, remark="ทราบ")
    take_report_snapshots(report)


def _tracking(office: Office) -> None:
    """What the form of Policy Tracking asks beside the sheet, before the first month is handed in."""
    enter_tracking(
        office.key_result,
        kind=IndicatorKind.STRATEGIC,
        level=IndicatorLevel.OUTPUT,
        project_name="โครงการประชาสัมพันธ์ย่านสร้างสรรค์ของกรุงเทพมหานคร ประจำปี ๒๕๖๘",
        rationale="ให้ประชาชนรู้จักย่านสร้างสรรค์ทั้ง ๑๐ ย่าน ผ่านสื่อของกรุงเทพมหานครและเรื่องเล่าที่ทำร่วมกับชุมชน",
        acting_user=office.who("owner"),
    )


def _hand_in(office: Office, code: str) -> None:
    """The owner has entered the record in Policy Tracking."""
    period = Period.objects.select_related("key_result__host").get(key_result=office.key_result, code=code)
    receipt = f"เลขรับ {HandIn.objects.count() + 1:03}/{_YEAR}"
    hand_in(
        period,
        outlet=Outlet.POLICY_TRACKING,
        sha256=package(period).sha256,
        receipt=receipt,
        acting_user=office.who("owner"),
    )


def _host(office: Office, month: Month) -> None:
    report = _written(office, month)
    reports.submit_report(acting_user=office.who("owner"), report=report)


def _written(office: Office, month: Month) -> Report:
    owner, key_result = office.who("owner"), office.key_result
    period = key_result.periods.get(code=month.code)
    report = reports.open_report(acting_user=owner, key_result=key_result, agency=key_result.host, period=period)
    edited = reports.edit_report(
        acting_user=owner,
        report=report,
        narrative=month.narrative,
        problems=month.problems,
        suggestions=month.suggestions,
        progress=Decimal(month.progress),
    )
    return edited.report


def _office(office: Office, name: str, code: str, words: str) -> None:
    person, key_result = office.who(name), office.key_result
    period = key_result.periods.get(code=code)
    report = reports.open_report(
        acting_user=person, key_result=key_result, agency=office.agency_of(person), period=period
    )
    report = reports.edit_report(
        acting_user=person, report=report, narrative=words, problems="ไม่มี", suggestions="ไม่มี"
    ).report
    reports.submit_report(acting_user=person, report=report)


def _final(diary: Diary, office: Office, month: Month) -> None:
    """The year's last report: returned once, and acknowledged before the year ends."""
    diary.on(dt.date(2025, 9, 22), partial(_host, office, month), 10)
    diary.on(dt.date(2025, 9, 23), partial(_return_final, office), 10)
    diary.on(dt.date(2025, 9, 24), partial(_mend_final, office, month), 10)
    diary.on(dt.date(2025, 9, 25), partial(_check, office, "0411", month.code), 13)
    diary.on(dt.date(2025, 9, 26), partial(_verify, office, "0411", month.code), 14)
    diary.on(dt.date(2025, 9, 29), partial(_acknowledge, office, "0411", month.code), 15)
    diary.on(dt.date(2025, 9, 29), partial(_hand_in, office, month.code), 16)


def _return_final(office: Office) -> None:
    report_actions.return_report(
        acting_user=office.who("reviewer"),
        report=_report(office, "0411", "M09"),
        reason="ข้อเสนอแนะควรระบุสิ่งที่จะทำในปีถัดไปให้ชัดเจน",
        opens=["suggestions"],
    )


def _mend_final(office: Office, month: Month) -> None:
    owner = office.who("owner")
    text = f"{month.suggestions} ทั้งนี้จะเสนอเป็นแผนปี พ.ศ. ๒๕๖๙ ภายในเดือนตุลาคม"
    report = reports.edit_report(acting_user=owner, report=_report(office, "0411", month.code), suggestions=text).report
    reports.submit_report(acting_user=owner, report=report)
