"""The evidence pack of a publication: what is there, what is still to come, what is missing and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from samrit.channels.delivering.releasing import ENDS
from samrit.channels.enums import DeliveryState
from samrit.channels.models import Delivery, Errand, LivenessLook, ProviderWriteAttempt
from samrit.channels.reasons import words_of
from samrit.core.contract import Message
from samrit.evidence import queries as evidence
from samrit.evidence.enums import EvidenceKind
from samrit.evidence.models import EvidenceItem
from samrit.publicity.enums import Channel
from samrit.publicity.models import Publication, Work


class PartState(StrEnum):
    """Where one part of a pack stands."""

    HAVE = "have"
    DUE = "due"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pack. `at`: since when it is there, or when it will be fetched. `why`: what is the matter.

    `needed`: the counting rule asks for it; everything else makes the proof stronger.
    """

    name: str
    state: PartState
    at: dt.datetime | None = None
    why: Message | None = None
    item: EvidenceItem | None = None
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """The proof of one publication, part by part."""

    publication: Publication
    parts: tuple[Part, ...]
    review: bool = False

    @property
    def missing(self) -> tuple[Part, ...]:
        """What is missing; nothing that is still to come."""
        return tuple(part for part in self.parts if part.state is PartState.MISSING)

    @property
    def complete(self) -> bool:
        """Whether everything that the counting rule asks for is there."""
        return all(part.state is PartState.HAVE for part in self.parts if part.needed)


WORDS: dict[str, Message] = {
    "answer": Message("what the platform answered at publishing, or a capture", "คำตอบของแพลตฟอร์มตอนเผยแพร่ หรือภาพเก็บ"),
    "reference": Message("its permanent address or request id", "ลิงก์ถาวรหรือรหัสคำขอ"),
    "hash": Message("the hash of what is kept", "ค่าแฮชของหลักฐาน"),
    "media": Message("the hashes of the files sent", "ค่าแฮชของไฟล์ที่ส่ง"),
    "time": Message("when it was captured", "วันเวลาที่เก็บ"),
    "answer:1d": Message("the platform's answer after a day", "คำตอบของแพลตฟอร์มเมื่อครบ 1 วัน"),
    "answer:7d": Message("the platform's answer after 7 days", "คำตอบของแพลตฟอร์มเมื่อครบ 7 วัน"),
    "answer:30d": Message("the platform's answer after 30 days", "คำตอบของแพลตฟอร์มเมื่อครบ 30 วัน"),
    "answer:last": Message("the platform's last answer before it ends", "คำตอบสุดท้ายก่อนแพลตฟอร์มนำลงเอง"),
    "liveness": Message("seen by somebody who is not signed in", "ผู้ที่ไม่ได้เข้าสู่ระบบเปิดเห็น"),
    "capture": Message("a capture of the page on our own site", "ภาพเก็บของหน้าเว็บไซต์"),
}
"""How the parts are called."""
_BY_HAND = Message("published by hand: no platform was asked", "เผยแพร่ด้วยมือ ระบบจึงไม่ได้ถามแพลตฟอร์ม")
_NONE = Message("nothing of this kind was added", "ยังไม่มีหลักฐานชนิดนี้")
_REASONS: dict[str, Message] = {
    "by_hand": _BY_HAND,
    "over": Message("it was taken down before", "นำลงก่อนถึงกำหนด"),
    "ended": Message("its platform had taken it down by itself", "แพลตฟอร์มนำลงเองก่อนถึงกำหนด"),
    "not_there": Message("the platform did not find it", "แพลตฟอร์มไม่พบโพสต์"),
    "no_public_page": Message("a message has no public page", "ข้อความไม่มีหน้าสาธารณะ"),
    "no_permalink": Message("it has no permanent address", "ไม่มีลิงก์ถาวร"),
    "not_seen_yet": Message(
        "not seen at the last look; three in 72 hours open a review", "ดูครั้งล่าสุดไม่พบ ครบสามครั้งใน 72 ชั่วโมงจะเปิดให้ตรวจสอบ"
    ),
    "not_seen": Message("not seen three times in 72 hours: under review", "ไม่พบสามครั้งใน 72 ชั่วโมง กำลังให้ตรวจสอบ"),
    "given_up": Message("tried many times in vain", "ลองหลายครั้งแล้วไม่สำเร็จ"),
}
_TIMES = ("answer:1d", "answer:7d", "answer:30d", "answer:last")


def packs_of(works: Iterable[Work], grades: Collection[str]) -> dict[int, list[Pack]]:
    """The packs of the publications of works, by the work: 7 queries, however many there are."""
    rows = list(_publications([work.pk for work in works]))
    items = evidence.evidence_of([row.subject for row in rows])
    found: dict[int, list[Pack]] = {}
    for row in rows:
        found.setdefault(row.work_id, []).append(_pack(row, items[row.subject], grades))
    return found


