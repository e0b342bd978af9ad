"""Looks at what is kept: database, files, chain, clock, fonts."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Callable

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from samrit.core.contract import Message
from samrit.platform import audit, files, triggers
from samrit.platform.doctor.findings import Check, ill, well
from samrit.platform.models import AuditEntry, StoredFile

_BANGKOK = dt.timedelta(hours=7)
_SLACK = dt.timedelta(minutes=5)
_FONT = "fontpkg_sarabun"


def database(name: Message) -> Check:
    """Whether a row can be written; it is undone."""
    probe = StoredFile(sha256="doctor", size=0, media_type="text/plain", path="doctor")
    return _tried(name, lambda: _write_and_undo(probe), Message("can be written", "บันทึกข้อมูลได้"))


def _write_and_undo(probe: StoredFile) -> None:
    with transaction.atomic():
        probe.save(force_insert=True)
        transaction.set_rollback(True)


def storage(name: Message) -> Check:
    """Whether a file that is written comes back."""
    return _tried(name, files.storage_works, Message("can be written and read", "บันทึกและอ่านไฟล์ได้"))


def _tried(name: Message, attempt: Callable[[], object], works: Message) -> Check:
    try:
        worked = attempt() is not False
    except (OSError, DatabaseError) as error:
        return ill(name, f"failed: {error}", f"ไม่สำเร็จ: {error}")
    return well(name, *works) if worked else ill(name, "what was written did not come back", "อ่านข้อมูลที่บันทึกไว้ไม่ได้")


def guards(name: Message) -> Check:
    """Whether every table that only grows has its triggers."""
    missing = ", ".join(triggers.missing(connection))
    if missing:
        return ill(name, f"triggers are missing: {missing}", f"ทริกเกอร์หายไป: {missing}")
    return well(name, "no row can be changed or removed", "แก้ไขหรือลบแถวไม่ได้")


def chain(name: Message) -> Check:
    """Whether every entry of the audit chain fits the one before."""
    broken = audit.check_chain()
    if broken:
        at = broken.sequence
        return ill(name, f"entry {at}: {broken.why}", f"รายการที่ {at} ขาดหายหรือถูกแก้ไข")
    count = AuditEntry.objects.count()
    return well(name, f"all {count} entries fit", f"ครบถ้วนทั้ง {count} รายการ")


def personal_values(name: Message) -> Check:
    """Whether the erasable values still give the hashes in the chain."""
    wrong = audit.wrong_personal_value()
    if wrong:
        at = wrong.entry_id
        return ill(name, f"entry {at}: {wrong.name} was changed", f"รายการที่ {at}: {wrong.name} ถูกแก้ไข")
    return well(name, "all are as they were recorded", "ตรงกับที่บันทึกไว้ทั้งหมด")


def clock(name: Message) -> Check:
    """Whether the clock is Bangkok's and not behind the last entry."""
    now = timezone.localtime()
    last = AuditEntry.objects.order_by("-sequence").values_list("at", flat=True).first()
    shown = now.strftime("%Y-%m-%d %H:%M")
    if now.utcoffset() != _BANGKOK:
        return ill(name, "the time zone is not Bangkok's", "เขตเวลาไม่ใช่เวลากรุงเทพฯ")
    if last and last > now + _SLACK:
        return ill(name, f"{shown} is before the last entry", f"{shown} อยู่ก่อนเวลาของรายการล่าสุด")
    return well(name, f"{shown} in Bangkok", f"{shown} ตามเวลากรุงเทพฯ")


def fonts(name: Message) -> Check:
    """Whether the font of the papers is installed."""
    if importlib.util.find_spec(_FONT) is None:
        return ill(name, "Sarabun is missing", "ไม่พบแบบอักษร Sarabun")
    return well(name, "Sarabun is installed", "มีแบบอักษร Sarabun")
