"""Remarks and tasks on works, plans, reports and findings; the plan's editions side by side."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.factories import publicity
from tests.factories.files import PDF
from tests.web import year as made
from tests.web.office import errors, post, said, signed_in, upload, url

from samrit.publicity.models import Comment, Notification, Plan, Task
from samrit.verification.models import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return publicity.office()


def test_a_remark_stands_on_works_plans_reports_and_findings():
    """On the page of each but the finding, which has a page for its talk; the reader reads and may not write."""
    year = made.year()
    plan, finding = Plan.objects.get(), Finding.objects.get()
    key = year.key_result.key
    pages = {
        year.works[0].subject: url("work", year.works[0].uid),
        plan.subject: url("plan", key, plan.number),
        year.report.subject: url("report", year.report.uid),
        finding.name: url("talk", finding.name),
    }
    for number, (subject, page) in enumerate(pages.items()):
        answer = post(year.people["officer"], url("talk", subject), text=f"ความเห็นที่ {number}")
        assert answer.status_code == 302, said(answer)
        shown = said(signed_in(year.people["reader"]).get(page))
        assert (f"ความเห็นที่ {number}" in shown, "ส่งความเห็น" in shown) == (True, False)
    assert url("talk", finding.name) in signed_in(year.people["officer"]).get(url("findings", key)).content.decode()
    assert post(year.people["reader"], url("talk", plan.subject), text="ก").status_code == 403


def test_a_refused_remark_keeps_its_words(place):
    """Too long, or empty: at the field, with all that was typed."""
    long = "ก" * 5_001
    answer = post(place.maker, url("talk", place.key_result.subject), text=long)
    form = answer.context["talk"].form
    assert (answer.status_code, list(form.errors), form["text"].value()) == (422, ["text"], long)
    assert post(place.maker, url("talk", place.key_result.subject), text=" ").status_code == 422
    assert Comment.objects.count() == 0


def test_a_mention_leads_to_the_remark(place):
    """The one named finds a notice; its link opens the page."""
    work = publicity.work(place)
    post(place.maker, url("talk", work.subject), text=f"ดูภาพด้วย @{place.owner.username}")
    notice = Notification.objects.get(user=place.owner)
    client = signed_in(place.owner)
    assert client.get(url("subject", notice.subject))["Location"] == url("work", work.uid)


def test_a_remark_is_taken_back_with_its_files(place):
    """By its author only; then neither words nor files are given out."""
    work = publicity.work(place)
    post(place.maker, url("talk", work.subject), text="ผิดเรื่อง", files=upload("ก.pdf", PDF))
    comment = Comment.objects.get()
    file = url("talk_file", work.subject, comment.files.get().pk)
    assert b"".join(signed_in(place.reader).get(file).streaming_content) == PDF
    back = url("talk_back", work.subject, comment.pk)
    assert post(place.owner, back).status_code == 422
    assert post(place.maker, back)["Location"] == f"{url('work', work.uid)}#comments"
    assert "ผิดเรื่อง" not in said(signed_in(place.maker).get(url("work", work.uid)))
    assert signed_in(place.maker).get(file).status_code == 404


def test_a_task_is_given_and_done(place):
    """To somebody who works there, by a day to come; it stands in that person's week until it is done."""
    work = publicity.work(place)
    address = url("task_new", work.subject)
    wrong = post(place.owner, address, note="ขอภาพใหญ่", due_on="1/1/2560")
    assert (wrong.status_code, list(errors(wrong)), wrong.context["form"]["note"].value()) == (
        422,
        ["due_on"],
        "ขอภาพใหญ่",
    )
    today = timezone.localdate()
    day = f"{today.day}/{today.month}/{today.year + 543}"
    fields = {"note": "ขอภาพใหญ่", "assignee": place.maker.pk, "due_on": day}
    assert post(place.reader, address, **fields).status_code == 403
    assert post(place.owner, address, **fields).status_code == 302
    task = Task.objects.get()
    assert (task.assignee, task.due_on) == (place.maker, today)
    [item] = signed_in(place.maker).get(url("week")).context["week"].soon
    assert (item.title, item.why) == ("ขอภาพใหญ่", f"งานที่ต้องทำ · {work.title}")
    assert post(place.reader, url("task", task.pk)).status_code == 403
    assert post(place.maker, url("task", task.pk), note="ส่งแล้ว").status_code == 302
    assert post(place.maker, url("task", task.pk)).status_code == 422
    assert "ขอภาพใหญ่" not in said(signed_in(place.maker).get(url("week")))


def test_a_count_is_disputed_with_a_reason(place):
    """Who decides is told."""
    work = publicity.work(place)
    assert post(place.reader, url("work_dispute", work.uid), reason="ก").status_code == 403
    silent = post(place.maker, url("work_dispute", work.uid), reason=" ")
    assert (silent.status_code, list(errors(silent))) == (422, ["reason"])
    assert post(place.maker, url("work_dispute", work.uid), reason="นับซ้ำกับงานก่อน").status_code == 302
    assert f"{work.title} · นับซ้ำกับงานก่อน" in said(signed_in(place.inspector).get(url("week")))


