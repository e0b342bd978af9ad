"""Consents: a person's leave to be shown or named, its record and its withdrawal.

Two age groups of minors after the consent guideline of the personal-data committee (7 September 2565): under 20 a
guardian joins, under 10 a parent consents alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.evidence import ledger
from samrit.evidence.enums import ConsentPurpose, Outcome
from samrit.evidence.models import Consent, EvidenceItem, EvidenceMark
from samrit.people import recording
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights, Standing
from samrit.platform import files
from samrit.platform.models import StoredFile
from samrit.results.models import KeyResult
from samrit.results.parts import scopes_of

OF_AGE = 20
CHILD = 10
WITHDRAWN = "ผู้ให้ความยินยอมถอนความยินยอม"
"""The reason on what is hidden then. Marks are never erased, so the person's own words have no place there."""
GuardianIs = Literal["", "parent", "guardian"]


def subject_of_consent(consent: Consent) -> str:
    """How the audit chain names a consent."""
    return f"consent:{consent.uid}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person consents to: for what, on which channels, until when.

    `age` in whole years on the day of signing decides who must have consented; it is kept as a group only.
    """

    person: str
    age: int
    purpose: str
    channels: Collection[str]
    valid_from: dt.date
    valid_to: dt.date | None = None
    contact: str = ""
    guardian: str = ""
    guardian_is: GuardianIs = ""


def may_record(key_result: KeyResult, acting_user: User) -> Standing:
    """The standing of those who keep the consents of a key result: in any agency that has a part in it."""
    return Rights(acting_user).require_one((Act.EDIT_STORYTELLERS,), *scopes_of(key_result))


@transaction.atomic(durable=True)
def record_consent(
    given: Given, *, key_result: KeyResult, form: Iterable[bytes] | None = None, acting_user: User
) -> Consent:
    """Records a consent for the work of a key result; `form` is the picture of the signed form.

    Raises Refused, naming the field of `given`.
    """
    return record(given, key_result=key_result, form=form, acting_user=acting_user)


@transaction.atomic
def record(given: Given, *, key_result: KeyResult, form: Iterable[bytes] | None = None, acting_user: User) -> Consent:
    """As `record_consent`, to be composed by a verb of a part above."""
    standing = may_record(key_result, acting_user)
    group = _group(given.age)
    _check(given)
    _check_guardian(group, given, has_form=form is not None)
    consent = Consent.objects.create(
        key_result=key_result.key,
        person=given.person.strip(),
        contact=given.contact.strip(),
        purpose=given.purpose,
        channels=sorted(set(given.channels)),
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        minor=group != "adult",
        guardian=given.guardian.strip(),
        form=None if form is None else _stored_form(form),
        entered_by=acting_user,
        on_behalf_of=standing.on_behalf_of,
    )
    personal = {"person": consent.person, "contact": consent.contact, "guardian": consent.guardian}
    _audit(
        "evidence.consent.recorded",
        consent,
        standing,
        acting_user,
        data={
            "purpose": consent.purpose,
            "channels": consent.channels,
            "valid_from": given.valid_from.isoformat(),
            "valid_to": None if given.valid_to is None else given.valid_to.isoformat(),
            "age_group": group,
            "guardian_is": given.guardian_is,
            "form": consent.form_id,
        },
        personal={name: value for name, value in personal.items() if value},
    )
    return consent


@transaction.atomic
def withdraw(
    consent: Consent, *, key_result: KeyResult, reason: str, subjects: Collection[str], acting_user: User
) -> list[EvidenceMark]:
    """Ends a consent and hides the evidence of `subjects` that shows the person; the chain stays whole.

    Past use stays lawful, so nothing is removed and counts do not change. Composed by the verb of publicity, which
    knows the works that show the person and opens the tasks to take them down: call it in that transaction.
    """
    standing = may_record(key_result, acting_user)
    changed = Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawal_reason=reason.strip()
    )
    if not changed:
        raise Refused(
            "",
            Message("this consent has been withdrawn already", "ความยินยอมนี้ถูกถอนไปแล้ว"),
            Message("nothing more is to be done", "ไม่ต้องดำเนินการเพิ่มเติม"),
        )
    consent.refresh_from_db()
    items = EvidenceItem.objects.filter(subject__in=list(subjects)).exclude(marks__outcome=Outcome.HIDDEN)
    marks = [
        ledger.append_mark(item, Outcome.HIDDEN, standing=standing, reason=WITHDRAWN, acting_user=acting_user)
        for item in items
    ]
    _audit(
        "evidence.consent.withdrawn",
        consent,
        standing,
        acting_user,
        data={"hidden": [str(mark.item.uid) for mark in marks]},
        personal={"reason": consent.withdrawal_reason} if consent.withdrawal_reason else None,
    )
    return marks


def is_in_force(consent: Consent, on: dt.date, *, purpose: str = "", channel: str = "") -> bool:
    """Whether the consent holds on that day, for that purpose and channel ("" for any)."""
    if consent.withdrawn_at is not None and timezone.localdate(consent.withdrawn_at) <= on:
        return False
    in_time = consent.valid_from <= on and (consent.valid_to is None or on <= consent.valid_to)
    return in_time and purpose in {"", consent.purpose} and (not channel or channel in consent.channels)


def shown_name(consent: Consent) -> str:
    """The person's name as long as the consent stands; "" once it has been withdrawn."""
    return "" if consent.withdrawn_at is not None else consent.person


