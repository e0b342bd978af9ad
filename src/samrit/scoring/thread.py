"""The thread: from a score down to rule, unit, verdict, evidence and verifier, as a tree of frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from samrit.core.contract import Message, canonical
from samrit.core.counting.conditions import QUESTIONS
from samrit.core.counting.counts import Claim, Counts, DistrictRow, ItemRow, PublicationRow
from samrit.core.counting.findings import every
from samrit.core.counting.items import Evidence, Item, Verification, Work
from samrit.core.counting.vocabulary import CHANNEL, GRADE, KIND, named
from samrit.core.rubric import Reason
from samrit.core.rubric.words import date_words, moment_words, name_words, number_words
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import counting_evidence, evidence_id, evidence_of_key_results
from samrit.publicity.items import district_id
from samrit.publicity.models import Publication
from samrit.publicity.models import Work as WorkRow
from samrit.results.models import KeyResult
from samrit.scoring.gather import BANGKOK
from samrit.scoring.result import Result, score_key_result

NodeKind = Literal[
    "score", "rule", "value", "milestone", "district", "told", "took_part", "item", "verdict", "publication",
    "evidence", "verifier", "duty", "unit",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """One knot. `held` is None where it cannot be said; `subject` is what a link leads to ("" for nothing)."""

    kind: NodeKind
    title: Message
    held: bool | None = None
    detail: Message | None = None
    subject: str = ""
    children: tuple[Node, ...] = ()


def thread(key_result: KeyResult, as_of: dt.date | None = None) -> Node:
    """The thread of a key result's score on a day: 4 queries more than the score, for what the links lead to."""
    return thread_of(score_key_result(key_result, as_of))


def thread_of(result: Result) -> Node:
    """The thread of a result that is already there: score → reasons and duties → districts → items → … → verifier."""
    scored = result.score
    title = Message("no score", "ยังไม่มีคะแนน")
    if scored.score is not None:
        number = number_words(scored.score)
        title = Message(f"score {number.en}", f"คะแนน {number.th}")
    key_result = result.key_result
    proofs = evidence_of_key_results([key_result.key], known_at=result.gathered.moment)
    weaver = _Weaver(result, _subjects(result, proofs), _by_subject(proofs))
    return Node(
        "score",
        title,
        held=scored.score is not None,
        detail=_day(result),
        subject=key_result.subject,
        children=(*(weaver.reason(row) for row in scored.because), *weaver.duties()),
    )


def _day(result: Result) -> Message:
    on, revision = date_words(result.as_of), result.revision
    if revision is None:
        return Message(f"as of {on.en}", f"ข้อมูล ณ {on.th}")
    return Message(
        f"as of {on.en}, by revision {revision.number} of the definition",
        f"ข้อมูล ณ {on.th} ตามรายละเอียดตัวชี้วัดฉบับที่ {revision.number}",
    )


def _subjects(result: Result, proofs: Iterable[EvidenceItem]) -> dict[str, str]:
    """From the short names of a count (P12, U9, E5) to subjects."""
    if result.counts is None:
        return {}
    numbers = [int(row.id[1:]) for row in result.counts.items]
    found = {evidence_id(row): f"evidence:{row.uid}" for row in proofs}
    for number, uid in WorkRow.objects.filter(pk__in=numbers).values_list("pk", "uid"):
        found |= {f"{letter}{number}": f"work:{uid}" for letter in "PSA"}
    for number, uid in Publication.objects.filter(work__in=numbers).values_list("pk", "uid"):
        found[f"U{number}"] = f"publication:{uid}"
    return found


def _by_subject(proofs: Iterable[EvidenceItem]) -> dict[str, list[EvidenceItem]]:
    found: dict[str, list[EvidenceItem]] = {}
    for row in proofs:
        found.setdefault(row.subject, []).append(row)
    return found


