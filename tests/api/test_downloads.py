"""Files by the API: who may and who may not, what they are called, and how many queries they take."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.api.caller import caller
from tests.factories import channels, people, publicity, site, surveys
from tests.factories.files import image
from tests.web.year import Year, year

from samrit.api.downloads import DOWNLOADS
from samrit.api.reads import BY_MODEL
from samrit.core.sheet import read_sheet
from samrit.evidence import actions as evidence
from samrit.evidence.models import Consent
from samrit.exchange.packages import package
from samrit.exchange.tables import TABLES, as_csv
from samrit.people.enums import Role
from samrit.people.models import User
from samrit.platform.files import store_file
from samrit.platform.jobs.worker import Worker
from samrit.publicity.actions import comments
from samrit.publicity.models import Media, Plan, PlanLine, Storyteller
from samrit.results.documents import definition_of

pytestmark = pytest.mark.django_db
THAI = "ภาพตลาดเก่า.png"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 60
"""Queries of one file, whatever it is: a paper gathers a whole year."""


@dataclass
class Case:
    """A file: who may have it, where it is, what comes."""

    user: User
    address: str
    media_type: str
    name: str
    query: dict[str, str]


@pytest.fixture
def cases() -> list[Case]:
    """One of each file that the API gives."""
    made = year()
    return [*_of_the_year(made), *_of_the_work(), *_of_the_survey(made)]


def _of_the_year(made: Year) -> list[Case]:
    owner, key_result = made.people["owner"], made.key_result
    plan, revision = Plan.objects.get(), key_result.revisions.get()
    period, report = key_result.periods.first(), made.report
    word = {"format": "docx"}
    called = f"7301-2568-{period.code}"
    return [
        Case(owner, f"/plans/{plan.uid}/paper", WORD, "publicity-plan-7301-2568-1.docx", word),
        Case(owner, f"/reports/{report.uid}/paper", WORD, f"report-{called}-0411.docx", word),
        Case(owner, f"/reports/{report.uid}/slides", SLIDES, f"slides-{called}-0411.pptx", {}),
        Case(owner, f"/revisions/{revision.pk}/form", WORD, "definition-7301-2568-1.docx", word),
        Case(owner, f"/revisions/{revision.pk}/source", "text/plain", "kr-7301.txt", {}),
        Case(owner, f"/periods/{period.pk}/record", BOOK, f"policy-tracking-{called}.xlsx", {}),
        Case(owner, "/key-results/7301-2568/dossier", "application/zip", "kr-7301-2568.dossier.zip", {}),
    ]


def _of_the_work() -> list[Case]:
    place = publicity.office()
    maker, work = place.maker, publicity.work(place, state="approved")
    item = evidence.add_file(work.subject, [image("PNG")], file_name=THAI, acting_user=maker)
    stored = store_file([image("PNG", size=(9, 9))])
    media = Media.objects.create(work=work, file=stored, public_copy=stored, file_name=THAI)
    attached = [comments.Attached(THAI, [image("PNG")])]
    comment = comments.add_comment(work.subject, "ดูไฟล์", key_result=place.key_result, files=attached, acting_user=maker)
    leave = publicity.consent(place, "storyteller", form=stored)
    teller = Storyteller.objects.create(
        key_result=place.key_result, consent=leave, review_on=dt.date(2030, 1, 1), trained_on=dt.date(2025, 1, 1)
    )
    delivery = channels.delivery(place, channels.account(place), state="approved")
    picture = site.picture(delivery.work.page, maker)
    keeper, zipped = place.owner, "application/zip"
    bundle = f"website-{delivery.link.code}.zip"
    number = comment.files.get().pk
    certificate = Case(keeper, f"/storytellers/{teller.uid}/certificate", WORD, f"certificate-{teller.uid}.docx", {})
    certificate.query = {"format": "docx"}
    return [
        Case(maker, f"/evidence/{item.uid}/file", "image/png", THAI, {}),
        Case(maker, f"/media/{media.pk}/file", "image/png", THAI, {"part": "original"}),
        Case(maker, f"/comments/{comment.pk}/files/{number}", "image/png", THAI, {}),
        Case(keeper, f"/consents/{leave.uid}/form", "image/png", f"consent-{leave.pk}", {}),
        certificate,
        Case(maker, f"/deliveries/{delivery.uid}/bundle", zipped, bundle, {}),
        Case(maker, f"/pictures/{picture.uid}/file", "image/jpeg", f"{picture.uid}-card.jpg", {"size": "card"}),
    ]


def _of_the_survey(made: Year) -> list[Case]:
    owner, approver = made.people["owner"], made.people["approver"]
    field = surveys.designed(made.key_result, [people.khet(), people.khet()], owner=owner, approver=approver)
    field = surveys.in_field(made=field)
    survey, wave = field.survey, field.wave
    answers, csv = f"survey-wave-{wave.number}-data.csv", "text/csv; charset=utf-8"
    return [
        Case(field.owner, f"/surveys/{survey.uid}/questionnaire", BOOK, "questionnaire-1.xlsx", {}),
        Case(field.owner, f"/waves/{wave.uid}/answers", csv, answers, {}),
        Case(field.owner, f"/waves/{wave.uid}/answer-sheet", BOOK, f"answers-wave-{wave.number}.xlsx", {}),
    ]


def test_every_file_goes_to_those_who_may_see_it_under_its_name_at_few_queries(cases: list[Case]) -> None:
    """And to nobody else: strangers do not learn that it is there, tokens without `read` are told what they lack."""
    stranger = caller(people.user(role=Role.OWNER, agency=people.agency()), "read")
    readers = {one.user for one in cases}
    programs = {user.pk: caller(user, "read") for user in readers}
    silent = {user.pk: caller(user, "write") for user in readers}
    for one in cases:
        with CaptureQueriesContext(connection) as queries:
            came = programs[one.user.pk].get(one.address, **one.query)
        assert (came.status_code, came["Content-Type"], came["Cache-Control"]) == (
            200,
            one.media_type,
            "private, no-store",
        ), (one.address, came.content[:300])
        told = f"filename*=utf-8''{quote(one.name)}" if one.name == THAI else f'filename="{one.name}"'
        assert came["Content-Disposition"] == f"attachment; {told}"
        assert came.getvalue()
        came.close()
        assert len(queries) <= MOST, (one.address, len(queries))
        assert stranger.get(one.address, **one.query).status_code == 404, one.address
        assert silent[one.user.pk].get(one.address, **one.query).status_code == 403
    assert (
        programs[cases[0].user.pk].client.get(f"/api/v1{cases[0].address}", headers={"Authorization": ""}).status_code
        == 401
    )


def test_the_cases_name_every_download(cases: list[Case]) -> None:
    tried = {(one.address.split("/")[1], one.address.split("/")[3]) for one in cases if one.address.count("/") == 3}
    known = {(BY_MODEL[one.model].path, one.name) for one in DOWNLOADS}
    assert known - tried == {("evidence", "screenshot")}  # tried with the captures of a browser


def test_without_a_token_no_file_is_sent(client: Client) -> None:
    made = year()
    for one in _of_the_year(made):
        assert client.get(f"/api/v1{one.address}", one.query).status_code == 401


def test_what_is_asked_for_is_what_comes_and_else_it_is_refused() -> None:
    """Also unknown parameters; the record of a period is the one whose hash a hand-in names."""
    made = year()
    api, period = caller(made.people["owner"], "read"), made.key_result.periods.first()
    plan = Plan.objects.get()
    assert api.get(f"/plans/{plan.uid}/paper", format="exe").status_code == 422
    assert api.get(f"/plans/{plan.uid}/paper", kind="docx").json()["errors"][0]["at"] == "query.kind"
    assert api.get("/key-results/7301-2568/score", asof="2025-01-01").status_code == 422
    record = api.get(f"/periods/{period.pk}/record", format="json")
    assert (record.content, record["Content-Type"]) == (package(period).data, "application/json")
    revision = made.key_result.revisions.get()
    form = api.get(f"/revisions/{revision.pk}/form", format="txt")
    assert read_sheet(form.content, "form.txt").name == definition_of(revision).name


def test_tables_are_those_of_the_office() -> None:
    made = year()
    owner = made.people["owner"]
    api = caller(owner, "read")
    for name in TABLES:
        assert api.get(f"/tables/{name}", format="csv").content == as_csv(TABLES[name], owner)
    assert load_workbook(io.BytesIO(api.get("/tables/works").content)).sheetnames == ["works"]
    assert caller(people.user(), "read").get("/tables/works").status_code == 403


def test_what_a_person_took_back_or_withdrew_is_closed() -> None:
    place = publicity.office()
    maker, work = place.maker, publicity.work(place)
    attached = [comments.Attached(THAI, [image("PNG")])]
    comment = comments.add_comment(work.subject, "x", key_result=place.key_result, files=attached, acting_user=maker)
    api = caller(maker, "read", "write")
    [shown] = api.get("/comments").json()["items"]
    file = comment.files.get()
    assert shown["attached"] == [{"id": file.pk, "file_name": THAI}]
    comments.take_back_comment(comment, acting_user=maker)
    assert api.get("/comments").json()["items"][0]["attached"] == []
    assert api.get(f"/comments/{comment.pk}/files/{file.pk}").status_code == 404
    leave = publicity.consent(place, "storyteller", form=store_file([image("PNG")]))
    keeper = caller(place.owner, "read")
    came = keeper.get(f"/consents/{leave.uid}/form")
    came.close()
    assert came.status_code == 200
    Consent.objects.filter(pk=leave.pk).update(withdrawn_at=publicity.ago(days=1))
    assert keeper.get(f"/consents/{leave.uid}/form").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_long_paper_is_drawn_by_a_job_and_the_same_address_says_how_far_it_is() -> None:
    made = year()
    plan = Plan.objects.get()
    line = plan.lines.get()
    rows = ({name.attname: getattr(line, name.attname) for name in line._meta.fields} for _ in range(401))
    PlanLine.objects.bulk_create(PlanLine(**{**row, "id": None, "uid": uuid.uuid4()}) for row in rows)
    api, address = caller(made.people["owner"], "read", language="en"), f"/plans/{plan.uid}/paper"
    first, again = (api.get(address, format="docx") for _ in range(2))
    assert (first.status_code, again.status_code, first["Retry-After"]) == (202, 202, "3")
    assert first.json() == {"state": "waiting", "percent": None, "words": "waiting for its turn"}
    assert Worker().run(until_idle=True) >= 1
    drawn = api.get(address, format="docx")
    assert (drawn.status_code, drawn["Content-Type"]) == (200, WORD)


def test_an_address_that_is_none_gets_a_problem_as_well() -> None:
    came = caller(people.user(role=Role.OWNER, agency=people.agency()), "read", language="en").get("/no/such/thing")
    assert (came.status_code, came["Content-Type"]) == (404, "application/problem+json")
    assert came.json()["type"] == "urn:samrit:problem:not-found"


def test_an_address_that_does_not_take_a_method_says_which_it_takes() -> None:
    came = caller(people.user(role=Role.OWNER, agency=people.agency()), "read").post("/me/urgent-notices")
    assert (came.status_code, came["Allow"], came.json()["type"]) == (405, "PUT", "urn:samrit:problem:method")
