"""Weights adjusted to known totals: post-stratification, raking, linear and logit calibration, trimming.

The work is done on cells: combinations of the margins' columns (rows, where a margin is numeric). A cell's factor
g = weight after / weight before is the same for all of its rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samrit.core.awareness.cube import Cube, add_up
from samrit.core.awareness.design import Calibration, Design, Margin, Trim
from samrit.core.awareness.responses import BadResponses, Floats, Integers
from samrit.core.awareness.sampling import combine, gather, label
from samrit.core.contract import Message, Refused

MAX_ROUNDS = 1000
MET = 1e-10
"""How near a margin must come to its total, as a share of it."""
_BEST = 1e-14


@dataclass(frozen=True, slots=True)
class Categories:
    """A margin of categories: the category of each cell and the totals of the categories."""

    of_cell: Integers
    totals: Floats
    names: tuple[str, ...]
    margin: Margin


@dataclass(frozen=True, slots=True)
class Step:
    """One calibration on cells; `columns` (cells x K) and `totals` (K) hold categories and numbers alike."""

    entry: Calibration
    categories: tuple[Categories, ...]
    columns: Floats
    totals: Floats
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjuster:
    """All calibrations of a design, ready for any set of weights: `cell[e]` is the cell of entry e."""

    cell: Integers
    cells: int
    steps: tuple[Step, ...]

    def factors(self, weights: Floats, what: str = "", near: list[Floats] | None = None) -> list[Floats]:
        """The factors of every step, each sets x cells, for `weights` (sets x cells); refusals call the sets `what`.

        `near` are those of weights that are nearly these: raking begins there and is soon done.
        """
        found: list[Floats] = []
        now = weights
        for place, step in enumerate(self.steps):
            if place and (now < 0).any():
                raise _below_zero(self.steps[place - 1].entry, step.entry)
            factor = _solve(step, now, what, None if near is None else near[place])
            found.append(factor)
            now = now * factor
        return found


@dataclass(frozen=True, slots=True)
class Weighting:
    """The final weights of the entries: `factor` times the weights as given; `steps` pair the factor of each
    calibration with the entries' weights before it."""

    adjuster: Adjuster
    factor: Floats
    steps: tuple[tuple[Step, Floats, Floats], ...]
    overshoot: bool = False

    def influence(self, columns: Floats) -> Floats:
        """Influences (entries x columns, times the weights as given) as they enter the variance.

        After each calibration an influence is the residual of its regression on the margins' columns, weighted by the
        weights before, times the factor.
        """
        found = columns * self.factor[:, None]
        for step, factor, before in self.steps:
            reached = np.divide(found, factor[:, None], out=np.zeros_like(found), where=factor[:, None] != 0)
            found = self._residual(step, reached, before) * factor[:, None]
        return found

    def _residual(self, step: Step, columns: Floats, before: Floats) -> Floats:
        cell, cells = self.adjuster.cell, self.adjuster.cells
        sums = gather(cell, columns, cells)
        base = add_up(cell, before, cells)
        if len(step.categories) == len(step.entry.margins) == 1:
            fitted = _by_category(step.categories[0], sums, base)
            return np.asarray(columns - before[:, None] * fitted[cell])
        root = np.sqrt(base)
        inverse = np.divide(1.0, root, out=np.zeros_like(root), where=root > 0)
        left = step.columns * root[:, None]
        scale = np.sqrt((left**2).sum(axis=0))
        scale[scale == 0] = 1.0
        solved = np.linalg.lstsq(left / scale, sums * inverse[:, None], rcond=1e-11)[0]
        fitted = step.columns @ (solved / scale[:, None])
        return np.asarray(columns - before[:, None] * fitted[cell])


def _by_category(margin: Categories, sums: Floats, base: Floats) -> Floats:
    """The regression on one margin: in each category its mean, for no cell lies in two."""
    number = len(margin.totals)
    below = add_up(margin.of_cell, base, number)[:, None]
    above = gather(margin.of_cell, sums, number)
    mean = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return np.asarray(mean[margin.of_cell])


def build_adjuster(cube: Cube, calibrate: tuple[Calibration, ...]) -> Adjuster:
    """The calibrations laid over the cells of the cube. Raises Refused for categories without rows or totals."""
    if not calibrate:
        return Adjuster(np.zeros(cube.size, dtype=np.int64), 1, ())
    if any(entry.numeric for entry in calibrate):
        cell = first = np.arange(cube.size, dtype=np.int64)
    else:
        named = dict.fromkeys(column for entry in calibrate for margin in entry.margins for column in margin.by)
        cell, first = combine(cube, tuple(named))
    return Adjuster(cell, len(first), tuple(_step(cube, entry, first) for entry in calibrate))


