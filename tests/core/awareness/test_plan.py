# ruff: noqa: E501 -- a table of cases reads by row
"""Planning: sizes, tests, allocation and looks, against published tables."""

from __future__ import annotations

import json

import pytest

from samrit.core.awareness.looks import anytime_limits
from samrit.core.awareness.plan import plan, share_out
from samrit.core.contract import Refused, load_json


def answer(**parts):
    """The answer to a plan."""
    return plan(load_json(json.dumps({"schema": "samrit/survey-plan/1", **parts}).encode()))


@pytest.mark.parametrize(
    ("population", "margin", "completes", "issued"),
    [("2000", "0.03", 735, 1225), ("2000", "0.05", 346, 577), ("20000", "0.04", 633, 1055), ("110000", "0.04", 650, 1082), (None, "0.03", 1162, 1936)],
)  # fmt: skip
def test_sample_size(population, margin, completes, issued):
    """n0 times deff, corrected for the population, over the response."""
    found = answer(
        sample_size={
            "population": population,
            "share": "0.8",
            "margin": margin,
            "deff": "1.7",
            "response": "0.6",
            "level": "0.95",
        }
    )
    if population is not None:
        assert (found["sample_size"]["completes"], found["sample_size"]["issued"]) == (completes, issued)
    assert float(found["sample_size"]["n_deff"]) == pytest.approx(1.7 * float(found["sample_size"]["n0"]))


def test_size_of_a_test():
    """The usual formula with both variances; the exact curve keeps the error of 2.5 % at the null."""
    found = answer(test={"null": "0.80", "alternative": "0.84", "alpha": "0.025", "power": "0.8", "deff": "1.7"})[
        "test"
    ]
    curve = {row["share"]: float(row["probability"]) for row in found["curve"]}
    assert found["n"] == 1269
    assert curve["0.8"] <= 0.025
    assert curve["0.84"] == pytest.approx(0.793, abs=0.001)


def test_allocation():
    """Neyman goes by size times spread, no stratum gets more than it has, and all numbers sum to n."""
    strata = [
        {"name": "a", "population": "1000", "sd": "1"},
        {"name": "b", "population": "500", "sd": "4"},
        {"name": "c", "population": "20", "sd": "100"},
    ]
    found = answer(allocate={"n": 100, "strata": strata})["allocate"]
    assert found == {"neyman": {"a": 27, "b": 53, "c": 20}, "proportional": {"a": 66, "b": 33, "c": 1}}


def test_sharing_out_a_remainder():
    """The largest remainders get the odd ones."""
    assert share_out(10, [1.0, 1.0, 1.0], [9.0, 9.0, 9.0]) == [4, 3, 3]


@pytest.mark.parametrize(
    ("spending", "critical"),
    [
        ("of", [4.0486, 2.8628, 2.3375, 2.0243]),
        ("pocock", [2.3613, 2.3613, 2.3613, 2.3613]),
        ("lan_demets_of", [4.3326, 2.9631, 2.3590, 2.0141]),
        ("lan_demets_pocock", [2.3683, 2.3675, 2.3582, 2.3500]),
    ],
)
def test_critical_values(spending, critical):
    """Four looks at one-sided 2.5 %: the values of the published tables."""
    found = answer(sequential={"looks": 4, "alpha": "0.025", "spending": spending})["sequential"]
    assert [float(value) for value in found["critical"]] == pytest.approx(critical, abs=6e-5)
    assert float(found["alpha_spent"][-1]) == pytest.approx(0.025, rel=1e-9)


def test_confidence_sequence():
    """1,000 answers at 85 %: the limits that hold at every look are wider than those of one look."""
    assert anytime_limits(0.85, 1000) == pytest.approx((0.806, 0.888), abs=0.0015)


def test_nothing_asked():
    """An empty plan is refused."""
    with pytest.raises(Refused, match="nothing is asked"):
        answer()
