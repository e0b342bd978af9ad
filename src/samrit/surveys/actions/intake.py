"""Taking in a response: once whatever happens on the way, durable before it is answered, never changed afterwards.

The sender's UUID is unique. Sending the same again gives the same receipt; other answers under the same UUID are
refused, so that nothing is lost unseen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.core.ledger import canonical_json
from samrit.people.enums import Act
from samrit.people.rights import Rights
from samrit.platform.locking import hold
from samrit.surveys.actions.shared import asked, scope_of
from samrit.surveys.answers import check_answers
from samrit.surveys.enums import Flag, Mode, Source
from samrit.surveys.flow import ADULTS, BESIDE, refused_for_age
from samrit.surveys.keeping import KEPT_EVERY
from samrit.surveys.models import (
    Allocation,
    HouseholdCode,
    Link,
    Psu,
    QuestionnaireVersion,
    Response,
    Wave,
)
from samrit.surveys.slowing import hashed, network_of, salt_of, take
from samrit.surveys.tasks import ask_to_keep

LEAST_SECONDS = 2
"""Seconds a name: whoever answers the battery faster than this has not read it."""


class Conflict(Refused):
    """The UUID is taken by other answers, or the code is used up."""


class TooMany(Refused):
    """Too much came from one network in a short time."""


class Closed(Refused):
    """The wave does not take answers now."""


@dataclass(frozen=True, slots=True)
class Door:
    """The way in: to which wave, as which source, and by which link, code or allocation."""

    wave: Wave
    source: Source
    mode: Mode
    link: Link | None = None
    code: HouseholdCode | None = None
    allocation: Allocation | None = None
    psu: Psu | None = None

    @property
    def drawn(self) -> bool:
        """Whether who answers was drawn by chance."""
        return self.source == Source.PROBABILITY

    @property
    def open_to_all(self) -> bool:
        """Whether nobody signed in for it."""
        return self.mode in {Mode.LINK, Mode.CODE}


@dataclass(frozen=True, slots=True)
class Submission:
    """What was sent. `address` and `agent` are hashed and thrown away; `flags` are what the way in noticed; `place` is
    coarse already.
    """

    uid: uuid.UUID
    questionnaire: QuestionnaireVersion
    answers: Mapping[str, Any]
    order: Sequence[str] = ()
    language: str = "th"
    seconds: int | None = None
    timings: Mapping[str, int] = field(default_factory=dict)
    answered_at: dt.datetime | None = None
    place: Mapping[str, float] | None = None
    flags: tuple[str, ...] = ()
    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a response is kept under this UUID; `replay`: it was there already."""

    uid: uuid.UUID
    replay: bool


def door_of_link(link: Link) -> Door:
    """Through an open link: whoever came by."""
    return Door(link.wave, Source.WEB, Mode.LINK, link=link)


def door_of_code(code: HouseholdCode) -> Door:
    """With the code of a drawn household."""
    return Door(code.wave, Source.PROBABILITY, Mode.CODE, code=code, psu=code.psu)


def door_of_allocation(allocation: Allocation, mode: Mode = Mode.ENUMERATOR) -> Door:
    """By an enumerator in the PSU that was allocated. Raises Refused where that has ended or the right is gone."""
    if allocation.ended_at is not None:
        raise Closed(
            "allocation",
            Message("this allocation has ended", "การมอบหมายนี้สิ้นสุดแล้ว"),
            Message("ask the office", "โปรดติดต่อหน่วยงาน"),
        )
    Rights(allocation.enumerator).require(Act.COLLECT, scope_of(allocation.wave.survey))
    return Door(allocation.wave, Source.PROBABILITY, mode, allocation=allocation, psu=allocation.psu)


def receive(door: Door, sent: Submission) -> Receipt:
    """Keeps a response and gives its receipt once it is durable.

    Raises Refused for answers that cannot be, Closed for a wave that takes none, TooMany from a network that sends too
    much, Conflict for a UUID or a code that is taken.
    """
    sha256 = _digest(sent)
    found = _again(sent.uid, sha256)
    if found is not None:
        return found
    try:
        with transaction.atomic(durable=True):
            return _kept(door, sent, sha256)
    except IntegrityError:
        found = _again(sent.uid, sha256)
        if found is not None:
            return found
        raise _used_up() from None