def _step(cube: Cube, entry: Calibration, first: Integers) -> Step:
    categories: list[Categories] = []
    columns: list[Floats] = []
    totals: list[float] = []
    names: list[str] = []
    for margin in entry.margins:
        if margin.by:
            found = _categories(cube, margin, first)
            _no_zero_total(entry, margin)
            categories.append(found)
            columns += [(found.of_cell == index).astype(np.float64) for index in range(len(found.totals))]
            totals += found.totals.tolist()
            names += [f"{'|'.join(margin.by)} {name}" for name in found.names]
        else:
            columns += [cube.extra[name][first] for name, _ in margin.totals]
            totals += [total for _, total in margin.totals]
            names += [name for name, _ in margin.totals]
    _same_sums(categories)
    return Step(entry, tuple(categories), np.column_stack(columns), np.array(totals), tuple(names))


def _categories(cube: Cube, margin: Margin, first: Integers) -> Categories:
    column = "|".join(margin.by)
    places = {name: index for index, (name, _) in enumerate(margin.totals)}
    seen: dict[str, int] = {}
    inverse, lead = combine(cube, margin.by, first)
    for number, entry in enumerate(lead):
        name = label(cube, margin.by, int(entry))
        if name not in places:
            shown = f'"{name}"'
            raise BadResponses(
                f"{column}: {name}" if name else column,
                Message(
                    f"the category {shown} has no total in {margin.path}", f"กลุ่ม {shown} ไม่มียอดรวมใน {margin.path}"
                ),
                Message("add its total, or leave its rows out of the file", "เพิ่มยอดรวมของกลุ่มนี้ หรือตัดแถวเหล่านั้นออกจากไฟล์"),
            )
        seen[name] = number
    for name, _ in margin.totals:
        if name not in seen:
            raise Refused(
                f"{margin.path}.totals.{name}",
                Message(f'no response has {column} "{name}"', f'ไม่มีคำตอบที่ {column} เป็น "{name}"'),
                Message("remove the category or join it with another", "ตัดกลุ่มนี้ออกหรือรวมกับกลุ่มอื่น"),
            )
    table = np.array([places[label(cube, margin.by, int(entry))] for entry in lead], dtype=np.int64)
    names = tuple(name for name, _ in margin.totals)
    return Categories(table[inverse], np.array([total for _, total in margin.totals]), names, margin)


def _no_zero_total(entry: Calibration, margin: Margin) -> None:
    """Factors above 0 cannot bring rows that are there to a total of 0."""
    zero = [name for name, total in margin.totals if total == 0]
    if zero and entry.method != "linear":
        raise Refused(
            f"{margin.path}.totals.{zero[0]}",
            Message("a total of 0, though there are rows", "ยอดรวมเป็น 0 ทั้งที่มีแถวข้อมูล"),
            Message("leave its rows out of the file, or correct the total", "ตัดแถวของกลุ่มนี้ออกจากไฟล์ หรือแก้ไขยอดรวม"),
        )


def _same_sums(categories: list[Categories]) -> None:
    for other in categories[1:]:
        one, two = float(categories[0].totals.sum()), float(other.totals.sum())
        first, second = "|".join(categories[0].margin.by), "|".join(other.margin.by)
        if abs(one - two) > 1e-9 * max(one, two):
            raise Refused(
                f"{other.margin.path}.totals",
                Message(
                    f"the totals of {second} sum to {two:.15g}, those of {first} to {one:.15g}",
                    f"ยอดของ {second} รวมได้ {two:.15g} แต่ของ {first} รวมได้ {one:.15g}",
                ),
                Message("give totals of one and the same population", "ใช้ยอดของประชากรชุดเดียวกัน"),
            )


def _below_zero(before: Calibration, after: Calibration) -> Refused:
    return Refused(
        f"{before.path}.bounds",
        Message(
            f"{before.method} makes weights below 0, on which {after.path} cannot build",
            f"{before.method} ทำให้น้ำหนักติดลบ {after.path} จึงปรับต่อไม่ได้",
        ),
        Message('give it bounds, such as ["0.3", "3"]', 'ระบุขอบเขต เช่น ["0.3", "3"]'),
    )


