"""Optimistic locking: two people may edit at once; the second is shown both versions and loses nothing typed."""

from __future__ import annotations

from typing import Any

from django.db import models

from samrit.core.contract import Message, Refused


class Versioned(models.Model):
    """A row with a version that every change raises."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Stale(Refused):
    """Somebody else has changed the row since it was read; `current` is the row as it is now."""

    def __init__(self, current: Any) -> None:
        super().__init__(
            "version",
            Message("somebody else has changed this in the meantime", "มีผู้อื่นแก้ไขข้อมูลนี้ระหว่างที่ท่านทำงาน"),
            Message("compare both versions and save again", "โปรดเทียบทั้งสองฉบับแล้วบันทึกอีกครั้ง"),
        )
        self.current = current


def change(row: Versioned, *, read_version: int, **values: Any) -> None:
    """Sets `values` on `row` if it still has the version that was read, and raises its version.

    Raises Stale otherwise. Call it inside a transaction.
    """
    rows = type(row)._base_manager  # noqa: SLF001 -- Django's documented name for all rows, whatever a manager hides
    if not rows.filter(pk=row.pk, version=read_version).update(**values, version=models.F("version") + 1):
        raise Stale(rows.get(pk=row.pk))
    for name, value in values.items():
        setattr(row, name, value)
    row.version = read_version + 1
