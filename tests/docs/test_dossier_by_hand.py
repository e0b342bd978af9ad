"""The page on the dossier suffices: a check written from it alone, with nothing of Samrit, comes to the same."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "kr-7301-2568.dossier.zip"
ACTIONS = {
    "added": {"evidence.item.added"},
    "judged": {"evidence.item.verified", "evidence.item.returned", "evidence.item.wrong"},
    "approved": {"publicity.work.approve"},
    "checked": {"verification.work.verified", "verification.work.returned"},
    "plan_approved": {"publicity.plan.approve"},
    "result_reported": {"results.report.acknowledged"},
    "awareness": {"publicity.awareness.entered"},
}


def canonical(value: Any) -> bytes:
    """RFC 8785, as far as these documents go: no floats, names in ASCII."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(EXAMPLE) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.fixture(scope="module")
def chain(files: dict[str, bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files["chain.jsonl"].splitlines()]


@pytest.mark.parametrize("name", ["manifest.json", "checkpoint.json"])
def test_the_signature_is_over_the_canonical_body(files: dict[str, bytes], name: str) -> None:
    statement = json.loads(files[name])
    for row in statement["signatures"]:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(row["key"]))
        key.verify(bytes.fromhex(row["signature"]), canonical(statement["body"]))


def test_every_entry_follows_and_the_checkpoint_stands_on_all(
    files: dict[str, bytes], chain: list[dict[str, Any]]
) -> None:
    before = "0" * 64
    for number, entry in enumerate(chain, 1):
        if "body" in entry:
            told = hashlib.sha256(before.encode() + b"\n" + canonical(entry["body"])).hexdigest()
            assert (told, entry["body"]["sequence"]) == (entry["hash"], number)
        before = entry["hash"]
    said = json.loads(files["checkpoint.json"])["body"]
    over = root([bytes.fromhex(entry["hash"]) for entry in chain]).hex()
    assert (said["entries"], said["head"], said["root"]) == (len(chain), before, over)


def traces(told: dict[str, Any]) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    for row in (*(one for one in told["evidence"] if not one["withheld"]), *told["works"]):
        yield from ((name, row["subject"], row[name]) for name in ACTIONS.keys() & row.keys() if row[name])
    yield from ((name, None, trace) for name, trace in told["milestones"].items() if trace)
    yield "awareness", None, told["awareness"]


def test_every_trace_leads_to_an_act_of_its_kind(files: dict[str, bytes], chain: list[dict[str, Any]]) -> None:
    told = json.loads(files["traces.json"])
    hidden = [row["added"]["entry"] for row in told["evidence"] if row["withheld"] and row["added"]]
    assert not any("body" in chain[entry - 1] for entry in hidden)
    found = list(traces(told))
    for name, subject, trace in found:
        body = chain[trace["entry"] - 1]["body"]
        assert body["action"] in ACTIONS[name]
        assert (body["role"], subject or body["subject"]) == (trace["role"], body["subject"])
    assert len(found) > 500


def test_evidence_is_what_the_chain_tells(files: dict[str, bytes], chain: list[dict[str, Any]]) -> None:
    items = {row["id"]: row for row in json.loads(files["items.json"])["evidence"]}
    shown = [row for row in json.loads(files["traces.json"])["evidence"] if not row["withheld"]]
    for row in shown:
        data, item = chain[row["added"]["entry"] - 1]["body"]["data"], items[row["id"]]
        assert (data["evidence"], data["kind"], data["title"]) == (row["uid"], row["kind"], row["title"])
        assert (data["grade"], data["sha256"]) == (item["grade"], item["sha256"])
    assert len(shown) > 200