def _solve(step: Step, weights: Floats, what: str, near: Floats | None) -> Floats:
    method = step.entry.method
    if method in {"poststratify", "rake"} and len(step.categories) == len(step.entry.margins):
        return _rake(step, weights, what, near)
    return np.stack([_newton(step, row, f"{what} {number + 1}" if what else "") for number, row in enumerate(weights)])


def _rake(step: Step, weights: Floats, what: str, near: Floats | None) -> Floats:
    """Iterative proportional fitting of all sets at once; one margin is post-stratification."""
    indicators = [np.eye(len(part.totals))[part.of_cell] for part in step.categories]
    lenient = bool(what) and step.entry.method == "poststratify"
    for part, indicator in zip(step.categories, indicators, strict=True):
        empty = (weights @ indicator == 0) & (part.totals > 0)
        if empty.any() and not lenient:
            at = np.argwhere(empty)[0]
            raise _no_weight(part, int(at[1]), f"{what} {at[0] + 1}" if what else "")
    now = weights.copy() if near is None else weights * near
    best, stale = np.inf, 0
    for _ in range(MAX_ROUNDS):
        for part, indicator in zip(step.categories, indicators, strict=True):
            sums = now @ indicator
            now *= np.divide(part.totals, sums, out=np.ones_like(sums), where=sums > 0)[:, part.of_cell]
        missed = (
            0.0
            if len(indicators) == 1
            else max(
                float(_missed(now @ indicator, part.totals).max())
                for part, indicator in zip(step.categories, indicators, strict=True)
            )
        )
        stale = stale + 1 if missed >= best else 0
        best = min(best, missed)
        if missed <= _BEST or (best <= MET and stale >= 3):
            break
    if missed > MET:
        raise _no_agreement(step, (now @ np.concatenate(indicators, axis=1)), what)
    return np.divide(now, weights, out=np.ones_like(now), where=weights > 0)


def _missed(sums: Floats, totals: Floats) -> Floats:
    return np.asarray(np.abs(sums - totals) / np.where(totals > 0, totals, 1.0))


def _no_weight(part: Categories, index: int, what: str) -> Refused:
    column, name = "|".join(part.margin.by), part.names[index]
    within = f" in {what}" if what else ""
    inside = f"ใน {what} " if what else ""
    return Refused(
        f"{part.margin.path}.totals.{name}",
        Message(f'all rows with {column} "{name}" weigh 0{within}', f'{inside}ทุกแถวที่ {column} เป็น "{name}" มีน้ำหนัก 0'),
        Message("join the category with another", "รวมกลุ่มนี้กับกลุ่มอื่น"),
    )


def _no_agreement(step: Step, sums: Floats, what: str) -> Refused:
    missed = np.abs(sums - step.totals) / np.maximum(np.abs(step.totals), 1e-300)
    worst = np.unravel_index(int(np.argmax(missed)), missed.shape)
    name = step.names[int(worst[-1])]
    within = f" ({what} {int(worst[0]) + 1})" if what and missed.ndim == 2 else f" ({what})" if what else ""
    reached, total = f"{float(sums[worst]):.10g}", f"{float(step.totals[int(worst[-1])]):.10g}"
    method = step.entry.method
    return Refused(
        f"{step.entry.path}.margins",
        Message(
            f"{method} does not reach the totals: {name} stays at {reached} where {total} is asked{within}",
            f"{method} ปรับให้ตรงยอดไม่ได้: {name} ได้ {reached} แต่ต้องการ {total}{within}",
        ),
        Message(
            "check the totals against each other, widen the bounds, or join categories",
            "ตรวจยอดรวมให้สอดคล้องกัน ขยายขอบเขต หรือรวมกลุ่ม",
        ),
    )


