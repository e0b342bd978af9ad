"""The list, board and calendar of works, saved filters, one act for many, look-alikes, search and notices."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import publicity
from tests.web.office import errors, post, said, signed_in, upload, url

from samrit.publicity.actions import duplicates
from samrit.publicity.models import DuplicateFlag, Notification, SavedFilter, Work

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return publicity.office()


def works_of(place, query=""):
    return signed_in(place.maker).get(f"{url('works', place.key_result.key)}?{query}")


# --- filters ---


def test_the_list_is_filtered_by_everything_in_its_form(place):
    """Kind, state, district, words, days, one's own; what nobody knows asks nothing."""
    piece = publicity.work(place, publicity.draft(place, title="ตลาดเช้า", planned_on=dt.date(2025, 1, 15)))
    story = publicity.work(place, publicity.story_draft(place), state="submitted")
    other = place.districts[0].slug

    def titles(query):
        return [row.title for row in works_of(place, query).context["page"]]

    assert titles("kind=piece") == titles("state=draft") == titles("text=ตลาด") == [piece.title]
    assert titles("from=1/1/2568&to=31/1/2568") == titles("from=๑๕ ม.ค. ๖๘") == [piece.title]
    assert titles(f"district={other}&mine=1") == titles("kind=x&from=เมื่อวาน&text=") == [story.title, piece.title]
    assert titles("to=1/1/2567") == []
    assert "ลองล้างตัวกรองหรือค้นด้วยคำอื่น" in said(works_of(place, "to=1/1/2567"))


def test_a_filter_is_kept_used_and_deleted(place):
    """Under a name, in the words of what it asks; only its own person sees it."""
    query = "kind=piece&state=draft&mine=1&from=1/1/2568"
    address = f"{url('filter_new', place.key_result.key)}?{query}"
    page = said(signed_in(place.maker).get(address))
    assert "ชิ้นงานสื่อ" in page
    assert "๑ มกราคม ๒๕๖๘" in page
    answer = post(place.maker, address, name="ร่างของฉัน")
    row = SavedFilter.objects.get()
    assert row.query == {"kinds": ["piece"], "states": ["draft"], "mine": place.maker.pk, "planned_from": "2025-01-01"}
    listed = signed_in(place.maker).get(answer["Location"])
    assert [saved.name for saved, _query in listed.context["saved"]] == ["ร่างของฉัน"]
    assert listed.context["saved"][0][1] == listed.context["query"]
    assert signed_in(place.owner).get(answer["Location"]).context["saved"] == []
    delete = url("filter_delete", place.key_result.key, row.pk)
    assert post(place.owner, delete).status_code == 404
    assert post(place.maker, delete).status_code == 302
    assert SavedFilter.objects.count() == 0


def test_a_filter_without_a_name_is_refused_and_one_too_many_keeps_its_name(place):
    """At the field, with what was typed."""
    from samrit.publicity.actions import filters
    from samrit.publicity.filters import WorkFilter

    address = f"{url('filter_new', place.key_result.key)}?kind=piece"
    empty = post(place.maker, address, name=" ")
    assert (empty.status_code, list(errors(empty))) == (422, ["name"])
    for number in range(filters.MOST_FILTERS):
        filters.save_filter(str(number), WorkFilter(), acting_user=place.maker)
    full = post(place.maker, address, name="อีกอัน")
    assert (full.status_code, list(errors(full)), full.context["form"]["name"].value()) == (422, ["name"], "อีกอัน")


# --- calendar ---


def test_the_calendar_by_month_week_and_day(place):
    """The same activity stands in each; an empty month says what to do; nonsense shows today."""
    activity = publicity.work(place, publicity.activity_draft(place, starts_at=publicity.ago(days=1), ends_at=None))
    day = timezone.localdate(activity.activity.starts_at)

    def titles(span):
        context = works_of(place, f"view=calendar&span={span}&day={day.isoformat()}").context
        if span == "list":
            return [entry.title for _day, entries in context["days"] for entry in entries]
        return [entry.title for week in context["weeks"] for one in week for entry in one.entries]

    assert [titles(span) for span in ("month", "week", "list")] == [[activity.title]] * 3
    assert "ไม่มีงานในเดือนนี้" in said(works_of(place, "view=calendar&span=list&day=2001-01-01"))
    for query in ("day=nonsense", "day=9999-99-99", "day=0001-01-01", "span=year&day=9999-12-31"):
        assert works_of(place, f"view=calendar&{query}").status_code == 200


