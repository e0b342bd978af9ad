"""Reads a survey design document, strictly: whatever the contract does not allow is refused with its place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from samrit.core.awareness.design import (
    CALIBRATION,
    COUNTED,
    INTERVALS,
    READINGS,
    REPLICATION,
    SCHEMA,
    SINGLE_PSU,
    SOURCES,
    STATISTICS,
    Calibration,
    Contrast,
    Design,
    Estimate,
    Items,
    Margin,
    Question,
    Replicates,
    Term,
    Trim,
)
from samrit.core.contract import Message, Node, Refused


def read_design(document: Node) -> Design:
    """The design in a `samrit/survey-design/1` document. Raises Refused for whatever the contract does not allow."""
    known = (
        "schema", "weight", "strata", "clusters", "population", "nested", "single_psu", "replicates", "calibrate",
        "trim", "items", "estimates", "contrasts", "verdict",
    )  # fmt: skip
    document.fields(known, ("schema", "estimates"))
    document["schema"].choice((SCHEMA,))
    estimates = tuple(_estimate(node) for node in _list(document["estimates"]))
    _unique([(estimate.id, f"{estimate.path}.id") for estimate in estimates])
    contrasts = tuple(_contrast(node, estimates) for node in _list(document["contrasts"]))
    _unique([(contrast.id, f"contrasts[{index}].id") for index, contrast in enumerate(contrasts)])
    replicates, assumed = _replicates(document["replicates"])
    question, more = _question(document["verdict"])
    strata, clusters, population = (_names(document[key]) for key in ("strata", "clusters", "population"))
    if len(population) > max(1, len(clusters)):
        raise document["population"].refuse(
            Message("more columns than stages of clusters", "มีคอลัมน์มากกว่าจำนวนขั้นของกลุ่มตัวอย่าง"),
            Message("give one column for each stage", "ระบุหนึ่งคอลัมน์ต่อหนึ่งขั้น"),
        )
    single = "fail" if is_empty(document["single_psu"]) else document["single_psu"].choice(SINGLE_PSU)
    return Design(
        weight=_name(document["weight"]),
        strata=strata,
        clusters=clusters,
        population=population,
        nested=not is_empty(document["nested"]) and document["nested"].boolean(),
        single_psu=single,
        replicates=replicates,
        calibrate=tuple(_calibration(node) for node in _list(document["calibrate"])),
        trim=_trim(document["trim"]),
        items=_items(document["items"]),
        estimates=estimates,
        contrasts=contrasts,
        verdict=question,
        assumed=tuple(assumed + more),
    )


def is_empty(node: Node) -> bool:
    return node.is_null or node.value in ([], {})


def _list(node: Node) -> list[Node]:
    return [] if is_empty(node) else node.list()


def _name(node: Node) -> str | None:
    return None if is_empty(node) else _word(node)


def _word(node: Node) -> str:
    text = node.text()
    if not text:
        raise node.refuse(
            Message("an empty name", "ชื่อว่างเปล่า"), Message("write the name or leave the key out", "ระบุชื่อหรือตัดคีย์นี้ออก")
        )
    return text


def _names(node: Node) -> tuple[str, ...]:
    names = [(_word(part), part.path) for part in _list(node)]
    _unique(names)
    return tuple(name for name, _ in names)


def _unique(named: list[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for name, path in named:
        if name in seen:
            raise Refused(
                path,
                Message(f'"{name}" stands twice', f'"{name}" ปรากฏซ้ำ'),
                Message("keep one of the two", "เก็บไว้เพียงหนึ่งรายการ"),
            )
        seen.add(name)


def number_in(node: Node, low: str | None = None, high: str | None = None, *, inside: bool = False) -> float:
    """A decimal string within [low, high], or strictly inside where asked."""
    number = node.decimal()
    below = low is not None and (number <= Decimal(low) if inside else number < Decimal(low))
    above = high is not None and (number >= Decimal(high) if inside else number > Decimal(high))
    if below or above:
        span = f"{'…' if low is None else low} - {'…' if high is None else high}"
        raise node.refuse(
            Message(f"{node.value} is outside {span}", f"{node.value} อยู่นอกช่วง {span}"),
            Message("correct the number", "แก้ไขตัวเลข"),
        )
    return float(number)


def _replicates(node: Node) -> tuple[Replicates | None, list[tuple[str, str, str]]]:
    if is_empty(node):
        return None, []
    node.fields(("method", "weights", "rho", "create", "seed", "centre"), ("method",))
    method = node["method"].choice(REPLICATION)
    weights = _names(node["weights"])
    create = None if is_empty(node["create"]) or node["create"].value is False else _create(node["create"], method)
    if bool(weights) == (create is not None):
        raise node.refuse(
            Message("exactly one of weights and create is wanted", "ต้องมี weights หรือ create อย่างใดอย่างหนึ่งเท่านั้น"),
            Message("name the columns or ask for them to be made", "ระบุคอลัมน์หรือสั่งให้สร้าง"),
        )
    if len(weights) == 1:
        raise node["weights"].refuse(
            Message("one replicate shows no variance", "มีน้ำหนักจำลองเพียงชุดเดียว"),
            Message("name all of its columns", "ระบุให้ครบทุกคอลัมน์"),
        )
    rho = 0.0
    if method == "fay":
        if is_empty(node["rho"]):
            raise Refused(
                "replicates.rho",
                Message("Fay's method needs its factor", "วิธี Fay ต้องระบุค่า rho"),
                Message('write it, such as "0.3"', 'ระบุ เช่น "0.3"'),
            )
        rho = number_in(node["rho"], "0", "0.999999")
    elif not is_empty(node["rho"]):
        number_in(node["rho"], "0", "0.999999")
    assumed = []
    seed = 0
    if not is_empty(node["seed"]):
        seed = node["seed"].integer(0, 2**63 - 1)
    elif create is not None and method in COUNTED:
        assumed.append(("replicates.seed", "0", "the design does not say"))
    centre = "mean" if is_empty(node["centre"]) else node["centre"].choice(("mean", "estimate"))
    return Replicates(method, weights, create, rho, seed, centre), assumed


def _create(node: Node, method: str) -> int | bool:
    return node.integer(2, 100_000) if method in COUNTED else node.boolean()


def _calibration(node: Node) -> Calibration:
    node.fields(("method", "margins", "bounds"), ("method", "margins"))
    method = node["method"].choice(CALIBRATION)
    margins = tuple(_margin(part) for part in _list(node["margins"]))
    if not margins:
        raise node["margins"].refuse(
            Message("no margin", "ไม่มียอดขอบ"), Message("give at least one", "ระบุอย่างน้อยหนึ่งรายการ")
        )
    if method == "poststratify" and (len(margins) != 1 or not margins[0].by):
        raise node["margins"].refuse(
            Message(
                "post-stratification has one margin of categories", "การถ่วงน้ำหนักหลังแบ่งชั้นใช้ยอดขอบของกลุ่มเพียงรายการเดียว"
            ),
            Message("name its columns in one by, or rake", "ระบุคอลัมน์ใน by เดียว หรือใช้ rake"),
        )
    bounds = _bounds(node["bounds"])
    if bounds is not None and method in {"poststratify", "rake"}:
        raise node["bounds"].refuse(
            Message(f"{method} has no bounds", f"{method} ไม่มีขอบเขต"),
            Message("use linear or logit", "ใช้ linear หรือ logit"),
        )
    if bounds is None and method == "logit":
        raise Refused(
            f"{node.path}.bounds",
            Message("logit needs its bounds", "logit ต้องมีขอบเขต"),
            Message('write them, such as ["0.5", "2"]', 'ระบุ เช่น ["0.5", "2"]'),
        )
    return Calibration(method, margins, bounds, node.path)


def _bounds(node: Node) -> tuple[float, float] | None:
    if is_empty(node):
        return None
    parts = node.list()
    if len(parts) != 2:
        raise node.refuse(
            Message("two bounds are wanted", "ต้องมีสองค่า"), Message("write [lower, upper]", "ระบุ [ค่าต่ำ, ค่าสูง]")
        )
    lower = number_in(parts[0], None, "1", inside=True)
    return lower, number_in(parts[1], "1", None, inside=True)


def _margin(node: Node) -> Margin:
    node.fields(("by", "totals"), ("totals",))
    by = _names(node["by"])
    totals = tuple((key, number_in(part, "0" if by else None)) for key, part in node["totals"].items())
    if not totals:
        raise node["totals"].refuse(
            Message("no totals", "ไม่มียอดรวม"), Message("write at least one", "ระบุอย่างน้อยหนึ่งรายการ")
        )
    return Margin(by, totals, node.path)


def _trim(node: Node) -> Trim | None:
    if is_empty(node):
        return None
    node.fields(("lower", "upper"))
    lower = None if is_empty(node["lower"]) else number_in(node["lower"], "0")
    upper = None if is_empty(node["upper"]) else number_in(node["upper"], "0")
    if lower is not None and upper is not None and lower > upper:
        raise node.refuse(
            Message("the lower limit lies above the upper", "ค่าต่ำสุดสูงกว่าค่าสูงสุด"), Message("swap the two", "สลับสองค่านี้")
        )
    return None if lower is None and upper is None else Trim(lower, upper)


def _items(node: Node) -> Items | None:
    if is_empty(node):
        return None
    node.fields(("columns", "joint"))
    columns = _names(node["columns"])
    joint = _name(node["joint"])
    if not columns:
        raise node["columns"].refuse(
            Message("no items", "ไม่มีข้อคำถาม"), Message("name their columns", "ระบุคอลัมน์ของข้อคำถาม")
        )
    return Items(columns, joint)


def _estimate(node: Node) -> Estimate:
    known = ("id", "of", "statistic", "per", "by", "where", "interval", "level", "df", "deff")
    node.fields(known, ("id", "of", "statistic"))
    statistic = node["statistic"].choice(STATISTICS)
    per = _name(node["per"])
    if (per is None) == (statistic == "ratio"):
        raise Refused(
            f"{node.path}.per",
            Message("a ratio, and only a ratio, names its denominator", "อัตราส่วนเท่านั้นที่ต้องระบุตัวหาร"),
            Message("add or remove per", "เพิ่มหรือตัด per"),
        )
    interval = "beta" if statistic == "proportion" else "mean"
    if not is_empty(node["interval"]):
        interval = node["interval"].choice(INTERVALS)
    if statistic != "proportion" and interval != "mean":
        raise node["interval"].refuse(
            Message(f"a {statistic} takes interval mean only", f"{statistic} ใช้ช่วงแบบ mean เท่านั้น"),
            Message('write "mean" or leave it out', 'ระบุ "mean" หรือตัดออก'),
        )
    named = [] if is_empty(node["where"]) else list(node["where"].items())
    where = tuple((column, _choices(part)) for column, part in named if not is_empty(part))
    return Estimate(
        id=_word(node["id"]),
        of=_word(node["of"]),
        statistic=statistic,
        per=per,
        by=_names(node["by"]),
        where=where,
        interval=interval,
        level=0.95 if is_empty(node["level"]) else number_in(node["level"], "0", "1", inside=True),
        df=None if is_empty(node["df"]) else node["df"].integer(1, 10**12),
        with_replacement_deff=not is_empty(node["deff"]) and bool(node["deff"].choice(("srs_wr",))),
        path=node.path,
    )


def _choices(node: Node) -> tuple[str, ...]:
    if isinstance(node.value, list) and node.value:
        return tuple(part.text() for part in node.list())
    return (node.text(),)


def _contrast(node: Node, estimates: tuple[Estimate, ...]) -> Contrast:
    node.fields(("id", "terms"), ("id", "terms"))
    terms = tuple(_term(part, estimates) for part in _list(node["terms"]))
    if not terms:
        raise node["terms"].refuse(Message("no terms", "ไม่มีพจน์"), Message("write at least one", "ระบุอย่างน้อยหนึ่งพจน์"))
    return Contrast(_word(node["id"]), terms)


def _term(node: Node, estimates: tuple[Estimate, ...]) -> Term:
    parts = node.list()
    if len(parts) not in {2, 3}:
        raise node.refuse(
            Message("a term is a factor, an estimate and a group", "พจน์ประกอบด้วยตัวคูณ ค่าประมาณ และกลุ่ม"),
            Message('write ["1", "x", {"column": "value"}]', 'ระบุ ["1", "x", {"คอลัมน์": "ค่า"}]'),
        )
    name = parts[1].choice([estimate.id for estimate in estimates])
    group: tuple[tuple[str, str], ...] = ()
    by = next(estimate.by for estimate in estimates if estimate.id == name)
    if len(parts) == 3 and not is_empty(parts[2]):
        parts[2].fields(by, by)
        group = tuple((column, parts[2][column].text()) for column in by)
    elif by:
        raise node.refuse(
            Message(f'the group of "{name}" is not named', f'ไม่ได้ระบุกลุ่มของ "{name}"'),
            Message(f"write an object with {', '.join(by)}", f"ระบุออบเจกต์ที่มี {', '.join(by)}"),
        )
    return Term(number_in(parts[0]), name, group, node.path)


def _question(node: Node) -> tuple[Question | None, list[tuple[str, str, str]]]:
    if is_empty(node):
        return None, []
    node.fields(("reading", "threshold", "locked", "source"))
    assumed = []
    if is_empty(node["threshold"]):
        threshold = 0.8
        assumed.append(("verdict.threshold", "0.8", "the design does not say; the sheet asks for not less than 80 %"))
    else:
        threshold = number_in(node["threshold"], "0", "1")
    question = Question(
        reading=None if is_empty(node["reading"]) else node["reading"].choice(READINGS),
        threshold=threshold,
        locked=None if is_empty(node["locked"]) else _moment(node["locked"]),
        source=None if is_empty(node["source"]) else node["source"].choice(SOURCES),
    )
    return question, assumed


def _moment(node: Node) -> str:
    text = node.text()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or len(text) < 10:
        raise node.refuse(
            Message("this is no date and time", "ไม่ใช่วันเวลา"),
            Message('write such as "2025-06-01T00:00:00+07:00"', 'ระบุ เช่น "2025-06-01T00:00:00+07:00"'),
        )
    return text
