"""Publications by hand: where a piece or story is public, since when, to whom; taken down with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from samrit.core.contract import Refused
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.publicity.actions.consents import refuse_without_consent
from samrit.publicity.actions.shared import (
    because,
    begin,
    choice,
    moment,
    refuse,
    refuse_closed,
    touch,
)
from samrit.publicity.actions.tasks import close_take_downs
from samrit.publicity.actions.works import begin_edit
from samrit.publicity.drafts import PublicationDraft
from samrit.publicity.enums import Channel, Visibility, WorkKind
from samrit.publicity.links import permalink
from samrit.publicity.models import Publication, Work


@transaction.atomic(durable=True)
def add_publication(work: Work, draft: PublicationDraft, *, read_version: int, acting_user: User) -> Publication:
    """Records that an approved piece or story is public. One address on one channel is recorded once, for one work."""
    return put_publication(work, draft, read_version=read_version, acting_user=acting_user)


@transaction.atomic
def put_publication(work: Work, draft: PublicationDraft, *, read_version: int, acting_user: User) -> Publication:
    """As `add_publication`, to be composed by a verb of a part above."""
    return _put(work, draft, None, read_version=read_version, acting_user=acting_user)


@transaction.atomic(durable=True)
def save_publication(
    publication: Publication, draft: PublicationDraft, *, read_version: int, acting_user: User
) -> Publication:
    """Sets a publication right before its work is verified. `read_version` is the work's."""
    return _put(publication.work, draft, publication, read_version=read_version, acting_user=acting_user)


def _put(
    work: Work, draft: PublicationDraft, before: Publication | None, *, read_version: int, acting_user: User
) -> Publication:
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user)
    if before is None:
        _refuse_unreleased(work)
    values = _checked(work, draft, before)
    publication = before or Publication(work=work, entered_by=acting_user)
    for name, value in values.items():
        setattr(publication, name, value)
    _kept(publication)
    touch(
        work,
        "publish",
        "work.publication_saved" if before else "work.published",
        acting_user=acting_user,
        standing=standing,
        data={"publication": str(publication.uid), **_data(values)},
    )
    return publication


def _refuse_unreleased(work: Work) -> None:
    if work.kind == WorkKind.ACTIVITY:
        raise refuse(
            "channel",
            ("an activity is held, not published", "กิจกรรมบันทึกเป็นการจัด ไม่ใช่การเผยแพร่"),
            (
                "name its channels in the activity, and add links as evidence",
                "โปรดระบุช่องทางในกิจกรรม และแนบลิงก์เป็นหลักฐาน",
            ),
        )
    if work.approved_at is None:
        raise refuse(
            "state",
            ("it has not been approved for release", "งานนี้ยังไม่ได้รับอนุมัติให้เผยแพร่"),
            ("submit it and wait for the approval", "โปรดเสนอและรออนุมัติก่อนเผยแพร่"),
        )


@transaction.atomic
def record_release(
    work: Work,
    *,
    channel: str,
    address: str,
    at: dt.datetime,
    visibility: str,
    accepted: bool | None,
    acting_user: User,
    standing: Standing,
) -> Publication:
    """Records what the system itself has published for `acting_user`, whose right was asked when it was scheduled.

    It is a fact, so it is recorded in every state of the work. A post that somebody has recorded by hand meanwhile is
    taken as it stands; an address that another work bears already is left out.
    """
    work.refresh_from_db(from_queryset=Work.objects.select_for_update())
    link = _as_kept(address, channel, own=work.kind != WorkKind.STORY)
    there = Publication.objects.filter(channel=channel, permalink=link).first() if link else None
    if there is not None and there.work_id == work.pk:
        return there
    values = {
        "channel": channel,
        "permalink": "" if there is not None else link,
        "first_public_at": at,
        "visibility": visibility,
        "accepted": accepted,
    }
    publication = Publication.objects.create(work=work, entered_by=acting_user, **values)
    data = {"publication": publication.uid, **values}
    touch(work, "publish", "work.published", acting_user=acting_user, standing=standing, data=data)
    return publication


