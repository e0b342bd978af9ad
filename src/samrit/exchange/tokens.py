"""Secrets that are shown once: made, hashed, and found again by what a program shows."""

from __future__ import annotations

import hashlib
import secrets

from django.utils import timezone

from samrit.exchange.models import ApiToken

PREFIX = "samrit_"
"""What every token begins with, so that it is known for one wherever it leaks."""
_SEEN_EVERY = 60


def new_secret(prefix: str = PREFIX) -> str:
    """A secret of 256 random bits."""
    return prefix + secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """What is kept of it. A plain hash: nobody guesses 256 bits, so slowness would protect nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    """The token that a program shows, where it opens anything; notes that it was used (once a minute at most)."""
    row = ApiToken.objects.select_related("user", "user__agency").filter(hash=secret_hash(secret)).first()
    now = timezone.now()
    if row is None or not row.holds(now):
        return None
    if row.last_used_at is None or (now - row.last_used_at).total_seconds() > _SEEN_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row
