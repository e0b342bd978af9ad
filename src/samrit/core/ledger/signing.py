"""Statements that carry signatures: a body in canonical JSON, and Ed25519 signatures over it.

    {"body": {…}, "signatures": [{"key": "<public key, hex>", "signature": "<hex>"}, …]}

The first signature is the maker's; any others are witnesses', who sign the same body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from samrit.core.ledger.canonical import canonical_json
from samrit.core.ledger.ed25519 import is_signed

_KEY = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_MOST_SIGNATURES = 100
"""Of one statement; checking each takes milliseconds, and a check must not take hours."""


class Signer(Protocol):
    """Whoever holds a private key."""

    public: str
    """The public half, in hex."""

    def sign(self, message: bytes) -> bytes:
        """64 bytes: the Ed25519 signature of the message."""


class KeyPair:
    """A signer that holds the key itself. `secret` is the 32 bytes of RFC 8032."""

    def __init__(self, secret: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 -- heavy

        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> bytes:
        """64 bytes: the Ed25519 signature of the message."""
        return self._key.sign(message)


def signed(body: Mapping[str, Any], *signers: Signer) -> dict[str, Any]:
    """The statement `body`, signed by each."""
    message = canonical_json(dict(body))
    return {
        "body": dict(body),
        "signatures": [{"key": signer.public, "signature": signer.sign(message).hex()} for signer in signers],
    }


def witnessed(statement: Mapping[str, Any], witness: Signer) -> dict[str, Any]:
    """The statement with one signature more, of somebody who has seen the same body."""
    [row] = signed(statement["body"], witness)["signatures"]
    return {"body": statement["body"], "signatures": [*statement["signatures"], row]}


def signers_of(statement: Any) -> list[str] | None:
    """The public keys (hex) whose signatures hold, in order. None where one does not, or where this is no statement."""
    if not isinstance(statement, dict) or set(statement) != {"body", "signatures"}:
        return None
    rows = statement["signatures"]
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST_SIGNATURES or not all(map(_is_signature, rows)):
        return None
    try:
        message = canonical_json(statement["body"])
    except ValueError:
        return None
    held = all(is_signed(bytes.fromhex(row["key"]), message, bytes.fromhex(row["signature"])) for row in rows)
    return [row["key"] for row in rows] if held else None


def _is_signature(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and set(row) == {"key", "signature"}
        and all(isinstance(value, str) for value in row.values())
        and _KEY.fullmatch(row["key"]) is not None
        and _SIGNATURE.fullmatch(row["signature"]) is not None
    )
