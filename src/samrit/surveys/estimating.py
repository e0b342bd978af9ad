"""From a tally to estimates: the design of a wave as the engine reads it, and what the engine answers.

All arithmetic is `core.awareness`.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils import timezone

from samrit.core.awareness import Design, read_design
from samrit.core.awareness.design import Estimate, Looks, Question
from samrit.core.awareness.estimates import Engine, Figure, build_engine
from samrit.core.awareness.readings import Judged
from samrit.core.awareness.verdict import Verdict, decide, judge
from samrit.core.contract import Message, Node, Refused, canonical
from samrit.surveys.disclosure import few_on_a_side
from samrit.surveys.flagged import flags_of
from samrit.surveys.frame import ENUMERATOR, FLAGGED, NOBODY, RAKED, YES, Frame, heard
from samrit.surveys.models import Survey
from samrit.surveys.tally import Tally


@dataclass(frozen=True, slots=True)
class Answered:
    """What the engine says of the drawn sample: the share of each item and decoy, the share that has only heard the
    name, and the verdict on them. `single`: a stratum has answers from one PSU only; `lacking`: one has none at all.
    """

    shares: Mapping[str, Figure | Judged]
    heard: Mapping[str, float | None]
    verdict: Verdict
    question: Question
    notes: tuple[Message, ...] = ()
    single: bool = False
    lacking: bool = False

    @property
    def least(self) -> int:
        """The smallest number of answers that one of the shares is of."""
        return min((one.n for one in self.shares.values()), default=0)

    def at_look(self, looks: Looks) -> Verdict:
        """The same shares judged at a planned look. Raises Refused where there is no more information than before."""
        found = self.verdict
        if found.readings is None:
            return found
        return decide(replace(self.question, looks=looks), found.readings, found.decoys, found.kept)

    @property
    def n_eff(self) -> float | None:
        """The smallest effective size among the shares that the reading is about."""
        found = self.verdict
        if found.readings is None or self.question.reading is None:
            return None
        sizes = [one.n_eff for one in found.readings.of(self.question.reading)]
        known = [size for size in sizes if size is not None]
        return min(known) if len(known) == len(sizes) else None


def estimate(tally: Tally, survey: Survey, frame: Frame, outlying: Sequence[int]) -> Answered | None:
    """The drawn sample's estimates; `outlying` enumerators are left out of the second one. None without answers."""
    if tally.sample is None or not tally.drawn:
        return None
    population = dict(survey.strata.values_list("name", "population"))
    present = sorted(name for name, adults in tally.adults.items() if adults)
    notes, untold = [], flags_of(tally, outlying).untold
    lacking = sorted(set(population) - set(present))
    if lacking:
        names = ", ".join(lacking[:5]) + (" …" if len(lacking) > 5 else "")
        notes.append(
            Message(
                f"no answers yet from {len(lacking)} of {len(population)} strata ({names}): the estimate speaks for the"
                " others only",
                f"ยังไม่มีคำตอบจาก {len(lacking)} ใน {len(population)} เขต ({names}) ค่าประมาณจึงแทนเฉพาะเขตที่เหลือ",
            )
        )
    totals = {name: str(population[name]) for name in present}
    document = frame.document | {
        "calibrate": [{"method": "poststratify", "margins": [{"by": ["stratum"], "totals": totals}]}],
        "verdict": _verdict(survey, outlying),
    }
    try:
        return replace(_answered(tally, document, frame, tuple(notes), untold), lacking=bool(lacking))
    except Refused:
        # A stratum with one PSU so far shows no variance of its own: it takes that around the overall mean.
        document["single_psu"] = "adjust"
        notes.append(
            Message(
                "a stratum has answers from one sampling unit only: its error is taken from the overall mean",
                "บางเขตมีคำตอบจากหน่วยตัวอย่างเดียว จึงประมาณความคลาดเคลื่อนจากค่าเฉลี่ยรวม",
            )
        )
        found = _answered(tally, document, frame, tuple(notes), untold)
        return replace(found, single=True, lacking=bool(lacking))


