"""What `samrit doctor` looks at: each check says what it found in one sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from samrit.core.contract import Message
from samrit.platform.doctor import kept, running
from samrit.platform.doctor.findings import Check, ill

__all__ = ["Check", "checks"]

_LOOKS: tuple[tuple[Message, Callable[[Message], Check]], ...] = (
    (Message("configuration", "การตั้งค่า"), running.configuration),
    (Message("migrations", "โครงสร้างฐานข้อมูล"), running.migrations),
    (Message("database", "ฐานข้อมูล"), kept.database),
    (Message("file storage", "ที่เก็บไฟล์"), kept.storage),
    (Message("free space", "พื้นที่ว่าง"), running.free_space),
    (Message("append-only tables", "ตารางที่เพิ่มได้อย่างเดียว"), kept.guards),
    (Message("audit chain", "สายบันทึกการเปลี่ยนแปลง"), kept.chain),
    (Message("personal values", "ข้อมูลส่วนบุคคลในบันทึก"), kept.personal_values),
    (Message("clock and time zone", "นาฬิกาและเขตเวลา"), kept.clock),
    (Message("font of documents", "แบบอักษรของเอกสาร"), kept.fonts),
    (Message("background jobs", "งานเบื้องหลัง"), running.jobs),
    (Message("daily work", "งานประจำวัน"), running.daily_work),
    (Message("mail", "อีเมล"), running.mail),
)


def checks() -> list[Check]:
    """All checks, in the order in which an administrator would mend them. Changes nothing.

    Parts above hang their own looks here by the setting `SAMRIT_DOCTOR`.
    """
    named = [import_string(path) for path in settings.SAMRIT_DOCTOR]
    return [_looked(name, look) for name, look in (*_LOOKS, *named)]


def _looked(name: Message, look: Callable[[Message], Check]) -> Check:
    try:
        return look(name)
    except DatabaseError as error:  # a table that is not there yet must not hide what the other looks find
        return ill(name, f"failed: {error}", f"ไม่สำเร็จ: {error}")
