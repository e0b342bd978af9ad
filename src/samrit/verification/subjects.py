"""How evidence and findings find what they are about: works, publications, plans, reports and the rest."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from samrit.evidence.subjects import Subject, register
from samrit.publicity.makers import makers
from samrit.publicity.models import AwarenessResult, Plan, Publication, Storyteller, WebsiteEntry, Work
from samrit.results.makers import makers_of_report
from samrit.results.models import KeyResult, Report
from samrit.verification.models import Finding


def register_subjects() -> None:
    """Called once, when the apps are ready."""
    for kind, find in _FINDERS.items():
        register(kind, find)


def _people(*ids: int | None) -> frozenset[int]:
    return frozenset(number for number in ids if number is not None)


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _by_uid(rows: Callable[[uuid.UUID], Iterable[Subject]]) -> Callable[[str], Subject | None]:
    def find(text: str) -> Subject | None:
        uid = _uid(text)
        return None if uid is None else next(iter(rows(uid)), None)

    return find


def _works(uid: uuid.UUID) -> Iterable[Subject]:
    for work in Work.objects.filter(uid=uid).select_related("key_result"):
        yield Subject(work.subject, work.key_result.key, work.agency_id, makers(work))


def _publications(uid: uuid.UUID) -> Iterable[Subject]:
    """A publication is of its work: whoever made or entered either may not judge its evidence."""
    for row in Publication.objects.filter(uid=uid).select_related("work__key_result"):
        own = makers(row.work) | {row.entered_by_id}
        yield Subject(row.subject, row.work.key_result.key, row.work.agency_id, own)


def _plans(uid: uuid.UUID) -> Iterable[Subject]:
    for plan in Plan.objects.filter(uid=uid).select_related("key_result"):
        yield Subject(plan.subject, plan.key_result.key, plan.key_result.host_id, makers(plan))


def _reports(uid: uuid.UUID) -> Iterable[Subject]:
    for report in Report.objects.filter(uid=uid).select_related("key_result"):
        yield Subject(report.subject, report.key_result.key, report.agency_id, makers_of_report(report))


def _findings(uid: uuid.UUID) -> Iterable[Subject]:
    """A finding is of what it is about; whoever wrote it is its own person."""
    for row in Finding.objects.filter(uid=uid).select_related("key_result"):
        yield Subject(f"finding:{row.uid}", row.key_result.key, row.key_result.host_id, _people(row.by_id))


def _storytellers(uid: uuid.UUID) -> Iterable[Subject]:
    for row in Storyteller.objects.filter(uid=uid).select_related("key_result", "consent"):
        yield Subject(
            row.subject,
            row.key_result.key,
            row.key_result.host_id,
            _people(row.consent.entered_by_id, row.consent.on_behalf_of_id),
        )


def _website(text: str) -> Subject | None:
    row = _by_number(WebsiteEntry.objects.select_related("key_result"), text)
    return row and Subject(
        row.subject, row.key_result.key, row.key_result.host_id, _people(row.entered_by_id, row.on_behalf_of_id)
    )


def _awareness(text: str) -> Subject | None:
    row = _by_number(AwarenessResult.objects.select_related("key_result"), text)
    return row and Subject(
        row.subject,
        row.key_result.key,
        row.key_result.host_id,
        _people(row.entered_by_id, row.on_behalf_of_id),
    )


def _by_number(rows, text: str):  # noqa: ANN001, ANN202 -- any model with a number for a key
    return rows.filter(pk=int(text)).first() if text.isascii() and text.isdigit() and len(text) < 19 else None


def _key_results(text: str) -> Subject | None:
    code, _, year = text.rpartition("-")
    if not year.isascii() or not year.isdigit() or len(year) != 4:
        return None
    row = KeyResult.objects.filter(code=code, fiscal_year=int(year)).first()
    return row and Subject(row.subject, row.key, row.host_id)


_FINDERS: dict[str, Callable[[str], Subject | None]] = {
    "work": _by_uid(_works),
    "publication": _by_uid(_publications),
    "plan": _by_uid(_plans),
    "report": _by_uid(_reports),
    "finding": _by_uid(_findings),
    "storyteller": _by_uid(_storytellers),
    "website": _website,
    "awareness": _awareness,
    "key_result": _key_results,
}
