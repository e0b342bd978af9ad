"""All that the results of a wave are made from, as sums: as large as the plan of the fieldwork, whatever came in.

A tally with a row more or a row less is exact: whole numbers and fractions only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from samrit.core.awareness.cube import Shape
from samrit.core.awareness.kept import Kept, read_kept
from samrit.surveys.enums import Source
from samrit.surveys.frame import RAKED, Frame, margin, summed
from samrit.surveys.quality import Work, is_flagged, share_of
from samrit.surveys.rows import Row

ASKED = ("age", "sex", "education", "registered", "visited")
"""Questions on the person, whose answers are counted."""
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """`sample` sums the drawn, `web` the volunteers; `flagged` counts by source who has a flag of their own that the
    second estimate leaves out, `flags` by (source, flag); `answers` count by (question, answer), `adults` by stratum,
    `margins` adults by (margin, category, stratum).
    """

    sample: Kept | None = None
    web: Kept | None = None
    drawn: int = 0
    volunteers: int = 0
    flagged: Counter[str] = field(default_factory=Counter)
    flags: Counter[tuple[str, str]] = field(default_factory=Counter)
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    adults: Counter[str] = field(default_factory=Counter)
    margins: Counter[Place] = field(default_factory=Counter)
    works: dict[int, Work] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.drawn + self.volunteers

    def plus(self, rows: Sequence[Row], frame: Frame, sign: int = 1) -> Tally:
        """With some rows more; with sign -1 without rows that were added before."""
        if not rows:
            return self
        drawn = [row for row in rows if row.source == Source.PROBABILITY]
        web = [row for row in rows if row.source == Source.WEB]
        flagged, flags, answers = Counter(self.flagged), Counter(self.flags), Counter(self.answers)
        adults = Counter(self.adults)
        margins, works = Counter(self.margins), dict(self.works)
        for row in rows:
            flagged[row.source] += sign * is_flagged(row)
            for name in row.flags:
                flags[row.source, name] += sign
            for name in ASKED:
                answers[name, row.answers.get(name, "")] += sign
        for row in drawn:
            adults[row.stratum] += sign * row.adults
            for name in RAKED:
                margins[name, margin(row, name), row.stratum] += sign * row.adults
        for user in {row.enumerator for row in rows if row.enumerator is not None}:
            works[user] = _copied(works.get(user, Work()))
        for row in rows:
            if row.enumerator is not None:
                works[row.enumerator].add(row, share_of(row, frame.decoys), sign)
        return Tally(
            _added(self.sample, summed(drawn, frame.shape, frame), sign),
            _added(self.web, summed(web, frame.web_shape, frame), sign),
            self.drawn + sign * len(drawn),
            self.volunteers + sign * len(web),
            flagged,
            flags,
            answers,
            adults,
            margins,
            works,
        )


def _added(kept: Kept | None, more: Kept | None, sign: int) -> Kept | None:
    if kept is None or more is None:
        return more if kept is None else kept
    return kept.plus(more, sign)


def _copied(work: Work) -> Work:
    return Work(
        work.interviews,
        work.flagged,
        work.again,
        work.shares,
        work.squares,
        Counter(work.seconds),
        Counter(work.names),
        Counter(work.accuracy),
    )


# --- kept ---


def written(tally: Tally) -> bytes:
    """As it is kept; `read_tally` gives the same again."""
    sample = b"" if tally.sample is None else tally.sample.written()
    web = b"" if tally.web is None else tally.web.written()
    head = {
        "sample": len(sample),
        "web": len(web),
        "drawn": tally.drawn,
        "volunteers": tally.volunteers,
        "flagged": +tally.flagged,
        "flags": [[*key, number] for key, number in (+tally.flags).items()],
        "answers": [[*key, number] for key, number in (+tally.answers).items()],
        "adults": +tally.adults,
        "margins": [[*key, number] for key, number in (+tally.margins).items()],
        "works": {str(user): _work_data(work) for user, work in tally.works.items()},
    }
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + sample + web


def read_tally(data: bytes, frame: Frame) -> Tally:
    """What `written` wrote. Raises ValueError where it was written by other rules."""
    first, _, body = data.partition(b"\n")
    head = json.loads(first)
    split = head["sample"]
    return Tally(
        sample=_kept(body[:split], frame.shape),
        web=_kept(body[split : split + head["web"]], frame.web_shape),
        drawn=head["drawn"],
        volunteers=head["volunteers"],
        flagged=Counter(head["flagged"]),
        flags=Counter({(source, name): number for source, name, number in head["flags"]}),
        answers=Counter({(question, answer): number for question, answer, number in head["answers"]}),
        adults=Counter(head["adults"]),
        margins=Counter({(name, value, stratum): number for name, value, stratum, number in head["margins"]}),
        works={int(user): _work(part) for user, part in head["works"].items()},
    )


def _kept(data: bytes, shape: Shape) -> Kept | None:
    return read_kept(data, shape) if data else None


_COUNTED = ("seconds", "names", "accuracy")


def _work_data(work: Work) -> dict[str, Any]:
    return {
        "interviews": work.interviews,
        "flagged": work.flagged,
        "again": work.again,
        "shares": str(work.shares),
        "squares": str(work.squares),
        **{name: list((+getattr(work, name)).items()) for name in _COUNTED},
    }


def _work(data: dict[str, Any]) -> Work:
    counted = {name: Counter(dict(data[name])) for name in _COUNTED}
    return Work(
        data["interviews"],
        data["flagged"],
        data["again"],
        Fraction(data["shares"]),
        Fraction(data["squares"]),
        **counted,
    )
