"""The public site in a real browser, in both languages: open to all, asking nobody else, working without scripts."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.test_pages import faults
from tests.factories import maps, publicity, site

from samrit.site.actions.results import open_result

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = (
    *("home", "districts", "stories", "activities", "storytellers", "results", "how", "find", "about", "accessibility"),
    *("privacy", "contact", "corrections", "open_data", "contribute", "khets"),
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
            reverse(f"{space}:pulse", args=[district.slug]),
            reverse(f"{space}:result", args=[key_result.key]),
            reverse(f"{space}:reports", args=[key_result.key]),
            reverse(f"{space}:evidence", args=[key_result.key]),
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


STRUCTURE = """() => {
  const wrong = [], all = name => [...document.querySelectorAll(name)];
  for (const name of ['body > header', 'main', 'body > footer', 'h1']) {
    if (all(name).length !== 1) wrong.push(`${all(name).length} ${name}`);
  }
  const navs = all('nav').map(one => one.getAttribute('aria-label'));
  if (navs.some(name => !name) || new Set(navs).size !== navs.length) wrong.push(`nav ${navs}`);
  const levels = all('h1, h2, h3, h4').map(one => Number(one.tagName[1]));
  levels.forEach((level, at) => {
    if (level > (levels[at - 1] ?? 0) + 1) wrong.push(`h${level} after h${levels[at - 1]}`);
  });
  for (const one of all('a, button, summary')) {
    const said = [one.textContent, one.ariaLabel, one.title, ...[...one.querySelectorAll('[alt]')].map(row => row.alt)];
    if (!said.join('').trim()) wrong.push(`no name: ${one.outerHTML.slice(0, 80)}`);
  }
  const moves = style => style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0.01;
  if (all('*').some(one => moves(getComputedStyle(one)))) wrong.push('moves');
  document.documentElement.style.fontSize = '200%';
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over > 0) wrong.push(`${over} px wider at twice the letters`);
  return wrong;
}"""


def test_structure_large_letters_and_weight(tab: Any, live_server: Any, addresses: list[str]) -> None:
    """Landmarks, headings in order, a name on everything that can be pressed, nothing moving where a reader asked for
    calm, no scrolling sideways with letters twice as large, and 120 kB at most over the wire without pictures.
    """
    weights: list[int] = []

    def weigh(answer: Any) -> None:
        kind = answer.headers.get("content-type", "")
        if not kind.startswith(("image/", "video/")):
            raw = answer.body()
            weights.append(len(raw) if kind.startswith("font/") else len(gzip.compress(raw, 6)))

    wrong = {}
    for path in addresses:
        fresh = tab.context.browser.new_context(locale="th-TH", reduced_motion="reduce")
        page = fresh.new_page()
        weights.clear()
        page.on("requestfinished", lambda asked: weigh(asked.response()))
        page.goto(live_server.url + path, wait_until="networkidle")
        faulty = page.evaluate(STRUCTURE)
        faulty += [f"{sum(weights)} bytes"] if sum(weights) > 120_000 else []
        if page.locator("html").get_attribute("lang") != ("en" if path.startswith("/en/") else "th"):
            faulty.append("lang")
        wrong |= {path: faulty} if faulty else {}
        fresh.close()
    assert wrong == {}


SHIFTS = """
  window.shifted = 0;
  const add = list => list.getEntries().forEach(one => window.shifted += one.value);
  new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
