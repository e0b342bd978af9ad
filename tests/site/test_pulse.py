"""One question on a district's page: counted by day, slowed by network, and nothing kept of who answers."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import publicity, site

from samrit.site.enums import Pulse
from samrit.site.models import PulseAnswer
from samrit.surveys.models import Bucket

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("site:pulse", args=[site.district_page(publicity.office()).slug])


def test_answers_are_counted_and_labelled_as_indicative(address, client):
    """Each answer adds one to its day; the page says what it is not; no cookie, no address is kept."""
    for answer in ("knew", "new", "new"):
        answered = client.post(address, {"answer": answer})
        assert (answered.status_code, answered["Location"]) == (302, address)
    assert dict(PulseAnswer.objects.values_list("answer", "count")) == {"knew": 1, "new": 2}
    page = client.get(address)
    assert "ไม่ใช่ผลสำรวจ และไม่ใช้ในการให้คะแนน" in page.content.decode()
    assert (page["Cache-Control"], len(page.cookies)) == ("no-store", 0)
    assert not Bucket.objects.filter(key__contains="127.0.0.1").exists()


def test_no_answer_is_said_kindly_and_a_flood_is_slowed(address, client):
    """422 in words without a choice; 429 once the network's bucket is empty, while another network answers on."""
    assert client.post(address).status_code == 422
    assert [client.post(address, {"answer": "new"}).status_code for _ in range(12)].count(429) >= 2
    assert Client(REMOTE_ADDR="203.0.113.9").post(address, {"answer": "new"}).status_code == 302


def test_the_question_stands_on_the_page_of_the_district(address, client):
    """So that nobody needs JavaScript, or another page, to answer."""
    page = client.get(address.removesuffix("pulse/")).content.decode()
    assert f'action="{address}"' in page
    assert page.count('name="answer"') == 3


def test_few_answers_are_not_told_nor_what_would_give_them_away(address, client):
    """Of 30, 4 and 12 answers the 4 are shut, and the 12 with them; a crowd of each is told."""

    def told():
        page = client.get(address).content.decode()
        return re.findall(r'<td class="num">([^<]*)</td>', page)

    for answer in ("knew", "new", "new"):
        assert client.post(address, {"answer": answer}).status_code == 302
    assert sorted(told()) == ["ปิด", "ปิด", "๐"]
    PulseAnswer.objects.filter(answer="new").update(count=30)
    PulseAnswer.objects.filter(answer="knew").update(count=12)
    other = next(value for value in Pulse.values if value not in {"new", "knew"})
    assert client.post(address, {"answer": other}).status_code == 302
    assert sorted(told()) == ["ปิด", "ปิด", "๓๐"]
    PulseAnswer.objects.filter(answer=other).update(count=10)
    assert sorted(told()) == ["๑๐", "๑๒", "๓๐"]
