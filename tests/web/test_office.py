"""The office's pages: who may open them, what they say of mistakes, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web import year as made
from tests.web.office import signed_in

from samrit.people.models import User
from samrit.publicity.models import Plan, Work
from samrit.results.models import Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    return made.year()


def test_front_page_has_a_card_for_each_role(client, settings):
    """A demo installation shows one sign-in card a role; the button signs in."""
    settings.SAMRIT_DEMO = True
    made.staff()
    page = client.get(reverse("office:front"))
    assert [card.user.username for card in page.context["cards"]] == [
        "demo-officer",
        "demo-owner",
        "demo-reviewer",
        "demo-approver",
        "demo-inspector",
        "demo-strategy",
        "demo-reader",
        "demo-admin",
    ]
    answer = client.post(reverse("office:demo_sign_in"), {"username": "demo-owner"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("office:week"))
    assert client.get(reverse("office:week")).status_code == 200
    assert len(client.get(reverse("usersessions_list")).context["sessions"]) == 1


def test_whoever_came_by_a_card_is_not_told_of_a_password_that_somebody_else_chose(client, settings):
    settings.SAMRIT_DEMO = True
    made.staff()
    User.objects.filter(username="demo-admin").update(must_change_password=True)
    client.post(reverse("office:demo_sign_in"), {"username": "demo-admin"})
    assert "มีผู้อื่นตั้งให้" not in client.get(reverse("account_change_password")).content.decode()


def test_no_demo_sign_in_outside_a_demo(client, settings):
    """Elsewhere there are no cards and no such page."""
    settings.SAMRIT_DEMO = False
    made.staff()
    assert client.get(reverse("office:front"))["Location"] == reverse("account_login")
    assert client.post(reverse("office:demo_sign_in"), {"username": "demo-owner"}).status_code == 404


def test_only_demo_people_sign_in_by_a_card(client, settings):
    """A person whose name does not begin with `demo-` is never signed in by a card."""
    settings.SAMRIT_DEMO = True
    from tests.factories import people

    people.user("somebody", role="owner")
    assert client.post(reverse("office:demo_sign_in"), {"username": "somebody"}).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "week",
        "key_results",
        "districts",
        "executive",
        "strategy",
        "audit",
        "people",
        "notifications",
        "search",
        "upload",
    ],
)
def test_pages_ask_for_sign_in(client, name):
    """Nobody sees a page of the office without signing in."""
    url = reverse(f"office:{name}")
    answer = client.get(url)
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={url}")


def test_pages_for_a_role_are_closed_to_others(year):
    """The reader opens what readers may; the rest is a 403 that says who may."""
    client = signed_in(year.people["reader"])
    codes = {
        name: client.get(reverse(f"office:{name}")).status_code
        for name in ("week", "key_results", "executive", "strategy", "audit", "people", "upload")
    }
    assert codes == {
        "week": 200,
        "key_results": 200,
        "executive": 403,
        "strategy": 403,
        "audit": 403,
        "people": 403,
        "upload": 403,
    }
    assert "ผู้มีสิทธิ ได้แก่" in client.get(reverse("office:people")).content.decode()


def test_upload_reads_the_sheet_and_asks(client):
    """The sheet becomes a revision with its one question; the page shows the original beside it."""
    people = made.staff()
    client.force_login(people["owner"])
    with made.SHEET.open("rb") as file:
        answer = client.post(reverse("office:upload"), {"file": file})
    revision = Revision.objects.get()
    assert answer["Location"] == reverse("office:revision", args=["7301-2568", 1])
    page = client.get(answer["Location"])
    assert [row.path for row in page.context["questions"]] == ["involvement"]
    assert page.context["original"] != []
    assert revision.state == "read"


@pytest.mark.parametrize(
    ("name", "content"), [("empty.txt", b""), ("broken.docx", b"PK\x03\x04broken"), ("page.html", b"<html>")]
)
def test_upload_refuses_broken_files_with_a_sentence(client, name, content):
    """A broken file is a 422 with the error at its field."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(made.staff()["owner"])
    answer = client.post(reverse("office:upload"), {"file": SimpleUploadedFile(name, content), "code": "7301"})
    assert answer.status_code == 422
    assert 'value="7301"' in answer.content.decode()


