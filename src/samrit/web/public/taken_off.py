"""Whether something was taken from the public since a look: what was kept of it must not be shown again."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from samrit.evidence.models import Consent
from samrit.platform.models import AuditEntry

_ENDINGS = ("withdrawn", "closed", "erased", "removed", "left", "returned", "wrong", "people_shown", "taken_back")
"""How codes of the audit chain end where something may have been taken from the public."""


class Looked(NamedTuple):
    """Up to which change, and on which day, it was looked."""

    change: int
    day: dt.date

    @classmethod
    def read(cls, text: str) -> Looked:
        """From what `written` gave. Raises ValueError."""
        change, _blank, day = text.strip().partition(" ")
        return cls(int(change), dt.date.fromisoformat(day))

    def written(self) -> str:
        """As one line."""
        return f"{self.change} {self.day.isoformat()}"


def taken_off(before: Looked, now: Looked) -> bool:
    """Whether an act between may have, or a consent that ended; also where time went back, as a restore does."""
    if now < before:
        return True
    rows = AuditEntry.objects.filter(sequence__gt=before.change, sequence__lte=now.change)
    if any(action.endswith(_ENDINGS) for action in rows.values_list("action", flat=True).iterator()):
        return True
    if now.day == before.day:
        return False
    return Consent.objects.filter(valid_to__gte=before.day, valid_to__lt=now.day).exists()
