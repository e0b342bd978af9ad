"""What `samrit doctor` looks at: each check says what it found in one sentence."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Callable
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from samrit.core.contract import Message
from samrit.platform import audit, files, triggers
from samrit.platform.models import AuditEntry, StoredFile

_BANGKOK = dt.timedelta(hours=7)
_SLACK = dt.timedelta(minutes=5)
_FONT = "fontpkg_sarabun"


class Check(NamedTuple):
    """One thing looked at: what, whether it is well, and the finding."""

    name: Message
    ok: bool
    found: Message


def checks() -> list[Check]:
    """All checks, in the order in which an administrator would mend them. Changes nothing."""
    return [look() for look in (_database, _storage, _triggers, _chain, _personal_values, _clock, _fonts)]


def _database() -> Check:
    name = Message("database", "ฐานข้อมูล")
    probe = StoredFile(sha256="doctor", size=0, media_type="text/plain", path="doctor")
    return _tried(name, lambda: _write_and_undo(probe), Message("can be written", "บันทึกข้อมูลได้"))


def _write_and_undo(probe: StoredFile) -> None:
    with transaction.atomic():
        probe.save(force_insert=True)
        transaction.set_rollback(True)


def _storage() -> Check:
    name = Message("file storage", "ที่เก็บไฟล์")
    return _tried(name, files.storage_works, Message("can be written and read", "บันทึกและอ่านไฟล์ได้"))


def _tried(name: Message, attempt: Callable[[], object], well: Message) -> Check:
    try:
        worked = attempt() is not False
    except (OSError, DatabaseError) as error:
        return _ill(name, f"failed: {error}", f"ไม่สำเร็จ: {error}")
    return _well(name, *well) if worked else _ill(name, "what was written did not come back", "อ่านข้อมูลที่บันทึกไว้ไม่ได้")


def _well(name: Message, en: str, th: str) -> Check:
    return Check(name, ok=True, found=Message(en, th))


def _ill(name: Message, en: str, th: str) -> Check:
    return Check(name, ok=False, found=Message(en, th))


def _triggers() -> Check:
    name = Message("append-only tables", "ตารางที่เพิ่มได้อย่างเดียว")
    missing = ", ".join(triggers.missing(connection))
    if missing:
        return _ill(name, f"triggers are missing: {missing}", f"ทริกเกอร์หายไป: {missing}")
    return _well(name, "no row can be changed or removed", "แก้ไขหรือลบแถวไม่ได้")


def _chain() -> Check:
    name = Message("audit chain", "สายบันทึกการเปลี่ยนแปลง")
    broken = audit.check_chain()
    if broken:
        at = broken.sequence
        return _ill(name, f"entry {at}: {broken.why}", f"รายการที่ {at} ขาดหายหรือถูกแก้ไข")
    count = AuditEntry.objects.count()
    return _well(name, f"all {count} entries fit", f"ครบถ้วนทั้ง {count} รายการ")


def _personal_values() -> Check:
    name = Message("personal values", "ข้อมูลส่วนบุคคลในบันทึก")
    wrong = audit.wrong_personal_value()
    if wrong:
        at = wrong.entry_id
        return _ill(name, f"entry {at}: {wrong.name} was changed", f"รายการที่ {at}: {wrong.name} ถูกแก้ไข")
    return _well(name, "all are as they were recorded", "ตรงกับที่บันทึกไว้ทั้งหมด")


def _clock() -> Check:
    name = Message("clock and time zone", "นาฬิกาและเขตเวลา")
    now = timezone.localtime()
    last = AuditEntry.objects.order_by("-sequence").values_list("at", flat=True).first()
    shown = now.strftime("%Y-%m-%d %H:%M")
    if now.utcoffset() != _BANGKOK:
        return _ill(name, "the time zone is not Bangkok's", "เขตเวลาไม่ใช่เวลากรุงเทพฯ")
    if last and last > now + _SLACK:
        return _ill(name, f"{shown} is before the last entry", f"{shown} อยู่ก่อนเวลาของรายการล่าสุด")
    return _well(name, f"{shown} in Bangkok", f"{shown} ตามเวลากรุงเทพฯ")


def _fonts() -> Check:
    name = Message("font of documents", "แบบอักษรของเอกสาร")
    if importlib.util.find_spec(_FONT) is None:
        return _ill(name, "Sarabun is missing", "ไม่พบแบบอักษร Sarabun")
    return _well(name, "Sarabun is installed", "มีแบบอักษร Sarabun")