def _stored_form(form: Iterable[bytes]) -> StoredFile:
    stored = files.store_file(form, path="form")
    if not stored.media_type.startswith("image/") and stored.media_type != "application/pdf":
        raise Refused(
            "form",
            Message("the signed form is neither a picture nor a PDF", "แบบยินยอมต้องเป็นภาพหรือไฟล์ PDF"),
            Message("photograph or scan the form", "โปรดถ่ายภาพหรือสแกนแบบที่ลงนามแล้ว"),
        )
    return stored


def _audit(
    action: str,
    consent: Consent,
    standing: Standing,
    acting_user: User,
    *,
    data: dict[str, object],
    personal: dict[str, str] | None,
) -> None:
    recording.record(
        action,
        acting_user=acting_user,
        standing=standing,
        subject=subject_of_consent(consent),
        data=data,
        personal=personal,
    )


def _group(age: int) -> Literal["under_10", "10_to_19", "adult"]:
    if not 0 <= age <= 150:
        raise Refused(
            "age",
            Message("this is not the age of a person", "อายุไม่ถูกต้อง"),
            Message("write the age in years", "โปรดระบุอายุเป็นปี"),
        )
    if age >= OF_AGE:
        return "adult"
    return "under_10" if age < CHILD else "10_to_19"


def _check(given: Given) -> None:
    if not given.person.strip():
        raise Refused(
            "person",
            Message("who consents is not said", "ยังไม่ได้ระบุชื่อผู้ให้ความยินยอม"),
            Message("write the person's name", "โปรดระบุชื่อ"),
        )
    if given.purpose not in ConsentPurpose.values:
        raise Refused(
            "purpose",
            Message("the consent is for no known purpose", "ยังไม่ได้ระบุวัตถุประสงค์ของความยินยอม"),
            Message("choose the purpose", "โปรดเลือกวัตถุประสงค์"),
        )
    if not given.channels:
        raise Refused(
            "channels",
            Message("on which channels the person may be shown is not said", "ยังไม่ได้ระบุช่องทางที่อนุญาตให้เผยแพร่"),
            Message("choose at least one channel", "โปรดเลือกอย่างน้อยหนึ่งช่องทาง"),
        )
    if given.valid_to is not None and given.valid_to < given.valid_from:
        raise Refused(
            "valid_to",
            Message("the consent ends before it begins", "วันสิ้นสุดอยู่ก่อนวันเริ่มต้น"),
            Message("correct one of the two days", "โปรดแก้ไขวันใดวันหนึ่ง"),
        )


def _check_guardian(group: str, given: Given, *, has_form: bool) -> None:
    if group == "adult":
        return
    if not given.guardian.strip():
        raise Refused(
            "guardian",
            Message("a person under 20 needs a guardian's consent", "ผู้มีอายุต่ำกว่า 20 ปีต้องมีผู้ปกครองให้ความยินยอมด้วย"),
            Message("write the guardian's name", "โปรดระบุชื่อผู้ปกครอง"),
        )
    if group == "under_10" and given.guardian_is != "parent":
        raise Refused(
            "guardian_is",
            Message("for a child under 10 a parent consents", "เด็กอายุต่ำกว่า 10 ปีต้องให้บิดาหรือมารดาเป็นผู้ให้ความยินยอม"),
            Message("ask a parent to sign", "โปรดให้บิดาหรือมารดาลงนาม"),
        )
    if not has_form:
        raise Refused(
            "form",
            Message("the signed form of a person under 20 is missing", "ยังไม่มีภาพแบบยินยอมที่ลงนามของผู้มีอายุต่ำกว่า 20 ปี"),
            Message("add a picture of the signed form", "โปรดแนบภาพแบบยินยอมที่ลงนามแล้ว"),
        )
