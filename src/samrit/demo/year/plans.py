"""The plan: drafted, returned with reasons, mended, approved on 20 November; a second edition in May."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from samrit.demo.diary import Diary
from samrit.demo.texts.pieces import PIECES
from samrit.demo.texts.stories import ACTIVITIES, STORIES
from samrit.demo.year.office import Office
from samrit.evidence import actions as evidence
from samrit.publicity.actions import comments, plans
from samrit.publicity.drafts import LineDraft
from samrit.publicity.models import Plan

GOALS = (
    "๑. ประชาชนรู้จักและเข้าใจเรื่องราว อัตลักษณ์ และวัฒนธรรมของย่านสร้างสรรค์ทั้ง ๑๐ ย่าน\n"
    "๒. ชุมชนมีส่วนร่วมเล่าเรื่องของตนเองในงานทุกย่าน\n"
    "๓. ประชาชนรับรู้ย่านสร้างสรรค์ทั้ง ๑๐ ย่านไม่น้อยกว่าร้อยละ ๘๐"
)
AUDIENCES = "ครอบครัวในกรุงเทพมหานคร คนทำงานอายุ ๒๐–๔๐ ปี ผู้สูงอายุที่ติดตามทาง LINE และผู้มาเยือนจากต่างจังหวัด"
MESSAGES = "ย่านของเรา เราเล่าเอง · เดินย่านอย่างเพื่อนบ้าน · ทุกย่านมีคนและเรื่องที่ควรรู้จัก"
_BUDGET = {
    "video": Decimal(45_000),
    "album": Decimal(18_000),
    "photo": Decimal(12_000),
    "infographic": Decimal(9_500),
    "article": Decimal(3_000),
}


def write(diary: Diary, office: Office) -> None:
    """The entries of both editions."""
    diary.on(dt.date(2024, 10, 21), lambda: _draft(office), 10)
    diary.on(dt.date(2024, 11, 8), lambda: _submit(office), 15)
    diary.on(dt.date(2024, 11, 12), lambda: _return(office), 10)
    diary.on(dt.date(2024, 11, 14), lambda: _mend(office), 11)
    diary.on(dt.date(2024, 11, 20), lambda: _approve(office, dt.date(2024, 11, 20)), 14)
    diary.on(dt.date(2025, 4, 28), lambda: _second(office), 10)
    diary.on(dt.date(2025, 5, 2), lambda: _approve(office, dt.date(2025, 5, 2)), 15)


def _plan(office: Office) -> Plan:
    return office.key_result.plans.order_by("-number").first()


def _lines(office: Office, *, budgets: bool = True) -> list[LineDraft]:
    """What is planned: the story and identity of each district, its community story, and the activities."""
    pieces = [piece for piece in PIECES if piece.tells in {"story", "identity"} and not piece.turn.startswith("looks")]
    lines = [
        LineDraft(
            kind="piece",
            title=piece.title,
            district=office.place(piece.places[0]),
            channel=piece.channels[0],
            planned_on=piece.public,
            budget=_BUDGET[piece.form] if budgets else None,
        )
        for piece in pieces
    ]
    lines += [
        LineDraft(
            kind="story",
            title=f"เรื่องเล่าของชุมชน: {story.title}",
            district=office.place(story.place),
            channel=story.channel,
            planned_on=story.public,
            budget=Decimal(20_000),
        )
        for story in STORIES
    ]
    lines += [
        LineDraft(
            kind="activity",
            title=activity.title,
            district=office.place(activity.places[0]),
            channel=activity.channels[0],
            planned_on=activity.held.date(),
            budget=Decimal(15_000),
        )
        for activity in ACTIVITIES
    ]
    return sorted(lines, key=lambda line: line.planned_on or dt.date.max)


def _draft(office: Office) -> None:
    plan = plans.start_plan(office.key_result, acting_user=office.who("owner"))
    plans.save_plan(
        plan,
        goals=GOALS,
        audiences=AUDIENCES,
        messages=MESSAGES,
        lines=_lines(office, budgets=False),
        read_version=plan.version,
        acting_user=office.who("owner"),
    )
    comments.add_comment(
        plan.subject,
        "@demo-reviewer ช่วยดูลำดับย่านไตรมาสที่ ๒ ให้ด้วยค่ะ ชุมชนตลาดพลูขอเลื่อนเป็นหลังตรุษจีน",
        key_result=office.key_result,
        acting_user=office.who("owner"),
    )


def _submit(office: Office) -> None:
    plan = _plan(office)
    plans.submit_plan(plan, read_version=plan.version, acting_user=office.who("owner"))


def _return(office: Office) -> None:
    plan = _plan(office)
    plans.return_plan(
        plan,
        reason="เห็นชอบในหลักการ แต่ขอให้แยกงบประมาณสื่อเป็นรายย่านให้ตรวจสอบได้ แล้วเสนอใหม่",
        read_version=plan.version,
        acting_user=office.who("approver"),
    )


def _mend(office: Office) -> None:
    plan, owner = _plan(office), office.who("owner")
    plan = plans.save_plan(
        plan,
        goals=GOALS,
        audiences=AUDIENCES,
        messages=MESSAGES,
        lines=_lines(office),
        read_version=plan.version,
        acting_user=owner,
    )
    plans.submit_plan(plan, read_version=plan.version, acting_user=owner)


def _approve(office: Office, day: dt.date) -> None:
    plan = _plan(office)
    plans.approve_plan(plan, read_version=plan.version, acting_user=office.who("approver"), approved_on=day)
    note = f"บันทึกข้อความเสนอแผนประชาสัมพันธ์ย่านสร้างสรรค์ ฉบับที่ {plan.number} (เอกสารตัวอย่างของระบบสาธิต)"
    evidence.add_file(
        plan.subject,
        [note.encode()],
        file_name=f"plan-{plan.number}.txt",
        title=f"หนังสือให้ความเห็นชอบแผน ฉบับที่ {plan.number}",
        proves="plan",
        acting_user=office.who("owner"),
    )


def _second(office: Office) -> None:
    """After the pilot survey: one more line for people who follow by LINE."""
    owner = office.who("owner")
    plan = plans.start_plan(office.key_result, acting_user=owner)
    kept = [
        LineDraft(
            kind=line.kind,
            title=line.title,
            district=line.district,
            channel=line.channel,
            planned_on=line.planned_on,
            budget=line.budget,
            uid=line.uid,
        )
        for line in plan.lines.select_related("district")
    ]
    more = LineDraft(
        kind="piece",
        title="สิบย่านสร้างสรรค์ในแผ่นเดียว",
        channel="line",
        planned_on=dt.date(2025, 9, 3),
        budget=Decimal(9_500),
    )
    plan = plans.save_plan(
        plan,
        goals=GOALS,
        audiences=f"{AUDIENCES} และผู้ที่ไม่ได้ใช้สื่อสังคมออนไลน์ ผ่านเสียงตามสายของชุมชน",
        messages=MESSAGES,
        lines=[*kept, more],
        read_version=plan.version,
        acting_user=owner,
    )
    plans.submit_plan(plan, read_version=plan.version, acting_user=owner)
