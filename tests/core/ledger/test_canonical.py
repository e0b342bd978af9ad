"""Canonical JSON, against the vectors of RFC 8785."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.ledger import canonical_json

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
EXACT = st.integers(-(2**53), 2**53)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | EXACT | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_rfc_example():
    """RFC 8785, 3.2.2: strings are escaped as little as may be, literals are plain, keys sorted, no blanks left."""
    document = json.loads(
        r'{"string":"\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}'
    )
    expected = '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical_json(document).decode() == expected


def test_rfc_key_order():
    """RFC 8785, 3.2.3: keys are sorted by UTF-16 code units, so an emoji stands before U+FB33."""
    document = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical_json(document)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, "{}"),
        ([], "[]"),
        ((1, "ก"), '[1,"ก"]'),
        (0, "0"),
        (-(2**53), "-9007199254740992"),
        ("\b\t\n\f\r\x1f\x7f", '"\\b\\t\\n\\f\\r\\u001f\x7f"'),
        ("ย่านสร้างสรรค์", '"ย่านสร้างสรรค์"'),
        ({"ข": {"b": 1, "a": [True]}, "ก": None}, '{"ก":null,"ข":{"a":[true],"b":1}}'),
    ],
)
def test_forms(value, expected):
    """Each value has one form."""
    assert canonical_json(value).decode("utf-8") == expected


@pytest.mark.parametrize(
    "value", [1.0, 2**53 + 1, -(2**53) - 1, {1: "a"}, {None: 1}, "\ud800", {"\ud800": 1}, b"a", {1, 2}]
)
def test_no_form(value):
    """What has no one exact form is refused: binary floats, large integers, keys that are not text, half characters."""
    with pytest.raises(ValueError, match=r".+"):
        canonical_json([value])


@given(DOCUMENTS)
def test_reading_back(value):
    """The form is JSON for the same value, and the form of that value."""
    form = canonical_json(value)
    assert json.loads(form) == value
    assert canonical_json(json.loads(form)) == form


def _turned(value):
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return [_turned(part) for part in value] if isinstance(value, list) else value


@given(DOCUMENTS)
def test_equal_values(value):
    """The order in which keys were written leaves no trace."""
    assert canonical_json(_turned(value)) == canonical_json(value)


def _exact(value):
    """The value in a shape in which True and 1 differ, as they do in JSON."""
    if isinstance(value, dict):
        return {key: _exact(part) for key, part in value.items()}
    return [_exact(part) for part in value] if isinstance(value, list) else (type(value), value)


@given(DOCUMENTS, DOCUMENTS)
def test_different_values(one, other):
    """Different values have different forms, equal ones the same."""
    assert (canonical_json(one) == canonical_json(other)) == (_exact(one) == _exact(other))
