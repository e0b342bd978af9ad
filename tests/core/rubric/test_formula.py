"""The formula language."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.contract import Refused
from samrit.core.rubric.formula import MAX_LENGTH, NoValue, evaluate, names_in, parse_formula

KNOWN = {
    "A": Decimal(7),
    "B": Decimal(0),
    "N": None,
    "minutes": (Decimal(62), Decimal(80), Decimal("12.5")),
    "gaps": (Decimal(1), None, Decimal(3)),
    "empty": (),
}


def value(text):
    return evaluate(parse_formula(text), KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 - 3 - 4", -5),
        ("8 / 4 / 2", 1),
        ("2 - -3", 5),
        ("--3", 3),
        ("-2 * 3", -6),
        ("2*-3", -6),
        ("1/3", Fraction(1, 3)),
        ("1/3 + 1/6", Fraction(1, 2)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("A / 7 * 100", 100),
        ("\tA\n+ 1 ", 8),
        ("abs(2 - A)", 5),
        ("min(minutes)", Fraction(25, 2)),
        ("max(minutes)", 80),
        ("sum(minutes)", Fraction(309, 2)),
        ("mean(minutes)", Fraction(309, 6)),
        ("count(minutes)", 3),
        ("count(gaps)", 2),
        ("count(empty)", 0),
        ("count(A, N, gaps)", 3),
        ("min(A, 3)", 3),
        ("max(minutes, A * 20)", 140),
        ("mean(A, A + 2)", 8),
        ("sum(A)", 7),
        ("007", 7),
    ],
)
def test_arithmetic_is_exact(text, expected):
    """Numbers, signs, brackets, lists and functions, in fractions."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "names", "reason"),
    [
        ("A / B", (), "division by zero"),
        ("1 / (A - 7)", (), "division by zero"),
        ("N + X", ("N", "X"), "N, X are missing"),
        ("X + 1 / 0", ("X",), "X is missing"),
        ("A + N * 0", ("N",), "N is missing"),
        ("mean(empty)", (), "the list empty is empty"),
        ("sum(empty)", (), "the list empty is empty"),
        ("sum(gaps)", ("gaps",), "gaps is missing"),
        ("max(gaps) + N", ("gaps", "N"), "gaps, N are missing"),
        ("count(X)", ("X",), "X is missing"),
        ("abs(N)", ("N",), "N is missing"),
    ],
)
def test_what_cannot_be_computed_has_no_value_and_a_reason(text, names, reason):
    """Division by zero, a missing name or element, and an empty list are no errors."""
    got = value(text)
    assert isinstance(got, NoValue)
    assert (got.names, got.reason.en) == (names, reason)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "A +",
        "+ A",
        "(A",
        "A)",
        "A B",
        "1.",
        ".5",
        "1e5",
        "1_000",
        "2 ** 3",
        "2 ^ 3",
        "A % B",
        "A // B",
        "A == B",
        "A, B",
        "f(A)",
        "min",
        "min()",
        "min(A,)",
        "sum + 1",
        "abs(A, B)",
        "A.real",
        "A[0]",
        "'a'",
        "__import__('os').system('x')",
        "lambda: 0",
        "๑ + ๒",
        "ก",
        "A\u00a0+ 1",
        "A;B",
        "1" * 31,
        "A" * (MAX_LENGTH + 1),
        "(" * 65 + "1" + ")" * 65,
        "-" * 66 + "1",
    ],
)
def test_what_is_no_formula_is_refused(text):
    """Only the language of the contract is read, and never by Python."""
    with pytest.raises(Refused) as caught:
        parse_formula(text)
    assert caught.value.path == ""


def test_limits_are_generous_to_what_is_allowed():
    """64 levels of brackets, 30 digits and 1,000 characters are fine."""
    assert value("(" * 64 + "1" + ")" * 64) == 1
    assert value("9" * 30) == Fraction("9" * 30)
    assert value("+".join(["A"] * 500)) == 3500


def test_numbers_that_grow_too_long_have_no_value():
    """A hostile formula gives a reason, not a wait."""
    known = {"A": Decimal("9." + "7" * 29)}
    got = evaluate(parse_formula("*".join(["A"] * 499)), known)
    assert isinstance(got, NoValue)
    assert got.reason.en == "the numbers grow too long to compute"


def test_a_list_in_place_of_a_number_is_refused():
    """The facts are at fault, and the path says which variable."""
    with pytest.raises(Refused) as caught:
        value("minutes * 2")
    assert caught.value.path == "variables.minutes"


def test_names_are_those_of_variables_only():
    """Function names are none."""
    assert names_in(parse_formula("max(b, a) / (a + count(c))").tree) == ("b", "a", "c")


@given(st.text(max_size=60) | st.text("AB01.+-*/(), minsumabs", max_size=60))
def test_any_text_is_a_formula_or_refused(text):
    """Nothing else is ever raised, and a formula always gives a number or a reason."""
    try:
        formula = parse_formula(text)
    except Refused:
        return
    try:
        got = evaluate(formula, {"A": Decimal(3), "B": (Decimal(1), None), "min": None})
    except Refused as refusal:
        assert refusal.path == "variables.B"  # noqa: PT017 -- the other way out
        return
    assert isinstance(got, Fraction | NoValue)
