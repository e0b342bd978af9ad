"""Every figure agrees with R's survey package, on samples whose answers R wrote into `golden`."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from golden_figures import GOLDEN, answer_of, cases, deviations

CASES = cases()
DRAWN = cases(GOLDEN / "drawn" / "expected.json")
"""Designs drawn at random, with strata of one PSU, weights of 0, blanks and populations given as fractions; `hostile_`
files have Thai names of columns, quotes, commas, line breaks and formulas in cells, ids such as 007, BOM or CRLF."""
LOOSE = 5e-9
"""For `logit`: R finds its limits by iterations that stop at 1e-8."""


def wrong(case, answer):
    """The figures that differ by more than 1e-9 of their size."""
    return [row for row in deviations(case, answer) if row[3] > (LOOSE if "logit" in row[0] else 1e-9)]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_figures_agree_with_r(case):
    """Estimates, errors, limits, sizes, degrees of freedom and design effects are R's to nine digits."""
    assert wrong(case, answer_of(case, GOLDEN)) == []


@pytest.mark.parametrize("case", DRAWN, ids=[case["name"] for case in DRAWN])
def test_figures_of_drawn_designs_agree_with_r(case):
    """So do those of samples and designs that chance made."""
    assert wrong(case, answer_of(case, GOLDEN / "drawn")) == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_duckdb_gives_the_same_figures(case):
    """The engine that lets DuckDB make the cube gives the same figures."""
    pytest.importorskip("duckdb")
    assert wrong(case, answer_of(case, GOLDEN, "duckdb")) == []


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_figures_agree_with_r_on_its_own_school_survey(tmp_path):
    """Where R is installed, the whole comparison is made anew on the school survey that comes with it."""
    ready = subprocess.run(["Rscript", "-e", "library(survey); library(jsonlite)"], capture_output=True, check=False)
    if ready.returncode:
        pytest.skip("R has no survey package")
    for name in ("multi", "halves"):
        shutil.copy(GOLDEN / f"{name}.csv", tmp_path)
    subprocess.run(["Rscript", GOLDEN / "school_survey.R", tmp_path], check=True, capture_output=True)
    subprocess.run(["Rscript", GOLDEN / "expected.R", tmp_path, tmp_path], check=True, capture_output=True)
    found = cases(tmp_path / "expected.json")
    assert [row for case in found for row in wrong(case, answer_of(case, tmp_path))] == []
