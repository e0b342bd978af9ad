"""The form's own words for the parts of a definition, in Thai and English, as people read them on the screen."""

from __future__ import annotations

from samrit.core.contract import Message

FIELDS: dict[str, Message] = {
    "code": Message("code", "รหัส"),
    "name": Message("key result", "ชื่อ KRs"),
    "fiscal_year": Message("fiscal year", "ปีงบประมาณ พ.ศ."),
    "plan": Message("plan", "แผน"),
    "dimension": Message("dimension", "ด้าน"),
    "development_issue": Message("development issue", "ประเด็นการพัฒนา"),
    "host": Message("host (H)", "หน่วยงานผู้รับผิดชอบหลัก (H)"),
    "involvement": Message("who takes part", "ลักษณะหน่วยงานที่รับผิดชอบ"),
    "target": Message("total target", "ค่าเป้าหมายรวม"),
    "definition": Message("definition", "นิยาม"),
    "method": Message("method", "วิธีคำนวณ"),
    "agencies": Message("agencies and duties", "หน่วยงานและบทบาทภารกิจ"),
    "references": Message("references", "เอกสารอ้างอิงเพิ่มเติม"),
    "reporting_channels": Message("reporting channels", "ช่องทางการรายงานผลการดำเนินงาน"),
    "evaluation_methods": Message("evaluation", "การติดตามประเมินผลความสำเร็จ"),
    "coordinator": Message("coordinator", "ผู้ประสานงานหลัก"),
    "rubric": Message("rubric", "เกณฑ์การให้คะแนน"),
}

INVOLVEMENT: dict[str, Message] = {
    "single_agency": Message("one agency alone", "ดำเนินการหน่วยงานเดียว"),
    "supporting_agencies": Message("with supporting agencies (R)", "มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ"),
    "supporting_bureaus": Message("supporting bureaus and offices (R)", "หน่วยงาน (R) ระดับสำนัก/สำนักงาน"),
    "supporting_district_offices": Message("supporting district offices (R)", "หน่วยงาน (R) ระดับสำนักงานเขต"),
}

COORDINATOR: dict[str, Message] = {
    "name": Message("name", "ชื่อ"),
    "position": Message("position", "ตำแหน่ง"),
    "phone": Message("telephone", "หมายเลขโทรศัพท์"),
    "unit": Message("unit", "ส่วนราชการ"),
    "agency": Message("agency", "หน่วยงาน"),
}

ROLES: dict[str, Message] = {
    "host": Message("host (H)", "หน่วยงานหลัก (H)"),
    "supporting": Message("supporting (R)", "หน่วยงานสนับสนุน (R)"),
}

METHOD_KINDS: dict[str, Message] = {
    "count": Message("a count", "นับจำนวน"),
    "ratio": Message("a ratio", "สัดส่วนหรือร้อยละ"),
    "rate": Message("a rate", "อัตรา"),
    "mean": Message("a mean", "ค่าเฉลี่ย"),
    "time": Message("a time", "ระยะเวลา"),
    "reduction": Message("a reduction", "การลดลง"),
    "milestone": Message("milestones", "ขั้นตอนความสำเร็จ"),
    "checklist": Message("a checklist", "รายการตรวจ"),
    "deliverable": Message("a deliverable", "ผลผลิตที่ส่งมอบ"),
    "survey": Message("a survey", "การสำรวจ"),
    "composite": Message("a composite", "ตัวชี้วัดรวมถ่วงน้ำหนัก"),
    "judged": Message("a judgement", "การประเมินโดยผู้ตรวจ"),
    "formula": Message("a formula", "สูตรคำนวณ"),
}

DUTY_KINDS: dict[str, Message] = {
    "plan": Message("plan", "แผน"),
    "media": Message("media", "สื่อ"),
    "story": Message("story", "เรื่องเล่า"),
    "activity": Message("activity", "กิจกรรม"),
    "website": Message("website", "เว็บไซต์"),
    "network": Message("network", "เครือข่าย"),
    "awareness": Message("awareness", "การรับรู้"),
    "report": Message("report", "รายงาน"),
    "other": Message("other", "อื่น ๆ"),
}

NOT_SAID = Message("(the sheet does not say)", "(แบบไม่ได้ระบุ)")
"""Printed where a field is null."""

OPERATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "="}

CHOICES: dict[str, Message] = {
    ">=": Message("at least", "ไม่น้อยกว่า"),
    "<=": Message("at most", "ไม่เกิน"),
    "step": Message("step by step", "ตามขั้น"),
    "linear": Message("in proportion", "เทียบบัญญัติไตรยางศ์"),
    "first": Message("the lowest score", "คะแนนต่ำสุด"),
    "percent of the target": Message("percent of the target", "ร้อยละของค่าเป้าหมาย"),
}
"""What an assumption chose, as people say it; other choices are shown as they are."""
