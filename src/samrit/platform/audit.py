"""Writing the audit chain: one entry a change, in the change's own transaction."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import uuid
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from samrit.core.contract import canonical
from samrit.core.ledger import GENESIS, Break, canonical_json, commitment, entry_hash, first_break
from samrit.platform.models import AuditEntry, PersonalValue

_LOCK = 7301
"""The PostgreSQL advisory lock under which entries are numbered; SQLite's IMMEDIATE transactions need none."""


def record(
    action: str,
    *,
    actor: str,
    subject: str,
    data: Mapping[str, Any] | None = None,
    role: str = "",
    on_behalf_of: str = "",
    personal: Mapping[str, str] | None = None,
) -> AuditEntry:
    """Appends one entry. Call it inside the transaction of the change it tells of.

    `action` is a code (`publicity.piece.approved`), `data` what `told` can write, `personal` values that must be
    erasable: the entry holds only their salted hash.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry belongs to the transaction of its change")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    at = timezone.now().astimezone(dt.UTC)
    salts = {name: secrets.token_hex(16) for name in personal or {}}
    body = {
        "sequence": sequence,
        "at": at.isoformat(timespec="microseconds"),
        "action": action,
        "actor": actor,
        "role": role,
        "on_behalf_of": on_behalf_of,
        "subject": subject,
        "data": told(data or {}),
        "commitments": {name: commitment(salts[name], value) for name, value in (personal or {}).items()},
    }
    entry = AuditEntry.objects.create(
        sequence=sequence,
        at=at,
        action=action,
        actor=actor,
        subject=subject,
        body=canonical_json(body).decode(),
        previous=previous,
        hash=entry_hash(previous, body),
    )
    PersonalValue.objects.bulk_create(
        PersonalValue(commitment=body["commitments"][name], salt=salts[name], value=value, entry=entry, name=name)
        for name, value in (personal or {}).items()
    )
    return entry


def told(value: Any) -> Any:
    """A value as entries hold it: decimals, dates and identifiers as text; the rest as it is, JSON without floats."""
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {name: told(part) for name, part in value.items()}
    return [told(part) for part in value] if isinstance(value, list | tuple) else value


def check_chain() -> Break | None:
    """The first place where the stored chain does not fit; None where all of it does."""
    return first_break(_entries())


def _entries() -> Iterator[tuple[int, str, Any, str]]:
    rows = AuditEntry.objects.order_by("sequence")
    for row in rows.iterator(chunk_size=2_000):
        yield row.sequence, row.previous, _as_stored(row), row.hash


def _as_stored(row: AuditEntry) -> Any:
    """The body with the columns that repeat parts of it laid over it: a column that was changed shows like the body.

    A body that is no longer the text which was hashed is given as that text, which fits no hash.
    """
    try:
        body = {
            **json.loads(row.body),
            "sequence": row.sequence,
            "at": row.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "action": row.action,
            "actor": row.actor,
            "subject": row.subject,
        }
        return body if canonical_json(body).decode() == row.body else row.body
    except (ValueError, TypeError):
        return row.body


def wrong_personal_value() -> PersonalValue | None:
    """The first personal value that is not the one its audit entry commits to; None where all are, or are erased."""
    values = PersonalValue.objects.order_by("entry_id", "name").select_related("entry")
    for row in values.iterator(chunk_size=2_000):
        promised = json.loads(row.entry.body)["commitments"].get(row.name)
        if not row.commitment == promised == commitment(row.salt, row.value):
            return row
    return None


def erase_personal(subject: str) -> int:
    """Erases the personal values in the entries of `subject` and gives their number. The chain stays whole."""
    return PersonalValue.objects.filter(entry__subject=subject).delete()[0]