def test_a_form_keeps_what_was_typed(year):
    """A refusal shows the summary with a link to its field; everything typed is still there."""
    client = signed_in(year.people["officer"])
    url = reverse("office:work_new", args=[year.key_result.key, "piece"])
    answer = client.post(url, {"title": "ชื่อที่พิมพ์", "text": "ข้อความยาว", "planned_on": "32/13/2568", "form": "video"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_planned_on"' in page
    assert "ชื่อที่พิมพ์" in page
    assert "ข้อความยาว" in page


def test_a_stale_form_shows_both_versions(year):
    """Somebody else saved first: both versions stand side by side, and what was typed can be sent again."""
    work = year.works[0]
    client = signed_in(year.people["officer"])
    url = reverse("office:work_edit", args=[work.uid])
    typed = {"title": "ของข้าพเจ้า", "text": "ก", "form": "video", "version": work.version}
    Work.objects.filter(pk=work.pk).update(title="ของผู้อื่น", version=work.version + 1)
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ของผู้อื่น" in page
    assert "ของข้าพเจ้า" in page
    again = client.post(url, {**typed, "version": work.version + 1})
    assert again.status_code == 302
    assert Work.objects.get(pk=work.pk).title == "ของข้าพเจ้า"


def test_own_work_is_not_approved(year):
    """Whoever made a work is told that another must approve it."""
    work = year.works[1]
    year.people["officer"].roles.create(role="host_reviewer", agency=year.key_result.host)
    client = signed_in(year.people["officer"])
    answer = client.post(reverse("office:work_act", args=[work.uid, "approve"]), {"version": work.version})
    work.refresh_from_db()
    assert (answer.status_code, work.state) == (422, "submitted")


def test_approving_and_verifying_by_others(year):
    """The reviewer approves, the page leads back, the state has changed."""
    work = year.works[1]
    client = signed_in(year.people["reviewer"])
    answer = client.post(
        reverse("office:work_act", args=[work.uid, "approve"]), {"version": work.version, "reason": ""}
    )
    work.refresh_from_db()
    assert (answer.status_code, work.state) == (302, "approved")


@pytest.mark.parametrize(
    "url",
    [
        "/nothing/",
        "/key-results/nothing/",
        "/key-results/7301-9999/",
        "/works/00000000-0000-0000-0000-000000000000/",
        "/subjects/work:nonsense/",
    ],
)
def test_what_is_not_there_is_a_kind_404(year, url):
    """An address that leads nowhere says so in Thai."""
    answer = signed_in(year.people["owner"]).get(url, headers={"accept-language": "th"})
    assert answer.status_code == 404
    assert "ไม่พบหน้าที่ท่านต้องการ" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?page=abc",
        "?page=-1",
        "?kind=x&state=y&district=z",
        "?view=calendar&month=nonsense",
        "?view=calendar&month=9999-12",
        "?text=%00'\"<script>",
        "?as_of=31/2/2568",
        "?as_of=nonsense",
    ],
)
def test_nonsense_in_addresses_is_no_fault(year, query):
    """Lists and pages answer whatever stands in the address."""
    client = signed_in(year.people["owner"])
    for name in ("works", "key_result", "plans"):
        assert client.get(reverse(f"office:{name}", args=[year.key_result.key]) + query).status_code == 200


