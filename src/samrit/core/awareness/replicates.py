"""Replicate weights, given or made from a seed, and the variance of the figures they give.

Made weights are a factor for each first-stage unit, so the n x R matrix never exists: replicate totals are products of
the factors with the totals of the units.

The generator (docs/en/reference): units are sorted by the text of their stratum and of their cluster (rows by their
place). Draw number i (from 0; replicates one after the other, in each stratum after stratum) is SplitMix64 of
seed + (i + 1) x 0x9E3779B97F4A7C15; its upper 53 bits, as a fraction of 1, times the units of the stratum, rounded
down, is the unit drawn. `bootstrap` draws n_h units of n_h, `rao_wu` n_h - 1; a unit's factor is its draws times
n_h / drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samrit.core.awareness.cube import Cube
from samrit.core.awareness.design import Design, Replicates
from samrit.core.awareness.figures import Spread
from samrit.core.awareness.hadamard import hadamard
from samrit.core.awareness.responses import Booleans, Floats, Integers
from samrit.core.awareness.sampling import Sampling, gather
from samrit.core.contract import Message, Refused

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_BLOCK = 16_000_000
_CACHED = 1 << 14
_KEPT = 1 << 22


@dataclass(frozen=True, slots=True)
class Jackknife:
    """Leaves out each of `units` in turn; `gain[u]` is what the others of its stratum are multiplied with."""

    units: Integers
    gain: Floats
    stratum: Integers
    strata: int

    @property
    def number(self) -> int:
        return len(self.units)

    def totals(self, sums: Floats) -> Floats:
        """Replicate totals of unit totals (units x columns)."""
        within = gather(self.stratum, sums, self.strata)
        own = within[self.stratum[self.units]]
        # In this order a category that only the left-out unit has comes to exactly 0.
        return np.asarray((within.sum(axis=0) - own) + self.gain[:, None] * (own - sums[self.units]))

    def factor(self, number: int) -> Floats:
        """The factors of the units in one replicate."""
        unit = self.units[number]
        factor = np.where(self.stratum == self.stratum[unit], self.gain[number], 1.0)
        factor[unit] = 0.0
        return factor


@dataclass(frozen=True, slots=True)
class HalfSamples:
    """Balanced half samples: in each replicate one unit of a stratum weighs 1 + swing, the other 1 - swing."""

    signs: Floats
    swing: float

    @property
    def number(self) -> int:
        return len(self.signs)

    def totals(self, sums: Floats) -> Floats:
        return np.asarray((1 + self.swing * self.signs) @ sums)

    def factor(self, number: int) -> Floats:
        return np.asarray(1 + self.swing * self.signs[number])


@dataclass(frozen=True, slots=True)
class Draws:
    """Bootstrap: units drawn with replacement within strata; `order` lists the units stratum by stratum."""

    number: int
    seed: int
    order: Integers
    sizes: Integers
    drawn: Integers
    _kept: list[Floats] = field(default_factory=list, repr=False, compare=False)
    """All factors, once they were drawn and are not many: the next figure wants the same."""

    def totals(self, sums: Floats) -> Floats:
        """Replicate totals of unit totals (units x columns)."""
        if self.number * len(self.order) <= _KEPT:
            if not self._kept:
                self._kept.append(self.factors(0, self.number))
            return np.asarray(self._kept[0] @ sums)
        found = np.zeros((self.number, sums.shape[1]))
        step = max(1, _BLOCK // max(1, len(self.order)))
        for first in range(0, self.number, step):
            last = min(self.number, first + step)
            found[first:last] = self.factors(first, last) @ sums
        return found

    def factor(self, number: int) -> Floats:
        """The factors of the units in one replicate."""
        return np.asarray(self.factors(number, number + 1)[0])

    def factors(self, first: int, last: int) -> Floats:
        """The factors of the units in some replicates (replicates x units)."""
        units, drawn = len(self.order), int(self.drawn.sum())
        gain = np.divide(self.sizes, self.drawn, out=np.zeros(len(self.sizes)), where=self.drawn > 0)
        of_unit = np.empty(units)
        of_unit[self.order] = np.repeat(gain, self.sizes)
        untouched = self.order[np.repeat(self.drawn == 0, self.sizes)]
        found = np.empty((last - first, units))
        # So many replicates at a time as stay in the cache, and what they share is made once.
        several = min(max(1, _CACHED // max(1, drawn, units)), last - first)
        steps = np.arange(1, several * drawn + 1, dtype=np.uint64) * _GOLDEN
        row = np.arange(several)[:, None] * units
        place = (row + self.order).ravel()
        size = np.tile(np.repeat(self.sizes * 2.0**-53, self.drawn), several)
        start = (row + np.repeat(np.cumsum(self.sizes) - self.sizes, self.drawn)).ravel()
        for begin in range(first, last, several):
            number = min(several, last - begin)
            draws = slice(0, number * drawn)
            state = split_mix(steps[draws] + np.uint64((self.seed + begin * drawn * int(_GOLDEN)) % 2**64))
            state >>= np.uint64(11)
            # Of 53 bits the product stays below the size, also when it is rounded.
            picked = (state.view(np.int64) * size[draws]).astype(np.int64)
            picked += start[draws]
            count = np.bincount(place.take(picked), minlength=number * units).reshape(number, units)
            np.multiply(count, of_unit, out=found[begin - first : begin - first + number])
        found[:, untouched] = 1.0
        return found


def split_mix(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The output function of SplitMix64 (Steele, Lea and Flood 2014) on 64-bit words, put in their place."""
    state ^= state >> np.uint64(30)
    state *= np.uint64(0xBF58476D1CE4E5B9)
    state ^= state >> np.uint64(27)
    state *= np.uint64(0x94D049BB133111EB)
    state ^= state >> np.uint64(31)
    return state


