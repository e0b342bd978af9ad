"""The one pass over many rows."""

from __future__ import annotations

import numpy as np
import pytest

from samrit.core.awareness import kernels
from samrit.core.awareness.hadamard import hadamard
from samrit.core.awareness.kernels import sum_answers, sum_file


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


@pytest.mark.parametrize("compiled", [False, True])
def test_sums_of_a_file_are_those_of_its_columns(tmp_path, monkeypatch, compiled):
    """A Parquet file is summed block by block, and its rows are counted."""
    import pyarrow as pa
    from pyarrow import parquet

    if compiled:
        pytest.importorskip("numba")
    monkeypatch.setattr(kernels, "_BLOCK", 700)
    rng = np.random.default_rng(2)
    unit, answers, weight = rng.integers(0, 7, 5000).astype(np.uint16), rng.integers(0, 8, 5000), rng.random(5000)
    table = pa.table({"unit": unit, "answers": answers.astype(np.uint16), "weight": weight})
    parquet.write_table(table, tmp_path / "r.parquet", row_group_size=300)
    sums, rows = sum_file(tmp_path / "r.parquet", 7, 3, compiled=compiled)
    np.testing.assert_array_equal(rows, np.bincount(unit, minlength=7))
    np.testing.assert_allclose(sums, sum_answers(unit, answers, weight, 7, 3, compiled=False), rtol=1e-12)


@pytest.mark.parametrize("least", [1, 2, 3, 5, 12, 13, 29, 51, 92])
def test_hadamard_columns_are_orthogonal(least):
    """Every two columns are orthogonal and the first is all ones."""
    matrix = hadamard(least)
    assert len(matrix) >= least
    np.testing.assert_array_equal(matrix @ matrix.T, len(matrix) * np.eye(len(matrix)))
    assert (matrix[:, 0] == 1).all()
