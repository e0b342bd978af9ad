"""Words that browsers break inside, kept in one piece: their dictionary knows the parts of them and not the words.

Found by what Chromium's dictionary cuts of our words and of the texts of the site. Only words of at most sixteen
letters, so that each fits the line of a narrow phone.
"""

from __future__ import annotations

import re

_WORDS = (
    *("ตัวชี้วัด", "ย่านสร้างสรรค์", "นักเล่าเรื่อง", "เรื่องเล่า", "เรื่องราว", "เจ้าหน้าที่", "ความเป็นส่วนตัว", "ร้อยละ"),
    *("คำตอบ", "สถานที่", "เผยแพร่", "อัตลักษณ์", "ชิ้นงาน", "หลักฐาน", "ตรวจสอบ", "นโยบาย", "คลาดเคลื่อน", "ช่องทาง"),
    *("การรับรู้", "ผู้บริหาร", "อาสาสมัคร", "แนวโน้ม", "หลักเกณฑ์", "ข้อเสนอแนะ", "ปัญหาอุปสรรค", "งบประมาณ"),
    *("เครือข่าย", "หน่วยงาน", "เป้าหมาย", "สตูดิโอ", "ลายนิ้วมือ", "เห็นชอบ", "รับทราบ", "เคล็ดลับ", "เกี่ยวกับ"),
    *("สะพานสูง", "คลองสามวา", "ทวีวัฒนา", "ทุ่งครุ", "บางบอน"),
)
_FOUND = re.compile(
    r"<(script|style|title|textarea|select|svg)\b.*?</\1>|<[^>]*>"
    rf"|({'|'.join(sorted(_WORDS, key=len, reverse=True))})",
    re.DOTALL,
)


def whole(page: str) -> str:
    """The page, with no line break inside these words in its running text; what is no text stays as it is."""
    return _FOUND.sub(lambda found: f'<span class="whole">{found[2]}</span>' if found[2] else found[0], page)
