"""Work items to and from JSON (`samrit/work-items/1`), and the checks that hold for items from anywhere."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from samrit.core.contract import Message, Node, Refused
from samrit.core.counting import items as of
from samrit.core.counting.items import Item, Work, WorkItems
from samrit.core.counting.shapes import (
    FISCAL_YEAR,
    FLAG,
    INSTANT,
    NAME,
    NAMES,
    TEXT,
    WHOLE,
    Codec,
    Shape,
    instant_fault,
    many,
    one_of,
)

DISTRICT = Shape(of.District, {"id": NAME, "name": NAME}, ("id", "name"))
PERSON = Shape(of.Person, {"id": NAME, "name": TEXT}, ("id",))
APPROVAL = Shape(of.Approval, {"by": NAME, "at": INSTANT}, ("by", "at"))
VERIFICATION = Shape(
    of.Verification,
    {"by": NAME, "at": INSTANT, "outcome": one_of(of.OUTCOMES), "on_behalf_of": NAME, "reason": TEXT},
    ("by", "at", "outcome"),
)
EVIDENCE = Shape(
    of.Evidence,
    {
        "id": NAME,
        "grade": one_of(of.GRADES),
        "reference": TEXT,
        "sha256": TEXT,
        "captured_at": INSTANT,
        "verification": VERIFICATION.codec,
    },
    ("id", "grade"),
)
PUBLICATION = Shape(
    of.Publication,
    {
        "id": NAME,
        "channel": NAME,
        "rendition": NAME,
        "first_public_at": INSTANT,
        "visibility": one_of(of.VISIBILITIES),
        "seen_logged_out": FLAG,
        "accepted": FLAG,
        "delivered": WHOLE,
        "withdrawal": Shape(of.Withdrawal, {"at": INSTANT, "reason": TEXT}, ("at",)).codec,
        "liveness": one_of(of.LIVENESS),
        "reference": TEXT,
        "evidence": NAMES,
    },
    ("id", "channel"),
)
ITEM: dict[str, Codec[Any]] = {
    "id": NAME,
    "title": TEXT,
    "producers": NAMES,
    "entered_by": NAME,
    "districts": NAMES,
    "duties": many(one_of(of.DUTIES)),
    "approval": APPROVAL.codec,
    "verification": VERIFICATION.codec,
    "evidence": NAMES,
    "tells": many(Shape(of.Telling, {"district": NAME, "what": one_of(of.TOLD)}, ("district", "what")).codec),
    "participation": many(
        Shape(of.Participation, {"district": NAME, "how": TEXT, "evidence": NAMES}, ("district",)).codec
    ),
    "counted": many(
        Shape(
            of.CountedFor,
            {"key_result": NAME, "fiscal_year": FISCAL_YEAR, "minimum": NAME},
            ("key_result", "fiscal_year"),
        ).codec
    ),
}
WORK: dict[str, Codec[Any]] = {
    **ITEM,
    "renditions": many(
        Shape(of.Rendition, {"id": NAME, "kind": one_of(of.RENDITIONS), "own_work": FLAG}, ("id",)).codec
    ),
    "publications": many(PUBLICATION.codec),
    "derivation": Shape(of.Derivation, {"kind": one_of(of.DERIVATIONS), "of": NAME}, ("kind",)).codec,
    "deliverable": Shape(of.Deliverable, {"declared_at": INSTANT, "listed_in": TEXT}, ("declared_at",)).codec,
    "edited_as_work": FLAG,
}
PIECE = Shape(of.Piece, {**WORK, "form": one_of(of.FORMS)}, ("id",))
STORY = Shape(of.Story, WORK, ("id",))
PROOF = Shape(of.ParticipationProof, {"kind": one_of(of.PROOFS), "number": WHOLE, "evidence": NAMES}, ("kind",))
ACTIVITY = Shape(
    of.Activity,
    {
        **ITEM,
        "announced_at": INSTANT,
        "open_to_public": FLAG,
        "starts_at": INSTANT,
        "ends_at": INSTANT,
        "held": FLAG,
        "host": TEXT,
        "channels": NAMES,
        "two_way": FLAG,
        "proofs": many(PROOF.codec),
        "series": Shape(of.Series, {"name": NAME, "announced_separately": FLAG}, ("name",)).codec,
    },
    ("id",),
)
DECISION = Shape(
    of.Decision, {"same": FLAG, "keep": NAME, "by": NAME, "at": INSTANT, "reason": TEXT}, ("same", "by", "at")
)
DUPLICATES = Shape(of.Duplicates, {"items": NAMES, "found_by": TEXT, "decision": DECISION.codec}, ("items",))
ITEMS = Shape(
    WorkItems,
    {
        "key_result": NAME,
        "districts": many(DISTRICT.codec),
        "people": many(PERSON.codec),
        "evidence": many(EVIDENCE.codec),
        "pieces": many(PIECE.codec),
        "stories": many(STORY.codec),
        "activities": many(ACTIVITY.codec),
        "duplicates": many(DUPLICATES.codec),
    },
)


def read_items(node: Node) -> WorkItems:
    """The work items in a `samrit/work-items/1` document. Raises Refused, naming the path."""
    node.fields(("schema", *ITEMS.fields), ("schema",))
    node["schema"].choice((of.SCHEMA,))
    items = ITEMS.read(node, above=("schema",))
    check_items(items)
    return items


def items_data(items: WorkItems) -> dict[str, Any]:
    """The items as a `samrit/work-items/1` document."""
    return {"schema": of.SCHEMA, **ITEMS.data(items)}


def check_items(items: WorkItems) -> None:
    """Refuses moments without a time zone, ids that stand twice and references to what is not there."""
    for path, at in _moments(items, ""):
        fault = instant_fault(at)
        if fault is not None:
            raise Refused(path, *fault)
    works = [(f"{part}[{index}]", item) for part in _PARTS for index, item in enumerate(getattr(items, part))]
    _unique((f"{path}.id", item.id) for path, item in works)
    known = {
        what: _unique((f"{what}[{index}].id", part.id) for index, part in enumerate(getattr(items, what)))
        for what in ("districts", "people", "evidence")
    }
    for path, item in works:
        for what, name, place in _references(item):
            if name not in known[what]:
                raise _unknown(f"{path}.{place}", name, what)
        if isinstance(item, Work):
            _check_publications(path, item)
    _check_evidence_and_decisions(items, known["people"], {item.id for _, item in works})


_PARTS = ("pieces", "stories", "activities")


def _moments(value: Any, path: str) -> Iterator[tuple[str, dt.datetime]]:
    if isinstance(value, dt.datetime):
        yield path, value
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _moments(part, f"{path}[{index}]")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _moments(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)


def _unique(named: Iterable[tuple[str, str]]) -> set[str]:
    seen: set[str] = set()
    for path, name in named:
        if name in seen:
            raise Refused(
                path,
                Message(f"the id {name} stands twice", f"รหัส {name} ซ้ำ"),
                Message("give every one its own id", "กำหนดรหัสไม่ให้ซ้ำกัน"),
            )
        seen.add(name)
    return seen


def _unknown(path: str, name: str, what: str) -> Refused:
    return Refused(
        path,
        Message(f"{name} is not in {what}", f"ไม่พบ {name} ใน {what}"),
        Message(f"add it to {what} or correct the name", f"เพิ่มใน {what} หรือแก้ชื่อให้ถูกต้อง"),
    )


def _people(path: str, *names: str | None) -> Iterator[tuple[str, str, str]]:
    return (("people", name, path) for name in names if name is not None)


def _all(what: str, path: str, names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    return ((what, name, f"{path}[{index}]") for index, name in enumerate(names))


def _references(item: Item) -> Iterator[tuple[str, str, str]]:
    """(list, id, place in the item) of everything that the item refers to."""
    yield from _all("people", "producers", item.producers)
    yield from _people("entered_by", item.entered_by)
    if item.approval is not None:
        yield from _people("approval.by", item.approval.by)
    if item.verification is not None:
        yield from _people("verification.by", item.verification.by)
        yield from _people("verification.on_behalf_of", item.verification.on_behalf_of)
    yield from _all("districts", "districts", item.districts)
    yield from (("districts", row.district, f"tells[{index}].district") for index, row in enumerate(item.tells))
    yield from _all("evidence", "evidence", item.evidence)
    for index, row in enumerate(item.participation):
        yield "districts", row.district, f"participation[{index}].district"
        yield from _all("evidence", f"participation[{index}].evidence", row.evidence)
    if isinstance(item, Work):
        for index, publication in enumerate(item.publications):
            yield from _all("evidence", f"publications[{index}].evidence", publication.evidence)
    if isinstance(item, of.Activity):
        for index, proof in enumerate(item.proofs):
            yield from _all("evidence", f"proofs[{index}].evidence", proof.evidence)


def _check_publications(path: str, work: Work) -> None:
    renditions = _unique((f"{path}.renditions[{index}].id", row.id) for index, row in enumerate(work.renditions))
    _unique((f"{path}.publications[{index}].id", row.id) for index, row in enumerate(work.publications))
    for index, publication in enumerate(work.publications):
        if publication.rendition is not None and publication.rendition not in renditions:
            raise _unknown(f"{path}.publications[{index}].rendition", publication.rendition, "renditions")


def _check_evidence_and_decisions(items: WorkItems, people: set[str], works: set[str]) -> None:
    for index, evidence in enumerate(items.evidence):
        seen = evidence.verification
        for name in () if seen is None else (seen.by, seen.on_behalf_of):
            if name is not None and name not in people:
                raise _unknown(f"evidence[{index}].verification", name, "people")
    for index, row in enumerate(items.duplicates):
        path = f"duplicates[{index}]"
        for place, name in enumerate(row.items):
            if name not in works:
                raise _unknown(f"{path}.items[{place}]", name, "pieces, stories or activities")
        decision = row.decision
        if decision is not None:
            if decision.by not in people:
                raise _unknown(f"{path}.decision.by", decision.by, "people")
            if decision.same and decision.keep not in row.items:
                raise Refused(
                    f"{path}.decision.keep",
                    Message("the decision does not say which of the items stays", "คำวินิจฉัยไม่ได้ระบุว่าจะเก็บรายการใดไว้"),
                    Message("name one of the items", "ระบุรายการใดรายการหนึ่ง"),
                )
