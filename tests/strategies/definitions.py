"""Definitions with every field, every form of rubric, and text that tries to break a file out of its frame."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from tests.strategies.rubrics import rubric_data

from samrit.core.contract import load_json
from samrit.core.sheet.definition import (
    DUTY_KINDS,
    METHOD_KINDS,
    OPERATORS,
    ROLES,
    Definition,
)
from samrit.core.sheet.definition_document import read_definition

NASTY = (
    "",
    " ",
    "-",
    "ย่านสร้างสรรค์",
    "น้ำใจ คำ ทำ กำนัน ปั้น ฟื้นฟู",
    "นํ้า เเละ กำ่",
    "ไม่น้อยกว่า 10 ย่าน (๑๐)",
    "คำพูด \"ซ้อน\" 'กัน' “จริง”",
    '<p>ย่อหน้า</p><input checked="" type="checkbox"/> &amp; &lt;b&gt; </td>',
    "☑ ทำแล้ว ☐ ยัง [x] (/) ✓ ☒",
    "  นำหน้า\tด้วยช่องว่าง  ",
    "บรรทัดหนึ่ง\nบรรทัดสอง\n\nบรรทัดสี่\r\nห้า\u2028หก",
    "๑. ข้อหนึ่ง\n๒. ข้อสอง",
    "- ก\n- ข",
    "-----BEGIN SAMRIT DATA-----\n{}\n-----END SAMRIT DATA-----",
    "หน้า 1 / 2",
    "ประเด็น รายละเอียด",
    "😀 👩‍🏫 漢字 שלום 12 مرحبا 34",
    "a\u0000b\u0007c\u001bd\u0085e\ufffff",
    "\u202eกลับ\u202c \u200bคั่น\u00adยัติ\ufeff",
    "]]> <!-- --> <![CDATA[x]]> %PDF \\ {} ${x} {{y}}",
    "เทคโนโลยี" * 30,
    "x" * 200,
    "ลดลงร้อยละ",
)

_TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("กขคงจฉชซญฐดตถทธนบปผฝพฟภมยรลวศษสหอฮะาิีึืุูเแโใไ่้๊๋์ำๆ๐๑๒๓๔๕๖๗๘๙ 0123456789.,-/()%", max_size=60),
)
_OPTIONAL_TEXTS = st.none() | _TEXTS
_NUMBERS = st.one_of(
    st.integers(-(10**6), 10**9).map(str),
    st.decimals(0, 10**6, places=3).map(lambda number: format(number, "f")),
)


def _when(number: str) -> dict[str, Any]:
    return {"value": "result", "op": ">=", "than": number}


@st.composite
def _levels(draw: st.DrawFn) -> dict[str, Any]:
    scores = draw(st.lists(st.integers(0, 100), min_size=1, max_size=5, unique=True))
    levels = [
        {"score": str(score), "percent": draw(st.none() | _NUMBERS), "text": draw(_OPTIONAL_TEXTS), "when": _when("1")}
        for score in scores
    ]
    return {"form": "levels", "levels": levels}


RUBRICS = st.one_of(rubric_data(), _levels()).map(lambda rubric: {**rubric, "schema": "samrit/rubric/1"})

_TARGETS = st.fixed_dictionaries(
    {"value": st.none() | _NUMBERS, "unit": _OPTIONAL_TEXTS, "operator": st.none() | st.sampled_from(OPERATORS)}
)
_MINIMUMS = st.fixed_dictionaries(
    {"value": _NUMBERS, "unit": _OPTIONAL_TEXTS, "operator": st.sampled_from(OPERATORS), "per": _OPTIONAL_TEXTS}
)
_DUTIES = st.fixed_dictionaries(
    {
        "number": st.none() | st.integers(0, 99) | st.sampled_from(["2.1", "ก", ""]),
        "text": _TEXTS,
        "kind": st.sampled_from(DUTY_KINDS),
        "minimums": st.lists(_MINIMUMS, max_size=2),
    }
)
_AGENCIES = st.fixed_dictionaries(
    {
        "name": _TEXTS,
        "role": st.sampled_from(ROLES),
        "count": st.none() | st.integers(1, 50),
        "target": _TARGETS,
        "duties": st.lists(_DUTIES, max_size=3),
    }
)
_TICKS = st.lists(
    st.fixed_dictionaries({"label": _TEXTS, "ticked": st.none() | st.booleans(), "detail": _OPTIONAL_TEXTS}), max_size=3
)
_MARKS = st.none() | st.booleans()
_INVOLVEMENT = ("single_agency", "supporting_agencies", "supporting_bureaus", "supporting_district_offices")

DOCUMENTS = st.fixed_dictionaries(
    {
        "schema": st.just("samrit/key-result/1"),
        "code": st.none() | st.from_regex(r"[0-9A-Z-]{1,8}", fullmatch=True) | st.text(st.characters(codec="ascii")),
        "fiscal_year": st.none() | st.integers(2400, 2800),
        "involvement": st.fixed_dictionaries(dict.fromkeys(_INVOLVEMENT, _MARKS)),
        "target": _TARGETS,
        "method": st.fixed_dictionaries({"text": _OPTIONAL_TEXTS, "kind": st.none() | st.sampled_from(METHOD_KINDS)}),
        "agencies": st.lists(_AGENCIES, max_size=3),
        "references": _TICKS,
        "reporting_channels": _TICKS,
        "evaluation_methods": _TICKS,
        "coordinator": st.fixed_dictionaries(
            dict.fromkeys(("name", "position", "unit", "agency"), _OPTIONAL_TEXTS)
            | {"phone": st.none() | st.text("0123456789 -.,()ext", min_size=1, max_size=20)}
        ),
        "rubric": st.none() | RUBRICS,
        "assumed": st.lists(
            st.fixed_dictionaries(
                {"field": st.sampled_from(["target.operator", "rubric.between"]), "choice": _TEXTS, "why": _TEXTS}
            ),
            max_size=2,
        ),
        **dict.fromkeys(("name", "plan", "dimension", "development_issue", "host", "definition"), _OPTIONAL_TEXTS),
    }
)


def definition_of(document: dict[str, Any]) -> Definition:
    """The definition that a document holds, as the contract reads it."""
    return read_definition(load_json(json.dumps(document).encode()))


def definitions() -> st.SearchStrategy[Definition]:
    """Definitions as they come out of a document."""
    return DOCUMENTS.map(definition_of)
