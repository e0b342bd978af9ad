"""What is worked out when it is asked for: by a program the same as on the pages."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.caller import caller
from tests.factories import people, results
from tests.factories import surveys as made
from tests.web.year import year

from samrit.core.dossier import verify_dossier
from samrit.people.enums import Role
from samrit.platform.signing import installation_key
from samrit.results.actions.reports import edit_report, submit_report
from samrit.results.models import Measure
from samrit.scoring.proofs import proofs_of
from samrit.scoring.result import score_key_result
from samrit.scoring.standing import standing_of_work
from samrit.surveys.models import Response
from samrit.surveys.results import results_of

pytestmark = pytest.mark.django_db
HEADER = ["id", "psu", "adults_in_household", "age", "a01", "a02", "a03", "x01", "x02", "heard"]


def test_the_dossier_of_a_day_verifies_with_the_score_of_the_office() -> None:
    key_result = year().key_result
    api = caller(key_result.works.first().entered_by, "read")
    came = api.get("/key-results/7301-2568/dossier")
    assert (came.status_code, came["Content-Type"]) == (200, "application/zip")
    checked = verify_dossier(came.content, key=installation_key().public)
    assert checked.score == str(score_key_result(key_result).score.score)
    assert api.get("/key-results/7301-2568/dossier", as_of="2999-01-01").status_code == 422
    assert api.get("/key-results/none-2568/dossier").status_code == 404


def test_the_roll_up_tells_what_the_agencies_reported_and_what_is_missing() -> None:
    at, khets = results.supported(2)
    Measure.objects.filter(key_result=at.key_result).update(host_is_part=False)
    results.accepted(at, khets[0], value=Decimal("2.50"))
    came = caller(at.owner, "read").get(f"/key-results/{at.key_result.key}/roll-up").json()
    figures = {
        (row["measure"], row["period"]): (row["value"], row["reported"], row["expected"]) for row in came["figures"]
    }
    assert figures == {
        ("result", "Q1"): ("2.5", 1, 2),
        **{("result", period): (None, 0, 2) for period in ("Q2", "Q3", "Q4")},
        ("result", "FY"): ("2.5", 1, 2),
    }


def answers(field: made.Field, *, age: str = "30_39", numbers: range = range(1, 4)) -> bytes:
    psu = field.survey.strata.first().psus.first().code
    values = {"psu": psu, "adults_in_household": "2", "age": age, "heard": "line tiktok", "x01": "no", "x02": "no"}
    values |= dict.fromkeys(("a01", "a02", "a03"), "know")
    out = io.StringIO()
    rows = [[{**values, "id": str(number)}[name] for name in HEADER] for number in numbers]
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode("utf-8-sig")


def test_responses_of_a_file_are_tried_first_and_taken_in_once() -> None:
    field = made.in_field()
    api = caller(field.owner, "read", "write")
    address = f"/waves/{field.wave.uid}/responses"

    def sent(data: bytes, **more: bool) -> dict[str, object]:
        file = api.send_file(SimpleUploadedFile("answers.csv", data)).json()["uid"]
        return api.post(address, {"file": file, **more}).json()

    wrong = sent(answers(field, age="thirty"), dry_run=False)
    assert (wrong["done"], wrong["errors"][0]["at"], Response.objects.count()) == (False, "2:age", 0)
    assert sent(answers(field)) == {"new": 3, "there": 0, "errors": [], "done": False}
    assert sent(answers(field), dry_run=False) == {"new": 3, "there": 0, "errors": [], "done": True}
    more = answers(field, numbers=range(1, 6))
    assert sent(more) == {"new": 2, "there": 3, "errors": [], "done": False}
    assert sent(more, dry_run=False) == {"new": 2, "there": 3, "errors": [], "done": True}
    assert Response.objects.count() == 5


def test_the_results_of_a_wave_are_those_of_its_page() -> None:
    field = made.in_field()
    api = caller(field.owner, "read", "write", language="en")
    file = api.send_file(SimpleUploadedFile("answers.csv", answers(field, numbers=range(1, 13)))).json()["uid"]
    api.post(f"/waves/{field.wave.uid}/responses", {"file": file, "dry_run": False})
    came = api.get(f"/waves/{field.wave.uid}/results").json()
    found = results_of(field.wave)
    assert (came["rows"], came["drawn"], came["decision"]) == (found.rows, 12, found.decision)
    assert [row["label"] for row in came["districts"]] == [row.label.en for row in found.districts]
    told = [row["share"]["estimate"] for row in came["districts"]]
    assert told == [None if row.share.estimate is None else f"{row.share.estimate:.15g}" for row in found.districts]
    assert all(told)
    assert api.get("/waves/00000000-0000-4000-8000-000000000000/results").status_code == 404


def test_how_a_work_counts_is_what_its_page_says() -> None:
    at = year()
    work = at.works[2]
    came = caller(at.people["owner"], "read", language="en").get(f"/works/{work.uid}/count").json()
    found = standing_of_work(work)
    assert (came["work"], came["rule"]["version"]) == (str(work.uid), found.rule.version)
    told = [(one["title"], one["held"], [row["held"] for row in one["verdicts"]]) for one in came["claims"]]
    assert told == [(one.title.en, one.held, [row.held for _asked, row in one.verdicts]) for one in found.claims]
    assert told


def test_evidence_packs_are_those_of_the_page_at_queries_that_do_not_grow() -> None:
    at = year()
    api = caller(at.people["owner"], "read", language="en")
    with CaptureQueriesContext(connection) as queries:
        came = api.get("/key-results/7301-2568/evidence-packs").json()
    found = proofs_of(at.key_result)
    assert (came["counted"], came["complete"]) == (len(found.counted), found.complete)
    assert [row["work"] for row in came["works"]] == [str(row.work.uid) for row in found.rows]
    [pack] = [pack for row in came["works"] for pack in row["packs"]]
    assert {part["state"] for part in pack["parts"]} <= {"have", "due", "missing", "not_needed"}
    assert len(queries) <= 40
    stranger = caller(people.user(role=Role.OWNER, agency=people.agency()), "read")
    assert stranger.get("/key-results/7301-2568/evidence-packs").status_code == 404
    assert stranger.get(f"/works/{at.works[2].uid}/count").status_code == 404


def test_a_record_says_what_is_new_since_it_was_handed_in() -> None:
    at = year()
    owner, period = at.people["owner"], at.key_result.periods.first()
    api = caller(owner, "read", "write")
    first = api.get(f"/periods/{period.pk}/package").json()
    assert (first["handed_in"], first["changes"]) == (None, [])
    body = {"outlet": "policy_tracking", "sha256": first["sha256"], "receipt": "รับที่ 12"}
    handed = api.post(f"/periods/{period.pk}/hand-in", body).json()
    edit_report(acting_user=owner, report=at.report, narrative="จัดกิจกรรมแล้ว", problems="ฝนตก", suggestions="ไม่มี")
    submit_report(acting_user=owner, report=at.report)
    again = api.get(f"/periods/{period.pk}/package").json()
    assert again["handed_in"] == handed["uid"]
    assert {"field": "ปัญหาอุปสรรค", "before": None, "after": "ฝนตก"} in again["changes"]
