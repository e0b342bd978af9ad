"""The database refuses what makes no sense, whoever writes it and by whatever path."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories import evidence, publicity

from samrit.evidence.models import Consent, EvidenceItem, EvidenceMark
from samrit.people.models import User
from samrit.publicity.models import ActivityDetail, AwarenessResult, Plan, PlanLine, Publication, Telling, Work
from samrit.results.models import AgencyTarget, KeyResult, Measure, Period, Report, ReportedValue, Revision

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 3, 31)
EARLIER = DAY - dt.timedelta(days=1)
NOW = dt.datetime(2025, 3, 31, 9, tzinfo=dt.UTC)


@pytest.fixture
def rows() -> None:
    """One row of every table that is checked."""
    place = publicity.office()
    by = place.owner
    AgencyTarget.objects.create(key_result=place.key_result, agency=place.agency, role="host")
    Revision.objects.create(key_result=place.key_result, number=1, definition={}, created_by=by)
    Measure.objects.create(key_result=place.key_result, name="result", label="ผล", low=Decimal(0), high=Decimal(10))
    period = Period.objects.create(
        key_result=place.key_result, code="Q2", starts_on=DAY - dt.timedelta(days=89), ends_on=DAY, due_on=DAY
    )
    report = Report.objects.create(key_result=place.key_result, agency=place.agency, period=period, entered_by=by)
    ReportedValue.objects.create(report=report, name="rate", numerator=Decimal(0), denominator=Decimal(4))
    work = evidence.work(place.key_result, place.agency, place.maker)
    evidence.publication(work)
    Telling.objects.create(work=work, district=place.districts[0], what="story")
    ActivityDetail.objects.create(work=work, starts_at=NOW, ends_at=NOW + dt.timedelta(hours=1))
    plan = Plan.objects.create(key_result=place.key_result, number=1, entered_by=by)
    PlanLine.objects.create(plan=plan, kind="piece", title="คลิป", channel="", budget=Decimal(0))
    publicity.consent(place)
    result = {"share": Decimal(0), "low": Decimal(0), "high": Decimal(1), "respondents": 10, "method": "สุ่ม"}
    AwarenessResult.objects.create(
        key_result=place.key_result, reading="each", measured_on=DAY, entered_by=by, **result
    )


WRONG = [
    (KeyResult, {"reporting": "yearly"}),
    (AgencyTarget, {"role": ""}),
    (AgencyTarget, {"accepted_at": NOW}),
    (Revision, {"state": "burnt"}),
    (Revision, {"signed_at": NOW}),
    (Measure, {"kind": "x"}),
    (Measure, {"across": "x"}),
    (Measure, {"over_time": "x"}),
    (Measure, {"direction": "x"}),
    (Measure, {"high": Decimal(-1)}),
    (Period, {"ends_on": DAY - dt.timedelta(days=90)}),
    (Period, {"due_on": EARLIER}),
    (Report, {"state": "lost"}),
    (Report, {"progress": Decimal("100.01")}),
    (Report, {"progress": Decimal("-0.01")}),
    (ReportedValue, {"denominator": None}),
    (Work, {"kind": "x"}),
    (Work, {"state": "x"}),
    (Work, {"derivation": "x"}),
    (Work, {"approved_by": None}),
    (ActivityDetail, {"ends_at": NOW - dt.timedelta(hours=1)}),
    (Telling, {"what": "x"}),
    (Publication, {"channel": ""}),
    (Publication, {"visibility": ""}),
    (Plan, {"state": "x"}),
    (Plan, {"decided_at": NOW}),
    (PlanLine, {"kind": ""}),
    (PlanLine, {"channel": "radio"}),
    (PlanLine, {"budget": Decimal("-0.01")}),
    (Consent, {"purpose": "x"}),
    (Consent, {"valid_to": dt.date(2019, 1, 1)}),
    (AwarenessResult, {"reading": "x"}),
    (AwarenessResult, {"share": Decimal("1.0001")}),
    (AwarenessResult, {"low": Decimal("-0.0001")}),
    (AwarenessResult, {"high": Decimal(2)}),
    (AwarenessResult, {"low": Decimal("0.6"), "high": Decimal("0.5")}),
]
"""A table, and what a bulk update must not bring into it."""


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(("model", "values"), WRONG, ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_bulk_update_cannot_store_what_makes_no_sense(model, values):
    """The row stays as it was."""
    before = model.objects.values().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**values)
    assert model.objects.values().get() == before


RIGHT = [
    (Measure, {"low": None, "high": Decimal(-1)}),
    (Report, {"progress": Decimal(0)}),
    (Report, {"progress": Decimal(100)}),
    (ReportedValue, {"value": Decimal(0), "numerator": None, "denominator": None}),
    (Work, {"approved_by": None, "approved_at": None}),
    (ActivityDetail, {"starts_at": None}),
    (PlanLine, {"budget": None, "channel": "line"}),
    (Consent, {"valid_to": dt.date(2020, 1, 1)}),
    (AwarenessResult, {"low": None, "high": None}),
]


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(("model", "values"), RIGHT, ids=lambda value: getattr(value, "__name__", str(value)))
def test_what_is_not_known_is_no_fault(model, values):
    """0 is data, missing is not 0, and the edges belong to what is allowed."""
    assert model.objects.update(**values) == 1


ITEMS = [{"kind": "rumour"}, {"grade": "x"}, {"url": "", "statement": "", "file": None}]


@pytest.mark.parametrize("fields", ITEMS, ids=str)
def test_evidence_is_something(fields):
    """A proof has a known kind and shows a file, an address or a statement."""
    at = evidence.scene()
    proof = {"kind": "link", "grade": "link", "url": "https://example.org/a", **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.create(
            key_result="7301-2568",
            subject=at.work.subject,
            title="ภาพ",
            captured_at=timezone.now(),
            entered_by=at.contributor,
            **proof,
        )
    assert EvidenceItem.objects.count() == 0


def test_a_mark_has_a_known_outcome():
    """Nothing can be marked with a word that nobody counts."""
    at = evidence.scene()
    item = evidence.item(at.work.subject, at.contributor)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceMark.objects.create(item=item, outcome="perhaps", by=User.objects.first(), role="inspector")
    assert EvidenceMark.objects.count() == 0
