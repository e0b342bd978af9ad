"""Published checkpoints: a chain that was rewritten does not fit what somebody kept, even with the key."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.factories.dossiers import KEY, ORIGIN, Case, case

from samrit.core.contract import dump_json
from samrit.core.dossier import Misfit, told, verify_dossier
from samrit.core.dossier.container import read_container
from samrit.core.dossier.publishing import Published, PublishedCheckpoint, published_text
from samrit.core.dossier.writing import write_dossier
from samrit.core.ledger import KeyPair, checkpoint_body, make_handover, signed, witnessed
from samrit.core.ledger.timestamp import stamp_request, stamped_hash

NEW, WITNESS, STRANGER = KeyPair(b"n" * 32), KeyPair(b"w" * 32), KeyPair(b"s" * 32)
AT = "2025-06-30T12:00:00+07:00"


@pytest.fixture
def made() -> Case:
    return case()


def checkpoint(made: Case, size: int, *signers: KeyPair, at: str = AT) -> dict[str, Any]:
    hashes = [row.hash for row in made.chain.entries[:size]]
    return signed(checkpoint_body(hashes, origin=ORIGIN.name, at=at), *(signers or (KEY,)))


def published(*statements: dict[str, Any], handovers: tuple[dict[str, Any], ...] = ()) -> Published:
    return Published(handovers, tuple(PublishedCheckpoint(row) for row in statements))


def written(made: Case, inside: Published, signer: KeyPair = KEY) -> bytes:
    return write_dossier(
        made.material, entries=made.chain.entries, traces=made.traces, origin=ORIGIN, signer=signer, published=inside
    )


def misfit(data: bytes, **asked: Any) -> str:
    with pytest.raises(Misfit) as found:
        verify_dossier(data, **asked)
    return str(found.value)


def test_witnesses_are_named_with_what_they_have_seen(made: Case) -> None:
    inside = published(witnessed(checkpoint(made, 4), WITNESS), witnessed(checkpoint(made, 9), WITNESS))
    checked = verify_dossier(written(made, inside))
    assert (checked.checkpoints, checked.witnesses) == (2, {WITNESS.public: 9})
    assert told(checked, "en").splitlines()[-2:] == [
        "published checkpoints: 2",
        f"witness: {WITNESS.public} (entries: 9)",
    ]


def test_a_chain_that_was_made_anew_does_not_fit_what_was_kept(made: Case) -> None:
    kept = published_text(published(checkpoint(made, 5)))
    assert verify_dossier(made.write(), published=kept).score == "1"
    other = case()
    other.chain.entries[0] = dataclasses.replace(other.chain.entries[0], hash="1" * 64)
    place = "--checkpoints: checkpoints[0]: not a checkpoint of this chain"
    again = rechained(other)
    assert verify_dossier(again).score == "1"
    assert misfit(again, published=kept) == place


def rechained(made: Case) -> bytes:
    """The whole chain made anew on another first entry, as who holds the key could."""
    from samrit.core.dossier import Entry
    from samrit.core.ledger import entry_hash

    previous = made.chain.entries[0].hash
    for at, row in enumerate(made.chain.entries[1:], 1):
        previous = entry_hash(previous, row.body)
        made.chain.entries[at] = Entry(previous, row.body)
    return made.write()


def test_a_chain_that_was_longer_before_is_found(made: Case) -> None:
    longer = case()
    longer.chain.add("x", actor="", subject="", at=made.material.counted_at)
    kept = published_text(published(checkpoint(longer, len(longer.chain.entries))))
    assert misfit(made.write(), published=kept) == "--checkpoints: checkpoints[0]: the chain was longer than it is here"


def test_a_checkpoint_made_after_the_dossier_says_nothing_of_it(made: Case) -> None:
    longer = case()
    longer.chain.add("x", actor="", subject="", at=made.material.counted_at)
    later = checkpoint(longer, len(longer.chain.entries), at="2026-01-01T00:00:00+07:00")
    assert verify_dossier(made.write(), published=published_text(published(later))).score == "1"


def test_a_checkpoint_by_a_stranger_is_found(made: Case) -> None:
    inside = published(checkpoint(made, 4, STRANGER))
    assert misfit(written(made, inside)) == (
        f"checkpoints.json: checkpoints[0]: signed with another key: {STRANGER.public}"
    )


def test_who_knows_the_former_key_follows_to_the_new_one(made: Case) -> None:
    handover = make_handover(KEY, NEW, origin=ORIGIN.name, at=AT)
    inside = published(checkpoint(made, 4), checkpoint(made, 9, NEW), handovers=(handover,))
    data = written(made, inside, NEW)
    for key in (KEY, NEW):
        assert verify_dossier(data, key=key.public).checkpoints == 2
    assert misfit(data, key=STRANGER.public) == f"manifest.json: signed with another key: {NEW.public}"
    plain = written(made, Published(), NEW)
    assert misfit(plain, key=KEY.public) == f"manifest.json: signed with another key: {NEW.public}"
    assert verify_dossier(plain, key=KEY.public, published=published_text(published(handovers=(handover,))))


def test_nobody_hands_over_a_key_that_is_not_his(made: Case) -> None:
    forged = signed(make_handover(KEY, STRANGER, origin=ORIGIN.name, at=AT)["body"], STRANGER, STRANGER)
    inside = published(handovers=(forged,))
    assert misfit(written(made, inside, STRANGER), key=KEY.public) == (
        "checkpoints.json: handovers[0]: the signature does not hold"
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff", b"[" * 50_000, b'{"schema":"samrit/checkpoints/1","handovers":[],"checkpoints":[{}]}',
     b'{"schema":"samrit/checkpoints/1","handovers":[1],"checkpoints":[]}'],
)  # fmt: skip
def test_whatever_stands_in_a_file_from_elsewhere_is_a_sentence(made: Case, content: bytes) -> None:
    assert misfit(made.write(), published=content).startswith("--checkpoints")


# --- time stamps, by a time authority of our own ---


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A time authority that trusts itself, as OpenSSL's command line makes one."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(
        "[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n[dn]\nCN=Test time\n"
        "[v3]\nbasicConstraints=critical,CA:true\nextendedKeyUsage=critical,timeStamping\n"
        "[tsa]\ndefault_tsa=one\n[one]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\n"
        "default_policy=1.2.3.4\ndigests=sha256\n"
    )
    (folder / "serial").write_text("01\n")
    key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem"]
    subprocess.run([*key, "-config", "tsa.cnf", "-days", "2"], cwd=folder, check=True, capture_output=True)
    return folder


def stamp(authority: Path, sha256: str) -> bytes:
    (authority / "q.tsq").write_bytes(stamp_request(sha256, 7301))
    command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr"]
    subprocess.run(command, cwd=authority, check=True, capture_output=True)
    return (authority / "r.tsr").read_bytes()


def test_a_time_stamp_is_told_and_openssl_checks_who_gave_it(made: Case, authority: Path) -> None:
    statement = checkpoint(made, 9)
    sha256 = stamped_hash(statement["body"])
    reply = stamp(authority, sha256)
    checked = verify_dossier(written(made, Published((), (PublishedCheckpoint(statement, (reply,)),))))
    [found] = checked.stamps
    assert (found.sha256, found.nonce) == (sha256, 7301)
    assert f"time stamp: {found.at.isoformat()} (sha256 {sha256})" in told(checked, "en")
    check = ["openssl", "ts", "-verify", "-digest", sha256, "-in", "r.tsr", "-CAfile", "tsa.pem"]
    assert subprocess.run(check, cwd=authority, capture_output=True, check=False).returncode == 0


def test_a_time_stamp_of_something_else_is_found(made: Case, authority: Path) -> None:
    reply = stamp(authority, "0" * 64)
    for wrong in (reply, b"", reply[:-1], b"\x30\x03\x02\x01\x02"):
        inside = Published((), (PublishedCheckpoint(checkpoint(made, 9), (wrong,)),))
        assert misfit(written(made, inside)) == (
            "checkpoints.json: checkpoints[0]: timestamps: not a time stamp of this checkpoint"
        )


def test_the_list_obeys_its_schema(made: Case) -> None:
    from jsonschema import Draft202012Validator

    rules = Path(__file__).resolve().parents[3] / "docs" / "en" / "reference" / "schema" / "checkpoints.json"
    inside = published(checkpoint(made, 4), handovers=(make_handover(KEY, NEW, origin="x", at=AT),))
    document = json.loads(read_container(written(made, inside))["checkpoints.json"])
    Draft202012Validator(json.loads(rules.read_text("utf-8"))).validate(document)
    assert dump_json(document).encode() == published_text(inside)