def test_content_security_policy_is_strict(year):
    """No inline script or style may run; nothing comes from elsewhere."""
    policy = signed_in(year.people["owner"]).get(reverse("office:week"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_thai_comes_first(rf):
    """The browser's language is not asked: Thai unless the person chose English."""
    from samrit.web.shared.language import LanguageMiddleware

    seen = []
    middleware = LanguageMiddleware(
        lambda request: seen.append(request.LANGUAGE_CODE) or __import__("django.http").http.HttpResponse()
    )
    middleware(rf.get("/", headers={"accept-language": "en"}))
    request = rf.get("/")
    request.COOKIES["django_language"] = "en"
    middleware(request)
    assert seen == ["th", "en"]


def test_the_beginning_of_a_year_through_the_pages():
    """Upload, answer, confirm, sign, plan, submit, approve: each by the form that people use."""
    people = made.staff()
    key = made.uploaded(people).key
    owner, approver = signed_in(people["owner"]), signed_in(people["approver"])

    def post(who, name, *args, **data):
        answer = who.post(reverse(f"office:{name}", args=args), data)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    answers = {
        "single_agency": "yes",
        "supporting_agencies": "no",
        "supporting_bureaus": "no",
        "supporting_district_offices": "no",
    }
    field = f"{reverse('office:revision_field', args=[key, 1])}?path=involvement"
    assert owner.post(field, {**answers, "version": 1}).status_code == 302
    while section := owner.get(reverse("office:revision", args=[key, 1])).context["first"]:
        post(owner, "revision_right", key, 1, block=section, version=Revision.objects.get().version)
    for who, act in ((owner, "confirm"), (approver, "sign")):
        post(who, "revision_act", key, 1, act, version=Revision.objects.get().version)
    assert Revision.objects.get().state == "signed"
    post(owner, "plans", key)
    words = {"goals": "ให้รู้จักย่าน", "audiences": "ประชาชน", "messages": "ทุกย่านมีเรื่อง"}
    line = {"line0-title": "วิดีโอ", "line0-kind": "piece", "line0-planned_on": "๑๕ ม.ค. ๖๘", "line0-budget": "๒๕,๐๐๐"}
    post(owner, "plan_edit", key, 1, version=1, count=1, **words, **line)
    plan = Plan.objects.get()
    assert [(row.title, row.planned_on.isoformat(), str(row.budget)) for row in plan.lines.all()] == [
        ("วิดีโอ", "2025-01-15", "25000.00")
    ]
    for who, act, data in ((owner, "submit", {}), (approver, "approve", {"approved_on": "20/11/2567"})):
        post(who, "plan_act", key, 1, act, version=Plan.objects.get().version, **data)
    assert Plan.objects.get().state == "approved"
    page = owner.get(f"{reverse('office:key_result', args=[key])}?as_of=30/6/2568")
    assert page.status_code == 200


def test_a_report_through_the_pages(year):
    """The owner writes and sends the report; the reviewer checks it; each step shows on its page."""
    report = year.report
    owner, reviewer = signed_in(year.people["owner"]), signed_in(year.people["reviewer"])
    words = {"narrative": "ผลิตวิดีโอแล้ว", "problems": "ไม่มี", "suggestions": "ไม่มี", "version": report.version}
    assert owner.post(reverse("office:report_edit", args=[report.uid]), words).status_code == 302
    for who, act in ((owner, "submit"), (reviewer, "check")):
        report.refresh_from_db()
        answer = who.post(reverse("office:report_act", args=[report.uid, act]), {"version": report.version})
        assert answer.status_code == 302, answer.content.decode()
    report.refresh_from_db()
    assert report.state == "checked"


@pytest.mark.parametrize(
    ("name", "act", "may"),
    [("work_act", "approve", "reviewer"), ("work_act", "verify", "inspector"), ("work_act", "withdraw", "officer")],
)
def test_the_page_of_a_decision_opens_only_for_those_who_may_decide(year, name, act, may):
    """Others get a sentence that says who may, before they fill in anything."""
    address = reverse(f"office:{name}", args=[year.works[1].uid, act])
    assert signed_in(year.people[may]).get(address).status_code == 200
    refused = signed_in(year.people["reader"]).get(address)
    assert (refused.status_code, "ผู้มีสิทธิ ได้แก่" in refused.content.decode()) == (403, True)


def test_the_pages_of_plans_sheets_and_reports_ask_for_the_right_as_well(year):
    """By their own rights: who drafts does not see the form of who approves."""
    key = year.key_result.key
    addresses = [
        reverse("office:plan_act", args=[key, 1, "approve"]),
        reverse("office:revision_act", args=[key, 1, "sign"]),
        reverse("office:report_act", args=[year.report.uid, "acknowledge"]),
    ]
    codes = {
        name: [signed_in(year.people[name]).get(address).status_code for address in addresses]
        for name in ("officer", "approver")
    }
    assert codes == {"officer": [403] * 3, "approver": [200] * 3}
