"""The pages of surveys in a real browser: no fault of accessibility, nothing wider than the window, no error said."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from tests.browser.test_pages import looks
from tests.factories import people
from tests.factories import surveys as made

from samrit.surveys.actions import fieldwork

PICTURES = os.environ.get("SAMRIT_PICTURES")
"""A folder for pictures of the pages, for who wants to look at them."""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def field() -> made.Field:
    field = made.in_field(10)
    made.interviews(field, 36, knows=lambda n: {"a02": "no", "a05": "name_only"} if n % 3 == 0 else {})
    made.volunteers(field, 12, decoys="know")
    fieldwork.add_link(field.wave, label="โปสเตอร์ที่สถานีสามยอด", acting_user=field.owner)
    psu = field.survey.strata.first().psus.first()
    field.phone = people.user("phone", role="reader", agency=field.key_result.host)
    fieldwork.allocate(field.wave, psu, enumerator=field.phone, target=8, acting_user=field.owner)
    return field


def faults(tab: Any, name: str) -> list[str]:
    """What is wrong with the page that is shown, at both widths."""

    def picture(width: int) -> None:
        if PICTURES:
            tab.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)

    return looks(tab, picture)


def sign_in(tab: Any, live_server: Any, person: Any) -> None:
    client = Client()
    client.force_login(person)
    cookie = django_settings.SESSION_COOKIE_NAME
    tab.context.add_cookies([{"name": cookie, "value": client.cookies[cookie].value, "url": live_server.url}])


def test_the_office_pages_of_surveys(tab, live_server, field):
    """From the list to the results."""
    sign_in(tab, live_server, field.owner)
    draft = made.design.start_survey(field.key_result, title="ชุดที่ยังร่าง", acting_user=field.owner)
    allocation = field.wave.allocations.get()
    pages = {
        "awareness": reverse("office:awareness", args=[field.key_result.key]),
        "new": reverse("office:survey_new", args=[field.key_result.key]),
        "draft": reverse("office:survey", args=[draft.uid]),
        "reading": reverse("office:survey_reading", args=[draft.uid]),
        "survey": reverse("office:survey", args=[field.survey.uid]),
        "questionnaire": reverse("office:questionnaire", args=[field.survey.uid]),
        "plan": reverse("office:survey_plan", args=[field.survey.uid]),
        "wave": reverse("office:wave", args=[field.wave.uid]),
        "codes": reverse("office:codes_new", args=[field.wave.uid]),
        "results": reverse("office:wave_results", args=[field.wave.uid]),
        "field": reverse("office:field"),
        "app": reverse("office:field_app", args=[allocation.uid]),
    }
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    wrong = {}
    for name, address in pages.items():
        if name == "field":
            sign_in(tab, live_server, field.phone)
        tab.goto(live_server.url + address)
        if found := faults(tab, name):
            wrong[name] = found
    assert (wrong, said) == ({}, [])


def onward(tab: Any, button: str = "main .do button:first-child") -> None:
    """To the next page; a click alone comes back before it is there, and the next one would press the page before."""
    with tab.expect_navigation():
        tab.click(button)


def test_the_pages_that_citizens_see(tab, live_server, field):
    """Start, an open question, the battery with an error, the end; with the browser's little work done."""
    from samrit.surveys.models import Response

    link = field.wave.links.get()
    tab.goto(live_server.url + reverse("public:survey", args=[link.token]))
    wrong = {"start": faults(tab, "s-start")}
    tab.check("#consent")
    onward(tab, "main button")
    tab.check("input[value='30_39']")
    wrong["age"] = faults(tab, "s-age")
    onward(tab)
    wrong["spontaneous"] = faults(tab, "s-spontaneous")
    onward(tab)
    onward(tab)
    wrong["battery"] = faults(tab, "s-battery")
    for item in tab.locator("fieldset").all():
        item.locator("input").nth(2).check()
    while not tab.locator("form[data-work]").count():
        onward(tab)
    tab.wait_for_function("() => document.querySelector('input[name=work]').value !== ''")
    onward(tab)
    wrong["thanks"] = faults(tab, "s-thanks")
    assert {name: found for name, found in wrong.items() if found} == {}
    assert "no_work" not in Response.objects.order_by("-id").first().flags