@dataclass(frozen=True, slots=True)
class ReplicateSet:
    """Replicates of a sample: `made` from its units, or `given` weights (entries x replicates).

    `coefficients` weigh the squared deviations; `scale` is the number that is printed for them all.
    """

    made: Jackknife | HalfSamples | Draws | None
    given: Floats | None
    coefficients: Floats
    scale: float
    centre: str
    alone: bool

    @property
    def number(self) -> int:
        return len(self.coefficients)

    def covariance(self, figures: Floats, estimates: Floats) -> tuple[Floats, int]:
        """The covariance of the columns of `figures` (replicates x figures), and how many replicates had no figure."""
        kept = np.isfinite(figures).all(axis=1)
        lost = int((~kept).sum())
        figures = figures[kept]
        if len(figures) < 2:
            return np.full((len(estimates),) * 2, np.nan), lost
        # Replicates that weigh nothing (of a stratum taken whole) are left out of the mean, as R does.
        counted = figures[self.coefficients[kept] > 0]
        middle = estimates if self.centre == "estimate" or not len(counted) else counted.mean(axis=0)
        deviation = (figures - middle) * np.sqrt(self.coefficients[kept])[:, None]
        return np.asarray(deviation.T @ deviation), lost

    def spread(self, thetas: Floats, estimates: Floats, *, logit: bool) -> Spread:
        """The variances of figures (replicates x groups), each from the replicates that have it; of logits if asked."""
        found, logits = np.full(len(estimates), np.nan), np.full(len(estimates), np.nan)
        lost = np.zeros(len(estimates), dtype=np.int64)
        for group in np.flatnonzero(np.isfinite(estimates)):
            point, theta = estimates[group], thetas[:, [group]]
            covariance, lost[group] = self.covariance(theta, np.array([point]))
            found[group] = covariance[0, 0]
            if logit and 0 < point < 1:
                logits[group] = self._logit_variance(theta, point)
        return Spread(found, logits, lost)

    def _logit_variance(self, theta: Floats, point: float) -> float:
        """The variance of the logit; NaN where a replicate stands at 0 or 100 %, which has none."""
        if ((theta <= 0) | (theta >= 1)).any():
            return math.nan
        logits, middle = np.log(theta / (1 - theta)), np.array([math.log(point / (1 - point))])
        return float(self.covariance(logits, middle)[0][0, 0])

    def rank(self, inside: Booleans) -> int:
        """The rank of given weights among the entries `inside`: a column counts when no more than 1e-5 of its length
        can be made from those before it."""
        if self.given is None:
            raise AssertionError("made weights have the design's degrees of freedom")
        triangle = np.asarray(np.linalg.qr(self.given[inside], mode="r"))
        basis: list[Floats] = []
        for column in triangle.T:
            length = float(np.linalg.norm(column))
            rest = column.copy()
            for _ in range(2):
                for vector in basis:
                    rest -= vector * (vector @ rest)
            left = float(np.linalg.norm(rest))
            if length > 0 and left >= 1e-5 * length:
                basis.append(rest / left)
        return len(basis)


