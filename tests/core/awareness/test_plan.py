# ruff: noqa: E501 -- a table of cases reads by row
"""Planning: sizes, tests, allocation and looks, against published tables."""

from __future__ import annotations

import json
from decimal import Decimal

import numpy as np
import pytest
from scipy import stats
from scipy.stats import binom

from samrit.core.awareness.intervals import Share, limits
from samrit.core.awareness.looks import anytime_limits, critical_values, score
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


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"sample_size": {"population": "1.5", "margin": "0.04"}}, "sample_size.population: 1.5 is not a whole number of persons: write a whole number, such as 1200"),
        ({"allocate": {"n": 2, "strata": [{"name": "a", "population": "10.25"}]}}, "allocate.strata[0].population: 10.25 is not a whole number of persons: write a whole number, such as 1200"),
        ({"sample_size": {"population": "100", "margin": "0.03", "response": "0.5"}}, "sample_size.population: 92 answers want 184 persons issued, and there are 100: widen the margin, or plan for more response"),
    ],
)  # fmt: skip
def test_persons_are_whole_and_no_more_are_issued_than_there_are(parts, said):
    """A half of a person, and more persons to be asked than there are, are refused where they stand."""
    with pytest.raises(Refused) as refused:
        answer(**parts)
    assert str(refused.value) == said


def test_size_of_a_test():
    """Beside the usual formula stands the size with which the verdict's own rule finds the share as often as asked;
    the curve is that size's, and keeps the error of 2.5 % at the null.
    """
    asked = {"null": "0.80", "alternative": "0.84", "alpha": "0.025", "power": "0.8", "deff": "1.7"}
    found = answer(test=asked)["test"]
    curve = {row["share"]: float(row["probability"]) for row in found["curve"]}
    assert (found["n"], found["n_exact"], found["n_eff"]) == (1269, 1320, 776)
    assert curve["0.8"] == pytest.approx(float(binom.sf(chosen(776, 0.8) - 1, 776, 0.8)), abs=1e-12)
    assert curve["0.8"] <= 0.025
    assert curve["0.84"] == pytest.approx(float(binom.sf(chosen(776, 0.8) - 1, 776, 0.84)), abs=1e-12)
    # 60 degrees of freedom cost the limits some of their answers, ten looks the last one some of its error.
    assert answer(test=asked | {"df": 60})["test"]["n_exact"] == 1372
    assert answer(test=asked | {"looks": 4})["test"]["n_eff"] == 794
    assert answer(test=asked | {"looks": 10})["test"]["n_eff"] == 825


def chosen(n, null):
    """The fewest yeses whose Korn-Graubard limits lie above `null`, by the interval that the verdict takes."""
    return next(
        hits for hits in range(1, n) if limits(Share(hits / n, hits / n * (1 - hits / n) / n, n, n, n - 1), "beta", 0.95).lower > null
    )  # fmt: skip


@pytest.mark.parametrize(("null", "other", "power"), [("0.8", "0.86", 0.8), ("0.8", "0.74", 0.9), ("0.5", "0.65", 0.8)])
def test_the_size_that_is_planned_finds_the_share_as_often_as_asked(null, other, power):
    """By the interval of the verdict itself, count by count; one effective answer less would not do."""
    found = answer(test={"null": null, "alternative": other, "power": str(power), "deff": "1"})["test"]
    # A share that lies below is that of the noes, which lies above.
    low, high = (Decimal(null), Decimal(other)) if other > null else (1 - Decimal(null), 1 - Decimal(other))

    def reached(n):
        return binom.sf(chosen(n, float(low)) - 1, n, float(high))

    assert all(reached(n) >= power for n in range(found["n_exact"], found["n_exact"] + 12))
    assert reached(found["n_exact"] - 1) < power


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
    assert share_out(10, [1.0, 1.0, 1.0], [9, 9, 9]) == [4, 3, 3]


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
    assert found["alpha_spent"][-1] == "0.025"


