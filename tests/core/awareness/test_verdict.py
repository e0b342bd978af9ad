"""The decision and its gates."""

from __future__ import annotations

import json
import re

import pytest

from samrit.core.awareness import estimate_file, read_design
from samrit.core.awareness.design import Question
from samrit.core.awareness.readings import Judged, Readings
from samrit.core.awareness.verdict import decide
from samrit.core.contract import Refused, load_json

LOCKED = "2025-06-01T00:00:00+07:00"


def judged(low, high, *, n=400, df=50, bounds=None):
    """A share with these limits."""
    middle = (low + high) / 2
    return Judged("a", middle, (low, high), n, df, bounds or (middle, middle))


UP, DOWN, OPEN = judged(0.82, 0.9), judged(0.6, 0.7), judged(0.76, 0.86)


def decision(each, *, reading="each", locked=LOCKED, source="probability", joint=OPEN, mean=OPEN, some=OPEN):
    """The decision alone."""
    return decide(Question(reading, 0.8, locked, source), Readings(tuple(each), joint, mean, some)).decision


@pytest.mark.parametrize(
    ("each", "more", "wanted"),
    [
        ([UP, UP], {}, "met"),
        ([UP, OPEN], {}, "not_yet_known"),
        ([UP, DOWN], {}, "not_met"),
        ([OPEN, DOWN], {}, "not_met"),
        ([UP, UP], {"locked": None}, "not_yet_known"),
        ([UP, UP], {"source": "web"}, "indicative"),
        ([DOWN, UP], {"source": "web"}, "indicative"),
        ([UP, UP], {"source": "web", "locked": None}, "not_yet_known"),
        ([UP, UP], {"source": None}, "met"),
        ([UP, judged(0.82, 0.9, df=7)], {}, "not_yet_known"),
        ([UP, judged(0.82, 0.9, n=29)], {}, "not_yet_known"),
        ([UP, judged(0.82, 0.9, bounds=(0.78, 0.88))], {}, "not_yet_known"),
        ([DOWN, judged(0.82, 0.9, bounds=(0.78, 0.88))], {}, "not_met"),
        ([UP, UP], {"reading": "joint", "joint": DOWN}, "not_met"),
        ([DOWN, DOWN], {"reading": "mean", "mean": UP}, "met"),
        ([DOWN, DOWN], {"reading": "any", "some": UP}, "met"),
        ([UP, UP], {"reading": None}, "not_yet_known"),
    ],
)
def test_decision(each, more, wanted):
    """Limits decide; one failing gate, an unlocked reading or a web sample overrules them."""
    assert decision(each, **more) == wanted


def test_the_sizes_of_a_great_survey_are_written_as_numbers_are():
    """Not as a power of ten: "n_eff 4.211e+04" stood in the official Thai sentence, too."""
    great = Judged("a", 0.86, (0.85, 0.87), 1_101_000, 50, (0.86, 0.86), n_eff=42_113.4, deff=26.14)
    verdict = decide(Question("each", 0.8, LOCKED, "probability"), Readings((great,), great, great, great))
    assert "(ช่วง Korn-Graubard ร้อยละ 95 ด้านละร้อยละ 2.5; ผู้ตอบ 1,101,000 ราย เทียบเท่าการสุ่มอย่างง่าย 42,113 ราย" in (
        verdict.because[0].th
    )
    assert "n 1,101,000, n_eff 42,113, deff 26.14, df 50" in verdict.because[0].en
    assert "answers 1,101,000, at least" in " ".join(sentence.en for sentence in verdict.because)


def test_gates_without_data_are_listed():
    """What could not be checked is said and does not fail."""
    verdict = decide(Question("each", 0.8, LOCKED, "probability"), Readings((UP, UP), UP, UP, UP))
    assert [sentence.en for sentence in verdict.because if "not checked" in sentence.en] == [
        "decoy-adjusted share: not checked, no decoys in the design",
        "sensitivity to exclusions: not checked, no exclusions in the design",
    ]


