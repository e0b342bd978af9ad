"""Checkpoints: what an installation says of its whole chain at a moment, signed.

Whoever keeps a checkpoint can tell later that nothing before it was changed; a witness signs the same body.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from samrit.core.ledger.chain import GENESIS
from samrit.core.ledger.merkle import merkle_root
from samrit.core.ledger.signing import Signer, signed

SCHEMA = "samrit/checkpoint/1"


def checkpoint_body(hashes: Sequence[str], *, origin: str, at: str) -> dict[str, Any]:
    """What a checkpoint says: whose chain (`origin`), how many entries, last hash, Merkle root, and when (ISO)."""
    return {
        "schema": SCHEMA,
        "origin": origin,
        "entries": len(hashes),
        "head": hashes[-1] if hashes else GENESIS,
        "root": merkle_root(hashes),
        "at": at,
    }


def make_checkpoint(hashes: Sequence[str], *signers: Signer, origin: str, at: str) -> dict[str, Any]:
    """A signed checkpoint over the hashes of all entries, oldest first."""
    return signed(checkpoint_body(hashes, origin=origin, at=at), *signers)
