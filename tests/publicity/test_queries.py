"""Named reads: their shapes, who sees what in the week, and that none asks more for more rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from tests.factories import evidence, people, publicity

from samrit.people.enums import Role
from samrit.publicity import calendar, digest, queries
from samrit.publicity.actions import awareness, comments, parts, storytellers, tasks, website, works
from samrit.publicity.filters import WorkFilter
from samrit.publicity.models import DigestSent, DuplicateFlag, Work
from samrit.results.models import Period

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def quarter(place, **fields):
    days = {"starts_on": TODAY - dt.timedelta(days=30), "ends_on": TODAY, "due_on": TODAY, **fields}
    return Period.objects.create(key_result=place.key_result, code="Q1", **days)


# --- lists, board, matrix ---


def test_the_list_by_filter():
    """Kind, state, district, channel, agency, person, days and Thai words; a work of two districts once."""
    place = publicity.office()
    one, two = place.districts[:2]
    both = publicity.work(
        place,
        publicity.draft(place, title="ตลาดน้อยยามเช้า", text="ร้านกาแฟริมน้ำ", districts=[one, two], planned_on=TODAY),
        state="done",
    )
    story = publicity.work(place, publicity.story_draft(place, districts=[two], producer=place.owner))

    def found(**asked):
        return list(queries.list_works(place.key_result, WorkFilter(**asked)))

    assert found() == [story, both]
    assert found(kinds=("story",)) == [story]
    assert found(states=("done", "verified")) == [both]
    assert found(districts=(one.slug, two.slug)) == [story, both]
    assert found(channels=("facebook",)) == [both]
    assert found(agencies=(place.agency.code,)) == [story, both]
    assert found(mine=place.owner.pk) == [story]
    assert found(planned_from=TODAY, planned_to=TODAY) == [both]
    assert found(text="ตลาดน้อย") == [both]
    assert found(text="กาแฟ") == [both]
    assert found(text="มารยาท") == []
    assert list(queries.list_works(publicity.office().key_result)) == []


def test_a_search_finds_what_was_written_last_and_the_details():
    """Editing renews the words; the storyteller's name is among them."""
    place = publicity.office()
    work = publicity.work(place, publicity.story_draft(place))
    search = lambda words: list(queries.list_works(place.key_result, WorkFilter(text=words)))  # noqa: E731 -- short
    assert search("เพจเล่าเรื่องเมือง") == [work]
    ready = publicity.story_draft(place, title="บางลำพู")
    works.save_work(work, ready, read_version=work.version, acting_user=place.maker)
    assert (search("บางลำพู"), search("เพจ")) == ([work], [work])


def test_the_board_shows_the_latest_of_each_state(django_assert_max_num_queries):
    """And how many there are; as many queries for ten works as for one."""
    place = publicity.office()
    drafts = [publicity.work(place) for _ in range(3)]
    done = publicity.work(place, state="done")
    with django_assert_max_num_queries(4):
        board = queries.board(place.key_result, most=2)
        for column in board:
            for work in column.works:
                assert work.agency
                assert work.producer
                assert len(work.districts.all()) == 1
                assert len(work.publications.all()) < 2
    assert [(column.state.value, column.works, column.total) for column in board] == [
        ("draft", (drafts[2], drafts[1]), 3),
        ("submitted", (), 0),
        ("approved", (), 0),
        ("done", (done,), 1),
        ("verified", (), 0),
        ("returned", (), 0),
        ("withdrawn", (), 0),
    ]


def test_what_the_matrix_is_made_of(django_assert_num_queries):
    """A row for each district: works by kind and state, planned lines, website, members."""
    place = publicity.office()
    one, two, _ = place.districts
    publicity.plan(place, "approved")
    publicity.work(place, publicity.draft(place, districts=[one, two]), state="done")
    publicity.work(place, publicity.draft(place, districts=[one]))
    gone = publicity.work(place, publicity.story_draft(place))
    works.withdraw_work(gone, reason="เลิก", read_version=gone.version, acting_user=place.maker)
    entry = website.publish_district(
        place.key_result,
        two,
        permalink="https://bangkok.go.th/2",
        published_at=publicity.ago(days=1),
        acting_user=place.maker,
    )
    for district in (one, two):
        storytellers.add_storyteller(
            place.key_result,
            publicity.consent(place, "storyteller"),
            districts=[district, one],
            review_on=TODAY + dt.timedelta(days=9),
            acting_user=place.maker,
        )
    with django_assert_num_queries(5):
        rows = queries.matrix(place.key_result)
    assert [(row.district, row.works, row.planned, row.website, row.members) for row in rows] == [
        (
            one,
            {("piece", "done"): 1, ("piece", "draft"): 1, ("story", "withdrawn"): 1},
            2,
            None,
            2,
        ),
        (two, {("piece", "done"): 1}, 0, entry, 1),
        (place.districts[2], {}, 0, None, 0),
    ]
    assert (rows[0].total("piece"), rows[0].total("story")) == (2, 0)


