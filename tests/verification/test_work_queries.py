"""Reads of verification."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import evidence as make

from samrit.verification.models import WorkCheck
from samrit.verification.queries import checks_of, latest_checks, works_to_verify

pytestmark = pytest.mark.django_db


def _check(at, outcome: str) -> WorkCheck:
    return WorkCheck.objects.create(work=at.work, outcome=outcome, by=at.inspector, role="inspector")


def test_the_check_that_stands(django_assert_num_queries):
    """The last one, as known at a moment; all stay in the list."""
    at = make.scene()
    first = _check(at, "verified")
    between = timezone.now()
    second = _check(at, "returned")
    with django_assert_num_queries(4):
        assert latest_checks([at.work.pk]) == {at.work.pk: second}
        assert latest_checks([at.work.pk], known_at=between) == {at.work.pk: first}
        assert latest_checks([at.work.pk], known_at=first.at - dt.timedelta(days=1)) == {}
        assert list(checks_of(at.work)) == [first, second]


def test_what_waits(django_assert_num_queries):
    """Works that are done, of these key results only, with their people: one query."""
    at, other = make.scene(), make.scene("7302")
    make.work(at.key_result, at.agency, at.contributor, state="verified")
    with django_assert_num_queries(1):
        rows = [(row, row.agency, row.producer) for row in works_to_verify([at.key_result])]
    assert rows == [(at.work, at.agency, at.contributor)]
    assert set(works_to_verify([at.key_result, other.key_result])) == {at.work, other.work}