def _as_kept(address: str, channel: str, *, own: bool) -> str:
    """A platform's address in the one form under which addresses are kept; as it is where it has another form."""
    if not address:
        return ""
    try:
        return permalink(address, channel, own=own)
    except Refused:
        return address[:1_000]


@transaction.atomic
def note_seen(
    publication: Publication, *, seen: bool, delivered: int | None = None, visibility: str | None = None
) -> None:
    """What the system's own look found: whether somebody who is not signed in sees it, how many people got it.

    A look in vain later never takes back what was seen: that is for a person to judge.
    """
    values: dict[str, Any] = {}
    if seen or publication.seen_logged_out is None:
        values["seen_logged_out"] = seen
    if delivered is not None:
        values["delivered"] = delivered
    if visibility is not None:
        values["visibility"] = visibility
    Publication.objects.filter(pk=publication.pk).update(**values)
    publication.refresh_from_db()


@transaction.atomic
def record_take_down(publication: Publication, *, reason: str, acting_user: User, standing: Standing) -> None:
    """Records that the system itself, or a person beside it, has taken a publication down; nothing where it is known.

    For `acting_user`, whose right was asked when it was wanted down.
    """
    now = timezone.now()
    changed = Publication.objects.filter(pk=publication.pk, withdrawn_at=None).update(
        withdrawn_at=now, withdrawal_reason=reason
    )
    if not changed:
        return
    work = Work.objects.select_for_update().select_related("key_result").get(pk=publication.work_id)
    data = {"publication": str(publication.uid), "at": now.isoformat(), "reason": reason}
    touch(work, "withdraw_part", "work.publication_withdrawn", acting_user=acting_user, standing=standing, data=data)
    close_take_downs(work, acting_user=acting_user)


@transaction.atomic(durable=True)
def remove_publication(publication: Publication, *, reason: str, read_version: int, acting_user: User) -> None:
    """Takes out what was entered by mistake, before its work is verified. What was public is withdrawn instead."""
    work = publication.work
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user)
    gone = {"publication": str(publication.uid), "channel": publication.channel, "permalink": publication.permalink}
    why = because(reason)
    publication.delete()
    touch(
        work,
        "unpublish",
        "work.publication_removed",
        acting_user=acting_user,
        standing=standing,
        data={**gone, "reason": why},
    )


@transaction.atomic(durable=True)
def withdraw_publication(
    publication: Publication,
    *,
    reason: str,
    withdrawn_at: dt.datetime | None = None,
    read_version: int,
    acting_user: User,
) -> Publication:
    """Records that a publication was taken down, and why. Possible in every state; a verified work stays verified."""
    work = publication.work
    standing = begin(work, Act.EDIT_WORK, Act.APPROVE_WORK, read_version=read_version, acting_user=acting_user)
    why = because(reason)
    exact = _exact(withdrawn_at, timezone.now(), publication.first_public_at)
    at = moment(exact, "withdrawn_at", past=True) or timezone.now()
    if publication.first_public_at is not None and at < publication.first_public_at:
        raise refuse(
            "withdrawn_at",
            ("it was withdrawn before it was public", "เวลาที่นำลงอยู่ก่อนเวลาที่เผยแพร่"),
            ("correct the time", "โปรดแก้ไขเวลา"),
        )
    changed = Publication.objects.filter(pk=publication.pk, withdrawn_at=None).update(
        withdrawn_at=at, withdrawal_reason=why
    )
    if not changed:
        raise refuse("", ("it is withdrawn already", "นำลงแล้ว"), ("nothing more is to be done", "ไม่ต้องดำเนินการเพิ่ม"))
    publication.refresh_from_db()
    touch(
        work,
        "withdraw_part",
        "work.publication_withdrawn",
        acting_user=acting_user,
        standing=standing,
        data={"publication": str(publication.uid), "at": at.isoformat(), "reason": why},
    )
    close_take_downs(work, acting_user=acting_user)
    return publication


