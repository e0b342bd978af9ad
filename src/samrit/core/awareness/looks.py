"""Looking at the figures during the year: group-sequential limits, and a confidence sequence for an always-on page.

Limits are one-sided, on the score z (the variance under the threshold), with information measured in n_eff.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from samrit.core.awareness.intervals import normal_quantile
from samrit.core.awareness.responses import Floats

SPENDING = ("of", "pocock", "lan_demets_of", "lan_demets_pocock")
_NODES = 240
_FAR = 9.0


def score(share: float, n_eff: float, threshold: float) -> float:
    """The score z of a share against a threshold inside (0, 1): the variance is that of the threshold, which Wald's z
    would get wrong near it. A look says "met" where z reaches its critical value, "not met" where -z does.
    """
    return (share - threshold) / math.sqrt(threshold * (1 - threshold) / n_eff)


def critical_values(looks: int, alpha: float, spending: str) -> tuple[list[float], list[float]]:
    """The critical values of equally spaced looks and the error (one-sided) spent up to each of them.

    `spending` is one of SPENDING; `alpha` the whole error, such as 0.025.
    """
    times = [(look + 1) / looks for look in range(looks)]
    if spending in {"of", "pocock"}:

        def limits(height: float) -> list[float]:
            return [height / math.sqrt(time) if spending == "of" else height for time in times]

        height = _root(lambda value: _spent(limits(value), times)[-1] - alpha, 0.0, 12.0)
        return limits(height), [*_spent(limits(height), times)[:-1], alpha]
    return critical_at(times, alpha, spending)


def critical_at(times: list[float], alpha: float, spending: str) -> tuple[list[float], list[float]]:
    """The critical values of looks at rising shares of the planned information, by Lan and DeMets, and the error spent
    up to each of them.

    `times` are n_eff at each look over the n_eff planned, rising, the last at most 1; `spending` is lan_demets_of or
    lan_demets_pocock.
    """
    if spending == "lan_demets_of":
        start = normal_quantile(1 - alpha / 2)
        wanted = [math.erfc(start / math.sqrt(2 * time)) for time in times]
    else:
        wanted = [alpha * math.log(1 + (math.e - 1) * time) for time in times]
    if times[-1] == 1:
        wanted[-1] = alpha  # all of it, and not all but a rounding
    return _spend(wanted, times), wanted


def _spend(wanted: list[float], times: list[float]) -> list[float]:
    walk, limits, spent = _Walk(), [], 0.0
    for time, total in zip(times, wanted, strict=True):
        more = total - spent

        def left(value: float, time: float = time, more: float = more, walk: _Walk = walk) -> float:
            return walk.crossing(value * math.sqrt(time), time) - more

        limit = _root(left, -12.0, 38.0)
        limits.append(limit)
        walk = walk.after(limit * math.sqrt(time), time)
        spent = total
    return limits


def _spent(limits: list[float], times: list[float]) -> list[float]:
    walk, total, spent = _Walk(), 0.0, []
    for limit, time in zip(limits, times, strict=True):
        total += walk.crossing(limit * math.sqrt(time), time)
        spent.append(total)
        walk = walk.after(limit * math.sqrt(time), time)
    return spent


@cache
def _gauss() -> tuple[Floats, Floats]:
    points, weights = np.polynomial.legendre.leggauss(_NODES)
    return points, weights


class _Walk:
    """A Brownian walk that has not crossed a limit yet: its density on Gauss-Legendre nodes at `time`."""

    def __init__(self, nodes: Floats | None = None, masses: Floats | None = None, time: float = 0.0) -> None:
        self._nodes = np.zeros(1) if nodes is None else nodes
        self._masses = np.ones(1) if masses is None else masses
        self._time = time

    def crossing(self, limit: float, time: float) -> float:
        """The probability to stand above `limit` at `time` without having crossed before."""
        from scipy import special  # noqa: PLC0415 -- slow import

        step = math.sqrt(time - self._time)
        return float(self._masses @ special.ndtr((self._nodes - limit) / step))

    def after(self, limit: float, time: float) -> _Walk:
        """The walk at `time` where it stayed below `limit`."""
        step = math.sqrt(time - self._time)
        low = -_FAR * math.sqrt(time)
        high = max(low + 1e-9, min(limit, _FAR * math.sqrt(time)))
        points, weights = _gauss()
        nodes = (high - low) / 2 * points + (high + low) / 2
        distance = (nodes[:, None] - self._nodes[None, :]) / step
        density = np.exp(-(distance**2) / 2) @ self._masses / (step * math.sqrt(2 * math.pi))
        return _Walk(nodes, density * weights * (high - low) / 2, time)


_BELOW_ONE = 1 - 2**-53


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    from scipy import optimize  # noqa: PLC0415 -- slow import

    return float(optimize.brentq(function, low, high, xtol=1e-13, rtol=1e-14))


def anytime_limits(share: float, n_eff: float, level: float = 0.95) -> tuple[float, float]:
    """Limits of a share that hold at every look at once (Robbins; beta-binomial mixture, uniform prior).

    `share` lies in [0, 1] and `n_eff` is not below 0; without answers the limits are 0 and 1.
    """
    hits, misses = share * n_eff, (1 - share) * n_eff
    return _anytime_lower(hits, misses, level), 1 - _anytime_lower(misses, hits, level)


def _anytime_lower(hits: float, misses: float, level: float) -> float:
    """The smallest share under which the mixture is not yet 1 / (1 - level) times as likely; 0 where there is none."""
    from scipy import special  # noqa: PLC0415 -- slow import

    edge = float(special.betaln(hits + 1, misses + 1)) + math.log(1 - level)

    def surplus(logarithm: float) -> float:
        return edge - hits * logarithm - misses * math.log1p(-min(math.exp(logarithm), _BELOW_ONE))

    # Solved for the logarithm: a share of a few answers in millions has its limit far below them.
    least, best = -700.0, math.log(hits / (hits + misses)) if hits > 0 else -700.0
    if best <= least or surplus(least) <= 0 or surplus(best) >= 0:
        return 0.0
    return math.exp(_root(surplus, least, best))
