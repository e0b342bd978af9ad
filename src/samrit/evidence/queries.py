"""Reads of the ledger: evidence with its marks, its pack, and the same as values for counting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from samrit.core import counting
from samrit.evidence.enums import EvidenceKind, Outcome
from samrit.evidence.models import EvidenceItem, EvidenceMark
from samrit.platform.models import StoredFile

_JUDGING = (Outcome.VERIFIED, Outcome.RETURNED, Outcome.WRONG)


def evidence_of(subjects: Collection[str], *, known_at: dt.datetime | None = None) -> dict[str, list[EvidenceItem]]:
    """The evidence of each subject, oldest first, each item with `marks` (and who made them): 2 queries.

    `known_at`: only what had been entered and marked by then.
    """
    items = EvidenceItem.objects.filter(subject__in=list(subjects)).select_related(
        "file", "public_copy", "entered_by", "district"
    )
    found: dict[str, list[EvidenceItem]] = {name: [] for name in subjects}
    for item in _with_marks(items, known_at):
        found[item.subject].append(item)
    return found


def evidence_of_key_results(keys: Collection[str], *, known_at: dt.datetime) -> list[EvidenceItem]:
    """All evidence of some key results as known at a moment, each item with its marks: 2 queries."""
    return list(_with_marks(EvidenceItem.objects.filter(key_result__in=list(keys)), known_at))


def _with_marks(items: QuerySet[EvidenceItem], known_at: dt.datetime | None) -> QuerySet[EvidenceItem]:
    marks = EvidenceMark.objects.select_related("by", "on_behalf_of")
    if known_at is not None:
        marks, items = marks.filter(at__lte=known_at), items.filter(entered_at__lte=known_at)
    return items.prefetch_related(Prefetch("marks", queryset=marks))


def usable_in_public(subjects: Collection[str]) -> dict[str, list[EvidenceItem]]:
    """The items of each subject that may be named in public, oldest first, with nothing but what names them. 2 queries.

    Neither returned nor wrong, and hidden by nobody.
    """
    marks = Prefetch("marks", queryset=EvidenceMark.objects.only("item_id", "outcome"))
    items = EvidenceItem.objects.filter(subject__in=list(subjects)).only("subject", "file_id").prefetch_related(marks)
    found: dict[str, list[EvidenceItem]] = {name: [] for name in subjects}
    for item in items:
        if is_usable(item) and not is_hidden(item):
            found[item.subject].append(item)
    return found


def judgement_of(item: EvidenceItem) -> EvidenceMark | None:
    """The mark that stands: the last that verifies, returns or calls wrong. Needs `marks` prefetched."""
    return next((mark for mark in reversed(item.marks.all()) if mark.outcome in _JUDGING), None)


def is_hidden(item: EvidenceItem) -> bool:
    """Whether a consent was withdrawn: the item counts on, but is shown to nobody outside. Needs `marks` prefetched."""
    return any(mark.outcome == Outcome.HIDDEN for mark in item.marks.all())


def public_file_of(item: EvidenceItem) -> StoredFile | None:
    """What may be shown in public of a file: an image's copy, unless it is hidden. Needs `marks` prefetched."""
    return None if is_hidden(item) else item.public_copy


def is_usable(item: EvidenceItem) -> bool:
    """Whether it may prove something: not returned and not wrong."""
    mark = judgement_of(item)
    return mark is None or mark.outcome == Outcome.VERIFIED


def evidence_id(item: EvidenceItem) -> str:
    """How counts name an item of evidence."""
    return f"E{item.pk}"


def reference_of(item: EvidenceItem) -> str:
    """The permalink, or the request id of a message that a platform answered with."""
    return item.url or (item.statement.strip() if item.kind == EvidenceKind.PLATFORM_ANSWER else "")


def counting_evidence(items: Iterable[EvidenceItem]) -> tuple[counting.Evidence, ...]:
    """The items as values for `core.counting`. Needs `marks` prefetched; a wrong item is like one returned."""
    return tuple(_counting(item) for item in items)


def _counting(item: EvidenceItem) -> counting.Evidence:
    mark = judgement_of(item)
    return counting.Evidence(
        id=evidence_id(item),
        grade=item.grade,
        reference=reference_of(item) or None,
        sha256=item.file_id,
        captured_at=item.captured_at,
        verification=None if mark is None else _verification(mark),
    )


def _verification(mark: EvidenceMark) -> counting.items.Verification:
    return counting.items.Verification(
        by=str(mark.by_id),
        at=mark.at,
        outcome="verified" if mark.outcome == Outcome.VERIFIED else "returned",
        on_behalf_of=None if mark.on_behalf_of_id is None else str(mark.on_behalf_of_id),
        reason=mark.reason or None,
    )


@dataclass(frozen=True, slots=True)
class Pack:
    """Which parts of an evidence pack are there: an answer of an accepted grade, a reference, a hash, a time."""

    answer: bool = False
    reference: bool = False
    hash: bool = False
    time: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that are not there, in the counting rule's words."""
        return tuple(name for name in ("answer", "reference", "hash", "time") if not getattr(self, name))


def pack_of(items: Sequence[EvidenceItem], grades: Collection[str]) -> Pack:
    """What the usable items hold together, beside each other as the counting rule reads them; `grades` are accepted."""
    usable = [item for item in items if is_usable(item)]
    return Pack(
        answer=any(item.grade in grades for item in usable),
        reference=any(reference_of(item) for item in usable),
        hash=any(item.file_id for item in usable),
        time=bool(usable),
    )
