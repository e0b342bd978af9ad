"""The results of a wave: each district, the readings side by side, the verdict with its reasons, the sources, quality.

One computation for the page, the downloads and what is handed on to the duty of the sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from samrit.core.awareness.readings import Judged, Readings
from samrit.core.contract import Message
from samrit.surveys import quality
from samrit.surveys.decisions import decision_of
from samrit.surveys.disclosure import hidden
from samrit.surveys.enums import Flag, Reading
from samrit.surveys.estimating import Answered, estimate, raked, unweighted
from samrit.surveys.frame import Frame, frame_of
from samrit.surveys.keeping import tally_of
from samrit.surveys.models import Look, Wave
from samrit.surveys.questionnaire import Questionnaire
from samrit.surveys.tally import ASKED, Tally


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval (95 %, Korn-Graubard), each 0 to 1; None where there is none. `anytime` holds however
    often one looks.
    """

    estimate: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    anytime: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True, slots=True)
class District:
    """One district: the probability sample's share, that without flagged responses, adjusted by the decoys, and what
    the volunteers on the web said, bare and raked. `name_only` is the part that has only heard the name, of all.
    """

    item: str
    label: Message
    share: Share
    clean: float | None
    adjusted: float | None
    name_only: float | None
    web: float | None
    raked: float | None


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading: its share (of “each” the weakest district), in how many districts, and whether it is the chosen."""

    reading: Reading
    share: Share
    met: bool
    chosen: bool
    of: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Respondents of one answer to a question on themselves; None for a number that is hidden."""

    label: Message
    n: int | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A table of respondents with its question."""

    question: Message
    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that is said of a wave. `decision`: met, not_met, not_yet_known, indicative, or no_data."""

    wave: Wave
    questionnaire: Questionnaire
    rows: int
    drawn: int
    web: int
    decision: str
    because: tuple[Message, ...]
    districts: tuple[District, ...]
    readings: tuple[ReadingRow, ...]
    decoys: tuple[tuple[Message, Share, float | None], ...]
    flags: tuple[tuple[Flag, int], ...]
    enumerators: tuple[quality.Enumerator, ...]
    breakdowns: tuple[Breakdown, ...]
    notes: tuple[Message, ...]
    n_eff: float | None = None
    deff: float | None = None
    df: int | None = None
    raked_by: tuple[str, ...] = ()
    flagged: int = 0
    recontacts: int = 0
    looks: tuple[Look, ...] = ()


def results_of(wave: Wave) -> Results:
    """Everything that is said of a wave as of now: a few queries, however many answered."""
    frame = frame_of(wave.survey)
    return results_from(tally_of(wave, frame), wave, frame)


def results_from(tally: Tally, wave: Wave, frame: Frame) -> Results:
    """Everything that is said of a tally."""
    people = quality.enumerators(tally.works)
    outlying = {one.user: tally.works[one.user] for one in people if one.outlying}
    whole = estimate(tally, wave.survey, frame, list(outlying))
    looks = tuple(wave.looks.select_related("taken_by"))
    decision, because = decision_of(wave, whole, tally, looks)
    bare, fitted = unweighted(tally, frame), raked(tally, wave.survey, frame)
    districts = _districts(frame, whole, bare, fitted[0] if fitted else {})
    first = whole.shares[frame.items[0]] if whole else None
    flags = Counter(tally.flags)
    flags[Flag.ENUMERATOR] += sum(work.interviews for work in outlying.values())
    unflagged = {user: work.interviews - work.flagged for user, work in outlying.items()}
    return Results(
        wave=wave,
        questionnaire=frame.questionnaire,
        rows=tally.rows,
        drawn=tally.drawn,
        web=tally.volunteers,
        decision=decision,
        because=because,
        districts=districts,
        readings=_readings(wave, whole, [row.share for row in districts]),
        decoys=tuple((item.label, _share(whole, item.id), bare.get(item.id)) for item in frame.questionnaire.decoys),
        flags=tuple((flag, flags[flag]) for flag in Flag if flags[flag]),
        enumerators=tuple(people),
        breakdowns=_breakdowns(frame.questionnaire, tally),
        notes=whole.notes if whole else (),
        n_eff=first.n_eff if first else None,
        deff=first.deff if first else None,
        df=first.df if first else None,
        raked_by=fitted[1] if fitted else (),
        flagged=tally.flagged + sum(unflagged.values()),
        recontacts=sum(
            work.interviews if user in outlying else work.again + work.flagged for user, work in tally.works.items()
        ),
        looks=looks,
    )


