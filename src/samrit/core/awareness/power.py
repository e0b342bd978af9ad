"""How many answers the verdict's own rule needs to find a share that is truly there, and how often it then finds it.

The usual formula is an approximation: the rule (Korn-Graubard limits, that is Clopper-Pearson on n_eff) asks for more
than its normal stand-in. Here the probability is that of the rule itself, worked out on the binomial of n_eff answers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from samrit.core.awareness.intervals import t_quantile
from samrit.core.awareness.responses import Floats

_WINDOW = 20_000
"""Sizes that are tried one by one; where shares lie closer, one step more covers what rounding may do."""
_REACH = 6
"""Beyond the formula, in 1 / difference: the exact limit costs 1, its steps up and down no more than 3."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A share is found above `null` where its exact lower limit at `alpha` lies above; at a look where z reaches
    `critical`. For a share that is to be found below, give what is left to 1.
    """

    null: float
    alpha: float
    critical: float | None = None

    def needed(self, n_eff: Floats) -> Floats:
        """The fewest yeses of so many answers with which the share is found."""
        from scipy import special  # noqa: PLC0415 -- slow import

        if self.critical is not None:
            spread = np.sqrt(n_eff * self.null * (1 - self.null))
            return np.asarray(np.ceil(n_eff * self.null + self.critical * spread - 1e-9), dtype=np.float64)
        # The lower limit is above the null where so many yeses, or more, are rarer there than alpha.
        fewest = np.nan_to_num(np.ceil(special.bdtrik(1 - self.alpha, n_eff, self.null))) + 1
        # The inverse is a root that was searched for: it may be off by one on either side.
        fewest -= _at_least(fewest - 1, n_eff, self.null) < self.alpha
        fewest += _at_least(fewest, n_eff, self.null) >= self.alpha
        return np.asarray(fewest, dtype=np.float64)

    def power(self, n_eff: Floats, share: float) -> Floats:
        """The probability that a true `share` is found with so many answers."""
        return _at_least(self.needed(n_eff), n_eff, share)

    def smallest(self, about: float, share: float, power: float) -> int:
        """The n_eff from which on the power is never below what is asked; `about` is what the formula says."""
        difference = share - self.null
        if _REACH / difference > _WINDOW:
            return math.ceil(about + _REACH / difference)
        sizes = np.arange(max(1, math.floor(about - 1 / difference)), math.ceil(about + _REACH / difference) + 2.0)
        short = np.flatnonzero(self.power(sizes, share) < power)
        return int(sizes[short[-1]]) + 1 if len(short) else int(sizes[0])


def _at_least(yeses: Floats, n: Floats, share: float) -> Floats:
    """The probability of so many yeses or more among n answers."""
    from scipy import special  # noqa: PLC0415 -- slow import

    some = np.clip(yeses, 1, n)
    found = special.betainc(some, n - some + 1, share)
    return np.asarray(np.where(yeses <= 0, 1.0, np.where(yeses > n, 0.0, found)), dtype=np.float64)


def design_effect(n: int, deff: float, df: int | None) -> float:
    """By how much n answers are more than the effective ones that the limits are made of: deff, and where the degrees
    of freedom are known, what Korn and Graubard take off for having to estimate it.
    """
    if df is None or n < 2:
        return deff
    return deff * (t_quantile(0.975, df) / t_quantile(0.975, n - 1)) ** 2


def answers_for(n_eff: int, deff: float, df: int | None) -> int:
    """The fewest answers worth `n_eff`."""
    n = max(1, math.ceil(n_eff * deff * (1 - 1e-12)))
    while int(n / design_effect(n, deff, df) * (1 + 1e-12)) < n_eff:
        n = max(n + 1, math.ceil(n_eff * design_effect(n, deff, df) * (1 - 1e-12)))
    return n
