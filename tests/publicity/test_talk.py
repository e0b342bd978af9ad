"""Comments with mentions, tasks, disputes, notices, saved filters."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone
from tests.factories import people, publicity
from tests.factories.files import PDF, image

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.platform.models import AuditEntry
from samrit.publicity import queries
from samrit.publicity.actions import comments, filters, tasks
from samrit.publicity.enums import NoticeCode, ReportCode
from samrit.publicity.filters import WorkFilter, filter_data, read_filter
from samrit.publicity.models import Comment, Notification, SavedFilter
from samrit.publicity.notices import SENTENCES, sentence
from samrit.results.models import AgencyTarget

pytestmark = pytest.mark.django_db


def say(place, words, person=None, **more):
    by = {"key_result": place.key_result, "acting_user": person or place.maker}
    return comments.add_comment(place.key_result.subject, words, **by, **more)


def test_a_remark_is_kept_under_the_one_name_of_what_it_is_on():
    """However the address wrote it: else it would be missing on the page."""
    place = publicity.office()
    work = publicity.work(place)
    by = {"key_result": place.key_result, "acting_user": place.maker}
    row = comments.add_comment(work.subject.upper().replace("WORK", "work"), "ดูแล้ว", **by)
    assert row.subject == work.subject


def test_those_mentioned_are_told_if_they_may_see_it(django_assert_num_queries):
    """Not strangers, not people without a right to view, not oneself; once each."""
    place, other = publicity.office(), publicity.office()
    names = (place.owner, place.owner, other.owner, place.administrator, place.maker)
    words = " ".join(f"@{person.username.upper()}," for person in names) + " ดู me@example.org ที @nobody"
    comment = say(place, words)
    assert list(comment.mentions.order_by("pk")) == [place.owner, place.maker]
    (notice,) = Notification.objects.all()
    assert (notice.user, notice.code, notice.by, notice.note) == (
        place.owner,
        "comment.mention",
        place.maker,
        comment.text,
    )
    with django_assert_num_queries(3):
        (row,) = queries.comments_of(place.key_result.subject)
        assert (row.by, len(row.mentions.all()), list(row.files.all())) == (place.maker, 2, [])


def test_supporting_agencies_take_part_in_the_talk():
    """Those of an agency with a target comment, are mentioned, give tasks and dispute; those of others do not."""
    place, elsewhere = publicity.office(), publicity.office()
    office = people.khet()
    AgencyTarget.objects.create(key_result=place.key_result, agency=office, role="supporting")
    helper = people.user("helper", role=Role.CONTRIBUTOR, agency=office)
    comment = say(place, "@helper ดูด้วย", helper)
    assert comment.by == helper
    assert list(say(place, "@helper ดูด้วย").mentions.all()) == [helper]
    work = publicity.work(place)
    assert tasks.dispute_count(work, reason="นับซ้ำ", acting_user=helper).opened_by == helper
    assert (
        tasks.open_task(work.subject, key_result=place.key_result, note="ช่วยดู", acting_user=helper).opened_by == helper
    )
    with pytest.raises(Forbidden):
        say(place, "ขอดู", elsewhere.maker)


def test_a_comment_is_taken_back_by_its_author_only():
    """It is never edited; its text stands outside the hashed entry."""
    place = publicity.office()
    comment = say(place, "ป้าสมใจบอกว่า…")
    with pytest.raises(Refused):
        comments.take_back_comment(comment, acting_user=place.owner)
    comments.take_back_comment(comment, acting_user=place.maker)
    assert comment.taken_back_at is not None
    assert not any("สมใจ" in entry.body for entry in AuditEntry.objects.filter(subject=place.key_result.subject))


def test_who_comments():
    """Everybody in the work but readers and administrators."""
    place = publicity.office()
    may = set()
    for role, person in place.everybody.items():
        try:
            say(place, "ก", person)
        except Forbidden:
            pass
        else:
            may.add(role)
    assert may == {Role.OWNER, Role.CONTRIBUTOR, Role.HOST_REVIEWER, Role.APPROVER, Role.INSPECTOR}
    for path, subject, words in (
        ("text", place.key_result.subject, " "),
        ("subject", "<script>", "ก"),
        ("subject", publicity.office().key_result.subject, "ก"),
    ):
        with pytest.raises(Refused) as refusal:
            comments.add_comment(subject, words, key_result=place.key_result, acting_user=place.maker)
        assert refusal.value.path == path
    assert Comment.objects.count() == 5


def test_a_task_is_done_by_the_one_who_was_asked_or_by_a_worker():
    """Once."""
    place = publicity.office()
    about = place.key_result.subject
    asked = tasks.open_task(
        about, key_result=place.key_result, note="ขอภาพใหญ่", assignee=place.reviewer, acting_user=place.inspector
    )
    anybodys = tasks.open_task(about, key_result=place.key_result, note="ตรวจคำ", acting_user=place.inspector)
    assert Notification.objects.get(user=place.reviewer).title == "ขอภาพใหญ่"
    with pytest.raises(Forbidden):
        tasks.complete_task(anybodys, acting_user=place.reviewer)
    tasks.complete_task(asked, acting_user=place.reviewer)
    tasks.complete_task(anybodys, acting_user=place.maker)
    with pytest.raises(Refused):
        tasks.complete_task(asked, acting_user=place.reviewer)
    with pytest.raises(Forbidden):
        tasks.open_task(about, key_result=place.key_result, note="ก", acting_user=place.reader)


def test_how_a_work_counts_can_be_disputed():
    """With a reason; those who decide are told and close it."""
    place = publicity.office()
    work = publicity.work(place)
    with pytest.raises(Refused):
        tasks.dispute_count(work, reason="", acting_user=place.maker)
    task = tasks.dispute_count(work, reason="เป็นงานคนละชิ้น", acting_user=place.maker)
    told = Notification.objects.filter(code="task.dispute").values_list("user", flat=True)
    assert sorted(told) == sorted([place.reviewer.pk, place.inspector.pk])
    with pytest.raises(Forbidden):
        tasks.complete_task(task, acting_user=place.maker)
    tasks.complete_task(task, note="ชี้แจงแล้ว", acting_user=place.inspector)
    assert task.done_by == place.inspector


def test_every_notice_has_its_sentence():
    """In both languages, with who and what."""
    assert set(SENTENCES) == {*NoticeCode.values, *ReportCode}
    place = publicity.office()
    notice = Notification(
        user=place.maker, code="work.returned", subject="x", title="ตลาด {เช้า}", note="แก้ภาพ", by=place.approver
    )
    assert tuple(sentence(notice)) == (
        f"{place.approver} returned “ตลาด {{เช้า}}”: แก้ภาพ",
        f"{place.approver} ส่งกลับ “ตลาด {{เช้า}}”: แก้ภาพ",
    )


def test_notices_are_read_by_their_person_only():
    """Some or all."""
    place = publicity.office()
    publicity.work(place, state="submitted")
    notice = Notification.objects.get(user=place.reviewer)
    assert filters.read_notices([notice.pk], acting_user=place.maker) == 0
    assert list(queries.unread_notices(place.reviewer)) == [notice]
    assert filters.read_notices(acting_user=place.reviewer) == 1
    assert list(queries.unread_notices(place.reviewer)) == []


def test_a_filter_is_saved_replaced_read_and_deleted():
    """Under its name; by its owner only."""
    place = publicity.office()
    chosen = WorkFilter(
        text="ทรงวาด",
        kinds=("piece",),
        states=("done",),
        districts=("a",),
        channels=("tiktok",),
        agencies=("0411",),
        mine=3,
        planned_from=dt.date(2026, 1, 1),
        planned_to=dt.date(2026, 2, 1),
    )
    first = filters.save_filter(" ของฉัน ", WorkFilter(), acting_user=place.maker)
    row = filters.save_filter("ของฉัน", chosen, acting_user=place.maker)
    assert (row.pk, read_filter(SavedFilter.objects.get().query)) == (first.pk, chosen)
    with pytest.raises(Refused):
        filters.delete_filter(row, acting_user=place.owner)
    filters.delete_filter(row, acting_user=place.maker)
    assert SavedFilter.objects.count() == 0


def test_a_filter_that_makes_no_sense_asks_nothing():
    """Old words and broken days do no harm."""
    nonsense = {"text": 7, "kinds": ["poster"], "states": "done", "mine": "3", "planned_from": "soon", "more": 1}
    assert read_filter(nonsense) == WorkFilter()
    assert filter_data(WorkFilter()) == {}


def test_nobody_keeps_filters_without_end():
    """Fifty are enough."""
    person = people.user()
    for number in range(50):
        SavedFilter.objects.create(user=person, name=str(number))
    with pytest.raises(Refused):
        filters.save_filter("one more", WorkFilter(), acting_user=person)
    assert filters.save_filter("7", WorkFilter(text="ก"), acting_user=person).query == {"text": "ก"}
    assert timezone.now()


def test_files_are_attached_to_a_remark():
    """Kept by their content under a clean name; too many, or a kind that is not kept, are refused; nothing stays."""
    place = publicity.office()
    files = [comments.Attached("../ภาพ.png", [image("PNG")]), comments.Attached("บันทึก.pdf", [PDF])]
    comment = say(place, "ดูไฟล์", files=files)
    (row,) = queries.comments_of(place.key_result.subject)
    assert [(one.file_name, one.file.media_type) for one in row.files.all()] == [
        ("ภาพ.png", "image/png"),
        ("บันทึก.pdf", "application/pdf"),
    ]
    entry = AuditEntry.objects.filter(action="publicity.comment.added").latest("sequence")
    assert json.loads(entry.body)["data"]["files"] == [one.file_id for one in comment.files.all()]
    for wrong in [comments.Attached("a.html", [b"<script>"])], files * 3:
        with pytest.raises(Refused) as refusal:
            say(place, "ก", files=wrong)
        assert refusal.value.path == "files"
    assert Comment.objects.count() == 1


def test_a_task_is_for_somebody_who_works_there_and_for_a_day_to_come():
    """Neither a stranger nor yesterday."""
    place = publicity.office()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for path, wrong in (("assignee", {"assignee": publicity.office().maker}), ("due_on", {"due_on": yesterday})):
        with pytest.raises(Refused) as refusal:
            tasks.open_task(
                place.key_result.subject, key_result=place.key_result, note="ก", acting_user=place.owner, **wrong
            )
        assert refusal.value.path == path
