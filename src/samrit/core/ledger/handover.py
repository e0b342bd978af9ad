"""When an installation signs with another key from now on: the old key and the new one say so together.

Whoever knows the old key can follow to the new one. A key that was stolen can be handed over by the thief: then the
office must tell its new key in another way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from samrit.core.ledger.signing import Signer, signed, signers_of

SCHEMA = "samrit/key-handover/1"


def make_handover(old: Signer, new: Signer, *, origin: str, at: str) -> dict[str, Any]:
    """The statement that `new` signs for `origin` from the moment `at` (ISO) on, signed by both."""
    return signed({"schema": SCHEMA, "origin": origin, "from": old.public, "to": new.public, "at": at}, old, new)


def is_handover(statement: Any) -> bool:
    """Whether this is such a statement, signed by the very two keys that it names, in their order."""
    signers = signers_of(statement)
    if signers is None or not isinstance(body := statement["body"], dict):
        return False
    if set(body) != {"schema", "origin", "from", "to", "at"} or body["schema"] != SCHEMA:
        return False
    return signers == [body["from"], body["to"]] and body["from"] != body["to"]


def successors(key: str, handovers: Iterable[Mapping[str, Any]]) -> list[str]:
    """The key (hex) and those that took over from it, one after the other, by statements that hold, oldest first."""
    line = [key]
    for statement in handovers:
        body = statement["body"]
        if body["from"] == line[-1] and body["to"] not in line:
            line.append(body["to"])
    return line