@pytest.mark.parametrize("view", ["list", "board", "calendar", "calendar&span=week", "calendar&span=list"])
def test_lists_ask_as_much_for_much_as_for_little(place, view, django_assert_num_queries):
    """Two works or twelve: the same number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _number in range(2):
        publicity.work(place, publicity.draft(place, planned_on=timezone.localdate()))
    client, address = signed_in(place.maker), f"{url('works', place.key_result.key)}?view={view}"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        few = len(asked)
    for _number in range(10):
        publicity.work(place, publicity.draft(place, planned_on=timezone.localdate()))
    with django_assert_num_queries(few):
        client.get(address)
    assert few <= 24


# --- one act for many ---


def chosen(*works):
    return [f"{work.uid}:{work.version}" for work in works]


def test_many_are_submitted_and_each_refusal_is_said(place):
    """One that is ready, one without a district, one that somebody changed since: a page names each."""
    ready = publicity.work(place)
    bare = publicity.work(place, publicity.draft(place, title="ไม่มีย่าน", districts=[]))
    stale = publicity.work(place, publicity.draft(place, title="ถูกแก้ไป"))
    rows = chosen(ready, bare, stale)
    Work.objects.filter(pk=stale.pk).update(version=stale.version + 1)
    answer = post(place.maker, url("works_bulk", place.key_result.key), act="submit", work=rows)
    assert [work.pk for work, *_counts in answer.context["done"]] == [ready.pk]
    assert {work.pk: why.split(" — ")[0] for work, why in answer.context["refused"]} == {
        bare.pk: "ยังไม่ได้เลือกย่าน",
        stale.pk: "มีผู้อื่นแก้ไขข้อมูลนี้ระหว่างที่ท่านทำงาน",
    }
    text = said(answer)
    assert all(title in text for title in (ready.title, "ไม่มีย่าน", "ถูกแก้ไป"))


def test_verifying_many_minds_the_version_that_was_read(place):
    """A work that was changed after the list was shown is not verified unseen."""
    done = publicity.work(place, state="done")
    rows = chosen(done)
    Work.objects.filter(pk=done.pk).update(version=done.version + 1)
    answer = post(place.inspector, url("works_bulk", place.key_result.key), act="verify", work=rows)
    done.refresh_from_db()
    assert (done.state, len(answer.context["refused"])) == ("done", 1)


def test_many_are_approved_by_one_paper(place):
    """Its day and number are asked once; without them nothing is approved."""
    works = [publicity.work(place, state="submitted") for _number in range(2)]
    address, data = url("works_bulk", place.key_result.key), {"act": "approve-paper", "work": chosen(*works)}
    empty = post(place.approver, address, **data, reason="", approved_on="")
    assert (empty.status_code, sorted(errors(empty))) == (422, ["approved_on", "reason"])
    day = timezone.localdate() - dt.timedelta(days=3)
    typed = {"reason": "กท ๐๔๑๑/๑๒๔", "approved_on": day.isoformat()}
    assert post(place.approver, address, **data, **typed).context["refused"] == []
    assert {timezone.localdate(work.approved_at) for work in Work.objects.all()} == {day}


def test_returning_many_asks_for_a_reason_once(place):
    """First a page with the titles and the field; an empty reason is refused there; then it is done for all."""
    works = [publicity.work(place, state="submitted") for _number in range(2)]
    address, data = url("works_bulk", place.key_result.key), {"act": "return", "work": chosen(*works)}
    asked = post(place.approver, address, **data)
    assert (asked.status_code, "reason" in asked.context["form"].fields) == (200, True)
    empty = post(place.approver, address, **data, reason=" ")
    assert (empty.status_code, list(errors(empty))) == (422, ["reason"])
    post(place.approver, address, **data, reason="แก้คำผิด")
    assert list(Work.objects.values_list("state", flat=True)) == ["returned", "returned"]


def test_who_may_not_is_told_for_each_and_nothing_is_done(place):
    """The reader sees no buttons; sent by hand, each work is refused with a sentence. Nothing chosen says so."""
    work, address = publicity.work(place), url("works_bulk", place.key_result.key)
    assert "กับรายการที่เลือก" not in said(signed_in(place.reader).get(url("works", place.key_result.key)))
    answer = post(place.reader, address, act="submit", work=chosen(work))
    ((_work, why),) = answer.context["refused"]
    assert "ผู้มีสิทธิ ได้แก่" in why
    assert "ยังไม่ได้เลือกรายการใด" in said(post(place.maker, address, act="return", work=["nonsense:1", ":"]))
    assert post(place.maker, address, act="nonsense").status_code == 404


def test_a_decision_on_what_was_changed_since_leads_to_the_latest_first(place):
    """The remark stays, a link leads to the work; pressed again, it is decided as it stands now."""
    work = publicity.work(place, state="submitted")
    address, read = url("work_act", work.uid, "return"), work.version
    Work.objects.filter(pk=work.pk).update(version=read + 1)
    late = post(place.approver, address, version=read, reason="แก้คำผิด")
    work.refresh_from_db()
    assert (late.status_code, work.state, late.context["form"]["reason"].value()) == (422, "submitted", "แก้คำผิด")
    assert "เปิดดูข้อมูลล่าสุดก่อนตัดสินใจ" in said(late)
    assert post(place.approver, address, version=late.context["version"], reason="แก้คำผิด").status_code == 302
    work.refresh_from_db()
    assert work.state == "returned"


# --- look-alikes ---


@pytest.fixture
def pair(place):
    first = publicity.work(place, publicity.draft(place, title="ตลาดเช้า"))
    second = publicity.work(place, publicity.draft(place, title="ตลาดเช้า"))
    (flag,) = duplicates.flag_duplicates(second, acting_user=place.maker)
    return first, second, flag


def test_a_pair_is_shown_side_by_side_with_why(place, pair):
    """The same file stands marked in both; the list says that it waits."""
    from tests.factories.files import image

    first, second, flag = pair
    DuplicateFlag.objects.update(found_by="media+title")
    for work in (first, second):
        post(place.maker, url("media_new", work.uid), file=upload("a.png", image("PNG")))
    page = signed_in(place.inspector).get(url("duplicate", flag.pk))
    assert [side.work.pk for side in page.context["sides"]] == [first.pk, second.pk]
    text = said(page)
    assert "ใช้ไฟล์เดียวกัน · ชื่อเดียวกัน" in text
    assert text.count("ไฟล์เดียวกันทั้งสองงาน") == 2
    assert "รอชี้ขาด" in said(signed_in(place.inspector).get(url("duplicates", place.key_result.key)))


def test_a_pair_is_decided_by_a_person_who_made_neither(place, pair):
    """Sides need no version; an incomplete answer keeps the reason; the maker may not."""
    first, _second, flag = pair
    address = url("duplicate", flag.pk)
    half = post(place.inspector, address, reason="ภาพเดียวกัน")
    assert (half.status_code, list(errors(half)), half.context["form"]["reason"].value()) == (
        422,
        ["same"],
        "ภาพเดียวกัน",
    )
    lacking = post(place.inspector, address, same="yes", reason="ภาพเดียวกัน")
    assert (lacking.status_code, list(errors(lacking))) == (422, ["keep"])
    assert post(place.maker, address, same="no", reason="คนละงาน").status_code == 403
    answer = post(place.inspector, address, same="yes", keep=first.pk, reason="ภาพเดียวกัน")
    flag.refresh_from_db()
    assert (answer.status_code, flag.same, flag.keep) == (302, True, first)


def test_a_decision_taken_in_the_meantime_is_read_first(place, pair):
    """Two open the page; the second is refused, sees the first's decision, and may then decide anew."""
    first, _second, flag = pair
    address = url("duplicate", flag.pk)
    post(place.reviewer, address, same="no", reason="คนละวัน")
    late = post(place.inspector, address, decided="", same="yes", keep=first.pk, reason="ภาพเดียวกัน")
    assert (late.status_code, "ชี้ขาดไว้แล้วโดย" in said(late), late.context["form"]["reason"].value()) == (
        422,
        True,
        "ภาพเดียวกัน",
    )
    again = post(
        place.inspector, address, decided=late.context["decided"], same="yes", keep=first.pk, reason="ภาพเดียวกัน"
    )
    flag.refresh_from_db()
    assert (again.status_code, flag.same) == (302, True)