def receive_all(wave: Wave, sent: Sequence[tuple[Door, Submission]]) -> list[Receipt]:
    """As `receive` for many answers of one wave (a file's, a phone's of a day) in one durable transaction: all of them
    are kept, or none is.
    """
    hashes = [_digest(one) for _, one in sent]
    if len({one.uid for _, one in sent}) < len(sent):  # twice in one file: one after the other tells which is which
        return [receive(door, one) for door, one in sent]
    try:
        with transaction.atomic(durable=True):
            known = dict(Response.objects.filter(uid__in=[one.uid for _, one in sent]).values_list("uid", "sha256"))
            there = [
                _replay(one.uid, known.get(one.uid), sha256) for (_, one), sha256 in zip(sent, hashes, strict=True)
            ]
            now = timezone.now()
            closed = {place: _closed(door, now) for place, door in {_place(door): door for door, _ in sent}.items()}
            rows = [
                _made(door, one, sha256, now, closed=closed[_place(door)])
                for (door, one), sha256, kept in zip(sent, hashes, there, strict=True)
                if kept is None
            ]
            _keep_up(wave, Response.objects.bulk_create(rows))
            _refuse_closed_meanwhile(wave, closed=any(closed.values()))
    except IntegrityError:  # somebody sends the same at the same time
        return [receive(door, one) for door, one in sent]
    return [kept or Receipt(one.uid, replay=False) for (_, one), kept in zip(sent, there, strict=True)]


def _place(door: Door) -> tuple[Mode, int | None]:
    """Doors that are open or shut together."""
    return door.mode, door.link.pk if door.link else None


def _digest(sent: Submission) -> str:
    kept = {"uid": str(sent.uid), "answers": dict(sent.answers), "order": list(sent.order)}
    try:
        return hashlib.sha256(canonical_json(kept)).hexdigest()
    except ValueError:
        raise Refused(
            "answers",
            Message("an answer is neither text nor a whole number", "มีคำตอบที่ไม่ใช่ข้อความหรือจำนวนเต็ม"),
            Message("send text, whole numbers and lists of them", "โปรดส่งเป็นข้อความ จำนวนเต็ม หรือรายการ"),
        ) from None


def _again(uid: uuid.UUID, sha256: str) -> Receipt | None:
    """The receipt of a response that is there already; None for a new one."""
    return _replay(uid, Response.objects.filter(uid=uid).values_list("sha256", flat=True).first(), sha256)


def _replay(uid: uuid.UUID, kept: str | None, sha256: str) -> Receipt | None:
    if kept is None:
        return None
    if kept != sha256:
        raise Conflict(
            "uid",
            Message("other answers were kept under this number", "มีคำตอบชุดอื่นใช้เลขนี้แล้ว"),
            Message("export the record and tell the office", "โปรดส่งออกข้อมูลที่ค้าง แล้วแจ้งหน่วยงาน"),
        )
    return Receipt(uid, replay=True)


def _kept(door: Door, sent: Submission, sha256: str) -> Receipt:
    now = timezone.now()
    closed = _closed(door, now)
    row = _made(door, sent, sha256, now, closed=closed)
    row.save(force_insert=True)
    _keep_up(door.wave, [row])
    _refuse_closed_meanwhile(door.wave, closed=closed)
    return Receipt(sent.uid, replay=False)


def _keep_up(wave: Wave, rows: Sequence[Response]) -> None:
    """Every few hundred responses the sums are kept, so that no page ever reads many."""
    if any(row.pk % KEPT_EVERY == 0 for row in rows):
        ask_to_keep(wave)


