"""Fieldwork: waves, the ways in (links, codes of drawn households, enumerators), and closing a wave."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights, Standing
from samrit.platform.locking import change
from samrit.publicity.actions.shared import line, lock, refuse
from samrit.surveys.actions.shared import record, scope_of
from samrit.surveys.enums import SurveyState
from samrit.surveys.models import Allocation, HouseholdCode, Link, Psu, Response, Survey, Wave
from samrit.surveys.tasks import ask_to_keep

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: codes are typed from paper."""
CODE_LENGTH = 10
MOST_CODES = 20_000


def _right(wave: Wave, acting_user: User) -> Standing:
    standing = Rights(acting_user).require(Act.EDIT_SURVEY, scope_of(wave.survey))
    lock(wave, wave.version)
    if wave.closed_at is not None:
        raise refuse("wave", ("this wave is closed", "รอบนี้ปิดแล้ว"), ("open another wave", "โปรดเปิดรอบใหม่"))
    return standing


@transaction.atomic(durable=True)
def open_wave(survey: Survey, *, opens_on: dt.date, closes_on: dt.date, acting_user: User) -> Wave:
    """A round of fieldwork of a locked survey; its days do not overlap those of another wave."""
    standing = Rights(acting_user).require(Act.EDIT_SURVEY, scope_of(survey))
    lock(survey, survey.version)
    if survey.state != SurveyState.LOCKED:
        raise refuse(
            "survey",
            ("fieldwork begins when the survey is locked", "เริ่มเก็บข้อมูลได้เมื่อล็อกแบบสำรวจแล้ว"),
            ("let an executive lock it", "โปรดให้ผู้บริหารล็อกแบบสำรวจก่อน"),
        )
    if closes_on < opens_on:
        raise refuse("closes_on", ("this is before the first day", "วันสิ้นสุดอยู่ก่อนวันเริ่ม"), ("correct it", "โปรดแก้ไขวันที่"))
    if survey.waves.filter(opens_on__lte=closes_on, closes_on__gte=opens_on).exists():
        raise refuse(
            "opens_on",
            ("another wave has days of these", "วันเก็บซ้อนกับรอบอื่น"),
            ("choose days after the last wave", "โปรดเลือกวันหลังรอบก่อน"),
        )
    number = (survey.waves.aggregate(last=Max("number"))["last"] or 0) + 1
    wave = Wave.objects.create(survey=survey, number=number, opens_on=opens_on, closes_on=closes_on)
    data = {"survey": survey.subject, "number": number, "opens_on": str(opens_on), "closes_on": str(closes_on)}
    record("wave.opened", wave.subject, acting_user=acting_user, standing=standing, data=data)
    return wave


@transaction.atomic(durable=True)
def add_link(wave: Wave, *, label: str, on_site: bool = False, acting_user: User) -> Link:
    """An open link with its QR code. Who comes through it came by chance: never more than indicative.

    `on_site`: the pages of the survey's districts on the public site lead to it while the wave collects.
    """
    standing = _right(wave, acting_user)
    said = line(label, "label", longest=200)
    link = Link.objects.create(wave=wave, token=secrets.token_hex(6), label=said, on_site=on_site, made_by=acting_user)
    data = {"label": link.label, "on_site": on_site}
    record("link.added", wave.subject, acting_user=acting_user, standing=standing, data=data)
    return link


@transaction.atomic(durable=True)
def end_link(link: Link, *, acting_user: User) -> Link:
    """Nobody gets in through this link any more; what came through it stays."""
    standing = _right(link.wave, acting_user)
    if link.ended_at is None:
        link.ended_at = timezone.now()
        link.save(update_fields=["ended_at"])
        record("link.ended", link.wave.subject, acting_user=acting_user, standing=standing, data={"label": link.label})
    return link


@transaction.atomic(durable=True)
def issue_codes(wave: Wave, psus: Sequence[Psu], *, each: int, acting_user: User) -> list[tuple[Psu, int, str]]:
    """New codes for drawn households, as (PSU, number, code). They are told once and kept as keyed hashes only."""
    standing = _right(wave, acting_user)
    if any(psu.stratum.survey_id != wave.survey_id for psu in psus) or not psus:
        raise refuse(
            "psus", ("choose PSUs of this survey", "โปรดเลือกหน่วยตัวอย่างของการสำรวจนี้"), ("choose again", "โปรดเลือกใหม่")
        )
    if not 0 < each * len(psus) <= MOST_CODES:
        raise refuse(
            "each",
            (f"1 to {MOST_CODES} codes can be made at once", f"ออกรหัสได้ครั้งละ ๑ ถึง {MOST_CODES} รหัส"),
            ("correct the number", "โปรดแก้ไขจำนวน"),
        )
    told = []
    rows = []
    for psu in psus:
        first = (psu.codes.filter(wave=wave).aggregate(last=Max("number"))["last"] or 0) + 1
        for number in range(first, first + each):
            code = "".join(secrets.choice(_SIGNS) for _ in range(CODE_LENGTH))
            told.append((psu, number, code))
            rows.append(HouseholdCode(wave=wave, psu=psu, number=number, hash=code_hash(code)))
    HouseholdCode.objects.bulk_create(rows)
    data = {"psus": [psu.code for psu in psus], "each": each}
    record("codes.issued", wave.subject, acting_user=acting_user, standing=standing, data=data)
    return told


