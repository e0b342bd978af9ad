"""Tokens at rest: encrypted under keys of the settings, the first of which is used for what is written anew.

`SAMRIT_TOKEN_KEYS` holds one key or several, the newest first. To change the key, put a new one in front, run
`rotate` (`samrit doctor` says when something still lies under an old one), then take the old one away.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Unreadable(Exception):  # noqa: N818 -- what it is
    """What lies here was encrypted under a key that the settings no longer hold."""


def _keys() -> list[Fernet]:
    secrets: list[str] = settings.SAMRIT_TOKEN_KEYS.split()
    if not secrets:
        raise ImproperlyConfigured("SAMRIT_TOKEN_KEYS is empty; give at least one long random text and keep it")
    return [
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"samrit tokens\n" + row.encode()).digest())) for row in secrets
    ]


def seal(text: str) -> str:
    """Encrypts under the newest key; nothing stays nothing."""
    return _keys()[0].encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """What was sealed. Raises Unreadable where no key fits."""
    if not sealed:
        return ""
    try:
        return MultiFernet(_keys()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def seal_all(values: Mapping[str, str]) -> str:
    """Several secrets as one."""
    return seal(json.dumps(dict(values), sort_keys=True)) if values else ""


def unseal_all(sealed: str) -> dict[str, str]:
    """The secrets that `seal_all` sealed."""
    found: Any = json.loads(unseal(sealed) or "{}")
    return dict(found)


def is_current(sealed: str) -> bool:
    """Whether it lies under the newest key."""
    if not sealed:
        return True
    try:
        _keys()[0].decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True