def _made(door: Door, sent: Submission, sha256: str, now: dt.datetime, *, closed: bool) -> Response:
    """The row of a submission, checked."""
    if sent.questionnaire.survey_id != door.wave.survey_id:
        raise Refused(
            "questionnaire",
            Message("this questionnaire is of another survey", "แบบสอบถามนี้เป็นของการสำรวจอื่น"),
            Message("load the page again", "โปรดเปิดหน้านี้ใหม่"),
        )
    questionnaire = asked(sent.questionnaire)
    if refused_for_age(questionnaire, sent.answers):
        raise Refused(
            "answers",
            Message("answers of minors are not kept without a guardian", "ไม่เก็บคำตอบของผู้เยาว์ที่ผู้ปกครองไม่ได้ยินยอม"),
            Message("stop here", "โปรดยุติการสัมภาษณ์"),
        )
    answers = check_answers(questionnaire, {key: value for key, value in sent.answers.items() if key not in BESIDE})
    flags = list(sent.flags)
    names = len(questionnaire.battery.items) if questionnaire.battery else 0
    if sent.seconds is not None and sent.seconds < names * LEAST_SECONDS:
        flags.append(Flag.FAST)
    if closed:
        flags.append(Flag.LATE)
    device = _slowed(door, sent, now) if door.open_to_all else ""
    return Response(
        uid=sent.uid,
        wave=door.wave,
        questionnaire=sent.questionnaire,
        source=door.source,
        mode=door.mode,
        link=door.link,
        code=door.code,
        allocation=door.allocation,
        psu=door.psu,
        answers=answers,
        order=list(sent.order),
        adults=_adults(sent.answers.get(ADULTS)),
        language="en" if sent.language == "en" else "th",
        seconds=sent.seconds,
        timings=dict(sent.timings),
        device=device,
        place=sent.place,
        flags=sorted({str(flag) for flag in flags}),
        answered_at=sent.answered_at,
        received_at=now,
        sha256=sha256,
    )


def _refuse_closed_meanwhile(wave: Wave, *, closed: bool) -> None:
    """Somebody closed the wave between the look and the insert: its digest must hold all that came before. Who is
    closing it just now is waited for, and waits for us once we hold it.
    """
    hold(wave)
    if not closed and Wave.objects.values_list("closed_at", flat=True).get(pk=wave.pk) is not None:
        raise _closed_now()


def _closed(door: Door, now: dt.datetime) -> bool:
    """Whether the wave is closed already: what enumerators gathered before is still taken, and marked as late."""
    wave = Wave.objects.only("closed_at", "opens_on", "closes_on").get(pk=door.wave.pk)
    today = timezone.localdate(now)
    ended = door.link is not None and door.link.ended_at is not None
    if door.open_to_all and (wave.closed_at or ended or not wave.opens_on <= today <= wave.closes_on):
        raise _closed_now()
    if today < wave.opens_on:
        raise _closed_now()
    return wave.closed_at is not None


def _closed_now() -> Closed:
    return Closed(
        "wave",
        Message("the survey does not take answers now", "ขณะนี้ไม่อยู่ในช่วงเก็บคำตอบ"),
        Message("thank you for coming", "ขอบคุณที่สนใจ"),
    )


def _slowed(door: Door, sent: Submission, now: dt.datetime) -> str:
    """Takes from the network's bucket and gives the device's hash."""
    salt = salt_of(timezone.localdate(now))
    network = network_of(sent.address)
    cost = 3 if Flag.NO_WORK in sent.flags else 1
    if network and not take(hashed(salt, "network", network, str(door.wave.pk)), cost):
        raise TooMany(
            "network",
            Message("many answers came from this network just now", "มีคำตอบจากเครือข่ายนี้จำนวนมากในขณะนี้"),
            Message("wait a minute and send again; nothing is lost", "โปรดรอหนึ่งนาทีแล้วกดส่งอีกครั้ง คำตอบของท่านยังอยู่ครบ"),
        )
    return hashed(salt, "device", network, sent.agent, str(door.wave.pk))


def _adults(value: Any) -> int | None:
    text = "" if value is None else str(value)
    return min(int(text), 30) if text.isascii() and text.isdigit() and 0 < int(text) < 1000 else None


def _used_up() -> Conflict:
    return Conflict(
        "code",
        Message("this code has been used", "รหัสนี้ใช้ตอบไปแล้ว"),
        Message(
            "one code is for one answer; ask the office if you did not use it",
            "หนึ่งรหัสใช้ตอบได้ครั้งเดียว หากท่านไม่ได้ใช้ โปรดแจ้งหน่วยงาน",
        ),
    )
