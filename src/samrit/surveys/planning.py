"""The fieldwork plan: how many answers the verdict needs, by khet. The arithmetic is that of `core.awareness.plan`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.core.awareness.plan import plan as answer_plan
from samrit.core.contract import Message, Node, Refused, canonical
from samrit.core.thai import clean_line, to_arabic
from samrit.people.enums import AgencyKind
from samrit.people.models import Agency

HOUSEHOLDS = 8
"""Interviews in one PSU, by the method."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the plan is made from: the true share that should be found, by how much of design and lost answers, and at
    how many looks, the last of which is the end.
    """

    threshold: Decimal
    alternative: Decimal
    power: Decimal
    deff: Decimal
    response: Decimal
    looks: int = 1


MOST_LOOKS = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One stratum: its khet, the adults who live there, its share of the sample, and the PSUs to be drawn."""

    name: str
    khet: Agency | None
    population: int
    psus: int = 0
    target: int = 0
    issued: int = 0


def read_parts(text: str) -> list[Part]:
    """Strata from lines `เขต, ประชากร[, จำนวน PSU]`. Raises Refused with the line that cannot be read."""
    khets = {row.name_th: row for row in Agency.objects.filter(kind=AgencyKind.DISTRICT_OFFICE)}
    by_code = {row.code: row for row in khets.values()}
    found: list[Part] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [clean_line(cell) for cell in line.replace("\t", ",").split(",")]
        if not any(cells):
            continue
        name, sizes = cells[0], [to_arabic(cell).replace(" ", "") for cell in cells[1:]]
        if not name or not 1 <= len(sizes) <= 2 or not all(size.isdigit() and 0 < int(size) < 10**8 for size in sizes):
            raise Refused(
                "strata",
                Message(f"line {number} cannot be read: “{line[:60]}”", f"อ่านบรรทัดที่ {number} ไม่ได้: “{line[:60]}”"),
                Message(
                    "write khet, adults, and if you like the number of PSUs, divided by commas",
                    "โปรดพิมพ์ ชื่อเขต, ประชากร, จำนวนหน่วยตัวอย่าง (ถ้ามี) คั่นด้วยจุลภาค ไม่ใส่จุลภาคในตัวเลข",
                ),
            )
        khet = by_code.get(name) or khets.get(name) or khets.get(f"สำนักงานเขต{name.removeprefix('เขต')}")
        shown = khet.name_th if khet else name
        if any(part.name == shown for part in found):
            raise Refused(
                "strata",
                Message(f"line {number} names “{shown}” again", f"บรรทัดที่ {number} มี “{shown}” ซ้ำ"),
                Message("keep one line of each khet", "โปรดเหลือเขตละหนึ่งบรรทัด"),
            )
        psus = int(sizes[1]) if len(sizes) == 2 else 0
        found.append(Part(shown, khet, int(sizes[0]), psus))
    if not found:
        raise Refused(
            "strata",
            Message("no khet is named", "ยังไม่ได้ระบุเขต"),
            Message("write at least one line", "โปรดกรอกอย่างน้อยหนึ่งบรรทัด"),
        )
    return found


def make_plan(wanted: Wanted, parts: Sequence[Part]) -> tuple[dict[str, Any], list[Part]]:
    """The answers of the planning engine, and the strata with their targets. Raises Refused for impossible numbers."""
    for name, value, top in (("deff", wanted.deff, 20), ("response", wanted.response, 1)):
        if not 0 < value <= top:
            raise Refused(
                name,
                Message(f"this lies outside 0 to {top}", f"ค่าต้องมากกว่า 0 และไม่เกิน {top}"),
                Message("correct it", "โปรดแก้ไข"),
            )
    if not 1 <= wanted.looks <= MOST_LOOKS:
        raise Refused(
            "looks",
            Message(f"1 to {MOST_LOOKS} looks can be planned", f"วางแผนดูผลได้ ๑ ถึง {MOST_LOOKS} ครั้ง"),
            Message("one is the end of fieldwork alone", "๑ ครั้งคือดูเมื่อปิดรอบเท่านั้น"),
        )
    if not wanted.threshold < wanted.alternative < 1:
        raise Refused(
            "alternative",
            Message(
                "the expected share must lie above the threshold and below 1", "สัดส่วนที่คาดต้องสูงกว่าเกณฑ์และต่ำกว่าร้อยละ ๑๐๐"
            ),
            Message("84 percent is usual for a threshold of 80", "เกณฑ์ร้อยละ ๘๐ มักใช้ร้อยละ ๘๔"),
        )
    test = {
        "null": canonical(wanted.threshold),
        "alternative": canonical(wanted.alternative),
        "alpha": "0.025",
        "power": canonical(wanted.power),
        "deff": canonical(wanted.deff),
    }
    answer, made = _sized(test | {"looks": wanted.looks}, wanted.response, parts)
    for part in made:
        if part.issued > part.population:
            raise Refused(
                "strata",
                Message(
                    f"“{part.name}” has {part.population} adults, and {part.issued} would have to be asked there",
                    f"“{part.name}” มีประชากร {part.population} คน แต่ต้องแจกแบบสอบถามให้ {part.issued} คน",
                ),
                Message("join it with another, or plan for more response", "โปรดรวมกับเขตอื่น หรือวางแผนให้มีผู้ตอบมากขึ้น"),
            )
    return {
        "test": test,
        "response": canonical(wanted.response),
        "looks": wanted.looks,
        "completes": answer["n_exact"],
        "n_eff": answer["n_eff"],
        "issued": sum(part.issued for part in made),
        "curve": answer["curve"],
    }, made


def _sized(test: dict[str, Any], response: Decimal, parts: Sequence[Part]) -> tuple[dict[str, Any], list[Part]]:
    """How many answers the test needs, and the strata with their targets.

    The more PSUs, the less the verdict's limits lose by estimating the error from them; the more answers, the more
    PSUs: so the answer is sought until a plan bears its own size. More answers never want fewer PSUs, so it is found.
    """
    df: int | None = None
    while True:
        known = test if df is None else test | {"df": df}
        answer = answer_plan(Node({"schema": "samrit/survey-plan/1", "test": known}, ""))["test"]
        made = _shared(answer["n_exact"], response, parts)
        found = max(1, sum(part.psus for part in made) - len(made))
        if df is not None and found >= df:
            return answer, made
        df = found


def _shared(completes: int, response: Decimal, parts: Sequence[Part]) -> list[Part]:
    shares = _share_out(completes, parts)
    return [
        Part(
            part.name,
            part.khet,
            part.population,
            part.psus or max(2, math.ceil(shares[part.name] / HOUSEHOLDS)),
            shares[part.name],
            math.ceil(shares[part.name] / response),
        )
        for part in parts
    ]


def _share_out(completes: int, parts: Sequence[Part]) -> dict[str, int]:
    strata = [{"name": part.name, "population": str(part.population)} for part in parts]
    allocate = {"schema": "samrit/survey-plan/1", "allocate": {"n": completes, "strata": strata}}
    try:
        return answer_plan(Node(allocate, ""))["allocate"]["proportional"]
    except Refused as refused:
        raise Refused("strata", refused.what, refused.mend) from None
