"""The line that every action ends with: who did it, in which role, on whose behalf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.platform import audit


def record(
    action: str,
    *,
    subject: str,
    acting_user: User | None,
    standing: Standing | None,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
) -> None:
    """Appends the audit entry of a change, in the change's own transaction.

    Nobody acts where the system does by itself; one's own affairs need no standing.
    """
    behalf = standing.on_behalf_of if standing else None
    audit.record(
        action,
        actor=acting_user.audit_name if acting_user else "",
        role=standing.role.value if standing else "",
        on_behalf_of=behalf.audit_name if behalf else "",
        subject=subject,
        data=data,
        personal=personal,
    )
