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
    return _Asked(engine, items, inside).readings()


def read_with_decoys(engine: Engine, items: Items) -> tuple[Readings, Decoys | None]:
    """The readings of all entries, and what is left of them less the false yeses; None where no decoy was asked or one
    was never answered.
    """
    asked = _Asked(engine, items, None, items.decoys)
    raw = asked.readings()
    return raw, asked.adjusted(raw)


def _of(column: str) -> Estimate:
    return Estimate(id=column, of=column, statistic="proportion", interval="beta")


class _Asked:
    """The shares of all columns that the readings are made of, worked out together."""

    def __init__(self, engine: Engine, items: Items, inside: Booleans | None, more: tuple[str, ...] = ()) -> None:
        kept = np.ones(engine.cube.size, dtype=np.bool_) if inside is None else inside
        groups = Groups(((),), np.where(kept, 0, -1))
        columns = (*items.columns, items.joint or "\0all", ANY, *more)
        self._engine, self._items = engine, items
        self._place = {column: place for place, column in enumerate(columns)}
        self._found = engine.together([_of(column) for column in columns], groups)
        whole = engine.cube.weight * engine.weighting.factor
        self._weight = float((whole if groups.whole else whole[kept]).sum())
        self._rows = int(self._found.points[0].rows[0])

    def share(self, column: str, item: str | None) -> Judged:
        """One column's share."""
        place = self._place[column]
        figure, points = self._found.figures[place], self._found.points[place]
        ones, weight = float(points.value[0]), self._weight
        blank = weight - float(points.weight[0])
        bounds = (ones / weight, (ones + blank) / weight) if weight > 0 else (0.0, 1.0)
        return Judged(item, figure.estimate, figure.ci, figure.n, figure.df, bounds, figure.n_eff, figure.deff)

    def vectors(self, columns: tuple[str, ...]) -> Floats:
        """What the variances of some columns' shares are made of."""
        return self._found.vectors[:, [self._place[column] for column in columns]]

    def readings(self) -> Readings:
        """All four readings."""
        items = self._items
        each = tuple(self.share(column, column) for column in items.columns)
        return Readings(each, self.share(items.joint or "\0all", None), self._mean(each), self.share(ANY, None))

    def _mean(self, each: tuple[Judged, ...]) -> Judged:
        """The mean of the items' shares, with their full covariance."""
        n, df = min(one.n for one in each), min(one.df for one in each)
        bounds = tuple(sum(one.bounds[side] for one in each) / len(each) for side in (0, 1))
        plain = Judged(None, None, (None, None), n, df, (bounds[0], bounds[1]))
        values = [one.estimate for one in each if one.estimate is not None]
        if len(values) < len(each):
            return plain
        vector = self.vectors(self._items.columns).mean(axis=1)
        return self._limited([plain], [sum(values) / len(values)], vector[:, None])[0]

    def adjusted(self, raw: Readings) -> Decoys | None:
        """The readings less the false yeses: (p - f) / (1 - f), held in [0, 1], with the error of both."""
        items, asked = self._items, [self.share(column, column) for column in self._items.decoys]
        rates = [one.estimate for one in asked if one.estimate is not None]
        if not rates or len(rates) < len(asked):
            return None
        rate = sum(rates) / len(rates)
        false = self.vectors(items.decoys).mean(axis=1)
        variance = self._variances(false[:, None], [rate])[0]
        vectors = np.column_stack(
            [
                self.vectors((*items.columns, items.joint or "\0all")),
                self.vectors(items.columns).mean(axis=1),
                self.vectors((ANY,)),
            ]
        )
        less = self._less([*raw.each, raw.joint, raw.mean, raw.any], vectors, rate, false)
        error = math.sqrt(variance) if math.isfinite(variance) else None
        return Decoys(rate, error, min(one.n for one in asked), Readings(tuple(less[:-3]), *less[-3:]))

    def _less(self, shares: list[Judged], vectors: Floats, rate: float, false: Floats) -> list[Judged]:
        bare = [Judged(one.item, None, (None, None), one.n, one.df, one.bounds) for one in shares]
        known = [place for place, one in enumerate(shares) if one.estimate is not None and rate < 1]
        points = [((shares[place].estimate or 0.0) - rate) / (1 - rate) for place in known]
        if self._engine.replicates is None:
            moved = (vectors[:, known] - np.outer(false, 1 - np.array(points))) / (1 - rate) if known else vectors
        else:
            with np.errstate(divide="ignore", invalid="ignore"):
                moved = (vectors[:, known] - false[:, None]) / (1 - false[:, None])
        for place, one in zip(known, self._limited([bare[place] for place in known], points, moved), strict=True):
            bare[place] = one
        return bare

    def _limited(self, plain: list[Judged], points: list[float], vectors: Floats) -> list[Judged]:
        """Shares with the limits that their vectors give them."""
        held = [0.0 if point < 1e-13 else 1.0 if point > 1 - 1e-13 else point for point in points]
        found = []
        for one, point, variance in zip(plain, held, self._variances(vectors, held), strict=True):
            if not math.isfinite(variance):
                found.append(Judged(one.item, point, (None, None), one.n, one.df, one.bounds))
                continue
            known = limits(Share(point, variance, one.n, self._rows, one.df), "beta", 0.95)
            found.append(Judged(one.item, point, (known.lower, known.upper), one.n, one.df, one.bounds, known.n_eff))
        return found

    def _variances(self, vectors: Floats, points: list[float]) -> list[float]:
        """The variance of each figure, from the columns of its vectors."""
        if not points:
            return []
        engine = self._engine
        if engine.replicates is None:
            present = [engine.everywhere] * len(points)
            found = engine.sampling.covariance(vectors, present=present, diagonal=True).tolist()
        else:
            found = [float(engine.covariance([vectors[:, place]], [point])[0, 0]) for place, point in enumerate(points)]
        return [max(variance, 0.0) for variance in found]  # NaN stays NaN
