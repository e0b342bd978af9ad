"""Telling people: who is told, and the sentences for each code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from samrit.core.contract import Message
from samrit.people.models import User
from samrit.publicity.enums import NoticeCode
from samrit.publicity.models import Notification

if TYPE_CHECKING:
    from samrit.results.models import KeyResult

SENTENCES: dict[str, Message] = {
    NoticeCode.PLAN_SUBMITTED: Message("{by} submitted {title} for approval", "{by} เสนอ{title} เพื่อให้ความเห็นชอบ"),
    NoticeCode.PLAN_RETURNED: Message("{by} returned {title}: {note}", "{by} ส่งกลับ{title}: {note}"),
    NoticeCode.PLAN_APPROVED: Message("{by} approved {title}", "{by} ให้ความเห็นชอบ{title}แล้ว"),
    NoticeCode.WORK_SUBMITTED: Message("{by} submitted “{title}” for approval", "{by} เสนอ “{title}” เพื่อขออนุมัติ"),
    NoticeCode.WORK_RETURNED: Message("{by} returned “{title}”: {note}", "{by} ส่งกลับ “{title}”: {note}"),
    NoticeCode.WORK_APPROVED: Message("{by} approved “{title}”", "{by} อนุมัติ “{title}” แล้ว"),
    NoticeCode.WORK_DONE: Message("{by} reported “{title}” as done", "{by} แจ้งว่า “{title}” เผยแพร่หรือจัดแล้ว รอตรวจสอบ"),
    NoticeCode.WORK_VERIFIED: Message("{by} verified “{title}”", "{by} รับรอง “{title}” แล้ว"),
    NoticeCode.TAKE_DOWN: Message(
        "a consent was withdrawn: take “{title}” down", "มีผู้ถอนความยินยอม โปรดนำ “{title}” ลงจากทุกช่องทาง"
    ),
    NoticeCode.TASK: Message("{by} gave you something to do: {title}", "{by} มอบหมายงาน: {title}"),
    NoticeCode.DISPUTE: Message("{by} disputes how “{title}” counts: {note}", "{by} ทักท้วงการนับ “{title}”: {note}"),
    NoticeCode.DUPLICATE: Message("“{title}” looks like another work", "“{title}” คล้ายกับงานอื่น โปรดพิจารณา"),
    NoticeCode.MENTION: Message("{by} mentioned you: {note}", "{by} กล่าวถึงท่าน: {note}"),
}


def sentence(notice: Notification) -> Message:
    """A notice in words. Reads `notice.by`: select it with the notice."""
    said = SENTENCES[notice.code]
    by = str(notice.by) if notice.by else "-"
    en, th = (part.format(by=by, title=notice.title, note=notice.note) for part in said)
    return Message(en, th)


def tell(
    users: Iterable[User],
    code: NoticeCode,
    *,
    subject: str,
    key_result: KeyResult | None,
    title: str = "",
    note: str = "",
    by: User | None = None,
) -> None:
    """A notice for each of them, but not for the one who did it. Call it inside the transaction of the act."""
    Notification.objects.bulk_create(
        Notification(
            user=user, code=code, subject=subject, key_result=key_result, title=title[:300], note=note[:2_000], by=by
        )
        for user in dict.fromkeys(users)
        if user != by
    )
