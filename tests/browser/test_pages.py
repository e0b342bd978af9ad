"""Every page of the office in a real browser, as each role: no fault of accessibility, no overflow, no error.

At 1280 and 360 px, in light and in dark, and once by keyboard alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from tests.web import year as made

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
LONGEST = 6_500
"""Pixels of height that a page may have on a telephone with the year of `tests.web.year`."""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def year(settings: Any) -> made.Year:
    settings.SAMRIT_DEMO = True
    return made.year()


def pages(year: made.Year) -> dict[str, list[str]]:
    """The addresses that each role walks."""
    key = year.key_result.key
    draft, waiting, done = (row.uid for row in year.works)

    def kr(*names: str) -> list[str]:
        return [reverse(f"office:{name}", args=[key]) for name in names]

    def work(uid: Any, *names: str) -> list[str]:
        return [reverse(f"office:{name}", args=[uid]) for name in names]

    works = kr("works")[0]
    return {
        "demo-owner": [
            reverse("office:week"),
            reverse("office:notifications"),
            reverse("office:account"),
            f"{reverse('office:search')}?q=วิดีโอ",
            reverse("office:key_results"),
            reverse("office:upload"),
            *kr(
                "key_result",
                "thread",
                "key_result_settings",
                "revisions",
                "plans",
                "website",
                "storytellers",
                "consent_new",
                "awareness",
                "awareness_new",
                "reports",
                "findings",
            ),
            reverse("office:revision", args=[key, 1]),
            reverse("office:rubric", args=[key, 1]),
            reverse("office:plan", args=[key, 1]),
            works,
            f"{works}?view=board",
            f"{works}?view=calendar&month=2025-02",
            f"{works}?text=ไม่มีงานนี้",
            *(reverse("office:work_new", args=[key, kind]) for kind in ("piece", "story", "activity")),
            *work(
                draft, "work", "work_edit", "tellings", "participation", "media_new", "people_shown", "rendition_new"
            ),
            reverse("office:work_act", args=[draft, "withdraw"]),
            *(reverse("office:evidence_new", args=[draft, kind]) for kind in ("file", "link", "statement")),
            *work(done, "work", "publication_new"),
            reverse("office:report", args=[year.report.uid]),
            reverse("office:report_edit", args=[year.report.uid]),
            reverse("office:website_publish", args=[key, "banglamphu"]),
            reverse("office:districts"),
            reverse("office:district_new"),
            reverse("office:district", args=["banglamphu"]),
            *(reverse("office:district_edit", args=["banglamphu", part]) for part in ("texts", "khets", "place")),
        ],
        "demo-reviewer": [
            reverse("office:week"),
            *work(waiting, "work"),
            reverse("office:work_act", args=[waiting, "return"]),
        ],
        "demo-approver": [
            reverse("office:week"),
            reverse("office:executive"),
            f"{reverse('office:executive')}?as_of=30/6/2568",
        ],
        "demo-inspector": [
            reverse("office:week"),
            *work(done, "work"),
            reverse("office:work_act", args=[done, "verify"]),
            *kr("findings", "finding_new"),
            reverse("office:audit"),
        ],
        "demo-strategy": [reverse("office:strategy"), reverse("office:executive")],
        "demo-admin": [
            reverse("office:people"),
            reverse("office:person_new"),
            reverse("office:person", args=[year.people["owner"].pk]),
            reverse("office:person_edit", args=[year.people["owner"].pk]),
            reverse("office:person_password", args=[year.people["owner"].pk]),
            reverse("office:role_new", args=[year.people["owner"].pk]),
            reverse("office:deputy_new", args=[year.people["owner"].pk]),
            reverse("office:agencies"),
            reverse("office:agency_new"),
            reverse("mfa_index"),
            reverse("account_change_password"),
            reverse("usersessions_list"),
            "/nothing/",
            reverse("office:people") + "?page=9",
        ],
        "demo-reader": [reverse("office:week"), reverse("office:people")],
    }


EXPECTED = {"/nothing/": 404, ("demo-reader", "/people/"): 403}


def faults(tab: Any, address: str, expected: int) -> list[str]:
    """What is wrong with a page at both widths. It is loaded once: no script of ours looks at the width."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    answer = tab.goto(address)
    if answer.status != expected:
        return [f"status {answer.status}"]
    found, long = looks(tab), tab.evaluate("document.documentElement.scrollHeight")
    return found if long <= LONGEST else [*found, f"360: {long} px long; fold what is read seldom"]


