"""The responses of a wave as rows of a sample: who was asked where, what was known, what is remarkable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from samrit.surveys.enums import AWARE
from samrit.surveys.models import Response, Wave


@dataclass(slots=True)
class Row:
    """One response. `known` by item: aware, not aware, or no answer; `flags` are those stored and those found since.

    `names` are the seconds spent on the districts, `accuracy` the metres within which the place is known.
    """

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
    names: int | None
    accuracy: int | None
    device: str
    received: dt.datetime
    flags: set[str] = field(default_factory=set)

    @property
    def day(self) -> str:
        return self.received.date().isoformat()


def rows_of(wave: Wave, battery: str, items: Sequence[str], where: Q | None = None) -> list[Row]:
    """All rows of a wave (or those of them that `where` keeps), in the order in which they came. 1 query."""
    return list(stream(wave, battery, items, where))


def stream(wave: Wave, battery: str, items: Sequence[str], where: Q | None = None) -> Iterator[Row]:
    """The same one after the other; after a wave's end those that were there at its end. 1 query."""
    in_time = Q() if wave.closed_at is None else Q(received_at__lte=wave.closed_at)
    names = (
        "uid", "source", "mode", "psu__stratum__name", "psu__code", "adults", "answers", "allocation__enumerator",
        "seconds", "timings", "place", "device", "received_at", "flags",
    )  # fmt: skip
    found = Response.objects.filter(in_time, where or Q(), wave=wave).order_by("received_at", "id").values_list(*names)
    for values in found.iterator(chunk_size=2_000):
        yield _row(values, battery, items)


def _row(values: tuple[Any, ...], battery: str, items: Sequence[str]) -> Row:
    uid, source, mode, stratum, psu, adults, answers, enumerator, seconds, timings, place, device, at, flags = values
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
        names=timings.get(battery),
        accuracy=(place or {}).get("accuracy"),
        device=device,
        received=at,
        flags=set(flags),
    )
