"""The five forms of a rubric, as frozen values.

`None` in a setting means that the document does not say: the default applies and is reported under the score as an
assumption. Whoever makes a rubric otherwise than with `read_rubric` keeps to what `read_rubric` asks for.
Source: docs/en/reference, "rubric".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from samrit.core.rubric.arithmetic import DEFAULT_ROUND, Round, rounded
from samrit.core.rubric.conditions import AllOf, Compare, Condition
from samrit.core.rubric.formula import Formula

RESULT = "result"
"""The name of a rubric's main value."""

FORMS = ("levels", "anchors", "composite", "steps", "judged")
DIRECTIONS = ("higher", "lower", "target")
BETWEEN = ("step", "linear")
BELOW_FIRST = ("none", "zero", "first")
PROPORTIONAL = "proportional"


@dataclass(frozen=True, slots=True)
class ValueRule:
    """How a value is made: by a formula over the variables, or typed (`formula` None), and then rounded."""

    name: str
    formula: Formula | None = None
    round: Round | None = None


@dataclass(frozen=True, slots=True)
class Adjust:
    """A deduction: `subtract` from the score for each one of the count `per`."""

    per: str
    subtract: Decimal
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every form has."""

    values: tuple[ValueRule, ...] = ()
    adjust: tuple[Adjust, ...] = ()
    counts: bool = True
    applies_to: tuple[str, ...] = ()
    round: Round | None = None

    @property
    def rounding(self) -> Round:
        return self.round or DEFAULT_ROUND


@dataclass(frozen=True, slots=True)
class Level:
    """One level: the score it gives, and the condition under which it does."""

    score: Decimal
    when: Condition
    percent: Decimal | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Levels(Common):
    """The highest level whose condition holds; `cumulative`: and whose lower levels all hold."""

    levels: tuple[Level, ...]
    cumulative: bool | None = None
    below_first: str | None = None
    ranks: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Places in `levels`, from the highest score to the lowest."""
    finished: tuple[Decimal, ...] = field(init=False, repr=False, compare=False)
    """The rounded score of each level, in the order of `levels`."""
    whole: bool = field(init=False, repr=False, compare=False)
    """Whether the scores are whole numbers, so that they number the levels."""
    best: Compare | None = field(init=False, repr=False, compare=False)
    """What the highest level asks of the result, where that is one bound."""

    def __post_init__(self) -> None:
        places = range(len(self.levels))
        ranks = sorted(places, key=lambda place: self.levels[place].score, reverse=True)
        # The only way to set a derived field of a frozen value.
        put = object.__setattr__
        put(self, "ranks", tuple(ranks))
        put(self, "finished", tuple(rounded(level.score, self.rounding) for level in self.levels))
        put(self, "whole", all(level.score == level.score.to_integral_value() for level in self.levels))
        bounds = _bounds(self.levels[ranks[0]].when)
        put(self, "best", bounds[0] if len(bounds) == 1 else None)


def _bounds(condition: Condition) -> list[Compare]:
    if isinstance(condition, AllOf):
        return [bound for part in condition.of for bound in _bounds(part)]
    return [condition] if isinstance(condition, Compare) and condition.value == RESULT else []


Point: TypeAlias = tuple[Decimal, Decimal]
"""A threshold and its score."""

PeriodPoints: TypeAlias = tuple[tuple[str, tuple[Point, ...]], ...]


@dataclass(frozen=True, slots=True)
class Anchors(Common):
    """Points that give a score to a value (`lower`, `higher`) or to its distance from `at` (`target`).

    `points` run from the lowest score to the highest; `by_period` holds them where each period has its own.
    """

    of: str
    points: tuple[Point, ...] = ()
    by_period: PeriodPoints = ()
    direction: str = "higher"
    at: Decimal | None = None
    between: str | None = None
    below_first: str | None = None
    cap: bool | None = None

    def points_at(self, period: str | None) -> tuple[Point, ...]:
        """The points of that period; empty where it has none."""
        if not self.by_period:
            return self.points
        return next((points for name, points in self.by_period if name == period), ())


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a composite. `weight` is one number, or one for each class of unit."""

    name: str
    weight: Decimal | tuple[tuple[str, Decimal], ...]
    rubric: Rubric

    def weight_for(self, unit_class: str | None) -> Decimal | None:
        """The weight for that class of unit, None where it has none."""
        if isinstance(self.weight, Decimal):
            return self.weight
        return next((weight for name, weight in self.weight if name == unit_class), None)


@dataclass(frozen=True, slots=True)
class Composite(Common):
    """The weighted mean of its parts' finished scores."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step; it is done when the milestone of its `id` is reached."""

    id: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Steps(Common):
    """How many steps are done gives the score; `ordered`: how many before the first gap. `scores` rise by count."""

    steps: tuple[Step, ...]
    scores: tuple[tuple[int, Decimal], ...]
    ordered: bool | None = None
    below_first: str | None = None


@dataclass(frozen=True, slots=True)
class Judged(Common):
    """A person gives the score, from `minimum` to `maximum`, with at most `digits` after the point."""

    minimum: Decimal
    maximum: Decimal
    digits: int | None = None


Rubric: TypeAlias = Levels | Anchors | Composite | Steps | Judged
