"""The readings of "aware of all": every item, all items jointly, their mean, at least one; each a share with limits.

Also the same shares adjusted for false yeses: who knows a name that does not exist would have said yes to any, so that
of the share p only (p - f) / (1 - f) is knowledge, f being the share of yes to the decoys.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from samrit.core.awareness.cube import ANY
from samrit.core.awareness.design import Estimate, Items
from samrit.core.awareness.estimates import Engine
from samrit.core.awareness.figures import Groups
from samrit.core.awareness.intervals import Share, limits
from samrit.core.awareness.looks import anytime_limits
from samrit.core.awareness.responses import Booleans, Floats


@dataclass(frozen=True, slots=True)
class Judged:
    """One share against a threshold; `bounds` are the shares with all blanks as 0 and as 1."""

    item: str | None
    estimate: float | None
    ci: tuple[float | None, float | None]
    n: int
    df: int
    bounds: tuple[float, float]
    n_eff: float | None = None
    deff: float | None = None

    def met(self, threshold: float) -> bool:
        return self.ci[0] is not None and self.ci[0] > threshold

    def missed(self, threshold: float) -> bool:
        return self.ci[1] is not None and self.ci[1] < threshold

    @property
    def anytime(self) -> tuple[float | None, float | None]:
        """Limits that hold at every look at once, for a page that is always on."""
        if self.estimate is None or self.n_eff is None or self.n_eff <= 0:
            return None, None
        return anytime_limits(self.estimate, self.n_eff)


@dataclass(frozen=True, slots=True)
class Readings:
    """The shares of one set of rows."""

    each: tuple[Judged, ...]
    joint: Judged
    mean: Judged
    any: Judged

    def of(self, reading: str) -> tuple[Judged, ...]:
        """The shares that a reading is about."""
        return {"each": self.each, "joint": (self.joint,), "mean": (self.mean,), "any": (self.any,)}[reading]


@dataclass(frozen=True, slots=True)
class Decoys:
    """The share of yes to names that do not exist, its error, and the readings adjusted for it."""

    rate: float
    se: float | None
    n: int
    adjusted: Readings


def read(engine: Engine, items: Items, inside: Booleans | None = None) -> Readings:
    """The readings among the entries `inside` (all, where it is None)."""
    groups = _groups(engine, inside)
    each = tuple(_share(engine, groups, column, column) for column in items.columns)
    return Readings(
        each=each,
        joint=_share(engine, groups, items.joint or "\0all", None),
        mean=_mean(engine, groups, items.columns, each),
        any=_share(engine, groups, ANY, None),
    )


def adjust(engine: Engine, items: Items, raw: Readings) -> Decoys | None:
    """The readings less the false yeses; None where no decoy was asked or none was answered."""
    groups = _groups(engine, None)
    asked = [_share(engine, groups, column, column) for column in items.decoys]
    rates = [one.estimate for one in asked if one.estimate is not None]
    if not rates or len(rates) < len(asked):
        return None
    rate = sum(rates) / len(rates)
    vectors = [_vector(engine, groups, column) for column in items.decoys]
    false = sum(vectors[1:], vectors[0]) / len(vectors)
    variance = _variance(engine, false, rate)

    def less(one: Judged, vector: Floats) -> Judged:
        return _adjusted(engine, one, vector, rate, false)

    each = [_vector(engine, groups, column) for column in items.columns]
    adjusted = Readings(
        each=tuple(less(one, vector) for one, vector in zip(raw.each, each, strict=True)),
        joint=less(raw.joint, _vector(engine, groups, items.joint or "\0all")),
        mean=less(raw.mean, sum(each[1:], each[0]) / len(each)),
        any=less(raw.any, _vector(engine, groups, ANY)),
    )
    error = math.sqrt(variance) if math.isfinite(variance) else None
    return Decoys(rate, error, min(one.n for one in asked), adjusted)


def _groups(engine: Engine, inside: Booleans | None) -> Groups:
    kept = np.ones(engine.cube.size, dtype=np.bool_) if inside is None else inside
    return Groups(((),), np.where(kept, 0, -1))


def _of(column: str) -> Estimate:
    return Estimate(id=column, of=column, statistic="proportion", interval="beta")


def _share(engine: Engine, groups: Groups, column: str, item: str | None) -> Judged:
    estimate = _of(column)
    figure = engine.figures(estimate, groups)[0]
    measure, points = engine.points(estimate, groups)
    weight = float((engine.cube.weight * engine.weighting.factor)[groups.of_entry == 0].sum())
    ones = float(points.value[0] + measure.shift * points.weight[0])
    blank = weight - float(points.weight[0])
    bounds = (ones / weight, (ones + blank) / weight) if weight > 0 else (0.0, 1.0)
    return Judged(item, figure.estimate, figure.ci, figure.n, figure.df, bounds, figure.n_eff, figure.deff)


def _vector(engine: Engine, groups: Groups, column: str) -> Floats:
    """What the variance of a share is made of: its influences, or its replicates."""
    return engine.vector(_of(column), groups, 0)


def _variance(engine: Engine, vector: Floats, point: float) -> float:
    return max(0.0, float(engine.covariance([vector], [point])[0, 0]))


def _mean(engine: Engine, groups: Groups, columns: tuple[str, ...], each: tuple[Judged, ...]) -> Judged:
    """The mean of the items' shares, with their full covariance."""
    n, df = min(one.n for one in each), min(one.df for one in each)
    bounds = tuple(sum(one.bounds[side] for one in each) / len(each) for side in (0, 1))
    plain = Judged(None, None, (None, None), n, df, (bounds[0], bounds[1]))
    values = [one.estimate for one in each if one.estimate is not None]
    if len(values) < len(each):
        return plain
    vectors = [_vector(engine, groups, column) for column in columns]
    rows = int(engine.cube.rows[groups.of_entry == 0].sum())
    return _limited(engine, plain, sum(values) / len(values), sum(vectors[1:], vectors[0]) / len(vectors), rows)


def _adjusted(engine: Engine, one: Judged, vector: Floats, rate: float, false: Floats) -> Judged:
    """(p - f) / (1 - f), held in [0, 1], with the error of both."""
    bare = Judged(one.item, None, (None, None), one.n, one.df, one.bounds)
    if one.estimate is None or rate >= 1:
        return bare
    point = (one.estimate - rate) / (1 - rate)
    if engine.replicates is None:
        moved = (vector - (1 - point) * false) / (1 - rate)
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = (vector - false) / (1 - false)
    return _limited(engine, bare, point, moved, int(engine.cube.rows.sum()))


def _limited(engine: Engine, plain: Judged, point: float, vector: Floats, rows: int) -> Judged:
    point = 0.0 if point < 1e-13 else 1.0 if point > 1 - 1e-13 else point
    variance = _variance(engine, vector, point)
    if not math.isfinite(variance):
        return Judged(plain.item, point, (None, None), plain.n, plain.df, plain.bounds)
    found = limits(Share(point, variance, plain.n, rows, plain.df), "beta", 0.95)
    return Judged(plain.item, point, (found.lower, found.upper), plain.n, plain.df, plain.bounds, found.n_eff)
