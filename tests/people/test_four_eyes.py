"""Who looks when one person does, and whose own a thing is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories.people import deputy, user

from samrit.people.four_eyes import OwnWork, eyes_of, may_judge, require_another

pytestmark = pytest.mark.django_db


def test_a_person_has_two_eyes():
    """One's own; nobody's work, or that of others, may be judged."""
    judge, maker = user(), user()
    assert eyes_of(judge) == {judge.pk}
    assert may_judge(eyes_of(judge), {maker.pk, None})
    assert may_judge(eyes_of(judge), ())
    assert not may_judge(eyes_of(judge), {maker.pk, judge.pk})


def test_a_deputy_looks_with_the_eyes_of_the_absent_too(django_assert_num_queries):
    """For as long as the deputyship lasts; the absent does not look with the deputy's."""
    absent, stand_in = user(), user()
    today = timezone.localdate()
    deputy(absent, stand_in, valid_from=today - dt.timedelta(2), valid_to=today)
    assert eyes_of(stand_in) == {stand_in.pk, absent.pk}
    assert eyes_of(stand_in, today + dt.timedelta(1)) == {stand_in.pk}
    assert eyes_of(absent) == {absent.pk}
    with django_assert_num_queries(1), pytest.raises(OwnWork):
        require_another(stand_in, {absent.pk})
    require_another(absent, {stand_in.pk})


def test_what_was_entered_on_behalf_of_another_is_both_peoples_own():
    """Whoever entered it, and the one for whom."""
    absent, stand_in, other = user(), user(), user()
    own = {stand_in.pk, absent.pk}
    assert [may_judge(eyes_of(person), own) for person in (absent, stand_in, other)] == [False, False, True]
