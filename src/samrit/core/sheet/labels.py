"""The words that the official form prints.

The lists are public (`docs/en/reference/sheet.md`): a line of a sheet that says no more than one of these belongs to
the form, not to the key result, and is therefore neither a field nor unread. Source: the form "รายละเอียด KRs" of the
Bangkok Metropolitan Administration, fiscal year 2568.
"""

from __future__ import annotations

from enum import Enum


class Block(Enum):
    """The blocks of the form, in their printed order."""

    TITLE = "title"
    CODE = "code"
    NAME = "name"
    HOST = "host"
    DIMENSION = "dimension"
    ISSUE = "development_issue"
    INVOLVEMENT = "involvement"
    TARGET = "target"
    DEFINITION = "definition"
    METHOD = "method"
    AGENCIES = "agencies"
    REFERENCES = "references"
    CHANNELS = "reporting_channels"
    EVALUATION = "evaluation_methods"
    COORDINATOR = "coordinator"
    SIGNATURE = "signature"
    RUBRIC = "rubric"


HEADER_BLOCKS = frozenset({Block.TITLE, Block.CODE, Block.NAME, Block.HOST, Block.DIMENSION, Block.ISSUE})
"""Blocks that are one printed line each, so that a following line does not belong to them."""

LABELS: dict[Block, tuple[str, ...]] = {
    Block.TITLE: (
        "รายละเอียด KRs ตามเป้าหมายการพัฒนาของสำนักงานเขต",
        "และแผนปฏิบัติการราชการกรุงเทพมหานคร ประจำปี พ.ศ.",
        "และแผนปฏิบัติการราชการกรุงเทพมหานคร",
        "รายละเอียด KRs",
        "รายละเอียดตัวชี้วัด",
    ),
    Block.CODE: ("รหัส KRs", "รหัส KR", "รหัสตัวชี้วัด", "รหัส"),
    Block.NAME: ("ชื่อ KRs", "ชื่อ KR", "ชื่อตัวชี้วัด"),
    Block.HOST: (
        "หน่วยงานผู้รับผิดชอบหลัก (Host : H)",
        "หน่วยงานรับผิดชอบหลัก (Host : H)",
        "หน่วยงานผู้รับผิดชอบหลัก (H)",
        "หน่วยงานรับผิดชอบหลัก (H)",
        "หน่วยงานผู้รับผิดชอบหลัก",
        "หน่วยงานรับผิดชอบหลัก",
        "หน่วยงานเจ้าภาพหลัก (Host : H)",
        "หน่วยงานเจ้าภาพหลัก",
    ),
    Block.DIMENSION: ("ด้าน",),
    Block.ISSUE: ("ประเด็นการพัฒนา",),
    Block.INVOLVEMENT: ("ลักษณะหน่วยงานที่รับผิดชอบ",),
    Block.TARGET: ("ค่าเป้าหมายรวม",),
    Block.DEFINITION: ("นิยาม/คำอธิบาย", "คำนิยาม", "นิยาม"),
    Block.METHOD: (
        "วิธีคำนวณ/ วัดผลการดำเนินงาน/ สูตรคำนวณ",
        "วิธีการคำนวณ",
        "วิธีคำนวณ",
        "สูตรการคำนวณ",
        "สูตรคำนวณ",
    ),
    Block.AGENCIES: (
        "ค่าเป้าหมาย ของหน่วยงาน รับผิดชอบหลัก (H) หน่วยงานสนับสนุน (R) และบทบาท ภารกิจที่เกี่ยวข้อง",
        "ค่าเป้าหมายของหน่วยงานรับผิดชอบหลัก (H) และหน่วยงานสนับสนุน (R)",
        "ค่าเป้าหมายของหน่วยงาน",
    ),
    Block.REFERENCES: ("เอกสารอ้างอิงเพิ่มเติม", "เอกสารอ้างอิง"),
    Block.CHANNELS: ("ช่องทางการรายงานผลการดำเนินงาน", "ช่องทางการรายงานผล"),
    Block.EVALUATION: (
        "การติดตามประเมินผลความสำเร็จ (ตอบได้มากกว่า ๑ ข้อ)",
        "การติดตามประเมินผลความสำเร็จ",
        "การติดตามประเมินผล",
    ),
    Block.COORDINATOR: (
        "ผู้ประสานงานหลัก/ ส่วนราชการประมวลผล และจัดทำข้อมูล (ระดับส่วนกลาง)",
        "ผู้ประสานงานหลัก/ ส่วนราชการประมวลผล และจัดทำข้อมูล",
        "ผู้ประสานงานหลัก",
        "ผู้ประสานงาน",
    ),
    Block.SIGNATURE: ("ลงชื่อ",),
    Block.RUBRIC: ("เกณฑ์การให้คะแนน",),
}
"""What opens a block. Matched without blanks and punctuation, with a few wrong letters forgiven (`matching`)."""