def test_pairs_to_decide(django_assert_num_queries):
    """Undecided ones, or all."""
    place = publicity.office()
    flag = DuplicateFlag.objects.create(first=publicity.work(place), second=publicity.work(place), found_by="title")
    with django_assert_num_queries(1):
        (row,) = queries.near_duplicates(place.key_result)
        assert (row, row.first.key_result) == (flag, place.key_result)
    DuplicateFlag.objects.update(same=False)
    assert list(queries.near_duplicates(place.key_result)) == []
    assert list(queries.near_duplicates(place.key_result, undecided=False)) == [flag]


# --- one work ---


def full(place, draft=None):
    """A work with everything."""
    work = publicity.work(place, draft)
    for media_type in ("image/png", "image/jpeg"):
        parts.add_media(
            work,
            publicity.stored_file(media_type),
            file_name="a",
            alt="ก",
            credit="ข",
            read_version=work.version,
            acting_user=place.maker,
        )
    parts.show_people(work, [publicity.consent(place)], read_version=work.version, acting_user=place.maker)
    parts.record_tellings(work, [(place.districts[0], "story")], read_version=work.version, acting_user=place.maker)
    publicity.took_part(place, work)
    works.submit_work(work, read_version=work.version, acting_user=place.maker)
    works.approve_work(work, read_version=work.version, acting_user=place.approver)
    if work.kind != "activity":
        parts.add_rendition(work, kind="cut", read_version=work.version, acting_user=place.maker)
        publicity.published(place, work)
        publicity.published(place, work)
    evidence.item(work.subject, place.maker, key_result=place.key_result.key)
    comments.add_comment(work.subject, "ดีมาก", key_result=place.key_result, acting_user=place.owner)
    tasks.dispute_count(work, reason="นับซ้ำ", acting_user=place.owner)
    return work


@pytest.mark.parametrize("kind", ["piece", "story", "activity"])
def test_one_work_with_everything_in_twelve_queries(kind, django_assert_max_num_queries):
    """Nothing more is asked when the page is shown."""
    place = publicity.office()
    carried = full(place) if kind == "story" else None
    draft = {
        "piece": lambda: None,
        "story": lambda: publicity.story_draft(place, pieces=[carried]),
        "activity": lambda: publicity.activity_draft(place),
    }[kind]()
    work = full(place, draft)
    with django_assert_max_num_queries(12):
        page = queries.work_page(work.uid)
        shown = [
            page.work.key_result.host,
            page.work.agency,
            page.work.producer,
            page.work.approved_by,
            [(row.file.media_type, row.captions) for row in page.media],
            [row.consent.person for row in page.people],
            [(row.work.title, row.rendition, row.entered_by) for row in page.publications],
            [[(item.file, item.marks.all()) for item in items] for items in page.evidence.values()],
        ]
    assert len(shown) == 8
    assert (page.work, page.districts, page.tellings, page.participations) == (
        work,
        (place.districts[0],),
        ((place.districts[0], "story"),),
        ((place.districts[0], "กลุ่มแม่บ้าน", "เล่าเรื่องและร่วมถ่ายทำ"),),
    )
    assert (len(page.media), len(page.people), len(page.publications), len(page.renditions), len(page.pieces)) == {
        "piece": (2, 1, 2, 1, 0),
        "story": (2, 1, 4, 1, 1),
        "activity": (2, 1, 0, 0, 0),
    }[kind]
    assert [len(items) for items in page.evidence.values()] == [1, *([0] * len(page.publications))]
    released = [] if kind == "activity" else [("step", "edit"), ("step", "publish"), ("step", "publish")]
    assert [(event.kind, event.code) for event in page.history] == [
        ("step", "create"),
        *[("step", "edit")] * 5,
        ("step", "submit"),
        ("step", "approve"),
        *released,
        ("comment", ""),
        ("task", "dispute"),
    ]
    assert (page.history[-2].by, page.history[-2].text) == (place.owner.name_th, "ดีมาก")


