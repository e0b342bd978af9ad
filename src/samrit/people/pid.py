"""National identity numbers: only ever kept as a keyed hash, which nobody without the installation's key can repeat."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from samrit.core.thai import to_arabic


def is_pid(text: str) -> bool:
    """Whether `text` is a number of the interior ministry: 13 digits, of which the last checks the others."""
    digits = to_arabic(text)
    if len(digits) != 13 or not digits.isascii() or not digits.isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:12], range(13, 1, -1), strict=True))
    return (11 - total % 11) % 10 == int(digits[12])


def pid_hash(pid: str) -> str:
    """HMAC-SHA-256 of the number under SAMRIT_PID_KEY, in hex. Raises ImproperlyConfigured without a key."""
    if not settings.SAMRIT_PID_KEY:
        raise ImproperlyConfigured("SAMRIT_PID_KEY is needed for sign-in by national identity number")
    return hmac.new(settings.SAMRIT_PID_KEY.encode(), to_arabic(pid).encode("ascii"), hashlib.sha256).hexdigest()
