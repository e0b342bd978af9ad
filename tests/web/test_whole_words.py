"""Words that browsers cut are kept whole in running text, and nowhere else."""

from __future__ import annotations

import pytest

from samrit.web.public.whole import whole

KEPT = '<span class="whole">ตัวชี้วัด</span>'


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("<p>ผลตัวชี้วัดปีนี้ ตัวชี้วัด</p>", f"<p><span>ผล{KEPT}ปีนี้ {KEPT}</span></p>"),
        ("<h1>ผล<wbr>ตัวชี้วัด</h1>", f"<h1>ผล<wbr>{KEPT}</h1>"),
        ("<p>เรื่องของนักเล่าเรื่อง</p>", '<p><span>เรื่องของ<span class="whole">นักเล่าเรื่อง</span></span></p>'),
    ],
)
def test_a_known_word_is_kept_whole(page, made):
    """The longest that stands there, also where our own breaks stand around it; its text stays in one piece."""
    assert whole(page) == made


@pytest.mark.parametrize(
    "page",
    [
        '<img alt="ตัวชี้วัด">',
        "<title>ตัวชี้วัด</title>",
        '<script type="application/ld+json">{"name":"ตัวชี้วัด"}</script>',
        "<select><option>ตัวชี้วัด</option></select>",
        "<textarea>ตัวชี้วัด <b</textarea>",
        "<svg><text>ตัวชี้วัด</text></svg>",
        "<p>the key result</p>",
    ],
)
def test_what_is_no_running_text_stays_as_it_is(page):
    """Attributes, titles, data, choices, what a person typed, drawings."""
    assert whole(page) == page