def city(tmp_path, *, decoy=0.0, flagged=0, level=0.9, rows=1600, **more):
    """The verdict on a made city: two districts known by `level`, a decoy by the share `decoy` of all who know them,
    the first `flagged` rows under suspicion and knowing everything."""
    lines = ["unit,a,b,x,flag"]
    for row in range(rows):
        know = row < flagged or (row * 7919) % 1000 < level * 1000
        false = (row * 104729) % 1000 < decoy * 1000
        lines.append(f"u{row // 8},{int(know or false)},{int(know or false)},{int(false)},{int(row < flagged)}")
    (tmp_path / "r.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    question = {"reading": "each", "threshold": "0.8", "locked": LOCKED, "source": "probability"} | more
    design = {
        "schema": "samrit/survey-design/1",
        "clusters": ["unit"],
        "items": {"columns": ["a", "b"], "joint": "both", "decoys": ["x"]},
        "estimates": [],
        "verdict": question,
    }
    found = estimate_file(tmp_path / "r.csv", read_design(load_json(json.dumps(design).encode())))
    return found["verdict"]


def test_a_yes_to_decoys_takes_met_away(tmp_path):
    """Raw shares alone do not meet the threshold: those less the false yeses must, too."""
    honest = city(tmp_path, level=0.84)
    assert (honest["decision"], honest["decoys"]["rate"]) == ("met", "0")
    doubted = city(tmp_path, decoy=0.4, level=0.75)
    assert float(doubted["each"][0]["ci"][0]) > 0.8
    assert doubted["decision"] == "not_yet_known"
    rate, adjusted, raw = (
        float(doubted["decoys"]["rate"]),
        float(doubted["decoys"]["each"][0]["estimate"]),
        float(doubted["each"][0]["estimate"]),
    )
    assert adjusted == pytest.approx((raw - rate) / (1 - rate), rel=1e-12)
    (said,) = [sentence for sentence in doubted["because"] if sentence.startswith("decoy-adjusted")]
    assert said == (
        f"decoy-adjusted share: {rate:.4f} say yes to a name that does not exist; less those, the smallest share is"
        f" {adjusted:.4g}: not met"
    )


def test_the_error_of_an_adjusted_share_is_that_of_the_jackknife(tmp_path):
    """Linearised and by replicates the adjusted share has nearly one interval."""
    city(tmp_path, decoy=0.2)
    found = []
    for replicates in (None, {"method": "jk1", "create": True}):
        design = {
            "schema": "samrit/survey-design/1",
            "clusters": ["unit"],
            "items": {"columns": ["a", "b"], "decoys": ["x"]},
            "replicates": replicates,
            "estimates": [],
            "verdict": {"reading": "each"},
        }
        answer = estimate_file(tmp_path / "r.csv", read_design(load_json(json.dumps(design).encode())))
        found.append([float(limit) for limit in answer["verdict"]["decoys"]["each"][0]["ci"]])
    assert found[0] == pytest.approx(found[1], abs=1e-4)


def test_flagged_rows_must_not_carry_the_verdict(tmp_path):
    """If the decision hangs on rows that quality control flags, it is not yet known."""
    plain = city(tmp_path, flagged=500, level=0.77)
    assert plain["decision"] == "met"
    held = city(tmp_path, flagged=500, level=0.77, exclude={"flag": ["1"]})
    assert held["decision"] == "not_yet_known"
    assert float(held["without_flagged"]["each"][0]["estimate"]) < 0.8
    assert held["because"][-1] == (
        "sensitivity to exclusions: without the flagged rows (1100 of 1600 answers) it is not met, with them met"
    )


def test_an_early_look_asks_for_more(tmp_path):
    """At a small part of the planned information the score must clear O'Brien and Fleming's high bar."""
    fixed = city(tmp_path, level=0.84)
    early = city(tmp_path, level=0.84, looks={"planned": "60000"})
    late = city(tmp_path, level=0.84, looks={"planned": "1900", "before": ["400", "800"]})
    assert (fixed["decision"], early["decision"], late["decision"]) == ("met", "not_yet_known", "met")
    n_eff = min(float(one["n_eff"]) for one in early["each"])
    assert float(early["look"]["information"]) == pytest.approx(n_eff / 60000)
    assert float(late["look"]["alpha_spent"]) == pytest.approx(0.025, rel=0.2)
    assert float(early["look"]["critical"]) > 3


def test_anytime_limits_are_wider(tmp_path):
    """The limits for an always-on page hold at every look at once, so they enclose those of one look."""
    for one in city(tmp_path)["each"]:
        low, high = (float(limit) for limit in one["anytime"])
        assert low < float(one["ci"][0]) < float(one["ci"][1]) < high


def test_looks_must_grow(tmp_path):
    """A look with less information than the one before is refused."""
    with pytest.raises(Refused, match="at the look before"):
        city(tmp_path, looks={"planned": "9000", "before": ["5000"]})


@pytest.mark.parametrize("reading", ["each", "joint", "mean", "any"])
def test_the_thai_reasons_have_no_words_of_the_program(reading):
    """What an official reads names no key and no share as a decimal; only terms of the field stay as they are."""
    asked = Question(reading, 0.8, LOCKED, "probability")
    said = " ".join(one.th for one in decide(asked, Readings((UP, OPEN), OPEN, OPEN, UP)).because)
    assert set(re.findall(r"[A-Za-z_]{2,}", said)) <= {"Korn", "Graubard", "deff"}
    assert "สูงกว่าร้อยละ 80 " in said
    assert not re.search(r"(?<![0-9])0\.\d", said)
