"""What is said of a wave: shares, readings, the verdict with its gates, sources, quality, and what stays hidden."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from decimal import Decimal

import pytest
from tests.factories import people
from tests.factories import surveys as made

from samrit.core.contract import Refused
from samrit.publicity.models import AwarenessResult
from samrit.surveys import downloads
from samrit.surveys.actions import fieldwork
from samrit.surveys.actions.handing_on import hand_on
from samrit.surveys.actions.intake import door_of_allocation, receive
from samrit.surveys.disclosure import blanked, hidden
from samrit.surveys.enums import Flag
from samrit.surveys.results import results_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def field():
    return made.in_field()


def knows(**items):
    """A function of the person's number: names that every n-th person does not know."""

    def of(number):
        return {item: "no" for item, every in items.items() if number % every == every - 1}

    return of


def test_most_people_know_every_district_and_the_threshold_is_met(field):
    """All lower limits lie above 80 %, every gate passes once the wave is closed."""
    made.interviews(field, 240, knows=knows(a01=20, a02=25, a03=30))
    wave = made.close(field)
    results = results_of(wave)
    assert (results.decision, results.drawn, results.web, results.flagged) == ("met", 240, 0, 0)
    shares = [row.share for row in results.districts]
    assert all(share.low > 0.8 and share.low < share.estimate < share.high for share in shares)
    assert [share.estimate for share in shares] == pytest.approx([0.95, 0.96, 0.967], abs=0.01)
    rows = {row.reading: row for row in results.readings}
    assert (rows["each"].of, rows["each"].chosen, rows["joint"].chosen) == ("3/3", True, False)
    assert rows["joint"].share.estimate < rows["each"].share.estimate < rows["mean"].share.estimate
    assert results.df == 10


def test_weights_bring_each_khet_to_its_population(field):
    """Khets of 60,000 and 100,000 adults count as such, and a person of a large household for more."""
    strata = list(field.survey.strata.all())
    made.interviews(field, 24, know=lambda n: "know" if n % 12 < 6 else "no")
    results = results_of(field.wave)
    assert [row.population for row in strata] == [60_000, 100_000]
    assert results.districts[0].share.estimate == pytest.approx(60_000 / 160_000)


def test_no_verdict_while_fieldwork_goes_on(field):
    """The shares are shown; the decision waits for the end of the wave, and says so."""
    made.interviews(field, 240)
    results = results_of(field.wave)
    assert results.decision == "not_yet_known"
    assert any("fieldwork goes on" in reason.en for reason in results.because)
    assert results.districts[0].share.estimate == 1


def test_few_know_a_district_and_the_threshold_is_not_met(field):
    """One district whose upper limit lies below is enough under reading B."""
    made.interviews(field, 240, knows=lambda n: {"a02": "no"} if n % 5 < 3 else {})
    assert results_of(made.close(field)).decision == "not_met"


def test_the_method_note_says_what_the_verdict_says_of_the_sample(field):
    """Effective size and effect of the design are those of the least exact district, wherever it stands on the list."""
    made.interviews(field, 240, knows=lambda n: {"a02": "no"} if n % 24 < 9 else {})
    results = results_of(made.close(field))
    said = f"n_eff {results.n_eff:.4g}, deff {results.deff:.4g}, df {results.df}"
    assert any(said in reason.en for reason in results.because), (said, results.because)


def test_claims_to_know_decoys_take_the_verdict_away(field):
    """If many claim to know what does not exist, knowing shows little: not yet known, with the reason."""
    made.interviews(field, 240, decoys=lambda n: "know" if n % 3 == 0 else "no", knows=knows(a01=10))
    results = results_of(made.close(field))
    first = results.districts[0]
    assert results.decision == "not_yet_known"
    assert first.adjusted < first.share.estimate
    assert any("say yes to a name that does not exist" in reason.en for reason in results.because)
    assert dict(results.flags) == {"decoy": 80}
    assert results.flagged == 80


def test_volunteers_alone_are_never_more_than_indicative(field):
    """Whatever their number: no interval and no met."""
    made.volunteers(field, 60)
    results = results_of(made.close(field))
    assert (results.decision, results.web, results.readings) == ("indicative", 60, ())
    assert [(row.web, row.share.estimate, row.raked) for row in results.districts] == [(1.0, None, None)] * 3


def test_sources_stand_side_by_side_and_the_web_is_fitted_to_the_sample(field):
    """Volunteers are younger and know more; raked by age they come nearer to the drawn sample."""
    old_knows = lambda n: "know" if n % 2 else "no"  # noqa: E731 -- said once for both
    age = lambda n: "20_29" if n % 2 else "60_up"  # noqa: E731 -- as above
    made.interviews(field, 120, age=age, know=old_knows)
    made.volunteers(
        field, 80, age=lambda n: "60_up" if n % 8 == 0 else "20_29", know=lambda n: "no" if n % 8 == 0 else "know"
    )
    results = results_of(field.wave)
    row = results.districts[0]
    assert "age" in results.raked_by
    assert row.web == pytest.approx(70 / 80)
    assert row.share.estimate == pytest.approx(0.5)
    assert row.raked == pytest.approx(0.5)


def test_few_answers_or_none_are_said_and_never_nan(field):
    """Nothing at all, one person, one PSU: a sentence each, and JSON without NaN."""
    assert (results_of(field.wave).decision, results_of(field.wave).districts[0].share.estimate) == ("no_data", None)
    made.interviews(field, 1)
    results = results_of(field.wave)
    assert results.decision == "not_yet_known"
    figures = [(row.share.estimate, row.share.low, row.share.high) for row in results.districts]
    assert "NaN" not in json.dumps(figures)
    assert any("no answers yet from 1 of 2 strata" in note.en for note in results.notes)


