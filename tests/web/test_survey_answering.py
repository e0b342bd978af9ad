"""Citizens answer: one question a page, without scripts, cookies or sign-in, and small on a weak network."""

from __future__ import annotations

import gzip
import hashlib
import html
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import surveys as made

from samrit.surveys.actions import fieldwork
from samrit.surveys.models import Response

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parents[2] / "src/samrit/static"


@pytest.fixture
def field():
    return made.in_field(10)


@pytest.fixture
def url(field):
    link = fieldwork.add_link(field.wave, label="โปสเตอร์", acting_user=field.owner)
    return reverse("public:survey", args=[link.token])


def state(page):
    """What travels in the page."""
    return html.unescape(re.search(r'name="state" value="([^"]+)"', page)[1])


def answers_to(page, wanted):
    """The fields of a page filled in: for radios the first choice unless `wanted` names another."""
    data = {}
    for name, value in re.findall(r'<input type="radio"[^>]*\sname="([^"]+)"\s+value="([^"]+)"', page):
        key = name.partition(".")[0]
        if name not in data or value == wanted.get(key):
            data[name] = value
    for tag in re.findall(r'<(?:textarea|input|select) id="a"[^>]*name="([^"]+)"', page):
        data[tag] = wanted.get(tag, "")
    return data


def walked(client, url, wanted=None, **more):
    """All pages from the start to the end, as (status, text)."""
    answer = client.get(url, more)
    pages = [answer.content.decode()]
    data = {"consent": "yes"}
    for _ in range(20):
        answer = client.post(url, {"state": state(pages[-1]), **data})
        pages.append(answer.content.decode())
        if 'name="state"' not in pages[-1]:
            return answer, pages
        data = answers_to(pages[-1], {"age": "30_39", **(wanted or {})})
    raise AssertionError("the survey does not end")


def test_a_person_answers_without_scripts_and_cookies(client, url):
    """Every question has its page; the answers are kept with the order that was shown, and no cookie is set."""
    answer, pages = walked(client, url, {"spontaneous": "บางลำพู", "know": "name_only"})
    row = Response.objects.get()
    assert "ขอบคุณ" in answer.content.decode()
    assert str(row.uid)[:8] in answer.content.decode()
    assert (row.answers["spontaneous"], row.answers["know"]["a01"]) == ("บางลำพู", "name_only")
    assert sorted(row.order) == sorted(row.answers["know"])
    assert client.cookies.keys() == set()
    spontaneous = next(page for page in pages if "textarea" in page)
    assert "ย่านที่ 1" not in spontaneous
    battery = next(page for page in pages if "know.a01" in page)
    shown = re.findall(r'name="know\.(\w+)" value="know"', battery)
    assert shown == row.order


def test_the_last_page_sent_twice_is_one_response(client, url):
    """A second press, or a reload, changes nothing and thanks again."""
    _, pages = walked(client, url)
    last = {"state": state(pages[-2]), **answers_to(pages[-2], {})}
    answer = client.post(url, last)
    assert (answer.status_code, Response.objects.count()) == (200, 1)
    assert "ขอบคุณ" in answer.content.decode()


def test_without_consent_nothing_begins(client, url):
    """The page says so and stays."""
    page = client.get(url).content.decode()
    answer = client.post(url, {"state": state(page)})
    assert answer.status_code == 422
    assert "โปรดกดยินยอมก่อนเริ่ม" in answer.content.decode()


def test_minors_are_thanked_and_nothing_is_kept(client, url):
    """Under 18 the survey ends at once; at 18 the guardian is asked for."""
    answer, pages = walked(client, url, {"age": "u18"})
    assert "๑๘ ปีขึ้นไป" in answer.content.decode()
    assert len(pages) == 3
    _, pages = walked(client, url, {"age": "18_19", "guardian_agrees": "no"})
    assert not Response.objects.exists()
    walked(client, url, {"age": "18_19", "guardian_agrees": "yes"})
    assert Response.objects.count() == 1


def test_an_answer_that_is_missing_is_asked_for_again_and_the_rest_is_kept(client, url):
    """A battery with one open name comes back with all others as they were chosen."""
    page = client.get(url).content.decode()
    page = client.post(url, {"state": state(page), "consent": "yes"}).content.decode()
    page = client.post(url, {"state": state(page), "age": "20_29"}).content.decode()
    page = client.post(url, {"state": state(page), "spontaneous": ""}).content.decode()
    data = answers_to(page, {"know": "not_sure"})
    del data["know.x01"]
    answer = client.post(url, {"state": state(page), **data})
    again = answer.content.decode()
    assert answer.status_code == 422
    assert again.count("checked") == 11
    assert "ยังตอบไม่ครบทุกย่าน" in again
    back = client.post(url, {"state": state(again), **data, "back": "1"}).content.decode()
    assert "textarea" in back


