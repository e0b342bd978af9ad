"""Snapshots: a score as it stood, with its facts, its count, its revision and rule; only ever added."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localtime
from tests.factories import people
from tests.factories import scoring as make

from samrit.core.contract import Node, Refused, dump_json, load_json
from samrit.core.rubric import read_facts, score, score_data
from samrit.core.sheet import context_of
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.platform.jobs.worker import Worker
from samrit.platform.models import AuditEntry
from samrit.results.models import Report
from samrit.scoring.actions import take_missing_snapshots, take_report_snapshots, take_snapshot
from samrit.scoring.models import ScoreSnapshot
from samrit.scoring.queries import snapshots_of
from samrit.scoring.result import score_key_result
from samrit.verification.report_actions import acknowledge_report, verify_report

pytestmark = pytest.mark.django_db

MAY = dt.date(2025, 5, 31)
JUNE = dt.date(2025, 6, 20)


def test_on_demand(in_june):
    """A snapshot holds what the score came from, and whoever has the documents gets the same score again."""
    at = in_june
    kept = take_snapshot(at.key_result, as_of=JUNE, acting_user=at.owner)
    kept.refresh_from_db()
    assert (kept.as_of, kept.revision.number, kept.report, kept.taken_by) == (JUNE, 1, None, at.owner)
    assert (kept.score["score"], kept.facts["values"]["result"], kept.counts["publicised"]["result"]) == ("3", "7", "7")
    assert kept.rule.startswith("kr-7301-2568 v1 ")
    result = score_key_result(at.key_result, JUNE)
    facts = read_facts(load_json(dump_json(kept.facts).encode()))
    again = score(result.definition.rubric, facts, context_of(result.definition))
    assert score_data(again) == kept.score
    assert AuditEntry.objects.get(action="scoring.snapshot.taken").subject == at.key_result.subject


def test_of_a_day_before(in_june):
    """As of any day: what came later is not in it."""
    assert take_snapshot(in_june.key_result, as_of=MAY, acting_user=in_june.owner).score["score"] == "1"


def test_refused(in_june):
    """No day to come, and no snapshot without a definition."""
    at = in_june
    with pytest.raises(Refused) as refused:
        take_snapshot(at.key_result, as_of=dt.date(2025, 7, 1), acting_user=at.owner)
    assert refused.value.path == "as_of"
    at.key_result.revisions.all().delete()
    with pytest.raises(Refused):
        take_snapshot(at.key_result, as_of=JUNE, acting_user=at.owner)
    assert ScoreSnapshot.objects.count() == 0


@pytest.mark.parametrize("role", Role)
def test_who_may(role, in_june):
    """Whoever has a part in reports may keep a score; readers and administrators may not."""
    user = people.user(role=role, agency=in_june.agency)
    if role in {Role.READER, Role.ADMINISTRATOR}:
        with pytest.raises(Forbidden):
            take_snapshot(in_june.key_result, acting_user=user)
    else:
        assert take_snapshot(in_june.key_result, acting_user=user).taken_by == user


def test_of_every_accepted_report(in_june, clock):
    """An accepted report gets one of each day on which it was accepted, here the same, however late it is taken."""
    at = in_june
    report = make.final_report(at)
    clock(make.moment(2025, 9, 1))
    assert take_missing_snapshots() == 1
    assert take_missing_snapshots() == 0
    assert take_report_snapshots(report) == []
    kept = ScoreSnapshot.objects.get()
    assert (kept.report, kept.as_of, kept.score["score"], kept.taken_by) == (report, JUNE, "3", None)


def test_a_report_that_is_not_accepted_has_none(in_june):
    """A draft is no reason to keep a score."""
    at = in_june
    draft = Report.objects.create(key_result=at.key_result, agency=at.agency, period=at.periods[0], entered_by=at.owner)
    assert take_report_snapshots(draft) == []
    assert take_missing_snapshots() == 0


def test_the_list(in_june, django_assert_num_queries):
    """Latest day first, one query."""
    at = in_june
    for day in (MAY, JUNE, dt.date(2025, 1, 31)):
        take_snapshot(at.key_result, as_of=day, acting_user=at.owner)
    with django_assert_num_queries(1):
        rows = [(row.as_of, row.revision.number, row.taken_by.name_th) for row in snapshots_of(at.key_result)]
    assert [row[0] for row in rows] == [JUNE, MAY, dt.date(2025, 1, 31)]


@pytest.mark.parametrize(
    "statement", ["UPDATE scoring_scoresnapshot SET rule = ''", "DELETE FROM scoring_scoresnapshot"]
)
def test_only_ever_added(statement, in_june):
    """Neither raw SQL nor the ORM changes or removes one."""
    kept = take_snapshot(in_june.key_result, as_of=JUNE, acting_user=in_june.owner)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("scoring_scoresnapshot"))
    for attempt in (kept.save, kept.delete, ScoreSnapshot.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_documents_are_of_the_contract(in_june):
    """What is stored reads back as documents of their schemas."""
    kept = take_snapshot(in_june.key_result, as_of=JUNE, acting_user=in_june.owner)
    assert (kept.facts["schema"], kept.score["schema"], kept.counts["schema"]) == (
        "samrit/facts/1",
        "samrit/score/1",
        "samrit/counts/1",
    )
    assert read_facts(Node(kept.facts, "")).as_of == JUNE


@pytest.fixture
def accepted(in_june, clock):
    """A report that the inspector has verified at nine o'clock."""
    at = in_june
    report = Report.objects.create(
        key_result=at.key_result, agency=at.agency, period=at.periods[0], state="checked", entered_by=at.owner
    )
    clock(make.moment(2025, 6, 20, hour=9))
    verify_report(acting_user=at.inspector, report=report)
    return report


