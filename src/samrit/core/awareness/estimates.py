"""Figures from a cube: estimates by group, their errors, limits, effective sizes, and contrasts between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from samrit.core.awareness.calibration import Weighting, trim, weigh
from samrit.core.awareness.cube import Cube, Measure, add_up, numbered
from samrit.core.awareness.design import Contrast, Design, Estimate
from samrit.core.awareness.figures import Difference, Figure, Groups, Points, Spread
from samrit.core.awareness.intervals import Share, limits, normal_quantile, t_quantile
from samrit.core.awareness.replicates import ReplicateSet, build_replicates
from samrit.core.awareness.responses import Booleans, Floats, Integers
from samrit.core.awareness.sampling import Sampling, build_sampling, combine
from samrit.core.contract import Message, Refused

_BLOCK = 8_000_000
"""About how many numbers are held at a time when groups are many."""


@dataclass(frozen=True, slots=True)
class Together:
    """Several figures of one group of entries; `vectors` holds by column what the variance of each is made of: its
    influences (by entry), or its replicates.
    """

    figures: tuple[Figure, ...]
    points: tuple[Points, ...]
    vectors: Floats


@dataclass(frozen=True, slots=True)
class Engine:
    """A cube under a design, ready to answer."""

    cube: Cube
    design: Design
    sampling: Sampling
    weighting: Weighting
    replicates: ReplicateSet | None

    def groups(self, estimate: Estimate) -> Groups:
        """The groups of an estimate among the entries that its `where` keeps."""
        inside = np.ones(self.cube.size, dtype=np.bool_)
        for column, allowed in estimate.where:
            kept = np.array([text in allowed for text in self.cube.values[column]], dtype=np.bool_)
            inside &= kept[self.cube.codes[column]]
        for column in estimate.by:
            full = np.array([text != "" for text in self.cube.values[column]], dtype=np.bool_)
            inside &= full[self.cube.codes[column]]
        if not estimate.by:
            return Groups(((),), np.where(inside, 0, -1))
        numbers, _ = combine(self.cube, estimate.by)
        found, first, inverse = np.unique(numbers[inside], return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty_like(order)
        rank[order] = np.arange(len(found))
        of_entry = np.full(self.cube.size, -1, dtype=np.int64)
        of_entry[inside] = rank[inverse]
        leads = np.flatnonzero(inside)[first[order]]
        names = tuple(
            tuple((column, self.cube.values[column][self.cube.codes[column][lead]]) for column in estimate.by)
            for lead in leads
        )
        return Groups(names, of_entry)

    def points(self, estimate: Estimate, groups: Groups) -> tuple[Measure, Points]:
        """The estimates themselves."""
        measure = self.cube.measure(_measured(estimate))
        whole, inside = groups.whole, groups.of_entry >= 0
        where = groups.of_entry[inside]
        factor = self.weighting.factor if whole else self.weighting.factor[inside]

        def total(column: Floats, *, weighted: bool = True) -> Floats:
            if whole:  # summed pairwise; a product by BLAS would wait for its threads
                return np.array([(column * factor if weighted else column).sum()])
            chosen = column[inside]
            return add_up(where, chosen * factor if weighted else chosen, groups.number)

        none = np.zeros(groups.number)
        weight, value = total(measure.weight), total(measure.value)
        base = none if measure.base is None else total(measure.base)
        answers = total(measure.answers, weighted=False)
        estimates = _figure(estimate, weight, value, base, measure.shift)
        return measure, Points(
            estimate=np.where(answers > 0, estimates, np.nan),
            rows=total(self.cube.rows, weighted=False),
            answers=answers,
            positive=total(measure.positive, weighted=False),
            weight=weight,
            value=value,
            square=total(measure.square) if measure.base is None else none,
            base=base,
        )

    def influence(
        self, estimate: Estimate, groups: Groups, measure: Measure, points: Points, chosen: Sequence[int]
    ) -> Floats:
        """Weighted influences (entries x chosen groups) of the figures, as they enter the variance."""
        found = np.zeros((self.cube.size, len(chosen)))
        for place, group in enumerate(chosen):
            inside = groups.of_entry == group
            found[inside, place] = _bare_influence(estimate, measure, points, group, inside)
        return self.weighting.influence(found)

    def together(self, estimates: Sequence[Estimate], groups: Groups) -> Together:
        """The figures of several estimates in one group of entries, for hardly more than the cost of one."""
        found = [self.points(estimate, groups) for estimate in estimates]
        points = tuple(one for _, one in found)
        values = np.array([one.estimate[0] for one in points])
        if self.replicates is not None:
            vectors = np.column_stack([self.thetas(estimate, groups)[:, 0] for estimate in estimates])
            spread = self.replicates.spread(vectors, values, logit=any(one.interval == "logit" for one in estimates))
        else:
            inside = groups.of_entry == 0
            vectors = np.zeros((self.cube.size, len(estimates)))
            for place in np.flatnonzero(np.isfinite(values)).tolist():
                measure, one = found[place]
                vectors[inside, place] = _bare_influence(estimates[place], measure, one, 0, inside)
            vectors = self.weighting.influence(vectors)
            present: list[Booleans] = []
            if self.sampling.single_psu == "average":
                present = [self._present(groups, measure, np.array([0]))[0] for measure, _ in found]
            variance = self.sampling.covariance(vectors, present=present, diagonal=True)
            spread = Spread(variance, None, np.zeros(len(estimates), dtype=np.int64))
        df = int(self.degrees(groups)[0])
        return Together(
            tuple(
                finished(
                    Figure(groups.names[0], None, None, (None, None), int(one.answers[0]), df),
                    estimate,
                    one,
                    spread.of(place),
                    0,
                )
                for place, (estimate, one) in enumerate(zip(estimates, points, strict=True))
            ),
            points,
            vectors,
        )

    def spread(self, estimate: Estimate, groups: Groups, measure: Measure, points: Points) -> Spread:
        """The variances of all groups."""
        exists = np.flatnonzero(np.isfinite(points.estimate))
        if self.replicates is not None:
            thetas = self.thetas(estimate, groups)
            return self.replicates.spread(thetas, points.estimate, logit=estimate.interval == "logit")
        found = np.full(groups.number, np.nan)
        step = max(1, _BLOCK // self.cube.size)
        for start in range(0, len(exists), step):
            chosen = exists[start : start + step]
            influence = self.influence(estimate, groups, measure, points, chosen.tolist())
            present = self._present(groups, measure, chosen) if self.sampling.single_psu == "average" else []
            found[chosen] = self.sampling.covariance(influence, present=present, diagonal=True)
        return Spread(found, None, np.zeros(groups.number, dtype=np.int64))

    def _present(self, groups: Groups, measure: Measure, chosen: Integers) -> list[Booleans]:
        """The entries that "average" counts: those that answer in each group; all, where calibration binds them."""
        if self.weighting.steps:
            return [self.everywhere] * len(chosen)
        answered = measure.answers > 0
        return [answered & (groups.of_entry == group) for group in chosen]

    @property
    def everywhere(self) -> Booleans:
        """All entries."""
        return np.ones(self.cube.size, dtype=np.bool_)

    def thetas(self, estimate: Estimate, groups: Groups) -> Floats:
        """The figures of every replicate (replicates x groups); NaN where a replicate has none."""
        if self.replicates is None:
            raise AssertionError("asked of a design with replicates")
        given = self.replicates.given is not None
        name = _measured(estimate)
        measure = self.cube.plain(name) if given and self.cube.plain is not None else self.cube.measure(name)
        columns = [measure.weight, measure.value, *([] if measure.base is None else [measure.base])]
        sums = replicate_sums(self, columns, groups)
        base = sums[2] if measure.base is not None else np.zeros_like(sums[0])
        return _figure(estimate, sums[0], sums[1], base, measure.shift)

    def degrees(self, groups: Groups) -> Integers:
        """The design's degrees of freedom in each group."""
        of_entry = np.where(self.cube.positive > 0, groups.of_entry, -1)
        if self.replicates is not None and self.replicates.alone and self.replicates.given is not None:
            ranks = [self.replicates.rank(of_entry == group) for group in range(groups.number)]
            return np.maximum(0, np.array(ranks, dtype=np.int64) - 1)
        return self.sampling.degrees(of_entry, groups.number)

    def vector(self, estimate: Estimate, groups: Groups, group: int) -> Floats:
        """What `covariance` takes of one figure: its influences (by entry), or its replicates."""
        if self.replicates is not None:
            return self.thetas(estimate, groups)[:, group]
        measure, points = self.points(estimate, groups)
        return self.influence(estimate, groups, measure, points, [group])[:, 0]

    def figures(self, estimate: Estimate, groups: Groups | None = None) -> tuple[Figure, ...]:
        """Every group's figure; the groups are those of the estimate unless others are given."""
        groups = self.groups(estimate) if groups is None else groups
        measure, points = self.points(estimate, groups)
        spread = self.spread(estimate, groups, measure, points)
        found = []
        for group, df in enumerate(self.degrees(groups).tolist()):
            plain = Figure(groups.names[group], None, None, (None, None), int(points.answers[group]), df)
            found.append(finished(plain, estimate, points, spread, group))
        return tuple(found)

    def contrast(self, contrast: Contrast) -> Difference:
        """A sum of multiples of figures, with the covariance between them."""
        vectors: list[Floats] = []
        values: list[float] = []
        inside_any = np.zeros(self.cube.size, dtype=np.bool_)
        for term in contrast.terms:
            estimate = next(one for one in self.design.estimates if one.id == term.estimate)
            groups = self.groups(estimate)
            if term.group not in groups.names:
                named = ", ".join(f"{column} {value}" for column, value in term.group) or "(all)"
                raise Refused(
                    f"{term.path}[2]",
                    Message(f'"{term.estimate}" has no group {named}', f'"{term.estimate}" ไม่มีกลุ่ม {named}'),
                    Message("name one of its groups", "ระบุกลุ่มที่มีอยู่"),
                )
            group = groups.names.index(term.group)
            inside = groups.of_entry == group
            inside_any |= inside
            _, points = self.points(estimate, groups)
            values.append(float(points.estimate[group]))
            if not math.isfinite(values[-1]):
                continue
            vectors.append(self.vector(estimate, groups, group))
        factors = np.array([term.factor for term in contrast.terms])
        df = int(self.degrees(Groups(((),), np.where(inside_any, 0, -1)))[0])
        return self._difference(contrast.id, factors, values, vectors, df)

    def _difference(
        self, name: str, factors: Floats, values: list[float], vectors: list[Floats], df: int
    ) -> Difference:
        if len(vectors) < len(values):
            return Difference(name, None, None, (None, None), df, ("no_answers",))
        point = float(factors @ np.array(values))
        covariance = self.covariance(vectors, values)
        variance = max(0.0, float(factors @ covariance @ factors))
        if not math.isfinite(variance):
            return Difference(name, point, None, (None, None), df, ("no_variance",))
        return Difference(name, point, variance, _plain_limits(point, variance, 0.95, None), df)

    def covariance(self, vectors: list[Floats], values: list[float]) -> Floats:
        """The covariance matrix of figures, from their influences or their replicates."""
        columns = np.column_stack(vectors)
        present = [self.everywhere] * len(vectors)
        if self.replicates is None:
            return self.sampling.covariance(columns, present=present)
        return self.replicates.covariance(columns, np.array(values))[0]


