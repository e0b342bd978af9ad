"""The office's overviews for a program: with the rights of their pages, and the same rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from tests.api.caller import caller
from tests.factories import people, publicity
from tests.web.year import year

from samrit.channels.results import rows_of
from samrit.people.enums import Role
from samrit.people.rights import Rights
from samrit.publicity.actions.consents import withdraw_consent
from samrit.publicity.models import Storyteller
from samrit.scoring.exceptions import exceptions
from samrit.scoring.result import score_key_result
from samrit.scoring.week import week_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 9, 29)


def test_executives_read_the_exceptions_and_the_scores_and_nobody_else() -> None:
    key_result = year().key_result
    executive = people.user(role=Role.APPROVER, agency=key_result.host)
    came = caller(executive, "read").get("/executive", as_of=DAY.isoformat())
    assert came.status_code == 200
    said = came.json()
    assert [(row["kind"], row["agency"]) for row in said["exceptions"]] == [
        (row.kind.value, row.agency) for row in exceptions(executive, DAY)
    ]
    score = str(score_key_result(key_result, DAY).score.score)
    assert [(row["key_result"], row["score"]) for row in said["key_results"]] == [(key_result.key, score)]
    writer = key_result.works.first().entered_by
    assert caller(writer, "read").get("/executive").status_code == 403


def test_the_figures_of_the_platforms_are_read_post_by_post() -> None:
    key_result = year().key_result
    writer = key_result.works.first().entered_by
    came = caller(writer, "read").get(f"/key-results/{key_result.key}/channel-figures").json()
    assert [row["delivery"] for row in came["posts"]] == [str(row.delivery.uid) for row in rows_of(key_result)]
    assert caller(people.user(), "read").get(f"/key-results/{key_result.key}/channel-figures").status_code == 404


def test_visits_are_read_by_who_keeps_the_site() -> None:
    key_result = year().key_result
    assert caller(people.user(), "read").get("/site-visits").status_code == 403
    editor = people.user(role=Role.OWNER, agency=key_result.host)
    assert caller(editor, "read").get("/site-visits").json() == {"days": [], "pages": []}


def test_the_week_of_a_program_is_the_page_s() -> None:
    key_result = year().key_result
    writer = key_result.works.first().entered_by
    said = caller(writer, "read").get("/week").json()
    groups, found = week_of(writer, Rights(writer), [key_result])
    assert said["unread_notices"] == found.unread
    assert [(row["asked"], row["group"], row["due_on"], len(row["rows"])) for row in said["waiting"]] == [
        (line.asked, group, line.due_on and line.due_on.isoformat(), len(line.rows))
        for group, lines in groups.items()
        for line in lines
    ]
    assert said["waiting"] != []
    for place in [place for row in said["waiting"] for place in row["rows"]]:
        assert caller(writer, "read").get(f"/{place['resource']}/{place['key']}").status_code == 200, place
    assert caller(people.user(), "read").get("/week").json()["waiting"] == []


def test_a_program_finds_what_the_page_finds_and_nothing_of_others() -> None:
    key_result = year().key_result
    work = key_result.works.order_by("pk").first()
    said = caller(work.entered_by, "read").get("/search", q=work.title).json()
    assert (said["works_found"] >= 1, str(work.uid) in [row["key"] for row in said["works"]]) == (True, True)
    asked = caller(work.entered_by, "read").get("/search", q=key_result.code).json()
    assert [row["key"] for row in asked["key_results"]] == [key_result.key]
    nobody = caller(people.user(), "read").get("/search", q=work.title).json()
    assert nobody == {
        **{kind: [] for kind in ("key_results", "districts", "plans", "remarks", "works")},
        "works_found": 0,
        "next_page": None,
    }
    assert caller(work.entered_by, "read").get("/search").status_code == 422
    assert caller(work.entered_by, "read").get("/search", q="ย่าน", page="9999").json()["works"] == []


def test_the_strategy_office_alone_reads_the_city_with_what_is_missing() -> None:
    key_result = year().key_result
    office = people.user(role=Role.STRATEGY_OFFICE)
    came = caller(office, "read").get("/strategy", as_of=DAY.isoformat()).json()
    score = str(score_key_result(key_result, DAY).score.score)
    assert [(row["key_result"], row["score"], row["signed_revision"]) for row in came["key_results"]] == [
        (key_result.key, score, 1)
    ]
    writer = key_result.works.first().entered_by
    assert caller(writer, "read").get("/strategy").status_code == 403


def test_names_of_storytellers_are_read_by_who_keeps_or_checks_them_on_the_page_and_in_the_api_alike() -> None:
    place = publicity.office()
    consent = publicity.consent(place, "storyteller")
    row = Storyteller.objects.create(key_result=place.key_result, consent=consent, review_on=dt.date(2030, 1, 1))
    page = reverse("office:storytellers", args=[place.key_result.key])
    proofs = reverse("office:evidence_of", args=[row.subject])
    for role, reads in {Role.READER: False, Role.APPROVER: False, Role.INSPECTOR: True, Role.OWNER: True}.items():
        user = people.user(role=role, agency=place.key_result.host)
        listed = caller(user, "read").get("/storytellers").json()["items"]
        assert [one["person"] for one in listed] == ([consent.person] if reads else []), role
        browser = Client()
        browser.force_login(user)
        shown = browser.get(page)
        assert (shown.status_code, consent.person in shown.text) == (200, reads), role
        assert browser.get(proofs).status_code == (200 if reads else 403), role
    inspector = people.user(role=Role.INSPECTOR, agency=place.key_result.host)
    assert caller(inspector, "read").get(f"/storytellers/{row.uid}/certificate").status_code == 403
    withdraw_consent(consent, key_result=place.key_result, reason="ขอถอน", acting_user=place.owner)
    (listed,) = caller(place.owner, "read").get("/storytellers").json()["items"]
    assert (listed["person"], listed["left_on"] is None) == ("", False)