def test_the_whole_survey_is_small(client, url):
    """All pages of one person with style, Thai letters and script stay under 30 KB as they are sent."""
    _, pages = walked(client, url)
    names = ("css/thai.css", "css/tokens.css", "css/survey.css", "js/type.js", "js/survey.js")
    files = [(STATIC / name).read_bytes() for name in names]
    sent = sum(len(gzip.compress(page.encode(), 6)) for page in pages) + sum(len(gzip.compress(one)) for one in files)
    wanted = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', "".join(pages)))
    assert wanted == {f"/static/{name}" for name in names}
    assert sent <= 30_000
    answer = client.get(url, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"


def test_the_survey_is_asked_in_english_too(client, url):
    """One click at the start; the choice stays to the end and is kept."""
    answer, pages = walked(client, url, lang="en")
    assert "Thank you" in answer.content.decode()
    assert '<html lang="en">' in pages[3]
    assert Response.objects.get().language == "en"


def test_a_hidden_field_that_is_filled_in_is_flagged_and_work_is_noticed(client, url):
    """Kept with its flag; a browser that did its work has none."""
    walked(client, url)
    assert Response.objects.get().flags == ["fast", "no_work"]
    page = client.get(url).content.decode()
    data = {"consent": "yes"}
    while True:
        sent = client.post(url, {"state": state(page), **data}).content.decode()
        page, data = sent, answers_to(sent, {"age": "30_39"})
        if "data-work" in page:
            break
    challenge = re.search(r'data-work="([^"]+)"', page)[1]
    nonce = next(
        n for n in range(10**6) if int.from_bytes(hashlib.sha256(f"{challenge}:{n}".encode()).digest()[:4]) >> 19 == 0
    )
    client.post(url, {"state": state(page), **data, "work": str(nonce), "homepage": "http://x"})
    assert Response.objects.order_by("-id").first().flags == ["fast", "honeypot"]


def test_a_state_that_was_changed_begins_anew(client, url):
    """Nobody writes answers into the sealed state."""
    page = client.get(url).content.decode()
    answer = client.post(url, {"state": state(page)[:-3] + "abc", "consent": "yes"})
    assert answer.status_code == 422
    assert "โปรดเริ่มใหม่" in answer.content.decode()


def test_a_household_answers_with_its_code_once(client, field):
    """Typed in small letters with a dash; the second time the page says that it was used."""
    psu = field.survey.strata.first().psus.first()
    [(_, _, code)] = fieldwork.issue_codes(field.wave, [psu], each=1, acting_user=field.owner)
    answer = client.post(reverse("public:survey_code"), {"code": f"{code[:5].lower()}-{code[5:]}"})
    assert answer["Location"] == reverse("public:survey_by_code", args=[code])
    walked(client, answer["Location"], {"adults_in_household": "4"})
    row = Response.objects.get()
    assert (row.mode, row.adults, row.psu) == ("code", 4, psu)
    assert "รหัสนี้ใช้ตอบไปแล้ว" in client.get(answer["Location"]).content.decode()
    wrong = client.post(reverse("public:survey_code"), {"code": "NOSUCHCODE"})
    assert (wrong.status_code, "NOSUCHCODE" in wrong.content.decode()) == (422, True)


def test_a_link_that_has_ended_says_so(client, field, url):
    """Closed politely, with the code for gone; nothing is taken in."""
    link = field.wave.links.get()
    page = client.get(url).content.decode()
    fieldwork.end_link(link, acting_user=field.owner)
    assert client.get(url).status_code == 410
    client.post(url, {"state": state(page), "consent": "yes"})
    assert not Response.objects.exists()
    assert client.get("/s/nosuchlink/").status_code == 404


def test_the_office_opens_a_wave_and_its_ways_in(field):
    """By its pages: a link with its QR code, codes as a file, an enumerator, and the end."""
    office = Client()
    office.force_login(field.owner)
    wave = reverse("office:wave", args=[field.wave.uid])
    assert office.post(reverse("office:link_new", args=[field.wave.uid]), {"label": "ป้ายรถเมล์"})["Location"] == wave
    psus = [str(row.pk) for row in field.survey.strata.first().psus.all()]
    file = office.post(reverse("office:codes_new", args=[field.wave.uid]), {"psus": psus, "each": "2"})
    rows = file.content.decode("utf-8-sig").splitlines()
    assert (file["Content-Type"], len(rows)) == ("text/csv; charset=utf-8", 1 + 2 * len(psus))
    data = {"psu": psus[0], "enumerator": str(field.owner.pk), "target": "8"}
    assert office.post(reverse("office:allocation_new", args=[field.wave.uid]), data)["Location"] == wave
    page = office.get(wave).content.decode()
    assert "<svg" in page
    assert "ป้ายรถเมล์" in page
    version = office.get(reverse("office:wave_close", args=[field.wave.uid])).context["version"]
    office.post(reverse("office:wave_close", args=[field.wave.uid]), {"version": version})
    field.wave.refresh_from_db()
    assert field.wave.digest[:16] in office.get(wave).content.decode()
