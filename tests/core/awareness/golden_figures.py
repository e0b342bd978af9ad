"""Reads the golden figures and compares an answer with them."""

from __future__ import annotations

import json
from pathlib import Path

from samrit.core.awareness import estimate_file, read_design
from samrit.core.contract import load_json

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = "samrit/survey-design/1"


def design_of(text: str):
    """The design that a golden case writes, without its schema."""
    return read_design(load_json(json.dumps({"schema": SCHEMA, **json.loads(text)}).encode()))


def cases(path: Path = GOLDEN / "expected.json"):
    """The cases that R wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


def answer_of(case, folder: Path, engine: str = "local"):
    """Our answer to a case."""
    source = folder / f"{case['file']}.csv"
    if not source.exists():
        source = GOLDEN / f"{case['file']}.csv"
    return estimate_file(source, design_of(case["design"]), engine)


def deviations(case, answer):
    """(figure, ours, R's, relative deviation) of every expected number; whole numbers must agree exactly."""
    found = []
    for row in case["expect"]:
        ours = _place(answer, row["id"], row["key"])
        for name, theirs in row["values"].items():
            mine = ours["ci"][0] if name == "lo" else ours["ci"][1] if name == "hi" else ours[name]
            where = f"{case['name']}: {row['id']}[{row['key']}].{name}"
            if theirs is None or mine is None:
                found.append((where, mine, theirs, 0.0 if mine is None and theirs is None else float("inf")))
                continue
            gap = abs(float(mine) - float(theirs))
            found.append((where, mine, theirs, gap / max(abs(float(theirs)), 1e-300) if gap else 0.0))
    return found


def _place(answer, name, key):
    if key == "contrast":
        return next(one for one in answer["contrasts"] if one["id"] == name)
    if key == "weights":
        return answer["weights"]
    if key == "reading":
        return answer["verdict"][name]
    if key == "item":
        return next(one for one in answer["verdict"]["each"] if one["item"] == name)
    groups = next(one for one in answer["estimates"] if one["id"] == name)["groups"]
    return next(group for group in groups if "|".join(group["by"].values()) == key)
