"""The formula language of values: parsed to a tree by the project, never by Python's `eval`.

    formula  = term   { ("+" | "-") term }
    term     = factor { ("*" | "/") factor }
    factor   = "-" factor | "(" formula ")" | decimal | name | function "(" formula { "," formula } ")"
    function = "min" | "max" | "sum" | "mean" | "count" | "abs"

A decimal has a digit on both sides of its point and no exponent; a name is a variable, `[A-Za-z_][A-Za-z0-9_]*`; a
variable may be a list, which every function but `abs` takes. Arithmetic is exact. What cannot be computed is not an
error but *no value*, with its reason: division by zero, a missing variable (also one missing element of a list), an
empty list. `count` counts what has a value, so that of an empty list, or of a variable that is null, is 0; a variable
that is not named by the facts at all is missing for `count`, too. Source: docs/en/reference, "values".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from samrit.core.contract import MAX_DIGITS, Message, Refused
from samrit.core.rubric.arithmetic import total

MAX_LENGTH = 1_000
MAX_NESTING = 64
MAX_BITS = 8_192
"""The most bits an intermediate numerator or denominator may have: hostile formulas stay quick."""

FUNCTIONS = ("min", "max", "sum", "mean", "count", "abs")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Variable: TypeAlias = Decimal | tuple[Decimal | None, ...] | None
"""A number, a list of numbers, or None where the number (or an element) is missing."""


@dataclass(frozen=True, slots=True)
class Literal:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    of: Tree


@dataclass(frozen=True, slots=True)
class Chain:
    """Operations of one rank, from left to right: `first` and then each (sign, operand)."""

    first: Tree
    rest: tuple[tuple[str, Tree], ...]


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Tree, ...]


Tree: TypeAlias = Literal | Name | Negative | Chain | Call


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as written and as understood."""

    text: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class NoValue:
    """Why a formula gives no value; `names` are the variables that are missing, if that is why."""

    reason: Message
    names: tuple[str, ...] = ()


# --- parsing ---

_TOKEN = re.compile(r"[ \t\r\n]*(?:([0-9]+(?:\.[0-9]+)?)|([A-Za-z_][A-Za-z0-9_]*)|([-+*/(),]))", re.ASCII)
_BLANK = re.compile(r"[ \t\r\n]*")


def parse_formula(text: str) -> Formula:
    """The formula that `text` writes. Raises Refused (with an empty path) naming the place in the text."""
    if len(text) > MAX_LENGTH:
        raise _refused(
            Message(f"the formula has more than {MAX_LENGTH:,} characters", f"สูตรยาวเกิน {MAX_LENGTH:,} ตัวอักษร"),
            Message("make it shorter", "เขียนสูตรให้สั้นลง"),
        )
    parser = _Parser(list(_tokens(text)), len(text) + 1)
    tree = parser.formula(0)
    parser.expect("")
    return Formula(text, tree)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "number", "name", or the sign itself; "" at the end
    text: str
    place: int


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            blank = _BLANK.match(text, place)
            place = blank.end() if blank else place
            if place < len(text):
                raise _unexpected(_Token("?", text[place], place + 1))
            return
        number, name, sign = found.groups()
        written = number or name or sign
        token = _Token("number" if number else "name" if name else sign, written, found.end() - len(written) + 1)
        if number and sum(map(str.isdigit, number)) > MAX_DIGITS:
            raise _refused(
                Message(
                    f"the number at character {token.place} has more than {MAX_DIGITS} digits",
                    f"ตัวเลขที่อักขระ {token.place} ยาวเกิน {MAX_DIGITS} หลัก",
                ),
                Message("shorten the number", "ลดจำนวนหลักของตัวเลข"),
            )
        yield token
        place = found.end()