def looks(tab: Any, seen: Callable[[int], object] = lambda _: None) -> list[str]:
    """What is wrong with the page that is open, at both widths; `seen` is called at each."""
    found = []
    tab.evaluate(AXE)
    for width in (1280, 360):
        tab.set_viewport_size({"width": width, "height": 900})
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{width}: wider than the window")
        result = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [f"{width}: {row['id']} {row['nodes'][0]['html'][:120]}" for row in result["violations"]]
        seen(width)
    return found


def sign_in(tab: Any, live_server: Any, name: str) -> None:
    tab.goto(live_server.url + reverse("office:front"))
    tab.click(f'button[value="{name}"]')
    tab.wait_for_url("**/week/")


def test_every_page_as_each_role(tab, live_server, year):
    """No violation that axe-core knows, nothing wider than the window, no error in the console."""
    said: list[str] = []
    tab.on(
        "console",
        lambda message: (
            said.append(message.text)
            if message.type == "error" and "403" not in message.text and "404" not in message.text
            else None
        ),
    )
    wrong: dict[str, list[str]] = {}
    for address in (reverse("office:front"), reverse("account_login")):
        if found := faults(tab, live_server.url + address, 200):
            wrong[address] = found
    for name, addresses in pages(year).items():
        sign_in(tab, live_server, name)
        for address in addresses:
            expected = EXPECTED.get(address) or EXPECTED.get((name, address)) or 200
            if found := faults(tab, live_server.url + address, expected):
                wrong[f"{name} {address}"] = found
        tab.context.clear_cookies()
    assert (wrong, said) == ({}, [])


def test_dark_is_readable(chromium, live_server, year):
    """The pages with most colours have no violation in the dark."""
    context = chromium.new_context(locale="th-TH", color_scheme="dark", viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    sign_in(tab, live_server, "demo-owner")
    key = year.key_result.key
    addresses = [
        reverse("office:week"),
        reverse("office:key_result", args=[key]),
        reverse("office:works", args=[key]),
        reverse("office:work", args=[year.works[2].uid]),
    ]
    wrong = {address: found for address in addresses if (found := faults(tab, live_server.url + address, 200))}
    context.close()
    assert wrong == {}


def test_a_piece_by_keyboard_alone(tab, live_server, year):
    """From the works list, a piece is entered without a mouse."""
    from samrit.publicity.models import Work

    sign_in(tab, live_server, "demo-officer")
    tab.goto(live_server.url + reverse("office:work_new", args=[year.key_result.key, "piece"]))
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.focus("#id_title")
    tab.keyboard.type("งานจากแป้นพิมพ์")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/works/*/")
    assert tab.inner_text("h1") == "งานจากแป้นพิมพ์"
    assert Work.objects.filter(title="งานจากแป้นพิมพ์", state="draft").count() == 1


def test_a_mistake_leads_to_its_field(tab, live_server, year):
    """The error summary has the focus, and its link leads to the field."""
    sign_in(tab, live_server, "demo-officer")
    tab.goto(live_server.url + reverse("office:work_new", args=[year.key_result.key, "piece"]))
    tab.click(".actions button.button")
    assert tab.evaluate("document.activeElement.className") == "summary-wrong"
    tab.click(".summary-wrong a")
    assert tab.evaluate("document.activeElement.id") == "id_title"