def _newton(step: Step, weights: Floats, what: str) -> Floats:
    """Factors F(x'a) whose weighted sums of the columns meet the totals, by damped Newton steps."""
    size = np.maximum(np.abs(step.totals), np.abs(weights @ np.abs(step.columns)))
    size[size == 0] = 1.0
    columns, totals = step.columns / size, step.totals / size
    answer = np.zeros(len(totals))
    factor, slope = _factor(step.entry, columns @ answer)
    gap = totals - (weights * factor) @ columns
    for _ in range(100):
        missed = float(np.abs(gap).max())
        if missed <= _BEST:
            break
        root = np.sqrt(weights * slope)
        move = (
            np.linalg.pinv((columns * root[:, None]).T @ (columns * root[:, None]), rcond=1e-12, hermitian=True) @ gap
        )
        length = 1.0
        while True:
            new_factor, new_slope = _factor(step.entry, columns @ (answer + length * move))
            new_gap = totals - (weights * new_factor) @ columns
            if float(np.abs(new_gap).max()) < missed or length < 1e-8:
                break
            length /= 2
        if float(np.abs(new_gap).max()) >= missed:
            break
        answer, factor, slope, gap = answer + length * move, new_factor, new_slope, new_gap
    if float(np.abs(gap).max()) > MET:
        raise _no_agreement(step, (weights * factor) @ step.columns, what)
    return factor


def _factor(entry: Calibration, reached: Floats) -> tuple[Floats, Floats]:
    """F and its derivative at `reached`; F(0) = F'(0) = 1."""
    if entry.method == "rake":
        grown = np.exp(np.clip(reached, -300, 300))
        return grown, grown
    if entry.method == "linear":
        factor = 1 + reached
        if entry.bounds is None:
            return factor, np.ones_like(factor)
        lower, upper = entry.bounds
        inside = (factor > lower) & (factor < upper)
        return np.clip(factor, lower, upper), inside.astype(np.float64)
    if entry.bounds is None:
        raise AssertionError("the reader asks for bounds")
    lower, upper = entry.bounds
    pace = (upper - lower) / ((1 - lower) * (upper - 1))
    odds = np.exp(np.clip(pace * reached, -300, 300))
    below = upper - 1 + (1 - lower) * odds
    factor = (lower * (upper - 1) + upper * (1 - lower) * odds) / below
    return factor, odds * (pace * (1 - lower) * (upper - 1) * (upper - lower)) / below**2


def weigh(cube: Cube, design: Design) -> Weighting:
    """The final weights of every entry. Raises Refused where the totals cannot be met."""
    adjuster = build_adjuster(cube, design.calibrate)
    if not (cube.weight > 0).any():
        raise BadResponses(
            design.weight or "weight",
            Message("every weight is 0", "น้ำหนักทุกแถวเป็น 0"),
            Message("give weights above 0", "ใส่น้ำหนักที่มากกว่า 0"),
        )
    before = cube.weight
    of_cell = add_up(adjuster.cell, before, adjuster.cells)
    steps = []
    for step, factors in zip(adjuster.steps, adjuster.factors(of_cell[None, :]), strict=True):
        factor = factors[0][adjuster.cell]
        steps.append((step, factor, before))
        before = before * factor
    factor = np.ones(cube.size)
    for _, part, _ in steps:
        factor = factor * part
    if design.trim is None:
        return Weighting(adjuster, factor, tuple(steps))
    final, overshoot = trim(before, design.trim)
    factor = np.divide(final, cube.weight, out=np.zeros(cube.size), where=cube.weight > 0)
    return Weighting(adjuster, factor, tuple(steps), overshoot)


def trim(weights: Floats, limits: Trim) -> tuple[Floats, bool]:
    """Weights cut to the limits, the excess shared equally by those that lay inside; whether any then lies outside.

    Weights of 0 stay 0: their rows are not in the sample.
    """
    lower = -np.inf if limits.lower is None else limits.lower
    upper = np.inf if limits.upper is None else limits.upper
    used = weights != 0
    cut = np.where(used, np.clip(weights, lower, upper), 0.0)
    inside = used & (weights >= lower) & (weights <= upper)
    excess = float((weights - cut).sum())
    if not inside.any():
        if (cut == weights).all():
            return cut, False
        raise Refused(
            "trim",
            Message("every weight lies outside the limits", "น้ำหนักทุกค่าอยู่นอกขอบเขต"),
            Message("widen the limits", "ขยายขอบเขต"),
        )
    if excess:
        cut = np.where(inside, cut + excess / inside.sum(), cut)
    outside = (cut[used] < lower * (1 - 1e-12)) | (cut[used] > upper * (1 + 1e-12))
    if ((cut < 0) & (weights >= 0)).any():
        raise Refused(
            "trim",
            Message("what is cut off would make other weights negative", "ส่วนที่ตัดทำให้น้ำหนักอื่นติดลบ"),
            Message("lower the lower limit", "ลดขอบเขตล่าง"),
        )
    return cut, bool(outside.any())
