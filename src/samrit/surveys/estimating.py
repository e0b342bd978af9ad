"""From rows to estimates: the design of a wave as the engine reads it, and what the engine answers.

A drawn person's weight is the number of adults in the household, brought up to the adults of each khet; the ultimate
clusters are the PSUs. All arithmetic is `core.awareness`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samrit.core.awareness import Builder, Design, read_design, shape_of
from samrit.core.awareness.estimates import Engine, Figure, build_engine
from samrit.core.awareness.verdict import Verdict, judge
from samrit.core.contract import Message, Node, Refused, canonical
from samrit.surveys.models import Survey
from samrit.surveys.quality import is_flagged
from samrit.surveys.rows import Row

ALL = "all_districts"
RAKED = ("age", "sex", "education", "registered", "visited")
"""Margins of the web sample that are fitted to the probability sample; “visited” calibrates interest."""
OTHER = "·"
FLAGGED, YES, NO = "flagged", "1", "0"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the engine says of one sample: a figure for each item, decoy and their joint, and the verdict on them."""

    figures: Mapping[str, Figure]
    verdict: Verdict
    notes: tuple[Message, ...] = ()
    single: bool = False


def estimate(rows: Sequence[Row], survey: Survey, items: Sequence[str], decoys: Sequence[str]) -> Answered | None:
    """The probability sample's estimates. None without rows."""
    if not rows:
        return None
    population = dict(survey.strata.values_list("name", "population"))
    present = {row.stratum for row in rows}
    notes = []
    if lacking := sorted(set(population) - present):
        names = ", ".join(lacking[:5]) + (" …" if len(lacking) > 5 else "")
        notes.append(
            Message(
                f"no answers yet from {len(lacking)} of {len(population)} strata ({names}): the estimate speaks for the"
                " others only",
                f"ยังไม่มีคำตอบจาก {len(lacking)} ใน {len(population)} เขต ({names}) ค่าประมาณจึงแทนเฉพาะเขตที่เหลือ",
            )
        )
    totals = {name: str(population[name]) for name in sorted(present)}
    document = _document(survey, items, decoys) | {
        "weight": "weight",
        "strata": ["stratum"],
        "clusters": ["psu"],
        "nested": True,
        "calibrate": [{"method": "poststratify", "margins": [{"by": ["stratum"], "totals": totals}]}],
    }
    columns = [*items, *decoys]
    try:
        return _answered(_engine(rows, document, columns), document, tuple(notes))
    except Refused:
        # A stratum with one PSU so far shows no variance of its own: it takes that around the overall mean.
        document["single_psu"] = "adjust"
        notes.append(
            Message(
                "a stratum has answers from one sampling unit only: its error is taken from the overall mean",
                "บางเขตมีคำตอบจากหน่วยตัวอย่างเดียว จึงประมาณความคลาดเคลื่อนจากค่าเฉลี่ยรวม",
            )
        )
        return _answered(_engine(rows, document, columns), document, tuple(notes), single=True)


def _document(survey: Survey, items: Sequence[str], decoys: Sequence[str]) -> dict[str, Any]:
    """The design but for weights and clusters; the verdict is asked again without the flagged rows."""
    return {
        "schema": "samrit/survey-design/1",
        "items": {"columns": list(items), "joint": ALL, "decoys": list(decoys)},
        "estimates": [_proportion(name) for name in (*items, *decoys, ALL)],
        "verdict": {
            "reading": survey.reading or None,
            "threshold": canonical(survey.threshold),
            "locked": survey.locked_at.isoformat(timespec="seconds") if survey.locked_at else None,
            "source": "probability",
            "exclude": {FLAGGED: [YES]},
        },
    }


def _rounded(text: str) -> str:
    return format(float(text), ".15f")


def _proportion(name: str) -> dict[str, Any]:
    return {"id": name, "of": name, "statistic": "proportion"}


def _design(document: Mapping[str, Any]) -> Design:
    return read_design(Node(dict(document), ""))


