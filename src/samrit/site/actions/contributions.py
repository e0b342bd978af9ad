"""What residents send: taken in without an account, considered in the office, kept as evidence of taking part.

The sender's key is given once and kept as a hash. Pictures are made anew from their pixels. No address is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Refused
from samrit.districts.models import CreativeDistrict
from samrit.evidence import ledger
from samrit.evidence.consents import WITHDRAWN
from samrit.evidence.enums import EvidenceKind, Outcome, Proves
from samrit.evidence.ledger import Proof
from samrit.evidence.models import EvidenceItem
from samrit.people import recording
from samrit.people.enums import Act, Role
from samrit.people.models import User
from samrit.people.rights import Rights, Standing
from samrit.platform.files import store_file, store_picture
from samrit.platform.locking import change
from samrit.platform.models import StoredFile
from samrit.publicity.actions.shared import choice, line, lock, refuse, text
from samrit.publicity.models import Work
from samrit.site.enums import AgeGroup, ContributionKind, ContributionState, Licence
from samrit.site.models import Contribution, Page

MAX_PHOTO = 12_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a resident typed. `consent`: to be named and shown by this licence, by the guardian too where one is due."""

    kind: str
    district: CreativeDistrict
    title: str
    text: str = ""
    name: str = ""
    contact: str = ""
    age_group: str = AgeGroup.ADULT
    guardian: str = ""
    licence: str = Licence.CC_BY
    consent: bool = False
    happens_on: dt.date | None = None
    language: str = "th"
    flags: tuple[str, ...] = ()


def without_consent() -> Refused:
    """What is said to whoever does not agree."""
    return refuse(
        "consent",
        ("without your consent nothing can be kept", "หากไม่ยินยอม ระบบเก็บข้อมูลของท่านไม่ได้"),
        ("agree, or leave this page", "โปรดให้ความยินยอม หรือออกจากหน้านี้"),
    )


def send_in(sent: Sent, photo: Iterable[bytes] | None = None) -> tuple[Contribution, str]:
    """Keeps it for the office to consider; gives the row and the key of its status page, which is told only now.

    A stranger's photograph is made anew before anything is written: no lock waits for it.
    """
    values = _checked(sent, pictured=photo is not None)
    picture = None if photo is None else store_picture(photo, limit=MAX_PHOTO, path="photo")
    return _keep(sent, values, picture)


def _checked(sent: Sent, *, pictured: bool) -> dict[str, str]:
    """What was typed, cleaned. Raises Refused at the field that is missing or wrong."""
    if not Page.objects.filter(district=sent.district).exclude(published=None).exists():
        raise refuse("district", ("this district has no page", "ย่านนี้ยังไม่มีหน้า"), ("choose another", "โปรดเลือกย่านอื่น"))
    group = choice(sent.age_group, "age_group", AgeGroup.values)
    kind = choice(sent.kind, "kind", ContributionKind.values)
    if not sent.consent:
        raise without_consent()
    if group != AgeGroup.ADULT and not sent.guardian.strip():
        raise refuse(
            "guardian",
            ("a person under 20 needs a guardian's consent", "ผู้มีอายุต่ำกว่า ๒๐ ปีต้องมีผู้ปกครองยินยอมด้วย"),
            ("write the guardian's name", "โปรดระบุชื่อผู้ปกครอง"),
        )
    if kind == ContributionKind.PHOTO and not pictured:
        raise refuse("photo", ("there is no photograph", "ยังไม่ได้แนบภาพถ่าย"), ("choose one", "โปรดเลือกภาพถ่าย"))
    return {
        "kind": kind,
        "title": line(sent.title, "title", longest=200),
        "text": text(sent.text, "text", longest=10_000, needed=kind == ContributionKind.STORY),
        "name": line(sent.name, "name", longest=200),
        "contact": line(sent.contact, "contact", longest=200, needed=False),
        "age_group": group,
        "guardian": line(sent.guardian, "guardian", longest=200, needed=False),
        "licence": choice(sent.licence, "licence", Licence.values),
        "language": "en" if sent.language == "en" else "th",
    }


@transaction.atomic(durable=True)
def _keep(sent: Sent, values: dict[str, str], photo: StoredFile | None) -> tuple[Contribution, str]:
    key = secrets.token_urlsafe(18)
    row = Contribution.objects.create(
        key_hash=hashed(key),
        district=sent.district,
        photo=photo,
        happens_on=sent.happens_on,
        consented_at=timezone.now(),
        flags=list(sent.flags),
        **values,
    )
    recording.record(
        "site.contribution.sent",
        acting_user=None,
        standing=None,
        subject=row.subject,
        data={"kind": row.kind, "district": sent.district.slug, "licence": row.licence, "age_group": row.age_group},
        personal={name: value for name in ("name", "contact", "guardian") if (value := getattr(row, name))},
    )
    return row, key


