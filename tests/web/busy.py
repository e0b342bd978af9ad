"""A year in which much has happened: files, publications, people, talk, tasks, a network, a website, two editions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from tests.factories.files import MP4, PDF, image, photo_with_place
from tests.web import year as made

from samrit.evidence import actions as evidence
from samrit.evidence import consents
from samrit.evidence.models import Consent
from samrit.platform.files import store_file
from samrit.publicity.actions import (
    awareness,
    comments,
    duplicates,
    filters,
    parts,
    plans,
    publications,
    storytellers,
    tasks,
    website,
    works,
)
from samrit.publicity.drafts import ActivityDraft, PieceDraft, PublicationDraft, StoryDraft, WorkDraft
from samrit.publicity.filters import WorkFilter
from samrit.publicity.models import DuplicateFlag, Publication, SavedFilter, Storyteller, Task, WebsiteEntry, Work

VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nสวัสดีบางลำพู\n".encode()


@dataclass
class Busy:
    """What was made, beside the year itself."""

    year: made.Year
    piece: Work
    story: Work
    activity: Work
    publication: Publication
    shown: Consent
    member: Storyteller
    entry: WebsiteEntry
    flag: DuplicateFlag
    task: Task
    saved: SavedFilter


def busy() -> Busy:
    """The usual year, and all that people did in it."""
    year = made.year()
    key_result, who = year.key_result, year.people
    officer, places = who["officer"], list(year.key_result.districts.all())
    by = {"acting_user": officer}
    about = {"key_result": key_result, "agency": key_result.host}
    today = timezone.localdate()

    shown = _consent(year, "นางสมศรี ใจดี", "publicity")
    piece = works.create_work(
        WorkDraft(title="ภาพตลาดเช้า", text="ตลาดเช้าของบางลำพู", detail=PieceDraft(form="album"), districts=places),
        **about,
        **by,
    )
    files = [("ตลาดเช้า.jpg", photo_with_place(), None), ("สัมภาษณ์.mp4", MP4, VTT)]
    for name, content, captions in files:
        said = {"alt": "แม่ค้าขายขนมที่ตลาดเช้า", "credit": "สำนักงานประชาสัมพันธ์"}
        kept = store_file([captions]) if captions else None
        parts.add_media(
            piece, store_file([content]), file_name=name, captions=kept, read_version=piece.version, **said, **by
        )
    parts.show_people(piece, [shown], read_version=piece.version, **by)
    parts.record_tellings(piece, [(places[0], "story"), (places[1], "culture")], read_version=piece.version, **by)
    took_part = [parts.TookPart(places[0], "กลุ่มแม่บ้าน", "ทำขนมและเล่าเรื่อง"), parts.TookPart(places[0], "วัด", "ให้ใช้ลาน")]
    parts.record_participation(piece, took_part, read_version=piece.version, **by)
    works.submit_work(piece, read_version=piece.version, **by)
    works.approve_work(piece, read_version=piece.version, acting_user=who["reviewer"])
    parts.add_rendition(piece, kind="translation", note="ภาษาอังกฤษ", read_version=piece.version, **by)
    draft = PublicationDraft(
        channel="instagram",
        permalink="https://www.instagram.com/p/abc",
        first_public_at=timezone.now() - dt.timedelta(days=1),
        seen_logged_out=True,
    )
    publication = publications.add_publication(piece, draft, read_version=piece.version, **by)
    evidence.add_file(piece.subject, [image("PNG")], file_name="จอภาพ.png", title="ภาพหน้าจอ", proves="media", **by)
    evidence.add_file(publication.subject, [PDF], file_name="โพสต์.pdf", title="สำเนาโพสต์", **by)
    evidence.add_statement(piece.subject, "ชุมชนร่วมเล่าเรื่อง", proves="community_took_part", district=places[0], **by)

    story = works.create_work(
        WorkDraft(
            title="เรื่องของย่าบุญ",
            text="ย่าบุญเล่า",
            detail=StoryDraft(told_by="เพจบ้าน", pieces=[piece]),
            districts=places[:1],
        ),
        **about,
        **by,
    )
    held = ActivityDraft(
        announced_at=timezone.now() - dt.timedelta(days=9),
        starts_at=timezone.now() - dt.timedelta(hours=3),
        ends_at=timezone.now() - dt.timedelta(hours=1),
        open_to_public=True,
        two_way=True,
        held=True,
        host="สำนักงานประชาสัมพันธ์",
        channels=["facebook"],
    )
    activity = works.create_work(
        WorkDraft(title="ไลฟ์เดินย่าน", detail=held, districts=places[:1], planned_on=today), **about, **by
    )
    parts.record_proofs(activity, {"attendance": 1200, "questions": 0}, read_version=activity.version, **by)

    twin = works.create_work(
        WorkDraft(title="ภาพตลาดเช้า", text="อีกชิ้น", detail=PieceDraft(form="album"), districts=places[:1]), **about, **by
    )
    (flag,) = duplicates.flag_duplicates(twin, **by)

    files = [comments.Attached("บันทึก.pdf", [PDF])]
    comments.add_comment(
        piece.subject, "ดีมาก @demo-owner ช่วยดูภาพที่สอง", key_result=key_result, files=files, acting_user=who["reviewer"]
    )
    task = tasks.open_task(
        piece.subject,
        key_result=key_result,
        note="ขอภาพขนาดใหญ่สำหรับรายงาน",
        assignee=officer,
        due_on=today + dt.timedelta(days=3),
        acting_user=who["owner"],
    )
    teller = _consent(year, "นายบุญมี เล่าเก่ง", "storyteller")
    member = storytellers.add_storyteller(
        key_result,
        teller,
        districts=places[:1],
        review_on=today + dt.timedelta(days=90),
        skills="เล่าเรื่องอาหาร",
        trained_on=today - dt.timedelta(days=30),
        **by,
    )
    entry = website.publish_district(
        key_result,
        places[0],
        permalink="https://www.bangkok.go.th/banglamphu",
        published_at=timezone.now() - dt.timedelta(days=2),
        **by,
    )
    awareness.enter_awareness(
        key_result,
        reading="each",
        share=Decimal("0.815"),
        low=Decimal("0.79"),
        high=Decimal("0.84"),
        respondents=1200,
        method="สุ่มครัวเรือน สัมภาษณ์ด้วยแบบสอบถาม",
        measured_on=dt.date(2025, 8, 1),
        **by,
    )
    second = plans.start_plan(key_result, acting_user=who["owner"])
    plans.save_plan(
        second,
        goals="ให้รู้จักย่านมากขึ้น",
        audiences="ประชาชนและนักท่องเที่ยว",
        messages="ทุกย่านมีเรื่อง",
        lines=[],
        read_version=second.version,
        acting_user=who["owner"],
    )
    saved = filters.save_filter("งานของบางลำพู", WorkFilter(districts=("banglamphu",)), acting_user=officer)
    return Busy(year, piece, story, activity, publication, shown, member, entry, flag, task, saved)


def _consent(year: made.Year, person: str, purpose: str) -> Consent:
    given = consents.Given(
        person=person,
        age=54,
        purpose=purpose,
        channels=["website", "facebook", "instagram"],
        valid_from=dt.date(2024, 10, 1),
    )
    return consents.record_consent(
        given, key_result=year.key_result, form=[image("PNG")], acting_user=year.people["officer"]
    )
