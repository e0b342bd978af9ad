"""The audit entries of key results, with decimals and dates as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from samrit.core.contract import canonical
from samrit.people import recording
from samrit.people.models import User
from samrit.people.rights import Standing


def record(
    action: str,
    *,
    acting_user: User,
    standing: Standing,
    subject: str,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
) -> None:
    """Appends the audit entry of a change, in the change's own transaction."""
    recording.record(
        action,
        acting_user=acting_user,
        standing=standing,
        subject=subject,
        data=told(data or {}),
        personal=personal,
    )


def told(value: Any) -> Any:
    """A value as audit entries hold it: decimals and dates as text."""
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: told(part) for key, part in value.items()}
    return [told(part) for part in value] if isinstance(value, list | tuple) else value
