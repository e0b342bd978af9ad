"""The storyteller network (duty 6): members with consent, training, contributions and a review date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from samrit.districts.models import CreativeDistrict
from samrit.evidence.enums import ConsentPurpose
from samrit.evidence.models import Consent
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights, Standing
from samrit.platform.locking import change
from samrit.publicity.actions.consents import lock_consents, refuse_of_another, refuse_without_consent
from samrit.publicity.actions.plans import not_chosen
from samrit.publicity.actions.shared import because, lock, record, refuse, scope_of, text
from samrit.publicity.models import Storyteller, Work
from samrit.results.models import ChosenDistrict, KeyResult

REVIEW_AT_MOST = dt.timedelta(days=366)
"""A list of people is looked through once a year at least."""


@transaction.atomic(durable=True)
def add_storyteller(
    key_result: KeyResult,
    consent: Consent,
    *,
    districts: Sequence[CreativeDistrict],
    review_on: dt.date,
    skills: str = "",
    trained_on: dt.date | None = None,
    acting_user: User,
) -> Storyteller:
    """A new member, under a consent to being a storyteller that holds today; of a minor also the guardian's."""
    standing = Rights(acting_user).require(Act.EDIT_STORYTELLERS, scope_of(key_result))
    refuse_of_another(consent, key_result, path="consent")
    lock_consents([consent])
    refuse_without_consent(consent, on=timezone.localdate(), path="consent", purpose=ConsentPurpose.STORYTELLER)
    if consent.minor and not (consent.guardian.strip() and consent.form_id):
        raise refuse(
            "consent",
            ("a minor needs a guardian's consent with the signed form", "ผู้เยาว์ต้องมีความยินยอมของผู้ปกครองพร้อมแบบที่ลงนาม"),
            ("record the consent anew", "โปรดบันทึกความยินยอมใหม่ให้ครบ"),
        )
    if Storyteller.objects.filter(key_result=key_result, consent=consent, left_on=None).exists():
        raise refuse(
            "consent", ("this person is a member already", "บุคคลนี้อยู่ในเครือข่ายแล้ว"), ("open the member", "โปรดเปิดข้อมูลเดิม")
        )
    values = _checked(key_result, consent, districts, review_on=review_on, skills=skills, trained_on=trained_on)
    row = Storyteller.objects.create(key_result=key_result, consent=consent, **values)
    row.districts.set(districts)
    _note("storyteller.added", row, standing, acting_user, {**_data(values), "districts": _slugs(districts)})
    return row


@transaction.atomic(durable=True)
def save_storyteller(
    row: Storyteller,
    *,
    districts: Sequence[CreativeDistrict],
    review_on: dt.date,
    skills: str = "",
    trained_on: dt.date | None = None,
    read_version: int,
    acting_user: User,
) -> Storyteller:
    """Districts, skills, training and the next review of a member. Reviewing is setting a new review date."""
    standing = _begin(row, read_version, acting_user)
    values = _checked(row.key_result, row.consent, districts, review_on=review_on, skills=skills, trained_on=trained_on)
    change(row, read_version=row.version, **values)
    row.districts.set(districts)
    _note("storyteller.saved", row, standing, acting_user, {**_data(values), "districts": _slugs(districts)})
    return row


@transaction.atomic(durable=True)
def record_contributions(
    row: Storyteller, works: Sequence[Work], *, read_version: int, acting_user: User
) -> Storyteller:
    """The works to which a member contributed: exactly these."""
    standing = _begin(row, read_version, acting_user)
    for work in works:
        if work.key_result_id != row.key_result_id:
            raise refuse(
                "contributions",
                ("this work is of another key result", "งานนี้เป็นของตัวชี้วัดอื่น"),
                ("choose again", "โปรดเลือกใหม่"),
            )
    change(row, read_version=row.version)
    row.contributions.set(works)
    data = {"works": sorted(work.subject for work in works)}
    _note("storyteller.contributions", row, standing, acting_user, data)
    return row


@transaction.atomic(durable=True)
def leave_network(
    row: Storyteller, *, reason: str, left_on: dt.date | None = None, read_version: int, acting_user: User
) -> Storyteller:
    """A member leaves. (A withdrawn consent ends membership by itself.)"""
    standing = _begin(row, read_version, acting_user)
    why, day = because(reason), left_on or timezone.localdate()
    if day > timezone.localdate():
        raise refuse("left_on", ("this day lies in the future", "วันนี้ยังมาไม่ถึง"), ("record it then", "โปรดบันทึกเมื่อถึงวัน"))
    change(row, read_version=row.version, left_on=day)
    _note("storyteller.left", row, standing, acting_user, {"left_on": day.isoformat(), "reason": why})
    return row


def _begin(row: Storyteller, read_version: int, acting_user: User) -> Standing:
    standing = Rights(acting_user).require(Act.EDIT_STORYTELLERS, scope_of(row.key_result))
    lock(row, read_version)
    if row.left_on is not None:
        raise refuse(
            "",
            ("this person has left the network", "บุคคลนี้ออกจากเครือข่ายแล้ว"),
            ("add the person anew", "โปรดเพิ่มเป็นสมาชิกใหม่"),
        )
    return standing


def _checked(
    key_result: KeyResult,
    consent: Consent,
    districts: Sequence[CreativeDistrict],
    *,
    review_on: dt.date,
    skills: str,
    trained_on: dt.date | None,
) -> dict[str, Any]:
    chosen = set(ChosenDistrict.objects.filter(key_result=key_result).values_list("district_id", flat=True))
    for district in districts:
        if district.pk not in chosen:
            raise not_chosen("districts", str(district))
    today = timezone.localdate()
    if not today < review_on <= today + REVIEW_AT_MOST or (consent.valid_to and review_on > consent.valid_to):
        raise refuse(
            "review_on",
            (
                "the review is not within a year and the term of the consent",
                "วันทบทวนต้องอยู่ภายใน ๑ ปี และไม่เกินอายุความยินยอม",
            ),
            ("choose an earlier day after today", "โปรดเลือกวันหลังวันนี้ที่เร็วกว่านั้น"),
        )
    if trained_on is not None and trained_on > today:
        raise refuse(
            "trained_on",
            ("the training lies in the future", "วันที่อบรมยังมาไม่ถึง"),
            ("record it then", "โปรดบันทึกเมื่ออบรมแล้ว"),
        )
    return {"skills": text(skills, "skills", longest=2_000), "trained_on": trained_on, "review_on": review_on}


def _slugs(districts: Sequence[CreativeDistrict]) -> list[str]:
    return sorted(district.slug for district in districts)


def _data(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "skills"}


def _note(action: str, row: Storyteller, standing: Standing, acting_user: User, data: dict[str, Any]) -> None:
    record(
        action,
        row.subject,
        acting_user=acting_user,
        standing=standing,
        data={"key_result": row.key_result.key, **data},
        personal={"skills": row.skills} if row.skills else None,
    )
