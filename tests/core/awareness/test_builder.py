"""A cube is the same whatever the size of the batches, the kinds of the columns and the silence of some."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from samrit.core.awareness import BadResponses, Builder, Design, open_responses, read_cube, responses
from samrit.core.awareness.cube import Shape
from samrit.core.awareness.design import Items, Question

ROWS = 3000
ITEMS = tuple(f"a{place}" for place in range(16))
SHAPE = Shape(
    weight="w",
    categories=("khet", "psu", "all", "age"),
    population=(),
    measures=(*((name,) for name in ITEMS), ("all",), ("\0any",), ("y",), ("a1", "y")),
    binary=frozenset(ITEMS),
    items=ITEMS[:3],
    joint="all",
    extra=(),
    replicates=(),
    by_row=False,
)


def people(silent: float) -> dict[str, list[object]]:
    """Rows sorted by PSU, so that each batch brings new ones; some weigh nothing, some are silent."""
    rng = np.random.default_rng(7)
    psu = np.sort(rng.integers(-3, 400, ROWS))
    found: dict[str, list[object]] = {
        "khet": (psu // 40).tolist(),
        "psu": psu.tolist(),
        "age": rng.choice(["15-39", "40+", ""], ROWS).tolist(),
        "w": np.where(rng.random(ROWS) < 0.1, 0.0, rng.random(ROWS)).tolist(),
        "y": [None if value < silent else float(value) for value in rng.random(ROWS)],
    }
    for place, name in enumerate(ITEMS):
        said = rng.random(ROWS) < 0.9
        quiet = rng.random(ROWS) < (silent if place % 2 else 0)
        found[name] = [None if none else int(yes) for none, yes in zip(quiet, said, strict=True)]
    return found


def wanted(data: dict[str, list[object]]) -> dict[tuple[str, ...], list[float]]:
    """By the texts of an entry: rows, weights, squares, least and most, and of each measure its five sums."""
    found: dict[tuple[str, ...], list[float]] = {}
    first = next(value for value in data["y"] if value is not None)
    for row in range(ROWS):
        one = {name: column[row] for name, column in data.items()}
        said = [one[name] for name in ITEMS[:3]]
        one["all"] = 0 if 0 in said else None if None in said else 1
        one["\0any"] = 1 if 1 in said else None if None in said else 0
        key = (str(one["khet"]), str(one["psu"]), "" if one["all"] is None else str(one["all"]), str(one["age"]))
        w = float(one["w"])
        sums = found.setdefault(key, [0.0, 0.0, 0.0, 0.0, np.inf, -np.inf, *[0.0] * 5 * len(SHAPE.measures)])
        for place, more in enumerate((1, float(w > 0), w, w * w)):
            sums[place] += more
        sums[4:6] = [min(sums[4], w), max(sums[5], w)]
        for place, name in enumerate(SHAPE.measures):
            if any(one[column] is None for column in name):
                continue
            value = float(one[name[0]]) - (first if name == ("y",) else 0)
            last = w * float(one[name[1]]) if len(name) == 2 else w * value * value
            for at, more in enumerate((1, float(w > 0), w, w * value, last)):
                sums[6 + 5 * place + at] += more
    return found


def found_in(builder: Builder) -> dict[tuple[str, ...], list[float]]:
    """The same of a cube."""
    cube = builder.cube()
    measures = [cube.measure(name) for name in SHAPE.measures]
    columns = [cube.rows, cube.positive, cube.weight, cube.weight_square, cube.weight_low, cube.weight_high]
    for one in measures:
        columns += [one.answers, one.positive, one.weight, one.value, one.square if one.base is None else one.base]
    keys = zip(*([cube.values[name][code] for code in cube.codes[name]] for name in SHAPE.categories), strict=True)
    return {key: [float(column[entry]) for column in columns] for entry, key in enumerate(keys)}


KINDS = {
    "numbers": lambda values: pa.array(values, pa.int8()),
    "longs": lambda values: pa.array(values, pa.int64()),
    "booleans": lambda values: pa.array([None if value is None else bool(value) for value in values]),
    "floats": lambda values: pa.array(values, pa.float32()),
    "texts": lambda values: pa.array(["" if value is None else str(value) for value in values]),
    "words": lambda values: pa.array(["" if value is None else str(value) for value in values]).dictionary_encode(),
}


@pytest.mark.parametrize("silent", [0.0, 0.2, 1.0])
@pytest.mark.parametrize("kind", KINDS)
def test_the_cube_is_the_sum_of_its_rows(kind, silent):
    """Sixteen yes-or-no columns, those made of them, a number and a ratio, in batches of 700 rows; a cube that is asked
    for between them changes nothing.
    """
    data = people(silent)
    if silent == 1.0:
        data["y"][0] = 0.5
    table = pa.table({name: KINDS[kind](column) if name in ITEMS else column for name, column in data.items()})
    builder = Builder(SHAPE)
    for batch in table.select(SHAPE.wanted).to_batches(max_chunksize=700):
        builder.add(batch)
        builder.cube()
    truth, found = wanted(data), found_in(builder)
    assert list(found) == list(truth)
    for key, sums in truth.items():
        np.testing.assert_allclose(found[key], sums, rtol=1e-12, atol=1e-12)


def test_more_combinations_than_a_table_holds_are_found_all_the_same(monkeypatch):
    """Columns are numbered together one by one where their combinations would be too many."""
    data = people(0.1)
    table = pa.table(data).select(SHAPE.wanted)
    plain = Builder(SHAPE)
    plain.add(table.to_batches()[0])
    for most in (900, 3):
        monkeypatch.setattr("samrit.core.awareness.words.DENSE", most)
        builder = Builder(SHAPE)
        for batch in table.to_batches(max_chunksize=500):
            builder.add(batch)
        found, truth = found_in(builder), found_in(plain)
        assert list(found) == list(truth)
        np.testing.assert_allclose(list(found.values()), list(truth.values()), rtol=1e-12, atol=1e-12)


ASKED = Question("each", 0.8, None, None)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_fault_in_a_late_batch_names_its_row(tmp_path, monkeypatch, ending):
    """Rows are read ahead in batches; the row that is told is counted from the beginning."""
    from pyarrow import csv, parquet

    monkeypatch.setattr(responses, "ROWS", 64)
    monkeypatch.setattr(responses, "BLOCK", 4000)
    data = people(0.0)
    data["a3"][2345] = 2
    write = csv.write_csv if ending == "csv" else parquet.write_table
    write(pa.table(data), tmp_path / f"r.{ending}")
    design = Design(weight="w", strata=("khet",), clusters=("psu",), items=Items(ITEMS, "all"), verdict=ASKED)
    with pytest.raises(BadResponses) as caught:
        read_cube(open_responses(tmp_path / f"r.{ending}"), design)
    assert (caught.value.path, caught.value.what.en) == ("a3, row 2346 (line 2347)", "2 is neither 0 nor 1")
