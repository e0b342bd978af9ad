"""Figures that are fresh after each response, however many came before.

A response changes the sums of one cell (the combination of the margins' columns) in the sample and in each replicate,
by its PSU's factor there. So the replicates' totals by cell are kept beside those of the sample; raking, shares and
limits are then worked out from some dozens of cells. For shares of everybody under replicates that are made from the
design; an Engine gives the same figures from the whole cube.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from samrit.core.awareness.cube import Cube, add_up
from samrit.core.awareness.design import Design
from samrit.core.awareness.estimates import build_engine, finished
from samrit.core.awareness.figures import Figure, Points, Spread
from samrit.core.awareness.responses import Floats

Answers = Mapping[str, float | None]


class Live:
    """The figures of a design's estimates, kept up to date response by response."""

    def __init__(self, cube: Cube, design: Design) -> None:
        """From the cube of what came before. Raises ValueError for a design that wants more than is kept."""
        engine = build_engine(cube, design)
        reps = engine.replicates
        if reps is None or reps.made is None or design.trim is not None or cube.by_row:
            raise ValueError("replicates made from a design with clusters, and no trimming, are wanted")
        if any(one.statistic != "proportion" or one.by or one.where for one in design.estimates):
            raise ValueError("only shares of everybody are kept up to date")
        self.design, self._reps, self._sampling = design, reps, engine.sampling
        self._adjuster = engine.weighting.adjuster
        self._measures = tuple(dict.fromkeys(one.of for one in design.estimates))
        self._margins = [column for entry in design.calibrate for margin in entry.margins for column in margin.by]
        units = self._sampling.stages[0].units
        measured = [cube.measure((name,)) for name in self._measures]
        columns = [cube.weight] + [part for one in measured for part in (one.weight, one.value)]
        place = self._sampling.psu * self._adjuster.cells + self._adjuster.cell
        tables = [add_up(place, column, units * self._adjuster.cells).reshape(units, -1) for column in columns]
        # By cell and column (the weight, then weight and value of each measure): the sample's, and each replicate's.
        self._sums = np.stack([one.sum(axis=0) for one in tables], axis=-1)
        self._totals = np.stack([reps.made.totals(one) for one in tables], axis=-1)
        self._factors = reps.made.totals(np.eye(units))
        self._rows = float(cube.rows.sum())
        self._answers = np.array([[one.answers.sum(), one.positive.sum()] for one in measured]).reshape(-1, 2)
        self._heavy = add_up(self._sampling.psu, cube.positive, units) > 0
        self._unit_of = self._numbered(cube, (*design.strata, *design.clusters[:1]), self._sampling.psu)
        self._cell_of = self._numbered(cube, tuple(self._margins), self._adjuster.cell)
        self._near: list[Floats] | None = None

    @staticmethod
    def _numbered(cube: Cube, columns: tuple[str, ...], number: np.ndarray) -> dict[tuple[str, ...], int]:
        """The number that entries have, by the texts of some columns."""
        if not columns:
            return {(): 0}
        first = np.unique(number, return_index=True)[1]
        texts = [[cube.values[name][code] for code in cube.codes[name][first].tolist()] for name in columns]
        return {key: int(number[entry]) for key, entry in zip(zip(*texts, strict=True), first, strict=True)}

    def add(self, categories: Mapping[str, str], weight: float, answers: Answers) -> None:
        """One more response: the texts of strata, clusters and margins, its weight, 1, 0 or None of each column asked.

        Raises KeyError for a PSU or a cell that no response had before: then a new Live is made from the whole cube;
        ValueError for a weight below 0 or an answer that is neither 0 nor 1.
        """
        said = dict(answers)
        items = self.design.items
        if items is not None and items.joint is not None:
            said[items.joint] = _all_of([said[name] for name in items.columns])
        values = [said[name] for name in self._measures]
        if not (0 <= weight < math.inf) or any(value not in {None, 0, 1} for value in values):
            raise ValueError("a weight is 0 or more, an answer 0, 1 or None")
        unit = self._unit_of[tuple(categories[name] for name in (*self.design.strata, *self.design.clusters[:1]))]
        cell = self._cell_of[tuple(categories[name] for name in self._margins)]
        answered = np.array([value is not None for value in values], dtype=np.float64)
        more = np.empty(1 + 2 * len(values))
        more[0], more[1::2], more[2::2] = weight, weight * answered, [weight * (value or 0) for value in values]
        self._sums[cell] += more
        self._totals[:, cell] += self._factors[:, unit, None] * more
        self._rows += 1
        self._answers += answered[:, None] * [1.0, float(weight > 0)]
        self._heavy[unit] |= weight > 0

    def figures(self) -> dict[str, Figure]:
        """The figure of each estimate by its id. Raises Refused where the totals cannot be met any more."""
        sums, totals = self._calibrated()
        found = {}
        df = int(self._heavy.sum()) - len(np.unique(self._sampling.stratum[self._heavy]))
        for estimate in self.design.estimates:
            place = self._measures.index(estimate.of)
            weight, value = sums[1 + 2 * place], sums[2 + 2 * place]
            answers, positive = self._answers[place]
            point = value / weight if weight else np.nan
            points = Points(
                *(np.array([part]) for part in (point, self._rows, answers, positive, weight, value, value, 0.0))
            )
            below = totals[:, 1 + 2 * place]
            theta = np.divide(totals[:, 2 + 2 * place], below, out=np.full(below.shape, np.nan), where=below != 0)
            plain = Figure((), None, None, (None, None), int(answers), df)
            found[estimate.id] = finished(plain, estimate, points, self._spread(theta, estimate.interval, point), 0)
        return found

    def _calibrated(self) -> tuple[Floats, Floats]:
        """The columns' sums after calibration: of the sample, and of each replicate."""
        adjuster = self._adjuster
        if not adjuster.steps:
            return self._sums.sum(axis=0), self._totals.sum(axis=1)
        whole = np.prod(adjuster.factors(self._sums[None, :, 0]), axis=0)[0]
        # The factors of the response before are near those of this one.
        self._near = adjuster.factors(np.maximum(self._totals[:, :, 0], 0.0), "replicate", self._near)
        factor = np.prod(self._near, axis=0)
        return whole @ self._sums, np.matmul(factor[:, None, :], self._totals)[:, 0]

    def _spread(self, theta: Floats, interval: str, point: float) -> Spread:
        return self._reps.spread(theta[:, None], np.array([point]), logit=interval == "logit")


def _all_of(values: list[float | None]) -> float | None:
    """1 if every answer is 1; 0 if any is 0, even with others missing; missing otherwise."""
    return 0 if 0 in values else None if None in values else 1