"""
PAINTED = """() => new Promise(done => {
  const see = list => list.getEntriesByName('first-contentful-paint').length && done();
  new PerformanceObserver(see).observe({type: 'paint', buffered: true});
})"""
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_nothing_moves_when_letters_come_late(chromium: Any, live_server: Any, addresses: list[str]) -> None:
    """On a first visit by a slow network what is read stays where it is: in Thai, in English, on a telephone too."""
    seen = re.compile(r"(/en)?/((creative-districts|stories|results)/[^/]+/)?")
    shown = [path for path in addresses if seen.fullmatch(path)]
    moved = {}
    for path in shown:
        for width in (360, 1280):
            context = chromium.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
            page = context.new_page()
            page.add_init_script(SHIFTS)
            held = _held(page)
            page.goto(live_server.url + path, wait_until="domcontentloaded")
            page.evaluate(PAINTED)
            for late in held:
                late.continue_()
            page.wait_for_load_state("load")
            page.evaluate("document.fonts.ready.then(() => true)")
            page.evaluate(FRAMES)
            moved |= {(path, width): page.evaluate("window.shifted")}
            context.close()
    assert len(moved) >= 16
    assert {where: by for where, by in moved.items() if by >= 0.01} == {}


def _held(page: Any) -> list[Any]:
    """What the page asks of letters from now on, none of it answered."""
    held: list[Any] = []
    page.route("**/*.woff2", lambda asked: held.append(asked))  # noqa: PLW0108 -- Playwright needs a function of Python
    return held


def test_without_scripts_and_by_keyboard(chromium: Any, live_server: Any, addresses: list[str]) -> None:
    """The list says what the map says; the first key leads past the menu."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 640, "height": 900})
    page = context.new_page()
    shown = {}
    for path in addresses:
        page.goto(live_server.url + path, wait_until="domcontentloaded")
        shown[path] = page.locator("h1").is_visible() and len(page.inner_text("main")) > len(page.inner_text("h1"))
    assert [path for path, whole in shown.items() if not whole] == []
    page.goto(live_server.url + addresses[0])
    assert page.locator(".signs a").count() == 1
    assert not page.locator(".site-map").is_visible()
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main"
    context.close()


def test_the_map_has_its_place_before_it_is_drawn(tab: Any, live_server: Any, addresses: list[str]) -> None:
    """What stands below does not move when it comes."""
    assert addresses
    address = live_server.url + reverse("site:home")
    below = "document.querySelector('.site-map .map').getBoundingClientRect().bottom"
    tab.route("**/site_map*.js", lambda route: route.abort())
    tab.goto(address)
    assert tab.locator(".site-map .map").is_hidden()
    waiting = tab.evaluate(below)
    tab.unroute("**/site_map*.js")
    tab.goto(address)
    tab.locator(".site-map .leaflet-control-zoom-in").wait_for()
    assert tab.evaluate(below) == waiting > 200


def test_the_map_leads_on_by_keyboard(tab: Any, live_server: Any, addresses: list[str]) -> None:
    """Enter on a mark opens what it says, the focus on its link; Escape leads back, Enter on the link goes there."""
    tab.goto(live_server.url + addresses[0], wait_until="networkidle")
    tab.focus(".place-mark")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".leaflet-popup a:focus")
    tab.keyboard.press("Escape")
    tab.wait_for_selector(".place-mark:focus")
    tab.wait_for_selector(".leaflet-popup", state="detached")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".leaflet-popup a:focus")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/creative-districts/*/")


def test_a_map_out_of_one_file(tab: Any, live_server: Any, settings: Any, tmp_path: Any) -> None:
    """Pictures and vector tiles of our own PMTiles file lie behind the map; nobody else is asked, no error is said."""
    place = publicity.office(number=1)
    row = place.districts[0]
    row.latitude, row.longitude = "13.73730", "100.50870"
    row.save()
    site.district_page(place)
    settings.SAMRIT_MAP_FILE = str(tmp_path / "map.pmtiles")
    said, elsewhere = [], []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("request", lambda asked: elsewhere.append(asked.url) if live_server.url not in asked.url[:60] else None)
    maps.pictures(tmp_path / "map.pmtiles")
    tab.goto(live_server.url + reverse("site:home"), wait_until="networkidle")
    assert (
        tab.evaluate("[...document.querySelectorAll('img.leaflet-tile-loaded')].map(one => one.naturalWidth)[0]") == 256
    )
    maps.vectors(tmp_path / "map.pmtiles")
    tab.goto(live_server.url + reverse("site:home"), wait_until="networkidle")
    tab.wait_for_selector("canvas.leaflet-tile-loaded")
    drawn = tab.evaluate(
        "[...document.querySelector('canvas.leaflet-tile-loaded').getContext('2d').getImageData(99, 99, 1, 1).data]"
    )
    assert drawn == [128, 222, 234, 255]  # the water of Protomaps' light colours
    assert (said, elsewhere) == ([], [])
