"""What scripts add to the pages of key results and districts: the map, the live preview; and the new pages' looks."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.test_pages import faults, sign_in
from tests.web import year as made

from samrit.districts.models import CreativeDistrict
from samrit.people.offices import load_offices
from samrit.scoring.actions import take_snapshot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def year(settings: Any) -> made.Year:
    settings.SAMRIT_DEMO = True
    return made.year()


def test_new_pages_have_no_fault(tab: Any, live_server: Any, year: made.Year) -> None:
    """Typed and spreadsheet key results, the course of the year, kept scores, figures, the map: at both widths."""
    key = year.key_result.key
    kept = take_snapshot(year.key_result, acting_user=year.people["owner"])
    CreativeDistrict.objects.filter(slug="banglamphu").update(
        latitude="13.76", longitude="100.5", shape={"type": "Polygon", "coordinates": [SQUARE]}
    )
    addresses = [
        reverse("office:by_hand"),
        reverse("office:spreadsheet"),
        f"{reverse('office:progress', args=[key])}?as_of=30/6/2568",
        reverse("office:snapshots", args=[key]),
        reverse("office:snapshot", args=[key, kept.pk]),
        reverse("office:snapshot_new", args=[key]),
        reverse("office:measure", args=[key, year.key_result.measures.filter(counted=False).first().name])
        if year.key_result.measures.filter(counted=False).exists()
        else reverse("office:key_results"),
        reverse("office:district_edit", args=["banglamphu", "place"]),
        reverse("office:district", args=["banglamphu"]),
        f"{reverse('office:key_result', args=[key])}?as_of=31/2/2568",
    ]
    sign_in(tab, live_server, "demo-owner")
    said: list[str] = []
    tab.on("console", lambda message: said.append(f"{tab.url} {message.text}") if message.type == "error" else None)
    wrong = {address: found for address in addresses if (found := faults(tab, live_server.url + address, 200))}
    assert (wrong, said) == ({}, [])


NAMES_SHOWN = """() => [...document.querySelectorAll(".map .khet:not(.khet-under) span")].map((name) => {
  const {left, right, top, bottom} = name.getBoundingClientRect();
  return {name: name.textContent, left, right, top, bottom};
})"""


def _touch(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two names on the map lie on one another."""
    across = one["left"] <= other["right"] and other["left"] <= one["right"]
    return across and one["top"] <= other["bottom"] and other["top"] <= one["bottom"]


SQUARE = [[100.49, 13.75], [100.51, 13.75], [100.51, 13.77], [100.49, 13.75]]


@pytest.mark.usefixtures("year")
def test_a_district_is_drawn_on_the_map(tab: Any, live_server: Any) -> None:
    """A click sets the point, more set corners; undo takes the last; by keyboard the centre serves."""
    outside: list[str] = []
    tab.on("request", lambda request: outside.append(request.url) if live_server.url not in request.url else None)
    load_offices()
    sign_in(tab, live_server, "demo-officer")
    tab.goto(live_server.url + reverse("office:district_edit", args=["banglamphu", "place"]))
    box = tab.locator(".map")
    names = tab.evaluate(NAMES_SHOWN)
    assert 3 < len(names) < 50
    assert [(one, other) for one, other in itertools.combinations(names, 2) if _touch(one, other)] == []
    assert [row for row in names if row["name"].startswith("สำนักงาน")] == []
    box.click(position={"x": 300, "y": 200})
    assert tab.input_value("#id_latitude").startswith("13.")
    tab.click("[data-mode=shape]")
    for place in ({"x": 300, "y": 150}, {"x": 350, "y": 150}, {"x": 350, "y": 250}, {"x": 250, "y": 250}):
        box.click(position=place)
        tab.wait_for_timeout(350)
    assert len(tab.input_value("#id_shape").splitlines()) == 4
    tab.focus("[data-do=undo]")
    tab.keyboard.press("Enter")
    tab.focus("[data-do=centre]")
    tab.keyboard.press("Enter")
    corners = tab.input_value("#id_shape").splitlines()
    assert len(corners) == 4
    tab.click(".actions button.button")
    tab.wait_for_url("**/districts/banglamphu/")
    stored = CreativeDistrict.objects.get(slug="banglamphu")
    drawn = [f"{latitude:.5f}, {longitude:.5f}" for longitude, latitude in stored.shape["coordinates"][0][:-1]]
    assert (drawn, [url for url in outside if not url.startswith("data:")]) == (corners, [])
    assert json.loads(tab.inner_text("#map-data") or tab.text_content("#map-data"))["shape"] == stored.shape


def test_scores_follow_the_typing_of_a_rubric(tab: Any, live_server: Any, settings: Any) -> None:
    """The preview changes without a button, says what cannot be read, and nothing is saved by it."""
    settings.SAMRIT_DEMO = True
    key_result = made.uploaded(made.staff())
    sign_in(tab, live_server, "demo-owner")
    tab.goto(live_server.url + reverse("office:rubric", args=[key_result.key, 1]))
    before = tab.inner_text("#preview")
    tab.fill("#id_words", "5: 20 ย่าน\n1: 2 ย่าน")
    tab.wait_for_function("before => document.querySelector('#preview').innerText !== before", arg=before)
    tab.fill("#id_words", "ดีมาก")
    tab.wait_for_selector("#understood .error")
    stored = key_result.revisions.get()
    assert (stored.version, "20 ย่าน" in str(stored.definition["rubric"])) == (1, False)
