"""The point of a picture that crops keep, chosen in a real browser: by pointer, by arrow keys, without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image
from tests.browser.test_pages import faults
from tests.factories import publicity, site
from tests.web.office import signed_in, url

from samrit.platform.files import open_file
from samrit.site.models import Page, Picture

pytestmark = pytest.mark.django_db(transaction=True)
RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def page(tab: Any, live_server: Any) -> Page:
    """A story that its maker, signed in, is about to give a picture."""
    place = publicity.office()
    _be(tab.context, live_server, place.maker)
    return site.story_page(place, public=False)


def _be(context: Any, live_server: Any, user: Any) -> None:
    session = signed_in(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def _halves(path: Any) -> str:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (1600, 600), RED)
    image.paste(BLUE, (800, 0, 1600, 600))
    image.save(path)
    return str(path)


def _middle(tab: Any, crop: str) -> tuple[int, int, int]:
    """The colour in the middle of the first crop of a kind."""
    read = "one => [...one.getContext('2d').getImageData(one.width / 2, one.height / 2, 1, 1).data].slice(0, 3)"
    return tuple(tab.locator(f"[data-crop={crop}]").first.evaluate(read))  # type: ignore[return-value]  # three bytes


def _percents(tab: Any) -> tuple[str, str]:
    return tab.input_value("#id_focus_x"), tab.input_value("#id_focus_y")


def test_the_point_is_chosen_on_the_picture_and_kept(tab: Any, live_server: Any, page: Page, tmp_path: Any) -> None:
    """A press sets it, arrows move it by one and by ten, crops follow, and the readers' card keeps that side."""
    tab.goto(live_server.url + url("site_picture_new", page.uid))
    assert tab.locator("[data-focus]").is_hidden()
    tab.set_input_files("input[type=file]", _halves(tmp_path / "halves.png"))
    stage = tab.locator("[data-stage] canvas")
    stage.wait_for()
    box = stage.bounding_box()
    stage.click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.25})
    assert _percents(tab) == ("80", "25")
    assert (_middle(tab, "moved"), _middle(tab, "around")) == (BLUE, BLUE)
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowLeft"):
        tab.keyboard.press(key)
    assert _percents(tab) == ("71", "26")
    assert tab.inner_text("[data-said]") == "จุดสำคัญ: จากซ้าย ๗๑ จากบน ๒๖"
    for _ in range(8):
        tab.keyboard.press("Shift+ArrowLeft")
    assert _percents(tab) == ("0", "26")
    assert (_middle(tab, "moved"), _middle(tab, "around")) == (RED, RED)
    tab.fill("#id_alt_th", "ครึ่งแดงครึ่งน้ำเงิน")
    tab.fill("#id_credit", "ชุมชน")
    tab.click(".actions button.button")
    tab.wait_for_url(f"**{url('site_page', page.uid)}")
    row = Picture.objects.get(page=page)
    assert (row.focus_x, row.focus_y) == (0, 26)
    with open_file(row.formats.get(name="card").file) as stored, Image.open(stored) as card:
        red, _green, blue = card.convert("RGB").getpixel((card.width // 2, card.height // 2))
        assert red > blue
    edit = live_server.url + url("site_picture", page.uid, row.uid)
    assert faults(tab, edit, 200) == []
    tab.locator("[data-mark]").wait_for()
    tab.locator("[data-mark]").focus()
    tab.keyboard.press("ArrowRight")
    assert _percents(tab) == ("1", "26")


def test_without_scripts_the_point_is_typed(chromium: Any, live_server: Any) -> None:
    """The picture is shown, and both percents are fields."""
    place = publicity.office()
    page = site.story_page(place, public=False)
    row = site.picture(page, place.maker)
    context = chromium.new_context(java_script_enabled=False, locale="th-TH")
    _be(context, live_server, place.maker)
    tab = context.new_page()
    tab.goto(live_server.url + url("site_picture", page.uid, row.uid))
    assert tab.locator("noscript img, main img").first.is_visible()
    tab.fill("#id_focus_x", "๒๐")
    tab.click(".actions button.button")
    row.refresh_from_db()
    assert row.focus_x == 20
    context.close()
