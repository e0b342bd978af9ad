"""An office at work: a key result with its districts and people, and works brought to a state by the actions."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.factories import districts, files, people

from samrit.districts.models import CreativeDistrict
from samrit.evidence.enums import ConsentPurpose
from samrit.evidence.models import Consent
from samrit.people.enums import Role
from samrit.people.models import Agency, User
from samrit.platform.files import store_file
from samrit.platform.models import StoredFile
from samrit.publicity.actions import parts, plans, publications, works
from samrit.publicity.drafts import ActivityDraft, LineDraft, PieceDraft, PublicationDraft, StoryDraft, WorkDraft
from samrit.publicity.enums import Channel, WorkState
from samrit.publicity.models import Plan, Publication, Work
from samrit.publicity.states import WORK_TRANSITIONS
from samrit.results.models import ChosenDistrict, KeyResult

_numbers = itertools.count(1)
YEAR = timezone.localdate().year + 543 + (timezone.localdate().month >= 10)
"""The fiscal year of today (Buddhist era)."""


@dataclass
class Office:
    """A key result of this fiscal year, its host, its districts, and one person in each role at the host."""

    key_result: KeyResult
    agency: Agency
    districts: list[CreativeDistrict]
    owner: User
    maker: User
    reviewer: User
    approver: User
    inspector: User
    reader: User
    administrator: User

    @property
    def everybody(self) -> dict[str, User]:
        """Each person by role."""
        roles = (
            Role.OWNER,
            Role.CONTRIBUTOR,
            Role.HOST_REVIEWER,
            Role.APPROVER,
            Role.INSPECTOR,
            Role.READER,
            Role.ADMINISTRATOR,
        )
        users = (
            self.owner,
            self.maker,
            self.reviewer,
            self.approver,
            self.inspector,
            self.reader,
            self.administrator,
        )
        return dict(zip(roles, users, strict=True))


def office(code: str = "", *, fiscal_year: int = YEAR, number: int = 3) -> Office:
    """An office with `number` chosen districts."""
    agency = people.agency()
    key_result = KeyResult.objects.create(
        code=code or f"K{next(_numbers)}", fiscal_year=fiscal_year, name="จำนวนย่านสร้างสรรค์", host=agency
    )
    chosen = districts.districts(number)
    for place, row in enumerate(chosen):
        ChosenDistrict.objects.create(key_result=key_result, district=row, place=place)

    def person(role: Role) -> User:
        return people.user(f"{role}-{agency.code}", role=role, agency=agency)

    return Office(
        key_result,
        agency,
        chosen,
        person(Role.OWNER),
        person(Role.CONTRIBUTOR),
        person(Role.HOST_REVIEWER),
        person(Role.APPROVER),
        person(Role.INSPECTOR),
        person(Role.READER),
        person(Role.ADMINISTRATOR),
    )


def ago(**time: float) -> dt.datetime:
    """So long before now."""
    return timezone.now() - dt.timedelta(**time)


def stored_file(media_type: str = "image/png") -> StoredFile:
    """A kept file of a type, with content that no other has."""
    number = next(_numbers)
    content = {
        "image/png": lambda: files.image("PNG", size=(number, 2)),
        "image/jpeg": lambda: files.image("JPEG", size=(number, 2)),
        "video/mp4": lambda: files.MP4 + str(number).encode(),
        "text/plain": f"WEBVTT\n\n00:00.000 --> 00:02.000\nคำที่ {number}\n".encode,
    }[media_type]()
    return store_file([content])


def consent(place: Office, purpose: str = ConsentPurpose.PUBLICITY, **fields: Any) -> Consent:
    """A consent for the office's key result that holds on every channel, from long ago and without end."""
    held = {"channels": [str(name) for name in Channel], "valid_from": dt.date(2020, 1, 1), **fields}
    person = held.pop("person", f"ผู้ให้ความยินยอม {next(_numbers)}")
    where = {"key_result": place.key_result.key, "entered_by": place.maker}
    return Consent.objects.create(person=person, purpose=purpose, **where, **held)


def draft(place: Office, **fields: Any) -> WorkDraft:
    """A piece of the first district, ready to be submitted."""
    number = next(_numbers)
    ready = {
        "title": f"ชิ้นงานที่ {number}",
        "text": f"ข้อความหลักของชิ้นงานที่ {number}",
        "districts": place.districts[:1],
        "detail": PieceDraft(),
    }
    return WorkDraft(**{**ready, **fields})


