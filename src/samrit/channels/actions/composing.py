"""Writing a variant for a channel, and leave to send exactly this."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from samrit.channels.actions.shared import begin
from samrit.channels.delivering import fence, moving
from samrit.channels.enums import AccountState, DeliveryState, PostForm
from samrit.channels.limits import FORMS, problems
from samrit.channels.links import make_link
from samrit.channels.models import Account, Delivery, DeliveryApproval
from samrit.channels.parcels import content_sha256
from samrit.channels.platforms.parcel import Content
from samrit.channels.releasable import approvals_needed, approved_by, checked, checks_needed
from samrit.core.contract import Refused
from samrit.people import recording
from samrit.people.enums import Act
from samrit.people.four_eyes import require_another
from samrit.people.models import User
from samrit.people.rights import Rights, Standing
from samrit.publicity.actions.shared import because, choice, line, refuse, scope_of, text
from samrit.publicity.enums import Channel, WorkKind, WorkState
from samrit.publicity.makers import makers
from samrit.publicity.models import Work

_LONGEST = 70_000


@transaction.atomic(durable=True)
def create_delivery(work: Work, account: Account, content: Content, *, form: str, acting_user: User) -> Delivery:
    """Begins a variant of a piece or story for an account. What is too long may be written; it cannot be approved."""
    standing = Rights(acting_user).require(Act.EDIT_WORK, scope_of(work))
    _refuse_unfit(work, account)
    delivery = Delivery.objects.create(
        work=work,
        account=account,
        form=_form(form, account),
        content=_checked(content, work).stored(),
        link=make_link(work, account.channel),
        entered_by=acting_user,
    )
    _record("entered", delivery, acting_user, standing)
    return delivery


def _refuse_unfit(work: Work, account: Account) -> None:
    if work.kind == WorkKind.ACTIVITY:
        raise refuse(
            "work",
            ("an activity is held, not published", "กิจกรรมบันทึกเป็นการจัด ไม่ใช่การเผยแพร่"),
            ("write a piece that announces it", "โปรดบันทึกชิ้นงานที่ประกาศกิจกรรม"),
        )
    if work.state == WorkState.WITHDRAWN:
        raise refuse("work", ("the work is withdrawn", "งานนี้ถอนแล้ว"), ("write a new one", "โปรดบันทึกเป็นงานใหม่"))
    if account.state == AccountState.CLOSED:
        raise refuse("account", ("this account is no longer used", "บัญชีนี้เลิกใช้แล้ว"), ("choose another", "โปรดเลือกบัญชีอื่น"))


def _form(form: str, account: Account) -> str:
    choice(form, "form", PostForm)
    return choice(form, "form", FORMS[account.channel])


def _checked(content: Content, work: Work) -> Content:
    """As it was meant: cleaned lines, and only files of this work."""
    known = set(work.media.values_list("pk", flat=True))
    wanted = {*content.media, *([content.thumbnail] if content.thumbnail else [])}
    if not wanted <= known:
        raise refuse("media", ("a file is not of this work", "มีไฟล์ที่ไม่ใช่ของงานนี้"), ("choose again", "โปรดเลือกไฟล์ของงาน"))
    choice(content.privacy, "privacy", ("public", "unlisted", "private", "self_only"))
    return Content.of(
        {
            **content.stored(),
            "text": text(content.text, "text", longest=_LONGEST),
            "title": line(content.title, "title", longest=1_000, needed=False),
            "first_comment": text(content.first_comment, "first_comment", longest=_LONGEST),
            "tags": [line(tag, "tags", longest=100) for tag in content.tags if tag.strip()],
        }
    )


@transaction.atomic(durable=True)
def save_delivery(delivery: Delivery, content: Content, *, form: str, read_version: int, acting_user: User) -> Delivery:
    """Writes a variant that is a draft. Leave that was given for another content holds for that one only."""
    standing = begin(delivery, Act.EDIT_WORK, read_version=read_version, acting_user=acting_user)
    if delivery.state != DeliveryState.DRAFT:
        raise refuse(
            "state",
            ("it is no draft any more", "รายการนี้ไม่ใช่ร่างแล้ว"),
            ("take it back first; it is approved anew afterwards", "โปรดเรียกคืนก่อนแก้ไข แล้วขออนุมัติใหม่"),
        )
    delivery.form = _form(form, delivery.account)
    delivery.content = _checked(content, delivery.work).stored()
    delivery.version += 1
    delivery.save(update_fields=["form", "content", "version"])
    _record("saved", delivery, acting_user, standing)
    return delivery


@transaction.atomic(durable=True)
def approve_delivery(delivery: Delivery, *, read_version: int, acting_user: User) -> Delivery:
    """Leave to send exactly this content, from somebody who made neither it nor the work.

    A broadcast on LINE needs two, after LINE's own check and a test send: nothing can be recalled.
    """
    standing = begin(delivery, Act.APPROVE_WORK, read_version=read_version, acting_user=acting_user)
    require_another(acting_user, {*makers(delivery.work), delivery.entered_by_id})
    if delivery.state != DeliveryState.DRAFT:
        raise refuse("state", ("it is no draft", "รายการนี้ไม่ใช่ร่าง"), ("nothing is to be approved", "ไม่มีสิ่งที่ต้องอนุมัติ"))
    _refuse_unready(delivery)
    sha256 = content_sha256(delivery)
    if acting_user.pk in approved_by(delivery, sha256):
        raise refuse(
            "",
            ("you have approved this already; a second person is wanted", "ท่านอนุมัติแล้ว ต้องมีผู้อนุมัติอีกหนึ่งคน"),
            ("ask a colleague who may approve", "โปรดให้ผู้มีสิทธิอนุมัติอีกคนพิจารณา"),
        )
    DeliveryApproval.objects.create(
        delivery=delivery,
        content_sha256=sha256,
        by=acting_user,
        role=standing.role,
        on_behalf_of=standing.on_behalf_of,
    )
    if len(approved_by(delivery, sha256)) >= approvals_needed(delivery.account.channel):
        moving.move(delivery, "approve", acting_user=acting_user, standing=standing, data={"content_sha256": sha256})
    else:
        _record("approved_first", delivery, acting_user, standing, content_sha256=sha256)
        moving.save(delivery)
    return delivery


def _refuse_unready(delivery: Delivery) -> None:
    if delivery.work.approved_at is None or delivery.work.state == WorkState.WITHDRAWN:
        raise refuse(
            "work",
            ("the work itself is not approved", "ตัวงานยังไม่ได้รับอนุมัติ"),
            ("approve the work first", "โปรดอนุมัติงานก่อน"),
        )
    found = problems(delivery)
    if found:
        first = found[0]
        raise Refused(first.path, first.what, first.mend)
    missing = checks_needed(delivery.account.channel) - checked(delivery, content_sha256(delivery))
    if missing:
        raise refuse(
            "checks",
            (
                "LINE has not checked it, or no test was sent to staff",
                "ยังไม่ได้ให้ LINE ตรวจรูปแบบ หรือยังไม่ได้ส่งทดสอบถึงเจ้าหน้าที่",
            ),
            ("do both, then approve: a broadcast cannot be recalled", "โปรดทำทั้งสองอย่างก่อนอนุมัติ เพราะส่งแล้วเรียกคืนไม่ได้"),
        )


@transaction.atomic(durable=True)
def recall_delivery(delivery: Delivery, *, reason: str = "", read_version: int, acting_user: User) -> Delivery:
    """Takes it back to be written again. Refused while nobody knows whether something of it is out."""
    standing = begin(delivery, Act.EDIT_WORK, Act.APPROVE_WORK, read_version=read_version, acting_user=acting_user)
    if not fence.is_settled(fence.last_attempt(delivery)):
        raise refuse(
            "state",
            ("nobody knows yet whether it is out", "ยังไม่ทราบว่ารายการนี้เผยแพร่ออกไปแล้วหรือไม่"),
            ("decide that first", "โปรดตัดสินผลก่อน"),
        )
    delivery.handles, delivery.sealed = {}, ""
    moving.move(
        delivery,
        "recall",
        why="recalled",
        detail=because(reason) if reason.strip() else "",
        acting_user=acting_user,
        standing=standing,
    )
    return delivery


def default_content(work: Work, account: Account, media: Sequence[Any]) -> tuple[str, Content]:
    """A form and a first variant made of the master: what the office begins to write with."""
    pictures = [row.pk for row in media if row.file.media_type.startswith("image/")]
    videos = [row.pk for row in media if row.file.media_type.startswith("video/")]
    form, chosen = _likely(account.channel, pictures, videos)
    thumbnail = pictures[0] if videos and pictures and chosen == videos[:1] else None
    title = work.title[:100] if account.channel == Channel.YOUTUBE else work.title
    body = work.text if account.channel == Channel.WEBSITE else f"{work.title}\n\n{work.text}".strip()
    return form, Content(text=body, title=title, media=tuple(chosen), thumbnail=thumbnail)


def _likely(channel: str, pictures: list[int], videos: list[int]) -> tuple[str, list[int]]:
    if channel == Channel.WEBSITE:
        return PostForm.ARTICLE, [*pictures, *videos]
    if videos and channel == Channel.INSTAGRAM:
        return PostForm.REEL, videos[:1]
    if videos:
        return PostForm.VIDEO, videos[:1]
    if len(pictures) > 1 and PostForm.ALBUM in FORMS[channel]:
        return PostForm.ALBUM, pictures[: 4 if channel == Channel.LINE else 10]
    if pictures and PostForm.PHOTO in FORMS[channel]:
        return PostForm.PHOTO, pictures
    return FORMS[channel][0], []


def _record(action: str, delivery: Delivery, acting_user: User, standing: Standing, **data: Any) -> None:
    recording.record(
        f"channels.delivery.{action}",
        acting_user=acting_user,
        standing=standing,
        subject=delivery.subject,
        data={
            "work": delivery.work.subject,
            "channel": delivery.account.channel,
            "account": str(delivery.account.uid),
            "form": delivery.form,
            "content": delivery.content,
            **data,
        },
    )
