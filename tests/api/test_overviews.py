"""The office's overviews for a program: with the rights of their pages, and the same rows."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.api.caller import caller
from tests.factories import people
from tests.web.year import year

from samrit.channels.results import rows_of
from samrit.people.enums import Role
from samrit.scoring.exceptions import exceptions
from samrit.scoring.result import score_key_result

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
