"""Strict reading of documents."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.contract import MAX_BYTES, MAX_DEPTH, Message, Node, Refused, dump_json, load_json

names = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | names,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


def node(text: str) -> Node:
    return load_json(text.encode())


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        load_json(data)
    return caught.value


def one_line_or_nothing(data: bytes) -> str:
    try:
        load_json(data)
    except Refused as refusal:
        return refusal.line("file", "th")
    return ""


def refused(read, *arguments) -> Refused:
    with pytest.raises(Refused) as caught:
        read(*arguments)
    return caught.value


@given(values)
def test_reads_what_it_writes(value):
    """Any JSON value without binary floats survives writing and reading."""
    assert load_json(dump_json(value).encode()).value == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    """No bytes make the reading fail otherwise."""
    assert one_line_or_nothing(data).count("\n") == 0


@given(st.text(alphabet='{}[]",:0123456789.eE+-truefalsnN \\u', max_size=40))
def test_near_json_is_read_or_refused(text):
    """Nor does text that is nearly JSON."""
    assert one_line_or_nothing(text.encode()).count("\n") == 0


def test_reads_a_byte_order_mark():
    """UTF-8 may begin with its mark."""
    assert load_json(b'\xef\xbb\xbf{"a": 1}').value == {"a": 1}


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b"", "line 1 column 1"),
        (b"   \n ", "line 2 column 2"),
        (b"{", "line 1 column 2"),
        (b'{"a": 1,}', "line 1 column 9"),
        (b"{'a': 1}", "line 1 column 2"),
        (b'{"a": 1} {"b": 2}', "line 1 column 10"),
        (b'{"a": "\x01"}', "line 1 column 8"),
        (b'\xff\xfe{\x00"\x00', "byte 0"),
        (b'{"a": "\xe0\xb8"}', "byte 7"),
        (b'{"a": 1, "a": 2}', "a"),
        (b'{"x": [{"b": 1, "c": 2, "b": 3}]}', "x[0].b"),
        (b'{"x": {"a b": 1, "a b": 1}}', 'x["a b"]'),
        (b'{"a": "\\ud800"}', "a"),
        (b'{"\\ud800": 1}', ""),
        (b"[" * 100_000, ""),
        (b'{"a":' * 100_000, ""),
    ],
)
def test_refuses_with_the_place(data, path):
    """What is not JSON, not UTF-8, or holds a key twice is refused with its place."""
    assert refusal(data).path == path


def test_the_deepest_document_has_64_levels():
    """Sixty-four levels are read, one more is refused, whether lists or objects."""
    load_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    load_json(b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH)
    for deeper in (
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
    ):
        assert refusal(deeper).what.en == "nested deeper than 64 levels"


def test_the_largest_document_has_five_million_bytes():
    """Five million bytes are read, one more is refused."""
    load_json(b'"' + b"a" * (MAX_BYTES - 2) + b'"')
    assert refusal(b'"' + b"a" * (MAX_BYTES - 1) + b'"').what.en == "the file has more than 5,000,000 bytes"


def test_unknown_keys_are_refused_with_their_path():
    """The path names the key; the mend lists the known ones."""
    part = node('{"a": {"b": 1, "c": 2}}')["a"]
    found = refused(part.fields, ("b",))
    assert (found.path, found.what.en, found.mend.en) == ("a.c", "unknown key", "known are b")


def test_a_required_key_is_asked_for():
    """A missing key is refused at the place where it belongs."""
    assert refused(node("{}").fields, ("a",), ("a",)).path == "a"


@pytest.mark.parametrize(
    "text",
    ["1", "-1", "1.5", "1e3", "NaN", "Infinity", "-Infinity", "9" * 40, "true", "null", "[]", "{}", '"01"', '"๗"'],
)
def test_only_decimal_strings_are_decimals(text):
    """A bare number (it may have been a float) and anything else than a decimal string is refused with its place."""
    assert refused(node(f'{{"a": {text}}}')["a"].decimal).path == "a"


def test_a_bare_number_is_shown_as_it_must_be_written():
    """The mend quotes the very number."""
    assert refused(node('{"a": 0.10}')["a"].decimal).mend.en == 'write "0.10" in quotes'


@pytest.mark.parametrize("text", ["1.0", "1e0", '"1"', "true", "null", "[]", "9" * 31])
def test_only_json_integers_are_integers(text):
    """`1.0`, quoted numbers, booleans and endless integers are refused."""
    assert refused(node(text).integer).path == ""


def test_integers_keep_their_range():
    """Both ends belong to it."""
    assert (node("1").integer(1, 3), node("3").integer(1, 3)) == (1, 3)
    for text in ("0", "4"):
        assert refused(node(text).integer, 1, 3).what.en == f"{text} is outside 1-3"


@pytest.mark.parametrize(
    "text",
    [
        "2025-2-1",
        "2025-02-30",
        "2568-13-01",
        "20250630",
        "2025-W01-1",
        "2025-06-30T00:00:00",
        "๒๕๖๘-๐๑-๐๑",
        "",
        20250630,
    ],
)
def test_only_iso_dates_are_dates(text):
    """Eight digits with two dashes that name a day of the calendar."""
    assert refused(Node(text, "d").date).path == "d"


def test_a_date_that_is_none_is_shown_as_it_was_typed():
    """Whoever typed it sees at once what stands there; a day that no month has is told apart from another form."""
    assert refused(Node("2025-06-31", "d").date).what.en == '"2025-06-31" is no day of the calendar'
    assert refused(Node("30/06/2568", "d").date).what.th == '"30/06/2568" ไม่ใช่วันที่'


def test_plain_values_are_read():
    """Each reading method gives the plain value."""
    part = node('{"t": "เก\u0e32", "d": "1.50", "b": false, "day": "2024-02-29", "n": null, "l": [1, 2]}')
    assert part["t"].text() == "เกา"
    assert part["d"].decimal() == Decimal("1.5")
    assert part["b"].boolean() is False
    assert part["day"].date() == dt.date(2024, 2, 29)
    assert part["n"].or_null(Node.text) is None
    assert part["missing"].is_null
    assert "missing" not in part
    assert "t" in part
    assert [(item.path, item.value) for item in part["l"].list()] == [("l[0]", 1), ("l[1]", 2)]
    assert [key for key, _ in part.items()] == ["t", "d", "b", "day", "n", "l"]


def test_text_is_brought_to_nfc():
    """Two ways to write one letter become one."""
    assert Node("e\u0301", "").text() == "é"


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (Node.keys, []),
        (Node.list, {}),
        (Node.text, 1),
        (Node.boolean, 0),
        (lambda part: part["a"], "text"),
        (lambda part: part.choice(("a", "b")), "c"),
        (lambda part: part.choice(("a", "b")), ["a"]),
        (lambda part: part.choice(("a", "b")), None),
    ],
)
def test_values_of_another_kind_are_refused_in_both_languages(read, value):
    """Each refusal is one sentence in Thai and in English, at its place."""
    found = refused(read, Node(value, "a.b"))
    assert found.path == "a.b"
    for lang in ("th", "en"):
        line = found.line("file.json", lang)
        assert line.startswith("file.json: a.b: ")
        assert "\n" not in line
    assert found.line("f", "th") != found.line("f", "en")


def test_a_refusal_can_be_read_from_further_out():
    """Paths are joined as a reader would write them."""
    inner = Refused("[2].op", Message("a", "ก"), Message("b", "ข"))
    assert inner.under("levels").path == "levels[2].op"
    assert Refused("op", Message("a", "ก"), Message("b", "ข")).under("when").path == "when.op"
    assert Refused("", Message("a", "ก"), Message("b", "ข")).under("when").path == "when"
    assert inner.under("") is inner


def test_the_printed_form_is_stable():
    """Two spaces, the given order of keys, Thai as it is, a final line break."""
    assert dump_json({"ข": "ก", "a": [1, None]}) == '{\n  "ข": "ก",\n  "a": [\n    1,\n    null\n  ]\n}\n'


def test_binary_floats_that_are_no_numbers_are_never_printed():
    """NaN would not be JSON."""
    with pytest.raises(ValueError, match="JSON"):
        dump_json({"a": float("nan")})


def test_plain_json_reads_the_same_document():
    """What we print, any JSON reader reads."""
    data = {"a": "ย่าน\n๑๐", "b": [True, None, 3]}
    assert json.loads(dump_json(data)) == data
