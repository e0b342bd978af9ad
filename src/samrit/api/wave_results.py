"""The results of a survey wave, as the page of the office says them: shares of 0 to 1, as decimal strings."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path
from pydantic import BaseModel

from samrit.api.outcomes import as_json
from samrit.api.problems import language_of
from samrit.api.reading import row_of
from samrit.api.viewer import viewer_of
from samrit.core.contract import Message, speak
from samrit.surveys.models import Wave
from samrit.surveys.results import Results, Share
from samrit.surveys.telling import results_for

_DIGITS = 15


class ShareShape(BaseModel):
    """An estimate with its 95 % interval; `anytime` is the one that holds however often one looks."""

    estimate: str | None
    low: str | None
    high: str | None
    n: int
    anytime: list[str | None]


class WaveDistrictShape(BaseModel):
    """Awareness of one creative district; beside the share the readings that are told for comparison."""

    item: str
    label: str
    share: ShareShape
    clean: str | None
    adjusted: str | None
    name_only: str | None
    web: str | None
    raked: str | None


class ReadingShape(BaseModel):
    """One way to read “aware of all”; `chosen` is the one that was fixed before the first interview."""

    reading: str
    share: ShareShape
    met: bool
    chosen: bool


class CountedShape(BaseModel):
    """How many; null where too few answered to be told."""

    name: str
    number: int | None


class BreakdownShape(BaseModel):
    """Respondents by the answers to one question."""

    question: str
    groups: list[CountedShape]


class WaveResultsDocument(BaseModel):
    """Everything that is said of a wave; who interviewed is not named, and null stands for what few persons said."""

    wave: str
    rows: int
    drawn: int
    web: int
    decision: str
    because: list[str]
    districts: list[WaveDistrictShape]
    readings: list[ReadingShape]
    n_eff: str | None
    deff: str | None
    df: int | None
    raked_by: list[str]
    flagged: int | None
    flags: list[CountedShape]
    breakdowns: list[BreakdownShape]
    notes: list[str]


def read_wave_results(request: HttpRequest, key: uuid.UUID = Path(...)) -> HttpResponse:  # noqa: B008 -- how the framework is told
    """The results as of now."""
    viewer = viewer_of(request)
    wave = row_of(viewer, Wave, key, "survey__key_result__host")
    lang = language_of(request)
    return as_json(_document(results_for(wave, reader=viewer.user), lambda message: speak(message, lang)))


def _document(found: Results, said: Callable[[Message], str]) -> dict[str, Any]:
    return {
        "wave": str(found.wave.uid),
        **{name: getattr(found, name) for name in ("rows", "drawn", "web", "decision", "df", "flagged")},
        "because": [said(one) for one in found.because],
        "districts": [
            {
                "item": row.item,
                "label": said(row.label),
                "share": _share(row.share),
                **{name: _number(getattr(row, name)) for name in ("clean", "adjusted", "name_only", "web", "raked")},
            }
            for row in found.districts
        ],
        "readings": [
            {"reading": row.reading.value, "share": _share(row.share), "met": row.met, "chosen": row.chosen}
            for row in found.readings
        ],
        "n_eff": _number(found.n_eff),
        "deff": _number(found.deff),
        "raked_by": list(found.raked_by),
        "flags": [{"name": flag.value, "number": number} for flag, number in found.flags],
        "breakdowns": [
            {
                "question": said(one.question),
                "groups": [{"name": said(group.label), "number": group.n} for group in one.groups],
            }
            for one in found.breakdowns
        ],
        "notes": [said(note) for note in found.notes],
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "estimate": _number(share.estimate),
        "low": _number(share.low),
        "high": _number(share.high),
        "n": share.n,
        "anytime": [_number(one) for one in share.anytime],
    }


def _number(value: float | None) -> str | None:
    return None if value is None else format(value, f".{_DIGITS}g")
