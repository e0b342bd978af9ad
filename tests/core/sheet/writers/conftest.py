"""One filled-in form, for every writer."""

from __future__ import annotations

import pytest

from samrit.core.sheet.definition import Definition

DEFINITION = "พื้นที่ที่ส่งเสริมความคิดสร้างสรรค์ จำนวน ๑๐ ย่าน\nน้ำใจ กำ ทำ ปั้น ฟื้นฟู ญี่ปุ่น"
DOCUMENT = {
    "schema": "samrit/key-result/1",
    "code": "7301",
    "name": "จำนวนย่านสร้างสรรค์ที่ได้รับการประชาสัมพันธ์",
    "fiscal_year": 2568,
    "plan": "แผนปฏิบัติราชการกรุงเทพมหานคร",
    "dimension": "บริหารจัดการดี",
    "development_issue": "ส่งเสริมการมีส่วนร่วม",
    "host": "สำนักงานประชาสัมพันธ์",
    "involvement": {"single_agency": False, "supporting_agencies": True},
    "target": {"value": "10", "unit": "ย่าน", "operator": ">="},
    "definition": DEFINITION,
    "method": {"text": "นับจำนวนย่าน", "kind": "count"},
    "agencies": [
        {
            "name": "สำนักงานประชาสัมพันธ์",
            "role": "host",
            "target": {"value": "10", "unit": "ย่าน", "operator": ">="},
            "duties": [
                {"number": 1, "text": "จัดทำแผน", "kind": "plan"},
                {
                    "number": "1.1",
                    "text": "ผลิตสื่อ ไม่น้อยกว่า 20 ชิ้นงาน",
                    "kind": "media",
                    "minimums": [{"value": "20", "unit": "ชิ้นงาน", "operator": ">=", "per": None}],
                },
            ],
        },
        {
            "name": "สำนักงานเขต ๕๐ เขต",
            "role": "supporting",
            "count": 50,
            "target": {"value": "80", "unit": "ร้อยละ", "operator": "<="},
        },
    ],
    "references": [{"label": "มาตรฐานการดำเนินงาน", "ticked": True}, {"label": "ตัวอย่างการปฏิบัติงานที่ดี", "ticked": False}],
    "reporting_channels": [{"label": "ผ่านระบบอื่นๆ โปรดระบุ", "ticked": True, "detail": "รายงานผู้บริหาร"}],
    "coordinator": {
        "name": "ชื่อ สกุล",
        "position": "นักประชาสัมพันธ์",
        "phone": "1376",
        "unit": "กลุ่มงานแผน",
        "agency": "สปส.",
    },
    "rubric": {
        "schema": "samrit/rubric/1",
        "form": "levels",
        "levels": [
            {
                "score": "4",
                "percent": "80",
                "text": "จำนวน ๘ ย่าน",
                "when": {"value": "result", "op": ">=", "than": "8"},
            },
            {
                "score": "5",
                "percent": "100",
                "when": {
                    "all": [{"value": "result", "op": ">=", "than": "10"}, {"milestone": "m", "text": "รายงานผล"}]
                },
            },
        ],
    },
    "assumed": [{"field": "target.operator", "choice": ">=", "why": "the sheet prints a bare number"}],
}


@pytest.fixture(scope="session")
def definition() -> Definition:
    """A form with something in every block."""
    from tests.strategies.definitions import definition_of

    return definition_of(DOCUMENT)
