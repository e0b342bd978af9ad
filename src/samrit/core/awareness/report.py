"""The public document `samrit/estimates/1`: numbers as strings of 15 significant digits, never NaN."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from samrit.core.awareness.cube import Cube
from samrit.core.awareness.design import Design
from samrit.core.awareness.engines import Opened, open_source
from samrit.core.awareness.estimates import Engine, build_engine
from samrit.core.awareness.figures import Difference, Figure
from samrit.core.awareness.readings import Judged, Readings
from samrit.core.awareness.responses import BadResponses, Booleans
from samrit.core.awareness.sampling import refuse_one_unit
from samrit.core.awareness.verdict import Verdict, judge
from samrit.core.contract import Message, Refused

SCHEMA = "samrit/estimates/1"


def written(number: float | None) -> str | None:
    """A number with 15 significant digits, an exponent where it is long; None for what is not a finite number."""
    if number is None or not math.isfinite(number):
        return None
    text = f"{number:.15g}"
    return "0" if text == "-0" else text


def estimate_file(place: str | Path, design: Design, engine: str = "local") -> dict[str, Any]:
    """The whole answer of a design on the responses at `place` (a file, or what `engines.open_source` takes).

    Raises BadResponses for a fault of the responses, other Refused for one of the design.
    """
    opened = open_source(place, engine)
    check_columns(opened, design)
    return answer(opened.read_cube(design), design)


def check_columns(opened: Opened, design: Design) -> None:
    """Refuses a column that the design names and the file lacks, and a made column that the file already has."""
    for column, path in design.sources():
        if column not in opened.columns:
            raise Refused(
                path,
                Message(f'{opened.name} has no column "{column}"', f'{opened.name} ไม่มีคอลัมน์ "{column}"'),
                Message("name one of its columns", "ระบุคอลัมน์ที่มีอยู่"),
            )
    joint = design.items.joint if design.items is not None else None
    if joint is not None and joint in opened.columns:
        raise Refused(
            "items.joint",
            Message(f'{opened.name} already has a column "{joint}"', f'{opened.name} มีคอลัมน์ "{joint}" อยู่แล้ว'),
            Message("choose another name for the made column", "เลือกชื่ออื่นสำหรับคอลัมน์ที่สร้าง"),
        )


def answer(cube: Cube, design: Design) -> dict[str, Any]:
    """The estimates document of a cube. Raises Refused for what the responses do not bear."""
    engine = build_engine(cube, design)
    refuse_one_unit(engine.sampling, cube, design)
    flags: list[str] = ["trim_pushed_weights_over_a_limit"] if engine.weighting.overshoot else []
    if (engine.cube.weight_low * engine.weighting.factor < 0).any():
        flags.append("calibration_made_negative_weights")
    estimates = []
    used = np.zeros(cube.size, dtype=np.bool_)
    for estimate in design.estimates:
        used |= engine.groups(estimate).of_entry >= 0
        figures = engine.figures(estimate)
        estimates.append({"id": estimate.id, "groups": [_group(figure) for figure in figures]})
        flags += [f"{estimate.id}{_place(figure)}: {flag}" for figure in figures for flag in figure.flags]
    contrasts = [engine.contrast(contrast) for contrast in design.contrasts]
    flags += [f"{contrast.id}: {flag}" for contrast in contrasts for flag in contrast.flags]
    verdict = None if design.verdict is None else judge(engine, design.verdict, design.items)
    return {
        "schema": SCHEMA,
        "estimates": estimates,
        "contrasts": [_contrast(contrast) for contrast in contrasts],
        "verdict": None
        if verdict is None or design.verdict is None
        else _verdict(verdict, design.verdict.threshold or 0.0),
        "weights": _weights(engine),
        "replicates": None
        if engine.replicates is None
        else {"number": engine.replicates.number, "scale": written(engine.replicates.scale)},
        "assumed": [{"field": name, "choice": choice, "why": why} for name, choice, why in design.assumed],
        "flags": flags,
        "rows": _rows(cube, used if design.estimates else None),
    }


def _place(figure: Figure) -> str:
    return f"[{', '.join(f'{column}={value}' for column, value in figure.by)}]" if figure.by else ""


def _group(figure: Figure) -> dict[str, Any]:
    return {
        "by": dict(figure.by),
        "estimate": written(figure.estimate),
        "se": written(figure.se),
        "ci": [written(figure.ci[0]), written(figure.ci[1])],
        "n": figure.n,
        "n_eff": written(figure.n_eff),
        "df": figure.df,
        "deff": written(figure.deff),
    }


def _contrast(contrast: Difference) -> dict[str, Any]:
    return {
        "id": contrast.id,
        "estimate": written(contrast.estimate),
        "se": written(contrast.se),
        "ci": [written(contrast.ci[0]), written(contrast.ci[1])],
        "df": contrast.df,
    }


def _verdict(verdict: Verdict, threshold: float) -> dict[str, Any]:
    def judged(one: Judged) -> dict[str, Any]:
        found: dict[str, Any] = {} if one.item is None else {"item": one.item}
        return found | {
            "estimate": written(one.estimate),
            "ci": [written(limit) for limit in one.ci],
            "met": one.met(threshold),
            "n": one.n,
            "n_eff": written(one.n_eff),
            "df": one.df,
            "deff": written(one.deff),
            "anytime": [written(limit) for limit in one.anytime],
        }

    def of(readings: Readings | None) -> dict[str, Any]:
        if readings is None:
            return {"each": [], "joint": None, "mean": None, "any": None}
        return {
            "each": [judged(one) for one in readings.each],
            "joint": judged(readings.joint),
            "mean": judged(readings.mean),
            "any": judged(readings.any),
        }

    decoys, look = verdict.decoys, verdict.look
    return {
        "decision": verdict.decision,
        "because": [sentence.en for sentence in verdict.because],
        **of(verdict.readings),
        "decoys": None
        if decoys is None
        else {"rate": written(decoys.rate), "se": written(decoys.se), "n": decoys.n, **of(decoys.adjusted)},
        "without_flagged": None if verdict.kept is None else of(verdict.kept),
        "look": None
        if look is None
        else {
            "information": written(look.information),
            "critical": written(look.critical),
            "alpha_spent": written(look.spent),
        },
    }


def _weights(engine: Engine) -> dict[str, Any]:
    cube, factor = engine.cube, engine.weighting.factor
    total = float(cube.weight @ factor)
    square = float(cube.weight_square @ factor**2)
    return {
        "sum": written(total),
        "min": written(float((cube.weight_low * factor).min())),
        "max": written(float((cube.weight_high * factor).max())),
        "kish_deff": written(cube.read * square / total**2),
    }


def _rows(cube: Cube, used: Booleans | None) -> dict[str, Any]:
    """Rows read, rows that lie in the domain of an estimate, and why others do not."""
    kept = cube.read if used is None else int(cube.rows[used].sum())
    excluded = [] if kept == cube.read else [{"why": "outside the domain of every estimate", "rows": cube.read - kept}]
    return {"read": cube.read, "used": kept, "excluded": excluded}


__all__ = ["SCHEMA", "BadResponses", "answer", "check_columns", "estimate_file", "written"]
