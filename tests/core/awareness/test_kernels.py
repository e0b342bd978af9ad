"""The one pass over many rows."""

from __future__ import annotations

import numpy as np
import pytest

from samrit.core.awareness.hadamard import hadamard
from samrit.core.awareness.kernels import sum_answers


@pytest.mark.parametrize("compiled", [False, True])
def test_sums_of_answers(compiled):
    """Weights are summed for all rows, for each item and for those who know all."""
    if compiled:
        pytest.importorskip("numba")
    rng = np.random.default_rng(1)
    unit, answers, weight = (
        rng.integers(0, 7, 5000).astype(np.uint16),
        rng.integers(0, 8, 5000).astype(np.uint16),
        rng.random(5000),
    )
    wanted = np.zeros((7, 5))
    np.add.at(wanted[:, 0], unit, weight)
    for item in range(3):
        np.add.at(wanted[:, 1 + item], unit, weight * ((answers >> item) & 1))
    np.add.at(wanted[:, 4], unit, weight * (answers == 7))
    np.testing.assert_allclose(sum_answers(unit, answers, weight, 7, 3, compiled=compiled), wanted, rtol=1e-12)


@pytest.mark.parametrize("least", [1, 2, 3, 5, 12, 13, 29, 51, 92])
def test_hadamard_columns_are_orthogonal(least):
    """Every two columns are orthogonal and the first is all ones."""
    matrix = hadamard(least)
    assert len(matrix) >= least
    np.testing.assert_array_equal(matrix @ matrix.T, len(matrix) * np.eye(len(matrix)))
    assert (matrix[:, 0] == 1).all()
