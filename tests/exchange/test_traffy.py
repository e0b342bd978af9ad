"""Traffy Fondue against the emulator: its traps, nothing personal kept, and a dated notice where it is silent."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from django.core.cache import cache
from tests.factories import districts, people, results
from tests.web.office import said, signed_in, url

from emulators import running
from emulators.traffy.platform import PASSWORD, USER
from samrit.exchange import traffy
from samrit.exchange.tasks import ask_traffy, ask_traffy_of
from samrit.people.enums import Role
from samrit.platform import clock

pytestmark = pytest.mark.django_db
NOW = "2026-12-01T09:00"


@pytest.fixture
def service(settings):
    cache.clear()
    now = dt.datetime.fromisoformat(NOW).replace(tzinfo=dt.timezone(dt.timedelta(hours=7)))
    with running(clock=NOW) as at, clock.at(lambda: now):
        settings.SAMRIT_PLATFORMS_AT = str(at)
        settings.SAMRIT_TRAFFY = True
        yield at


@pytest.fixture
def talat_noi():
    return districts.district("ตลาดน้อย", people.khet(name_th="สำนักงานเขตสัมพันธวงศ์"), slug="talat-noi")


def _since(days=30):
    return dt.datetime(2026, 12, 1, 2, tzinfo=dt.UTC) - dt.timedelta(days=days)


def test_reports_of_a_khet_come_once_and_stripped(service):
    rows, cut = traffy.search("สัมพันธวงศ์", _since())
    own = [
        one
        for one in service.world.platforms["traffy"].tickets()
        if one.place[1] == "สัมพันธวงศ์" and one.born >= _since()
    ]
    assert (sorted(one.id for one in rows), cut) == (sorted(one.id for one in own), False)
    words = json.dumps([dataclasses.asdict(one) for one in rows], default=str, ensure_ascii=False)
    assert [one.text for one in own if one.text in words] == []
    assert "storage.example" not in words


def test_points_that_are_none_and_other_provinces_are_known():
    row = {"ticket_id": "2026-A", "timestamp": "2026-11-30 23:30:00", "type": "ถนน,ทางเท้า", "coords": ["0", "0"]}
    kept = traffy.stripped(row)
    assert (kept.longitude, kept.kinds, kept.at.isoformat()) == (None, ("ถนน", "ทางเท้า"), "2026-11-30T23:30:00+07:00")
    assert traffy.stripped({**row, "province": "นนทบุรี"}) is None
    assert traffy.stripped({**row, "timestamp": "2026-11-30 16:30:00.12+00"}).at.astimezone(dt.UTC).hour == 16


@pytest.mark.usefixtures("service")
def test_an_outline_counts_only_what_lies_in_it(talat_noi):
    in_khet = traffy.refresh(talat_noi)
    west, south, east, north = 100.510, 13.730, 100.5135, 13.7335
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    talat_noi.shape = {"type": "Polygon", "coordinates": [ring]}
    inside = traffy.refresh(talat_noi)
    rows, _cut = traffy.search("สัมพันธวงศ์", _since())
    expected = [one for one in rows if one.longitude and west < one.longitude < east and south < one.latitude < north]
    assert (inside.total, inside.inside, in_khet.inside) == (len(expected), "outline", "khets")
    assert 0 < inside.total < in_khet.total
    assert in_khet.total >= in_khet.finished + in_khet.open


def test_a_hole_is_outside():
    square = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]
    shape = {"type": "MultiPolygon", "coordinates": [[square, hole]]}
    assert [traffy.covers(shape, *point) for point in ((0.5, 0.5), (2, 2), (5, 5))] == [True, False, False]


@pytest.mark.parametrize("fault", ["error_before", "drop_before", "html_200", "truncated_json"])
def test_a_silent_service_leaves_a_dated_notice_and_the_last_answer(service, talat_noi, fault):
    traffy.refresh(talat_noi)
    service.arm(fault, host=traffy.HOST, times=100)
    assert ask_traffy_of.call(talat_noi.pk) is False
    kept = traffy.kept(talat_noi)
    assert (kept.context is not None, kept.absent_since is not None, kept.stale) == (True, True, False)
    viewer = people.user(role=Role.OWNER, agency=people.agency())
    page = said(signed_in(viewer).get(url("district", talat_noi.slug)))
    assert "Traffy Fondue ไม่ตอบเมื่อ" in page
    assert "จึงแสดงข้อมูลครั้งก่อน" in page


def test_an_answer_that_trickles_without_end_is_given_up(service, talat_noi, monkeypatch):
    monkeypatch.setattr("samrit.exchange.traffy.asking._WHOLE", 0)
    service.arm("slow_body", host=traffy.HOST, params={"pieces": 8, "seconds": 0.01})
    assert ask_traffy_of.call(talat_noi.pk) is False
    assert traffy.kept(talat_noi).absent_code == "unreachable"


@pytest.mark.usefixtures("service")
def test_the_page_shows_counts_with_their_day_and_whose_they_are(talat_noi):
    viewer = people.user(role=Role.OWNER, agency=people.agency())
    before = said(signed_in(viewer).get(url("district", talat_noi.slug)))
    ask_traffy_of.call(talat_noi.pk)
    after = said(signed_in(viewer).get(url("district", talat_noi.slug)))
    assert "ยังไม่มีข้อมูล ระบบถามทุกคืน" in before
    assert traffy.CREDIT in after
    assert "ไม่ได้ประกาศสัญญาอนุญาต" in after
    assert "ไม่ใช้คิดคะแนน" in after


def test_an_agency_s_account_signs_in_anew_and_leaves_quota_to_others(service):
    account = traffy.Exchange(USER, PASSWORD)
    rows = account.issues("3days")
    assert {type(one) for one in rows} == {traffy.Ticket}
    service.advance(31 * 86_400)
    assert account.issues("3days") is not None
    account.left = 20
    with pytest.raises(traffy.Absent, match="quota"):
        account.issues()
    with pytest.raises(traffy.Absent, match="Invalid user or pass"):
        traffy.Exchange(USER, "ผิด").issues()


@pytest.mark.usefixtures("service")
def test_the_agency_s_reports_are_counted_with_those_of_the_open_search(talat_noi, settings):
    alone = traffy.refresh(talat_noi)
    settings.SAMRIT_TRAFFY_ACCOUNT = {"user": USER, "password": PASSWORD}
    assert traffy.ask_agency() > 0
    assert traffy.refresh(talat_noi).total == alone.total  # a report that comes by both ways is counted once
    settings.SAMRIT_TRAFFY_ACCOUNT = {"user": USER, "password": "ผิด"}
    with pytest.raises(traffy.Absent):
        traffy.ask_agency()
    assert ask_traffy.call("2026-12-01") == 1  # the districts are asked for all the same


@pytest.mark.parametrize(
    ("ticked", "detail", "confirms"),
    [(True, None, True), (True, "Traffy Fondue", True), (True, "ระบบ GIS", False), (False, None, False)],
)
@pytest.mark.usefixtures("service")
def test_it_confirms_a_result_only_where_the_sheet_ticks_it(talat_noi, ticked, detail, confirms):
    label = "ใช้ระบบข้อมูลยืนยันผลการดำเนินงาน เช่น Traffy Fondue โปรดระบุ"
    at = results.typed_key_result(
        results.typed_document(evaluation_methods=[{"label": label, "ticked": ticked, "detail": detail}])
    )
    at.key_result.districts.add(talat_noi)
    page = said(signed_in(at.owner).get(url("district", talat_noi.slug)))
    assert ("กำหนดให้ใช้ข้อมูลนี้ยืนยันผล" in page, "ข้อมูลประกอบเท่านั้น" in page) == (confirms, not confirms)
    assert [row.pk for row in traffy.confirmed_by(talat_noi)] == ([at.key_result.pk] if confirms else [])


def test_without_leave_of_the_settings_nobody_is_asked(talat_noi, settings):
    settings.SAMRIT_TRAFFY = False
    viewer = people.user(role=Role.OWNER, agency=people.agency())
    assert "Traffy" not in said(signed_in(viewer).get(url("district", talat_noi.slug)))
