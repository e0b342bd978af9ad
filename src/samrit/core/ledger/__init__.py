"""The audit chain: canonical JSON (RFC 8785) and entries that each hold the hash of the one before."""

from samrit.core.ledger.canonical import canonical_json
from samrit.core.ledger.chain import GENESIS, Break, commitment, entry_hash, first_break

__all__ = ["GENESIS", "Break", "canonical_json", "commitment", "entry_hash", "first_break"]