def crossing(share, sizes, critical, null=0.8):
    """The exact probability that the score z reaches a critical value at one of the looks (simple random sample)."""
    alive, before, found = np.ones(1), 0, 0.0
    for size, limit in zip(sizes, critical, strict=True):
        alive = np.convolve(alive, stats.binom.pmf(np.arange(size - before + 1), size - before, share))
        reached = np.array([score(hits / size, size, null) >= limit for hits in range(size + 1)])
        found, alive, before = found + float(alive[reached].sum()), np.where(reached, 0.0, alive), size
    return found


@pytest.mark.parametrize(("looks", "naive"), [(4, 0.058), (10, 0.081)])
def test_looking_often_keeps_its_error(looks, naive):
    """At a true 80 %, looking again and again at z 1.96 errs two and three times as often as said; the limits do not."""
    sizes = [600 * (look + 1) // looks for look in range(looks)]
    assert crossing(0.8, sizes, [1.959964] * looks) == pytest.approx(naive, abs=0.0005)
    for spending in ("of", "lan_demets_of"):
        assert 0.019 < crossing(0.8, sizes, critical_values(looks, 0.025, spending)[0]) < 0.025


def test_looking_costs_next_to_no_power():
    """At 84 % and 600 answers, four looks find "met" about as often as one."""
    four = crossing(0.84, [150, 300, 450, 600], critical_values(4, 0.025, "of")[0])
    assert four == pytest.approx(crossing(0.84, [600], [1.959964]), abs=0.02)


def test_confidence_sequence():
    """1,000 answers at 85 %: the limits that hold at every look are wider than those of one look."""
    assert anytime_limits(0.85, 1000) == pytest.approx((0.806, 0.888), abs=0.0015)


@pytest.mark.parametrize("size", [0, 0.01, 0.5, 2, 30, 1e3, 1e9, 1e12])
@pytest.mark.parametrize("share", [0, 1e-12, 1e-4, 0.3, 0.8, 0.999, 1 - 1e-12, 1])
def test_confidence_sequence_always_has_limits(share, size):
    """Few answers and shares near the ends have limits in [0, 1] around the share."""
    low, high = anytime_limits(share, size)
    assert 0 <= low <= share + 1e-15
    assert share - 1e-15 <= high <= 1


def test_confidence_sequence_at_the_ends():
    """Nobody or everybody: the limits are those of the closed form, and the two ends mirror each other."""
    upper = 1 - (0.05 / 31) ** (1 / 30)
    assert anytime_limits(0, 30) == pytest.approx((0, upper), rel=1e-12)
    assert anytime_limits(1, 30) == pytest.approx((1 - upper, 1), rel=1e-12)


def test_confidence_sequence_holds_at_every_look():
    """Of 400 surveys looked at 20 times each, fewer than 5 % are ever wrong."""
    rng = np.random.default_rng(7301)
    hits = np.cumsum(rng.binomial(50, 0.8, (400, 20)), axis=1)
    wrong = 0
    for one in hits:
        limits = [anytime_limits(count / size, size) for count, size in zip(one, range(50, 1050, 50), strict=True)]
        wrong += any(not low <= 0.8 <= high for low, high in limits)
    assert wrong / 400 < 0.05


def test_nothing_asked():
    """An empty plan is refused."""
    with pytest.raises(Refused, match="nothing is asked"):
        answer()


@pytest.mark.parametrize(
    ("parts", "where", "what"),
    [
        ({"margin": "0"}, "sample_size.margin", "0 must be above 0 and below 1"),
        ({"margin": "0.1", "deff": "0"}, "sample_size.deff", "0 must be above 0"),
        ({"margin": "0.1", "response": "1.1"}, "sample_size.response", "1.1 must be at least 0 and at most 1"),
    ],
)
def test_a_number_out_of_its_bounds_is_told_them_with_their_ends(parts, where, what):
    """ "0 is outside 0 - 1" said nothing: whether an end belongs to the range is what one wants to know."""
    with pytest.raises(Refused) as refused:
        answer(sample_size=parts)
    assert (refused.value.path, refused.value.what.en) == (where, what)
