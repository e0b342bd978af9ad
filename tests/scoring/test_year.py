"""The year of KR 7301 through the actions that people use: 1, 1, 3, 5 with their reasons, down to the verifier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from tests.factories import districts as make_districts
from tests.factories import results as make_results

from samrit.districts.models import CreativeDistrict
from samrit.evidence import actions as evidence
from samrit.platform.audit import check_chain
from samrit.publicity.actions import parts, plans, publications, works
from samrit.publicity.drafts import ActivityDraft, LineDraft, PieceDraft, PublicationDraft, StoryDraft, WorkDraft
from samrit.publicity.models import Work
from samrit.results.actions import reports, targets
from samrit.scoring.actions import take_missing_snapshots, take_snapshot
from samrit.scoring.ladder import ladder
from samrit.scoring.models import ScoreSnapshot
from samrit.scoring.queries import snapshots_of
from samrit.scoring.result import score_key_result
from samrit.scoring.thread import thread
from samrit.verification.report_actions import acknowledge_report, check_report, verify_report
from samrit.verification.work_actions import verify_works

pytestmark = pytest.mark.django_db

Clock = Callable[[dt.datetime], None]
BANGKOK = dt.timezone(dt.timedelta(hours=7))
NOVEMBER, FEBRUARY, JUNE, SEPTEMBER = (
    dt.date(2024, 11, 30),
    dt.date(2025, 2, 28),
    dt.date(2025, 6, 30),
    dt.date(2025, 9, 30),
)


def _at(year: int, month: int, day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=BANGKOK)


@dataclass
class Year:
    """The team, its ten districts and the clock."""

    team: make_results.Team
    districts: list[CreativeDistrict]
    clock: Clock

    @property
    def key_result(self):
        return self.team.key_result


@pytest.fixture
def year(clock: Clock) -> Year:
    """October: the sheet is read, confirmed and signed, and the ten districts are chosen."""
    clock(_at(2024, 10, 7))
    team = make_results.key_result()
    places = make_districts.districts(10)
    targets.choose_districts(acting_user=team.owner, key_result=team.key_result, districts=places)
    return Year(team, places, clock)


def _approve_plan(year: Year) -> None:
    """November: the plan is drafted, submitted and approved by the executives."""
    team = year.team
    year.clock(_at(2024, 11, 4))
    plan = plans.start_plan(year.key_result, acting_user=team.owner)
    days = [dt.date(2025, month, 15) for month in (1, 1, 2, 3, 4, 5, 6, 7, 8, 8)]
    lines = [
        LineDraft(kind=kind, title=f"{kind} {place}", district=place, channel="facebook", planned_on=day)
        for place, day in zip(year.districts, days, strict=True)
        for kind in ("piece", "story")
    ]
    plan = plans.save_plan(
        plan,
        goals="ให้ประชาชนรู้จักย่าน",
        audiences="ประชาชนทั่วไป",
        messages="เรื่องราวของย่าน",
        lines=lines,
        read_version=plan.version,
        acting_user=team.owner,
    )
    plan = plans.submit_plan(plan, read_version=plan.version, acting_user=team.owner)
    year.clock(_at(2024, 11, 20))
    plans.approve_plan(plan, read_version=plan.version, acting_user=team.approver)


def _publicise(year: Year, places: list[CreativeDistrict], month: int) -> None:
    """In a month: pieces are made, approved, published and proved; in the next one the inspector verifies them."""
    made = [_piece(year, place, month, number) for number, place in enumerate(places)]
    year.clock(_at(2025, month, 25))
    came = verify_works([(work, work.version) for work in made], acting_user=year.team.inspector)
    assert came.refused == ()


def _approved(year: Year, draft: WorkDraft, month: int) -> Work:
    team = year.team
    year.clock(_at(2025, month, 2))
    work = works.create_work(draft, key_result=year.key_result, agency=team.host, acting_user=team.maker)
    work = works.submit_work(work, read_version=work.version, acting_user=team.maker)
    year.clock(_at(2025, month, 3))
    return works.approve_work(work, read_version=work.version, acting_user=team.approver)


def _piece(year: Year, place: CreativeDistrict, month: int, number: int) -> Work:
    team, by = year.team, {"acting_user": year.team.maker}
    draft = WorkDraft(title=f"คลิป{place}", text="เรื่องของย่าน", districts=[place], detail=PieceDraft(form="video"))
    work = _approved(year, draft, month)
    year.clock(_at(2025, month, 5))
    parts.record_tellings(work, [(place, "story")], read_version=work.version, **by)
    _community(year, work, place)
    link = f"https://www.facebook.com/bangkok/posts/{month}{number}"
    shown = PublicationDraft(
        channel="facebook", permalink=link, first_public_at=_at(2025, month, 5, 8), seen_logged_out=True
    )
    publication = publications.add_publication(work, shown, read_version=work.version, **by)
    evidence.add_platform_answer(publication.subject, {"id": link}, reference=link, proves="public", **by)
    return works.finish_work(work, read_version=work.version, acting_user=team.maker)


def _community(year: Year, work: Work, place: CreativeDistrict) -> None:
    by = {"acting_user": year.team.maker}
    took_part = [parts.TookPart(place, "ช่างในชุมชน", "เล่าเรื่องและร่วมถ่ายทำ")]
    parts.record_participation(work, took_part, read_version=work.version, **by)
    evidence.add_file(
        work.subject,
        [f"ใบลงชื่อ {work.pk}".encode()],
        file_name="ใบลงชื่อ.txt",
        proves="community_took_part",
        district=place,
        **by,
    )


def _story_and_activity(year: Year, place: CreativeDistrict, month: int) -> None:
    """A story told by another medium, and a live broadcast; both verified."""
    team, by = year.team, {"acting_user": year.team.maker}
    detail = StoryDraft(told_by="เพจเล่าเรื่องเมือง")
    story = _approved(year, WorkDraft(title="เรื่องเล่า", text="ผู้เฒ่าเล่าเรื่อง", districts=[place], detail=detail), month)
    year.clock(_at(2025, month, 15))
    _community(year, story, place)
    link = "https://stories.example.org/talat-noi"
    shown = PublicationDraft(
        channel="website", permalink=link, first_public_at=_at(2025, month, 15, 8), seen_logged_out=True
    )
    publication = publications.add_publication(story, shown, read_version=story.version, **by)
    evidence.add_platform_answer(publication.subject, {"id": link}, reference=link, **by)
    story = works.finish_work(story, read_version=story.version, acting_user=team.maker)
    live = ActivityDraft(
        announced_at=_at(2025, month, 10),
        open_to_public=True,
        starts_at=_at(2025, month, 19, 16),
        ends_at=_at(2025, month, 19, 18),
        host="สำนักงานประชาสัมพันธ์",
        channels=["facebook"],
        two_way=True,
    )
    planned = WorkDraft(title="ถ่ายทอดสดเดินชมย่าน", districts=[place], detail=replace(live, announced_at=None))
    activity = _approved(year, planned, month)
    year.clock(_at(2025, month, 20))
    held = replace(planned, detail=replace(live, held=True))
    activity = works.save_work(activity, held, read_version=activity.version, **by)
    parts.record_proofs(activity, {"peak_viewers": 412}, read_version=activity.version, **by)
    evidence.add_platform_answer(
        activity.subject, {"peak": 412}, reference="https://www.facebook.com/e/1", proves="participation_proved", **by
    )
    activity = works.finish_work(activity, read_version=activity.version, acting_user=team.maker)
    year.clock(_at(2025, month, 25))
    assert verify_works([(work, work.version) for work in (story, activity)], acting_user=team.inspector).refused == ()


def _report(year: Year) -> None:
    """September: the final report is written, checked, verified and acknowledged."""
    team = year.team
    year.clock(_at(2025, 9, 22))
    last = year.key_result.periods.order_by("-ends_on").first()
    report = reports.open_report(acting_user=team.maker, key_result=year.key_result, agency=team.host, period=last)
    said = {"narrative": "ครบ 10 ย่าน", "problems": "เวลาจำกัด", "suggestions": "เริ่มเร็วขึ้น"}
    reports.edit_report(acting_user=team.maker, report=report, **said)
    report = reports.submit_report(acting_user=team.maker, report=report, explanation="ตรวจแล้ว")
    year.clock(_at(2025, 9, 23))
    report = check_report(acting_user=team.reviewer, report=report)
    year.clock(_at(2025, 9, 24))
    report = verify_report(acting_user=team.inspector, report=report)
    year.clock(_at(2025, 9, 25))
    acknowledge_report(acting_user=team.approver, report=report)


def _whole(year: Year) -> None:
    _approve_plan(year)
    _publicise(year, year.districts[:3], 1)
    _publicise(year, year.districts[3:7], 5)
    _story_and_activity(year, year.districts[0], 6)
    _publicise(year, year.districts[7:], 8)
    _report(year)


def test_the_year(year):
    """November 1, February 1, June 3, September 5: at each moment and, looked at from the end, as of each moment."""
    seen = {}

    def look(day: dt.date) -> None:
        year.clock(dt.datetime.combine(day, dt.time(12), BANGKOK))
        result = score_key_result(year.key_result)
        seen[day] = (result.score.score, result.facts.values["result"])

    _approve_plan(year)
    look(NOVEMBER)
    _publicise(year, year.districts[:3], 1)
    look(FEBRUARY)
    _publicise(year, year.districts[3:7], 5)
    look(JUNE)
    _publicise(year, year.districts[7:], 8)
    _report(year)
    look(SEPTEMBER)
    assert seen == {NOVEMBER: (1, 0), FEBRUARY: (1, 3), JUNE: (3, 7), SEPTEMBER: (5, 10)}
    again = {day: score_key_result(year.key_result, day) for day in seen}
    assert {day: (row.score.score, row.facts.values["result"]) for day, row in again.items()} == seen


def test_from_the_end_of_the_year(year):
    """From September: duties beside the 5, June's ladder, the thread to the verifier, snapshots, the chain."""
    _whole(year)
    _beside_the_five(year)
    _ladder_in_june(year)
    _thread_to_the_verifier(year)
    _snapshots(year)
    with transaction.atomic():
        assert check_chain() is None


