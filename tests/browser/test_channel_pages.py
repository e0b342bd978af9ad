"""The channels in a real browser: pages without faults, a delivery moved by keys and by dragging, limits as typed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.browser.test_pages import faults
from tests.browser.test_survey_pages import sign_in
from tests.factories import channels, people, publicity
from tests.factories.files import image
from tests.web.office import url
from tests.web.test_channel_results import BANGKOK, out, told

from emulators import samples
from samrit.channels.models import Account
from samrit.people.enums import Role
from samrit.platform.files import store_file
from samrit.publicity.actions import parts, works

pytestmark = pytest.mark.django_db(transaction=True)


def scheduled(place: Any) -> Any:
    """In the middle of a week, so that both neighbours stand in the same row."""
    at = timezone.localtime() + dt.timedelta(days=14)
    at = (at - dt.timedelta(days=at.weekday() - 2)).replace(hour=10, minute=0, second=0, microsecond=0)
    work = publicity.work(place, state="approved")
    account = channels.account(place, "facebook")
    return channels.delivery(place, account, work=work, form="text", state="scheduled", at=at)


def test_a_delivery_moves_by_keys_and_by_dragging(tab: Any, live_server: Any) -> None:
    place = publicity.office()
    made = scheduled(place)
    first = made.scheduled_at
    sign_in(tab, live_server, place.maker)
    tab.goto(live_server.url + url("channel_calendar", place.key_result.key) + f"?day={first:%Y-%m-%d}")
    tab.locator("[data-grip]").focus()
    for key in ("Enter", "ArrowRight"):
        tab.keyboard.press(key)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    made.refresh_from_db()
    assert made.scheduled_at == first + dt.timedelta(days=1)
    day = timezone.localdate(first)
    with tab.expect_navigation():
        tab.locator("li[data-move]").drag_to(tab.locator(f'td[data-day="{day}"]'))
    made.refresh_from_db()
    assert made.scheduled_at == first


def test_what_is_too_much_is_said_while_it_is_typed(tab: Any, live_server: Any) -> None:
    place = publicity.office()
    work = publicity.work(place, state="approved")
    made = channels.delivery(place, channels.account(place, "instagram"), work=work, form="photo")
    sign_in(tab, live_server, place.maker)
    tab.goto(live_server.url + url("delivery_edit", made.uid))
    tab.fill("[name=text]", "#ก #ข #ค #ง #จ #ฉ")
    tab.wait_for_selector("text=มีแฮชแท็ก")


def test_the_pages_have_no_fault_at_either_width(tab: Any, live_server: Any) -> None:
    place = publicity.office()
    keeper = people.user("keeper", role=Role.ADMINISTRATOR, everywhere=True)
    at = dt.datetime(2025, 3, 20, 9, tzinfo=BANGKOK)
    video = out(place, "youtube", at, viewCount=1_234, likeCount=20)
    told(video, "viewCount", 5_678, at + dt.timedelta(days=60), dt.date(2025, 3, 31))
    post = out(place, "facebook", at, post_media_view=900, post_total_media_view_unique=700, reactions=31)
    made = scheduled(place)
    health = {
        "name": "กรุงเทพมหานคร",
        "seen": "hidden",
        "latest": "https://www.facebook.com/1",
        "missing": ["read_insights"],
        "notes": ["page_unpublished"],
        "quotas": [{"code": "facebook_usage", "used": 28, "total": 100}],
        "at": timezone.now().isoformat(),
    }
    Account.objects.filter(pk=post.account_id).update(facts={"health": health}, state="reconnect", problem="token")
    key = place.key_result.key
    walks = {
        place.maker: [
            url("deliveries", key),
            url("channel_results", key),
            url("channel_results", key) + "?by=month",
            url("channel_calendar", key) + f"?day={made.scheduled_at:%Y-%m-%d}",
            url("delivery", made.uid),
            url("delivery_act", video.uid, "take-down"),
        ],
        keeper: [
            url("channel_accounts"),
            url("channel_account", post.account.uid),
            *(url("channel_connect", name) for name in ("facebook", "line", "tiktok")),
            url("channel_by_hand", "tiktok"),
            url("channel_site"),
        ],
    }
    wrong = {}
    for person, addresses in walks.items():
        sign_in(tab, live_server, person)
        for number, address in enumerate(addresses):
            if found := faults(tab, live_server.url + address, 200):
                wrong[address] = found
            keep_picture(tab, f"{person.username}-{number}")
        tab.context.clear_cookies()
    assert wrong == {}


WORDS = (
    "ชวนเดินเล่นย่านเก่าริมคลองโอ่งอ่าง ชมตึกแถวร้อยปี ฟังเรื่องเล่าจากช่างทำโคมรุ่นสุดท้าย และชิมขนมที่หากินได้ที่เดียวในกรุงเทพฯ "
    "ทุกเสาร์และอาทิตย์ตลอดเดือนนี้ พบกันที่หน้าศาลเจ้าเวลาสี่โมงเย็น #ย่านสร้างสรรค์ #คลองโอ่งอ่าง @bangkok"
)


def test_each_channel_s_preview_has_no_fault_at_either_width(tab: Any, live_server: Any) -> None:
    """Every layout, with files of sides that do not fit; what is typed changes it."""
    place = publicity.office()
    wide, tall, film = image(size=(900, 300)), image(size=(600, 700)), samples.mp4(seconds=40)
    forms = {
        ("facebook", "album"): (wide, tall, image(size=(600, 601))),
        ("facebook", "link"): (),
        ("instagram", "photo"): (wide,),
        ("tiktok", "video"): (film,),
        ("youtube", "video"): (samples.mp4(seconds=40, width=1920, height=1080), image(size=(1280, 720))),
        ("line", "photo"): (wide,),
        ("website", "article"): (tall,),
    }
    sign_in(tab, live_server, place.maker)
    wrong = {}
    for number, ((channel, form), contents) in enumerate(forms.items()):
        work = publicity.work(place)
        rows = [
            parts.add_media(
                work,
                store_file([content]),
                file_name=f"{nth}.{'mp4' if content[4:8] == b'ftyp' else 'jpg'}",
                alt="ตึกแถวริมคลอง",
                credit="กทม.",
                read_version=work.version,
                acting_user=place.maker,
            )
            for nth, content in enumerate(contents)
        ]
        if channel == "website":  # its page is for approved works alone
            works.submit_work(work, read_version=work.version, acting_user=place.maker)
            works.approve_work(work, read_version=work.version, acting_user=place.approver)
        told: dict[str, Any] = {"media": tuple(row.pk for row in rows), "text": WORDS}
        if channel == "youtube":
            told |= {"media": (rows[0].pk,), "thumbnail": rows[1].pk}
        if channel == "facebook":
            told["first_comment"] = "แผนที่และเวลาเดินรถอยู่ในลิงก์ค่ะ"
        made = channels.delivery(place, channels.account(place, channel), work=work, form=form, **told)
        if found := faults(tab, live_server.url + url("delivery", made.uid), 200):
            wrong[channel, form] = found
        broken = "[...document.querySelectorAll('.look img')].filter(one => !one.naturalWidth).length"
        assert tab.evaluate(broken) == 0
        keep_picture(tab, f"look-{number}-{channel}")
    assert wrong == {}


def keep_picture(tab: Any, name: str) -> None:
    """A picture at both widths, where a folder is named: to be looked at by a person."""
    folder = os.environ.get("SAMRIT_PICTURES")
    if not folder:
        return
    for width in (1280, 360):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