def build_replicates(cube: Cube, design: Design, sampling: Sampling) -> ReplicateSet | None:
    """The replicates that `design` gives or asks for. Raises Refused where the design does not allow the method."""
    wanted = design.replicates
    if wanted is None:
        return None
    alone = not design.strata and not design.clusters
    if wanted.create is None:
        coefficients, scale = _given_coefficients(cube, sampling, wanted)
        return ReplicateSet(None, cube.replicates, coefficients, scale, wanted.centre, alone)
    order = _order(cube, design, sampling)
    made = _make(design, sampling, wanted, order)
    coefficients, scale = _made_coefficients(sampling, wanted, made)
    return ReplicateSet(made, None, coefficients, scale, wanted.centre, alone=False)


def _order(cube: Cube, design: Design, sampling: Sampling) -> Integers:
    """First-stage units sorted by the text of stratum and cluster, so that every engine numbers them alike."""
    stage = sampling.stages[0]
    first = np.zeros(stage.units, dtype=np.int64)
    first[stage.unit[::-1]] = np.arange(len(stage.unit) - 1, -1, -1)
    names: list[str] | range = range(stage.units)
    if design.clusters:
        column = design.clusters[0]
        names = [cube.values[column][code] for code in cube.codes[column][first].tolist()]
    keys = [(sampling.strata[stratum], name) for stratum, name in zip(stage.parent.tolist(), names, strict=True)]
    ranked = sorted(range(stage.units), key=keys.__getitem__)
    return np.array(ranked, dtype=np.int64)


def _make(design: Design, sampling: Sampling, wanted: Replicates, order: Integers) -> Jackknife | HalfSamples | Draws:
    stage = sampling.stages[0]
    sizes = stage.count.astype(np.int64)
    _refuse_lonely(design, sampling, wanted)
    if wanted.method in {"jk1", "jkn"}:
        if wanted.method == "jk1" and len(sizes) > 1:
            raise _unfit("jk1 is for samples without strata", "jk1 ใช้กับตัวอย่างที่ไม่แบ่งชั้นภูมิ", "use jkn", "ใช้ jkn")
        units = order[sizes[stage.parent[order]] > 1]
        if not len(units):
            raise _unfit(
                f"{wanted.method} finds no stratum with two units",
                f"{wanted.method} ไม่พบชั้นภูมิที่มีตั้งแต่สองหน่วย",
                "add the rows of the other units",
                "เพิ่มแถวของหน่วยอื่น",
            )
        size = sizes[stage.parent[units]]
        return Jackknife(units, size / (size - 1), stage.parent, len(sizes))
    if wanted.method in {"brr", "fay"}:
        return _half_samples(sampling, wanted, order)
    drawn = sizes - 1 if wanted.method == "rao_wu" else np.where(sizes > 1, sizes, 0)
    strata = list(dict.fromkeys(stage.parent[order].tolist()))
    return Draws(int(wanted.create or 0), wanted.seed, order, sizes[strata], drawn[strata])


def _refuse_lonely(design: Design, sampling: Sampling, wanted: Replicates) -> None:
    lonely = np.flatnonzero(sampling.stages[0].single)
    if len(lonely) and design.single_psu != "remove":
        shown = ", ".join(sampling.strata[index] for index in lonely[:10])
        raise _unfit(
            f"{wanted.method} finds a single PSU in stratum {shown}",
            f"{wanted.method} พบหน่วยตัวอย่างเดียวในชั้นภูมิ {shown}",
            'join strata or choose single_psu "remove"',
            'รวมชั้นภูมิ หรือเลือก single_psu เป็น "remove"',
        )


