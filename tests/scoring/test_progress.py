"""The course of a year: each month's end as it was known then, the revisions that changed it, and where it may end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.factories import scoring as make

from samrit.platform import audit
from samrit.scoring.progress import progress_of
from samrit.scoring.result import score_key_result

pytestmark = pytest.mark.django_db


def test_each_point_is_the_score_of_its_day():
    """Nothing is worked out a second way: a point is what the page of that day shows."""
    at = make.office(10)
    make.plan(at, dt.date(2024, 11, 20))
    for number, place in enumerate(at.districts[:4]):
        make.piece(at, place, make.moment(2025, 1 + number, 10))
    course = progress_of(at.key_result, dt.date(2025, 3, 20))
    days = [dt.date(2024, 10, 31), dt.date(2024, 11, 30), dt.date(2024, 12, 31), dt.date(2025, 1, 31)]
    assert [point.day for point in course.points] == [*days, dt.date(2025, 2, 28), dt.date(2025, 3, 20)]
    for point in course.points:
        then = score_key_result(at.key_result, point.day)
        assert (point.value, point.score) == (then.facts.values["result"], then.score.score)
    assert course.unit == "ย่าน"
    assert course.points[-1].target == Decimal(10)
    assert course.forecast is not None
    assert course.forecast.low <= course.forecast.expected <= course.forecast.high


def test_revisions_stand_on_the_day_from_which_they_hold():
    """A revision of the year's middle is told with its reason; one that holds later is not told yet."""
    at = make.office(3)
    first = at.key_result.revisions.get()
    first.state = "replaced"
    first.save()
    later = {"definition": first.definition, "created_by": at.owner, "signed_by": at.approver}
    signed = make.moment(2025, 3, 1)
    at.key_result.revisions.create(
        number=2, state="signed", reason="ปรับเป้า", effective_from=dt.date(2025, 4, 1), signed_at=signed, **later
    )
    told = [(row.day, row.number, row.reason) for row in progress_of(at.key_result, dt.date(2025, 4, 2)).changes]
    assert told == [(dt.date(2024, 10, 1), 1, ""), (dt.date(2025, 4, 1), 2, "ปรับเป้า")]
    assert [row.number for row in progress_of(at.key_result, dt.date(2025, 3, 31)).changes] == [1]


@pytest.mark.parametrize(("day", "number"), [(dt.date(2024, 9, 30), 0), (dt.date(2026, 1, 1), 12)])
def test_before_and_after_the_year(day, number):
    """Before the year there is no point; after it twelve, and no forecast."""
    course = progress_of(make.office(2).key_result, day)
    assert (len(course.points), course.forecast) == (number, None)


def test_a_year_looked_at_again_scores_one_day_only(django_assert_max_num_queries):
    """Nothing was written since: the months' ends come from the cache; as soon as something is, all are scored anew."""
    at = make.office(4)
    make.piece(at, at.districts[0], make.moment(2025, 1, 10))
    audit.record("test.first", actor="system", subject="test", data={})
    first = progress_of(at.key_result, dt.date(2025, 8, 20))
    with django_assert_max_num_queries(27):
        assert progress_of(at.key_result, dt.date(2025, 8, 20)) == first
    make.plan(at, dt.date(2024, 11, 20))
    audit.record("test.second", actor="system", subject="test", data={})
    again = progress_of(at.key_result, dt.date(2025, 8, 20))
    assert [point.score for point in again.points] != [point.score for point in first.points]
