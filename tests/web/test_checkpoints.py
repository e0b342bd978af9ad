"""Checkpoints of the audit chain: published, witnessed by a second installation, handed over to a new key."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from jsonschema import Draft202012Validator
from tests.factories.authority import time_authority

from samrit.cli import main
from samrit.core.dossier import Misfit
from samrit.core.dossier.publishing import read_published, vouched
from samrit.core.ledger import KeyPair, make_checkpoint, signed, witnessed
from samrit.core.ledger.timestamp import read_stamp
from samrit.platform.audit import record
from samrit.platform.checkpoints import hand_over_key, published, take_checkpoint
from samrit.platform.models import AuditEntry
from samrit.platform.signing import installation_key
from samrit.platform.tasks import publish_checkpoint

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = "/.well-known/samrit-checkpoints"
WITNESS, STRANGER = KeyPair(b"w" * 32), KeyPair(b"s" * 32)


@pytest.fixture(autouse=True)
def _witnesses(settings) -> None:
    settings.SAMRIT_WITNESSES = (WITNESS.public,)


def change(number: int = 1) -> None:
    for at in range(number):
        with transaction.atomic():
            record("test.done", actor="", subject=f"test:{at}")


def hashes() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("hash", flat=True))


def test_what_is_published_is_of_this_very_chain(client: Client) -> None:
    change(3)
    take_checkpoint()
    change(2)
    take_checkpoint()
    answer = client.get(PLACE)
    assert answer["Content-Type"] == "application/json"
    schema = Path(__file__).resolve().parents[2] / "docs" / "en" / "reference" / "schema" / "checkpoints.json"
    Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(answer.json())
    known = read_published("x", answer.content)
    assert [row.body["entries"] for row in known.checkpoints] == [3, 6]
    assert vouched("x", known, hashes(), signer=installation_key().public).checkpoints == 2


def test_where_nothing_was_added_no_checkpoint_is_made() -> None:
    assert take_checkpoint() is None
    change()
    assert publish_checkpoint.func("2025-01-01") == 1
    assert publish_checkpoint.func("2025-01-02") is None


def post(client: Client, content: object) -> tuple[int, str]:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    answer = client.post(PLACE, data, content_type="application/json")
    return answer.status_code, answer.content.decode()


def test_a_witness_proves_himself(client: Client) -> None:
    change()
    statement = take_checkpoint()
    assert post(client, witnessed(statement, WITNESS)) == (201, "kept\n")
    assert post(client, witnessed(statement, WITNESS)) == (200, "kept before\n")
    assert published().checkpoints[0].keys == (installation_key().public, WITNESS.public)


def test_what_is_no_signature_of_a_witness_is_refused_and_changes_nothing(client: Client) -> None:
    change()
    statement = take_checkpoint()
    body = statement["body"]
    forged = {"body": {**body, "root": "0" * 64}, "signatures": witnessed(statement, WITNESS)["signatures"]}
    others = witnessed(make_checkpoint(["0" * 64], WITNESS, origin="x", at="x"), WITNESS)
    before = AuditEntry.objects.count()
    unsigned = (forged, statement, signed(body, WITNESS), {}, [], None)
    refused = {**dict.fromkeys(map(json.dumps, unsigned), "send it as `samrit checkpoint witness` makes it")}
    refused |= {json.dumps(others): "sign one that is published here"}
    refused |= {json.dumps(witnessed(statement, STRANGER)): "have its key added to SAMRIT_WITNESSES here"}
    for content, mend in refused.items():
        code, said = post(client, content.encode())
        assert (code, mend in said) == (409, True), said
    assert post(client, b"")[0] == 411
    for content in (b"{", b"[" * 10_000, b"\xff"):
        assert post(client, content)[0] == 400
    assert post(client, b" " * 30_000)[0] == 413
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(("length", "status"), [("", 411), ("abc", 411), ("-5", 411), ("²", 411), ("1" * 5_000, 413)])
def test_a_length_that_is_no_number_is_refused_in_words(client: Client, length: str, status: int) -> None:
    """Whatever stands before the program lets through: never a fault of the server."""
    address = "/.well-known/samrit-checkpoints"
    answer = client.post(address, b"{}", content_type="application/json", CONTENT_LENGTH=length)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "asked", ["", "?first=0&second=1", "?first=2&second=1", "?first=x&second=1", "?first=1&second=99"]
)
def test_there_is_no_proof_of_what_was_not(client: Client, asked: str) -> None:
    change(2)
    assert client.get(f"{PLACE}/proof{asked}").status_code == 404


def test_a_new_key_is_handed_over_to_by_the_old_one(settings, client: Client) -> None:
    change()
    take_checkpoint()
    old = installation_key().public
    settings.SAMRIT_FORMER_SIGNING_KEY, settings.SAMRIT_SIGNING_KEY = settings.SAMRIT_SIGNING_KEY, "another secret"
    hand_over_key()
    change()
    take_checkpoint()
    known = read_published("x", client.get(PLACE).content)
    assert known.handovers[0]["body"]["from"] == old
    assert vouched("x", known, hashes(), signer=installation_key().public).checkpoints == 2
    assert main(["--lang", "en", "checkpoint", "handover"]) == 2


# --- the second installation ---


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Another installation on this machine: its own database and key; gives its environment."""
    home = tmp_path_factory.mktemp("second")
    there = {name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DJANGO_"))}
    there |= {"SAMRIT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "samrit.settings.local"}
    subprocess.run([sys.executable, "-m", "samrit", "manage", "migrate", "-v", "0"], env=there, check=True, timeout=300)
    return there


def witness(second: dict[str, str], address: str, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "samrit", "--lang", "en", "checkpoint", "witness", address, *words]
    done = subprocess.run(command, env=second, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, (done.stdout + done.stderr).strip()


def key_of(second: dict[str, str]) -> str:
    secret = (Path(second["SAMRIT_HOME"]) / "signing-key").read_text("ascii")
    return KeyPair(hashlib.sha256(b"samrit signing key\n" + secret.encode()).digest()).public


def test_a_second_installation_co_signs_and_sees_when_the_chain_was_rewritten(second, live_server, settings) -> None:
    settings.SAMRIT_WITNESSES = (key_of(second),)
    address, ours = live_server.url, installation_key().public
    assert witness(second, address)[0] == 1  # nothing is published yet
    change(3)
    take_checkpoint()
    assert witness(second, address, "--key", STRANGER.public)[0] == 1
    assert witness(second, address, "--key", ours) == (0, "signed as a witness: entries: 3")
    change(4)
    take_checkpoint()
    assert witness(second, address) == (0, "signed as a witness: entries: 9")
    assert witness(second, address) == (0, "signed as a witness: entries: 9")
    assert [row.keys[1:] for row in published().checkpoints] == [(key_of(second),)] * 2
    rewrite()
    assert witness(second, address) == (
        1,
        "does not fit: checkpoints: the chain does not go on from the 9 entries that were seen before",
    )


def rewrite() -> None:
    """What somebody with the database and the key could do: another chain, signed anew."""
    call_command("flush", interactive=False, verbosity=0)
    change(12)
    take_checkpoint()


def test_an_address_that_does_not_answer_is_bad_input(second) -> None:
    code, said = witness(second, "http://127.0.0.1:9")
    assert (code, said.count("\n")) == (2, 0)
    assert witness(second, "ftp://x")[0] == 2


# --- a time authority ---


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[str]:
    """A time authority over HTTP; under `/wrong` it gives no stamp."""
    with time_authority(tmp_path) as address:
        yield address


def test_a_time_authority_stamps_what_is_published(authority: str, settings, client: Client) -> None:
    settings.SAMRIT_TIME_AUTHORITY = f"{authority}/"
    change()
    publish_checkpoint.func("2025-01-01")
    [row] = read_published("x", client.get(PLACE).content).checkpoints
    assert [read_stamp(stamp) is not None for stamp in row.stamps] == [True]


def test_an_answer_that_is_no_stamp_is_not_kept(authority: str, settings) -> None:
    settings.SAMRIT_TIME_AUTHORITY = f"{authority}/wrong"
    change()
    with pytest.raises(Misfit, match="no stamp of this checkpoint"):
        publish_checkpoint.func("2025-01-01")
    [row] = published().checkpoints
    assert row.stamps == ()
