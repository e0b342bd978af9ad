"""A counting rule to and from JSON (`samrit/counting-rule/1`), and the rules that come with the package."""

from __future__ import annotations

import hashlib
import json
import zoneinfo
from importlib import resources
from typing import Any

from samrit.core.contract import Message, Node, load_json
from samrit.core.counting.conditions import QUESTIONS
from samrit.core.counting.items import DUTIES, KINDS, TOLD, VISIBILITIES
from samrit.core.counting.rule import SCHEMA, Broadcast, Condition, CountingRule, Minimum, Publicised
from samrit.core.counting.shapes import DATE, FISCAL_YEAR, FLAG, NAME, NAMES, Codec, Shape, many, one_of, whole_to

_CODES = tuple(QUESTIONS)


def _read_condition(node: Node) -> Condition:
    node.keys()
    code = node["code"].choice(_CODES)
    wanted = QUESTIONS[code].settings
    node.fields(("code", "on", *wanted), ("code", *wanted))
    settings = tuple((name, codec.read(node[name])) for name, codec in wanted.items())
    return Condition(code, on=node["on"].is_null or node["on"].boolean(), settings=settings)


def _condition_data(condition: Condition) -> dict[str, Any]:
    wanted = QUESTIONS[condition.code].settings
    settings = {name: wanted[name].data(value) for name, value in condition.settings}
    return {"code": condition.code, "on": condition.on, **settings}


def _read_zone(node: Node) -> str:
    name = node.text()
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        if name != "Asia/Bangkok":
            raise node.refuse(
                Message("this time zone is not known", "ไม่รู้จักเขตเวลานี้"),
                Message('write "Asia/Bangkok"', 'เขียน "Asia/Bangkok"'),
            ) from None
    return name


_CODE = one_of(_CODES)
_DUTY = one_of(DUTIES)
_SENTENCE = Shape(Message, {"en": NAME, "th": NAME}, ("en", "th")).codec
_MINIMUM = Shape(
    Minimum,
    {
        "id": _DUTY,
        "title": _SENTENCE,
        "unit": NAME,
        "at_least": whole_to(1_000_000),
        "duty": Codec(lambda node: node.integer(1, 1000), lambda number: number),
        "conditions": many(Codec(_read_condition, _condition_data)),
    },
    ("id", "title", "unit", "at_least", "conditions"),
)
_RULE = Shape(
    CountingRule,
    {
        "id": NAME,
        "version": NAME,
        "frozen": DATE,
        "key_result": NAME,
        "fiscal_year": FISCAL_YEAR,
        "time_zone": Codec(_read_zone, str),
        "title": _SENTENCE,
        "source": _SENTENCE,
        "owned_channels": NAMES,
        "broadcast": Shape(
            Broadcast, {"channels": NAMES, "delivered": whole_to(1_000_000)}, ("channels", "delivered")
        ).codec,
        "public": many(one_of(VISIBILITIES)),
        "minimums": many(_MINIMUM.codec),
        "middle_leaves_out": many(_CODE),
        "loose_leaves_out": many(_CODE),
        "publicised": Shape(
            Publicised,
            {"told_by": many(_DUTY), "tells": many(one_of(TOLD)), "took_part_in": many(_DUTY), "verified": FLAG},
            ("told_by", "tells", "took_part_in", "verified"),
        ).codec,
    },
    (
        "id",
        "version",
        "frozen",
        "key_result",
        "fiscal_year",
        "time_zone",
        "title",
        "source",
        "owned_channels",
        "public",
        "minimums",
        "publicised",
    ),
)


def read_rule(node: Node) -> CountingRule:
    """The rule in a `samrit/counting-rule/1` document. Raises Refused, naming the path."""
    node.fields(("schema", *_RULE.fields), ("schema",))
    node["schema"].choice((SCHEMA,))
    rule = _RULE.read(node, above=("schema",))
    for minimum, part in zip(rule.minimums, node["minimums"].list(), strict=True):
        _check_conditions(minimum, part)
    _check_names(rule, node)
    return rule


def _check_conditions(minimum: Minimum, node: Node) -> None:
    seen: set[str] = set()
    kinds = next((row.words("kinds") for row in minimum.conditions if row.code == "fits_the_duty" and row.on), KINDS)
    for condition, part in zip(minimum.conditions, node["conditions"].list(), strict=True):
        if condition.code in seen:
            raise part.refuse(
                Message(f"{condition.code} stands twice", f"{condition.code} ซ้ำ"),
                Message("keep one of them", "เก็บไว้เพียงรายการเดียว"),
            )
        seen.add(condition.code)
        deaf = [kind for kind in kinds if not QUESTIONS[condition.code].can_ask(kind)]
        if condition.on and deaf:
            raise part.refuse(
                Message(
                    f"{condition.code} cannot be asked of {', '.join(deaf)}",
                    f"ใช้ {condition.code} กับ {', '.join(deaf)} ไม่ได้",
                ),
                Message("switch it off or name fewer kinds in fits_the_duty", "ปิดเงื่อนไขนี้ หรือลดประเภทใน fits_the_duty"),
            )


def _check_names(rule: CountingRule, node: Node) -> None:
    ids = [minimum.id for minimum in rule.minimums]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            raise (
                node["minimums"]
                .list()[index]["id"]
                .refuse(
                    Message(f"the minimum {name} stands twice", f"เกณฑ์ขั้นต่ำ {name} ซ้ำ"),
                    Message("keep one of them", "เก็บไว้เพียงรายการเดียว"),
                )
            )
    for key in ("told_by", "took_part_in"):
        for part in node["publicised"][key].list():
            if part.value not in ids:
                raise part.refuse(
                    Message(f"{part.value} is no minimum of this rule", f"{part.value} ไม่ใช่เกณฑ์ขั้นต่ำของกติกานี้"),
                    Message(f"choose from {', '.join(ids)}", f"เลือกจาก {', '.join(ids)}"),
                )
    for part in node["middle_leaves_out"].or_null(Node.list) or []:
        if part.value not in rule.loose_leaves_out:
            raise part.refuse(
                Message("the loose count would ask more than the middle one", "การนับแบบกว้างจะเข้มกว่าแบบกลาง"),
                Message("leave it out of the loose count too", "ตัดออกจากการนับแบบกว้างด้วย"),
            )


def rule_data(rule: CountingRule) -> dict[str, Any]:
    """The rule as a `samrit/counting-rule/1` document."""
    return {"schema": SCHEMA, **_RULE.data(rule)}


def rule_digest(rule: CountingRule) -> str:
    """SHA-256 of the rule's data, so that a change under an old version number is seen."""
    text = json.dumps(rule_data(rule), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def packaged_rule(name: str = "kr-7301-2568-v1") -> CountingRule:
    """A rule that comes with the package. Raises FileNotFoundError for a name that does not."""
    file = resources.files("samrit.core.counting").joinpath("rules", f"{name}.json")
    return read_rule(load_json(file.read_bytes()))
