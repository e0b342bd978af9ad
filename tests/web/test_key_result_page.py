"""The page of one key result: how few queries it takes, and the day on which it stands."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories import people, results
from tests.factories import scoring as make
from tests.web import year as made
from tests.web.office import said, signed_in, url

from samrit.platform import clock
from samrit.results.actions.reports import doubts_about
from samrit.results.models import AgencyTarget, Measure, Report, ReportedValue, ReportStep
from samrit.scoring.actions import take_snapshot

pytestmark = pytest.mark.django_db


def full(districts: int, agencies: int):
    """A whole year: plan, work in each district, accepted reports with a figure, awareness, snapshots, a deputy."""
    at = make.office(districts)
    make.plan(at, dt.date(2024, 11, 20), [("piece", at.districts[0], dt.date(2025, 1, 15))])
    for place in at.districts:
        make.piece(at, place, make.moment(2025, 1, 10))
    make.activity(at, at.districts[0], make.moment(2025, 2, 10))
    make.final_report(at)
    Measure.objects.create(key_result=at.key_result, name="typed", label="ผู้เข้าชม", unit="คน")
    reported(at)
    make.awareness(at, "0.8", "0.7", "0.9")
    AgencyTarget.objects.bulk_create(
        AgencyTarget(key_result=at.key_result, agency=people.khet(), role="supporting", value=1, unit="ย่าน")
        for _ in range(agencies)
    )
    for month in (1, 2, 3):
        take_snapshot(at.key_result, as_of=dt.date(2025, month, 28), acting_user=at.owner)
    people.deputy(people.user(role="owner", agency=at.agency), at.owner)
    return at


def reported(at):
    """An accepted report of the first period with one figure."""
    report = Report.objects.create(
        key_result=at.key_result, agency=at.agency, period=at.periods[0], entered_by=at.owner
    )
    ReportedValue.objects.create(report=report, name="result", value=Decimal(1))
    step = {"act": "verify", "from_state": "checked", "to_state": "verified", "role": "inspector"}
    ReportStep.objects.create(report=report, by=at.inspector, **step)
    make.dated(report, state="verified")


def rolled(number: int):
    """A key result to which so many offices report a figure; of the first quarter one did."""
    at, khets = results.supported(number, fiscal_year=2568)
    report = results.accepted(at, khets[0], value=4)
    ReportStep.objects.create(report=report, to_state="verified", by=at.inspector, role="inspector")
    return at, khets, "ไตรมาสที่ ๑ ยังขาดผลของ"


def test_whose_parts_a_figure_lacks_is_said_in_words():
    """On the key result's page beside the whole; also to executives and the strategy office. Nobody is left out."""
    with clock.at(lambda: make.moment(2025, 4, 10)):
        at, khets, lacks = rolled(6)
        key = at.key_result.key
        page = said(signed_in(at.owner).get(url("key_result", key)))
        assert "ตัวเลขที่หน่วยงานรายงาน" in page
        assert "๔ แห่ง ๑ / ๖" in page
        strategy = said(signed_in(at.strategy).get(url("strategy")))
        for where in (page, strategy, said(signed_in(at.approver).get(url("executive")))):
            missing = where[where.index(f"{lacks} ๕ หน่วยงาน") : where.index("ไตรมาสที่ ๒ ยังขาด")]
            assert all(str(khet) in missing for khet in khets[1:])
            assert str(khets[0]) not in missing
        assert page.count("ยังไม่สิ้นงวด") == 2


def test_few_missing_parts_are_named_at_once():
    """Up to three, without opening anything."""
    with clock.at(lambda: make.moment(2025, 1, 10)):
        at, khets, lacks = rolled(3)
        page = said(signed_in(at.owner).get(url("key_result", at.key_result.key)))
    assert f"{lacks} ๒ หน่วยงาน: {khets[1]}, {khets[2]}" in page


def test_a_year_without_a_counting_rule_says_so_at_the_top():
    """The reader is told before the score that nothing counts the work; with a rule there is no such notice."""
    for year, told in ((2570, 1), (2568, 0)):
        at = make.office(3, fiscal_year=year)
        page = signed_in(at.owner).get(reverse("office:key_result", args=[at.key_result.key])).content.decode()
        assert page.count("ยังไม่มีหลักเกณฑ์การนับสำหรับปีนี้") == told
        assert not told or page.index("ยังไม่มีหลักเกณฑ์การนับสำหรับปีนี้") < page.index('class="ladder"')


def test_more_districts_than_were_chosen_is_doubted():
    """The report form doubts a typed result above the number of chosen districts."""
    at = make.office(3, fiscal_year=2570)
    Measure.objects.update_or_create(
        key_result=at.key_result, name="result", defaults={"label": "ผล", "unit": "ย่าน", "whole": True}
    )
    report = Report.objects.create(
        key_result=at.key_result, agency=at.agency, period=at.periods[0], entered_by=at.owner
    )
    value = ReportedValue.objects.create(report=report, name="result", value=Decimal(4))
    assert [row.code for row in doubts_about(report)] == ["more_than_chosen"]
    ReportedValue.objects.filter(pk=value.pk).update(value=3)
    assert doubts_about(report) == ()


@pytest.mark.parametrize(("districts", "agencies"), [(3, 1), (12, 50)])
def test_the_page_asks_at_most_25_queries_in_all(django_assert_max_num_queries, districts, agencies):
    """Session, person, rights and notices among them, whatever the number of districts, works and agencies."""
    at = full(districts, agencies)
    client = signed_in(at.owner)
    with django_assert_max_num_queries(25):
        answer = client.get(reverse("office:key_result", args=[at.key_result.key]))
    page = answer.content.decode()
    assert len(answer.context["matrix"].rows) == districts
    assert len(answer.context["agencies"]) == agencies
    assert f"district={at.districts[-1].slug}" in page


def test_a_day_that_cannot_be_read_is_said_and_kept():
    """Nonsense and days ahead show today, say why, and stay in the field."""
    year = made.year()
    client = signed_in(year.people["owner"])
    for name in ("key_result", "thread"):
        url = reverse(f"office:{name}", args=[year.key_result.key])
        for typed, why in (("31/2/2568", "เดือนกุมภาพันธ์ พ.ศ. ๒๕๖๘ ไม่มีวันที่ ๓๑"), ("1/1/2699", "ยังมาไม่ถึง")):
            page = client.get(url, {"as_of": typed}).content.decode()
            assert why in page
            assert f'value="{typed}"' in page
        then = client.get(url, {"as_of": "๓๐ มิ.ย. ๒๕๖๘"})
        assert then.context["as_of"] == dt.date(2025, 6, 30)
        assert "แสดงสถานะย้อนหลัง" in then.content.decode()


@pytest.mark.parametrize(
    ("name", "who"), [("executive", "approver"), ("strategy", "strategy"), ("key_results", "owner")]
)
def test_lists_show_any_day_too(name, who):
    """Executives, the strategy office and owners look back on their lists."""
    year = made.year()
    answer = signed_in(year.people[who]).get(reverse(f"office:{name}"), {"as_of": "30/6/2568"})
    assert answer.context["as_of"] == dt.date(2025, 6, 30)
    assert 'value="30/6/2568"' in answer.content.decode()


def test_the_thread_keeps_the_day():
    """From a day in the past the thread leads on to that day."""
    year = made.year()
    client = signed_in(year.people["owner"])
    page = client.get(reverse("office:key_result", args=[year.key_result.key]), {"as_of": "2025-06-30"})
    assert f"{reverse('office:thread', args=[year.key_result.key])}?as_of=2025-06-30" in page.content.decode()
