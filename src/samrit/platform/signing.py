"""The installation's own key: with it checkpoints and dossiers are signed.

It is made from a secret of the settings (`SAMRIT_SIGNING_KEY`). Whoever changes the secret signs with another key from
then on; `samrit checkpoint handover` tells so with both keys, so that who knows the former one can follow.
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from samrit.core.ledger import KeyPair


def installation_key() -> KeyPair:
    """The key that this installation signs with. Raises ImproperlyConfigured where the settings hold no secret."""
    secret: str = settings.SAMRIT_SIGNING_KEY
    if not secret:
        raise ImproperlyConfigured("SAMRIT_SIGNING_KEY is empty; set it to a long random text and keep it")
    return _made_from(secret)


def former_key() -> KeyPair | None:
    """The key that was signed with before, while the settings still hold its secret (`SAMRIT_FORMER_SIGNING_KEY`)."""
    secret: str = settings.SAMRIT_FORMER_SIGNING_KEY
    return _made_from(secret) if secret else None


def _made_from(secret: str) -> KeyPair:
    return KeyPair(hashlib.sha256(b"samrit signing key\n" + secret.encode()).digest())
