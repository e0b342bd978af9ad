"""What is kept up to date response by response is what the whole cube gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from samrit.core.awareness.builder import Builder
from samrit.core.awareness.cube import shape_of
from samrit.core.awareness.design import Calibration, Design, Estimate, Items, Margin, Replicates
from samrit.core.awareness.estimates import build_engine
from samrit.core.awareness.live import Live

SHARES = tuple(
    Estimate(f"{name}-{interval}", name, "proportion", interval=interval)
    for name, interval in (("a", "beta"), ("b", "wilson"), ("all", "beta"), ("b", "logit"))
)
SEX = Margin(("sex",), (("f", 500.0), ("m", 450.0)), "calibrate[0].margins[0]")
AGE = Margin(("age",), (("1", 400.0), ("2", 550.0)), "calibrate[0].margins[1]")
RAKE = Calibration("rake", (SEX, AGE), None, "calibrate[0]")
REPLICATES = (
    Replicates("rao_wu", create=60, seed=3),
    Replicates("jkn", create=True),
    Replicates("bootstrap", create=60, seed=1, centre="estimate"),
)
DESIGN = Design("w", ("khet",), ("psu",), items=Items(("a", "b"), "all"), estimates=SHARES, nested=True)


def responses(number, seed=1):
    """Rows of a small survey, some of them with blanks and weight 0."""
    rng = np.random.default_rng(seed)
    rows = []
    for row in range(number):
        said = {name: None if rng.random() < 0.1 else int(rng.random() < 0.8) for name in ("a", "b")}
        where = {
            "khet": f"k{row % 3}",
            "psu": str(row // 3 % 6),
            "sex": rng.choice(["f", "m"]),
            "age": rng.choice(["1", "2"]),
        }
        rows.append((where, 0.0 if rng.random() < 0.05 else 1 + 3 * rng.random(), said))
    return rows


def cube_of(rows, design):
    """The cube of rows, as a file of them would give it."""
    shape = shape_of(design)
    flat = [{**where, "w": weight, **said} for where, weight, said in rows]
    builder = Builder(shape)
    columns = [pa.array([row[name] for row in flat]) for name in shape.wanted]
    builder.add(pa.record_batch(columns, names=shape.wanted))
    return builder.cube()


@pytest.mark.parametrize("calibrate", [(), (RAKE,)], ids=["bare", "raked"])
@pytest.mark.parametrize("replicates", REPLICATES, ids=lambda one: one.method)
def test_each_response_gives_what_the_whole_cube_gives(replicates, calibrate):
    """Estimates, errors, limits, sizes, degrees of freedom and design effects, after each of thirty responses."""
    design = replace(DESIGN, replicates=replicates, calibrate=calibrate)
    rows = responses(150)
    live = Live(cube_of(rows[:120], design), design)
    for last in range(120, 150):
        live.add(*rows[last])
        engine = build_engine(cube_of(rows[: last + 1], design), design)
        for estimate in design.estimates:
            mine, whole = live.figures()[estimate.id], engine.figures(estimate)[0]
            assert (mine.n, mine.df, mine.flags) == (whole.n, whole.df, whole.flags)
            pairs = [
                (mine.estimate, whole.estimate),
                (mine.se, whole.se),
                (mine.n_eff, whole.n_eff),
                (mine.deff, whole.deff),
            ]
            for one, other in [*pairs, *zip(mine.ci, whole.ci, strict=True)]:
                assert one == pytest.approx(other, rel=1e-9)


def test_what_it_does_not_know_is_told():
    """A new PSU wants a new start; an answer that is none, and a design with more than shares, are refused."""
    design = replace(DESIGN, replicates=REPLICATES[0])
    rows = responses(60)
    live = Live(cube_of(rows, design), design)
    where, weight, said = rows[0]
    with pytest.raises(KeyError):
        live.add({**where, "psu": "99"}, weight, said)
    with pytest.raises(ValueError, match="an answer 0, 1 or None"):
        live.add(where, weight, {**said, "a": 2})
    with pytest.raises(ValueError, match="a weight is 0 or more"):
        live.add(where, float("nan"), said)
    with pytest.raises(ValueError, match="replicates made from a design"):
        Live(cube_of(rows, DESIGN), DESIGN)
