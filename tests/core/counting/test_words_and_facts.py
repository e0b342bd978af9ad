"""Counts in words, as a document, and as facts."""

from __future__ import annotations

from datetime import date

import pytest

from samrit.core.contract import Refused, dump_json, load_json
from samrit.core.counting import counts_data, explain_counts, explain_rule, facts_from_counts


def test_facts_hold_the_number_of_publicised_districts(make, counted):
    """The strict figures of the minimums are values beside the result; milestones are handed on."""
    counts = counted(make.telling(), make.activity(channels=("facebook", "youtube")))
    reached = {"plan_approved": date(2024, 11, 20), "result_reported": None}
    assert facts_from_counts(counts, milestones=reached) == {
        "schema": "samrit/facts/1",
        "key_result": "7301",
        "as_of": "2025-06-30",
        "period": "FY",
        "variables": {
            "districts": "2",
            "districts_not_yet": "0",
            "media_middle": "1",
            "media_loose": "1",
            "story_middle": "0",
            "story_loose": "0",
            "activity_middle": "1",
            "activity_loose": "2",
        },
        "values": {"result": "1", "media": "1", "story": "0", "activity": "1"},
        "milestones": {"plan_approved": "2024-11-20", "result_reported": None},
    }


@pytest.mark.parametrize(
    ("as_of", "day"),
    [("2025-09-30T17:30+00:00", "2025-09-30"), ("2025-12-24", "2025-09-30"), ("2025-03-31T18:00+00:00", "2025-04-01")],
)
def test_the_day_of_facts_lies_in_the_period(make, counted, as_of, day):
    """A count is often made after the period has ended; the facts are those of its last day."""
    assert facts_from_counts(counted(as_of=make.at(as_of)))["as_of"] == day


def test_facts_before_the_period_are_refused(make, counted):
    """There is no day in the period to state."""
    with pytest.raises(Refused, match="the count was made before the period began"):
        facts_from_counts(counted(as_of=make.at("2025-06-30"), period="Q4"))


def test_the_document_holds_figures_and_reasons(make, counted):
    """Numbers are decimal strings, sentences English; it carries the rule's version and digest."""
    counts = counted(make.piece(verification=None))
    data = counts_data(counts)
    assert load_json(dump_json(data).encode()).value == data
    assert data["rule"] == {
        "id": "kr-7301-2568",
        "version": "1",
        "frozen": "2024-09-27",
        "sha256": counts.digest,
    }
    assert data["publicised"] == {"result": "0", "of": "2", "not_yet": "0"}
    assert data["minimums"][0]["figures"] == {"strict": "0", "middle": "0", "loose": "0", "not_yet": "0"}
    claim = data["items"][0]["claims"][0]
    assert claim["verdicts"][7] == {
        "code": "verified_by_another",
        "held": False,
        "why": "nobody has verified it yet",
    }


def test_a_page_says_why_an_item_counts_or_not(make, counted):
    """In Thai and in English, with the facts."""
    counts = counted(make.piece(title="ตลาดน้อย", verification=None))
    thai, english = explain_counts(counts, "th"), explain_counts(counts, "en")
    assert "  p1 ตลาดน้อย (media): ไม่นับ\n" in thai
    assert "    ✗ ไม่ ตรวจสอบโดยผู้ที่ไม่ใช่ผู้จัดทำ: ยังไม่มีผู้ตรวจสอบ\n" in thai
    assert "    ✓ ใช่ เผยแพร่ครั้งแรกในงวด: เผยแพร่ครั้งแรก 1 มีนาคม 2568 เวลา 10.00 น. อยู่ในงวด\n" in thai
    assert "  p1 ตลาดน้อย, media: does not count\n" in english
    assert "    ✗ no, verified by somebody other than its producer: nobody has verified it yet\n" in english
    assert english.startswith("Key result 7301: 0 of 2 creative districts publicised (0 cannot be said yet)\n")


def test_sentences_stay_on_their_line(make, counted):
    """Names with line breaks cannot forge a line."""
    counts = counted(make.activity(host="A\n  p9: counts", title="x\ny"))
    lines = explain_counts(counts, "en").splitlines()
    assert "  a1 x y, activity: counts" in lines
    assert not any(line.startswith("  p9") for line in lines)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_rule_is_shown_in_words(rule, lang):
    """Every condition that is asked has its sentence, with its figures."""
    text = explain_rule(rule, lang)
    expected = {
        "th": "  · เป็นสาธารณะครบเวลา หรือถอนออกโดยบันทึกเหตุผล (จำนวนวัน: 7)\n",
        "en": "  · stayed public long enough, or withdrawn with a recorded reason (days: 7)\n",
    }
    asked = sum(row.on for minimum in rule.minimums for row in minimum.conditions)
    assert (expected[lang] in text, text.count("\n  · ")) == (True, asked)
