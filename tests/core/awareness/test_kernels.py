"""The one pass over many rows."""

from __future__ import annotations

import numpy as np
import pytest

from samrit.core.awareness import replicates
from samrit.core.awareness.hadamard import hadamard
from samrit.core.awareness.kernels import sum_answers
from samrit.core.awareness.replicates import Draws


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(("units", "items"), [(7, 1), (7, 3), (40, 10), (9000, 10), (3, 14)])
def test_sums_of_answers(units, items, compiled):
    """Weights are summed for all rows, for each item and for those who know all; rows are counted."""
    if compiled:
        pytest.importorskip("numba")
    rng = np.random.default_rng(1)
    unit = rng.integers(0, units, 5000).astype(np.uint16)
    answers = rng.integers(0, 1 << items, 5000).astype(np.uint16)
    answers[rng.random(5000) < 0.3] = (1 << items) - 1
    weight = rng.random(5000)
    wanted, rows = np.zeros((units, items + 2)), np.ones(units, dtype=np.int64)
    np.add.at(wanted[:, 0], unit, weight)
    for item in range(items):
        np.add.at(wanted[:, 1 + item], unit, weight * ((answers >> item) & 1))
    np.add.at(wanted[:, -1], unit, weight * (answers == (1 << items) - 1))
    found = sum_answers(unit, answers, weight, units, items, rows=rows, compiled=compiled)
    np.testing.assert_allclose(found, wanted, rtol=1e-12)
    np.testing.assert_array_equal(rows, 1 + np.bincount(unit, minlength=units))


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(("unit", "said"), [(7, 0), (-1, 0), (0, 8), (0, -1)])
def test_rows_outside_the_table_are_refused(unit, said, compiled):
    """A unit or a pattern that does not exist never reaches the memory beside the table."""
    if compiled:
        pytest.importorskip("numba")
    with pytest.raises(ValueError, match="outside the table"):
        sum_answers(np.array([0, unit]), np.array([0, said]), np.ones(2), 7, 3, compiled=compiled)


@pytest.mark.parametrize("compiled", [False, True])
def test_no_rows_sum_to_nothing(compiled):
    """An empty file has sums of 0."""
    if compiled:
        pytest.importorskip("numba")
    none = np.zeros(0, dtype=np.uint16)
    assert not sum_answers(none, none, np.zeros(0), 7, 3, compiled=compiled).any()


@pytest.mark.parametrize("least", [1, 2, 3, 5, 12, 13, 29, 51, 92])
def test_hadamard_columns_are_orthogonal(least):
    """Every two columns are orthogonal and the first is all ones."""
    matrix = hadamard(least)
    assert len(matrix) >= least
    np.testing.assert_array_equal(matrix @ matrix.T, len(matrix) * np.eye(len(matrix)))
    assert (matrix[:, 0] == 1).all()


def test_replicates_drawn_together_are_those_drawn_alone():
    """However many are asked for at a time, replicate n has the same draws; a stratum of one is left as it is."""
    order, sizes = np.random.default_rng(3).permutation(20), np.array([3, 1, 5, 8, 1, 2])
    draws = Draws(2000, 2**63 - 5, order, sizes, sizes - 1)
    together = draws.factors(0, 2000)
    for number in (0, 1, 409, 777, 1999):
        np.testing.assert_array_equal(together[number], draws.factor(number))
    assert (together[:, order[[3, 17]]] == 1).all()
    np.testing.assert_allclose(together.sum(axis=1), 20)


@pytest.mark.parametrize("kept", [0, 1 << 22])
def test_totals_of_replicates_are_those_of_their_factors(monkeypatch, kept):
    """Whether the factors are few enough to be kept or not, and also for the second figure that asks."""
    monkeypatch.setattr(replicates, "_KEPT", kept)
    rng = np.random.default_rng(3)
    sizes, sums = np.array([3, 1, 5, 8, 1, 2]), rng.random((20, 3))
    draws = Draws(300, 11, rng.permutation(20), sizes, sizes - 1)
    for columns in (sums, sums[:, :1]):
        np.testing.assert_allclose(draws.totals(columns), draws.factors(0, 300) @ columns, rtol=1e-12)