def test_a_comment_that_was_taken_back_keeps_its_place_without_its_words():
    """In the history of a work."""
    place = publicity.office()
    work = publicity.work(place)
    comment = comments.add_comment(work.subject, "ผิด", key_result=place.key_result, acting_user=place.maker)
    comments.take_back_comment(comment, acting_user=place.maker)
    event = queries.work_page(work.uid).history[-1]
    assert (event.kind, event.text, event.ended_at) == ("comment", "", comment.taken_back_at)


def test_threads_of_many_works(django_assert_max_num_queries):
    """From the counted work down to who did what: six queries for all of them."""
    place = publicity.office()
    made = [full(place), full(place)]
    with django_assert_max_num_queries(6):
        rows = queries.thread([work.pk for work in made])
        for row in rows.values():
            assert row.work.producer == place.maker
            assert [step.by.pk for step in row.steps[:1]] == [place.maker.pk]
            assert [part.district for part in row.participations] == [place.districts[0]]
    assert [(number, len(row.publications), len(row.evidence)) for number, row in rows.items()] == [
        (work.pk, 2, 1) for work in made
    ]


# --- the week ---


def todo(person):
    """What is in the week of a person, by the names of its parts."""
    now = queries.week.week(person, TODAY)
    names = (
        "tasks",
        "returned_works",
        "returned_plans",
        "works_to_approve",
        "plans_to_approve",
        "works_to_verify",
        "duplicates",
        "due_works",
        "due_lines",
        "reviews",
        "periods",
    )
    return {name: len(getattr(now, name)) for name in names if getattr(now, name)}


def busy(place):
    """Something of everything."""
    publicity.plan(place, "approved")
    second = publicity.plans.start_plan(place.key_result, acting_user=place.maker)
    publicity.plans.submit_plan(second, read_version=second.version, acting_user=place.maker)
    publicity.work(place, publicity.draft(place, planned_on=TODAY))
    publicity.work(place, publicity.draft(place, planned_on=TODAY + dt.timedelta(days=30)))
    for state in ("submitted", "returned", "done"):
        publicity.work(place, state=state)
    DuplicateFlag.objects.create(first=publicity.work(place), second=publicity.work(place), found_by="title")
    tasks.open_task(place.key_result.subject, key_result=place.key_result, note="ก", acting_user=place.owner)
    tasks.open_task(
        place.key_result.subject,
        key_result=place.key_result,
        note="ก",
        assignee=place.inspector,
        acting_user=place.owner,
    )
    storytellers.add_storyteller(
        place.key_result,
        publicity.consent(place, "storyteller"),
        districts=[],
        review_on=TODAY + dt.timedelta(days=3),
        acting_user=place.maker,
    )
    quarter(place)


def test_the_week_of_each_role():
    """Everybody sees what he or she may act on, and nothing else."""
    place = publicity.office()
    busy(place)
    worker = {
        "tasks": 1,
        "returned_works": 1,
        "due_works": 1,
        "due_lines": 2,
        "reviews": 1,
        "periods": 1,
    }
    assert todo(place.maker) == worker
    assert todo(place.owner) == worker
    assert todo(place.reviewer) == {"works_to_approve": 1, "works_to_verify": 1, "duplicates": 1}
    assert todo(place.approver) == {"works_to_approve": 1, "plans_to_approve": 1}
    assert todo(place.inspector) == {"tasks": 1, "works_to_verify": 1, "duplicates": 1}
    assert todo(place.reader) == {}
    assert todo(publicity.office().owner) == {}


def test_nothing_of_ones_own_waits_for_ones_judgement():
    """Neither what one made, nor what was made by whom one stands in for; what one approved, others verify."""
    place = publicity.office()
    busy(place)
    for person, role in (
        (place.maker, Role.APPROVER),
        (place.maker, Role.HOST_REVIEWER),
        (place.approver, Role.HOST_REVIEWER),
    ):
        people.give(person, role, agency=place.agency)
    assert not {"works_to_approve", "plans_to_approve", "works_to_verify"} & set(todo(place.maker))
    assert "works_to_verify" not in todo(place.approver)
    people.deputy(place.maker, place.reviewer)
    assert not {"works_to_approve", "works_to_verify"} & set(todo(place.reviewer))


