"""The course of the year as a chart with its table, and scores that are kept."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories import scoring as make
from tests.web import year as made
from tests.web.office import signed_in

from samrit.platform import clock
from samrit.scoring.actions import take_snapshot
from samrit.scoring.models import ScoreSnapshot
from samrit.scoring.progress import Change, Point, Progress
from samrit.web.office.chart import chart_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """Three districts done by the end of March; it is June."""
    office = make.office(10)
    make.plan(office, dt.date(2024, 11, 20))
    for number, place in enumerate(office.districts[:3], start=1):
        with clock.at(lambda number=number: make.moment(2025, number, 12)):
            make.piece(office, place, make.moment(2025, number, 10))
    with clock.at(lambda: make.moment(2025, 6, 20)):
        yield office


def test_the_chart_and_its_table_say_the_same(at):
    """A dot for each row of the table; the forecast as a range, the revision as a line, the target as another."""
    page = signed_in(at.owner).get(reverse("office:progress", args=[at.key_result.key]), {"as_of": "31/3/2568"})
    html = page.content.decode()
    assert html.count('<circle class="dot"') == len(page.context["progress"].points) == 6
    for kind in ("range", "change", "goal", "actual"):
        assert f'class="{kind}"' in html
    rows = re.findall(r'as_of=(2025-\d\d-\d\d)">.*?<td class="num"[^>]*>([^<]*)<', html, re.DOTALL)
    assert rows[-1] == ("2025-03-31", "๓")
    assert "คะแนน ๑" in html


def test_there_is_no_line_where_nothing_is_known():
    """Missing is not 0: the line breaks."""
    first = dt.date(2024, 10, 1)
    values = [Decimal(1), Decimal(2), None, Decimal(4), Decimal(5)]
    points = tuple(
        Point(first + dt.timedelta(days=30 * place), value, None, Decimal(10)) for place, value in enumerate(values)
    )
    whole = Progress(first, dt.date(2025, 9, 30), points[-1].day, "ย่าน", points, (Change(first, 1, ""),), None)
    chart = chart_of(whole)
    assert len(chart.lines) == 2
    assert len(chart.dots) == 4
    empty = Progress(first, dt.date(2025, 9, 30), first, "", (Point(first, None, None, None),), (), None)
    assert chart_of(empty) is None


def test_without_a_signed_sheet_the_page_says_what_comes_first():
    """An empty state, not an empty chart."""
    staff = made.staff()
    key = made.uploaded(staff).key
    page = signed_in(staff["owner"]).get(reverse("office:progress", args=[key])).content.decode()
    assert "ยังไม่มีผลให้แสดง" in page
    assert (
        "ยังไม่มีคะแนนที่บันทึกไว้" in signed_in(staff["owner"]).get(reverse("office:snapshots", args=[key])).content.decode()
    )


def test_keeping_a_score(at):
    """Whoever has a part in reports keeps the score of any day; it stands in the list and on its own page."""
    client, key = signed_in(at.owner), at.key_result.key
    new = reverse("office:snapshot_new", args=[key])
    assert client.get(new, {"as_of": "31/3/2568"}).context["form"].initial["as_of"] == dt.date(2025, 3, 31)
    answer = client.post(new, {"as_of": "๓๑ มี.ค. ๒๕๖๘"})
    assert answer["Location"] == reverse("office:snapshots", args=[key])
    kept = ScoreSnapshot.objects.get()
    assert (kept.as_of, kept.taken_by, kept.facts["values"]["result"]) == (dt.date(2025, 3, 31), at.owner, "3")
    assert [row.pk for row in client.get(answer["Location"]).context["page"]] == [kept.pk]
    page = client.get(reverse("office:snapshot", args=[key, kept.pk]))
    assert page.context["same"] is True
    assert (
        reverse("office:snapshot", args=[key, kept.pk])
        in client.get(reverse("office:key_result", args=[key])).content.decode()
    )


def test_a_kept_score_is_held_against_today(at):
    """Where the past has been changed since, the page says that the same day comes out differently now."""
    kept = take_snapshot(at.key_result, as_of=dt.date(2025, 3, 31), acting_user=at.owner)
    at.key_result.chosen_districts.filter(district=at.districts[0]).delete()
    page = signed_in(at.owner).get(reverse("office:snapshot", args=[at.key_result.key, kept.pk]))
    assert page.context["same"] is False
    assert "ต่างจากที่บันทึกไว้" in page.content.decode()


def test_a_kept_score_tells_what_was_reached_and_what_was_not(at):
    """Each milestone in words, with its day; one that was not reached says so."""
    kept = take_snapshot(at.key_result, as_of=dt.date(2025, 3, 31), acting_user=at.owner)
    page = signed_in(at.owner).get(reverse("office:snapshot", args=[at.key_result.key, kept.pk]))
    assert [day.th for _name, day in page.context["milestones"]] == ["๒๐ พฤศจิกายน ๒๕๖๗", "ยังไม่ถึง"]
    html = page.content.decode()
    assert ("plan_approved" in html, "result_reported" in html, "ยังไม่ถึง" in html) == (False, False, True)


@pytest.mark.parametrize(("typed", "sentence"), [("1/1/2699", "วันที่เลือกยังมาไม่ถึง"), ("เมื่อวานซืน", "อ่านวันที่")])
def test_a_day_that_cannot_be_kept_is_told(at, typed, sentence):
    """422, with what was typed."""
    answer = signed_in(at.owner).post(reverse("office:snapshot_new", args=[at.key_result.key]), {"as_of": typed})
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, f'value="{typed}"' in page) == (422, True, True)


def test_readers_keep_nothing():
    """A reader sees the list without the button, and is refused with a sentence."""
    year = made.year()
    client, key = signed_in(year.people["reader"]), year.key_result.key
    assert (
        reverse("office:snapshot_new", args=[key])
        not in client.get(reverse("office:snapshots", args=[key])).content.decode()
    )
    answer = client.post(reverse("office:snapshot_new", args=[key]), {"as_of": ""})
    assert (answer.status_code, ScoreSnapshot.objects.count()) == (403, 0)