def _work(settings):
    """How many jobs that keep scores the worker does, without what comes back every day and the wakes of others."""
    settings.SAMRIT_SCHEDULES = {}
    settings.SAMRIT_WAKES = {"scoring.accepted": settings.SAMRIT_WAKES["scoring.accepted"]}
    return Worker().run(until_idle=True)


def test_kept_as_soon_as_it_is_accepted(accepted, settings):
    """The worker finds the acceptance itself: nothing needs to have been asked for, so nothing is lost."""
    assert _work(settings) == 1
    then, now = ScoreSnapshot.objects.order_by("as_of")
    assert (now.report, now.as_of, now.score["score"], now.taken_by) == (accepted, JUNE, "3", None)
    assert (then.report, then.as_of) == (accepted, accepted.period.ends_on)  # the figure of the period itself
    assert _work(settings) == 0


def test_two_acceptances_of_one_day_are_two(in_june, accepted, settings, clock):
    """An acknowledgement on the day of the verification is kept as well: it may itself bring a score."""
    _work(settings)
    clock(make.moment(2025, 6, 20, hour=15))
    acknowledge_report(acting_user=in_june.approver, report=accepted)
    assert _work(settings) == 1
    rows = ScoreSnapshot.objects.filter(as_of=JUNE).order_by("pk")
    assert [(row.as_of, localtime(row.taken_at).hour) for row in rows] == [(JUNE, 9), (JUNE, 15)]


@pytest.mark.usefixtures("accepted")
def test_an_acceptance_ahead_of_the_worker_waits_for_its_clock(settings, clock):
    """A machine whose clock is behind keeps the score once, not at every look."""
    clock(make.moment(2025, 6, 20, hour=8))
    assert _work(settings) == 0
    clock(make.moment(2025, 6, 20, hour=10))
    assert _work(settings) == 1


@pytest.mark.usefixtures("accepted")
def test_what_the_worker_missed_for_days_is_kept_at_night(settings, clock):
    """The few seconds' look is for what was accepted lately; the night finds the rest."""
    clock(make.moment(2025, 6, 30, hour=12))
    assert _work(settings) == 0
    assert take_missing_snapshots() == 2


def test_the_period_s_last_day_comes_with_the_host_s_report_only_and_not_before_it_is_over(in_june, clock):
    """What an office reports of its part tells nothing of the whole; nor does a day that is not over."""
    at = in_june
    office, last = people.agency(), at.periods[-1]
    clock(make.moment(2025, 6, 20, hour=9))
    for agency, period in ((office, at.periods[0]), (at.agency, last)):
        report = Report.objects.create(
            key_result=at.key_result, agency=agency, period=period, state="checked", entered_by=at.owner
        )
        verify_report(acting_user=at.inspector, report=report)
        assert [row.as_of for row in take_report_snapshots(report)] == [JUNE]


def test_every_night(in_june, clock, settings):
    """The worker keeps at one o'clock what was accepted since."""
    settings.SAMRIT_SCHEDULES = {"scoring.scores": settings.SAMRIT_SCHEDULES["scoring.scores"]}
    make.final_report(in_june)
    clock(make.moment(2025, 6, 30, hour=12))
    assert Worker().run(until_idle=True) == 0
    clock(make.moment(2025, 7, 1, hour=1))
    assert Worker().run(until_idle=True) == 1
    assert [(kept.as_of, kept.taken_by) for kept in ScoreSnapshot.objects.all()] == [(JUNE, None)]
