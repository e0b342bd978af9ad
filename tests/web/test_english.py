"""The office in English: no Thai word but people's own data, and a choice of language that is kept."""

from __future__ import annotations

import re
from collections import Counter, deque
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from tests.web import year as made
from tests.web.office import read_whole

from samrit.people.models import Agency, User
from samrit.publicity.queries.narrative import report_text
from samrit.surveys.templates import DECOYS
from samrit.web.office.week import period_name
from samrit.web.shared.templatetags import samrit as tags

pytestmark = pytest.mark.django_db
THAI = re.compile(r"[\u0e00-\u0e7f]")
SAID = {"alt", "aria-label", "content", "data-th", "placeholder", "title", "value"}
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line", "use", "i"}


@pytest.fixture
def year():
    return made.year()


def in_english(user: User | None = None) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    if user is not None:
        client.force_login(user)
    return client


class Page(HTMLParser):
    """The texts of a page, with those of attributes that are read out, and its links. Parts marked Thai stay out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.thai: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self.thai or values.get("lang") == "th":
            self.thai += [] if tag in VOID else [tag]
            return
        self.texts += [text for name, text in attrs if name in SAID and text]
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if self.thai and self.thai[-1] == tag:
            self.thai.pop()

    def handle_data(self, data: str) -> None:
        if not self.thai:
            self.texts.append(data)


def flat(text: str) -> str:
    return " ".join(text.split())


def strings(value: Any) -> list[str]:
    """Every text inside a value of the database."""
    if isinstance(value, str):
        return [value, *value.splitlines()]
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    return [text for part in value for text in strings(part)] if isinstance(value, list) else []


def data() -> list[str]:
    """Every Thai text that the database holds, the longest first: what people typed, and what the sheet says."""
    found = set()
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values_list(*names):
            found |= {flat(text) for value in row for text in strings(value) if THAI.search(text)}
    return sorted(found, key=len, reverse=True)


def left_in_thai(page: Page, known: list[str]) -> list[str]:
    """The texts of a page in which Thai is left when all data are taken out."""
    left = []
    for text in map(flat, page.texts):
        rest = text
        for value in known:
            rest = rest.replace(value, "")
        if rest.endswith("…"):
            rest = "" if any(value.startswith(rest.rstrip("…").lstrip()) for value in known) else rest
        if THAI.search(rest):
            left.append(text[:200])
    return left


def walked(client: Client, start: list[str], most: int = 1) -> dict[str, Page]:
    """The pages that a person reaches by links; of each kind of page the first few."""
    waiting, seen, kinds, pages = deque(start), set(start), Counter(), {}
    while waiting:
        address = waiting.popleft()
        try:
            kind = resolve(urlsplit(address).path).view_name
        except Resolver404:
            continue
        if kinds[kind] >= most or PurePath(urlsplit(address).path).suffix:  # a file: drawn for nothing
            continue
        kinds[kind] += 1
        answer = client.get(address)
        if answer.streaming or answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            read_whole(answer)
            continue
        page = pages[address] = Page(answer.content.decode())
        links = [
            link if link.startswith("/") else urlsplit(address).path + link for link in page.links if "://" not in link
        ]
        fresh = [link for link in dict.fromkeys(links) if link not in seen and not link.startswith("#")]
        seen.update(fresh)
        waiting.extend(fresh)
    return pages


def test_english_pages_hold_no_thai_words(year):
    """Every page that a role reaches by links says its own words in English; names, texts and sheets stay as typed."""
    drafted = report_text(year.key_result, year.report.period).splitlines()
    decoys = [name.th for name in DECOYS]  # in a survey's form both languages stand side by side
    known = sorted([*data(), *drafted, *decoys, "วิดีโอ"], key=len, reverse=True)
    start = [reverse("office:week"), f"{reverse('office:search')}?q=วิดีโอ", reverse("mfa_index")]
    seen, left = set(), {}
    for name in made.PEOPLE:
        for address, page in walked(in_english(year.people[name]), start).items():
            seen.add(resolve(urlsplit(address).path).view_name)
            if found := left_in_thai(page, known):
                left[name, address] = found
    assert left == {}
    assert {
        "office:key_result",
        "office:thread",
        "office:work",
        "office:report",
        "office:audit",
        "office:person",
    } <= seen


@pytest.mark.parametrize(
    "address", ["/office/", "/en/", "/accounts/login/", "/accounts/logout/", "/nothing/", "/people/"]
)
def test_what_strangers_and_the_lost_see_is_english_too(settings, address):
    """The front page of a demo, signing in and out, and the pages for what is not there or not allowed."""
    settings.SAMRIT_DEMO = True
    people = made.staff()
    client = in_english(people["reader"] if address in {"/accounts/logout/", "/nothing/", "/people/"} else None)
    html = client.get(address).content.decode()
    assert '<html lang="en">' in html
    assert left_in_thai(Page(html), data()) == []


def test_the_language_is_kept_signed_out_and_in():
    """The button answers on the page where it stands; the choice outlasts signing in and out, and new browsers."""
    person = made.staff()["owner"]
    client = Client()
    login = reverse("account_login")
    answer = client.post(reverse("set_language"), {"language": "en", "next": login})
    cookie = answer.cookies["django_language"]
    assert (answer["Location"], cookie.value, cookie["max-age"], cookie["httponly"]) == (login, "en", 31_536_000, True)
    assert client.get(login)["Content-Language"] == "en"
    client.force_login(person)
    assert client.get(reverse("office:week"))["Content-Language"] == "en"
    client.post(reverse("set_language"), {"language": "en"})
    person.refresh_from_db()
    assert person.language == "en"
    elsewhere = Client()
    assert elsewhere.get(login)["Content-Language"] == "th"
    elsewhere.force_login(person)
    assert elsewhere.get(reverse("office:week"))["Content-Language"] == "en"
    elsewhere.post(reverse("set_language"), {"language": "th"})
    assert elsewhere.get(reverse("office:week"))["Content-Language"] == "th"
    elsewhere.logout()
    assert client.get(reverse("office:week"))["Content-Language"] == "en"


@pytest.mark.parametrize("typed", ["de", "", "en-xx", "../th"])
def test_a_language_that_is_not_offered_changes_nothing(typed):
    """The page stays as it is, and so does the account."""
    person = made.staff()["owner"]
    client = Client()
    client.force_login(person)
    assert client.post(reverse("set_language"), {"language": typed, "next": "/"}).status_code == 302
    person.refresh_from_db()
    assert person.language == "th"
    assert client.get(reverse("office:week"))["Content-Language"] == "th"


def test_names_are_english_where_there_are_english_ones(year):
    """Agencies, creative districts and people; the Thai name stands where no other is known."""
    Agency.objects.filter(pk=year.key_result.host_id).update(name_en="Public Relations Office")
    User.objects.filter(pk=year.people["owner"].pk).update(name_en="Somsri Owner")
    page = in_english(year.people["owner"]).get(reverse("office:key_result", args=[year.key_result.key]))
    html = page.content.decode()
    assert "Public Relations Office" in html
    assert "Somsri Owner" in html
    assert all(place.name_en in html for place in year.key_result.districts.all())
    assert all(place.name_th not in html for place in year.key_result.districts.all())


def test_a_drafted_report_is_thai_whoever_reads(year):
    """What is kept as the official text does not hang on the language of the page."""
    period = year.key_result.periods.get(code="Q2")
    with translation.override("en"):
        drafted = report_text(year.key_result, period)
    assert (drafted, drafted != "") == (report_text(year.key_result, period), True)


def test_periods_and_years_are_said_as_english_readers_say_them():
    """Months by name, quarters by number, the fiscal year with the months it runs through."""
    with translation.override("en"):
        assert [period_name(code) for code in ("M10", "Q1", "H2", "FY")] == [
            "October",
            "Quarter 1",
            "Half-year 2",
            "Whole year",
        ]
        assert tags.fiscal_year(2568) == "FY 2568 (Oct 2024 – Sep 2025)"
        assert [tags.items(0), tags.items(1), tags.items(1200)] == ["0 items", "1 item", "1,200 items"]
        assert [tags.percent(Decimal("60.5")), tags.percent(None)] == ["60.5%", "–"]
        assert [tags.quantity(Decimal(80), "ร้อยละ"), tags.quantity(20, "ชิ้นงาน")] == ["80%", "20 ชิ้นงาน"]
    assert [tags.fiscal_year(2568, "long"), tags.items(2), tags.percent(60)] == [
        "ปีงบประมาณ พ.ศ. ๒๕๖๘",
        "๒ รายการ",
        "ร้อยละ ๖๐",
    ]
