"""The reference of the API in a browser: found, read and called."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.api.caller import caller
from tests.web.year import staff

from samrit.api.reference import groups

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
PICTURES = os.environ.get("SAMRIT_PICTURES")
pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(tab: Any, name: str) -> None:
    for width in (1280, 360):
        tab.set_viewport_size({"width": width, "height": 900})
        assert not tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"), width
        tab.evaluate(AXE)
        violations = "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id))"
        assert tab.evaluate(violations) == []
        if PICTURES:
            tab.screenshot(path=f"{PICTURES}/{name}-{width}.png")


def test_an_operation_is_found_by_a_word_and_called_with_a_token(tab: Any, live_server: Any) -> None:
    people = staff()
    token = caller(people["owner"], "read", "write").secret
    tab.set_viewport_size({"width": 360, "height": 900})
    tab.goto(f"{live_server.url}/api/v1/docs/")
    assert tab.evaluate("document.documentElement.scrollWidth") == 360  # the longest address of all breaks
    tab.fill("#narrow", "roll-up")
    assert tab.locator("[data-group]:visible li:visible").count() == 1
    looked_at(tab, "api-contents")
    tab.locator("[data-group]:visible li:visible a").click()
    tab.wait_for_selector("details#key_results_roll_up[open]")
    tab.goto(f"{live_server.url}/api/v1/docs/me/#me_get")
    operation = tab.locator("#me_get")
    operation.locator("button").click()
    operation.locator(".came:has-text('401')").wait_for()
    tab.fill("#token", token)
    operation.locator("button").click()
    operation.locator(f".came:has-text('{people['owner'].username}')").wait_for()
    looked_at(tab, "api-resource")
    [begun] = [row.id for row in groups()["comments"] if (row.method, row.address) == ("POST", "/api/v1/comments")]
    tab.goto(f"{live_server.url}/api/v1/docs/comments/#{begun}")
    tab.fill("#token", token)
    written = tab.locator(f"#{begun}")
    written.locator("button").click()
    written.locator(".came:has-text('422')").wait_for()
