"""What an engine says and what it works with: figures, contrasts, groups, sums by group, variances by group."""

from __future__ import annotations

import math
from dataclasses import dataclass

from samrit.core.awareness.responses import Floats, Integers


@dataclass(frozen=True, slots=True)
class Figure:
    """One estimated figure; None stands for what does not exist, `flags` say why."""

    by: tuple[tuple[str, str], ...]
    estimate: float | None
    variance: float | None
    ci: tuple[float | None, float | None]
    n: int
    df: int
    n_eff: float | None = None
    deff: float | None = None
    flags: tuple[str, ...] = ()

    @property
    def se(self) -> float | None:
        return None if self.variance is None else math.sqrt(self.variance)


@dataclass(frozen=True, slots=True)
class Difference:
    """A contrast: estimate, variance, limits, degrees of freedom."""

    id: str
    estimate: float | None
    variance: float | None
    ci: tuple[float | None, float | None]
    df: int
    flags: tuple[str, ...] = ()

    @property
    def se(self) -> float | None:
        return None if self.variance is None else math.sqrt(self.variance)


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of an estimate in order of first appearance; `of_entry` is -1 outside all of them."""

    names: tuple[tuple[tuple[str, str], ...], ...]
    of_entry: Integers

    @property
    def number(self) -> int:
        return len(self.names)

    @property
    def whole(self) -> bool:
        """Whether all entries stand in one group."""
        return self.number == 1 and int(self.of_entry.min(initial=0)) == 0


@dataclass(frozen=True, slots=True)
class Points:
    """By group: the estimate (NaN where there is none), its sums, and what its influences are made of."""

    estimate: Floats
    rows: Floats
    answers: Floats
    positive: Floats
    weight: Floats
    value: Floats
    square: Floats
    base: Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """By group: the variance (NaN where none), that of the logit (replicates only), replicates without a figure."""

    variance: Floats
    logit: Floats | None
    lost: Integers

    def of(self, group: int) -> Spread:
        """One group's alone."""
        one = slice(group, group + 1)
        return Spread(self.variance[one], None if self.logit is None else self.logit[one], self.lost[one])
