"""On paper: no frame and no buttons, nothing folded, the ladder in one piece."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.browser.test_pages import sign_in
from tests.web import year as made

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_key_result_on_paper(tab: Any, live_server: Any, settings: Any) -> None:
    """What is folded on the screen stands open; what can only be pressed is gone; tables are not cut at the edge."""
    settings.SAMRIT_DEMO = True
    year = made.year()
    sign_in(tab, live_server, "demo-owner")
    tab.set_viewport_size({"width": 680, "height": 960})  # A4 within its margins
    tab.goto(live_server.url + reverse("office:key_result", args=[year.key_result.key]) + "?as_of=30/6/2568")
    tab.emulate_media(media="print")
    shown = """name => [...document.querySelectorAll(name)].filter(part => part.getClientRects().length).length"""
    assert {name: tab.evaluate(shown, name) for name in (".site-nav", ".masthead", ".tabs", ".button")} == {
        ".site-nav": 0,
        ".masthead": 0,
        ".tabs": 0,
        ".button": 0,
    }
    folded = "[...document.querySelectorAll('details:not([open])')].map(part => part.lastElementChild.offsetHeight)"
    heights = tab.evaluate(folded)
    assert heights
    assert all(height > 0 for height in heights)
    assert tab.evaluate("getComputedStyle(document.querySelector('.rungs')).breakInside") == "avoid"
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
