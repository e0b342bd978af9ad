"""An enumerator's phone with the network cut: nothing is lost, nothing comes twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from tests.factories import people
from tests.factories import surveys as made

from samrit.surveys.actions import fieldwork
from samrit.surveys.models import Response

NEXT = "button:text-is('ต่อไป')"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def allocation() -> Any:
    field = made.in_field()
    psu = field.survey.strata.first().psus.first()
    enumerator = people.user("phone", role="reader", agency=field.key_result.host)
    return fieldwork.allocate(field.wave, psu, enumerator=enumerator, target=8, acting_user=field.owner)


@pytest.fixture
def phone(chromium: Any, live_server: Any, allocation: Any) -> Any:
    """A phone whose person is signed in, with the page opened once and kept."""
    client = Client()
    client.force_login(allocation.enumerator)
    context = chromium.new_context(locale="th-TH", viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    tab = context.new_page()
    context.set_default_timeout(8_000)
    context.faults = []
    context.on("weberror", lambda error: context.faults.append(str(error.error)))
    tab.goto(live_server.url + reverse("office:field_app", args=[allocation.uid]))
    tab.wait_for_selector("html[data-offline=ready]", state="attached")
    yield context
    context.close()


def step(tab: Any) -> None:
    """Goes on, and waits for the next screen."""
    before = tab.inner_text("h1")
    tab.click(NEXT)
    tab.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=before)


def interview(tab: Any, adults: str = "2") -> None:
    """One interview from consent to the end."""
    tab.click("text=เริ่มสัมภาษณ์ใหม่")
    tab.check("#consent")
    step(tab)
    tab.fill("#a", adults)
    step(tab)
    tab.check("input[value='30_39']")
    step(tab)
    tab.fill("#a", "บางลำพู")
    step(tab)
    for name in ("a01", "a02", "a03", "x01", "x02"):
        tab.check(f"input[name='{name}'][value='{'no' if name[0] == 'x' else 'know'}']")
    while tab.locator(NEXT).count():
        step(tab)
    tab.click("text=จบและเก็บคำตอบ")
    tab.wait_for_selector("#queue")


def waiting(tab: Any, number: int) -> None:
    tab.wait_for_selector(f"#queue[data-waiting='{number}']")


def test_interviews_without_a_network_arrive_once(phone):
    """Offline, reloaded offline, in two tabs, then online: as many as were made, and an empty queue."""
    [tab] = phone.pages
    phone.set_offline(True)
    tab.reload()
    interview(tab)
    waiting(tab, 1)
    tab.reload()
    waiting(tab, 1)
    second = phone.new_page()
    second.goto(tab.url)
    waiting(second, 1)
    interview(second, adults="3")
    waiting(second, 2)
    assert "รอส่ง ๒ ราย รายเก่าที่สุดเก็บเมื่อ ๐ นาทีก่อน" in second.inner_text("#queue")
    assert Response.objects.count() == 0
    phone.set_offline(False)
    second.click("text=ส่งตอนนี้")
    waiting(second, 0)
    assert sorted(Response.objects.values_list("adults", flat=True)) == [2, 3]
    assert Response.objects.first().answers["know"]["a01"] == "know"
    assert phone.faults == []


def test_an_answer_that_was_lost_on_the_way_makes_no_double(phone):
    """The server has it, the phone never heard: it sends again and is told that it is there."""
    [tab] = phone.pages

    def lost(route: Any) -> None:
        route.fetch()
        route.abort()

    phone.route("**/field/intake/", lost)
    interview(tab)
    waiting(tab, 1)
    tab.wait_for_timeout(500)
    assert Response.objects.count() == 1
    phone.unroute("**/field/intake/")
    tab.click("text=ส่งตอนนี้")
    waiting(tab, 0)
    assert Response.objects.count() == 1


def test_an_unfinished_interview_is_there_after_a_restart(phone):
    """What was answered stays; a second tab does not fill in the same interview."""
    [tab] = phone.pages
    phone.set_offline(True)
    tab.click("text=เริ่มสัมภาษณ์ใหม่")
    tab.check("#consent")
    tab.click(NEXT)
    tab.fill("#a", "4")
    tab.click(NEXT)
    tab.wait_for_selector("input[value='30_39']")
    second = phone.new_page()
    second.goto(tab.url)
    second.click("text=ทำรายการที่ค้างต่อ")
    second.wait_for_selector("text=อีกหน้าต่างหนึ่ง")
    second.close()
    tab.reload()
    tab.click("text=ทำรายการที่ค้างต่อ")
    tab.wait_for_selector("input[value='30_39']")
    tab.click("text=ย้อนกลับ")
    assert tab.input_value("#a") == "4"


def test_a_refused_record_stays_with_its_sentence_and_can_be_exported(phone, allocation):
    """The office ended the allocation: the phone keeps the record, says why, and writes it into a file."""
    [tab] = phone.pages
    fieldwork.end_allocation(allocation, acting_user=allocation.made_by)
    interview(tab)
    tab.wait_for_selector("#queue li.wrong")
    assert "สิ้นสุดแล้ว" in tab.inner_text("#queue li")
    with tab.expect_download() as download:
        tab.click("text=ส่งออกรายการที่ค้าง")
    text = download.value.path().read_text(encoding="utf-8")
    assert "บางลำพู" in text
    assert Response.objects.count() == 0