def hashed(key: str) -> str:
    """How a key is kept."""
    return hashlib.sha256(f"contribution:{key}".encode()).hexdigest()


@transaction.atomic(durable=True)
def take_back(row: Contribution) -> Contribution:
    """The sender wants it back, which nobody needs to allow, at any time: words, names and picture go.

    What it proved already stays in the ledger and counts, closed to everybody, as with any consent that is withdrawn.
    """
    lock(row, row.version)
    if row.state == ContributionState.WITHDRAWN:
        raise refuse(
            "", ("it was taken back already", "ถอนสิ่งที่ส่งนี้แล้ว"), ("nothing more is to be done", "ไม่ต้องดำเนินการเพิ่มเติม")
        )
    gone = dict.fromkeys(("title", "text", "name", "contact", "guardian"), "")
    change(row, read_version=row.version, state=ContributionState.WITHDRAWN, photo=None, **gone)
    hidden = [_close(item) for item in _proved_by(row)]
    recording.record(
        "site.contribution.taken_back",
        acting_user=None,
        standing=None,
        subject=row.subject,
        data={"kind": row.kind, "hidden": hidden},
    )
    return row


def _proved_by(row: Contribution) -> list[EvidenceItem]:
    """What the ledger has of it: found by the name under which `_prove` put it there."""
    if row.work is None:
        return []
    names = [_name_of(row), f"{_name_of(row)}.txt"]
    return list(EvidenceItem.objects.filter(subject=row.work.subject, file_name__in=names))


def _close(item: EvidenceItem) -> str:
    """Nobody acts: whoever accepted it stands for it."""
    standing = Standing(Role.CONTRIBUTOR, item.on_behalf_of)
    ledger.append_mark(item, Outcome.HIDDEN, standing=standing, reason=WITHDRAWN, acting_user=item.entered_by)
    return str(item.uid)


def _name_of(row: Contribution) -> str:
    return f"contribution-{str(row.uid)[:8]}"


@transaction.atomic(durable=True)
def accept_contribution(
    row: Contribution, work: Work, *, answer: str = "", note: str = "", read_version: int, acting_user: User
) -> Contribution:
    """Takes it in as evidence that the community of its district took part in a work."""
    standing = Rights(acting_user).require(Act.MODERATE)
    _begin(row, read_version)
    if not work.districts.filter(pk=row.district_id).exists():
        raise refuse(
            "work",
            ("this work serves another district", "งานนี้ไม่ใช่ของย่านเดียวกัน"),
            ("choose a work of the district", "โปรดเลือกงานของย่านนั้น"),
        )
    said = {"answer": text(answer, "answer", longest=2_000), "note": text(note, "note", longest=2_000)}
    decided = {"decided_by": acting_user, "decided_at": timezone.now(), "work": work}
    change(row, read_version=row.version, state=ContributionState.ACCEPTED, **said, **decided)
    _prove(row, work, acting_user)
    recording.record(
        "site.contribution.accepted",
        acting_user=acting_user,
        standing=standing,
        subject=row.subject,
        data={"work": str(work.uid)},
    )
    return row


def _prove(row: Contribution, work: Work, acting_user: User) -> None:
    """An item of the ledger: the photograph where there is one, else the words as they were sent."""
    subject, standing = ledger.may_add(work.subject, acting_user)
    words = store_file([f"{row.title}\n\n{row.text}\n".encode()]) if row.photo is None else None
    name = _name_of(row)
    proof = Proof(
        kind=EvidenceKind.FILE,
        title=f"ประชาชนส่ง: {row.get_kind_display()}",
        proves=Proves.COMMUNITY_TOOK_PART,
        district=row.district,
        captured_at=row.sent_at,
        file=row.photo or words,
        file_name=name if row.photo else f"{name}.txt",
        public_copy=row.photo,
    )
    ledger.append(subject, standing, proof, acting_user=acting_user)


@transaction.atomic(durable=True)
def decline_contribution(
    row: Contribution, *, answer: str, note: str = "", read_version: int, acting_user: User
) -> Contribution:
    """Does not take it in, and tells the sender why."""
    standing = Rights(acting_user).require(Act.MODERATE)
    _begin(row, read_version)
    said = {"answer": text(answer, "answer", longest=2_000, needed=True), "note": text(note, "note", longest=2_000)}
    decided = {"decided_by": acting_user, "decided_at": timezone.now()}
    change(row, read_version=row.version, state=ContributionState.DECLINED, **said, **decided)
    recording.record(
        "site.contribution.declined", acting_user=acting_user, standing=standing, subject=row.subject, data={}
    )
    return row


def _begin(row: Contribution, read_version: int) -> None:
    lock(row, read_version)
    if row.state != ContributionState.WAITING:
        raise refuse("", ("it has been considered already", "เรื่องนี้พิจารณาแล้ว"), ("open it again", "โปรดเปิดหน้านี้ใหม่"))