def story_draft(place: Office, **fields: Any) -> WorkDraft:
    """A story of the first district."""
    detail = StoryDraft(told_by="เพจเล่าเรื่องเมือง", pieces=fields.pop("pieces", ()))
    return draft(place, **{"title": f"เรื่องเล่าที่ {next(_numbers)}", "detail": detail, **fields})


def activity_draft(place: Office, **fields: Any) -> WorkDraft:
    """An activity that was held just now, with all that is asked of it; `fields` go to its detail."""
    detail = {
        "announced_at": ago(days=9),
        "open_to_public": True,
        "starts_at": ago(minutes=50),
        "ends_at": ago(minutes=10),
        "held": True,
        "host": "สำนักงานประชาสัมพันธ์",
        "channels": [Channel.FACEBOOK],
        "two_way": True,
        **fields,
    }
    return draft(place, title=f"กิจกรรมที่ {next(_numbers)}", detail=ActivityDraft(**detail))


def work(place: Office, ready: WorkDraft | None = None, state: str = WorkState.DRAFT) -> Work:
    """A work of the maker, brought to a state by those who may: approved by the approver, verified by nobody here.

    (VERIFIED and RETURNED by a verifier are set by hand, for verification lies above.)
    """
    made = works.create_work(
        ready or draft(place), key_result=place.key_result, agency=place.agency, acting_user=place.maker
    )
    if state == WorkState.DRAFT:
        return made
    works.submit_work(made, read_version=made.version, acting_user=place.maker)
    if state == WorkState.SUBMITTED:
        return made
    if state == WorkState.RETURNED:
        return works.return_work(made, reason="แก้คำผิด", read_version=made.version, acting_user=place.approver)
    works.approve_work(made, read_version=made.version, acting_user=place.approver)
    if state == WorkState.APPROVED:
        return made
    if state == WorkState.WITHDRAWN:
        return works.withdraw_work(made, reason="ยกเลิก", read_version=made.version, acting_user=place.maker)
    return finished(place, made, state)


def finished(place: Office, made: Work, state: str = WorkState.DONE) -> Work:
    """An approved work published now (or held), told as its kind needs, and reported as done."""
    if made.kind != "activity":
        published(place, made)
    if made.kind == "story":
        took_part(place, made)
    works.finish_work(made, read_version=made.version, acting_user=place.maker)
    if state != WorkState.DONE:
        assert (WorkState.DONE, "verify") in WORK_TRANSITIONS
        Work.objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
    return made


def took_part(place: Office, made: Work, place_of_district: int = 0) -> None:
    """The community of a district took part."""
    rows = [parts.TookPart(place.districts[place_of_district], "กลุ่มแม่บ้าน", "เล่าเรื่องและร่วมถ่ายทำ")]
    parts.record_participation(made, rows, read_version=made.version, acting_user=place.maker)


def published(place: Office, made: Work, **fields: Any) -> Publication:
    """One more publication of a work, public since now."""
    number = next(_numbers)
    shown = {
        "channel": Channel.FACEBOOK,
        "permalink": f"https://www.facebook.com/bangkok/posts/{number}",
        "first_public_at": timezone.now(),
        **fields,
    }
    return publications.add_publication(
        made, PublicationDraft(**shown), read_version=made.version, acting_user=place.maker
    )


def lines(place: Office, number: int = 2, **fields: Any) -> list[LineDraft]:
    """Lines of a plan, all planned for today."""
    return [
        LineDraft(
            **{
                "kind": "piece",
                "title": f"รายการที่ {line}",
                "district": place.districts[0],
                "channel": Channel.FACEBOOK,
                "planned_on": timezone.localdate(),
                **fields,
            }
        )
        for line in range(1, number + 1)
    ]


def plan(place: Office, state: str = "draft", **fields: Any) -> Plan:
    """An edition of the plan by the maker, brought to a state."""
    made = plans.start_plan(place.key_result, acting_user=place.maker)
    said = {"goals": "สร้างการรับรู้", "audiences": "ประชาชน", "messages": "ย่านของเรา", "lines": lines(place), **fields}
    plans.save_plan(made, **said, read_version=made.version, acting_user=place.maker)
    if state in {"submitted", "returned", "approved"}:
        plans.submit_plan(made, read_version=made.version, acting_user=place.maker)
    if state == "returned":
        plans.return_plan(made, reason="ขอรายละเอียดงบประมาณ", read_version=made.version, acting_user=place.approver)
    if state == "approved":
        plans.approve_plan(made, read_version=made.version, acting_user=place.approver)
    return made