@pytest.mark.parametrize(
    "name", ["work:nonsense", "work:00000000-0000-0000-0000-000000000000", "nothing:1", "x", "report:"]
)
def test_talk_about_nothing_is_not_found(place, name):
    """A 404, no fault."""
    assert signed_in(place.maker).get(url("talk", name)).status_code == 404
    assert post(place.maker, url("talk", name), text="ก").status_code == 404


# --- the plan ---


def lines(*rows, version):
    data = {"goals": "เป้า", "audiences": "ประชาชน", "messages": "สาร", "version": version, "count": len(rows)}
    for place, row in enumerate(rows):
        data |= {f"line{place}-{name}": value for name, value in row.items()}
    return data


def test_two_editions_are_compared_line_by_line(place):
    """Added, taken out and changed, each with its fields, and both budgets."""
    first = publicity.plan(place, "approved")
    key = place.key_result.key
    post(place.maker, url("plans", key))
    second = Plan.objects.get(number=2)
    kept, _gone = first.lines.all()
    rows = (
        {"title": kept.title, "kind": "piece", "uid": kept.uid, "budget": "๒,๕๐๐"},
        {"title": "รายการใหม่", "kind": "story"},
    )
    assert post(place.maker, url("plan_edit", key, 2), **lines(*rows, version=second.version)).status_code == 302
    made_of = signed_in(place.reader).get(url("plan_compare", key, 2, 1)).context
    assert sorted(pair.state for pair in made_of["rows"]) == ["added", "changed", "removed"]
    (changed,) = [pair for pair in made_of["rows"] if pair.state == "changed"]
    assert set(changed.changed) == {"district", "channel", "planned_on", "budget"}
    text = said(signed_in(place.reader).get(url("plan_compare", key, 2, 1)))
    assert "รายการใหม่" in text
    assert "๒,๕๐๐" in text


def test_two_who_write_one_plan_see_words_and_lines_of_both(place):
    """What somebody else added is named, so that saving mine takes nothing out unseen."""
    plan, key = publicity.plan(place), place.key_result.key
    first, second = plan.lines.all()
    address, read = url("plan_edit", key, 1), plan.version
    theirs = (
        {"title": "แก้โดยผู้อื่น", "kind": "piece", "uid": first.uid},
        {"title": second.title, "kind": "piece", "uid": second.uid},
        {"title": "เพิ่มโดยผู้อื่น", "kind": "piece"},
    )
    assert post(place.owner, address, **lines(*theirs, version=read)).status_code == 302
    mine = ({"title": "ของฉัน", "kind": "piece", "uid": first.uid}, *theirs[1:2])
    answer = post(place.maker, address, **lines(*mine, version=read))
    differing = {row["label"]: (row["current"], row["typed"]) for row in answer.context["rows"] if row["differs"]}
    assert answer.status_code == 409
    assert differing == {
        "รายการที่ ๑ · รายการ": ("แก้โดยผู้อื่น", "ของฉัน"),
        "รายการที่ผู้อื่นเพิ่ม": ("เพิ่มโดยผู้อื่น", ""),
    }
    again = {**dict(answer.context["again"]), "version": answer.context["version"]}
    assert post(place.maker, address, **again).status_code == 302
    assert list(plan.lines.values_list("title", flat=True)) == ["ของฉัน", second.title]


def test_a_wrong_line_is_refused_at_its_field_and_more_lines_keep_all(place):
    """The summary links to the line's field; “more lines” loses nothing."""
    plan, key = publicity.plan(place), place.key_result.key
    data = lines({"title": "วิดีโอ", "kind": "piece", "budget": "มาก"}, version=plan.version)
    answer = post(place.maker, url("plan_edit", key, 1), **data)
    assert (answer.status_code, 'href="#id_line0-budget"' in answer.content.decode()) == (422, True)
    more = post(place.maker, url("plan_edit", key, 1), **data, more="1")
    forms = more.context["lines"]
    assert (more.status_code, len(forms), forms[0]["title"].value(), forms[0]["budget"].value()) == (
        200,
        6,
        "วิดีโอ",
        "มาก",
    )


def test_a_plan_of_four_hundred_lines_is_saved(place):
    """As many as a year of fifty districts may need."""
    plan, key = publicity.plan(place), place.key_result.key
    row = {"title": "ก", "kind": "piece", "district": "", "channel": "", "planned_on": "", "budget": "", "uid": ""}
    assert post(place.maker, url("plan_edit", key, 1), **lines(*[row] * 400, version=plan.version)).status_code == 302
    assert plan.lines.count() == 400


@pytest.mark.parametrize(
    ("state", "act", "person"),
    [
        ("submitted", "approve", "approver"),
        ("submitted", "return", "approver"),
        ("draft", "submit", "maker"),
        ("submitted", "recall", "maker"),
    ],
)
def test_decisions_show_under_get_and_are_taken_by_those_who_may(place, state, act, person):
    """The page asks; the reader is refused with who may; the right person gets through."""
    plan = publicity.plan(place, state)
    address = url("plan_act", place.key_result.key, 1, act)
    assert signed_in(getattr(place, person)).get(address).status_code == 200
    assert Plan.objects.get().state == state
    data = {"version": plan.version, "reason": "ขอรายละเอียด"}
    refused = post(place.reader, address, **data)
    assert (refused.status_code, "ผู้มีสิทธิ ได้แก่" in said(refused)) == (403, True)
    assert post(getattr(place, person), address, **data).status_code == 302
    assert Plan.objects.get().state != state