def _unfit(en: str, th: str, mend: str, mend_th: str) -> Refused:
    return Refused("replicates.method", Message(en, th), Message(mend, mend_th))


def _half_samples(sampling: Sampling, wanted: Replicates, order: Integers) -> HalfSamples:
    stage = sampling.stages[0]
    odd = np.flatnonzero(stage.count != 2)
    if len(odd):
        name, count = sampling.strata[odd[0]] or "(all)", int(stage.count[odd[0]])
        raise _unfit(
            f"half samples want two PSUs in every stratum; {name} has {count}",
            f"วิธีครึ่งตัวอย่างต้องมีสองหน่วยในทุกชั้นภูมิ แต่ {name} มี {count}",
            "use jkn or rao_wu",
            "ใช้ jkn หรือ rao_wu",
        )
    strata = list(dict.fromkeys(stage.parent[order].tolist()))
    matrix = hadamard(len(strata) + 1)
    place = np.empty(len(strata), dtype=np.int64)
    place[strata] = np.arange(len(strata))
    signs = matrix[:, 1 + place[stage.parent]]
    second = order.reshape(-1, 2)[:, 1]
    signs[:, second] *= -1
    return HalfSamples(signs, 1 - wanted.rho)


def _made_coefficients(
    sampling: Sampling, wanted: Replicates, made: Jackknife | HalfSamples | Draws
) -> tuple[Floats, float]:
    if isinstance(made, Jackknife) and wanted.method == "jkn":
        stage = sampling.stages[0]
        stratum = stage.parent[made.units]
        size = stage.count[stratum]
        return (size - 1) / size * (1 - stage.fraction[stratum]), 1.0
    fraction = float(sampling.stages[0].fraction[0]) if wanted.method == "jk1" else 0.0
    return _alike(wanted, made.number, fraction)


def _alike(wanted: Replicates, number: int, fraction: float) -> tuple[Floats, float]:
    scale = {
        "jk1": (number - 1) / number * (1 - fraction),
        "brr": 1 / number,
        "fay": 1 / (number * (1 - wanted.rho) ** 2),
    }.get(wanted.method, 1 / (number - 1))
    return np.full(number, scale), scale


def _given_coefficients(cube: Cube, sampling: Sampling, wanted: Replicates) -> tuple[Floats, float]:
    if cube.replicates is None:
        raise AssertionError("the cube holds the weights that the design names")
    number = cube.replicates.shape[1]
    fraction = sampling.stages[0].fraction
    if wanted.method != "jkn":
        if wanted.method == "jk1" and len(np.unique(fraction)) > 1:
            raise _unfit(
                "jk1 is for samples without strata, and the population differs between strata",
                "jk1 ใช้กับตัวอย่างที่ไม่แบ่งชั้นภูมิ แต่ประชากรต่างกันระหว่างชั้นภูมิ",
                "use jkn",
                "ใช้ jkn",
            )
        return _alike(wanted, number, float(fraction[0]))
    stratum = np.array([_left_out(cube, sampling, wanted, index) for index in range(number)])
    size = sampling.stages[0].count[stratum]
    return (size - 1) / size * (1 - fraction[stratum]), 1.0


def _left_out(cube: Cube, sampling: Sampling, wanted: Replicates, index: int) -> int:
    """The stratum whose unit a given jackknife replicate sets to 0."""
    if cube.replicates is None:
        raise AssertionError("the cube holds the weights that the design names")
    gone = (cube.replicates[:, index] == 0) & (cube.weight > 0)
    strata = np.unique(sampling.stratum[sampling.psu[gone]])
    if len(strata) != 1:
        column = wanted.weights[index]
        raise Refused(
            f"replicates.weights[{index}]",
            Message(
                f"{column} sets no PSU to 0" if not len(strata) else f"{column} sets PSUs of several strata to 0",
                f"{column} ไม่ได้ตัดหน่วยใดออก" if not len(strata) else f"{column} ตัดหน่วยในหลายชั้นภูมิ",
            ),
            Message(
                "a jkn replicate leaves out one PSU of one stratum: check method and strata",
                "น้ำหนัก jkn ตัดหนึ่งหน่วยในหนึ่งชั้นภูมิ: ตรวจ method และ strata",
            ),
        )
    return int(strata[0])