def test_an_enumerator_who_differs_is_flagged_and_the_estimate_is_given_without(field):
    """Three and a half standard errors from the others; the interviews go on the list to be visited again."""
    psus = [psu for stratum in field.survey.strata.all() for psu in stratum.psus.all()]
    for place in range(3):
        one = people.user(role="reader", agency=field.key_result.host)
        row = fieldwork.allocate(field.wave, psus[place], enumerator=one, target=20, acting_user=field.owner)
        for number in range(20):
            know = "know" if place == 0 or number % 2 else "no"
            receive(door_of_allocation(row), made.submission(field, know=know))
    results = results_of(field.wave)
    flagged = [one for one in results.enumerators if one.outlying]
    assert [(one.interviews, one.mean) for one in flagged] == [(20, 1.0)]
    assert dict(results.flags)["enumerator"] == 20
    assert results.recontacts >= 20
    assert results.districts[0].clean == pytest.approx(0.5)


def test_three_answers_of_one_device_are_flagged(field):
    """Two may share a telephone; the third makes all three remarkable. Below ten their number is not told."""
    made.volunteers(field, 2, agent="same")
    for _ in range(3):
        receive(door_of_link_of(field), made.submission(field, address="203.0.113.9", agent="one telephone"))
    assert results_of(field.wave).flags == ((Flag.SAME_DEVICE, None),)
    for number in range(9):
        receive(door_of_link_of(field), made.submission(field, address=f"203.0.113.{number // 3}", agent="another"))
    assert results_of(field.wave).flags == ((Flag.SAME_DEVICE, 12),)


def door_of_link_of(field):
    from samrit.surveys.actions.intake import door_of_link

    link = field.wave.links.first() or fieldwork.add_link(field.wave, label="ป้าย", acting_user=field.owner)
    return door_of_link(link)


def test_late_answers_do_not_move_a_closed_wave(field):
    """The figures stay those of the digest."""
    made.interviews(field, 60)
    wave = made.close(field)
    made.interviews(field, 30, know="no")
    results = results_of(wave)
    assert (results.rows, results.districts[0].share.estimate) == (60, 1.0)


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ({"a": 50, "b": 60}, set()),
        ({"a": 3, "b": 60, "c": 40}, {"a", "c"}),
        ({"a": 3, "b": 4, "c": 40, "d": 50}, {"a", "b", "c"}),
        ({"a": 6, "b": 7, "c": 40}, {"a", "b"}),
        ({"a": 0, "b": 60}, set()),
    ],
)
def test_small_cells_take_others_with_them(counts, wanted):
    """A single hidden cell could be worked out from the total; so could several that are few together."""
    assert hidden(counts) == wanted


def test_nobody_stands_alone_in_the_data_that_are_given_out():
    """Every combination that is left belongs to at least ten."""
    rows = [
        {"source": "web", "age": "a" if n < 40 else "b", "sex": "f" if n % 2 else "m", "education": str(n % 7)}
        for n in range(60)
    ]
    told = blanked(rows, ["education", "sex", "age"], within="source")
    assert all(number >= 10 for key, number in Counter(tuple(row.values()) for row in told).items() if any(key[1:]))


def test_the_data_file_has_its_codebook_and_no_person(field):
    """One row a response, every column explained; no number of the response, no place, no free text."""
    made.interviews(field, 30, spontaneous="แถวบ้านนายสมชาย", khet="outside")
    data = downloads.data_file(field.wave)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    book = list(csv.DictReader(io.StringIO(downloads.codebook_file(field.wave).decode("utf-8-sig"))))
    assert data.startswith("\ufeff".encode())
    assert len(rows) == 30
    assert list(rows[0]) == [row["column"] for row in book]
    text = data.decode()
    assert "สมชาย" not in text
    assert "outside" not in text
    assert not any(str(uid) in text for uid in field.wave.responses.values_list("uid", flat=True))
    assert {row["stratum"] for row in rows} == {"S01", "S02"}


def test_the_result_is_handed_on_with_reading_n_and_interval(field):
    """A met verdict carries its interval, rounded so that rounding never decides."""
    made.interviews(field, 240, knows=knows(a01=20))
    with pytest.raises(Refused):
        hand_on(field.wave, acting_user=field.owner)
    wave = made.close(field)
    row = hand_on(wave, acting_user=field.owner)
    weakest = results_of(wave).districts[0].share
    assert (row.reading, row.respondents) == ("each", 240)
    assert row.share == round(Decimal(weakest.estimate), 4)
    assert float(row.low) <= weakest.low
    assert float(row.high) >= weakest.high
    assert wave.digest[:16] in row.method
    assert re.search(r"วันที่ \d+ \S+ ๒๕\d\d ถึง \d+ \S+ ๒๕\d\d", row.method)
    assert not re.search(r"\d{4}-\d{2}-\d{2}", row.method)  # it stands in official papers


def test_what_is_only_indicative_is_handed_on_without_an_interval(field):
    """So the duty stays “cannot be said yet”, although every volunteer knows every district."""
    made.volunteers(field, 40)
    hand_on(made.close(field), acting_user=field.owner)
    row = AwarenessResult.objects.get()
    assert (row.share, row.low, row.high, row.respondents) == (Decimal(1), None, None, 40)