def _beside_the_five(year: Year) -> None:
    result = score_key_result(year.key_result, SEPTEMBER)
    assert (result.score.score, result.score.flags) == (5, ("minimum_unmet",))
    assert [(row.kind, row.strict, row.met) for row in result.compliance] == [
        ("plan", 1, True),
        ("media", 10, False),
        ("story", 1, False),
        ("activity", 1, False),
        ("website", 0, None),
        ("network", 0, None),
        ("awareness", None, None),
        ("report", 1, True),
    ]


def _ladder_in_june(year: Year) -> None:
    found = ladder(year.key_result, JUNE)
    assert [(row.score, row.held) for row in found.rungs] == [(5, False), (4, False), (3, True), (2, True), (1, True)]
    assert [gap.en for gap in found.next_missing] == ["result: 7 of 8 ย่าน, 1 short"]
    assert (found.forecast.low, found.forecast.high) == (9, 10)


def _thread_to_the_verifier(year: Year) -> None:
    node = thread(year.key_result, SEPTEMBER)
    for kind in ("rule", "value", "district", "told", "item", "publication", "evidence", "verifier"):
        node = next(child for child in node.children if child.kind == kind)
    assert (node.title.th, node.held) == (year.team.inspector.name_th, True)


def _snapshots(year: Year) -> None:
    year.clock(_at(2025, 9, 26))
    assert take_missing_snapshots() == 2
    assert take_missing_snapshots() == 0
    take_snapshot(year.key_result, as_of=dt.date(2025, 9, 26), acting_user=year.team.owner)
    kept = [(row.as_of, row.score["score"]) for row in ScoreSnapshot.objects.order_by("id")]
    assert kept == [(dt.date(2025, 9, 24), "4"), (dt.date(2025, 9, 25), "5"), (dt.date(2025, 9, 26), "5")]
    assert snapshots_of(year.key_result).filter(report__isnull=False).first().score["score"] == "5"
