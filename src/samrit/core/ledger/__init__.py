"""The audit chain: canonical JSON (RFC 8785), entries that each hold the hash of the one before, signed checkpoints."""

from samrit.core.ledger.canonical import canonical_json
from samrit.core.ledger.chain import GENESIS, Break, commitment, entry_hash, first_break
from samrit.core.ledger.checkpoint import checkpoint_body, make_checkpoint
from samrit.core.ledger.handover import is_handover, make_handover, successors
from samrit.core.ledger.merkle import (
    consistency_proof,
    goes_on_from,
    inclusion_proof,
    merkle_root,
    merkle_roots,
    root_from_proof,
)
from samrit.core.ledger.signing import KeyPair, Signer, signed, signers_of, witnessed

__all__ = [
    "GENESIS",
    "Break",
    "KeyPair",
    "Signer",
    "canonical_json",
    "checkpoint_body",
    "commitment",
    "consistency_proof",
    "entry_hash",
    "first_break",
    "goes_on_from",
    "inclusion_proof",
    "is_handover",
    "make_checkpoint",
    "make_handover",
    "merkle_root",
    "merkle_roots",
    "root_from_proof",
    "signed",
    "signers_of",
    "successors",
    "witnessed",
]
