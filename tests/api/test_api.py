"""The API by its own client: reading, doing, versions, keys, limits, and what is said when something does not fit."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid

import pytest
from django.db import connection
from django.utils import timezone
from tests.api.caller import Caller, caller
from tests.factories import results
from tests.web.office import upload
from tests.web.year import year

from samrit.api.verbs import VERBS
from samrit.exchange.models import ApiToken, KeyedCall
from samrit.exchange.tables import TABLES, as_csv
from samrit.people.enums import Role
from samrit.publicity.models import Work
from samrit.verification import report_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return year()


def test_me_tells_who_asks_and_what_the_token_covers(made):
    came = caller(made.people["owner"], "read").get("/me")
    body = came.json()
    assert (came.status_code, body["account"]["username"], body["scopes"]) == (200, "demo-owner", ["read"])
    assert body["key_results"] == ["7301-2568"]


def test_without_a_token_the_answer_says_where_to_get_one(client):
    came = client.get("/api/v1/works", headers={"Accept-Language": "en"})
    assert (came.status_code, came["WWW-Authenticate"], came["Content-Type"]) == (
        401,
        "Bearer",
        "application/problem+json",
    )
    assert came.json()["errors"][0]["mend"] == "make one on your account's page in the office"


def test_an_expired_revoked_or_foreign_token_opens_nothing(made):
    good = caller(made.people["owner"], "read")
    assert good.get("/me").status_code == 200
    ApiToken.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert good.get("/me").status_code == 401


def test_lists_go_page_by_page_and_hold_every_row_once(made):
    api = caller(made.people["owner"], "read")
    seen, cursor = [], ""
    while cursor is not None:
        page = api.get("/works", limit="1", cursor=cursor).json()
        seen += [row["uid"] for row in page["items"]]
        cursor = page["next"]
    assert seen == [str(uid) for uid in Work.objects.order_by("pk").values_list("uid", flat=True)]


def test_an_unknown_parameter_is_refused_not_ignored(made):
    came = caller(made.people["owner"], "read").get("/works", stat="draft")
    assert (came.status_code, came.json()["errors"][0]["at"]) == (422, "query.stat")


def test_works_are_verified_in_the_version_that_was_seen(made):
    """A work that was changed since stays, and the answer says so."""
    judge = caller(made.people["inspector"], "read", "decide")
    work = Work.objects.get(pk=made.works[2].pk)
    before = judge.post("/works/verify", {"works": [{"work": str(work.uid), "version": work.version - 1}]})
    assert [row["why"]["at"] for row in before.json()["refused"]] == ["version"]
    came = judge.post("/works/verify", {"works": [{"work": str(work.uid), "version": work.version}]})
    assert came.json() == {"done": [str(work.uid)], "refused": []}


def test_reports_are_verified_in_the_version_that_was_seen():
    """As on the page of the office; a call that does not say which version was seen is refused."""
    at = results.typed_key_result()
    report = report_actions.check_report(acting_user=at.reviewer, report=results.submitted(at))
    report.refresh_from_db()
    judge = caller(at.inspector, "read", "decide")
    before = judge.post("/reports/verify", {"reports": [{"report": str(report.uid), "version": report.version - 1}]})
    assert [row["why"]["at"] for row in before.json()["refused"]] == ["version"]
    assert judge.post("/reports/verify", {"reports": [str(report.uid)]}).status_code == 422
    came = judge.post("/reports/verify", {"reports": [{"report": str(report.uid), "version": report.version}]})
    assert came.json() == {"done": [str(report.uid)], "refused": []}


def test_a_work_goes_its_way_by_the_api(made):
    officer = caller(made.people["officer"], "read", "write")
    came = officer.post(
        "/works",
        {
            "key_result": "7301-2568",
            "agency": "0411",
            "title": "ชุดภาพตลาด",
            "text": "ภาพของคนในตลาด",
            "detail": {"kind": "piece", "form": "article"},
            "districts": ["banglamphu"],
        },
    )
    work = came.json()
    assert (came.status_code, work["state"], work["detail"], work["version"]) == (201, "draft", {"form": "article"}, 1)
    told = officer.put(
        f"/works/{work['uid']}/tellings", {"tellings": [{"district": "banglamphu", "told": "story"}]}, version=1
    )
    assert told.status_code == 204
    tag = officer.get(f"/works/{work['uid']}")["ETag"]
    sent = officer.post(f"/works/{work['uid']}/submit", headers={"If-Match": tag})
    assert (sent.status_code, sent.json()["state"]) == (200, "submitted")
    row = Work.objects.get(uid=work["uid"])
    assert (row.entered_by, row.state) == (made.people["officer"], "submitted")


def test_who_entered_never_approves_by_the_api_either(made):
    work = made.works[1]
    work.refresh_from_db()
    mine = caller(made.people["officer"], "read", "write", "decide")
    other = caller(made.people["reviewer"], "read", "decide")
    refused = mine.post(f"/works/{work.uid}/approve", {}, version=work.version)
    approved = other.post(f"/works/{work.uid}/approve", {}, version=work.version)
    assert (refused.status_code, approved.status_code) == (403, 200)


def test_what_need_not_be_said_need_not_be_sent(made):
    api = caller(made.people["owner"], "read", "write")
    assert [api.patch("/me").status_code, api.patch("/me", {}).status_code] == [200, 200]
    assert api.patch("/me", {"wants_digest": False}).json()["wants_digest"] is False


def test_a_token_does_no_more_than_its_scopes(made):
    work = made.works[1]
    came = caller(made.people["reviewer"], "read").post(f"/works/{work.uid}/approve", {}, version=2)
    assert (came.status_code, came.json()["type"]) == (403, "urn:samrit:problem:scope")


def test_a_token_without_the_scope_learns_nothing_of_the_form(made, settings):
    """Whatever it sends to whatever verb: what the token covers is asked first."""
    settings.SAMRIT_API_CALLS = 10_000
    reads = caller(made.people["owner"], "read")
    answers = {}
    for name, said in VERBS.items():
        method, address, _scope = said.split()
        for key in ("x", "1", str(uuid.uuid4())):  # an address with a key of another kind is none
            came = reads.raw(method, re.sub(r"{[^}]*}", key, f"/{address}"), b'{"nonsense": ')
            if came.status_code != 404:
                break
        answers[name] = (came.status_code, came.json()["type"])
    wanted = (403, "urn:samrit:problem:scope")
    assert {name: came for name, came in answers.items() if came != wanted} == {}
    assert reads.send_file("no file").status_code == 403
    writes = caller(made.people["owner"], "write")
    assert [writes.get(path).status_code for path in ("/works", "/me")] == [403, 403]
    assert writes.get("/works", limit="many").status_code == 403


def test_an_old_version_is_refused_with_the_row_as_it_is(made):
    work = made.works[0]
    api = caller(made.people["officer"], "read", "write")
    body = {"title": "ชื่อใหม่", "detail": {"kind": "piece"}}
    first = api.put(f"/works/{work.uid}", body, version=work.version)
    second = api.put(f"/works/{work.uid}", {**body, "title": "อีกชื่อ"}, version=work.version)
    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["current"]["title"] == "ชื่อใหม่"
    assert second["ETag"] == first["ETag"]


def test_a_change_without_the_version_that_was_read_is_not_done(made):
    came = caller(made.people["officer"], "write").post(f"/works/{made.works[0].uid}/submit")
    assert (came.status_code, came.json()["type"]) == (428, "urn:samrit:problem:version-wanted")


def test_the_same_key_and_content_do_the_work_once(made):
    api = caller(made.people["owner"], "read", "write")
    body = {"subject": made.key_result.subject, "key_result": "7301-2568", "note": "โปรดตรวจ"}
    first = api.post("/tasks", body, key="a-key")
    again = api.post("/tasks", body, key="a-key")
    other = api.post("/tasks", {**body, "note": "อื่น"}, key="a-key")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert (again.json(), again["Idempotent-Replayed"]) == (first.json(), "true")
    assert api.get("/tasks").json()["items"] == [first.json()]


def test_what_is_kept_of_an_answer_is_sealed_and_its_loss_is_told(made, settings):
    """It may hold codes of households, which are told but once and hashed everywhere else."""
    api = caller(made.people["owner"], "read", "write")
    body = {"subject": made.key_result.subject, "key_result": "7301-2568", "note": "โปรดตรวจ"}
    api.post("/tasks", body, key="a-key")
    kept = KeyedCall.objects.get().body
    assert (kept != "", "โปรดตรวจ" in kept, "7301" in kept) == (True, False, False)
    settings.SECRET_KEY = "z" * 50
    again = api.post("/tasks", body, key="a-key")
    assert (again.status_code, again.json()["type"]) == (409, "urn:samrit:problem:key-open")


def test_a_call_whose_first_is_given_up_just_then_is_the_first(made):
    owner, given_up = made.people["owner"], []
    api = caller(owner, "read", "write")
    KeyedCall.objects.create(user=owner, key="a-key", fingerprint="0" * 64, begun_at=timezone.now())

    def gives_up(execute, sql, params, many, context):
        if sql.startswith("SELECT") and "exchange_keyedcall" in sql and not given_up:
            given_up.append(KeyedCall.objects.filter(key="a-key").delete())
        return execute(sql, params, many, context)

    body = {"subject": made.key_result.subject, "key_result": "7301-2568", "note": "โปรดตรวจ"}
    with connection.execute_wrapper(gives_up):
        came = api.post("/tasks", body, key="a-key")
    assert (came.status_code, len(given_up)) == (201, 1)


def test_what_hangs_on_others_is_not_there(made):
    from tests.factories import people

    stranger = people.user(role=Role.OWNER, agency=people.agency())
    api = caller(stranger, "read", "write")
    assert api.get("/works").json() == {"items": [], "next": None}
    assert api.get(f"/works/{made.works[0].uid}").status_code == 404
    assert api.post(f"/works/{made.works[0].uid}/submit", version=1).status_code == 404
    assert api.get("/people").status_code == 403


def test_numbers_are_strings_and_a_bare_one_is_refused(made):
    api = caller(made.people["owner"], "read", "write")
    body = {
        "key_result": "7301-2568",
        "reading": "each",
        "respondents": 400,
        "method": "สุ่มตัวอย่าง",
        "measured_on": "2025-08-01",
    }
    bare = api.post("/awareness-results", {**body, "share": 0.8})
    said = api.post("/awareness-results", {**body, "share": "0.80"})
    assert (bare.status_code, bare.json()["errors"][0]["what"]) == (400, "0.8 เป็นเลขทศนิยมแบบไบนารี")
    assert (said.status_code, said.json()["share"]) == (201, "0.8")


def test_problems_speak_thai_or_english(made):
    came = [
        caller(made.people["owner"], "read", language=lang).get("/works/00000000-0000-4000-8000-000000000000").json()
        for lang in ("th", "en-GB,en;q=0.9")
    ]
    assert [one["title"] for one in came] == [
        "ไม่พบรายการ หรือบัญชีนี้ดูไม่ได้",
        "There is no such thing, or it is not shown to this account",
    ]


def test_too_many_calls_are_told_how_long_to_wait(made, settings):
    settings.SAMRIT_API_CALLS = 2
    api = caller(made.people["owner"], "read")
    came = [api.get("/me") for _ in range(3)]
    assert [one.status_code for one in came] == [200, 200, 429]
    assert 1 <= int(came[2]["Retry-After"]) <= 60


def test_who_guesses_tokens_behind_the_proxy_shuts_out_nobody_else(made, settings):
    settings.SAMRIT_API_WRONG_TOKENS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2, 1
    api, guessing = caller(made.people["owner"], "read"), Caller("samrit_" + "x" * 40)
    guessed = [guessing.get("/me", {"X-Forwarded-For": f"192.0.2.{at}, 198.51.100.7"}).status_code for at in range(4)]
    assert guessed == [401, 401, 429, 429]
    assert api.get("/me", {"X-Forwarded-For": "198.51.100.7"}).status_code == 429
    assert api.get("/me", {"X-Forwarded-For": "198.51.100.8"}).status_code == 200


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b'{"note": "\\ud800"}', b'{"note": "\\u0000"}', b'{"a":1,"a":2}', b"[" * 5000]
)
def test_what_is_no_sound_json_is_refused(made, body):
    came = caller(made.people["owner"], "write").raw("POST", "/tasks", body)
    assert (came.status_code, came["Content-Type"]) == (400, "application/problem+json")


def test_a_file_is_sent_first_and_then_named(made):
    from django.core.files.uploadedfile import SimpleUploadedFile

    api = caller(made.people["owner"], "read", "write")
    came = api.send_file(SimpleUploadedFile("หลักฐาน.txt", "ข้อความ".encode()))
    body = {"subject": made.works[0].subject, "file": came.json()["uid"], "file_name": "หลักฐาน.txt"}
    added = api.post("/evidence/file", body)
    stolen = caller(made.people["officer"], "read", "write").post("/evidence/file", body)
    assert (came.status_code, added.status_code, added.json()["sha256"]) == (201, 201, came.json()["sha256"])
    assert (stolen.status_code, stolen.json()["errors"][0]["at"]) == (422, "file")


def test_the_score_is_the_office_s_own(made):
    from samrit.core.rubric import score_data
    from samrit.scoring.result import score_key_result

    came = caller(made.people["owner"], "read").get("/key-results/7301-2568/score", as_of="2025-03-01").json()

    assert came["score"] == json.loads(
        json.dumps(score_data(score_key_result(made.key_result, dt.date(2025, 3, 1)).score))
    )


def test_a_row_that_has_not_changed_is_not_sent_again(made):
    api = caller(made.people["owner"], "read")
    first = api.get(f"/works/{made.works[0].uid}")
    again = api.get(f"/works/{made.works[0].uid}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_an_import_finds_is_told_by_cell(made):
    table = upload("works.csv", as_csv(TABLES["works"], made.people["officer"]).replace("วิดีโอที่ 1".encode(), b""))
    api = caller(made.people["officer"], "read", "write")
    body = {"table": "works", "file": api.send_file(table).json()["uid"]}
    came = api.post("/tables/import", body).json()
    assert (came["changed"], came["unchanged"], came["done"]) == (0, 2, False)
    assert [error["at"] for error in came["errors"]] == ["works!G2"]
