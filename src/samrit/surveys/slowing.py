"""What slows machines down without watching people: day-old hashes, token buckets, and a little work for a browser.

No address is kept. Hashes are keyed with a salt of the day; the old salt is deleted when the new one is made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets

from django.utils import timezone

from samrit.surveys.models import Bucket, DaySalt

CAPACITY = 60
"""Responses at once from one network: a market hall's Wi-Fi or a mobile carrier is one network for many people."""
PER_MINUTE = 20
WORK_BITS = 13
"""Leading zero bits of the browser's proof of work: about a tenth of a second on a phone."""


def salt_of(day: dt.date) -> bytes:
    """The salt of a day, made when it is first asked for; salts and buckets of the days before go."""
    row, made = DaySalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_hex(32)})
    if made:
        DaySalt.objects.filter(day__lt=day).delete()
        Bucket.objects.filter(at__lt=timezone.now() - dt.timedelta(days=1)).delete()
    return row.salt.encode()


def network_of(address: str) -> str:
    """The network that counts as one: an IPv4 address, the /64 of an IPv6 address; "" for nonsense."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def hashed(salt: bytes, *parts: str) -> str:
    """A keyed hash that nobody can turn back once the salt is gone."""
    return hmac.new(salt, "\n".join(parts).encode(), hashlib.sha256).hexdigest()[:32]


def take(key: str, tokens: float) -> bool:
    """Takes tokens out of a bucket, which fills by PER_MINUTE; False where there are too few. Within a transaction."""
    now = timezone.now()
    row, _made = Bucket.objects.select_for_update().get_or_create(key=key, defaults={"tokens": CAPACITY, "at": now})
    minutes = max(0.0, (now - row.at).total_seconds() / 60)
    held = min(float(CAPACITY), row.tokens + minutes * PER_MINUTE)
    if held < tokens:
        return False
    Bucket.objects.filter(key=key).update(tokens=held - tokens, at=now)
    return True


def worked(challenge: str, nonce: str) -> bool:
    """Whether the browser did the work: SHA-256 of `challenge:nonce` begins with WORK_BITS zero bits."""
    if not 0 < len(nonce) <= 20 or not nonce.isascii():
        return False
    digest = hashlib.sha256(f"{challenge}:{nonce}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - WORK_BITS) == 0