def build_engine(cube: Cube, design: Design) -> Engine:
    """The cube under its design: stages checked, weights adjusted, replicates ready. Raises Refused."""
    sampling = build_sampling(cube, design)
    weighting = weigh(cube, design)
    return Engine(cube, design, sampling, weighting, build_replicates(cube, design, sampling))


def _measured(estimate: Estimate) -> tuple[str, ...]:
    return (estimate.of,) if estimate.per is None else (estimate.of, estimate.per)


def _bare_influence(estimate: Estimate, measure: Measure, points: Points, group: int, inside: Booleans) -> Floats:
    """The influences of the entries inside a group, before the weights are adjusted."""
    weight, value = measure.weight[inside], measure.value[inside]
    if estimate.statistic == "total":
        return value + measure.shift * weight
    if measure.base is not None:
        return np.asarray((value - points.estimate[group] * measure.base[inside]) / points.base[group])
    middle = points.value[group] / points.weight[group]
    return np.asarray((value - middle * weight) / points.weight[group])


def _figure(estimate: Estimate, weight: Floats, value: Floats, base: Floats, shift: float) -> Floats:
    if estimate.statistic == "total":
        return value + shift * weight
    below = base if estimate.statistic == "ratio" else weight
    figure: Floats = np.divide(value, below, out=np.full(value.shape, np.nan), where=below != 0)
    return figure + shift


