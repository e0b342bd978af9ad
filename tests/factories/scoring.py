"""A key result with its signed sheet, its districts, and work that counts, as plain rows."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tests.factories import districts, people
from tests.factories import evidence as make

from samrit.core.sheet import definition_data, read_sheet_file
from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Role
from samrit.people.models import Agency, User
from samrit.publicity.models import (
    ActivityDetail,
    ActivityProof,
    AwarenessResult,
    Participation,
    PieceDetail,
    Plan,
    PlanLine,
    StoryDetail,
    Telling,
    Work,
)
from samrit.results.models import ChosenDistrict, KeyResult, Measure, Period, Report, ReportStep, Revision
from samrit.scoring.gather import rule_for
from samrit.verification.models import WorkCheck

SHEET = Path(__file__).parents[2] / "examples" / "kr-7301.txt"
BANGKOK = dt.timezone(dt.timedelta(hours=7))
_numbers = itertools.count(1)


@cache
def sheet() -> dict[str, Any]:
    """The real sheet, read, with no open questions."""
    return {**definition_data(read_sheet_file(SHEET)), "questions": []}


def moment(year: int, month: int, day: int, hour: int = 9) -> dt.datetime:
    """An hour of a day in Bangkok."""
    return dt.datetime(year, month, day, hour, tzinfo=BANGKOK)


@dataclass
class Office:
    """KR 7301 of 2568 with its people and ten districts."""

    key_result: KeyResult
    agency: Agency
    owner: User
    maker: User
    approver: User
    inspector: User
    districts: list[CreativeDistrict]
    periods: list[Period]


def office(count: int = 10, *, code: str = "7301", fiscal_year: int = 2568, definition: Any = None) -> Office:
    """The key result, signed from the first day of the year, without any work yet."""
    agency = people.agency()
    key_result = KeyResult.objects.create(
        code=code, fiscal_year=fiscal_year, name="จำนวนย่านสร้างสรรค์ที่ได้รับการประชาสัมพันธ์", host=agency
    )
    persons = [
        people.user(f"{role}-{agency.code}", role=role, agency=agency)
        for role in (Role.OWNER, Role.CONTRIBUTOR, Role.APPROVER, Role.INSPECTOR)
    ]
    october = dt.date(fiscal_year - 544, 10, 1)
    Revision.objects.create(
        key_result=key_result,
        number=1,
        state="signed",
        definition={**(definition or sheet()), "code": code, "fiscal_year": fiscal_year},
        created_by=persons[0],
        signed_by=persons[2],
        signed_at=moment(october.year, 9, 30),
        effective_from=october,
    )
    Measure.objects.create(key_result=key_result, name="result", unit="ย่าน", counted=rule_for(key_result) is not None)
    places = [districts.district(f"ย่านที่ {number}") for number in range(1, count + 1)]
    ChosenDistrict.objects.bulk_create(
        ChosenDistrict(key_result=key_result, district=place, place=number) for number, place in enumerate(places)
    )
    return Office(key_result, agency, *persons, places, _periods(key_result, october.year))


def _periods(key_result: KeyResult, year: int) -> list[Period]:
    bounds = [((year, 10, 1), (year, 12, 31)), ((year + 1, 1, 1), (year + 1, 3, 31))]
    bounds += [((year + 1, 4, 1), (year + 1, 6, 30)), ((year + 1, 7, 1), (year + 1, 9, 30))]
    return [
        Period.objects.create(
            key_result=key_result,
            code=f"Q{number}",
            starts_on=dt.date(*first),
            ends_on=dt.date(*last),
            due_on=dt.date(*last) + dt.timedelta(days=10),
        )
        for number, (first, last) in enumerate(bounds, 1)
    ]


def dated(row: Any, **fields: Any) -> Any:
    """Sets columns that the database sets by itself, on tables that may be changed."""
    type(row).objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


def plan(at: Office, approved_on: dt.date, lines: Iterable[tuple[str, CreativeDistrict | None, dt.date]] = ()) -> Plan:
    """An approved plan with lines of (kind, district, day)."""
    made = Plan.objects.create(
        key_result=at.key_result,
        number=at.key_result.plans.count() + 1,
        state="approved",
        entered_by=at.owner,
        decided_by=at.approver,
        decided_at=dt.datetime.combine(approved_on, dt.time(9), BANGKOK),
        approved_on=approved_on,
    )
    PlanLine.objects.bulk_create(
        PlanLine(plan=made, kind=kind, title="รายการ", district=place, planned_on=day) for kind, place, day in lines
    )
    return made


def piece(at: Office, place: CreativeDistrict, day: dt.datetime, **changed: Any) -> Work:
    """A piece that tells the district's story and in which its community took part; published, proved, verified.

    A story where `kind` says so. Everything happens on and just after `day`; `verified` False leaves it unverified.
    """
    kind = changed.pop("kind", "piece")
    verified = changed.pop("verified", True)
    work = _work(at, kind, [place], day)
    if kind == "piece":
        PieceDetail.objects.create(work=work)
    else:
        StoryDetail.objects.create(work=work, told_by="ชุมชน")
    shown = make.publication(work, first_public_at=day + dt.timedelta(hours=2), entered_by=at.maker, **changed)
    dated(shown, entered_at=day + dt.timedelta(hours=2))
    Telling.objects.create(work=work, district=place, what="story")
    Participation.objects.create(work=work, district=place, who="ชาวชุมชน", how="เล่าเรื่อง")
    proofs = [
        make.item(shown.subject, at.maker, key_result=at.key_result.key, captured_at=day),
        make.item(
            work.subject,
            at.maker,
            key_result=at.key_result.key,
            captured_at=day,
            proves="community_took_part",
            district=place,
        ),
    ]
    if verified:
        check(at, work, proofs)
    return work


def activity(at: Office, place: CreativeDistrict, day: dt.datetime) -> Work:
    """An online activity, held, proved and verified."""
    work = _work(at, "activity", [place], day)
    detail = ActivityDetail.objects.create(
        work=work,
        announced_at=day - dt.timedelta(days=3),
        open_to_public=True,
        starts_at=day,
        ends_at=day + dt.timedelta(hours=2),
        held=True,
        host="สำนักงานประชาสัมพันธ์",
        channels=["facebook"],
        two_way=True,
    )
    ActivityProof.objects.create(activity=detail, kind="peak_viewers", number=412)
    proof = make.item(
        work.subject, at.maker, key_result=at.key_result.key, captured_at=day, proves="participation_proved"
    )
    check(at, work, [proof])
    return work


def _work(at: Office, kind: str, places: list[CreativeDistrict], day: dt.datetime) -> Work:
    duties = {"piece": ["media"], "story": ["story"], "activity": ["activity"]}[kind]
    work = make.work(
        at.key_result,
        at.agency,
        at.maker,
        kind=kind,
        duties=duties,
        state="verified",
        approved_by=at.approver,
        approved_at=day - dt.timedelta(days=5),
    )
    dated(work, created_at=day - dt.timedelta(days=6))
    work.districts.set(places)
    return work


def check(at: Office, work: Work, proofs: Iterable[Any], outcome: str = "verified") -> WorkCheck:
    """The inspector's check of a work and of its evidence."""
    for proof in proofs:
        make.mark(proof, at.inspector, outcome)
    return WorkCheck.objects.create(work=work, outcome=outcome, by=at.inspector, role="inspector")


def final_report(at: Office, *, problems: str = "ไม่มี", suggestions: str = "ไม่มี", period: int = 3) -> Report:
    """An acknowledged report of the host on a period (by default the year's last)."""
    report = Report.objects.create(
        key_result=at.key_result,
        agency=at.agency,
        period=at.periods[period],
        problems=problems,
        suggestions=suggestions,
        entered_by=at.owner,
    )
    for before, after, by in (("checked", "verified", at.inspector), ("verified", "acknowledged", at.approver)):
        ReportStep.objects.create(report=report, act=after, from_state=before, to_state=after, by=by, role="approver")
    dated(report, state="acknowledged")
    return report


def awareness(
    at: Office, share: str, low: str | None = None, high: str | None = None, **changed: Any
) -> AwarenessResult:
    """A survey's result, by default in the reading that the minimum is held against."""
    return AwarenessResult.objects.create(
        key_result=at.key_result,
        reading=changed.pop("reading", "each"),
        share=Decimal(share),
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        respondents=1_200,
        method="สุ่มแบบแบ่งชั้น",
        measured_on=changed.pop("measured_on", dt.date(2025, 9, 1)),
        entered_by=at.owner,
        **changed,
    )
