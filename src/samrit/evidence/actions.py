"""Verbs of the ledger: adding evidence, judging it, reporting it as wrong. Nothing is ever changed or removed.

A part above that adds evidence within its own transaction composes `ledger.may_add` and `ledger.append`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.db import transaction

from samrit.core.contract import Message, Refused
from samrit.core.ledger import canonical_json
from samrit.districts.models import CreativeDistrict
from samrit.evidence import ledger
from samrit.evidence.enums import EvidenceKind, Outcome
from samrit.evidence.ledger import Proof
from samrit.evidence.links import checked_url
from samrit.evidence.models import EvidenceItem, EvidenceMark
from samrit.evidence.subjects import subject_of
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.platform import files
from samrit.platform.fitting import required_reason
from samrit.platform.sniffing import COPIED


class About(TypedDict, total=False):
    """What may be said of any item of evidence: its title, what it proves (and of which district), since when it is.

    Proof for several `districts` becomes an item for each, so that each is judged by itself.
    """

    title: str
    proves: str
    district: CreativeDistrict | None
    districts: Sequence[CreativeDistrict]
    captured_at: dt.datetime | None


@transaction.atomic(durable=True)
def add_file(
    subject: str, chunks: Iterable[bytes], *, file_name: str, acting_user: User, **about: Unpack[About]
) -> EvidenceItem:
    """Adds a file, kept by its hash; of images and videos also a copy for the public, which tells no place.

    `chunks`: the content as it streams in. Raises Refused for a file that is not kept, and where there is no right.
    """

    def file() -> _What:
        stored = files.store_file(chunks)
        copy = files.public_copy(stored) if stored.media_type in COPIED else None
        name = files.clean_name(file_name)
        return name, {"file": stored, "file_name": name, "public_copy": copy}

    return _add(EvidenceKind.FILE, subject, file, about, acting_user)


@transaction.atomic(durable=True)
def add_link(subject: str, url: str, *, acting_user: User, **about: Unpack[About]) -> EvidenceItem:
    """Adds the address of a public page. Without a title it goes by its host; what stood there is captured later."""

    def link() -> _What:
        address = checked_url(url)
        return urlsplit(address).hostname or address, {"url": address}

    return _add(EvidenceKind.LINK, subject, link, about, acting_user)


@transaction.atomic(durable=True)
def add_platform_answer(
    subject: str, answer: Mapping[str, Any], *, reference: str, acting_user: User, **about: Unpack[About]
) -> EvidenceItem:
    """Adds what a platform answered, kept as canonical JSON by its hash.

    `reference` is the permalink or, for a message that was sent, its request id. `answer` holds no binary floats: the
    best grade is for what can be hashed exactly.
    """

    return _add(EvidenceKind.PLATFORM_ANSWER, subject, lambda: answered(answer, reference), about, acting_user)


def answered(answer: Mapping[str, Any], reference: str) -> tuple[str, dict[str, Any]]:
    """What an item made of a platform's answer goes by, and its values: for a part above that composes its own."""
    named = reference.strip()
    if not named or len(named) > 1000:
        raise Refused(
            "reference",
            Message("the answer names no permalink or request id", "คำตอบจากแพลตฟอร์มยังไม่มีลิงก์ถาวรหรือรหัสคำขอ"),
            Message("give what the platform calls it", "โปรดระบุลิงก์หรือรหัสที่แพลตฟอร์มให้มา"),
        )
    called = {"url": checked_url(named, path="reference")} if "://" in named else {"statement": named}
    return named[:300], {"file": files.store_file([_canonical(answer)]), "file_name": "answer.json", **called}


def _canonical(answer: Mapping[str, Any]) -> bytes:
    try:
        return canonical_json(dict(answer))
    except ValueError:
        raise Refused(
            "answer",
            Message("the answer cannot be written down exactly", "บันทึกคำตอบนี้ให้ตรงตัวไม่ได้"),
            Message("write its numbers as text", "โปรดเขียนตัวเลขเป็นข้อความ"),
        ) from None


@transaction.atomic(durable=True)
def add_statement(subject: str, statement: str, *, acting_user: User, **about: Unpack[About]) -> EvidenceItem:
    """Adds what a person states. The weakest grade: it proves nothing that the counting rule asks for."""

    def stated() -> _What:
        words = statement.strip()
        if not words:
            raise Refused(
                "statement",
                Message("the statement is empty", "คำรับรองยังว่างอยู่"),
                Message("write what you know, and how", "โปรดเขียนสิ่งที่ท่านทราบและทราบได้อย่างไร"),
            )
        return words[:80], {"statement": words}

    return _add(EvidenceKind.STATEMENT, subject, stated, about, acting_user)


_What = tuple[str, dict[str, Any]]
"""What an item goes by where nobody gave it a title, and the values that only its kind has."""


def _add(kind: EvidenceKind, subject: str, what: Callable[[], _What], about: About, acting_user: User) -> EvidenceItem:
    """One more item, or one for each district: the first. The right is asked before `what` looks at what was given."""
    found, standing = ledger.may_add(subject, acting_user)
    named, values = what()
    title = about.get("title", "").strip() or named
    said = {name: value for name, value in about.items() if name != "districts"}
    proofs = [
        Proof(**{"district": district, **said, **values, "kind": kind, "title": title})
        for district in about.get("districts") or (None,)
    ]
    made = [ledger.append(found, standing, proof, acting_user=acting_user) for proof in proofs]
    return made[0]


@transaction.atomic(durable=True)
def mark(item: EvidenceItem, outcome: str, *, reason: str = "", acting_user: User) -> EvidenceMark:
    """Verifies, returns or calls wrong one item, by somebody who had no part in it or in what it proves.

    Raises Refused without a right, without a reason where it is not verified, and OwnWork for one's own.
    """
    subject = subject_of(item.subject)
    standing = Rights(acting_user).require(Act.VERIFY_WORK, subject.scope)
    if outcome not in {Outcome.VERIFIED, Outcome.RETURNED, Outcome.WRONG}:
        raise Refused(
            "outcome",
            Message("evidence can be verified, returned or called wrong", "หลักฐานรับรอง ส่งกลับ หรือแจ้งว่าผิดได้เท่านั้น"),
            Message("choose one of the three", "โปรดเลือกอย่างใดอย่างหนึ่ง"),
        )
    if outcome != Outcome.VERIFIED:
        reason = required_reason(reason)
    return ledger.judge(
        item, Outcome(outcome), subject=subject, standing=standing, reason=reason, acting_user=acting_user
    )


@transaction.atomic(durable=True)
def admit_wrong(item: EvidenceItem, *, reason: str, acting_user: User) -> EvidenceMark:
    """Whoever may add evidence says that an item, also one's own, is wrong: it then proves nothing any more.

    This can only lower a count, so it needs no second pair of eyes. Only `mark` can set the item right again.
    """
    standing = Rights(acting_user).require(Act.ADD_EVIDENCE, subject_of(item.subject).scope)
    reason = required_reason(reason)
    return ledger.append_mark(item, Outcome.WRONG, standing=standing, reason=reason, acting_user=acting_user)