def code_hash(code: str) -> str:
    """The keyed hash of a code as a person types it: blanks, dashes and small letters do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hmac.new(settings.SECRET_KEY.encode(), f"survey-code:{plain}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic(durable=True)
def allocate(wave: Wave, psu: Psu, *, enumerator: User, target: int, acting_user: User) -> Allocation:
    """Gives an enumerator a PSU to work in. Who is named needs leave to collect for this key result."""
    standing = _right(wave, acting_user)
    if psu.stratum.survey_id != wave.survey_id:
        raise refuse(
            "psu", ("this PSU is of another survey", "หน่วยตัวอย่างนี้เป็นของการสำรวจอื่น"), ("choose again", "โปรดเลือกใหม่")
        )
    if target < 1:
        raise refuse("target", ("no interview is asked for", "จำนวนที่ต้องเก็บเป็นศูนย์"), ("write a number", "โปรดระบุจำนวน"))
    if not Rights(enumerator).may(Act.COLLECT, scope_of(wave.survey)):
        raise refuse(
            "enumerator",
            ("this person has no role for this key result", "ผู้นี้ยังไม่มีบทบาทในตัวชี้วัดนี้"),
            ("let an administrator give the role of reader first", "โปรดให้ผู้ดูแลระบบมอบบทบาท “ผู้อ่าน” ก่อน"),
        )
    if wave.allocations.filter(psu=psu, enumerator=enumerator).exists():
        raise refuse(
            "enumerator",
            ("this person has this PSU already", "ผู้นี้ได้รับหน่วยตัวอย่างนี้แล้ว"),
            ("choose another", "โปรดเลือกใหม่"),
        )
    row = Allocation.objects.create(wave=wave, psu=psu, enumerator=enumerator, target=target, made_by=acting_user)
    data = {"psu": psu.code, "enumerator": enumerator.audit_name, "target": target}
    record("allocated", wave.subject, acting_user=acting_user, standing=standing, data=data)
    return row


@transaction.atomic(durable=True)
def end_allocation(allocation: Allocation, *, acting_user: User) -> Allocation:
    """The enumerator's phone is refused from now on; what was sent stays."""
    standing = _right(allocation.wave, acting_user)
    if allocation.ended_at is None:
        allocation.ended_at = timezone.now()
        allocation.save(update_fields=["ended_at"])
        data = {"psu": allocation.psu.code, "enumerator": allocation.enumerator.audit_name}
        record("allocation.ended", allocation.wave.subject, acting_user=acting_user, standing=standing, data=data)
    return allocation


@transaction.atomic(durable=True)
def close_wave(wave: Wave, *, read_version: int, acting_user: User) -> Wave:
    """Ends a wave: nothing more is taken in, and the digest of all its responses goes into the audit chain."""
    standing = Rights(acting_user).require(Act.EDIT_SURVEY, scope_of(wave.survey))
    lock(wave, read_version)
    if wave.closed_at is not None:
        raise refuse("wave", ("this wave is closed already", "รอบนี้ปิดแล้ว"), ("nothing is to do", "ไม่ต้องดำเนินการเพิ่ม"))
    number, digest = digest_of(wave)
    change(wave, read_version=wave.version, closed_at=timezone.now(), digest=digest)
    ask_to_keep(wave)
    data = {"responses": number, "digest": digest}
    record("wave.closed", wave.subject, acting_user=acting_user, standing=standing, data=data)
    return wave


def digest_of(wave: Wave) -> tuple[int, str]:
    """How many responses a wave has, and one hash over all of theirs, in the order of their ids."""
    digest, number = hashlib.sha256(), 0
    rows = Response.objects.filter(wave=wave).order_by("uid").values_list("uid", "sha256")
    for uid, sha256 in rows.iterator(chunk_size=2_000):
        digest.update(f"{uid} {sha256}\n".encode())
        number += 1
    return number, digest.hexdigest()
