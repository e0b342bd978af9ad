"""The public site in a real browser, in both languages: open to all, asking nobody else, working without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.browser.test_pages import faults
from tests.factories import publicity, site

from samrit.site.actions.results import open_result

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = (
    *("home", "districts", "stories", "activities", "storytellers", "results", "how", "find", "about", "accessibility"),
    *("privacy", "contact", "corrections", "open_data", "contribute"),
)


@pytest.fixture
def addresses() -> list[str]:
    """Every type of page, in Thai and in English."""
    from tests.web import year

    people = year.staff()
    key_result = year.signed(people)
    open_result(key_result, read_version=key_result.version, acting_user=people["owner"])
    place = publicity.office(number=1)
    row = place.districts[0]
    row.latitude, row.longitude = "13.73730", "100.50870"
    row.save()
    district = site.district_page(place)
    site.picture(district, place.maker)
    story = site.story_page(place)
    activity = publicity.work(place, publicity.activity_draft(place), state="approved")
    found = []
    for space in ("site", "site-en"):
        found += [reverse(f"{space}:{name}") for name in NAMES]
        found += [
            reverse(f"{space}:district", args=[district.slug]),
            reverse(f"{space}:story", args=[story.slug]),
            reverse(f"{space}:activity", args=[activity.uid]),
            reverse(f"{space}:result", args=[key_result.key]),
            reverse(f"{space}:dataset", args=["stories"]),
        ]
    return found


def test_every_page_in_both_languages(tab: Any, live_server: Any, addresses: list[str]) -> None:
    """No violation that axe-core knows at 1280 and 360 px, no error said, and nothing asked of anybody else."""
    said, elsewhere = [], []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on(
        "request",
        lambda asked: elsewhere.append(asked.url) if not asked.url.startswith((live_server.url, "data:")) else None,
    )
    wrong = {path: found for path in addresses if (found := faults(tab, live_server.url + path, 200))}
    assert (wrong, said, elsewhere) == ({}, [], [])
    assert tab.context.cookies() == []


def test_without_scripts_and_by_keyboard(chromium: Any, live_server: Any, addresses: list[str]) -> None:
    """The list says what the map says; the first key leads past the menu."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 640, "height": 900})
    page = context.new_page()
    page.goto(live_server.url + addresses[0])
    assert page.locator(".signs a").count() == 1
    assert not page.locator(".site-map").is_visible()
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main"
    context.close()