# --- search and notices ---


def test_search_finds_thai_words_inside_sentences_of_what_may_be_seen(place):
    """By words, not by letters; never what belongs to others; nothing found says what to do."""
    publicity.work(place, publicity.draft(place, title="เดินชมตลาดน้อยยามเช้า"))
    other = publicity.office()
    publicity.work(other, publicity.draft(other, title="ตลาดน้อยของคนอื่น"))

    def found(words):
        return [row.title for row in signed_in(place.maker).get(url("search"), {"q": words}).context["page"]]

    assert found("ตลาดน้อย") == found("ยามเช้า ตลาด") == ["เดินชมตลาดน้อยยามเช้า"]
    empty = signed_in(place.maker).get(url("search"), {"q": "ไม่มีคำนี้\x00<script>"})
    assert (empty.status_code, "ลองใช้คำสั้นลงหรือคำอื่น" in said(empty)) == (200, True)


def test_notices_lead_to_what_they_tell_of_and_are_read(place):
    """Each is a link that opens; read, they are counted no more."""
    work = publicity.work(place, state="submitted")
    client = signed_in(place.approver)
    page = client.get(url("notifications"))
    assert url("subject", work.subject) in page.content.decode()
    assert client.get(url("subject", work.subject))["Location"] == url("work", work.uid)
    assert client.post(url("notifications_read"))["Location"] == url("notifications")
    assert Notification.objects.filter(user=place.approver, read_at=None).count() == 0
    assert "อ่านแล้ว" in said(client.get(url("notifications")))
    assert client.get(url("notifications_read")).status_code == 405