# --- figures ---


def _share(answered: Answered | None, name: str) -> Share:
    if answered is None:
        return Share(None)
    figure = answered.shares[name]
    anytime = figure.anytime if isinstance(figure, Judged) else (None, None)
    return Share(figure.estimate, figure.ci[0], figure.ci[1], figure.n, anytime)


def _districts(
    frame: Frame, whole: Answered | None, bare: dict[str, float | None], fitted: dict[str, float | None]
) -> tuple[District, ...]:
    verdict = whole.verdict if whole else None
    adjusted = _by_item(verdict.decoys.adjusted if verdict and verdict.decoys else None)
    kept = _by_item(verdict.kept if verdict else None)
    return tuple(
        District(
            item=item.id,
            label=item.label,
            share=_share(whole, item.id),
            clean=kept.get(item.id),
            adjusted=adjusted.get(item.id),
            name_only=whole.heard.get(item.id) if whole else None,
            web=bare.get(item.id),
            raked=fitted.get(item.id),
        )
        for item in frame.questionnaire.districts
    )


def _by_item(readings: Readings | None) -> dict[str, float | None]:
    return {} if readings is None else {one.item: one.estimate for one in readings.each}


def _readings(wave: Wave, whole: Answered | None, shares: Sequence[Share]) -> tuple[ReadingRow, ...]:
    """A, B, C and D beside one another; of B the weakest of the districts' `shares`."""
    if whole is None or whole.verdict.readings is None:
        return ()
    verdict, threshold = whole.verdict.readings, float(wave.survey.threshold)
    met = sum(one.met(threshold) for one in verdict.each)
    found: list[tuple[Reading, Share, bool, str]] = [
        (Reading.JOINT, _judged(verdict.joint), verdict.joint.met(threshold), ""),
        (Reading.EACH, weakest(shares), met == len(verdict.each), f"{met}/{len(verdict.each)}"),
        (Reading.MEAN, _judged(verdict.mean), verdict.mean.met(threshold), ""),
        (Reading.ANY, _judged(verdict.any), verdict.any.met(threshold), ""),
    ]
    chosen = wave.survey.reading
    return tuple(ReadingRow(reading, share, ok, reading == chosen, of) for reading, share, ok, of in found)


def _judged(one: Judged) -> Share:
    return Share(one.estimate, *one.ci, one.n, one.anytime)


def weakest(each: Sequence[Share]) -> Share:
    """Of all districts the lowest share, the lowest lower limit and the lowest upper limit.

    All districts pass if the lowest lower limit does; one fails if the lowest upper limit does.
    """

    def least(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return min(known) if len(known) == len(values) and known else None

    return Share(
        least([one.estimate for one in each]),
        least([one.low for one in each]),
        least([one.high for one in each]),
        min((one.n for one in each), default=0),
        (least([one.anytime[0] for one in each]), least([one.anytime[1] for one in each])),
    )


def _breakdowns(questionnaire: Questionnaire, tally: Tally) -> tuple[Breakdown, ...]:
    """How many answered what about themselves, with small numbers hidden."""
    made = []
    for name in ASKED:
        question = questionnaire.question(name)
        if question is None or not tally.rows:
            continue
        counts = {value: number for (one, value), number in tally.answers.items() if one == name and number}
        small = hidden(counts)
        labels = [(option.value, option.label) for option in question.options]
        labels.append(("", Message("no answer", "ไม่ตอบ")))
        groups = tuple(
            Group(label, None if value in small else counts[value]) for value, label in labels if value in counts
        )
        made.append(Breakdown(question.label, groups, tally.rows))
    return tuple(made)
