"""Signed statements, and the check of signatures in plain Python."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from samrit.core.ledger import GENESIS, KeyPair, make_checkpoint, merkle_root, signed, signers_of
from samrit.core.ledger.ed25519 import is_signed

ONE, OTHER = KeyPair(b"1" * 32), KeyPair(b"2" * 32)

# RFC 8032, section 7.1, tests 1 to 3: public key, message, signature
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_standard_hold(public: str, message: str, signature: str) -> None:
    key, text, made = map(bytes.fromhex, (public, message, signature))
    assert is_signed(key, text, made)
    assert not is_signed(key, text + b"x", made)


@given(some.binary(min_size=32, max_size=32), some.binary(max_size=100), some.integers(0, 8 * 128 - 1))
def test_it_agrees_with_the_library_that_signs(secret: bytes, message: bytes, bit: int) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = KeyPair(secret)
    public = bytes.fromhex(key.public)
    whole = bytearray(key.sign(message) + message.ljust(64, b"\0"))
    assert is_signed(public, message, bytes(whole[:64]))
    whole[bit // 8] ^= 1 << bit % 8
    changed, text = bytes(whole[:64]), bytes(whole[64:])
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(changed, text)
        expected = True
    except InvalidSignature:
        expected = False
    assert is_signed(public, text, changed) is expected


@pytest.mark.parametrize(("public", "signature"), [(b"", b""), (b"\xff" * 32, bytes(64)), (bytes(32), b"\xff" * 64)])
def test_what_is_no_key_or_no_signature_is_not_signed(public: bytes, signature: bytes) -> None:
    assert not is_signed(public, b"", signature)


def test_a_scalar_that_is_not_reduced_is_refused() -> None:
    public, message, signature = (bytes.fromhex(part) for part in VECTORS[1])
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(signature[32:], "little") + order
    assert not is_signed(public, message, signature[:32] + scalar.to_bytes(32, "little"))


def test_a_statement_tells_its_signers_in_order() -> None:
    assert signers_of(signed({"a": "ก"}, ONE, OTHER)) == [ONE.public, OTHER.public]


def test_one_signature_that_does_not_hold_spoils_the_statement() -> None:
    statement = signed({"a": 1}, ONE, OTHER)
    statement["signatures"][1]["key"] = ONE.public
    assert signers_of(statement) is None
    assert signers_of({**signed({"a": 1}, ONE), "body": {"a": 2}}) is None


@pytest.mark.parametrize(
    "statement",
    [None, [], {}, {"body": 1}, {"body": {}, "signatures": []}, {"body": {}, "signatures": [1]},
     {"body": {}, "signatures": [{"key": "zz", "signature": ""}]},
     {"body": 1.5, "signatures": signed({}, ONE)["signatures"]}],
)  # fmt: skip
def test_what_is_no_statement_has_no_signers(statement: object) -> None:
    assert signers_of(statement) is None


def test_a_statement_with_more_signatures_than_can_be_checked_at_once_is_none() -> None:
    statement = signed({"a": 1}, ONE)
    assert signers_of({**statement, "signatures": statement["signatures"] * 101}) is None


@pytest.mark.parametrize("depth", [63, 400, 900])
def test_what_is_nested_too_deep_is_no_statement_and_no_fault(depth: int) -> None:
    body: list[object] = []
    for _ in range(depth):
        body = [body]
    rows = signed({}, ONE)["signatures"]
    assert signers_of({"body": body, "signatures": rows}) is None


def test_a_checkpoint_says_what_it_is_of() -> None:
    made = make_checkpoint(["ab" * 32], ONE, origin="กทม.", at="2025-07-01T09:00:00+07:00")
    assert made["body"] == {
        "schema": "samrit/checkpoint/1",
        "origin": "กทม.",
        "entries": 1,
        "head": "ab" * 32,
        "root": merkle_root(["ab" * 32]),
        "at": "2025-07-01T09:00:00+07:00",
    }
    assert signers_of(made) == [ONE.public]
    assert make_checkpoint([], ONE, origin="", at="")["body"]["head"] == GENESIS
