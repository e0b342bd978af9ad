"""How the sample was drawn: stages of units, finite populations, units that stand alone, and the Taylor variance.

The variance of a sum of influences follows the stages: between the units of a stratum with n/(n-1), times (1 - f), plus
f times the variance inside each unit, recursively (contract, section 4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samrit.core.awareness.cube import Cube, add_up, compose, held
from samrit.core.awareness.design import Design
from samrit.core.awareness.responses import BadResponses, Booleans, Floats, Integers
from samrit.core.contract import Message


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: `unit[e]` is the unit of entry e, `parent[u]` its stratum (first stage) or unit of the stage before.

    By parent: `count` units sampled, `fraction` of its population, `carried` the product of the fractions above.
    """

    unit: Integers
    parent: Integers
    count: Floats
    fraction: Floats
    carried: Floats

    @property
    def units(self) -> int:
        return len(self.parent)

    def parents_of(self, inside: Booleans) -> Booleans:
        """Which parents have one of the entries `inside`."""
        found = np.zeros(len(self.count), dtype=np.bool_)
        found[self.parent[self.unit[inside]]] = True
        return found

    @property
    def single(self) -> Booleans:
        """Parents with one unit that is not their whole population."""
        return np.asarray((self.count == 1) & (self.fraction < 1) & (self.carried > 0), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Sampling:
    """The stages that enter the variance; `strata` are their names as the file writes them."""

    stages: tuple[Stage, ...]
    strata: tuple[str, ...]
    single_psu: str

    @property
    def psu(self) -> Integers:
        return self.stages[0].unit

    @property
    def stratum(self) -> Integers:
        """The stratum of each PSU."""
        return self.stages[0].parent

    def degrees(self, of_entry: Integers, groups: int) -> Integers:
        """For each group, how many PSUs less how many strata have one of its entries; `of_entry` is -1 outside all."""
        units, strata = self.stages[0].units, len(self.strata)
        if groups == 1 and of_entry.min() == 0:  # every unit and stratum has an entry
            return np.array([units - strata])
        inside = of_entry >= 0
        group, unit = np.divmod(held(of_entry[inside] * units + self.psu[inside], groups * units), units)
        home = held(group * strata + self.stratum[unit], groups * strata) // strata
        return np.bincount(group, minlength=groups) - np.bincount(home, minlength=groups)

    def covariance(self, influence: Floats, *, present: list[Booleans], diagonal: bool = False) -> Floats:
        """The covariance matrix (or its diagonal) of the sums of the columns of `influence` (entries x columns).

        `present` gives the entries of each column's domain: "average" counts the strata (at later stages the units)
        that have one.
        """
        found = np.zeros(influence.shape[1]) if diagonal else np.zeros((influence.shape[1],) * 2)
        for number, stage in enumerate(self.stages):
            if number and not (stage.carried > 0).any():
                break
            sums = gather(stage.unit, influence, stage.units)
            part = self._of_stage(stage, sums, diagonal=diagonal)
            if self.single_psu == "average" and stage.single.any():
                part = part * self._spread(stage, present, diagonal=diagonal)
            found = found + part
        return found

    def _of_stage(self, stage: Stage, sums: Floats, *, diagonal: bool) -> Floats:
        lone = stage.count == 1
        mean = gather(stage.parent, sums, len(stage.count)) / stage.count[:, None]
        # A unit alone has no deviation from its own mean; "adjust" lets it deviate from the mean of all, which is 0.
        mean[lone] = 0.0
        kept = stage.single & (self.single_psu == "adjust")
        many = np.divide(stage.count, stage.count - 1, out=np.where(kept, 1.0, 0.0), where=~lone)
        factor = np.maximum(stage.carried * (1 - stage.fraction) * many, 0.0)
        deviation = (sums - mean[stage.parent]) * np.sqrt(factor)[stage.parent][:, None]
        return np.asarray((deviation**2).sum(axis=0) if diagonal else deviation.T @ deviation)

    def _spread(self, stage: Stage, present: list[Booleans], *, diagonal: bool) -> Floats:
        """H / (H - singles), among the parents in which `present` has entries; NaN where all are single."""
        factors = np.array(
            [_share_of_many(stage.parents_of(inside) & (stage.carried > 0), stage.single) for inside in present]
        )
        return factors if diagonal else np.sqrt(np.outer(factors, factors))


def _share_of_many(active: Booleans, single: Booleans) -> float:
    others = int((active & ~single).sum())
    if not others:
        return np.nan if active.any() else 1.0
    return float(active.sum()) / others


def gather(index: Integers, columns: Floats, size: int) -> Floats:
    """Sums of the rows of `columns` that share an index."""
    return np.column_stack([add_up(index, column, size) for column in columns.T])


def build_sampling(cube: Cube, design: Design) -> Sampling:
    """The stages of `design` in the responses. Raises BadResponses naming stratum, unit or column."""
    strata, names = _numbered(cube, design.strata)
    if len(names) == 1 and not design.strata:
        names = ("",)
    stages: list[Stage] = []
    parent_of_entry, parents, carried = strata, len(names), np.ones(len(names))
    depth = max(1, len(design.clusters)) if design.population else 1
    depth = min(depth, max(1, len(design.population)) + 1)
    for number in range(depth):
        unit = _units(cube, design, number, parent_of_entry, names)
        units = int(unit.max()) + 1
        parent = np.zeros(units, dtype=np.int64)
        parent[unit] = parent_of_entry
        count = np.bincount(parent, minlength=parents).astype(np.float64)
        fraction = _fractions(cube, design, number, parent_of_entry, count)
        stages.append(Stage(unit, parent, count, fraction, carried))
        carried = (carried * fraction)[parent]
        parent_of_entry, parents = unit, units
    sampling = Sampling(tuple(stages), names, design.single_psu)
    if design.single_psu == "fail" and design.replicates is None:
        refuse_singles(sampling, cube, design)
    return sampling


def refuse_singles(sampling: Sampling, cube: Cube, design: Design) -> None:
    """Refuses strata (or units, at later stages) that hold one unit of several, naming them."""
    for number, stage in enumerate(sampling.stages):
        single = np.flatnonzero(stage.single)
        if not len(single):
            continue
        above = sampling.strata if number == 0 else _unit_names(cube, design, number - 1, sampling.stages[number - 1])
        shown = ", ".join(above[index] or "(all)" for index in single[:10]) + ("" if len(single) <= 10 else ", …")
        column = "|".join(design.strata) if number == 0 else design.clusters[number - 1]
        raise BadResponses(
            f"{column or 'strata'}: {shown}",
            Message(
                "only one sampled unit, so its variance is not known", "มีหน่วยตัวอย่างเพียงหน่วยเดียว จึงหาความแปรปรวนไม่ได้"
            ),
            Message(
                'join it with another, or choose single_psu "remove", "adjust" or "average"',
                'รวมกับชั้นภูมิอื่น หรือเลือก single_psu เป็น "remove", "adjust" หรือ "average"',
            ),
        )


def refuse_one_unit(sampling: Sampling, cube: Cube, design: Design) -> None:
    """Refuses a sample of one unit that is not its whole population: no rule for single PSUs gives it a variance."""
    first, given = sampling.stages[0], design.replicates is not None and design.replicates.create is None
    if first.units == 1 and first.single[0] and not given:
        column = design.clusters[0] if design.clusters else ""
        name = label(cube, (column,), 0) if column else "1"
        raise BadResponses(
            f"{column or 'rows'}: {name}",
            Message(
                f'the sample has only one unit, so that its variance is not known, also under "{design.single_psu}"',
                f'ตัวอย่างมีหน่วยเดียว จึงหาความแปรปรวนไม่ได้ แม้เลือก "{design.single_psu}"',
            ),
            Message(
                "add the rows of the other units, or name in clusters what was drawn",
                "เพิ่มแถวของหน่วยอื่น หรือระบุสิ่งที่สุ่มไว้ใน clusters",
            ),
        )


def combine(cube: Cube, columns: tuple[str, ...], entries: Integers | slice = slice(None)) -> tuple[Integers, Integers]:
    """Numbers the combinations of categorical columns in all `entries`: of each its number, of each number an entry."""
    chosen = np.arange(cube.size)[entries]
    if not columns:
        return np.zeros(len(chosen), dtype=np.int64), chosen[:1]
    keys, number = compose(
        [cube.codes[name][entries] for name in columns], [len(cube.values[name]) for name in columns]
    )
    first, inverse = number(keys)
    return inverse, chosen[first]


def _numbered(cube: Cube, columns: tuple[str, ...]) -> tuple[Integers, tuple[str, ...]]:
    inverse, first = combine(cube, columns)
    return inverse, tuple(label(cube, columns, int(entry)) for entry in first)


def label(cube: Cube, columns: tuple[str, ...], entry: int) -> str:
    """The texts of some columns of an entry, joined by `|`."""
    return "|".join(cube.values[name][cube.codes[name][entry]] for name in columns)


def _units(cube: Cube, design: Design, number: int, parent: Integers, strata: tuple[str, ...]) -> Integers:
    if not design.clusters:
        return _left_out_together(cube, design)
    column = design.clusters[number]
    codes = cube.codes[column]
    if number == 0 and not design.nested and len(strata) > 1:
        _refuse_shared(codes, parent, cube.values[column], column, strata)
    keys, numbering = compose([parent, codes], [int(parent.max()) + 1, len(cube.values[column])])
    return numbering(keys)[1]


def _left_out_together(cube: Cube, design: Design) -> Integers:
    """Without clusters every row is its own unit; but given jackknife weights show which rows are left out together."""
    rows = np.arange(cube.size, dtype=np.int64)
    if cube.replicates is None or design.replicates is None or design.replicates.method not in {"jk1", "jkn"}:
        return rows
    gone = cube.replicates == 0
    unit = np.where(gone.any(axis=1), gone.argmax(axis=1), cube.replicates.shape[1] + rows)
    return np.asarray(np.unique(unit, return_inverse=True)[1], dtype=np.int64)


def _refuse_shared(codes: Integers, stratum: Integers, names: list[str], column: str, strata: tuple[str, ...]) -> None:
    home = np.full(len(names), -1, dtype=np.int64)
    home[codes[::-1]] = stratum[::-1]
    away = np.flatnonzero(home[codes] != stratum)
    if len(away):
        name = names[codes[away[0]]]
        one, two = strata[home[codes[away[0]]]], strata[stratum[away[0]]]
        raise BadResponses(
            f"{column}: {name}",
            Message(f'the cluster stands in two strata, "{one}" and "{two}"', f'กลุ่มนี้อยู่ในสองชั้นภูมิ "{one}" และ "{two}"'),
            Message(
                'write "nested": true if names start anew in each stratum', 'ระบุ "nested": true หากชื่อเริ่มใหม่ในแต่ละชั้นภูมิ'
            ),
        )


def _unit_names(cube: Cube, design: Design, number: int, stage: Stage) -> tuple[str, ...]:
    first = np.zeros(stage.units, dtype=np.int64)
    first[stage.unit[::-1]] = np.arange(len(stage.unit) - 1, -1, -1)
    if not design.clusters:
        return tuple(str(entry + 1) for entry in first)
    return tuple(label(cube, (design.clusters[number],), int(entry)) for entry in first)


def _fractions(cube: Cube, design: Design, number: int, parent: Integers, count: Floats) -> Floats:
    replicates = design.replicates
    unused = replicates is not None and bool(replicates.weights) and replicates.method not in {"jk1", "jkn"}
    if number >= len(design.population) or unused:
        return np.zeros(len(count))
    column, given = design.population[number], cube.population[number]
    stated = np.full(len(count), np.nan)
    stated[parent[::-1]] = given[::-1]
    wrong = np.flatnonzero((stated[parent] != given) | np.isinf(given))
    if len(wrong):
        raise BadResponses(
            f"{column}{_where(cube, design, number, int(wrong[0]))}",
            Message(
                "the population differs between rows of one stratum or unit", "จำนวนประชากรไม่เท่ากันในชั้นภูมิหรือหน่วยเดียวกัน"
            ),
            Message("give one number for all of its rows", "ใส่จำนวนเดียวกันทุกแถว"),
        )
    if (stated < 0).any():
        low = int(np.argmax(given < 0))
        raise BadResponses(
            f"{column}{_where(cube, design, number, low)}",
            Message("a population below 0", "จำนวนประชากรต่ำกว่า 0"),
            Message("correct the number", "แก้ไขตัวเลข"),
        )
    if (stated <= 1).all():
        return stated
    short = np.flatnonzero(stated < count)
    if len(short):
        entry = int(np.argmax(parent == short[0]))
        raise BadResponses(
            f"{column}{_where(cube, design, number, entry)}",
            Message(
                f"a population of {stated[short[0]]:,.12g} is smaller than the sample of {count[short[0]]:,.12g}",
                f"ประชากร {stated[short[0]]:,.12g} น้อยกว่าตัวอย่าง {count[short[0]]:,.12g}",
            ),
            Message("correct the population or the names of the units", "แก้ไขจำนวนประชากรหรือชื่อหน่วย"),
        )
    fractions: Floats = count / stated
    return fractions


def _where(cube: Cube, design: Design, number: int, entry: int) -> str:
    columns = design.strata if number == 0 else (design.clusters[number - 1],)
    if columns:
        return f", {'|'.join(columns)} {label(cube, columns, entry)}"
    return f", row {entry + 1} (line {entry + 2})" if cube.by_row else ""