def test_a_line_is_due_until_a_work_of_it_is_begun_in_any_edition():
    """The work keeps its line when a new edition is approved."""
    place = publicity.office()
    line = publicity.plan(place, "approved").lines.order_by("pk").first()
    publicity.work(place, publicity.draft(place, plan_line=line))
    assert todo(place.maker) == {"due_lines": 1}
    second = publicity.plans.start_plan(place.key_result, acting_user=place.maker)
    publicity.plans.submit_plan(second, read_version=second.version, acting_user=place.maker)
    publicity.plans.approve_plan(second, read_version=second.version, acting_user=place.approver)
    assert todo(place.maker) == {"due_lines": 1}


def test_the_week_asks_as_much_for_much_as_for_little(django_assert_max_num_queries):
    """Fourteen queries at most, whatever waits."""
    place = publicity.office()
    busy(place)
    for _ in range(5):
        publicity.work(place, state="submitted")
    people.give(place.maker, Role.HOST_REVIEWER, agency=place.agency)
    with django_assert_max_num_queries(14):
        assert queries.week.week(place.maker, TODAY).total > 5


# --- calendar ---


def test_the_calendar_shows_what_was_planned_and_what_took_place(django_assert_max_num_queries):
    """Lines without a work, planned works, publications, activities: each on its day."""
    place = publicity.office()
    line, other = publicity.plan(place, "approved").lines.order_by("pk")
    planned = publicity.work(place, publicity.draft(place, planned_on=TODAY, plan_line=line))
    done = publicity.work(place, state="done")
    activity = publicity.work(place, publicity.activity_draft(place))
    publicity.work(place, publicity.draft(place, planned_on=TODAY + dt.timedelta(days=40)))
    before = TODAY - dt.timedelta(days=2)
    with django_assert_max_num_queries(4):
        found = calendar.entries(place.key_result, before, TODAY)
    assert sorted((entry.day, entry.what, entry.uid) for entry in found) == sorted(
        [
            (timezone.localdate(activity.activity.starts_at), "activity", str(activity.uid)),
            (TODAY, "line", str(other.uid)),
            (TODAY, "planned", str(planned.uid)),
            (TODAY, "published", str(done.uid)),
        ]
    )
    only = calendar.entries(place.key_result, before, TODAY, WorkFilter(kinds=("activity",)))
    assert [entry.what for entry in only] == ["activity"]


def test_months_and_weeks_begin_on_monday():
    """Full weeks, the days of other months marked."""
    place = publicity.office()
    weeks = calendar.month(place.key_result, 2026, 2)
    assert [len(days) for days in weeks] == [7] * 5
    assert (weeks[0][0].day, weeks[0][0].inside, weeks[0][6].inside) == (dt.date(2026, 1, 26), False, True)
    days = calendar.week(place.key_result, dt.date(2026, 11, 22))
    assert [days[0].day, days[-1].day] == [dt.date(2026, 11, 16), dt.date(2026, 11, 22)]
    publicity.work(place, publicity.draft(place, planned_on=TODAY))
    shown = [entry.what for one in calendar.week(place.key_result, TODAY) for entry in one.entries]
    assert shown == ["planned"]


# --- the report's text ---