def test_one_notice_is_read_and_only_ones_own(place):
    """The others wait on; another person's number reads nothing; nonsense among the names is passed over."""
    publicity.work(place, state="submitted")
    publicity.work(place, state="submitted")
    mine, other = Notification.objects.filter(user=place.approver), Notification.objects.filter(user=place.reviewer)
    post(place.approver, url("notifications_read"), notice=[mine[0].pk, "x"])
    for nobodys in (other[0].pk, "nonsense"):
        post(place.approver, url("notifications_read"), notice=[nobodys])
    assert (mine.filter(read_at=None).count(), other.filter(read_at=None).count()) == (1, 2)


def test_the_daily_digest_is_declined_and_asked_for_again(place):
    """The page says what holds now; somebody without an address is told whom to ask."""
    client = signed_in(place.maker)
    assert place.maker.email in said(client.get(url("notifications")))
    for wants, holds in (("no", False), ("yes", True)):
        assert client.post(url("notifications_digest"), {"wants": wants})["Location"] == url("notifications")
        place.maker.refresh_from_db()
        assert place.maker.wants_digest is holds
    type(place.maker).objects.filter(pk=place.maker.pk).update(email="")
    assert "บัญชีของท่านยังไม่มีอีเมล" in said(client.get(url("notifications")))


def test_a_day_that_the_filter_cannot_read_is_told(place):
    """It asks nothing, stays in its field, and the page says why it is no day."""
    page = signed_in(place.maker).get(url("works", place.key_result.key), {"from": "31/2/2568", "to": "๑ มี.ค. ๖๘"})
    assert "เดือนกุมภาพันธ์ พ.ศ. ๒๕๖๘ ไม่มีวันที่ ๓๑" in said(page)
    assert 'value="31/2/2568"' in page.content.decode()
