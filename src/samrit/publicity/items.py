"""The work of a key result as the frozen values that `core.counting` counts.

Everything that is counted comes from here, in at most ten queries whatever the number of works. What was entered,
attached or withdrawn after `as_of` has not happened yet; what was checked before a work was opened again is void.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.db.models import BooleanField, CharField, IntegerField, Q, Value
from django.utils import timezone

from samrit.core.counting import items as of
from samrit.evidence import queries as evidence_queries
from samrit.evidence.enums import Proves
from samrit.evidence.models import EvidenceItem
from samrit.people.models import User
from samrit.publicity.enums import WorkKind, WorkState
from samrit.publicity.makers import makers_by
from samrit.publicity.models import (
    ActivityProof,
    DuplicateFlag,
    Participation,
    Publication,
    Rendition,
    Step,
    StoryDetail,
    Telling,
    Work,
)
from samrit.results.models import KeyResult
from samrit.results.queries import chosen_districts

Row = TypeVar("Row")


_LETTER = {WorkKind.PIECE: "P", WorkKind.STORY: "S", WorkKind.ACTIVITY: "A"}


def work_id(work: Work) -> str:
    """How counts name a work: P12, S3, A7. Short, for it stands in sentences."""
    return f"{_LETTER[WorkKind(work.kind)]}{work.pk}"


def publication_id(publication: Publication) -> str:
    """How counts name a publication: U9."""
    return f"U{publication.pk}"


def district_id(number: int) -> str:
    """How counts name a creative district: D4."""
    return f"D{number}"


def person_id(user_id: int) -> str:
    """How counts name a person, as evidence does."""
    return str(user_id)


def work_items(
    key_result: KeyResult, as_of: dt.date | dt.datetime, *, checks: Mapping[int, of.Verification] | None = None
) -> of.WorkItems:
    """All work of a key result as it was known at `as_of` (a day: its end).

    `checks`: the check of each work (by primary key) that stood then, with people named as `person_id` does; they lie
    in *verification*, above this part. Works that were withdrawn before anything of them was public are left out.
    """
    moment = _moment(as_of)
    known = _Known.read(key_result, moment, checks or {})
    works = [work for work in known.works if not known.void(work)]
    named = {kind: [known.item(work) for work in works if work.kind == kind] for kind in WorkKind}
    made = of.WorkItems(
        key_result=key_result.code,
        districts=tuple(of.District(district_id(number), name) for number, name in known.districts.items()),
        evidence=known.all_evidence,
        pieces=tuple(named[WorkKind.PIECE]),
        stories=tuple(named[WorkKind.STORY]),
        activities=tuple(named[WorkKind.ACTIVITY]),
        duplicates=known.duplicates({work.pk for work in works}),
    )
    return of.WorkItems(**{name: getattr(made, name) for name in _PARTS}, people=_people(made))


_PARTS = ("key_result", "districts", "evidence", "pieces", "stories", "activities", "duplicates")


def _moment(as_of: dt.date | dt.datetime) -> dt.datetime:
    if isinstance(as_of, dt.datetime):
        return as_of
    return timezone.make_aware(dt.datetime.combine(as_of, dt.time.max))


def _people(items: of.WorkItems) -> tuple[of.Person, ...]:
    """Everybody who is named in the items, with their names: one query."""
    ids: set[str | None] = set()
    for item in items.every:
        ids.update(item.own_people, (item.approval.by,) if item.approval else ())
        ids.update((item.verification.by, item.verification.on_behalf_of) if item.verification else ())
    ids.update(row.decision.by for row in items.duplicates if row.decision)
    for row in items.evidence:
        ids.update((row.verification.by, row.verification.on_behalf_of) if row.verification else ())
    numbers = [int(name) for name in ids - {None}]
    return tuple(
        of.Person(person_id(number), name)
        for number, name in User.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "name_th")
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """The rows of a key result as they were known at a moment, each kind by the work it belongs to."""

    moment: dt.datetime
    key_result: KeyResult
    checks: Mapping[int, of.Verification]
    districts: Mapping[int, str]
    works: list[Work]
    served: Mapping[int, list[int]]
    carried_by: Mapping[int, list[int]]
    tellings: Mapping[int, list[of.Telling]]
    took_part: Mapping[int, list[tuple[int, str]]]
    renditions: Mapping[int, list[of.Rendition]]
    publications: Mapping[int, list[Publication]]
    proofs: Mapping[int, list[tuple[str, int | None]]]
    evidence: Mapping[str, list[EvidenceItem]]
    all_evidence: tuple[of.Evidence, ...]
    steps: Mapping[str, list[Step]]
    flags: list[DuplicateFlag]

    @classmethod
    def read(cls, key_result: KeyResult, moment: dt.datetime, checks: Mapping[int, of.Verification]) -> _Known:
        """Nine queries, eight where the chosen districts have been read already."""
        mine: dict[str, Any] = {"work__key_result": key_result}
        districts = {row.district_id: row.district.name_th for row in chosen_districts(key_result)}
        works = (
            Work.objects.filter(key_result=key_result, created_at__lte=moment)
            .select_related("piece", "activity", "plan_line__plan", "derived_from")
            .order_by("pk")
        )
        served, carried_by, tellings, took_part = _links(key_result, districts)
        evidence = evidence_queries.evidence_of_key_results([key_result.key], known_at=moment)
        renditions, proofs = _cuts_and_proofs(key_result)
        steps = Step.objects.filter(key_result=key_result, at__lte=moment).order_by("pk")
        flags = DuplicateFlag.objects.filter(Q(first__key_result=key_result) | Q(second__key_result=key_result))
        return cls(
            moment=moment,
            key_result=key_result,
            checks=checks,
            districts=districts,
            works=list(works),
            served=served,
            carried_by=carried_by,
            tellings=tellings,
            took_part=took_part,
            renditions=renditions,
            publications=_by(Publication.objects.filter(**mine, entered_at__lte=moment).order_by("pk"), "work_id"),
            proofs=proofs,
            evidence=_by(evidence, "subject"),
            all_evidence=evidence_queries.counting_evidence(evidence),
            steps=_by(steps, "subject"),
            flags=list(flags.select_related("first", "second", "keep__key_result").order_by("pk")),
        )

    # --- one work ---

    def void(self, work: Work) -> bool:
        """Withdrawn before anything of it was public: it never came to be."""
        withdrawn = any(step.to_state == WorkState.WITHDRAWN for step in self.steps.get(work.subject, ()))
        held = work.kind == WorkKind.ACTIVITY and work.activity.held
        return withdrawn and not held and not self.publications.get(work.pk)

    def item(self, work: Work) -> of.Item:
        """The work as a value of its kind."""
        if work.kind == WorkKind.ACTIVITY:
            return self._activity(work)
        release = {
            "renditions": tuple(self.renditions.get(work.pk, ())),
            "publications": self._publications(work),
            **_origin(work),
        }
        if work.kind == WorkKind.STORY:
            return of.Story(**self._shared(work), **release)
        form = work.piece.form if hasattr(work, "piece") else None
        return of.Piece(**self._shared(work), **release, form=form)

    def _shared(self, work: Work) -> dict[str, Any]:
        pack, community = [], defaultdict(list)
        for row in self.evidence.get(work.subject, ()):
            name = evidence_queries.evidence_id(row)
            if row.proves == Proves.COMMUNITY_TOOK_PART:
                community[row.district_id].append(name)
            elif row.proves != Proves.PARTICIPATION_PROVED:
                pack.append(name)
        return {
            "id": work_id(work),
            "title": work.title,
            "producers": self._makers(work),
            "entered_by": person_id(work.entered_by_id),
            "districts": tuple(map(district_id, self.served.get(work.pk, ()))),
            "duties": tuple(work.duties),
            "approval": _approval(work),
            "verification": self._check(work),
            "evidence": tuple(pack),
            "tells": tuple(self.tellings.get(work.pk, ())),
            "participation": self._participation(work, community),
            "counted": self._counted(work),
        }

    def _makers(self, work: Work) -> tuple[str, ...]:
        """Whose work it is: none of them may verify it."""
        return tuple(map(person_id, makers_by(work, self.steps.get(work.subject, ()))))

    def _check(self, work: Work) -> of.Verification | None:
        """The check that stands, unless the work was opened again after it."""
        seen = self.checks.get(work.pk)
        opened = [step.at for step in self.steps.get(work.subject, ()) if step.act == "reopen"]
        return None if seen is None or (opened and seen.at <= max(opened)) else seen

    def _participation(self, work: Work, community: Mapping[int | None, list[str]]) -> tuple[of.Participation, ...]:
        return tuple(
            of.Participation(district_id(number), how or None, tuple(community.get(number, ())))
            for number, how in self.took_part.get(work.pk, ())
        )

    def _publications(self, work: Work) -> tuple[of.Publication, ...]:
        """Its own publications, and of a story those of the pieces that carry it."""
        own = [self._publication(row, own=True) for row in self.publications.get(work.pk, ())]
        lent = [
            self._publication(row, own=False)
            for piece in self.carried_by.get(work.pk, ())
            for row in self.publications.get(piece, ())
        ]
        return (*own, *lent)

    def _publication(self, row: Publication, *, own: bool) -> of.Publication:
        gone = row.withdrawn_at is not None and row.withdrawn_at <= self.moment
        return of.Publication(
            id=publication_id(row),
            channel=row.channel,
            rendition=f"R{row.rendition_id}" if own and row.rendition_id else None,
            first_public_at=row.first_public_at,
            visibility=row.visibility,
            seen_logged_out=row.seen_logged_out,
            accepted=row.accepted,
            delivered=row.delivered,
            withdrawal=of.Withdrawal(row.withdrawn_at, row.withdrawal_reason or None) if gone else None,
            reference=row.permalink or None,
            evidence=tuple(evidence_queries.evidence_id(item) for item in self.evidence.get(row.subject, ())),
        )

    def _activity(self, work: Work) -> of.Activity:
        proving = tuple(
            evidence_queries.evidence_id(row)
            for row in self.evidence.get(work.subject, ())
            if row.proves == Proves.PARTICIPATION_PROVED
        )
        detail = work.activity
        return of.Activity(
            **self._shared(work),
            announced_at=detail.announced_at,
            open_to_public=detail.open_to_public,
            starts_at=detail.starts_at,
            ends_at=detail.ends_at,
            held=detail.held,
            host=detail.host or None,
            channels=tuple(detail.channels),
            two_way=detail.two_way,
            proofs=tuple(of.ParticipationProof(*proof, proving) for proof in self.proofs.get(work.pk, ())),
            series=of.Series(detail.series, detail.announced_separately) if detail.series else None,
        )

    # --- works that look alike ---

    def _counted(self, work: Work) -> tuple[of.CountedFor, ...]:
        """Where a person decided that it is the same as a work of another key result, which counts it."""
        others = []
        for row in self.flags:
            decided = row.same and row.decided_at is not None and row.decided_at <= self.moment
            if decided and work.pk in {row.first_id, row.second_id} and row.keep_id != work.pk:
                others += [row.keep] if row.keep and row.keep.key_result_id != self.key_result.pk else []
        return tuple(of.CountedFor(other.key_result.code, other.key_result.fiscal_year) for other in others)

    def duplicates(self, works: set[int]) -> tuple[of.Duplicates, ...]:
        """The flags between works of this key result that stood then, with what a person decided."""
        return tuple(_duplicates(row) for row in self.flags if {row.first_id, row.second_id} <= works)


def _approval(work: Work) -> of.Approval | None:
    if work.approved_at is None or work.approved_by_id is None:
        return None
    return of.Approval(person_id(work.approved_by_id), work.approved_at)


def _origin(work: Work) -> dict[str, Any]:
    """What a work was made from, and whether it was listed as a deliverable."""
    source = work.derived_from
    listed = f"{work.plan_line.title}" if work.plan_line else None
    return {
        "derivation": of.Derivation(work.derivation, work_id(source)) if work.derivation and source else None,
        "deliverable": of.Deliverable(work.deliverable_at, listed) if work.deliverable_at else None,
        "edited_as_work": work.edited_as_work,
    }


def _duplicates(row: DuplicateFlag) -> of.Duplicates:
    decision = None
    if row.same is not None and row.decided_by_id is not None and row.decided_at is not None:
        keep = work_id(row.keep) if row.keep else None
        decision = of.Decision(row.same, person_id(row.decided_by_id), row.decided_at, keep, row.reason or None)
    return of.Duplicates((work_id(row.first), work_id(row.second)), row.found_by, decision)


# --- rows by the work they belong to ---


def _grouped(pairs: Iterable[tuple[Any, Row]]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return dict(found)


def _by(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    return _grouped((getattr(row, column), row) for row in rows)


class _Links(NamedTuple):
    """What ties works to districts and to each other, by the number of the work."""

    served: dict[int, list[int]]
    carried_by: dict[int, list[int]]
    tellings: dict[int, list[of.Telling]]
    took_part: dict[int, list[tuple[int, str]]]


def _links(key_result: KeyResult, districts: Mapping[int, str]) -> _Links:
    """1 query. Which of the chosen districts each work serves, in their order; which pieces carry each story; what each
    work tells of which chosen district; and how whose community took part."""
    mine = {"work__key_result": key_result}
    nothing = Value("", output_field=CharField())
    served = Work.districts.through.objects.filter(**mine).values_list(
        "work_id", "creativedistrict_id", nothing, _tag("serves")
    )
    pieces = StoryDetail.pieces.through.objects.filter(storydetail__work__key_result=key_result).values_list(
        "storydetail__work_id", "work_id", nothing, _tag("carried")
    )
    told = Telling.objects.filter(**mine).values_list("work_id", "district_id", "what", _tag("told"))
    took_part = Participation.objects.filter(**mine).values_list("work_id", "district_id", "how", _tag("took_part"))
    rows = sorted(served.union(pieces, told, took_part, all=True))
    place = {number: place for place, number in enumerate(districts)}
    chosen = sorted((place[where], work) for work, where, _, tag in rows if tag == "serves" and where in place)
    numbers = list(districts)
    return _Links(
        served=_grouped((work, numbers[at]) for at, work in chosen),
        carried_by=_grouped((story, piece) for story, piece, _, tag in rows if tag == "carried"),
        tellings=_grouped(
            (work, of.Telling(district_id(where), what))
            for work, where, what, tag in rows
            if tag == "told" and where in place
        ),
        took_part=_grouped(
            (work, (where, how)) for work, where, how, tag in rows if tag == "took_part" and where in place
        ),
    )


def _cuts_and_proofs(
    key_result: KeyResult,
) -> tuple[dict[int, list[of.Rendition]], dict[int, list[tuple[str, int | None]]]]:
    """The renditions of each work, and the counts that prove taking part in each activity: 1 query."""
    cuts = Rendition.objects.filter(work__key_result=key_result).values_list(
        "work_id", "pk", "kind", "own_work", Value(None, output_field=IntegerField()), _tag("rendition")
    )
    counts = ActivityProof.objects.filter(activity__work__key_result=key_result).values_list(
        "activity__work_id", "pk", "kind", Value(None, output_field=BooleanField()), "number", _tag("proof")
    )
    rows = sorted(cuts.union(counts, all=True), key=lambda row: row[1])
    return (
        _grouped((row[0], of.Rendition(f"R{row[1]}", row[2], row[3])) for row in rows if row[5] == "rendition"),
        _grouped((row[0], (row[2], row[4])) for row in rows if row[5] == "proof"),
    )


def _tag(word: str) -> Value:
    """A column that says from which table of a union a row came."""
    return Value(word, output_field=CharField())