def _exact(typed: dt.datetime | None, *known: dt.datetime | None) -> dt.datetime | None:
    """The first known moment in the minute that was typed: forms tell no seconds. No other minute is ever taken."""
    if typed is None or timezone.is_naive(typed) or typed.second or typed.microsecond:
        return typed
    return next((at for at in known if at is not None and at.replace(second=0, microsecond=0) == typed), typed)


def _released(work: Work, typed: dt.datetime | None, before: Publication | None) -> dt.datetime | None:
    """When it became public, to the second: within the minute of its approval, it is after the approval."""
    approved = work.approved_at
    after = None if approved is None else approved + dt.timedelta(microseconds=1)
    stored = None if before is None else before.first_public_at
    known = stored if stored is None or approved is None or stored > approved else None
    return _exact(typed, known, timezone.now(), after)


def _checked(work: Work, draft: PublicationDraft, before: Publication | None) -> dict[str, Any]:
    channel = choice(draft.channel, "channel", Channel)
    first = moment(_released(work, draft.first_public_at, before), "first_public_at", past=True)
    if first is None:
        raise refuse(
            "first_public_at",
            ("since when it is public is not said", "ยังไม่ได้ระบุเวลาที่เผยแพร่ครั้งแรก"),
            ("write the day and time of the post", "โปรดระบุวันและเวลาของโพสต์"),
        )
    day = timezone.localdate(first)
    refuse_closed(work.key_result, day, "first_public_at")
    for shown in work.people_shown.select_related("consent"):
        refuse_without_consent(shown.consent, on=day, channel=channel, path="channel")
    if draft.rendition is not None and draft.rendition.work_id != work.pk:
        raise refuse("rendition", ("this cut is of another work", "ฉบับนี้เป็นของงานอื่น"), ("choose again", "โปรดเลือกใหม่"))
    return {
        "channel": channel,
        "permalink": _link(work, draft, before),
        "first_public_at": first,
        "visibility": choice(draft.visibility, "visibility", Visibility),
        "rendition": draft.rendition,
        "seen_logged_out": draft.seen_logged_out,
        "accepted": draft.accepted,
        "delivered": _delivered(draft.delivered),
    }


def _link(work: Work, draft: PublicationDraft, before: Publication | None) -> str:
    """The permalink in its one form; only a LINE message may have none."""
    if not draft.permalink.strip() and draft.channel == Channel.LINE:
        return ""
    link = permalink(draft.permalink, draft.channel, own=work.kind != WorkKind.STORY)
    others = Publication.objects.filter(channel=draft.channel, permalink=link).select_related("work")
    there = others.exclude(pk=before.pk if before else None).first()
    if there is not None:
        raise _twice(there.work.title)
    return link


def _twice(title: str) -> Exception:
    return refuse(
        "permalink",
        (f"this address is recorded already, for “{title}”", f"ลิงก์นี้บันทึกไว้แล้วในงาน “{title}”"),
        ("one post is one publication of one work", "โพสต์หนึ่งบันทึกได้ครั้งเดียวในงานเดียว"),
    )


def _kept(publication: Publication) -> None:
    """Writes it; two people who record one address at the same moment: the second is told so."""
    try:
        with transaction.atomic():
            publication.save()
    except IntegrityError:
        raise _twice("…") from None


def _delivered(number: int | None) -> int | None:
    if number is not None and not 0 <= number <= 1_000_000_000:
        raise refuse(
            "delivered",
            ("this is not a number of people", "จำนวนผู้รับไม่ถูกต้อง"),
            ("write a whole number from 0; leave it empty if not known", "กรอกจำนวนเต็มตั้งแต่ 0 หากไม่ทราบให้เว้นว่าง"),
        )
    return number


def _data(values: dict[str, Any]) -> dict[str, Any]:
    rendition = values["rendition"]
    return {
        **values,
        "rendition": rendition.pk if rendition else None,
    }