def _publications(works: Sequence[int]) -> QuerySet[Publication]:
    deliveries = Delivery.objects.select_related("account").prefetch_related(
        Prefetch("errands", Errand.objects.order_by("pk")),
        Prefetch("liveness", LivenessLook.objects.order_by("pk")),
        Prefetch("attempts", ProviderWriteAttempt.objects.order_by("pk")),
    )
    rows = Publication.objects.filter(work__in=works).prefetch_related(Prefetch("delivery", deliveries))
    return rows.order_by("work_id", "first_public_at", "pk")


def _pack(row: Publication, items: list[EvidenceItem], grades: Collection[str]) -> Pack:
    delivery = getattr(row, "delivery", None)
    have = evidence.pack_of(items, grades)
    usable = [item for item in items if evidence.is_usable(item)]
    parts = [
        _needed("answer", [item for item in usable if item.grade in grades], there=have.answer),
        _needed("reference", [item for item in usable if evidence.reference_of(item)], there=have.reference),
        _needed("hash", [item for item in usable if item.file_id], there=have.hash),
        _needed("time", usable, there=have.time),
    ]
    if delivery is not None:
        parts += _later(delivery)
        parts.append(_liveness(row, delivery))
    else:
        parts.append(_seen(row))
    if row.channel == Channel.WEBSITE:
        captures = [item for item in usable if item.kind == EvidenceKind.CAPTURE]
        parts.append(_needed("capture", captures, there=bool(captures), needed=False))
    review = delivery is not None and delivery.state == DeliveryState.GONE and row.withdrawn_at is None
    return Pack(row, tuple(parts), review)


def _needed(name: str, items: Sequence[EvidenceItem], *, there: bool, needed: bool = True) -> Part:
    if not there:
        return Part(name, PartState.MISSING, why=_NONE, needed=needed)
    item = items[0] if items else None
    return Part(name, PartState.HAVE, None if item is None else item.captured_at, item=item, needed=needed)


def _later(delivery: Delivery) -> list[Part]:
    """The platform's answers that are asked for again and again."""
    errands = {errand.name: errand for errand in delivery.errands.all()}
    names = [name for name in _TIMES if name in errands]
    if not names and (delivery.account.channel, delivery.form) not in ENDS:
        return [Part("answer:1d", PartState.NOT_NEEDED, why=_BY_HAND)]
    return [_of_errand(name, errands[name]) for name in names]


def _of_errand(name: str, errand: Errand) -> Part:
    if errand.due_at is not None:
        return Part(name, PartState.DUE, errand.due_at, _said(errand.why) if errand.why else None)
    if errand.why in {"by_hand", "over", "ended"}:
        return Part(name, PartState.NOT_NEEDED, errand.done_at, _REASONS[errand.why])
    if errand.done_at is not None and not errand.why:
        return Part(name, PartState.HAVE, errand.done_at)
    return Part(name, PartState.MISSING, errand.done_at, _said(errand.why))


def _said(why: str) -> Message:
    return _REASONS.get(why) or words_of(why) or Message(f"the platform said: {why}", f"แพลตฟอร์มแจ้งว่า {why}")


def _liveness(row: Publication, delivery: Delivery) -> Part:
    """What somebody who is not signed in saw; a channel without public pages needs none."""
    looks = [look for look in delivery.liveness.all() if look.found != "error"]
    if looks:
        last = looks[-1]
        if last.found == "live":
            return Part("liveness", PartState.HAVE, last.at)
        gone = delivery.state == DeliveryState.GONE
        return Part("liveness", PartState.MISSING, last.at, _REASONS["not_seen" if gone else "not_seen_yet"])
    first = next((errand for errand in delivery.errands.all() if errand.name == "liveness:first"), None)
    if first is None:
        return _seen(row)
    if first.due_at is not None:
        return Part("liveness", PartState.DUE, first.due_at)
    if first.why in {"no_public_page", "no_permalink"}:
        return Part("liveness", PartState.NOT_NEEDED, first.done_at, _REASONS[first.why])
    return Part("liveness", PartState.MISSING, first.done_at, _said(first.why or "given_up"))


def _seen(row: Publication) -> Part:
    """What a person noted of it."""
    if row.seen_logged_out:
        return Part("liveness", PartState.HAVE)
    if row.channel == Channel.LINE:
        return Part("liveness", PartState.NOT_NEEDED, why=_REASONS["no_public_page"])
    return Part("liveness", PartState.MISSING, why=Message("nobody has noted it", "ยังไม่มีผู้บันทึกว่าเปิดเห็น"))
