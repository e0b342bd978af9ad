"""Checkpoints as they are published: with their witnesses and time stamps, and with how the key changed.

The same document stands in a dossier and at the installation's public address; whoever kept one from there can hold a
dossier against it: a chain that was rewritten since, even by who holds the key, does not fit.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import dump_json
from samrit.core.dossier.misfit import Misfit
from samrit.core.ledger import GENESIS, is_handover, merkle_roots, signers_of, successors
from samrit.core.ledger.checkpoint import SCHEMA as CHECKPOINT_SCHEMA
from samrit.core.ledger.timestamp import Stamp, read_stamp, stamped_hash

SCHEMA = "samrit/checkpoints/1"
_BODY: Mapping[str, type] = {"schema": str, "origin": str, "entries": int, "head": str, "root": str, "at": str}


@dataclass(frozen=True, slots=True)
class PublishedCheckpoint:
    """A signed checkpoint, the keys of its witnesses, and its time stamps (as they came, in DER)."""

    statement: Mapping[str, Any]
    stamps: tuple[bytes, ...] = ()

    @property
    def body(self) -> Mapping[str, Any]:
        """What is signed."""
        found: Mapping[str, Any] = self.statement["body"]
        return found

    @property
    def keys(self) -> tuple[str, ...]:
        """Who signed: the maker, then the witnesses."""
        return tuple(row["key"] for row in self.statement["signatures"])


@dataclass(frozen=True, slots=True)
class Published:
    """All of the document, oldest first."""

    handovers: tuple[Mapping[str, Any], ...] = ()
    checkpoints: tuple[PublishedCheckpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Vouched:
    """What published checkpoints say of a chain: how many hold, by which witnesses up to which entry, and when."""

    checkpoints: int = 0
    witnesses: Mapping[str, int] | None = None
    stamps: tuple[Stamp, ...] = ()


def published_data(published: Published) -> dict[str, Any]:
    """The document `samrit/checkpoints/1`."""
    return {
        "schema": SCHEMA,
        "handovers": [dict(row) for row in published.handovers],
        "checkpoints": [
            {
                "statement": dict(row.statement),
                "timestamps": [base64.b64encode(stamp).decode("ascii") for stamp in row.stamps],
            }
            for row in published.checkpoints
        ],
    }


def published_text(published: Published) -> bytes:
    """The document as it is printed."""
    return dump_json(published_data(published)).encode()


def read_published(place: str, data: bytes) -> Published:
    """The document, every signature and stamp of it checked for itself. Raises Misfit, naming the first that fails."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise Misfit(place, "this is not JSON", "ไม่ใช่ JSON ที่ถูกต้อง") from None
    if not _is_document(value):
        raise Misfit(place, "not a list of checkpoints", "ไม่ใช่รายการคำรับรองสายบันทึก")
    for number, statement in enumerate(value["handovers"]):
        if not is_handover(statement):
            raise Misfit(f"{place}: handovers[{number}]", "the signature does not hold", "ลายมือชื่ออิเล็กทรอนิกส์ไม่ถูกต้อง")
    rows = [_checkpoint(f"{place}: checkpoints[{number}]", row) for number, row in enumerate(value["checkpoints"])]
    return Published(tuple(value["handovers"]), tuple(rows))


def _is_document(value: Any) -> bool:
    lists = ("handovers", "checkpoints")
    return (
        isinstance(value, dict)
        and set(value) == {"schema", *lists}
        and value["schema"] == SCHEMA
        and all(isinstance(value[name], list) for name in lists)
    )


def _checkpoint(place: str, row: Any) -> PublishedCheckpoint:
    if not isinstance(row, dict) or set(row) != {"statement", "timestamps"} or not isinstance(row["timestamps"], list):
        raise Misfit(place, "not a checkpoint", "ไม่ใช่คำรับรองสายบันทึก")
    if signers_of(row["statement"]) is None:
        raise Misfit(place, "the signature does not hold", "ลายมือชื่ออิเล็กทรอนิกส์ไม่ถูกต้อง")
    body = row["statement"]["body"]
    good = isinstance(body, dict) and set(body) == set(_BODY) and body["schema"] == CHECKPOINT_SCHEMA
    if not good or not all(type(body[name]) is kind for name, kind in _BODY.items()) or body["entries"] < 0:
        raise Misfit(place, "not a checkpoint", "ไม่ใช่คำรับรองสายบันทึก")
    stamps = tuple(map(_bytes, row["timestamps"]))
    if any(_stamp(body, stamp) is None for stamp in stamps):
        raise Misfit(f"{place}: timestamps", "not a time stamp of this checkpoint", "ไม่ใช่ตราประทับเวลาของคำรับรองนี้")
    return PublishedCheckpoint(row["statement"], stamps)


def _bytes(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        return b""


def _stamp(body: Any, reply: bytes) -> Stamp | None:
    """The stamp, where it is one of this very body."""
    stamp = read_stamp(reply)
    return stamp if stamp is not None and stamp.sha256 == stamped_hash(body) else None


def vouched(
    place: str, published: Published, hashes: Sequence[str], *, signer: str, made_at: str | None = None
) -> Vouched:
    """Holds the chain (hashes of all its entries) against published checkpoints.

    `signer`: the key of whoever made the dossier; it, or one that it took over from, must have signed each checkpoint.
    A checkpoint of a longer chain is passed over, unless it was there already when the dossier was made (`made_at`).
    Raises Misfit at the first checkpoint that is not one of this chain.
    """
    roots = merkle_roots(hashes, {row.body["entries"] for row in published.checkpoints})
    witnesses: dict[str, int] = {}
    stamps: list[Stamp] = []
    held = 0
    for number, row in enumerate(published.checkpoints):
        where, size = f"{place}: checkpoints[{number}]", row.body["entries"]
        if not may_sign(row.keys[0], signer, published):
            raise Misfit(where, f"signed with another key: {row.keys[0]}", f"ลงลายมือชื่อด้วยกุญแจอื่น: {row.keys[0]}")
        if size > len(hashes):
            if made_at is not None and _moment(row.body["at"]) <= _moment(made_at):
                raise Misfit(where, "the chain was longer than it is here", "สายบันทึกเคยยาวกว่าที่มีในแฟ้มนี้")
            continue
        if (row.body["root"], row.body["head"]) != (roots.get(size), hashes[size - 1] if size else GENESIS):
            raise Misfit(where, "not a checkpoint of this chain", "ไม่ใช่คำรับรองของสายบันทึกนี้")
        held += 1
        witnesses |= {key: max(size, witnesses.get(key, 0)) for key in row.keys[1:]}
        stamps += [stamp for reply in row.stamps if (stamp := _stamp(row.body, reply)) is not None]
    return Vouched(held, witnesses, tuple(stamps))


def may_sign(key: str, signer: str, published: Published) -> bool:
    """Whether `key` is `signer`, took over from it, or was handed over to it."""
    return signer in successors(key, published.handovers) or key in successors(signer, published.handovers)


def _moment(text: str) -> dt.datetime:
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    return at if at.tzinfo is not None else at.replace(tzinfo=dt.UTC)
