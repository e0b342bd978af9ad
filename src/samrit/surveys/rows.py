"""The responses of a wave as rows of a sample: who was asked where, what was known, what is remarkable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from samrit.surveys.enums import AWARE, Source
from samrit.surveys.models import Response, Wave


@dataclass(slots=True)
class Row:
    """One response. `known` by item: aware, not aware, or no answer; `flags` are those stored and those found since."""

    uid: UUID
    source: str
    mode: str
    stratum: str
    psu: str
    adults: int
    answers: Mapping[str, Any]
    known: Mapping[str, bool | None]
    codes: Mapping[str, str]
    enumerator: int | None
    seconds: int | None
    device: str
    day: str
    flags: set[str] = field(default_factory=set)


def rows_of(wave: Wave, battery: str, items: Sequence[str]) -> list[Row]:
    """All rows of a wave, in the order in which they came; after its end those that were there at its end. 1 query."""
    in_time = Q() if wave.closed_at is None else Q(received_at__lte=wave.closed_at)
    names = (
        "uid", "source", "mode", "psu__stratum__name", "psu__code", "adults", "answers", "allocation__enumerator",
        "seconds", "device", "received_at", "flags",
    )  # fmt: skip
    found = Response.objects.filter(in_time, wave=wave).order_by("id").values_list(*names)
    return [_row(values, battery, items) for values in found.iterator(chunk_size=2_000)]


def _row(values: tuple[Any, ...], battery: str, items: Sequence[str]) -> Row:
    uid, source, mode, stratum, psu, adults, answers, enumerator, seconds, device, at, flags = values
    codes = answers.get(battery) or {}
    return Row(
        uid=uid,
        source=source,
        mode=mode,
        stratum=stratum or "",
        psu=psu or "",
        adults=adults or 1,
        answers=answers,
        known={item: codes[item] in AWARE if item in codes else None for item in items},
        codes=codes,
        enumerator=enumerator,
        seconds=seconds,
        device=device,
        day=at.date().isoformat(),
        flags=set(flags),
    )


def drawn(rows: Sequence[Row]) -> list[Row]:
    """The rows of the probability sample."""
    return [row for row in rows if row.source == Source.PROBABILITY]


def volunteers(rows: Sequence[Row]) -> list[Row]:
    """The rows of the open web sample."""
    return [row for row in rows if row.source == Source.WEB]
