"""What every public document of Samrit obeys: strict JSON, decimal strings, and refusals that name their place.

The rules are those of `docs/en/reference/contract.md`. Everything here is a value or a pure function.
"""

from samrit.core.contract.decimals import MAX_DIGITS, canonical, parse_decimal
from samrit.core.contract.documents import MAX_BYTES, MAX_DEPTH, Node, dump_json, load_json
from samrit.core.contract.files import put_file, require_place
from samrit.core.contract.messages import Message, language, speak
from samrit.core.contract.refusals import Lacking, Refused, refused_by_system

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "Lacking",
    "Message",
    "Node",
    "Refused",
    "canonical",
    "dump_json",
    "language",
    "load_json",
    "parse_decimal",
    "put_file",
    "refused_by_system",
    "require_place",
    "speak",
]