def test_the_report_is_pre_filled_from_the_work_of_the_period(django_assert_max_num_queries):
    """Duty by duty, in Thai digits; a count that is not known is not written."""
    place = publicity.office(number=1)
    district = place.districts[0]
    publicity.plan(place, "approved")
    piece = publicity.work(place, publicity.draft(place, title="ชิ้นหนึ่ง"), state="approved")
    publicity.published(place, piece)
    story = publicity.work(place, publicity.story_draft(place, title="เรื่องหนึ่ง", pieces=[piece]), state="approved")
    publicity.took_part(place, story)
    activity = publicity.work(place, publicity.activity_draft(place), state="approved")
    parts.record_proofs(
        activity,
        {"attendance": 1200, "questions": None},
        read_version=activity.version,
        acting_user=place.maker,
    )
    publicity.work(place)
    website.publish_district(
        place.key_result,
        district,
        permalink="https://bangkok.go.th/1",
        published_at=publicity.ago(days=1),
        acting_user=place.maker,
    )
    awareness.enter_awareness(
        place.key_result,
        reading="each",
        share=Decimal("0.815"),
        respondents=400,
        method="สุ่ม",
        measured_on=TODAY,
        acting_user=place.maker,
    )
    period = quarter(place)
    with django_assert_max_num_queries(14):
        text = queries.report_text(place.key_result, period)
    day, held = (queries.narrative.format_date(one) for one in (TODAY, timezone.localdate(activity.activity.starts_at)))
    assert text.split("\n") == [
        f"แผนประชาสัมพันธ์ฉบับที่ ๑ ได้รับความเห็นชอบเมื่อวันที่ {day}",
        "ผลิตและเผยแพร่สื่อประชาสัมพันธ์ จำนวน ๑ ชิ้นงาน ได้แก่",
        f"- ชิ้นหนึ่ง ({district.name_th}) เผยแพร่ทาง Facebook",
        "เผยแพร่เรื่องเล่าของชุมชน จำนวน ๑ เรื่อง ได้แก่",
        f"- เรื่องหนึ่ง ({district.name_th}) เผยแพร่ทาง Facebook โดยชุมชนมีส่วนร่วม: กลุ่มแม่บ้าน",
        "จัดกิจกรรมผ่านช่องทางออนไลน์ จำนวน ๑ ครั้ง ได้แก่",
        f"- {activity.title} ({district.name_th}) เมื่อวันที่ {held} (จำนวนผู้เข้าร่วม ๑,๒๐๐)",
        f"เผยแพร่ข้อมูลย่านสร้างสรรค์บนเว็บไซต์ จำนวน ๑ ย่าน ได้แก่ {district.name_th}",
        f"ผลสำรวจการรับรู้ (ค่าต่ำสุดรายย่าน) ร้อยละ ๘๑.๕ จากผู้ตอบ ๔๐๐ คน สำรวจเมื่อวันที่ {day}",
    ]


def test_a_period_without_work_has_no_text():
    """Nothing is invented; another agency reports only its own works."""
    place = publicity.office()
    publicity.plan(place, "approved")
    publicity.work(place, state="done")
    before = quarter(place, starts_on=TODAY - dt.timedelta(days=9), ends_on=TODAY - dt.timedelta(days=5))
    assert queries.report_text(place.key_result, before) == ""
    before.ends_on = TODAY
    assert queries.report_text(place.key_result, before, people.agency()) == ""
    assert queries.report_text(place.key_result, before, place.agency) != ""


# --- the digest ---


def test_the_digest_says_what_there_is_to_do_and_what_is_new(django_assert_max_num_queries):
    """In the person's language."""
    place = publicity.office()
    work = publicity.work(place, publicity.draft(place, title="ตลาดเช้า"), state="submitted")
    with django_assert_max_num_queries(16):
        made = digest.digest_for(place.approver, dt.date(2026, 11, 22))
        subject, body = digest.mail_of(made)
    assert subject == "สัมฤทธิ์: งานของท่าน วันที่ ๒๒ พฤศจิกายน ๒๕๖๙"
    assert body == (
        f"เรียน {place.approver}\n\nสิ่งที่ต้องทำ\n- งานรออนุมัติ ๑ รายการ\n\nแจ้งให้ทราบ\n"
        f"- {place.maker} เสนอ “{work.title}” เพื่อขออนุมัติ\n"
    )
    place.approver.language = "en"
    assert digest.mail_of(made)[0] == "Samrit: your work on 22 November 2026"
    assert digest.digest_for(place.reader, TODAY).empty


def test_digests_are_mailed_once_a_day_to_those_who_want_them():
    """Not to those with nothing to do, without an address, or who do not want it."""
    place = publicity.office()
    publicity.work(place, state="submitted")
    place.reviewer.wants_digest = False
    place.reviewer.save()
    assert digest.send_digests(TODAY) == digest.Sent(sent=1, nothing=5, failed=0)
    assert [message.to for message in mail.outbox] == [[place.approver.email]]
    assert digest.send_digests(TODAY) == digest.Sent(sent=0, nothing=5, failed=0)
    call_command("send_digests", "--day", (TODAY + dt.timedelta(days=1)).isoformat(), verbosity=0)
    assert len(mail.outbox) == 2
    assert DigestSent.objects.count() == 2


def test_a_mail_that_fails_is_tried_again(settings):
    """The failure of one stops no other, and nobody is left out for good."""
    place = publicity.office()
    publicity.work(place, state="submitted")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert digest.send_digests(TODAY).failed == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert digest.send_digests(TODAY).sent == 2
    assert Work.objects.count() == 1
