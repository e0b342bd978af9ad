"""Checking a dossier: without database, network, or trust in whoever made it.

Every byte is covered: the container allows one way of writing only, the signed manifest holds the hash of each file,
and what is in them is worked out again. Who signed is told; whether that key is the office's, only the reader can know.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Message, Refused, canonical, dump_json, speak
from samrit.core.counting import CountingRule, WorkItems, read_items, read_rule
from samrit.core.dossier import documents as named
from samrit.core.dossier.container import read_container
from samrit.core.dossier.documents import Entry, Traces, document, read_traces
from samrit.core.dossier.misfit import Misfit, one_line
from samrit.core.dossier.publishing import Published, Vouched, published_text, read_published, vouched
from samrit.core.dossier.recomputing import Material, first_uncounted, recompute, says_the_same
from samrit.core.dossier.tracing import follow
from samrit.core.ledger import GENESIS, canonical_json, checkpoint_body, entry_hash, signers_of, successors
from samrit.core.ledger.timestamp import Stamp
from samrit.core.rubric import read_facts
from samrit.core.sheet.definition_document import read_definition


@dataclass(frozen=True, slots=True)
class Checked:
    """A dossier in which everything fits. `score` is the one worked out again; None where it cannot be given."""

    key_result: str
    fiscal_year: int
    score: str | None
    entries: int
    withheld: int
    """Entries of the chain that show their hash only."""
    evidence: int
    evidence_withheld: int
    """Items whose person withdrew consent: they count, and the chain's entries of them show their hash only."""
    key: str
    """The public key (hex) of whoever made it."""
    witnesses: Mapping[str, int]
    """The keys of the witnesses, with the number of entries up to which each has seen the chain."""
    origin: str
    made_at: str
    checkpoints: int = 0
    """Published checkpoints that this chain goes on from."""
    stamps: tuple[Stamp, ...] = ()


def verify_dossier(
    data: bytes, *, key: str | None = None, verifier: str | None = None, published: bytes | None = None
) -> Checked:
    """What a dossier proves. `key`: the public key (hex) that it must be signed with, or that was handed over to it.

    `published`: the document of checkpoints as it was got from elsewhere; the chain must go on from each of them.

    `verifier`: SHA-256 of the `verify.py` of who checks, None for the very one in the dossier. Another version of the
    program may give the reasons in other words; figures and verdicts must be the same in any.

    Raises Misfit, naming the first thing that does not fit.
    """
    files = read_container(data)
    manifest, signer = _manifest(files)
    elsewhere = Published() if published is None else read_published(_ELSEWHERE, published)
    if key is not None and key.lower() != signer:
        _handed_over(key.lower(), signer, manifest, files, elsewhere)
    _hashes(manifest, files)
    entries = _chain(files[named.CHAIN])
    witnesses = _checkpoint(files[named.CHECKPOINT], entries, manifest, signer)
    vouching = _published(files, entries, signer, witnesses)
    vouched(_ELSEWHERE, elsewhere, [row.hash for row in entries], signer=signer, made_at=manifest["made_at"])
    in_words = verifier in {None, manifest["files"][named.VERIFIER]["sha256"]}
    score, traces = _content(files, manifest, entries, in_words=in_words)
    return Checked(
        key_result=manifest["key_result"],
        fiscal_year=manifest["fiscal_year"],
        score=score,
        entries=len(entries),
        withheld=sum(row.body is None for row in entries),
        evidence=len(traces.evidence),
        evidence_withheld=sum(row.withheld for row in traces.evidence),
        key=signer,
        witnesses=vouching.witnesses or {},
        origin=manifest["origin"],
        made_at=manifest["made_at"],
        checkpoints=vouching.checkpoints,
        stamps=vouching.stamps,
    )


_ELSEWHERE = "--checkpoints"
"""How the document that was got from elsewhere is named: as the option that gives it."""


# --- what is signed ---


