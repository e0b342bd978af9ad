"""How much a reader takes, and the one way in which the readers refuse.

The figures keep every refusal within two seconds and 300 MB of memory, whatever the file holds.
"""

from __future__ import annotations

from samrit.core.contract import Message, Refused

MEGABYTE = 1_000_000
MAX_FILE = 20 * MEGABYTE
MAX_TEXT = 3 * MEGABYTE
MAX_PART = 20 * MEGABYTE
MAX_PACKAGE = 50 * MEGABYTE
MAX_CELLS = 10_000
MAX_PIXELS = 40 * MEGABYTE

SAVE_AS_DOCX = Message("open it in a word processor and save it as .docx", "เปิดในโปรแกรมประมวลผลคำแล้วบันทึกเป็น .docx")
READ_AGAIN = Message("read the file again", "อ่านไฟล์ใหม่อีกครั้ง")
SEND_AGAIN = Message("save it again from the program that made it", "บันทึกใหม่จากโปรแกรมที่สร้างไฟล์นี้")


def refuse(en: str, th: str, mend: Message) -> Refused:
    """The refusal of a whole file."""
    return Refused("", Message(en, th), mend)


def too_large(limit: int) -> Refused:
    """The refusal of a file over `limit` bytes."""
    megabytes = limit // MEGABYTE
    return refuse(
        f"the file is larger than {megabytes} MB",
        f"ไฟล์มีขนาดเกิน {megabytes} เมกะไบต์",
        Message(
            "send the definition sheet alone, without pictures and annexes",
            "ส่งเฉพาะแบบรายละเอียดตัวชี้วัด โดยไม่รวมภาพและภาคผนวก",
        ),
    )


def too_long() -> Refused:
    """The refusal of a file of more lines or cells than any definition sheet has."""
    return refuse(
        "the file is far longer than a definition sheet",
        "ไฟล์ยาวเกินกว่าแบบรายละเอียดตัวชี้วัดมาก",
        Message("send one definition sheet in a file of its own", "ส่งแบบรายละเอียดตัวชี้วัดไฟล์ละหนึ่งฉบับ"),
    )


def nothing_written() -> Refused:
    """The refusal of a file without any text."""
    return refuse(
        "nothing is written in the file",
        "ไม่มีข้อความในไฟล์",
        Message("send the filled-in definition sheet", "ส่งแบบรายละเอียดตัวชี้วัดที่กรอกแล้ว"),
    )
