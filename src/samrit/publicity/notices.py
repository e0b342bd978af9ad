"""Telling people: who is told, and the sentences for each code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from samrit.core.contract import Message
from samrit.core.thai import format_date
from samrit.people.models import User
from samrit.publicity.enums import ChannelCode, NoticeCode, ReminderCode, ReportCode
from samrit.publicity.models import Notification

if TYPE_CHECKING:
    from samrit.results.models import KeyResult

SENTENCES: dict[str, Message] = {
    NoticeCode.PLAN_SUBMITTED: Message(
        "{by} submitted publicity plan {title} for approval", "{by} เสนอแผนประชาสัมพันธ์ {title} เพื่อให้ความเห็นชอบ"
    ),
    NoticeCode.PLAN_RETURNED: Message(
        "{by} returned publicity plan {title}: {note}", "{by} ส่งกลับแผนประชาสัมพันธ์ {title}: {note}"
    ),
    NoticeCode.PLAN_APPROVED: Message(
        "{by} approved publicity plan {title}", "{by} ให้ความเห็นชอบแผนประชาสัมพันธ์ {title} แล้ว"
    ),
    NoticeCode.WORK_SUBMITTED: Message("{by} submitted “{title}” for approval", "{by} เสนอ “{title}” เพื่อขออนุมัติ"),
    NoticeCode.WORK_RETURNED: Message("{by} returned “{title}”: {note}", "{by} ส่งกลับ “{title}”: {note}"),
    NoticeCode.WORK_APPROVED: Message("{by} approved “{title}”", "{by} อนุมัติ “{title}” แล้ว"),
    NoticeCode.WORK_DONE: Message("{by} reported “{title}” as done", "{by} แจ้งว่า “{title}” เผยแพร่หรือจัดแล้ว รอตรวจสอบ"),
    NoticeCode.WORK_VERIFIED: Message("{by} verified “{title}”", "{by} รับรอง “{title}” แล้ว"),
    ReportCode.RETURNED: Message("{by} returned the report {title}: {note}", "{by} ส่งกลับรายงาน {title}: {note}"),
    ReportCode.ACKNOWLEDGED: Message("{by} acknowledged the report {title}", "{by} รับทราบรายงาน {title} แล้ว"),
    NoticeCode.TAKE_DOWN: Message(
        "a consent was withdrawn: take “{title}” down", "มีผู้ถอนความยินยอม โปรดนำ “{title}” ลงจากทุกช่องทาง"
    ),
    NoticeCode.TASK: Message("{by} gave you something to do: {title}", "{by} มอบหมายงาน: {title}"),
    NoticeCode.DISPUTE: Message("{by} disputes how “{title}” counts: {note}", "{by} ทักท้วงการนับ “{title}”: {note}"),
    NoticeCode.DUPLICATE: Message("“{title}” looks like another work", "“{title}” คล้ายกับงานอื่น โปรดพิจารณา"),
    NoticeCode.MENTION: Message("{by} mentioned you: {note}", "{by} กล่าวถึงท่าน: {note}"),
}

REMINDERS: dict[str, Message] = {
    ReminderCode.REPORT_DUE: Message(
        "the report {title} is due on {day}; drafted from the work: {note}",
        "รายงาน {title} ครบกำหนดส่งวันที่ {day} ระบบร่างจากงานที่บันทึกไว้ให้แล้ว: {note}",
    ),
    ReminderCode.REPORT_OVERDUE: Message(
        "the report {title} was due on {day}; drafted from the work: {note}",
        "รายงาน {title} เกินกำหนดส่งตั้งแต่วันที่ {day} ระบบร่างจากงานที่บันทึกไว้ให้แล้ว: {note}",
    ),
    ReminderCode.CONSENTS_ENDING: Message(
        "{title}: consents that end soon: {note}, the first on {day}; ask again or take the pictures down",
        "{title}: ความยินยอมที่ใกล้สิ้นสุด {note} ฉบับ ฉบับแรกวันที่ {day} โปรดขอความยินยอมใหม่ หรือนำภาพลง",
    ),
    ReminderCode.REVIEWS_DUE: Message(
        "{title}: storytellers to review: {note}, the first on {day}",
        "{title}: นักเล่าเรื่องที่ถึงกำหนดทบทวน {note} คน คนแรกวันที่ {day}",
    ),
}
"""What the calendar says. The note of such a notice begins with the day (ISO) and a blank."""

CHANNELS: dict[str, Message] = {
    ChannelCode.DEAD: Message(
        "{title} must be connected anew; nothing goes out on it until then: {note}",
        "ต้องเชื่อมต่อบัญชี {title} ใหม่ ระหว่างนี้เผยแพร่ไม่ได้: {note}",
    ),
    ChannelCode.ENDING: Message(
        "the connection of {title} ends soon, connect it anew: {note}",
        "การเชื่อมต่อบัญชี {title} ใกล้สิ้นสุด โปรดเชื่อมต่อใหม่: {note}",
    ),
    ChannelCode.SILENT: Message("{title}: {note}", "{title}: {note}"),
    ChannelCode.STOPPED: Message("“{title}” waits for your decision: {note}", "“{title}” รอท่านตัดสินใจ: {note}"),
    ChannelCode.LEFT_UP: Message("take “{title}” down by hand: {note}", "โปรดนำ “{title}” ลงด้วยมือ: {note}"),
}
"""What the channels say. The note of such a notice is a sentence in English and, on the next line, in Thai."""


def sentence(notice: Notification) -> Message:
    """A notice in words. Reads `notice.by`: select it with the notice."""
    if notice.code in REMINDERS:
        return _reminder(notice)
    if notice.code in CHANNELS:
        return _of_channel(notice)
    said = SENTENCES[notice.code]
    by = str(notice.by) if notice.by else "-"
    en, th = (part.format(by=by, title=notice.title, note=notice.note) for part in said)
    return Message(en, th)


def _of_channel(notice: Notification) -> Message:
    said, (en, _, th) = CHANNELS[notice.code], notice.note.partition("\n")
    return Message(said.en.format(title=notice.title, note=en), said.th.format(title=notice.title, note=th or en))


def _reminder(notice: Notification) -> Message:
    said = REMINDERS[notice.code]
    day, _, note = notice.note.partition(" ")
    return Message(
        said.en.format(title=notice.title, day=day, note=note or "nothing yet"),
        said.th.format(
            title=notice.title, day=format_date(dt.date.fromisoformat(day), thai_digits=False), note=note or "ยังไม่มี"
        ),
    )


def tell(
    users: Iterable[User],
    code: NoticeCode | ReminderCode | ReportCode | ChannelCode,
    *,
    subject: str,
    key_result: KeyResult | None,
    title: str = "",
    note: str = "",
    by: User | None = None,
) -> list[Notification]:
    """A notice for each of them, but not for the one who did it. Call it inside the transaction of the act."""
    return Notification.objects.bulk_create(
        Notification(
            user=user, code=code, subject=subject, key_result=key_result, title=title[:300], note=note[:2_000], by=by
        )
        for user in dict.fromkeys(users)
        if user != by
    )