def _manifest(files: Mapping[str, bytes]) -> tuple[dict[str, Any], str]:
    """The manifest, and the key that it is signed with."""
    if named.MANIFEST not in files:
        raise Misfit(named.MANIFEST, "the file is missing", "ไม่มีไฟล์นี้")
    body, signers = _statement(named.MANIFEST, files[named.MANIFEST])
    if len(signers) > 1:  # the checkpoint has witnesses; here anybody could add what the signature does not cover
        raise Misfit(named.MANIFEST, "signed more than once", "มีลายมือชื่อเกินหนึ่งลายมือชื่อ")
    _shape(named.MANIFEST, body)
    return body, signers[0]


_SHAPE: Mapping[str, type | tuple[type, ...]] = {
    "schema": str,
    "origin": str,
    "program": str,
    "made_at": str,
    "key_result": (str, type(None)),
    "fiscal_year": (int, type(None)),
    "revision": int,
    "counted_at": str,
    "score": (str, type(None)),
    "files": dict,
}


def _shape(place: str, body: Any) -> None:
    good = isinstance(body, dict) and list(body) == list(_SHAPE)
    if not good or not all(isinstance(body[name], kind) for name, kind in _SHAPE.items()):
        raise Misfit(place, "not the manifest of a dossier", "ไม่ใช่บัญชีไฟล์ของแฟ้มหลักฐาน")
    if body["schema"] != named.MANIFEST_SCHEMA:
        raise Misfit(f"{place}: schema", "unknown kind of dossier", "ไม่รู้จักแฟ้มหลักฐานชนิดนี้")


def _statement(place: str, data: bytes) -> tuple[Any, list[str]]:
    """The body of a signed statement, and the keys it is signed with; it must be printed in the one way."""
    try:
        statement = json.loads(data)
        printed = dump_json(statement).encode()
    except (ValueError, RecursionError):
        raise Misfit(place, "this is not JSON", "ไม่ใช่ JSON ที่ถูกต้อง") from None
    signers = signers_of(statement)
    if signers is None or printed != data:
        raise Misfit(place, "the signature does not hold", "ลายมือชื่ออิเล็กทรอนิกส์ไม่ถูกต้อง")
    return statement["body"], signers


