"""Proofs and the scene that they belong to: a key result with its people and one work, as plain rows."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.factories import people

from samrit.evidence.enums import GRADES, EvidenceKind
from samrit.evidence.models import Consent, EvidenceItem, EvidenceMark
from samrit.people.enums import Role
from samrit.people.models import Agency, User
from samrit.platform.models import StoredFile
from samrit.publicity.models import Publication, Work
from samrit.results.models import KeyResult

_numbers = itertools.count(1)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360606000000004000"
    "1f61738550000000049454e44ae426082"
)
"""A picture of one pixel."""


@dataclass
class Scene:
    """A key result, its host agency, one person in each role there, and one piece of the contributor."""

    key_result: KeyResult
    agency: Agency
    owner: User
    contributor: User
    reviewer: User
    approver: User
    inspector: User
    work: Work


def scene(code: str = "7301", **work_fields: Any) -> Scene:
    """The usual scene. The work is done, approved by the approver, and has no evidence yet."""
    agency = people.agency()
    key_result = KeyResult.objects.create(code=code, fiscal_year=2568, name="จำนวนย่านสร้างสรรค์", host=agency)

    def person(role: Role) -> User:
        return people.user(f"{role}-{agency.code}", role=role, agency=agency)

    roles = {
        role: person(role) for role in (Role.OWNER, Role.CONTRIBUTOR, Role.HOST_REVIEWER, Role.APPROVER, Role.INSPECTOR)
    }
    made = work(key_result, agency, roles[Role.CONTRIBUTOR], approved_by=roles[Role.APPROVER], **work_fields)
    return Scene(key_result, agency, *roles.values(), made)


def work(key_result: KeyResult, agency: Agency, producer: User, **fields: Any) -> Work:
    """A piece that is done; `fields` as the model has them."""
    number = next(_numbers)
    return Work.objects.create(
        key_result=key_result,
        agency=agency,
        producer=producer,
        entered_by=fields.pop("entered_by", producer),
        kind=fields.pop("kind", "piece"),
        state=fields.pop("state", "done"),
        title=fields.pop("title", f"งานที่ {number}"),
        duties=fields.pop("duties", ["media"]),
        approved_by=fields.pop("approved_by", producer),
        approved_at=fields.pop("approved_at", timezone.now()),
        **fields,
    )


def publication(work: Work, channel: str = "facebook", **fields: Any) -> Publication:
    """A publication of a work, public now unless told otherwise."""
    number = next(_numbers)
    return Publication.objects.create(
        work=work,
        channel=channel,
        permalink=fields.pop("permalink", f"https://example.org/{number}"),
        first_public_at=fields.pop("first_public_at", timezone.now()),
        seen_logged_out=fields.pop("seen_logged_out", True),
        entered_by=fields.pop("entered_by", work.entered_by),
        **fields,
    )


def stored_file(media_type: str = "image/png") -> StoredFile:
    """The row of a file whose content nobody reads."""
    name = f"{next(_numbers):064x}"
    return StoredFile.objects.create(sha256=name, size=1, media_type=media_type, path=f"{name[:2]}/{name}")


def item(subject: str, entered_by: User, *, key_result: str = "7301-2568", **fields: Any) -> EvidenceItem:
    """One proof, by default an answer of a platform with its file and link."""
    kind = fields.pop("kind", EvidenceKind.PLATFORM_ANSWER)
    number = next(_numbers)
    return EvidenceItem.objects.create(
        key_result=key_result,
        subject=subject,
        kind=kind,
        grade=GRADES[kind],
        title=fields.pop("title", f"หลักฐานที่ {number}"),
        file=fields.pop("file", None) or stored_file("text/plain"),
        url=fields.pop("url", f"https://example.org/e/{number}"),
        captured_at=fields.pop("captured_at", timezone.now()),
        entered_by=entered_by,
        **fields,
    )


def mark(item: EvidenceItem, by: User, outcome: str = "verified", **fields: Any) -> EvidenceMark:
    """A mark on a proof."""
    return EvidenceMark.objects.create(
        item=item, by=by, outcome=outcome, role=fields.pop("role", Role.INSPECTOR), **fields
    )


def consent(entered_by: User, **fields: Any) -> Consent:
    """A grown-up's consent to publicity on every channel."""
    return Consent.objects.create(
        person=fields.pop("person", "นางสมศรี ใจดี"),
        key_result=fields.pop("key_result", "7301-2568"),
        purpose=fields.pop("purpose", "publicity"),
        channels=fields.pop("channels", ["website", "facebook"]),
        valid_from=fields.pop("valid_from", dt.date(2024, 10, 1)),
        entered_by=entered_by,
        **fields,
    )