def _verdict(survey: Survey, outlying: Sequence[int]) -> dict[str, Any]:
    return {
        "reading": survey.reading or None,
        "threshold": canonical(survey.threshold),
        "locked": locked_text(survey) or None,
        "source": "probability",
        "exclude": {FLAGGED: [YES], ENUMERATOR: [str(user) for user in outlying] or [NOBODY]},
    }


def locked_text(survey: Survey) -> str:
    """The moment of the lock as the engine is told of it; "" before it."""
    return timezone.localtime(survey.locked_at).isoformat(timespec="minutes") if survey.locked_at else ""


def _rounded(text: str) -> str:
    return format(float(text), ".15f")


def _design(document: Mapping[str, Any]) -> Design:
    """The design of a document; from one response to the next it is mostly the same."""
    return _read(json.dumps(document))


@lru_cache(maxsize=64)
def _read(text: str) -> Design:
    return read_design(Node(json.loads(text), ""))


def _answered(
    tally: Tally,
    document: Mapping[str, Any],
    frame: Frame,
    notes: tuple[Message, ...],
    untold: frozenset[str],
) -> Answered:
    if tally.sample is None:
        raise AssertionError("asked of a tally with a sample")
    design = _design(document)
    engine = build_engine(tally.sample.cube(), design)
    columns = {heard(item): item for item in frame.items}
    points = {columns[one.id]: _point(engine, one) for one in design.estimates if one.id in columns}
    question = replace(design.verdict, untold=untold)
    verdict = judge(engine, question, design.items)
    shares: dict[str, Figure | Judged] = {
        one.id: engine.figures(one)[0] for one in design.estimates if one.id in frame.decoys
    }
    if verdict.readings is not None:
        shares |= {str(one.item): one for one in verdict.readings.each}
    return Answered(shares, points, verdict, question, notes)


def _point(engine: Engine, estimate: Estimate) -> float | None:
    """A share without its error."""
    found = float(engine.points(estimate, engine.groups(estimate))[1].estimate[0])
    return None if math.isnan(found) else found


# --- volunteers on the web ---


@dataclass(frozen=True, slots=True)
class Bare:
    """A share of the volunteers without weights; `hidden`: it would give the number of a few persons away."""

    share: float | None
    hidden: bool = False


NOTHING = Bare(None)


def unweighted(tally: Tally, frame: Frame) -> dict[str, Bare]:
    """The bare share of each item and decoy; no interval, which would mislead."""
    if tally.web is None or not tally.volunteers:
        return {}
    cube = tally.web.cube()
    found: dict[str, Bare] = {}
    for name in (*frame.items, *frame.decoys):
        measure = cube.measure((name,))
        answers, known = float(measure.answers.sum()), float(measure.value.sum())
        if answers and few_on_a_side(known, answers):
            found[name] = Bare(None, hidden=True)
        else:
            found[name] = Bare(known / answers) if answers else NOTHING
    return found


def raked(tally: Tally, survey: Survey, frame: Frame) -> tuple[dict[str, float | None], tuple[str, ...]] | None:
    """The web shares after fitting to the drawn sample's margins, and which margins those were.

    None where there is nothing to fit to, or the fit does not come to an end.
    """
    if tally.web is None or not tally.volunteers or not tally.drawn:
        return None
    totals = _totals(tally, survey)
    cube = tally.web.cube()
    there = {name: {cube.values[name][code] for code in cube.codes[name]} for name in RAKED}
    margins = [name for name in RAKED if there[name] == set(totals[name])]
    if not margins:
        return None
    document = frame.web_document | {
        "calibrate": [
            {
                "method": "rake",
                "margins": [{"by": [name], "totals": {key: _rounded(str(value)) for key, value in totals[name].items()}}
                            for name in margins],
            }
        ],
    }  # fmt: skip
    try:
        design = _design(document)
        engine = build_engine(cube, design)
        return {one.id: _point(engine, one) for one in design.estimates}, tuple(margins)
    except Refused:
        return None


def _totals(tally: Tally, survey: Survey) -> dict[str, dict[str, float]]:
    """By margin and category the adults of the city that the drawn sample stands for."""
    population = dict(survey.strata.values_list("name", "population"))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (name, value, stratum), adults in tally.margins.items():
        if adults:
            found[name][value] += adults * population[stratum] / tally.adults[stratum]
    return {name: dict(found[name]) for name in RAKED}
