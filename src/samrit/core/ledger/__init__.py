"""The audit chain: canonical JSON (RFC 8785), entries that each hold the hash of the one before, signed checkpoints."""

from samrit.core.ledger.canonical import canonical_json
from samrit.core.ledger.chain import GENESIS, Break, commitment, entry_hash, first_break
from samrit.core.ledger.checkpoint import checkpoint_body, make_checkpoint
from samrit.core.ledger.merkle import inclusion_proof, merkle_root, root_from_proof
from samrit.core.ledger.signing import KeyPair, Signer, signed, signers_of

__all__ = [
    "GENESIS",
    "Break",
    "KeyPair",
    "Signer",
    "canonical_json",
    "checkpoint_body",
    "commitment",
    "entry_hash",
    "first_break",
    "inclusion_proof",
    "make_checkpoint",
    "merkle_root",
    "root_from_proof",
    "signed",
    "signers_of",
]