@dataclass
class _Weaver:
    """Builds nodes; an item is woven once for each minimum, however many districts it serves."""

    result: Result
    subjects: Mapping[str, str]
    proofs: Mapping[str, Sequence[EvidenceItem]]
    items: dict[str, Item] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    woven: dict[tuple[str, str], Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        items = self.result.gathered.items
        if items is not None:
            self.items = {item.id: item for item in items.every}
            self.evidence = {row.id: row for row in items.evidence}
            self.people = {row.id: row.name or row.id for row in items.people}

    # --- rules ---

    def reason(self, row: Reason) -> Node:
        """A rule of the rubric with what went into it."""
        children = tuple(self._input(part, row.held) for part in row.inputs)
        return Node("rule", row.text, row.held, children=children)

    def _input(self, row: Mapping[str, Any], held: bool | None) -> Node:  # noqa: FBT001 -- the rule's own verdict
        if "milestone" in row:
            return self._milestone(row)
        name, value = name_words(row["name"]), row["value"]
        said = Message("no data", "ไม่มีข้อมูล") if value is None else Message.same(str(value))
        # What decides why a rule is not met names what was asked; a number is judged by its rule alone.
        judged = None if value is None else held
        if judged is False and row.get("op") in {">=", ">"} and row.get("than") is not None:
            said = Message(f"{value} of {row['than']}", f"{value} จาก {row['than']}")
        title = Message(f"{name.en}: {said.en}", f"{name.th}: {said.th}")
        counts = self.result.counts
        if counts is None or row["name"] != "result":
            return Node("value", title, judged)
        rule = counts.rule
        detail = Message(f"counted by {rule.id}, version {rule.version}", f"นับตามหลักเกณฑ์ {rule.id} ฉบับที่ {rule.version}")
        children = tuple(self.district(district, counts) for district in counts.districts)
        return Node("value", title, held=judged, detail=detail, children=children)

    def _milestone(self, row: Mapping[str, Any]) -> Node:
        gathered, name = self.result.gathered, row["milestone"]
        plan, report = gathered.plan, gathered.acknowledged
        found: dict[str, tuple[str, str, dt.date]] = {}
        if plan is not None:
            found["plan_approved"] = (plan.subject, plan.by, plan.approved_on)
        if report is not None:
            found["result_reported"] = (report.subject, report.by, report.on)
        title = Message.same(str(row.get("text") or name))
        if row["date"] is None or name not in found:
            return Node("milestone", title, held=row["date"] is not None)
        subject, by, on = found[name]
        who = Node("verifier", Message.same(by), held=True, detail=date_words(on))
        return Node(
            "milestone",
            title,
            held=True,
            detail=date_words(on),
            subject=subject,
            children=(who, *self._proved(subject)),
        )

    # --- districts and items ---

    def district(self, row: DistrictRow, counts: Counts) -> Node:
        """A district: what tells it, and what its community took part in."""
        wanted = counts.rule.publicised
        told = [
            (item, claim)
            for item, claim in _claims(counts, row.id, wanted.told_by)
            if any(part.district == row.id and part.what in wanted.tells for part in self.items[item.id].tells)
        ]
        took_part = [
            (item, claim)
            for item, claim in _claims(counts, row.id, wanted.took_part_in)
            if any(part.district == row.id for part in self.items[item.id].participation)
        ]
        children = (
            Node("told", row.told.why, row.told.held, children=self._items(told)),
            Node("took_part", row.took_part.why, row.took_part.held, children=self._items(took_part)),
        )
        return Node("district", Message.same(row.name), row.publicised, children=children)

    def duties(self) -> Iterator[Node]:
        """The duties beside the score, those with a minimum that is counted with all their items."""
        counts = self.result.counts
        for row in self.result.compliance:
            need = "" if row.required is None else f" / {canonical(row.required)} {row.unit}"
            have = Message("no data", "ไม่มีข้อมูล") if row.strict is None else Message.same(canonical(row.strict) + need)
            claims = () if counts is None else _claims(counts, None, (row.kind,))
            subject = next((name for name in row.evidence if ":" in name), "")
            title = Message.same(f"{row.number} {row.text}".strip())
            children = (*self._items(claims), *self._units(row.evidence))
            yield Node("duty", title, row.met, detail=have, subject=subject, children=children)

    def _units(self, names: Iterable[str]) -> Iterator[Node]:
        """What a duty counts that is no work (plan, district on the site, storyteller), each with its evidence."""
        places = {} if self.result.counts is None else {row.id: row.name for row in self.result.counts.districts}
        shown = {name: places.get(district_id(number), "") for name, number in self.result.gathered.website}
        for place, name in enumerate((name for name in names if ":" in name), start=1):
            kind = name.partition(":")[0]
            called, number = _UNITS.get(kind, Message.same(kind)), number_words(Decimal(place))
            title = Message(f"{called.en} {number.en}", f"{called.th} {number.th}")
            if shown.get(name):
                title = Message(f"{called.en}: {shown[name]}", f"{called.th} {shown[name]}")
            children = tuple(self._proved(name))
            detail = None if children else Message("on record here, no document attached", "มีบันทึกในระบบ ยังไม่มีเอกสารแนบ")
            yield Node("unit", title, held=True, detail=detail, subject=f"proofs:{name}", children=children)

    def _proved(self, subject: str) -> Iterator[Node]:
        """The evidence of a unit that is no work."""
        return (self._proof(row) for row in counting_evidence(self.proofs.get(subject, ())))

    def _items(self, claims: Iterable[tuple[ItemRow, Claim]]) -> tuple[Node, ...]:
        return tuple(self.item(row, claim) for row, claim in claims)

    def item(self, row: ItemRow, claim: Claim) -> Node:
        """A piece, story or activity under one minimum: every condition with its finding, publications, evidence."""
        key = (row.id, claim.minimum)
        if key not in self.woven:
            item = self.items[row.id]
            seen = None if item.verification is None else self._verifier(item.verification)
            kind = KIND[row.kind]
            self.woven[key] = Node(
                "item",
                Message.same(f"{row.id} {row.title or ''}".strip()),
                claim.held,
                detail=kind if claim.shared is None else claim.shared,
                subject=self.subjects.get(row.id, ""),
                children=(
                    *(self._verdict(verdict) for verdict in claim.verdicts),
                    *(self._publication(part, item) for part in claim.publications),
                    *(self._evidence(name) for name in _proofs_of(item)),
                    *(() if seen is None else (seen,)),
                ),
            )
        return self.woven[key]

    def _verdict(self, verdict: Any) -> Node:
        asked = QUESTIONS[verdict.code].says
        return Node("verdict", asked, verdict.held, detail=verdict.why)

    def _publication(self, row: PublicationRow, item: Item) -> Node:
        shown = row.publication
        names = shown.evidence if isinstance(item, Work) else ()
        channel = named(CHANNEL, (shown.channel,))
        return Node(
            "publication",
            Message(*(f"{name} {shown.reference or ''}".strip() for name in channel)),
            row.held,
            detail=None if shown.first_public_at is None else moment_words(shown.first_public_at.astimezone(BANGKOK)),
            subject=self.subjects.get(shown.id, ""),
            children=(*(self._verdict(verdict) for verdict in row.verdicts), *(self._evidence(name) for name in names)),
        )

    def _evidence(self, name: str) -> Node:
        return self._proof(self.evidence[name])

    def _proof(self, row: Evidence) -> Node:
        name = row.id
        parts = [row.reference, None if row.sha256 is None else f"SHA-256 {row.sha256}"]
        held = None if row.verification is None else row.verification.outcome == "verified"
        return Node(
            "evidence",
            Message(f"{name} {GRADE[row.grade].en}", f"{name} {GRADE[row.grade].th}"),
            held,
            detail=Message.same(" · ".join(part for part in parts if part)),
            subject=self.subjects.get(name, ""),
            children=() if row.verification is None else (self._verifier(row.verification),),
        )

    def _verifier(self, seen: Verification) -> Node:
        who, at = self.people.get(seen.by, seen.by), moment_words(seen.at.astimezone(BANGKOK))
        for_whom = Message("", "")
        if seen.on_behalf_of is not None:
            absent = self.people.get(seen.on_behalf_of, seen.on_behalf_of)
            for_whom = Message(f" on behalf of {absent}", f" ปฏิบัติราชการแทน {absent}")
        return Node(
            "verifier",
            Message(f"{who}{for_whom.en}", f"{who}{for_whom.th}"),
            held=seen.outcome == "verified",
            detail=at if seen.reason is None else Message(f"{at.en}: {seen.reason}", f"{at.th}: {seen.reason}"),
        )


_UNITS = {
    "plan": Message("plan", "แผนฉบับที่เห็นชอบ"),
    "report": Message("report", "รายงาน"),
    "website": Message("district on the website", "ข้อมูลย่านบนเว็บไซต์"),
    "storyteller": Message("storyteller", "นักเล่าเรื่องคนที่"),
    "awareness": Message("result of a survey", "ผลสำรวจ"),
}


def _claims(counts: Counts, district: str | None, minimums: Iterable[str]) -> list[tuple[ItemRow, Claim]]:
    """The claims for some minimums (in a district), those that count first."""
    wanted = frozenset(minimums)
    rows = [
        (row, claim)
        for row in counts.items
        if district is None or district in row.districts
        for claim in row.claims
        if claim.minimum in wanted
    ]
    return sorted(rows, key=lambda pair: ((True, None, False).index(every((pair[1].held,))), _place(pair[0].id)))


def _place(name: str) -> tuple[int, int]:
    """Pieces, stories, activities, each by number: P2 before P10."""
    return "PSA".index(name[0]), int(name[1:])


def _proofs_of(item: Item) -> tuple[str, ...]:
    """All evidence of the item itself: its pack, and what proves that people took part."""
    own = [*item.evidence, *(name for row in item.participation for name in row.evidence)]
    own += [name for row in getattr(item, "proofs", ()) for name in row.evidence]
    return tuple(dict.fromkeys(own))
