"""JSON in its one canonical form, after RFC 8785 (JSON Canonicalization Scheme).

Numbers other than integers do not occur in our documents (measured numbers are decimal strings), so the scheme's number
formatting reduces to plain integers within ±2**53.
"""

from __future__ import annotations

import json
from typing import Any

from samrit.core.contract import MAX_DEPTH

_EXACT = 2**53


def canonical_json(value: Any) -> bytes:
    """`value` as canonical UTF-8: keys in UTF-16 order, no blanks, shortest escapes.

    Raises ValueError for binary floats, integers beyond ±2**53, keys that are not text, lone surrogates, and nesting
    deeper than any document may be.
    """
    return _write(value, 1).encode("utf-8")


def _write(value: Any, depth: int) -> str:
    if depth > MAX_DEPTH and isinstance(value, (list, tuple, dict)):
        raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > _EXACT:
            raise ValueError("an integer beyond 2**53 must be written as a decimal string")
        return str(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_write(part, depth + 1) for part in value) + "]"
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("the keys of a canonical document are text")
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_write(key, depth)}:{_write(value[key], depth + 1)}" for key in keys) + "}"
    raise ValueError(f"{type(value).__name__} has no canonical form; write it as text")