PRINTED_NOTES: tuple[str, ...] = (
    "ประเด็น รายละเอียด",
    "ประเด็น",
    "รายละเอียด",
    "ชื่อหน่วยงาน/ ส่วนราชการ ค่าเป้าหมาย บทบาทภารกิจ",
    "ชื่อหน่วยงาน/ ส่วนราชการ",
    "ชื่อหน่วยงาน",
    "ค่าเป้าหมาย",
    "บทบาทภารกิจ",
    "บทบาทภารกิจที่เกี่ยวข้อง",
    "*กรณีเป็นสำนักงานเขตให้ระบุรายสำนักงานเขต",
    "(กรณีเป้าหมายการพัฒนาของสำนักงานเขต พ.ศ. ๒๕๖๘ จำเป็นต้องมีครบทั้ง ๓ รายการ)",
    "(ตอบได้มากกว่า ๑ ข้อ)",
    "(ระดับส่วนกลาง)",
    "ลงชื่อ",
    "(.....)",
    "ผู้แจ้งข้อมูล",
    "ลงชื่อ (.....) ผู้แจ้งข้อมูล",
    "ระดับความสำเร็จ เกณฑ์ร้อยละความสำเร็จ การดำเนินงาน คะแนนที่ได้รับ",
    "ระดับความสำเร็จ",
    "เกณฑ์ร้อยละความสำเร็จ",
    "การดำเนินงาน",
    "คะแนนที่ได้รับ",
    "ระดับคะแนน",
    "เกณฑ์การประเมิน",
    "ลำดับ",
    "คะแนน",
)
"""Notes and headings that the form prints and that hold nothing of a key result."""

SINGLE_AGENCY = "ดำเนินการหน่วยงานเดียว"
SUPPORTING_AGENCIES = "มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ"
SUPPORTING_BUREAUS = "หน่วยงาน (R) ระดับสำนัก/สำนักงาน"
SUPPORTING_DISTRICT_OFFICES = "หน่วยงาน (R) ระดับสำนักงานเขต"

INVOLVEMENT_OPTIONS = (SINGLE_AGENCY, SUPPORTING_AGENCIES, SUPPORTING_BUREAUS, SUPPORTING_DISTRICT_OFFICES)
REFERENCE_OPTIONS = (
    "มาตรฐานการดำเนินงาน",
    "ข้อมูลรายละเอียดเป้าหมายที่ชัดเจน (รายรายการ และรายหน่วยงาน) เช่น ค่าเป้าหมายโดยระบุรายชื่อ ถนน ตรอก ซอย คลอง ลำราง",
    "ตัวอย่างการปฏิบัติงานที่ดี",
)
CHANNEL_OPTIONS = ("ผ่านระบบ BMA Policy Tracking", "ผ่านระบบอื่นๆ โปรดระบุ")
EVALUATION_OPTIONS = (
    "รายงานผลโดยหน่วยงาน R หรือสำนักงานเขต",
    "หน่วยงานรับผิดชอบหลัก (H) กำกับติดตาม",
    "ผู้ตรวจราชการกรุงเทพมหานครกำกับเชิงคุณภาพ",
    "ใช้ระบบข้อมูลยืนยันผลการดำเนินงาน เช่น Traffy Fondue โปรดระบุ",
)
