"""Confidence limits of a share, and the quantiles they stand on (contract, section 4; the names are the design's)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass


def normal_quantile(probability: float) -> float:
    """The standard normal quantile."""
    from scipy import special  # noqa: PLC0415 -- slow import

    return float(special.ndtri(probability))


def t_quantile(probability: float, df: float) -> float:
    """Student's t quantile with `df` > 0."""
    from scipy import special  # noqa: PLC0415 -- slow import

    return float(special.stdtrit(df, probability))


def beta_quantile(probability: float, one: float, two: float) -> float:
    """The quantile of a beta distribution; its ends where a parameter is 0."""
    if one <= 0:
        return 0.0
    if two <= 0:
        return 1.0
    from scipy import special  # noqa: PLC0415 -- slow import

    return float(special.betaincinv(one, two, probability))


@dataclass(frozen=True, slots=True)
class Share:
    """An estimated share: `variance`, `answers` that went in, `rows` of the domain, degrees of freedom.

    `logit_variance` is the variance of its logit where replicates give it directly.
    """

    estimate: float
    variance: float
    answers: int
    rows: int
    df: int
    logit_variance: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Lower and upper limit and effective sample size; None where there is none, then `why` says so in a word."""

    lower: float | None
    upper: float | None
    n_eff: float | None
    why: str | None = None


def limits(share: Share, kind: str, level: float) -> Limits:
    """The limits of a share by the named interval, with t on its degrees of freedom."""
    tail = (1 - level) / 2
    at_edge = share.estimate <= 0 or share.estimate >= 1
    if at_edge:
        n_eff: float | None = float(share.answers)
    else:
        n_eff = share.estimate * (1 - share.estimate) / share.variance if share.variance > 0 else None
    if share.df < 1:
        return Limits(None, None, n_eff, "no_degrees_of_freedom")
    t = t_quantile(1 - tail, share.df)
    if not at_edge and kind == "beta" and n_eff is not None:
        # A sample of one has no t with n - 1 degrees of freedom: then nothing corrects the size.
        n_eff *= (t_quantile(1 - tail, share.rows - 1) / t) ** 2 if share.rows > 1 else 1.0
    if at_edge and kind in {"xlogit", "logit", "asin"}:
        return Limits(None, None, n_eff, "no_limits_at_0_or_100_percent")
    if kind == "logit" and share.logit_variance is not None and not math.isfinite(share.logit_variance):
        return Limits(None, None, n_eff, "replicates_at_0_or_100_percent")
    if n_eff is None:
        return Limits(share.estimate, share.estimate, None, "no_variance")
    lower, upper = _KINDS[kind](share, t, n_eff, tail)
    return Limits(lower, upper, n_eff)


def _beta(share: Share, _t: float, n_eff: float, tail: float) -> tuple[float, float]:
    """Korn and Graubard: Clopper-Pearson on the effective size."""
    hits = n_eff * share.estimate
    lower = beta_quantile(tail, hits, n_eff - hits + 1)
    return lower, beta_quantile(1 - tail, hits + 1, n_eff - hits)


def _wilson(share: Share, t: float, n_eff: float, _tail: float) -> tuple[float, float]:
    p, square = share.estimate, t * t / n_eff
    middle = (p + square / 2) / (1 + square)
    half = math.sqrt(square * p * (1 - p) + square * square / 4) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def _by_logit(estimate: float, half: float) -> tuple[float, float]:
    middle = math.log(estimate / (1 - estimate))
    return _expit(middle - half), _expit(middle + half)


def _expit(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))


def _xlogit(share: Share, t: float, _n_eff: float, _tail: float) -> tuple[float, float]:
    p = share.estimate
    return _by_logit(p, t * math.sqrt(share.variance) / (p * (1 - p)))


def _logit(share: Share, t: float, n_eff: float, tail: float) -> tuple[float, float]:
    if share.logit_variance is None:
        return _xlogit(share, t, n_eff, tail)
    return _by_logit(share.estimate, t * math.sqrt(share.logit_variance))


def _asin(share: Share, t: float, _n_eff: float, _tail: float) -> tuple[float, float]:
    p = share.estimate
    angle, half = math.asin(math.sqrt(p)), t * math.sqrt(share.variance / (p * (1 - p))) / 2
    return math.sin(max(0.0, angle - half)) ** 2, math.sin(min(math.pi / 2, angle + half)) ** 2


def _mean(share: Share, t: float, _n_eff: float, _tail: float) -> tuple[float, float]:
    half = t * math.sqrt(share.variance)
    return share.estimate - half, share.estimate + half


_KINDS: dict[str, Callable[[Share, float, float, float], tuple[float, float]]] = {
    "beta": _beta,
    "wilson": _wilson,
    "logit": _logit,
    "xlogit": _xlogit,
    "asin": _asin,
    "mean": _mean,
}
