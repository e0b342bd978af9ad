"""Planned looks during fieldwork: each with its own limit, a verdict that stays, and none between them."""

from __future__ import annotations

import random

import pytest
from tests.factories import surveys as made

from samrit.core.contract import Refused
from samrit.surveys.actions.intake import Door, receive
from samrit.surveys.actions.looks import take_look
from samrit.surveys.enums import Mode, Source
from samrit.surveys.models import Psu
from samrit.surveys.results import results_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def field():
    """A survey with three looks, of which the last is the end."""
    return made.in_field(made=made.draft(looks=3))


def look(field):
    field.wave.refresh_from_db()
    return take_look(field.wave, read_version=field.wave.version, acting_user=field.owner)


def few_do_not(turn):
    """One in seven does not know a district, at random but always the same."""
    return lambda n: {
        item: "no"
        for item in ("a01", "a02", "a03")
        if random.Random(f"{turn} {n} {item}").random() < 1 / 7  # noqa: S311 -- no secret
    }


def test_a_look_decides_only_beyond_its_own_limit(field):
    """86 % of few lies above 80 %, but not beyond an early limit; 96 % of more does."""
    made.interviews(field, 60, knows=few_do_not(1))
    first = look(field)
    made.interviews(field, 180)
    second = look(field)
    assert [(one.number, one.decision, one.respondents) for one in (first, second)] == [
        (1, "not_yet_known", 60),
        (2, "met", 240),
    ]
    assert first.critical > second.critical > 1.96
    assert first.spent < second.spent <= 0.025
    results = results_of(field.wave)
    assert (results.decision, [one.number for one in results.looks]) == ("met", [1, 2])
    assert "look 2" in results.because[0].en


def test_between_looks_there_is_no_verdict_but_an_interval_that_holds_at_any_time(field):
    """It is wider than that of one look."""
    made.interviews(field, 240, knows=few_do_not(1))
    results = results_of(field.wave)
    share = results.districts[0].share
    assert results.decision == "not_yet_known"
    assert share.anytime[0] < share.low < share.estimate < share.high < share.anytime[1]


def test_there_are_no_more_looks_than_were_locked(field):
    """Two before the end; without news since the last look, none; after the end, none."""
    with pytest.raises(Refused, match="too few answers"):
        look(field)
    made.interviews(field, 60, knows=few_do_not(1))
    look(field)
    with pytest.raises(Refused, match="growing information"):
        look(field)
    made.interviews(field, 90, knows=few_do_not(2))
    look(field)
    made.interviews(field, 60, knows=few_do_not(3))
    with pytest.raises(Refused, match="no look before the end"):
        look(field)
    made.close(field)
    with pytest.raises(Refused, match="closed"):
        look(field)


def test_a_look_does_not_speak_for_a_khet_without_answers(field):
    """However clear the others are, there is no verdict, and the reason is kept with the look."""
    first = list(Psu.objects.filter(stratum=field.survey.strata.first()))
    for number in range(120):
        door = Door(field.wave, Source.PROBABILITY, Mode.ENUMERATOR, psu=first[number % len(first)])
        receive(door, made.submission(field))
    taken = look(field)
    assert taken.decision == "not_yet_known"
    assert taken.because[-1]["en"] == "a stratum has no answers: the figures do not speak for its people"
    results = results_of(made.close(field))
    assert (results.decision, results.because[-1].en) == ("not_yet_known", taken.because[-1]["en"])


def test_a_look_is_not_spent_on_fewer_than_ten_answers(field):
    """Their figures are told to nobody, so there is nothing to decide on."""
    made.interviews(field, 9)
    with pytest.raises(Refused, match="too few answers"):
        look(field)
    assert not field.wave.looks.exists()


def test_a_verdict_of_a_look_says_the_moment_of_the_lock_as_people_write_it(field):
    """Not as the engine was told of it."""
    made.interviews(field, 240)
    look(field)
    results = results_of(field.wave)
    [locked] = [one for one in results.because if one.th.startswith("ล็อกวิธีตีความเมื่อ")]
    assert (results.decision, locked.th[-2:], "T" in locked.th + locked.en[10:]) == ("met", "น.", False)


def test_the_end_is_the_last_look(field):
    """It is judged by the limit that is left, and says so."""
    made.interviews(field, 60, knows=few_do_not(1))
    look(field)
    made.interviews(field, 200)
    results = results_of(made.close(field))
    assert results.decision == "met"
    assert "of the planned information" in results.because[0].en