def finished(plain: Figure, estimate: Estimate, points: Points, spread: Spread, group: int) -> Figure:
    """One group's figure with error, limits and sizes; `plain` holds its name, answers and degrees of freedom."""
    value, variance = float(points.estimate[group]), float(spread.variance[group])
    if not math.isfinite(value):
        return replace(plain, flags=("no_answers" if plain.n == 0 else "weights_or_denominator_are_0",))
    flags = ("replicates_without_figure",) if spread.lost[group] else ()
    # Sums of weights may miss 0 and 1 by a rounding of the last digit; there the answers alone give the limits.
    edges = (0.0, 1.0) if estimate.statistic == "proportion" else ()
    edge = next((edge for edge in edges if abs(value - edge) < 1e-13), None)
    if edge is not None:
        value, variance = edge, 0.0
    if not math.isfinite(variance):
        return replace(plain, estimate=value, flags=(*flags, "no_variance"))
    variance = _unless_rounding(variance, value)
    deff = None if estimate.statistic == "ratio" or edge is not None else _deff(estimate, points, group, variance)
    if not estimate.with_replacement_deff and points.weight[group] < points.positive[group] * (1 - 1e-9):
        flags = (*flags, "weights_sum_to_less_than_the_answers")
    known = replace(plain, estimate=value, variance=variance, deff=deff)
    if estimate.statistic != "proportion":
        if plain.df < 1 and estimate.df is None:
            flags = (*flags, "no_degrees_of_freedom")
        return replace(known, ci=_plain_limits(value, variance, estimate.level, estimate.df), flags=flags)
    df = plain.df if estimate.df is None else estimate.df
    logit = None if spread.logit is None else float(spread.logit[group])
    share = Share(value, variance, plain.n, int(points.rows[group]), df, logit)
    found = limits(share, estimate.interval, estimate.level)
    flags = flags if found.why is None else (*flags, found.why)
    return replace(known, ci=(found.lower, found.upper), n_eff=found.n_eff, flags=flags)


