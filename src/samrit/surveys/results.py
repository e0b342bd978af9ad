"""The results of a wave: each district, the readings side by side, the verdict with its reasons, the sources, quality.

One computation for the page, the downloads and what is handed on to the duty of the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samrit.core.awareness.readings import Judged, Readings
from samrit.core.contract import Message
from samrit.publicity.enums import Reading
from samrit.surveys import quality
from samrit.surveys.decisions import decision_of
from samrit.surveys.disclosure import few, hidden
from samrit.surveys.enums import Flag
from samrit.surveys.estimating import NOTHING, Answered, Bare, estimate, raked, unweighted
from samrit.surveys.flagged import FlagsTold, flags_of
from samrit.surveys.frame import Frame, frame_of
from samrit.surveys.keeping import tally_of
from samrit.surveys.models import Look, Wave
from samrit.surveys.questionnaire import Item, Questionnaire
from samrit.surveys.tally import ASKED, Tally


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval (95 %, Korn-Graubard), each 0 to 1; None where there is none. `anytime` holds however
    often one looks. `hidden`: there is one, of fewer persons than are told of.
    """

    estimate: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    anytime: tuple[float | None, float | None] = (None, None)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class District:
    """One district: the probability sample's share, that without flagged responses, adjusted by the decoys, and what
    the volunteers on the web said, bare and raked. `name_only` is the part that has only heard the name, of all.

    `adjusted_hidden`, `clean_hidden`, `web_hidden`: these would tell of too few persons.
    """

    item: str
    label: Message
    share: Share
    clean: float | None
    adjusted: float | None
    name_only: float | None
    web: float | None
    raked: float | None
    adjusted_hidden: bool = False
    clean_hidden: bool = False
    web_hidden: bool = False


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
    """Everything that is said of a wave. `decision`: met, not_met, not_yet_known, indicative, or no_data.

    Small cells are hidden in it already: a share, the number of a flag or of a group is None where too few stand
    behind it.
    """

    wave: Wave
    questionnaire: Questionnaire
    rows: int
    drawn: int
    web: int
    decision: str
    because: tuple[Message, ...]
    districts: tuple[District, ...]
    readings: tuple[ReadingRow, ...]
    decoys: tuple[tuple[Message, Share, Bare], ...]
    flags: tuple[tuple[Flag, int | None], ...]
    enumerators: tuple[quality.Enumerator, ...]
    breakdowns: tuple[Breakdown, ...]
    notes: tuple[Message, ...]
    n_eff: float | None = None
    deff: float | None = None
    df: int | None = None
    raked_by: tuple[str, ...] = ()
    flagged: int | None = 0
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
    flags = flags_of(tally, outlying)
    decision, because = decision_of(wave, whole, tally, looks)
    bare, fitted = unweighted(tally, frame), raked(tally, wave.survey, frame)
    districts = _districts(frame, whole, bare, fitted[0] if fitted else {}, flags)
    # What the sample bears is said of the district where it bears least, as the verdict says it.
    items = [whole.shares[row.item] for row in districts if not row.share.hidden] if whole else []
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
        decoys=tuple(
            (item.label, _HIDDEN, Bare(None, hidden=True))
            if "decoys" in flags.untold
            else (item.label, _share(whole, item.id), bare.get(item.id, NOTHING))
            for item in frame.questionnaire.decoys
        ),
        flags=flags.numbers,
        enumerators=tuple(quality.told(people)),
        breakdowns=_breakdowns(frame.questionnaire, tally),
        notes=whole.notes if whole else (),
        n_eff=min((one.n_eff for one in items if one.n_eff is not None), default=None),
        deff=max((one.deff for one in items if one.deff is not None), default=None),
        df=min((one.df for one in items), default=None),
        raked_by=fitted[1] if fitted else (),
        flagged=flags.total,
        recontacts=sum(
            work.interviews if user in outlying else work.again + work.flagged for user, work in tally.works.items()
        ),
        looks=looks,
    )


# --- figures ---

_HIDDEN = Share(None, hidden=True)


def _share(answered: Answered | None, name: str) -> Share:
    if answered is None:
        return Share(None)
    figure = answered.shares[name]
    if few(figure.n):
        return _HIDDEN
    anytime = figure.anytime if isinstance(figure, Judged) else (None, None)
    return Share(figure.estimate, figure.ci[0], figure.ci[1], figure.n, anytime)


def _districts(
    frame: Frame, whole: Answered | None, bare: dict[str, Bare], fitted: dict[str, float | None], flags: FlagsTold
) -> tuple[District, ...]:
    verdict = whole.verdict if whole else None
    decoys = verdict.decoys if verdict and "decoys" not in flags.untold else None
    adjusted = _by_item(decoys.adjusted if decoys else None)
    kept = _by_item(verdict.kept if verdict else None)
    return tuple(
        _district(item, _share(whole, item.id), whole, adjusted.get(item.id), kept.get(item.id), bare, fitted, flags)
        for item in frame.questionnaire.districts
    )


def _district(  # noqa: PLR0917 -- one row of the table, from each of its columns
    item: Item,
    share: Share,
    whole: Answered | None,
    adjusted: Judged | None,
    kept: Judged | None,
    bare: dict[str, Bare],
    fitted: dict[str, float | None],
    flags: FlagsTold,
) -> District:
    web = bare.get(item.id, NOTHING)
    # With the share of all, that of the others would tell what the few flagged ones said.
    clean_hidden = share.hidden or (kept is not None and (flags.total is None or few(kept.n) or few(share.n - kept.n)))
    return District(
        item=item.id,
        label=item.label,
        share=share,
        clean=None if kept is None or clean_hidden else kept.estimate,
        adjusted=None if adjusted is None or share.hidden else adjusted.estimate,
        name_only=whole.heard.get(item.id) if whole and not share.hidden else None,
        web=web.share,
        raked=None if web.hidden else fitted.get(item.id),
        adjusted_hidden=share.hidden or "decoys" in flags.untold,
        clean_hidden=clean_hidden,
        web_hidden=web.hidden,
    )


def _by_item(readings: Readings | None) -> dict[str | None, Judged]:
    return {} if readings is None else {one.item: one for one in readings.each}


def _readings(wave: Wave, whole: Answered | None, shares: Sequence[Share]) -> tuple[ReadingRow, ...]:
    """A, B, C and D beside one another; of B the weakest of the districts' `shares`."""
    if whole is None or whole.verdict.readings is None:
        return ()
    verdict, threshold = whole.verdict.readings, float(wave.survey.threshold)
    if any(share.hidden for share in shares):
        # A single hidden district could be worked out from the mean of all, or be the weakest.
        return ()
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
    if few(one.n):
        return _HIDDEN
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
