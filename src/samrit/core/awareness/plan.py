"""Planning a survey: how many to ask, how to share them out, how often to look (`samrit/survey-plan/1`)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from samrit.core.awareness.intervals import normal_quantile
from samrit.core.awareness.json_parts import is_empty, number_in, persons_in
from samrit.core.awareness.looks import SPENDING, critical_values
from samrit.core.awareness.power import Rule, answers_for
from samrit.core.awareness.report import written
from samrit.core.contract import Message, Node, Refused

SCHEMA = "samrit/survey-plan/1"
ANSWER = "samrit/survey-plan-answer/1"
MAX_LOOKS = 100


def plan(document: Node) -> dict[str, Any]:
    """The answers to every part of a plan. Raises Refused for what the contract does not allow."""
    parts = {"sample_size": _sample_size, "test": _test, "allocate": _allocate, "sequential": _sequential}
    document.fields(("schema", *parts), ("schema",))
    document["schema"].choice((SCHEMA,))
    asked = [name for name in parts if not is_empty(document[name])]
    if not asked:
        raise Refused(
            "",
            Message("nothing is asked", "ไม่ได้ขอให้คำนวณสิ่งใด"),
            Message(f"add {' or '.join(parts)}", f"เพิ่ม {' หรือ '.join(parts)}"),
        )
    assumed: _Assumed = []
    return {"schema": ANSWER} | {name: parts[name](document[name], assumed) for name in asked} | {"assumed": assumed}


_Assumed = list[dict[str, str]]


def _or(node: Node, high: str | None, default: str, assumed: _Assumed) -> float:
    """A number above 0 and below `high`, or the default, which is then noted."""
    if not is_empty(node):
        return number_in(node, "0", high, inside=True)
    assumed.append({"field": node.path, "choice": default, "why": "the plan does not say"})
    return float(default)


def _sample_size(node: Node, assumed: _Assumed) -> dict[str, Any]:
    """n0 = z^2 p q / e^2, times deff, corrected for the population; issued = that over the response."""
    node.fields(("population", "share", "margin", "level", "deff", "response"), ("margin",))
    share = _or(node["share"], "1", "0.5", assumed)
    margin = number_in(node["margin"], "0", "1", inside=True)
    level = _or(node["level"], "1", "0.95", assumed)
    deff = _or(node["deff"], None, "1", assumed)
    response = 1.0 if is_empty(node["response"]) else number_in(node["response"], "0", "1")
    if response == 0:
        raise node["response"].refuse(
            Message("nobody would answer", "ไม่มีผู้ตอบ"), Message("write a share above 0", "ใส่สัดส่วนที่มากกว่า 0")
        )
    n0 = (normal_quantile((1 + level) / 2) / margin) ** 2 * share * (1 - share)
    designed = n0 * deff
    population = None if is_empty(node["population"]) else persons_in(node["population"])
    fitted = designed if population is None else designed / (1 + (designed - 1) / population)
    completes, issued = _up(fitted), _up(fitted / response)
    if population is not None and issued > population:
        raise node["population"].refuse(
            Message(
                f"{completes} answers want {issued} persons issued, and there are {population}",
                f"ต้องการคำตอบ {completes} ราย จึงต้องแจกให้ {issued} คน แต่มีประชากร {population} คน",
            ),
            Message("widen the margin, or plan for more response", "ขยายขอบเขตความคลาดเคลื่อน หรือวางแผนให้มีผู้ตอบมากขึ้น"),
        )
    return {
        "n0": written(n0),
        "n_deff": written(designed),
        "n_fpc": written(fitted),
        "completes": completes,
        "issued": issued,
    }


def _up(number: float) -> int:
    """The next whole number, unless it is whole but for rounding."""
    return math.ceil(number * (1 - 1e-12))


def _test(node: Node, assumed: _Assumed) -> dict[str, Any]:
    """One-sided test of a share: `n` by the usual formula (null variance under the null, its own under the
    alternative), `n_exact` and its curve by the verdict's own rule.
    """
    node.fields(("null", "alternative", "alpha", "power", "deff", "df", "looks"), ("null", "alternative"))
    null = number_in(node["null"], "0", "1", inside=True)
    other = number_in(node["alternative"], "0", "1", inside=True)
    if null == other:
        raise node["alternative"].refuse(
            Message("the alternative equals the null", "ค่าทางเลือกเท่ากับค่าตั้งต้น"),
            Message("write another share", "ระบุสัดส่วนอื่น"),
        )
    alpha = _or(node["alpha"], "0.5", "0.025", assumed)
    power = _or(node["power"], "1", "0.8", assumed)
    deff = _or(node["deff"], None, "1", assumed)
    df = None if is_empty(node["df"]) else node["df"].integer(1, 10**12)
    looks = 1 if is_empty(node["looks"]) else node["looks"].integer(1, MAX_LOOKS)
    above = other > null
    zs = [normal_quantile(1 - alpha)]
    rules = [Rule(null if above else 1 - null, alpha)]
    if looks > 1:  # who never looks before the end is judged by the limits, who does by z: the plan has to bear both
        zs.append(critical_values(looks, alpha, "lan_demets_of")[0][-1])
        rules.append(replace(rules[0], critical=zs[-1]))

    def size(critical: float) -> float:
        root = critical * math.sqrt(null * (1 - null)) + normal_quantile(power) * math.sqrt(other * (1 - other))
        if root <= 0:
            raise node["power"].refuse(
                Message("the power is below alpha", "กำลังทดสอบต่ำกว่า alpha"),
                Message("ask for more power", "เพิ่มกำลังทดสอบ"),
            )
        return (root / (other - null)) ** 2

    sizes = [size(z) for z in zs]
    found = other if above else 1 - other
    n_eff = max(rule.smallest(about, found, power) for rule, about in zip(rules, sizes, strict=True))
    shares = [share for step in range(-2, 9) if 0 < (share := null + (other - null) * step / 4) < 1]
    chances = [
        min(float(rule.power(np.array([float(n_eff)]), share if above else 1 - share)[0]) for rule in rules)
        for share in shares
    ]
    return {
        "n": _up(sizes[0] * deff),
        "n_exact": answers_for(n_eff, deff, df),
        "n_eff": n_eff,
        "curve": [
            {"share": written(share), "probability": written(chance)}
            for share, chance in zip(shares, chances, strict=True)
        ],
    }


def _allocate(node: Node, _assumed: _Assumed) -> dict[str, Any]:
    """The sample shared out by population, and by population times standard deviation (Neyman)."""
    node.fields(("n", "strata"), ("n", "strata"))
    n = node["n"].integer(1, 10**12)
    names: list[str] = []
    sizes: list[int] = []
    spreads: list[float | None] = []
    for part in node["strata"].list():
        part.fields(("name", "population", "sd"), ("name", "population"))
        name = part["name"].text()
        if name in names:
            raise part["name"].refuse(
                Message(f'"{name}" stands twice', f'"{name}" ปรากฏซ้ำ'), Message("rename one", "เปลี่ยนชื่อ")
            )
        names.append(name)
        sizes.append(persons_in(part["population"]))
        spreads.append(None if is_empty(part["sd"]) else number_in(part["sd"], "0", None))
    if not names:
        raise node["strata"].refuse(Message("no strata", "ไม่มีชั้นภูมิ"), Message("name at least one", "ระบุอย่างน้อยหนึ่งชั้นภูมิ"))
    if n > sum(sizes):
        raise node["n"].refuse(
            Message("the sample is larger than the population", "ตัวอย่างมากกว่าประชากร"), Message("lower n", "ลด n")
        )
    known = [spread for spread in spreads if spread is not None]
    neyman = None
    if len(known) == len(spreads):
        if not any(known):
            raise node["strata"].refuse(
                Message("every sd is 0", "sd เป็น 0 ทุกชั้นภูมิ"), Message("correct the sd", "แก้ไข sd")
            )
        neyman = dict(
            zip(
                names,
                share_out(n, [size * spread for size, spread in zip(sizes, known, strict=True)], sizes),
                strict=True,
            )
        )
    return {"neyman": neyman, "proportional": dict(zip(names, share_out(n, sizes, sizes), strict=True))}


def share_out(n: int, parts: Sequence[float], most: Sequence[int]) -> list[int]:
    """Whole numbers that sum to n, in proportion to `parts` (largest remainders), none above its `most`."""
    full: set[int] = set()
    while True:
        open_ = [index for index in range(len(parts)) if index not in full]
        left = n - sum(most[index] for index in full)
        total = sum(parts[index] for index in open_)
        # Where only strata without spread are left, they share what remains by size.
        wanted = {
            index: left * (parts[index] / total if total else most[index] / max(1, sum(most[i] for i in open_)))
            for index in open_
        }
        over = {index for index in open_ if wanted[index] > most[index]}
        if not over:
            break
        full |= over
    found = [most[index] if index in full else math.floor(wanted[index] + 1e-9) for index in range(len(parts))]
    order = sorted(open_, key=lambda index: (found[index] - wanted[index], index))
    for index in [index for index in order if found[index] < most[index]][: n - sum(found)]:
        found[index] += 1
    return found


def _sequential(node: Node, assumed: _Assumed) -> dict[str, Any]:
    node.fields(("looks", "alpha", "spending"), ("looks", "spending"))
    looks = node["looks"].integer(1, MAX_LOOKS)
    alpha = _or(node["alpha"], "0.5", "0.025", assumed)
    critical, spent = critical_values(looks, alpha, node["spending"].choice(SPENDING))
    return {"critical": [written(value) for value in critical], "alpha_spent": [written(value) for value in spent]}
