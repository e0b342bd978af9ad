"""A wave's tally is kept: the same figures as from all rows, by a few queries, whatever came in before."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import people
from tests.factories import surveys as made

from samrit.platform.models import Job
from samrit.surveys import keeping, rows
from samrit.surveys.actions import fieldwork, intake
from samrit.surveys.actions.intake import door_of_allocation, door_of_link, receive
from samrit.surveys.frame import frame_of
from samrit.surveys.models import KeptTally
from samrit.surveys.results import results_of
from samrit.surveys.tally import read_tally, written
from samrit.surveys.tasks import keep_sums

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(monkeypatch):
    """A wave whose responses settle at once, so that they are kept at once."""
    monkeypatch.setattr(keeping, "SETTLED", dt.timedelta(0))
    monkeypatch.setattr(keeping, "KEPT_EVERY", 20)
    keeping.forget()
    return made.in_field()


def anew(wave):
    """The results from all rows, with nothing kept."""
    KeptTally.objects.all().delete()
    keeping.forget()
    return results_of(wave)


def work(field, know, count=12):
    """An enumerator's interviews."""
    psu = field.survey.strata.first().psus.order_by("?").first()
    person = people.user(role="reader", agency=field.key_result.host)
    row = fieldwork.allocate(field.wave, psu, enumerator=person, target=20, acting_user=field.owner)
    for number in range(count):
        receive(door_of_allocation(row), made.submission(field, know=know(number), adults=1 + number % 4))


def test_what_is_kept_gives_the_figures_of_all_rows(field):
    """Drawn and volunteers, decoys and blanks, devices that fill up later, an enumerator who stands out."""
    link = fieldwork.add_link(field.wave, label="ป้าย", acting_user=field.owner)
    door = door_of_link(link)
    seen = []
    for turn in range(3):
        made.interviews(field, 30, knows=lambda n: {"a02": ("no", "name_only", "not_sure")[n % 3]}, sex="fmo"[turn])
        made.volunteers(field, 10, age=("20_29", "60_up")[turn % 2], decoys="know" if turn == 1 else "no")
        receive(door, made.submission(field, address="203.0.113.9", agent="one telephone"))
        seen.append(results_of(field.wave))
        keeping.forget()
    work(field, lambda _n: "know")
    work(field, lambda n: "know" if n % 2 else "no", 30)
    seen.append(results_of(field.wave))
    # Three of one telephone are flagged, and hidden for being few.
    assert [dict(one.flags).get("same_device", 0) for one in seen] == [0, 0, None, None]
    assert KeptTally.objects.get().upto is not None
    assert seen[-1] == anew(field.wave)


def test_what_is_written_is_read_again_and_other_rules_are_refused(field):
    """The tally comes back as it was; one of other items does not fit."""
    made.interviews(field, 24, adults=3, seconds=9)
    made.volunteers(field, 5)
    work(field, lambda n: "know" if n % 3 else "not_sure")
    frame = frame_of(field.survey)
    data = written(keeping.tally_of(field.wave, frame))
    assert written(read_tally(data, frame)) == data
    fewer = dataclasses.replace(frame, questionnaire=without_decoys(frame.questionnaire))
    with pytest.raises(ValueError, match="another shape"):
        read_tally(data, fewer)


def without_decoys(questionnaire):
    battery = questionnaire.battery
    real = dataclasses.replace(battery, items=questionnaire.districts)
    questions = tuple(real if one is battery else one for one in questionnaire.questions)
    return dataclasses.replace(questionnaire, questions=questions)


def queries(wave):
    with CaptureQueriesContext(connection) as caught:
        results_of(wave)
    return len(caught)


def test_a_view_costs_the_same_few_queries_whatever_came_in(field):
    """With nothing new, with one more, with hundreds before."""
    made.interviews(field, 24)
    made.volunteers(field, 6)
    results_of(field.wave)
    few = queries(field.wave)
    made.interviews(field, 1)
    one_more = queries(field.wave)
    made.interviews(field, 120)
    results_of(field.wave)
    assert (few, queries(field.wave)) == (few, few)
    assert few <= 6
    assert one_more <= 8


def test_a_closed_wave_is_reckoned_anew_from_all_its_rows(field):
    """So that nothing that was kept too early can stay out of the final figures."""
    made.interviews(field, 40)
    results_of(field.wave)
    KeptTally.objects.update(upto=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    keeping.forget()
    made.interviews(field, 20)
    assert results_of(made.close(field)).rows == 60


def test_a_new_response_is_in_every_figure_within_moments(field):
    """Some milliseconds of work (bench/intake.py --page prints them); here with room for a busy machine."""
    made.interviews(field, 300)
    results_of(field.wave)
    spent = []
    for _ in range(5):
        made.interviews(field, 1)
        began = time.process_time()
        results_of(field.wave)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.1


def test_the_sums_are_kept_while_responses_come_in_and_again_at_the_end(field, monkeypatch):
    """So that the first page after a restart reads a few rows only; a process that slept takes what others wrote."""
    monkeypatch.setattr(intake, "KEPT_EVERY", 1)
    made.interviews(field, 30)
    assert [job.key for job in Job.objects.all()] == [f"surveys.sums:{field.wave.pk}"]
    assert (keep_sums.call(field.wave.pk), keep_sums.call(field.wave.pk)) == (30, 0)
    monkeypatch.setattr(rows, "_row", lambda *_: pytest.fail("a row that was summed before is read again"))
    keeping.forget()
    assert results_of(field.wave).drawn == 30


def test_a_process_that_slept_takes_what_others_wrote_down(field, monkeypatch):
    """It does not read again what another has summed meanwhile."""
    made.interviews(field, 5)
    results_of(field.wave)
    made.interviews(field, 40)
    assert keep_sums.call(field.wave.pk) == 45
    monkeypatch.setattr(keeping, "FRESH", dt.timedelta(0))
    monkeypatch.setattr(rows, "_row", lambda *_: pytest.fail("a row that was summed before is read again"))
    assert results_of(field.wave).drawn == 45
