"""A dossier: the score worked out again, and the first thing that does not fit."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.factories.dossiers import KEY, ORIGIN, Case, case

from samrit.core.contract import dump_json
from samrit.core.dossier import Entry, Misfit, Traces, misfit_line, told, verify_dossier
from samrit.core.dossier.container import read_container, write_container
from samrit.core.dossier.tracing import _instant
from samrit.core.dossier.writing import write_dossier
from samrit.core.ledger import GENESIS, KeyPair, canonical_json, checkpoint_body, entry_hash, signed, witnessed

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "en" / "reference"
OTHER = KeyPair(bytes(32))


@pytest.fixture
def made() -> Case:
    return case()


@pytest.fixture(scope="module")
def whole() -> bytes:
    return case().write()


def first_misfit(data: bytes) -> str:
    with pytest.raises(Misfit) as found:
        verify_dossier(data)
    return str(found.value)


def test_a_whole_dossier_gives_the_score_and_who_signed(whole: bytes) -> None:
    checked = verify_dossier(whole)
    assert (checked.key_result, checked.fiscal_year, checked.score) == ("7301", 2568, "1")
    assert (checked.key, checked.origin, checked.withheld, checked.evidence_withheld) == (
        KEY.public,
        "สำนักงานประชาสัมพันธ์",
        1,
        0,
    )
    assert told(checked, "en").splitlines()[:2] == ["score: 1", "chain: ok"]


def test_the_same_material_gives_the_same_bytes(whole: bytes) -> None:
    assert case().write() == whole


def test_nobody_is_named_in_it(whole: bytes) -> None:
    items = json.loads(read_container(whole)["items.json"])
    assert {row["name"] for row in items["people"]} == {None}
    officer = json.loads(read_container(whole)["definition.json"])["coordinator"]
    assert set(officer.values()) == {None}


def test_a_thousand_changed_bits_are_found(whole: bytes) -> None:
    draw = random.Random(7301)  # noqa: S311 -- the same places in every run
    for bit in draw.sample(range(8 * len(whole)), 1_000):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Misfit):
            verify_dossier(bytes(changed))


def test_another_key_than_the_one_known_is_named(whole: bytes) -> None:
    assert verify_dossier(whole, key=KEY.public.upper()).key == KEY.public
    with pytest.raises(Misfit, match="signed with another key"):
        verify_dossier(whole, key=OTHER.public)


def with_file(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    files = read_container(data)
    return write_container({**files, name: change(files[name])})


@pytest.mark.parametrize(
    "name",
    ["README.txt", "definition.json", "rule.json", "items.json", "counts.json", "facts.json", "score.json",
     "traces.json", "chain.jsonl", "checkpoint.json", "checkpoints.json", "verify.py"],
)  # fmt: skip
def test_a_changed_file_is_named_by_the_manifest(whole: bytes, name: str) -> None:
    changed = with_file(whole, name, lambda content: content + b" ")
    assert first_misfit(changed) == f"{name}: the content does not fit the manifest"


def test_a_manifest_printed_otherwise_is_found(whole: bytes) -> None:
    changed = with_file(whole, "manifest.json", lambda content: content + b"\n")
    assert first_misfit(changed) == "manifest.json: the signature does not hold"


@pytest.mark.parametrize("name", ["facts.json", "verify.py"])
def test_a_missing_file_is_named(whole: bytes, name: str) -> None:
    files = read_container(whole)
    del files[name]
    assert first_misfit(write_container(files)).startswith(f"{name}: ")


def test_a_file_that_the_manifest_does_not_know_is_named(whole: bytes) -> None:
    assert first_misfit(write_container({**read_container(whole), "more.txt": b""})).startswith("more.txt: ")


@pytest.mark.parametrize(
    ("name", "schema"), [("manifest.json", "dossier"), ("traces.json", "traces"), ("checkpoint.json", "checkpoint")]
)
def test_its_own_documents_obey_their_schemas(whole: bytes, name: str, schema: str) -> None:
    rules = json.loads((REFERENCE / "schema" / f"{schema}.json").read_text(encoding="utf-8"))
    Draft202012Validator(rules).validate(json.loads(read_container(whole)[name]))


# --- who holds a key, and lies ---


def test_facts_that_the_count_does_not_give_are_named(made: Case) -> None:
    facts = replace(made.material.facts, values={**made.material.facts.values, "result": Decimal(9)})
    made.material = replace(made.material, facts=facts)
    assert first_misfit(made.write()) == "facts.json: values.result: 9 is stated, 1 is counted"


def lines_of(data: bytes) -> list[bytes]:
    return read_container(data)["chain.jsonl"].splitlines()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda rows: rows[:3] + rows[4:], "chain.jsonl: line 4"),
        (lambda rows: [*rows[:3], rows[4], rows[3], *rows[5:]], "chain.jsonl: line 4"),
        (lambda rows: [*rows[:4], rows[3], *rows[4:]], "chain.jsonl: line 5"),
    ],
    ids=["dropped", "swapped", "repeated"],
)
def test_entries_out_of_order_are_found(made: Case, change: Callable[[list[Entry]], list[Entry]], place: str) -> None:
    made.chain.entries = change(made.chain.entries)
    assert first_misfit(made.write()) == f"{place}: an entry is missing, repeated or out of order"


def rearranged(rows: list[bytes]) -> Iterator[list[bytes]]:
    """Every way to drop or repeat one line, and to swap two that are neighbours or far apart."""
    for at in range(len(rows)):
        yield rows[:at] + rows[at + 1 :]
        yield rows[: at + 1] + rows[at:]
        for other in {at + 1, len(rows) - 1} - {at, len(rows)}:
            swapped = [*rows]
            swapped[at], swapped[other] = rows[other], rows[at]
            yield swapped


def test_every_entry_that_is_dropped_swapped_or_repeated_is_found(whole: bytes) -> None:
    """Under a manifest that fits again, as only a holder of the key can make it: the checkpoint still tells."""
    files = read_container(whole)
    ways = list(rearranged(lines_of(whole)))
    assert len(ways) > 40
    for rows in ways:
        found = first_misfit(resigned({**files, "chain.jsonl": b"".join(row + b"\n" for row in rows)}))
        assert found.startswith(("chain.jsonl: line ", "checkpoint.json: not the checkpoint of this chain"))


def test_an_entry_that_was_rewritten_is_found(made: Case) -> None:
    row = made.chain.entries[5]
    assert row.body is not None
    made.chain.entries[5] = Entry(row.hash, {**row.body, "actor": "user:1000"})
    assert first_misfit(made.write()) == "chain.jsonl: line 6: the entry does not follow from the one before"


def test_a_chain_cut_off_at_its_end_loses_the_traces(made: Case) -> None:
    last = max(row.checked.entry for row in made.traces.works if row.checked)
    made.chain.entries = made.chain.entries[: last - 1]
    assert "the chain does not tell of it" in first_misfit(made.write())


def test_a_withheld_entry_under_a_score_is_found(made: Case) -> None:
    place = made.traces.milestones["plan_approved"].entry
    made.chain.entries[place - 1] = Entry(made.chain.entries[place - 1].hash)
    assert (
        first_misfit(made.write())
        == "traces.json: milestones.plan_approved: the score rests on an entry that is withheld"
    )


def test_a_milestone_of_another_day_is_found(made: Case) -> None:
    facts = made.material.facts
    earlier = {name: day and day.replace(day=1) for name, day in facts.milestones.items()}
    made.material = replace(made.material, facts=replace(facts, milestones=earlier))
    assert first_misfit(made.write()) == "traces.json: milestones.plan_approved: the chain tells it otherwise"


def test_a_milestone_without_a_trace_is_found(made: Case) -> None:
    made.traces = replace(made.traces, milestones={})
    assert first_misfit(made.write()) == "traces.json: milestones.plan_approved: the chain does not tell of it"


def test_evidence_with_another_hash_than_the_chain_tells_is_found(made: Case) -> None:
    assert made.material.items is not None
    first, *others = made.material.items.evidence
    items = replace(made.material.items, evidence=(replace(first, sha256="0" * 64), *others))
    made.material = replace(made.material, items=items)
    assert first_misfit(made.write()) == "traces.json: evidence[0].added: the chain tells it otherwise"


def test_a_verifier_whom_the_chain_does_not_know_is_found(made: Case) -> None:
    row = next(row for row in made.traces.works if row.checked)
    place = made.traces.works.index(row)
    other = next(trace for trace in (row.approved, made.traces.milestones["plan_approved"]) if trace)
    works = [*made.traces.works]
    works[place] = replace(row, checked=other)
    made.traces = replace(made.traces, works=tuple(works))
    assert first_misfit(made.write()) == f"traces.json: works[{place}].checked: the chain tells it otherwise"


def test_leave_on_paper_is_of_the_day_that_the_paper_names(made: Case) -> None:
    place = next(number for number, row in enumerate(made.traces.works) if row.approved)
    item = made.material.items.every[place]
    approved = made.chain.add(
        "publicity.work.approve",
        actor=f"user:{item.approval.by}",
        subject=made.traces.works[place].subject,
        at=made.material.counted_at,
        data={"approved_on": item.approval.at.date().isoformat()},
    )
    works = [*made.traces.works]
    works[place] = replace(works[place], approved=approved)
    made.traces = replace(made.traces, works=tuple(works))
    assert verify_dossier(made.write()).score == "1"


def test_evidence_that_is_left_out_of_the_traces_is_found(made: Case) -> None:
    made.traces = replace(made.traces, evidence=made.traces.evidence[1:])
    assert first_misfit(made.write()) == "traces.json: evidence: not the same as those that were counted"


def test_evidence_of_a_withdrawn_consent_is_told_and_not_shown(made: Case) -> None:
    first, *others = made.traces.evidence
    for trace in (first.added, first.judged):
        if trace is not None:
            made.chain.entries[trace.entry - 1] = Entry(made.chain.entries[trace.entry - 1].hash)
    made.traces = replace(made.traces, evidence=(replace(first, withheld=True, title=None), *others))
    checked = verify_dossier(made.write())
    assert (checked.evidence_withheld, checked.score) == (1, "1")


def test_a_result_that_was_reported_and_not_counted_needs_no_items(made: Case) -> None:
    material = replace(made.material, rule=None, items=None)
    made.material, made.traces = material, Traces(milestones=made.traces.milestones)
    assert sorted(read_container(made.write())) == [
        "README.txt", "chain.jsonl", "checkpoint.json", "checkpoints.json", "definition.json", "facts.json",
        "manifest.json", "score.json", "traces.json", "verify.py",
    ]  # fmt: skip
    assert verify_dossier(made.write()).score == "1"


def test_a_checkpoint_of_another_chain_is_found(made: Case, whole: bytes) -> None:
    made.chain.add("x", actor="", subject="", at=made.material.counted_at)
    longer = read_container(made.write())
    forged = resigned({**read_container(whole), "checkpoint.json": longer["checkpoint.json"]})
    assert first_misfit(forged) == "checkpoint.json: not the checkpoint of this chain"


def test_a_checkpoint_by_another_key_is_found(made: Case, whole: bytes) -> None:
    others = read_container(made.write(OTHER))
    forged = resigned({**read_container(whole), "checkpoint.json": others["checkpoint.json"]})
    assert first_misfit(forged) == "checkpoint.json: not signed by who signed the manifest"


def resigned(files: dict[str, bytes]) -> bytes:
    """The files under a manifest that fits them again, signed by the holder of the key."""
    body = json.loads(files["manifest.json"])["body"]
    body["files"] = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if name != "manifest.json"
    }
    manifest = dump_json(signed(body, KEY)).encode()
    return write_container({"manifest.json": manifest, **{name: files[name] for name in body["files"]}})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("score.json", b"{}\n"), ("counts.json", b"[]"), ("facts.json", b"{}"), ("items.json", b"\xff"),
        ("rule.json", b"null"), ("definition.json", b"[" * 100_000), ("traces.json", b"{}"), ("chain.jsonl", b"x"),
        ("chain.jsonl", b'{"hash":1}\n'), ("chain.jsonl", b'{"body":{},"hash":"%s"}\n' % (b"0" * 64)),
        ("checkpoint.json", b'{"body":{},"signatures":[]}'), ("checkpoint.json", b"null"),
    ],
)  # fmt: skip
def test_whatever_a_holder_of_the_key_puts_there_is_a_sentence(whole: bytes, name: str, content: bytes) -> None:
    assert first_misfit(resigned({**read_container(whole), name: content})).startswith(name)


@pytest.mark.parametrize(
    ("part", "value"),
    [("subject", [[]]), ("action", {}), ("at", None), ("commitments", "x"), ("on_behalf_of", 1), ("sequence", True)],
)
def test_entries_of_another_shape_are_a_sentence_though_all_hashes_fit(whole: bytes, part: str, value: object) -> None:
    files = read_container(whole)
    rows = [json.loads(line) for line in files["chain.jsonl"].splitlines()]
    told_there = [row for row in rows if "body" in row]
    told_there[-1]["body"][part] = value
    previous = GENESIS
    for row in rows:
        row["hash"] = entry_hash(previous, row["body"]) if "body" in row else row["hash"]
        previous = row["hash"]
    chain = b"".join(canonical_json(row) + b"\n" for row in rows)
    manifest = json.loads(files["manifest.json"])["body"]
    body = checkpoint_body([row["hash"] for row in rows], origin=manifest["origin"], at=manifest["made_at"])
    checkpoint = dump_json(signed(body, KEY)).encode()
    place = f"chain.jsonl: line {rows.index(told_there[-1]) + 1}"
    assert first_misfit(resigned({**files, "chain.jsonl": chain, "checkpoint.json": checkpoint})).startswith(place)


def test_moments_beyond_the_calendar_are_none() -> None:
    assert [_instant(text) for text in ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", 5, "x")] == [None] * 4


def test_numbers_that_no_program_prints_are_a_sentence(whole: bytes) -> None:
    line = canonical_json({"hash": "z" * 64}) + b"\n"
    assert first_misfit(resigned({**read_container(whole), "chain.jsonl": line})) == (
        "chain.jsonl: line 1: this is no entry of an audit chain"
    )


def test_a_later_program_may_say_the_reasons_in_other_words_but_not_in_other_figures(whole: bytes) -> None:
    files = read_container(whole)
    reworded = resigned({**files, "score.json": files["score.json"].replace(b'"text": "', b'"text": "~')})
    assert verify_dossier(reworded, verifier="0" * 64).score == "1"
    assert first_misfit(reworded) == "score.json: scoring the facts gives another result"
    changed = resigned({**files, "score.json": files["score.json"].replace(b'"score": "1"', b'"score": "2"', 1)})
    with pytest.raises(Misfit, match=r"score\.json: scoring the facts gives another result"):
        verify_dossier(changed, verifier="0" * 64)


def test_a_second_signature_under_the_manifest_is_found(whole: bytes) -> None:
    """Anybody could add one: it is not covered by the first."""
    statement = witnessed(json.loads(read_container(whole)["manifest.json"]), OTHER)
    changed = with_file(whole, "manifest.json", lambda _: dump_json(statement).encode())
    assert first_misfit(changed) == "manifest.json: signed more than once"


def test_a_manifest_nested_too_deep_is_a_sentence(whole: bytes) -> None:
    statement = json.loads(read_container(whole)["manifest.json"])
    for _ in range(400):
        statement["body"] = [statement["body"]]
    changed = with_file(whole, "manifest.json", lambda _: dump_json(statement).encode())
    assert first_misfit(changed) == "manifest.json: the signature does not hold"


def test_a_text_of_the_dossier_pretends_no_other_line(made: Case) -> None:
    """Neither the name of who signed, nor the place of a misfit, may break the line or move the cursor."""
    origin = replace(ORIGIN, name="สำนัก\nkey: 0000\x1b[2J\u202e")
    data = write_dossier(made.material, entries=made.chain.entries, traces=made.traces, origin=origin, signer=KEY)
    assert told(verify_dossier(data), "en").splitlines()[4] == "signed by: สำนัก key: 0000 [2J"
    assert misfit_line(Misfit("a\nb\x9b" + "c" * 999, "x", "x"), "en") == f"does not fit: a b {'c' * 295}…: x"


# --- the file that stands by itself ---


def verify_alone(folder: Path, data: bytes, *words: str) -> subprocess.CompletedProcess[str]:
    (folder / "verify.py").write_bytes(read_container(case().write())["verify.py"])
    (folder / "d.zip").write_bytes(data)
    command = [sys.executable, "-I", "-S", "-W", "error", str(folder / "verify.py"), str(folder / "d.zip"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, encoding="utf-8")


def test_the_file_inside_says_the_same_without_anything_installed(whole: bytes, tmp_path: Path) -> None:
    done = verify_alone(tmp_path, whole)
    assert (done.returncode, done.stdout, done.stderr) == (0, told(verify_dossier(whole), "en"), "")


def test_the_file_inside_names_what_does_not_fit(whole: bytes, tmp_path: Path) -> None:
    done = verify_alone(tmp_path, with_file(whole, "facts.json", lambda content: content + b" "), "--lang", "th")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "ไม่ตรงกัน: facts.json: เนื้อหาไม่ตรงกับบัญชีไฟล์\n",
        "",
    )


def test_the_file_inside_says_when_there_is_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_bytes(read_container(case().write())["verify.py"])
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(tmp_path / "none.zip")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.zip" in done.stderr


def test_the_file_inside_says_what_a_key_looks_like(whole: bytes, tmp_path: Path) -> None:
    done = verify_alone(tmp_path, whole, "--key", "7f1e")
    assert (done.returncode, done.stdout) == (2, "")
    assert "64 hexadecimal digits" in done.stderr


@pytest.mark.skipif(not all(map(shutil.which, ("openssl", "jq", "xxd", "unzip"))), reason="not all tools are installed")
def test_openssl_finds_the_manifest_signed_as_the_page_tells(whole: bytes, tmp_path: Path) -> None:
    """The commands of docs/en/reference/dossier.md, on a whole dossier and on one whose signed text was changed."""
    page = (REFERENCE / "dossier.md").read_text(encoding="utf-8")
    commands = page.partition("```sh\n")[2].partition("```")[0]
    assert "openssl pkeyutl" in commands
    changed = with_file(whole, "manifest.json", lambda content: content.replace(b'"score": "1"', b'"score": "5"'))
    answers = []
    for name, data in {"whole": whole, "changed": changed}.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "kr-7301.dossier.zip").write_bytes(data)
        done = subprocess.run(["sh", "-e", "-c", commands], cwd=folder, capture_output=True, text=True, check=False)
        answers.append((done.returncode, done.stdout.splitlines()[-1:]))
    assert answers == [(0, ["Signature Verified Successfully"]), (1, ["Signature Verification Failure"])]