def _engine(rows: Sequence[Row], document: Mapping[str, Any], columns: Sequence[str]) -> Engine:
    import pyarrow as pa

    design = _design(document)
    shape = shape_of(design)
    cells: dict[str, list[Any]] = {
        "weight": [float(row.adults) for row in rows],
        "stratum": [row.stratum for row in rows],
        "psu": [row.psu for row in rows],
        FLAGGED: [YES if is_flagged(row) else NO for row in rows],
        **{name: [_margin(row, name) for row in rows] for name in RAKED},
        **{item: [None if row.known[item] is None else int(row.known[item]) for row in rows] for item in columns},
    }
    arrays = [pa.array(cells[name], type=_TYPES.get(name) and getattr(pa, _TYPES[name])()) for name in shape.wanted]
    arrays = [
        array if name in _TYPES else array.cast(pa.float64()) for name, array in zip(shape.wanted, arrays, strict=True)
    ]
    builder = Builder(shape)
    builder.add(pa.record_batch(arrays, names=list(shape.wanted)))
    return build_engine(builder.cube(), design)


_TYPES = {
    "weight": "float64",
    "stratum": "string",
    "psu": "string",
    FLAGGED: "string",
    **dict.fromkeys(RAKED, "string"),
}


def _answered(
    engine: Engine,
    document: Mapping[str, Any],
    notes: tuple[Message, ...],
    *,
    single: bool = False,
) -> Answered:
    design = _design(document)
    figures = {one.id: engine.figures(one)[0] for one in design.estimates}
    return Answered(figures, judge(engine, design.verdict, design.items), notes, single)


# --- volunteers on the web ---


def unweighted(rows: Sequence[Row], items: Sequence[str]) -> dict[str, float | None]:
    """The bare share of each item, and of all together; no interval, which would mislead."""
    found: dict[str, float | None] = {}
    for item in items:
        given = [row.known[item] for row in rows if row.known[item] is not None]
        found[item] = sum(given) / len(given) if given else None
    whole = [_all(row, items) for row in rows]
    known = [value for value in whole if value is not None]
    return found | {ALL: sum(known) / len(known) if known else None}


def _all(row: Row, items: Sequence[str]) -> bool | None:
    if any(row.known[item] is False for item in items):
        return False
    return True if all(row.known[item] for item in items) else None


def raked(
    web: Sequence[Row], sample: Sequence[Row], survey: Survey, items: Sequence[str]
) -> tuple[dict[str, float | None], tuple[str, ...]] | None:
    """The web shares after fitting to the probability sample's margins, and which margins those were.

    None where there is nothing to fit to, or the fit does not come to an end.
    """
    if not web or not sample:
        return None
    totals = _margins(sample, survey)
    margins = [name for name in RAKED if {_margin(row, name) for row in web} == set(totals[name])]
    if not margins:
        return None
    document = {
        "schema": "samrit/survey-design/1",
        "items": {"columns": list(items), "joint": ALL},
        "estimates": [_proportion(name) for name in (*items, ALL)],
        "calibrate": [
            {
                "method": "rake",
                "margins": [{"by": [name], "totals": {key: _rounded(str(value)) for key, value in totals[name].items()}}
                            for name in margins],
            }
        ],
    }  # fmt: skip
    try:
        engine = _engine(web, document, list(items))
        return {one.id: engine.figures(one)[0].estimate for one in _design(document).estimates}, tuple(margins)
    except Refused:
        return None


def _margin(row: Row, name: str) -> str:
    value = row.answers.get(name)
    return value if isinstance(value, str) and value else OTHER


def weights_of(sample: Sequence[Row], survey: Survey) -> list[float]:
    """How many adults of the khet each drawn person stands for."""
    population = dict(survey.strata.values_list("name", "population"))
    adults: dict[str, float] = defaultdict(float)
    for row in sample:
        adults[row.stratum] += row.adults
    return [row.adults * population[row.stratum] / adults[row.stratum] for row in sample]


def _margins(sample: Sequence[Row], survey: Survey) -> dict[str, dict[str, float]]:
    """By margin and category the adults that the probability sample stands for."""
    found: dict[str, dict[str, float]] = {name: defaultdict(float) for name in RAKED}
    for row, weight in zip(sample, weights_of(sample, survey), strict=True):
        for name in RAKED:
            found[name][_margin(row, name)] += weight
    return found
