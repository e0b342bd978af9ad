"""A phone that is switched off: the browser ends and starts again on the same store, without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.test_field import NEXT, interview, step, waiting
from tests.factories import people
from tests.factories import surveys as made
from tests.surveys.test_pictures import photo, put

from samrit.surveys.actions import fieldwork
from samrit.surveys.models import Response

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = """() => Promise.all(
    Object.values(JSON.parse(field.textContent).pictures).map((src) => new Promise((done) => {
        const image = Object.assign(new Image(), { src });
        image.onload = image.onerror = () => done(image.naturalWidth);
    })))"""
"""The widths of all pictures, as far as the phone can show them."""


@pytest.fixture
def allocation() -> Any:
    """An enumerator's unit in a survey with a picture beside each name."""
    draft = made.draft()
    for item in ("a01", "a02", "a03", "x01", "x02"):
        put(draft, item, photo())
    draft.survey.refresh_from_db()
    field = made.in_field(made=draft)
    psu = field.survey.strata.first().psus.first()
    enumerator = people.user("phone", role="reader", agency=field.key_result.host)
    return fieldwork.allocate(field.wave, psu, enumerator=enumerator, target=8, acting_user=field.owner)


@pytest.fixture
def switched_on(chromium: Any, tmp_path: Path) -> Callable[..., Any]:
    """Starts a browser of its own, which keeps what it stores in a folder from one start to the next."""

    def start(*, network: bool) -> Any:
        phone = chromium.browser_type.launch_persistent_context(
            str(tmp_path / "phone"),
            executable_path=str(CHROMIUM),
            args=list(FLAGS),
            locale="th-TH",
            viewport={"width": 360, "height": 740},
            offline=not network,
        )
        phone.set_default_timeout(15_000)
        return phone

    return start


def sign_in(context: Any, live_server: Any, person: Any) -> None:
    client = Client()
    client.force_login(person)
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def one_and_a_half(tab: Any, address: str) -> None:
    """One interview to its end, and one that is left after the second question."""
    tab.goto(address)
    interview(tab, adults="1")
    waiting(tab, 1)
    assert tab.evaluate(PICTURES) == [480] * 5
    tab.click("text=เริ่มสัมภาษณ์ใหม่")
    tab.check("#consent")
    step(tab)
    tab.fill("#a", "5")
    step(tab)
    tab.wait_for_selector("input[value='30_39']")


def the_other_half(tab: Any, address: str) -> None:
    """What waits is sent by itself; the interview that was left is ended and sent too."""
    tab.goto(address)
    waiting(tab, 0)
    tab.click("text=ทำรายการที่ค้างต่อ")
    tab.check("input[value='30_39']")
    step(tab)
    while tab.locator(NEXT).count():
        for name in ("a01", "a02", "a03", "x01", "x02"):
            if tab.locator(f"input[name='{name}']").count():
                tab.check(f"input[name='{name}'][value='no']")
        step(tab)
    tab.click("text=จบและเก็บคำตอบ")
    tab.wait_for_selector("#queue[data-waiting='0'][data-sent='3']")


def test_what_was_collected_in_airplane_mode_outlives_the_browser(switched_on, live_server, allocation):
    """Opened once with a network; two interviews and a half in airplane mode; the browser ends twice; sent at the end.

    Three arrive, none is lost, none comes twice, and what is stuck meanwhile can be taken out as a file.
    """
    address = live_server.url + reverse("office:field_app", args=[allocation.uid])
    phone = switched_on(network=True)
    sign_in(phone, live_server, allocation.enumerator)
    tab = phone.pages[0]
    tab.goto(address)
    tab.wait_for_selector("html[data-offline=ready]", state="attached")
    phone.close()

    phone = switched_on(network=False)
    one_and_a_half(phone.pages[0], address)
    phone.close()

    phone = switched_on(network=False)
    tab = phone.pages[0]
    tab.goto(address)
    waiting(tab, 1)
    assert "นาทีก่อน" in tab.inner_text("#queue")
    interview(tab, adults="2")
    waiting(tab, 2)
    with tab.expect_download() as download:
        tab.click("text=ส่งออกรายการที่ค้าง")
    stuck = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert sorted(one["answers"]["adults_in_household"] for one in stuck) == [1, 2]
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    phone.close()
    assert Response.objects.count() == 0

    phone = switched_on(network=True)
    the_other_half(phone.pages[0], address)
    phone.close()
    rows = Response.objects.values_list("uid", "adults")
    assert sorted(adults for _, adults in rows) == [1, 2, 5]
    assert {one["uid"] for one in stuck} <= {str(uid) for uid, _ in rows}
