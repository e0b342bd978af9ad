"""One work with everything that belongs to it, and the threads from counted works down to their proof."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import CharField, DateTimeField, F, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from samrit.districts.models import CreativeDistrict
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import evidence_of
from samrit.publicity.enums import WorkKind
from samrit.publicity.models import (
    ActivityProof,
    Comment,
    CommentFile,
    DuplicateFlag,
    Media,
    Participation,
    PersonShown,
    Publication,
    Rendition,
    Step,
    Task,
    Work,
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the life of a work, in the order of time.

    `kind` is step, comment or task; `code` the act of a step or the code of a task; `ended_at` when a comment was
    taken back (its `text` is then "") or a task done.
    """

    kind: str
    id: int
    at: dt.datetime
    by: str
    on_behalf_of: str
    code: str
    from_state: str
    to_state: str
    text: str
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A work with everything: what its page shows without another query."""

    work: Work
    districts: tuple[CreativeDistrict, ...]
    tellings: tuple[tuple[CreativeDistrict, str], ...]
    participations: tuple[tuple[CreativeDistrict, str, str], ...]
    media: tuple[Media, ...]
    people: tuple[PersonShown, ...]
    renditions: tuple[Rendition, ...]
    publications: tuple[Publication, ...]
    pieces: tuple[Work, ...]
    proofs: tuple[ActivityProof, ...]
    evidence: dict[str, list[EvidenceItem]]
    history: tuple[Event, ...]
    duplicates: tuple[DuplicateFlag, ...]


def work_page(uid: uuid.UUID | str) -> WorkPage:
    """One work with everything, in 12 queries at most. Raises Work.DoesNotExist.

    `publications` of a story are also those of the pieces that carry it; `evidence` goes by subject, the work's own
    and each publication's; `participations` are (district, who, how).
    """
    people = ("producer", "entered_by", "on_behalf_of", "approved_by", "approved_on_behalf_of")
    details = ("piece", "story", "activity", "plan_line__plan", "derived_from")
    work = Work.objects.select_related("key_result__host", "agency", *people, *details).get(uid=uid)
    districts = {row.pk: row for row in work.districts.all()}
    tellings, participations = _said(work, districts)
    released = work.kind != WorkKind.ACTIVITY
    publications = tuple(_publications(work)) if released else ()
    return WorkPage(
        work=work,
        districts=tuple(districts.values()),
        tellings=tellings,
        participations=participations,
        media=tuple(work.media.select_related("file", "public_copy", "captions").order_by("pk")),
        people=tuple(work.people_shown.select_related("consent").order_by("pk")),
        renditions=tuple(work.renditions.order_by("pk")) if released else (),
        publications=publications,
        pieces=tuple(work.story.pieces.order_by("pk")) if work.kind == WorkKind.STORY else (),
        proofs=() if released else tuple(work.activity.proofs.order_by("pk")),
        evidence=evidence_of([work.subject, *(row.subject for row in publications)]),
        history=_history(work.subject),
        duplicates=tuple(
            DuplicateFlag.objects.filter(Q(first=work) | Q(second=work)).select_related(
                "first", "second", "keep", "decided_by"
            )
        ),
    )


def _publications(work: Work) -> QuerySet[Publication]:
    own = Q(work=work)
    if work.kind == WorkKind.STORY:
        own |= Q(work__in=work.story.pieces.all())
    return Publication.objects.filter(own).select_related("rendition", "work", "entered_by").order_by("pk")


def _said(
    work: Work, districts: dict[int, CreativeDistrict]
) -> tuple[tuple[tuple[CreativeDistrict, str], ...], tuple[tuple[CreativeDistrict, str, str], ...]]:
    """Tellings and participations in one query."""
    told = work.tellings.values_list("district_id", _as_text("what"), _word(""), _word("told"))
    took_part = work.participations.values_list("district_id", _as_text("who"), _as_text("how"), _word("took_part"))
    rows = sorted(row for row in told.union(took_part, all=True) if row[0] in districts)
    return (
        tuple((districts[key], what) for key, what, _, tag in rows if tag == "told"),
        tuple((districts[key], who, how) for key, who, how, tag in rows if tag == "took_part"),
    )


def _history(subject: str) -> tuple[Event, ...]:
    """Steps, comments and tasks in one query."""
    never = Cast(Value(None), DateTimeField())
    steps = Step.objects.filter(subject=subject).values_list(
        _word("step"),
        "pk",
        "at",
        _as_text("by__name_th"),
        _as_text("on_behalf_of__name_th"),
        _as_text("act"),
        _as_text("from_state"),
        _as_text("to_state"),
        _as_text("reason"),
        never,
    )
    comments = Comment.objects.filter(subject=subject).values_list(
        _word("comment"),
        "pk",
        "at",
        _as_text("by__name_th"),
        _word(""),
        _word(""),
        _word(""),
        _word(""),
        _as_text("text"),
        "taken_back_at",
    )
    tasks = Task.objects.filter(subject=subject).values_list(
        _word("task"),
        "pk",
        "opened_at",
        _as_text("opened_by__name_th"),
        _word(""),
        _as_text("code"),
        _word(""),
        _word(""),
        _as_text("note"),
        "done_at",
    )
    rows = steps.order_by().union(comments.order_by(), tasks.order_by(), all=True)
    events = (_event(*row) for row in rows)
    return tuple(sorted(events, key=lambda event: (event.at, event.kind != "step", event.id)))


def _event(kind: str, number: int, at: dt.datetime, *rest: object) -> Event:
    by, behalf, code, before, after, text, ended_at = rest
    said = "" if kind == "comment" and ended_at is not None else str(text or "")
    texts = (str(part or "") for part in (by, behalf, code, before, after))
    return Event(kind, number, at, *texts, said, ended_at)  # type: ignore[arg-type]  # a row of the union above


def _as_text(column: str) -> Cast:
    return Cast(F(column), TextField())


def _word(word: str) -> Cast:
    return Cast(Value(word, output_field=CharField()), TextField())


def comments_of(subject: str) -> QuerySet[Comment]:
    """The remarks on a subject, oldest first, with author, mentions and files: 3 queries.

    Of one taken back show neither text nor files.
    """
    files = CommentFile.objects.select_related("file")
    rows = Comment.objects.filter(subject=subject).select_related("by")
    return rows.prefetch_related("mentions", Prefetch("files", files)).order_by("pk")


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One counted work on the thread: what it released, what proves it, and who did what to it."""

    work: Work
    publications: tuple[Publication, ...]
    participations: tuple[Participation, ...]
    evidence: tuple[EvidenceItem, ...]
    steps: tuple[Step, ...]


def thread(works: Collection[int]) -> dict[int, ThreadRow]:
    """For each work (by number) what leads from its count down to evidence and verifier: 6 queries."""
    rows = (
        Work.objects.filter(pk__in=list(works))
        .select_related("agency", "producer", "entered_by", "on_behalf_of", "approved_by", "approved_on_behalf_of")
        .prefetch_related("publications", Prefetch("participations", Participation.objects.select_related("district")))
        .order_by("pk")
    )
    subjects = {work.pk: [work.subject, *(row.subject for row in work.publications.all())] for work in rows}
    evidence = evidence_of([name for names in subjects.values() for name in names])
    steps: dict[str, list[Step]] = {work.subject: [] for work in rows}
    for step in Step.objects.filter(subject__in=list(steps)).select_related("by", "on_behalf_of").order_by("pk"):
        steps[step.subject].append(step)
    return {
        work.pk: ThreadRow(
            work=work,
            publications=tuple(work.publications.all()),
            participations=tuple(work.participations.all()),
            evidence=tuple(item for name in subjects[work.pk] for item in evidence[name]),
            steps=tuple(steps[work.subject]),
        )
        for work in rows
    }
