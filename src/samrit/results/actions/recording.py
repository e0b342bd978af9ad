"""One line that every action ends with: who did it, in which role, on whose behalf."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from samrit.core.contract import canonical
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.platform import audit


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
    audit.record(
        action,
        actor=acting_user.audit_name,
        role=standing.role,
        on_behalf_of=standing.on_behalf_of.audit_name if standing.on_behalf_of else "",
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