def _unless_rounding(variance: float, value: float) -> float:
    """The variance, or 0 where it is the rounding of the last digits only."""
    return 0.0 if variance <= (1e-13 * max(abs(value), 1e-300)) ** 2 else variance


def _plain_limits(value: float, variance: float, level: float, df: int | None) -> tuple[float, float]:
    tail = 1 - (1 - level) / 2
    half = (normal_quantile(tail) if df is None else t_quantile(tail, df)) * math.sqrt(variance)
    return value - half, value + half


def _deff(estimate: Estimate, points: Points, group: int, variance: float) -> float | None:
    """The variance over that of a simple random sample of as many answers."""
    n, weight = float(points.positive[group]), float(points.weight[group])
    if n < 2 or weight <= 0:
        return None
    mean = points.value[group] / weight
    spread = float(points.square[group] - mean * points.value[group]) / weight * n / (n - 1)
    left = 1.0 if estimate.with_replacement_deff else 1 - n / weight
    if spread <= 1e-13 * float(points.square[group]) / weight or left <= 1e-12:
        return None
    simple = left * spread / n * (weight**2 if estimate.statistic == "total" else 1.0)
    return variance / simple


def replicate_sums(engine: Engine, columns: Sequence[Floats], groups: Groups) -> list[Floats]:
    """Sums of entry columns by replicate and group (replicates x groups), each replicate calibrated anew.

    The columns carry the weights as given; under given replicate weights they are unweighted.
    """
    reps = engine.replicates
    if reps is None:
        raise AssertionError("asked of a design with replicates")
    adjuster = engine.weighting.adjuster
    inside = slice(None) if groups.whole else np.flatnonzero(groups.of_entry >= 0)
    units = engine.sampling.stages[0].units
    pairs = adjuster.cell[inside] * groups.number + groups.of_entry[inside]
    found, where = numbered(pairs, adjuster.cells * groups.number)
    if reps.made is None or engine.design.trim is not None or units * max(adjuster.cells, len(found)) > 4 * _BLOCK:
        return _one_by_one(engine, columns, groups, inside)
    unit_cell = engine.sampling.psu * adjuster.cells + adjuster.cell
    tables = [add_up(unit_cell, engine.cube.weight, units * adjuster.cells).reshape(units, adjuster.cells)]
    unit_pair = engine.sampling.psu[inside] * len(found) + where
    tables += [add_up(unit_pair, column[inside], units * len(found)).reshape(units, len(found)) for column in columns]
    # All at once, because drawing the replicates costs more than multiplying them.
    totals = reps.made.totals(np.concatenate(tables, axis=1))
    cells, *parts = np.split(totals, np.cumsum([table.shape[1] for table in tables])[:-1], axis=1)
    factor = np.ones((reps.number, adjuster.cells))
    if adjuster.steps:
        for step in adjuster.factors(np.maximum(cells, 0.0), "replicate"):
            factor = factor * step
    gathered = np.eye(groups.number)[found % groups.number]
    return [(part * factor[:, found // groups.number]) @ gathered for part in parts]


def _one_by_one(engine: Engine, columns: Sequence[Floats], groups: Groups, inside: Integers | slice) -> list[Floats]:
    reps, cube, adjuster = engine.replicates, engine.cube, engine.weighting.adjuster
    if reps is None:
        raise AssertionError("asked of a design with replicates")
    sums = [np.zeros((reps.number, groups.number)) for _ in columns]
    for number in range(reps.number):
        if reps.made is not None:
            weight = cube.weight * reps.made.factor(number)[engine.sampling.psu]
        elif reps.given is not None:
            weight = reps.given[:, number]
        if adjuster.steps:
            of_cell = add_up(adjuster.cell, weight, adjuster.cells)
            for factor in adjuster.factors(of_cell[None, :], f"replicate {number + 1}, set"):
                weight = weight * factor[0][adjuster.cell]
        if engine.design.trim is not None:
            weight, _ = trim(weight, engine.design.trim)
        if reps.made is not None:
            weight = np.divide(weight, cube.weight, out=np.zeros_like(weight), where=cube.weight > 0)
        for total, column in zip(sums, columns, strict=True):
            total[number] = add_up(groups.of_entry[inside], (column * weight)[inside], groups.number)
    return sums
