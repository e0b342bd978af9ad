"""How works count and what proves them, as the pages of the office tell it: verdict by verdict, in words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path
from pydantic import BaseModel

from samrit.api.outcomes import as_json
from samrit.api.problems import language_of
from samrit.api.reading import row_of
from samrit.api.resources import Key
from samrit.api.values import shown_moment
from samrit.api.viewer import viewer_of
from samrit.channels.packs import WORDS, Pack, Part
from samrit.core.contract import Message, speak
from samrit.core.counting import CountingRule
from samrit.publicity.models import Work
from samrit.results.models import KeyResult
from samrit.scoring.proofs import Proved, proofs_of
from samrit.scoring.standing import ClaimStanding, standing_of_work

Say = Callable[[Message], str]


class RuleShape(BaseModel):
    """The rule by which works are counted."""

    title: str
    version: str


class VerdictShape(BaseModel):
    """A condition of the rule and what is said of it; `held` is null where it cannot be said yet."""

    condition: str
    asks: str
    held: bool | None
    why: str


class ClaimShape(BaseModel):
    """A work under one minimum for which it was entered."""

    minimum: str
    title: str
    held: bool | None
    shared: str | None
    verdicts: list[VerdictShape]


class WorkCountDocument(BaseModel):
    """How a work counts today, by the count that gives the score. `rule` is null where nothing is counted by a rule."""

    work: str
    rule: RuleShape | None
    claims: list[ClaimShape]


class PartShape(BaseModel):
    """One part of a pack: `have`, `due`, `missing` or `not_needed`; since when, or when it will be fetched."""

    part: str
    title: str
    state: str
    needed: bool
    at: str | None
    why: str | None


class PackShape(BaseModel):
    """The proof of one publication. `review`: somebody must look, for it is not seen any more."""

    publication: str
    complete: bool
    review: bool
    parts: list[PartShape]


class ProvedShape(BaseModel):
    """A work that counts, or was entered to count, with the packs of its publications."""

    work: str
    title: str
    counted: bool | None
    complete: bool
    minimums: list[str]
    packs: list[PackShape]


class EvidencePacksDocument(BaseModel):
    """Every counted work beside its evidence, those to which something lacks before the others."""

    key_result: str
    rule: RuleShape | None
    counted: int
    complete: int
    works: list[ProvedShape]


def read_work_count(request: HttpRequest, key: uuid.UUID = Path(...)) -> HttpResponse:  # noqa: B008 -- how the framework is told
    """A work under each minimum."""
    work = row_of(viewer_of(request), Work, key, "key_result__host")
    found, said = standing_of_work(work), _saying(request)
    claims = [_claim(one, said) for one in found.claims]
    return as_json({"work": str(work.uid), "rule": _rule(found.rule, said), "claims": claims})


def read_evidence_packs(request: HttpRequest, key: Key = Path(...)) -> HttpResponse:  # noqa: B008 -- as above
    """The packs of the works of a key result."""
    key_result = row_of(viewer_of(request), KeyResult, key)
    found, said = proofs_of(key_result), _saying(request)
    data = {
        "key_result": key_result.key,
        "rule": _rule(found.rule, said),
        "counted": len(found.counted),
        "complete": found.complete,
        "works": [_proved(one, said) for one in found.rows],
    }
    return as_json(data)


def _saying(request: HttpRequest) -> Say:
    lang = language_of(request)
    return lambda message: speak(message, lang)


def _rule(rule: CountingRule | None, said: Say) -> dict[str, Any] | None:
    return None if rule is None else {"title": said(rule.title), "version": rule.version}


def _claim(one: ClaimStanding, said: Say) -> dict[str, Any]:
    return {
        "minimum": one.claim.minimum,
        "title": said(one.title),
        "held": one.held,
        "shared": said(one.claim.shared) if one.claim.shared else None,
        "verdicts": [
            {"condition": verdict.code, "asks": said(asked), "held": verdict.held, "why": said(verdict.why)}
            for asked, verdict in one.verdicts
        ],
    }


def _proved(one: Proved, said: Say) -> dict[str, Any]:
    return {
        "work": str(one.work.uid),
        "title": one.work.title,
        "counted": one.counted,
        "complete": one.complete,
        "minimums": [said(title) for title in one.minimums],
        "packs": [_pack(pack, said) for pack in one.packs],
    }


def _pack(pack: Pack, said: Say) -> dict[str, Any]:
    parts = [_part(part, said) for part in pack.parts]
    told = {"publication": str(pack.publication.uid), "complete": pack.complete, "review": pack.review}
    return {**told, "parts": parts}


def _part(part: Part, said: Say) -> dict[str, Any]:
    return {
        "part": part.name,
        "title": said(WORDS[part.name]),
        "state": part.state,
        "needed": part.needed,
        "at": _moment(part.at),
        "why": said(part.why) if part.why else None,
    }


def _moment(at: dt.datetime | None) -> str | None:
    return None if at is None else shown_moment(at)
