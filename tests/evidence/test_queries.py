"""Reads of the ledger."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import evidence as make

from samrit.core.counting import Evidence
from samrit.core.counting.items import Verification
from samrit.evidence.queries import Pack, counting_evidence, evidence_id, evidence_of, pack_of, public_file_of

pytestmark = pytest.mark.django_db

GRADES = ("platform_answer", "own_capture", "file")


def test_two_queries(django_assert_num_queries):
    """Evidence of many subjects with marks and markers takes two queries."""
    at = make.scene()
    subjects = [f"work:{number}" for number in range(20)]
    for name in subjects:
        make.mark(make.item(name, at.contributor), at.inspector)
    with django_assert_num_queries(2):
        found = evidence_of(subjects)
        assert {row.marks.all()[0].by for rows in found.values() for row in rows} == {at.inspector}
    assert [len(found[name]) for name in subjects] == [1] * 20


def test_the_last_judgement_stands():
    """Of several marks the last that judges counts; hiding judges nothing."""
    at = make.scene()
    item = make.item(at.work.subject, at.contributor)
    for outcome in ("verified", "returned", "hidden"):
        make.mark(item, at.inspector, outcome, reason="เลือน")
    (found,) = evidence_of([at.work.subject])[at.work.subject]
    (value,) = counting_evidence([found])
    mark = found.marks.all()[1]
    assert value == Evidence(
        id=evidence_id(item),
        grade="platform_answer",
        reference=item.url,
        sha256=item.file_id,
        captured_at=item.captured_at,
        verification=Verification(by=str(at.inspector.pk), at=mark.at, outcome="returned", reason="เลือน"),
    )


def test_as_it_was_known():
    """What was entered or marked later was not known."""
    at = make.scene()
    before = timezone.now()
    make.mark(make.item(at.work.subject, at.contributor), at.inspector)
    assert evidence_of([at.work.subject], known_at=before) == {at.work.subject: []}
    now = timezone.now() + dt.timedelta(seconds=1)
    (item,) = evidence_of([at.work.subject], known_at=now)[at.work.subject]
    assert len(item.marks.all()) == 1


def test_packs():
    """A pack says which parts are missing, in the counting rule's words."""
    at = make.scene()
    assert pack_of([], GRADES).missing == ("answer", "reference", "hash", "time")
    make.item(at.work.subject, at.contributor, kind="file", url="")
    items = evidence_of([at.work.subject])[at.work.subject]
    assert pack_of(items, GRADES) == Pack(answer=True, reference=False, hash=True, time=True)
    make.item(at.work.subject, at.contributor, kind="link")
    assert pack_of(evidence_of([at.work.subject])[at.work.subject], GRADES).missing == ()


def test_what_may_be_shown_in_public():
    """An image's copy, never the original; and nothing once a consent was withdrawn."""
    at = make.scene()
    copy = make.stored_file()
    item = make.item(at.work.subject, at.contributor, kind="file", public_copy=copy)
    (found,) = evidence_of([at.work.subject])[at.work.subject]
    assert public_file_of(found) == copy
    make.mark(item, at.owner, "hidden")
    (found,) = evidence_of([at.work.subject])[at.work.subject]
    assert public_file_of(found) is None
