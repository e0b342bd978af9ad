"""What each column of the workbook is for, on a sheet of its own that an import does not read."""

from __future__ import annotations

from typing import Any

from samrit.core.sheet.definition import DUTY_KINDS, METHOD_KINDS, OPERATORS, ROLES
from samrit.results.spreadsheets.columns import COLUMNS, TICK_BLOCKS

SHEET = "คำอธิบาย"
_HEADS = ("แผ่นงาน", "คอลัมน์", "ใส่อะไร")
_TICK = "true, false หรือเว้นว่างเมื่อยังไม่ทราบ"
_KEY = "รหัสและปีของตัวชี้วัด ต้องตรงกับแผ่นงาน key_results"
_PLACE = "ลำดับของหน่วยงาน เริ่มจาก 1 ตรงกับแผ่นงาน agencies"
_EVERYWHERE = {
    "code": "รหัสตัวชี้วัด เช่น 7301",
    "fiscal_year": "ปีงบประมาณ พ.ศ. เช่น 2568",
    "target_value": "ค่าเป้าหมาย เป็นตัวเลขเท่านั้น",
    "target_unit": "หน่วยนับ ไม่มีตัวเลขปน",
    "target_operator": f"ความหมายของเป้าหมาย: {' '.join(OPERATORS)}",
    "agency_place": _PLACE,
    "duty_place": "ลำดับของบทบาทภารกิจในหน่วยงานนั้น เริ่มจาก 1",
}
_WORDS = {
    "key_results": {
        "name": "ชื่อตัวชี้วัด",
        "plan": "แผน",
        "dimension": "ด้าน",
        "development_issue": "ประเด็นการพัฒนา",
        "host": "ชื่อหน่วยงานรับผิดชอบหลัก (H) ตามทะเบียน",
        "single_agency": f"ดำเนินการหน่วยงานเดียว: {_TICK}",
        "supporting_agencies": f"มีหน่วยงานสนับสนุน (R): {_TICK}",
        "supporting_bureaus": f"หน่วยงาน (R) ระดับสำนัก/สำนักงาน: {_TICK}",
        "supporting_district_offices": f"หน่วยงาน (R) ระดับสำนักงานเขต: {_TICK}",
        "definition": "นิยาม/คำอธิบาย",
        "method_text": "วิธีคำนวณ ตามแบบ",
        "method_kind": f"ประเภทวิธีคำนวณ: {' '.join(METHOD_KINDS)}",
        "coordinator_name": "ชื่อผู้ประสานงาน",
        "coordinator_position": "ตำแหน่งผู้ประสานงาน",
        "coordinator_phone": "หมายเลขโทรศัพท์ผู้ประสานงาน",
        "coordinator_unit": "ส่วนราชการของผู้ประสานงาน",
        "coordinator_agency": "หน่วยงานของผู้ประสานงาน",
        "rubric": "เกณฑ์การให้คะแนน บรรทัดละหนึ่งระดับ เช่น “5 | 100 | ๑๐ ย่าน” หรือคัดลอกจากไฟล์ที่ส่งออก",
    },
    "agencies": {
        "name": "ชื่อหน่วยงาน ตามทะเบียน",
        "role": f"บทบาท: {' '.join(ROLES)}",
        "count": "จำนวนหน่วยงานที่บรรทัดนี้แทน เช่น 50 สำนักงานเขต เว้นว่างได้",
    },
    "duties": {
        "number": "ข้อที่พิมพ์ในแบบ",
        "text": "บทบาทภารกิจ",
        "kind": f"ประเภท: {' '.join(DUTY_KINDS)}",
    },
    "minimums": {
        "operator": f"เกณฑ์ขั้นต่ำ: {' '.join(OPERATORS)}",
        "value": "จำนวน",
        "unit": "หน่วยนับ",
        "per": "ต่ออะไร เช่น ไตรมาส เว้นว่างได้",
    },
    "ticks": {
        "block": f"ส่วนของแบบ: {' '.join(TICK_BLOCKS)}",
        "label": "ข้อความของตัวเลือก",
        "ticked": _TICK,
        "detail": "รายละเอียดที่ระบุไว้",
    },
}


def explain(book: Any) -> None:
    """Appends the sheet of explanations to an open workbook."""
    sheet = book.create_sheet(SHEET)
    sheet.append(_HEADS)
    for table, columns in COLUMNS.items():
        for column in columns:
            sheet.append((table, column, _meaning(table, column)))
    sheet.freeze_panes = "A2"
    for letter, width in (("A", 16), ("B", 30), ("C", 90)):
        sheet.column_dimensions[letter].width = width


def _meaning(table: str, column: str) -> str:
    if column in {"code", "fiscal_year"} and table != "key_results":
        return _KEY
    if table == "agencies" and column == "agency_place":
        return "ลำดับของหน่วยงานในตัวชี้วัดนั้น เริ่มจาก 1"
    return _WORDS[table].get(column) or _EVERYWHERE[column]