class _Parser:
    """Reads tokens from left to right; each method takes one rule of the grammar."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._end = _Token("", "", end)
        self._next = 0

    def _peek(self) -> _Token:
        return self._tokens[self._next] if self._next < len(self._tokens) else self._end

    def _take(self) -> _Token:
        token = self._peek()
        self._next += 1
        return token

    def expect(self, kind: str) -> None:
        token = self._take()
        if token.kind != kind:
            raise _unexpected(token)

    def formula(self, depth: int) -> Tree:
        return self._chain(depth, ("+", "-"))

    def _chain(self, depth: int, signs: tuple[str, str]) -> Tree:
        is_sum = signs == ("+", "-")
        first = self._chain(depth, ("*", "/")) if is_sum else self._factor(depth)
        rest = []
        while self._peek().kind in signs:
            sign = self._take().kind
            rest.append((sign, self._chain(depth, ("*", "/")) if is_sum else self._factor(depth)))
        return Chain(first, tuple(rest)) if rest else first

    def _factor(self, depth: int) -> Tree:
        if depth > MAX_NESTING:
            raise _refused(
                Message(f"the formula is nested deeper than {MAX_NESTING} levels", f"สูตรซ้อนลึกเกิน {MAX_NESTING} ชั้น"),
                Message("use fewer brackets", "ลดจำนวนวงเล็บ"),
            )
        token = self._take()
        if token.kind == "-":
            return Negative(self._factor(depth + 1))
        if token.kind == "(":
            inner = self.formula(depth + 1)
            self.expect(")")
            return inner
        if token.kind == "number":
            return Literal(Fraction(token.text))
        if token.kind == "name":
            return self._named(token, depth)
        raise _unexpected(token)

    def _named(self, token: _Token, depth: int) -> Tree:
        if token.text not in FUNCTIONS:
            return Name(token.text)
        self.expect("(")
        arguments = [self.formula(depth + 1)]
        while self._peek().kind == ",":
            self._take()
            arguments.append(self.formula(depth + 1))
        self.expect(")")
        if token.text == "abs" and len(arguments) > 1:
            raise _refused(
                Message("abs takes one number", "abs รับตัวเลขเพียงหนึ่งตัว"), Message("give it one number", "ใส่ตัวเลขตัวเดียว")
            )
        return Call(token.text, tuple(arguments))


def _refused(what: Message, mend: Message) -> Refused:
    return Refused("", what, mend)


def _unexpected(token: _Token) -> Refused:
    if token.kind == "":
        what = Message("the formula breaks off", "สูตรไม่จบสมบูรณ์")
    else:
        shown = token.text if len(token.text) <= 40 else f"{token.text[:39]}…"
        what = Message(
            f'"{shown}" at character {token.place} of the formula is not understood',
            f'ไม่เข้าใจ "{shown}" ที่อักขระ {token.place} ของสูตร',
        )
    return _refused(
        what,
        Message(
            f"use numbers, names, + - * / ( ) and {', '.join(FUNCTIONS)}",
            f"ใช้ตัวเลข ชื่อตัวแปร + - * / ( ) และ {', '.join(FUNCTIONS)}",
        ),
    )


def names_in(tree: Tree) -> tuple[str, ...]:
    """The variables of a formula, each once, in the order of their first appearance."""
    return tuple(dict.fromkeys(_walk_names(tree)))


def _walk_names(tree: Tree) -> Iterator[str]:
    match tree:
        case Name(name):
            yield name
        case Negative(of):
            yield from _walk_names(of)
        case Chain(first, rest):
            yield from _walk_names(first)
            for _, operand in rest:
                yield from _walk_names(operand)
        case Call(_, arguments):
            for argument in arguments:
                yield from _walk_names(argument)


# --- computing ---


@dataclass(frozen=True, slots=True)
class _Tally:
    """What the functions need of an argument: how many numbers it holds, their sum and ends, and what is missing."""

    given: int
    sum: Fraction = Fraction(0)
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    missing: NoValue | None = None


def _sum(tallies: list[_Tally]) -> Fraction:
    return sum((tally.sum for tally in tallies), Fraction(0))


_REDUCED: Mapping[str, Callable[[list[_Tally]], Fraction]] = {
    "min": lambda tallies: min(tally.low for tally in tallies),
    "max": lambda tallies: max(tally.high for tally in tallies),
    "sum": _sum,
    "mean": lambda tallies: _sum(tallies) / sum(tally.given for tally in tallies),
}


def evaluate(formula: Formula, variables: Mapping[str, Variable]) -> Fraction | NoValue:
    """The exact value of `formula`, or why it has none.

    Raises Refused, with the path of the variable, where a list stands in for a single number.
    """
    return _Computation(variables).value(formula.tree)


class _Computation:
    """One run over a tree. Each list is tallied once, however often the formula names it."""

    def __init__(self, variables: Mapping[str, Variable]) -> None:
        self._variables = variables
        self._lists: dict[str, _Tally] = {}

    def value(self, tree: Tree) -> Fraction | NoValue:
        if isinstance(tree, Literal):
            return tree.value
        if isinstance(tree, Name):
            return self._number(tree.name)
        if isinstance(tree, Negative):
            value = self.value(tree.of)
            return value if isinstance(value, NoValue) else -value
        if isinstance(tree, Chain):
            return self._chain(tree)
        return self._call(tree)

    def _number(self, name: str) -> Fraction | NoValue:
        variable = self._variables.get(name)
        if isinstance(variable, tuple):
            raise Refused(
                f"variables.{name}",
                Message(
                    f"{name} is a list, and the formula wants one number", f"{name} เป็นรายการ แต่สูตรต้องการตัวเลขเดียว"
                ),
                Message(
                    "give one number, or take the list through min, max, sum, mean or count",
                    "ใส่ตัวเลขเดียว หรือใช้ min, max, sum, mean หรือ count กับรายการ",
                ),
            )
        return _missing(name) if variable is None else Fraction(variable)

    def _chain(self, chain: Chain) -> Fraction | NoValue:
        operands = [self.value(chain.first), *(self.value(operand) for _, operand in chain.rest)]
        result = operands[0]
        lacks = [operand for operand in operands if isinstance(operand, NoValue)]
        if lacks or isinstance(result, NoValue):
            return _merged(lacks)
        for (sign, _), operand in zip(chain.rest, operands[1:], strict=True):
            if isinstance(operand, NoValue):  # never: `lacks` holds it
                return operand
            if sign == "/" and operand == 0:
                return NoValue(Message("division by zero", "ตัวหารเป็นศูนย์"))
            bounded = _bounded(_combined(result, sign, operand))
            if isinstance(bounded, NoValue):
                return bounded
            result = bounded
        return result

    def _call(self, call: Call) -> Fraction | NoValue:
        if call.function == "abs":
            value = self.value(call.arguments[0])
            return value if isinstance(value, NoValue) else abs(value)
        tallies = [self._tally(argument) for argument in call.arguments]
        lacks = [tally.missing for tally in tallies if tally.missing is not None]
        if call.function == "count":
            absent = [_missing(name) for name in dict.fromkeys(_walk_names(call)) if name not in self._variables]
            return _merged(absent) if absent else Fraction(sum(tally.given for tally in tallies))
        if lacks:
            return _merged(lacks)
        if not all(tally.given for tally in tallies):
            return _empty(call)
        return _bounded(_REDUCED[call.function](tallies))

    def _tally(self, argument: Tree) -> _Tally:
        if isinstance(argument, Name):
            variable = self._variables.get(argument.name)
            if isinstance(variable, tuple):
                if argument.name not in self._lists:
                    self._lists[argument.name] = _list_tally(argument.name, variable)
                return self._lists[argument.name]
        value = self.value(argument)
        return _Tally(0, missing=value) if isinstance(value, NoValue) else _Tally(1, value, value, value)


def _list_tally(name: str, elements: tuple[Decimal | None, ...]) -> _Tally:
    numbers = [element for element in elements if element is not None]
    missing = _missing(name) if len(numbers) < len(elements) else None
    if not numbers:
        return _Tally(0, missing=missing)
    return _Tally(len(numbers), Fraction(total(numbers)), Fraction(min(numbers)), Fraction(max(numbers)), missing)


def _combined(left: Fraction, sign: str, right: Fraction) -> Fraction:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    return left * right if sign == "*" else left / right


def _bounded(number: Fraction) -> Fraction | NoValue:
    if number.numerator.bit_length() > MAX_BITS or number.denominator.bit_length() > MAX_BITS:
        return NoValue(Message("the numbers grow too long to compute", "ตัวเลขระหว่างคำนวณยาวเกินไป"))
    return number


def _missing(name: str) -> NoValue:
    return NoValue(Message(f"{name} is missing", f"ขาดข้อมูล {name}"), (name,))


def _empty(call: Call) -> NoValue:
    names = ", ".join(argument.name for argument in call.arguments if isinstance(argument, Name))
    return NoValue(Message(f"the list {names} is empty", f"รายการ {names} ว่างเปล่า"))


def _merged(lacks: list[NoValue]) -> NoValue:
    """One reason for several; missing names come before any other reason, for they are what a person can mend."""
    names = tuple(dict.fromkeys(name for lack in lacks for name in lack.names))
    if not names:
        return lacks[0]
    listed = ", ".join(names)
    if len(names) == 1:
        return _missing(listed)
    return NoValue(Message(f"{listed} are missing", f"ขาดข้อมูล {listed}"), names)
