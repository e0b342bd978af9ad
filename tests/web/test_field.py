"""Enumerators: their own allocations only, and an intake that a phone may ask again and again."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import people
from tests.factories import surveys as made

from samrit.surveys.actions import fieldwork
from samrit.surveys.models import Response
from samrit.web.office.views.surveys.field import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def allocation():
    field = made.in_field()
    psu = field.survey.strata.first().psus.first()
    enumerator = people.user("phone", role="reader", agency=field.key_result.host)
    return fieldwork.allocate(field.wave, psu, enumerator=enumerator, target=8, acting_user=field.owner)


def body(allocation, **more):
    """An interview as the phone sends it."""
    sent = made.submission(made.Field(None, None, None, allocation.wave.survey, allocation.wave), adults=2)
    data = {
        "uid": str(sent.uid),
        "questionnaire": 1,
        "answers": sent.answers,
        "order": sent.order,
        "seconds": 200,
        "timings": {"know": 90},
        "answered_at": "2025-06-01T10:00:00+07:00",
    }
    return {**data, **more}


def send(allocation, data, token=None):
    """What the server answers to a phone: a client without any cookie."""
    token = token_of(allocation) if token is None else token
    return Client().post(
        reverse("office:field_intake"),
        data if isinstance(data, str) else json.dumps(data),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )


def test_an_interview_is_taken_in_once(allocation):
    """201 at first, 200 with the same number afterwards."""
    data = body(allocation)
    first, again = send(allocation, data), send(allocation, data)
    assert (first.status_code, first.json()) == (201, {"uid": data["uid"], "replay": False})
    assert (again.status_code, again.json()) == (200, {"uid": data["uid"], "replay": True})
    row = Response.objects.get()
    assert (row.mode, row.psu, row.allocation, row.adults, row.timings) == (
        "enumerator",
        allocation.psu,
        allocation,
        2,
        {"know": 90},
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"uid": "no"}, 422),
        ({"answers": []}, 422),
        ({"questionnaire": 99}, 422),
        ({"answers": {"age": 1.5}}, 422),
        ({"answers": {"age": "\ud800"}}, 422),
        ({"answers": {"age": {"x": {"y": 1}}}}, 422),
        ({"seconds": "many"}, 422),
        ({"answered_at": "yesterday"}, 422),
        ({"order": 5}, 422),
    ],
)
def test_nonsense_is_refused_with_a_sentence(allocation, change, code):
    """Never a 500; the phone keeps the record and shows the sentence."""
    answer = send(allocation, body(allocation, **change))
    assert answer.status_code == code
    assert answer.json()["th"]
    assert not Response.objects.exists()


def test_broken_json_and_strange_tokens_are_refused(allocation):
    """422 for what is no JSON, 401 for a token that nobody gave."""
    assert send(allocation, "{").status_code == 422
    assert send(allocation, body(allocation), "x").status_code == 401


def test_an_ended_allocation_takes_nothing_more(allocation):
    """410, with the record still on the phone."""
    fieldwork.end_allocation(allocation, acting_user=allocation.made_by)
    assert send(allocation, body(allocation)).status_code == 410


def test_the_page_is_its_enumerators_alone(allocation):
    """The list and the page of the person named; nobody else finds it."""
    client = Client()
    client.force_login(allocation.enumerator)
    url = reverse("office:field_app", args=[allocation.uid])
    assert url in client.get(reverse("office:field")).content.decode()
    page = client.get(url)
    assert page.status_code == 200
    assert 'id="field"' in page.content.decode()
    other = Client()
    other.force_login(allocation.made_by)
    assert other.get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_worker_and_the_manifest_are_served_above_the_page(client):
    """From our own origin, under the path whose pages the worker serves."""
    worker, manifest = client.get("/field/sw.js"), client.get("/field/manifest.webmanifest")
    assert worker["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"addEventListener" in worker.content
    assert manifest.json()["scope"] == "/field/"


def test_an_unknown_number_is_no_replay(allocation):
    """Each interview has its own."""
    send(allocation, body(allocation))
    send(allocation, body(allocation, uid=str(uuid.uuid4())))
    assert Response.objects.count() == 2


def test_a_place_is_kept_to_about_a_kilometre_and_only_where_it_was_sent(allocation):
    """Whatever precision came, two decimals are kept, with the accuracy in metres; nothing where nothing was sent."""
    place = {"lat": 13.756331, "lon": 100.501765, "accuracy": 23.4}
    assert [send(allocation, body(allocation, **more)).status_code for more in ({"place": place}, {})] == [201, 201]
    assert list(Response.objects.order_by("id").values_list("place", flat=True)) == [
        {"lat": 13.76, "lon": 100.5, "accuracy": 23},
        None,
    ]


@pytest.mark.parametrize("place", [[], {"lat": 13}, {"lat": 91, "lon": 0, "accuracy": 1}, "ที่นี่"])
def test_what_is_no_place_is_refused(allocation, place):
    """With a sentence, and nothing is kept."""
    assert send(allocation, body(allocation, place=place)).status_code == 422
    assert not Response.objects.exists()
