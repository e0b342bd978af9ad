"""Optimistic locking: two people may edit at once; the second is shown both versions and loses nothing typed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, models

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


def hold(*rows: models.Model) -> None:
    """Waits for who has one of the rows under a lock, and keeps them from such a lock until our transaction ends; as
    many as like may hold a row at once. A foreign key does so too, but only when the transaction is committed.

    All rows are of one table. SQLite's IMMEDIATE transactions come one after the other: there nothing is to do.
    """
    if rows and connection.vendor == "postgresql":
        name = connection.ops.quote_name
        table, key = rows[0]._meta.db_table, rows[0]._meta.pk.column  # noqa: SLF001 -- Django's documented name
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {name(table)} WHERE {name(key)} = ANY(%s) FOR KEY SHARE",  # noqa: S608 -- names of our own
                [[row.pk for row in rows]],
            )


def stand_of(row: models.Model, names: Iterable[str]) -> int:
    """A number of at most 9 digits for what stands in these fields, as the version of rows that have none."""
    columns = [row._meta.get_field(name).attname for name in names]  # noqa: SLF001 -- Django's documented name
    said = json.dumps([str(getattr(row, column)) for column in columns])
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big") % 999_999_999 + 1


def require_stand(row: models.Model, names: Iterable[str], read_version: int | None) -> None:
    """Raises Stale where something else stands in these fields than was read; None was not read from a form.

    Call it with the row locked.
    """
    now = stand_of(row, names)
    if read_version is not None and now != read_version:
        row.version = now
        raise Stale(row)
