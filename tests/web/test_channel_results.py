"""What came of what went out, and the calendar of what goes out: seen by readers, moved by workers."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.factories import channels, publicity
from tests.factories.city import FORMS
from tests.web import year
from tests.web.office import said, signed_in, url

from samrit.channels.models import Delivery, MetricSnapshot
from samrit.channels.results import courses, grouped, rows_of
from samrit.web.office.channel_chart import drawn

pytestmark = pytest.mark.django_db
BANGKOK = ZoneInfo("Asia/Bangkok")


@pytest.fixture
def place():
    return publicity.office()


def out(place, channel, at, **readings):
    """A delivery that is out, with one reading of each metric (None: the platform told none)."""
    work = publicity.work(place, state="approved")
    made = channels.delivery(place, channels.account(place, channel), work=work, form=FORMS[channel])
    publication = work.publications.create(channel=channel, first_public_at=at, entered_by=place.maker)
    Delivery.objects.filter(pk=made.pk).update(state="live", publication=publication)
    for metric, value in readings.items():
        told(made, metric, value, at + dt.timedelta(days=1))
    made.refresh_from_db()
    return made


def told(made, metric, value, at, since=None):
    MetricSnapshot.objects.create(
        delivery=made,
        metric=metric,
        value=value,
        api_version="v26.0",
        defined_on=since,
        occasion="1d",
        captured_at=at,
    )


def test_reach_is_never_added_and_none_is_not_zero(place):
    at = timezone.now() - dt.timedelta(days=40)
    out(place, "facebook", at, post_media_view=100, post_total_media_view_unique=80, reactions=3, shares=0)
    out(place, "facebook", at, post_media_view=None, post_total_media_view_unique=70)
    out(place, "instagram", at, views=0, reach=5)
    (facebook, instagram) = grouped(rows_of(place.key_result), "channel")
    assert (facebook.posts, facebook.told, facebook.views, facebook.engagement) == (2, 1, 100, 3)
    assert (instagram.views, instagram.engagement) == (0, None)
    assert not hasattr(facebook, "people")
    page = said(signed_in(place.reader).get(url("channel_results", place.key_result.key) + "?by=channel"))
    assert ("๑/๒" in page, "150" in page, "๑๕๐" in page) == (True, False, False)


def test_a_new_definition_begins_a_new_line_and_a_new_group(place):
    at = dt.datetime(2025, 2, 1, 9, tzinfo=BANGKOK)
    old, new = out(place, "youtube", at), out(place, "youtube", at)
    told(old, "viewCount", 500, at + dt.timedelta(days=2))
    told(new, "viewCount", 900, at + dt.timedelta(days=80), dt.date(2025, 3, 31))
    rows = rows_of(place.key_result)
    assert [(one.defined_on, one.views) for one in grouped(rows, "channel")] == [
        (None, 500),
        (dt.date(2025, 3, 31), 900),
    ]
    (course,) = courses(rows, dt.date(2025, 1, 1), dt.date(2025, 5, 31))
    values = [[moment.value for moment in run] for _since, run in course.runs]
    assert values == [[None, 500, 500, 500, 500], [None, None, None, 900, 900]]
    assert [one.day for one in course.breaks] == [dt.date(2025, 3, 31)]
    chart = drawn(course, dt.date(2025, 1, 1), dt.date(2025, 5, 31))
    assert (len(chart.breaks), len(chart.lines), len(chart.dots)) == (1, 2, 6)


def test_the_page_shows_figures_minimums_and_charts_with_their_tables(place):
    at = dt.datetime(2025, 3, 20, 9, tzinfo=BANGKOK)
    made = out(place, "youtube", at, viewCount=1234)
    told(made, "viewCount", 2000, at + dt.timedelta(days=60), dt.date(2025, 3, 31))
    browser = signed_in(place.reader)
    address = url("channel_results", place.key_result.key)
    answer = browser.get(address)
    page = said(answer)
    ((_label, chart),) = answer.context["drawings"]
    assert (len(chart.breaks), len(chart.lines)) == (0, 2)  # the break lies before this year, and still parts the lines
    assert "๑,๒๓๔" in page
    for by in ("piece", "district", "channel", "month"):
        assert made.account.get_channel_display() in said(browser.get(f"{address}?by={by}"))
    assert "ยังไม่มีผล" in said(browser.get(f"{address}?channel=tiktok"))
    assert browser.get(f"{address}?by=nonsense&month=x&district=y&page=z").status_code == 200


def test_the_sheets_minimums_stand_beside_with_all_three_counts():
    staff = year.staff()
    key_result = year.signed(staff)
    page = signed_in(staff["owner"]).get(url("channel_results", key_result.key))
    wanted = {row.minimum.id: row.minimum.at_least for row in page.context["minimums"]}
    assert (wanted["media"], "แบบเข้ม (ทางการ)" in said(page), "แบบกว้าง" in said(page)) == (20, True, True)


def test_the_results_ask_as_much_for_much_as_for_little(place, django_assert_max_num_queries):
    at = timezone.now() - dt.timedelta(days=3)
    for _ in range(6):
        out(place, "facebook", at, post_media_view=10)
    browser = signed_in(place.reader)
    with django_assert_max_num_queries(45):
        browser.get(url("channel_results", place.key_result.key))


# --- the calendar ---


def scheduled(place, at):
    work = publicity.work(place, state="approved")
    account = channels.account(place, "facebook")
    return channels.delivery(place, account, work=work, form="text", state="scheduled", at=at)


def test_a_delivery_is_moved_to_another_day_at_its_hour(place):
    at = (timezone.localtime() + dt.timedelta(days=3)).replace(hour=14, minute=30, second=0, microsecond=0)
    made = scheduled(place, at)
    address = url("channel_calendar", place.key_result.key)
    page = signed_in(place.maker).get(f"{address}?day={at:%Y-%m-%d}")
    html = page.content.decode()
    assert (f'data-move="{url("delivery_move", made.uid)}"' in html, "js/calendar" in html) == (True, True)
    wanted = at + dt.timedelta(days=2)
    given = {"day": wanted.date().isoformat(), "version": made.version}
    assert signed_in(place.reader).post(url("delivery_move", made.uid), given).status_code == 403
    assert signed_in(place.maker).post(url("delivery_move", made.uid), given).status_code == 302
    made.refresh_from_db()
    assert made.scheduled_at == wanted
    stale = signed_in(place.maker).post(url("delivery_move", made.uid), given)
    assert stale.status_code == 409


def test_what_cannot_be_moved_says_why_and_stays(place):
    made = out(place, "facebook", timezone.now() - dt.timedelta(days=1))
    browser, address = signed_in(place.maker), url("channel_calendar", place.key_result.key)
    page = browser.get(address + f"?day={timezone.localdate() - dt.timedelta(days=1)}")
    assert ("เผยแพร่แล้ว ย้ายไม่ได้" in said(page), "data-move=" in page.content.decode()) == (True, False)
    given = {"day": "2030-01-01", "version": made.version}
    answer = browser.post(url("delivery_move", made.uid), given, follow=True)
    made.refresh_from_db()
    assert (made.state, answer.status_code) == ("live", 200)
    wrong = browser.post(url("delivery_move", made.uid), {"day": "tomorrow", "version": made.version}, follow=True)
    assert "อ่านวันที่ “tomorrow” ไม่ได้" in said(wrong)
    past = scheduled(place, timezone.now() + dt.timedelta(days=1))
    back = browser.post(url("delivery_move", past.uid), {"day": "2020-01-01", "version": past.version}, follow=True)
    assert "เวลานี้ผ่านไปแล้ว" in said(back)


def test_what_is_approved_without_an_hour_goes_out_at_nine(place):
    work = publicity.work(place, state="approved")
    account = channels.account(place, "facebook")
    made = channels.delivery(place, account, work=work, form="text", state="approved")
    browser = signed_in(place.maker)
    assert work.title in said(browser.get(url("channel_calendar", place.key_result.key)))
    day = timezone.localdate() + dt.timedelta(days=5)
    browser.post(url("delivery_move", made.uid), {"day": day.isoformat(), "version": made.version})
    made.refresh_from_db()
    assert timezone.localtime(made.scheduled_at).isoformat()[:16] == f"{day}T09:00"
    assert (
        "data-move=" not in signed_in(place.reader).get(url("channel_calendar", place.key_result.key)).content.decode()
    )
