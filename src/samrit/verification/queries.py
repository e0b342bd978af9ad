"""Reads of verification: what waits for a second pair of eyes, what was found, what the sheet asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from samrit.core.counting.items import Verification
from samrit.core.sheet import Definition
from samrit.publicity.enums import WorkState
from samrit.publicity.items import person_id
from samrit.publicity.models import Work
from samrit.results.documents import definition_of
from samrit.results.models import KeyResult
from samrit.results.queries import signed_revision
from samrit.verification.models import Finding, WorkCheck
from samrit.verification.required import RequiredCheck, required_checks


def subjects_of(work: Work) -> list[str]:
    """The subjects whose evidence shows a work: itself and its publications. 1 query unless they are prefetched."""
    return [work.subject, *(publication.subject for publication in work.publications.all())]


def signed_definition(key_result: KeyResult) -> Definition | None:
    """The definition in use; None before one is signed. 1 query."""
    row = signed_revision(key_result)
    return None if row is None else definition_of(row)


def checks_required_for(key_result: KeyResult) -> tuple[RequiredCheck, ...]:
    """Which checks the signed sheet asks for. 1 query."""
    return required_checks(signed_definition(key_result))


def works_to_verify(key_results: Collection[KeyResult]) -> QuerySet[Work]:
    """Works that are done and wait for their verifier, oldest first, with agency and people. 1 query."""
    return (
        Work.objects.filter(key_result__in=key_results, state=WorkState.DONE)
        .select_related("key_result", "agency", "producer", "entered_by")
        .order_by("created_at", "id")
    )


def latest_checks(works: Collection[int] | QuerySet, *, known_at: dt.datetime | None = None) -> dict[int, WorkCheck]:
    """The check that stands for each work (by its number), of those made by a moment. 1 query."""
    later = WorkCheck.objects.filter(work=OuterRef("work"), pk__gt=OuterRef("pk"))
    rows = WorkCheck.objects.filter(work__in=works).select_related("by", "on_behalf_of")
    if known_at is not None:
        later, rows = later.filter(at__lte=known_at), rows.filter(at__lte=known_at)
    return {row.work_id: row for row in rows.filter(~Exists(later))}


def checks_that_stood(key_result: KeyResult, known_at: dt.datetime) -> dict[int, Verification]:
    """The same for all works of a key result, as values for `core.counting`. 1 query."""
    works = Work.objects.filter(key_result=key_result).values("pk")
    return {number: _as_verification(row) for number, row in latest_checks(works, known_at=known_at).items()}


def _as_verification(row: WorkCheck) -> Verification:
    behalf = None if row.on_behalf_of_id is None else person_id(row.on_behalf_of_id)
    return Verification(person_id(row.by_id), row.at, row.outcome, behalf, row.reason or None)


def checks_of(work: Work) -> QuerySet[WorkCheck]:
    """All checks of a work, oldest first, with who made them. 1 query."""
    return WorkCheck.objects.filter(work=work).select_related("by", "on_behalf_of")


def findings_of(key_results: Collection[KeyResult], *, only_open: bool = False) -> QuerySet[Finding]:
    """Findings on some key results, newest first, with who wrote and answered them. 1 query."""
    rows = Finding.objects.filter(key_result__in=key_results).select_related("key_result", "by", "replied_by")
    return rows.filter(closed_at=None) if only_open else rows