def _hashes(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    stated: Mapping[str, Any] = manifest["files"]
    counted = [name for name in named.COUNTED if name in stated]
    wanted = {*named.ALWAYS, *(named.COUNTED if counted else ())}
    for name in [*stated, *files]:
        if name not in files or name not in {*stated, named.MANIFEST}:
            raise Misfit(name, "the manifest and the zip do not hold the same files", "ไฟล์ในแฟ้มไม่ตรงกับบัญชีไฟล์")
    for name in sorted(wanted):
        if name not in stated:
            raise Misfit(name, "the file is missing", "ไม่มีไฟล์นี้")
    for name, row in stated.items():
        content = files[name]
        if row != {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}:
            raise Misfit(name, "the content does not fit the manifest", "เนื้อหาไม่ตรงกับบัญชีไฟล์")
    if list(files) != [named.MANIFEST, *stated]:
        raise Misfit("zip", "the files are not in the order of the manifest", "ลำดับไฟล์ไม่ตรงกับบัญชีไฟล์")


# --- the chain ---


def _chain(data: bytes) -> list[Entry]:
    """The entries, each following from the one before."""
    entries: list[Entry] = []
    previous = GENESIS
    lines = data.split(b"\n")
    if lines.pop() != b"":
        raise Misfit(named.CHAIN, "the last line is cut off", "บรรทัดสุดท้ายขาดหาย")
    for number, line in enumerate(lines, 1):
        place = f"{named.CHAIN}: line {number}"
        entry = _entry(place, line)
        if entry.body is not None:
            if entry.body.get("sequence") != number:
                raise Misfit(place, "an entry is missing, repeated or out of order", "รายการขาด ซ้ำ หรือผิดลำดับ")
            if entry_hash(previous, entry.body) != entry.hash:
                raise Misfit(place, "the entry does not follow from the one before", "รายการนี้ไม่ต่อจากรายการก่อนหน้า")
        previous = entry.hash
        entries.append(entry)
    return entries


_HASH = re.compile(r"[0-9a-f]{64}")
_TEXTS = ("at", "action", "actor", "role", "subject")
_BODY: Mapping[str, type | tuple[type, ...]] = {
    "sequence": int,
    **dict.fromkeys(_TEXTS, str),
    "on_behalf_of": (str, type(None)),
    "data": dict,
    "commitments": dict,
}


def _entry(place: str, line: bytes) -> Entry:
    try:
        row = json.loads(line)
        good = isinstance(row, dict) and canonical_json(row) == line
    except (ValueError, RecursionError):
        good = False
    good = good and set(row) <= {"hash", "body"} and _HASH.fullmatch(str(row.get("hash"))) is not None
    body: Any = row.get("body") if good else None
    if good and "body" in row:
        good = isinstance(body, dict) and set(_BODY) <= set(body)
        good = good and all(isinstance(body[name], kind) for name, kind in _BODY.items())
    if not good:
        raise Misfit(place, "this is no entry of an audit chain", "ไม่ใช่รายการของสายบันทึก")
    return Entry(row["hash"], body)


def _checkpoint(data: bytes, entries: Sequence[Entry], manifest: Mapping[str, Any], signer: str) -> tuple[str, ...]:
    """The keys of the witnesses. The checkpoint must be of this very chain, by whoever signed the manifest."""
    body, signers = _statement(named.CHECKPOINT, data)
    hashes = [row.hash for row in entries]
    if body != checkpoint_body(hashes, origin=manifest["origin"], at=manifest["made_at"]):
        raise Misfit(named.CHECKPOINT, "not the checkpoint of this chain", "ไม่ใช่คำรับรองของสายบันทึกนี้")
    if signers[0] != signer:
        raise Misfit(named.CHECKPOINT, "not signed by who signed the manifest", "ผู้ลงลายมือชื่อไม่ตรงกับบัญชีไฟล์")
    return tuple(signers[1:])


def _handed_over(
    key: str, signer: str, manifest: Mapping[str, Any], files: Mapping[str, bytes], elsewhere: Published
) -> None:
    """Raises Misfit unless `key` was handed over to who signed, by statements in the dossier or from elsewhere."""
    told = elsewhere.handovers
    if named.CHECKPOINTS in manifest["files"] and named.CHECKPOINTS in files:
        told += read_published(named.CHECKPOINTS, files[named.CHECKPOINTS]).handovers
    if signer not in successors(key, told):
        raise Misfit(named.MANIFEST, f"signed with another key: {signer}", f"ลงลายมือชื่อด้วยกุญแจอื่น: {signer}")


def _published(
    files: Mapping[str, bytes], entries: Sequence[Entry], signer: str, witnesses: tuple[str, ...]
) -> Vouched:
    """What the dossier's own list of published checkpoints says of its chain, with the witnesses of its last one."""
    if named.CHECKPOINTS not in files:
        return Vouched(witnesses=dict.fromkeys(witnesses, len(entries)))
    published = read_published(named.CHECKPOINTS, files[named.CHECKPOINTS])
    if published_text(published) != files[named.CHECKPOINTS]:
        raise Misfit(named.CHECKPOINTS, "not printed as it should be", "ไม่ได้พิมพ์ตามแบบที่กำหนด")
    found = vouched(named.CHECKPOINTS, published, [row.hash for row in entries], signer=signer)
    seen = {**(found.witnesses or {}), **dict.fromkeys(witnesses, len(entries))}
    return Vouched(found.checkpoints, seen, found.stamps)


# --- what is said ---


def _content(
    files: Mapping[str, bytes], manifest: Mapping[str, Any], entries: Sequence[Entry], *, in_words: bool
) -> tuple[str | None, Traces]:
    """The score, worked out again, and the traces that were followed."""
    definition = _read(files, named.DEFINITION, read_definition)
    rule: CountingRule | None = _read(files, named.RULE, read_rule) if named.RULE in files else None
    items: WorkItems | None = _read(files, named.ITEMS, read_items) if named.ITEMS in files else None
    facts = _read(files, named.FACTS, read_facts)
    traces = _read(files, named.TRACES, read_traces)
    if (definition.code, definition.fiscal_year) != (manifest["key_result"], manifest["fiscal_year"]):
        raise Misfit(named.DEFINITION, "of another key result than the manifest", "เป็นตัวชี้วัดอื่น ไม่ตรงกับบัญชีไฟล์")
    material = Material(definition, facts, _moment(manifest["counted_at"]), rule, items)
    try:
        again = recompute(material)
    except Refused as refused:
        raise _refusal(named.FACTS, refused) from None
    if again.counts is not None:
        counted_again = again.counts_document or {}
        if not _same(files, named.COUNTS, counted_again, in_words=in_words):
            raise Misfit(named.COUNTS, "counting the items gives another result", "เมื่อนับรายการใหม่ได้ผลไม่ตรงกัน")
        found = first_uncounted(facts, again.counts)
        if found is not None:
            name, stated, counted = found
            told = (f"{stated} is stated, {counted} is counted", f"ระบุ {stated} แต่นับได้ {counted}")
            raise Misfit(f"{named.FACTS}: {name}", *told)
    follow(traces, entries, items, facts)
    if not _same(files, named.SCORE, again.score_document, in_words=in_words):
        raise Misfit(named.SCORE, "scoring the facts gives another result", "เมื่อให้คะแนนใหม่ได้ผลไม่ตรงกัน")
    score = None if again.score.score is None else canonical(again.score.score)
    if score != manifest["score"]:
        raise Misfit(f"{named.MANIFEST}: score", f"scoring the facts gives {score}", f"เมื่อให้คะแนนใหม่ได้ {score}")
    return score, traces


def _same(files: Mapping[str, bytes], name: str, again: Mapping[str, Any], *, in_words: bool) -> bool:
    try:
        return says_the_same(files[name], again, in_words=in_words)
    except Refused as refused:
        raise _refusal(name, refused) from None


def _read(files: Mapping[str, bytes], name: str, read: Any) -> Any:
    try:
        return read(document(files[name]))
    except Refused as refused:
        raise _refusal(name, refused) from None


def _refusal(name: str, refused: Refused) -> Misfit:
    place = f"{name}: {refused.path}" if refused.path else name
    return Misfit(place, refused.what.en, refused.what.th)


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Misfit(f"{named.MANIFEST}: counted_at", "not a moment with its zone", "ไม่ใช่วันเวลาที่มีเขตเวลา")
    return moment


def told(checked: Checked, lang: str) -> str:
    """The result in lines: the score, the chain, and by whom it is signed."""
    origin = one_line(checked.origin)
    lines = [
        f"score: {'-' if checked.score is None else checked.score}",
        "chain: ok",
        speak(
            Message(
                f"entries: {checked.entries} ({checked.withheld} show their hash only)",
                f"รายการในสายบันทึก: {checked.entries} (แสดงเฉพาะค่าแฮช {checked.withheld})",
            ),
            lang,
        ),
        speak(
            Message(
                f"evidence: {checked.evidence} ({checked.evidence_withheld} withheld: consent was withdrawn)",
                f"หลักฐาน: {checked.evidence} (ปิดเพราะถอนความยินยอม {checked.evidence_withheld})",
            ),
            lang,
        ),
        speak(Message(f"signed by: {origin}", f"ลงลายมือชื่อโดย: {origin}"), lang),
        speak(Message(f"key: {checked.key}", f"กุญแจ: {checked.key}"), lang),
    ]
    if checked.checkpoints:
        said = f"published checkpoints: {checked.checkpoints}", f"คำรับรองที่ประกาศไว้: {checked.checkpoints}"
        lines.append(speak(Message(*said), lang))
    lines += [
        speak(Message(f"witness: {key} (entries: {size})", f"พยาน: {key} (รายการ: {size})"), lang)
        for key, size in checked.witnesses.items()
    ]
    lines += [
        speak(Message(f"time stamp: {at} (sha256 {stamp.sha256})", f"ตราประทับเวลา: {at} (sha256 {stamp.sha256})"), lang)
        for stamp in checked.stamps
        for at in [stamp.at.isoformat()]
    ]
    return "\n".join(lines) + "\n"


def misfit_line(misfit: Misfit, lang: str) -> str:
    """The one line that names what does not fit."""
    says = speak(Message("does not fit", "ไม่ตรงกัน"), lang)
    return f"{says}: {misfit.place}: {speak(misfit.what, lang)}"
