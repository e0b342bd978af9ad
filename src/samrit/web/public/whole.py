"""Words that browsers break inside, kept in one piece: their dictionary knows the parts of them and not the words.

Found by what Chromium's dictionary cuts of our words and of the texts of the site. Only words of at most sixteen
letters, so that each fits the line of a narrow phone.
"""

from __future__ import annotations

import functools
import re

_WORDS = (
    *("ตัวชี้วัด", "ย่านสร้างสรรค์", "นักเล่าเรื่อง", "เรื่องเล่า", "เรื่องราว", "เจ้าหน้าที่", "ความเป็นส่วนตัว", "ร้อยละ"),
    *("คำตอบ", "สถานที่", "เผยแพร่", "อัตลักษณ์", "ชิ้นงาน", "หลักฐาน", "ตรวจสอบ", "นโยบาย", "คลาดเคลื่อน", "ช่องทาง"),
    *("การรับรู้", "ผู้บริหาร", "อาสาสมัคร", "แนวโน้ม", "หลักเกณฑ์", "ข้อเสนอแนะ", "ปัญหาอุปสรรค", "งบประมาณ"),
    *("เครือข่าย", "หน่วยงาน", "เป้าหมาย", "สตูดิโอ", "ลายนิ้วมือ", "เห็นชอบ", "รับทราบ", "เคล็ดลับ", "เกี่ยวกับ"),
    *("สะพานสูง", "คลองสามวา", "ทวีวัฒนา", "ทุ่งครุ", "บางบอน"),
)
_NO_TEXT = re.compile(r"(<(script|style|title|textarea|select|svg)\b.*?</\2>)", re.DOTALL)
_FOUND = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


def whole(page: str) -> str:
    """The page, with no line break inside these words in its running text; what is no text stays as it is."""
    parts = _NO_TEXT.split(page)  # text, no text, the name of its tag, text, …
    del parts[2::3]
    parts[::2] = [
        "<".join([piece if piece.isascii() else _after_tag(piece) for piece in text.split("<")]) for text in parts[::2]
    ]
    return "".join(parts)


@functools.lru_cache(maxsize=10_000)
def _after_tag(piece: str) -> str:
    """A tag, without its `<`, and the text after it: with its words marked, in one piece.

    Links, buttons and tags would set the parts of their text apart. Pages that are made anew say mostly what they said.
    """
    begin = piece.rfind(">") + 1
    if _FOUND.search(piece, begin) is None:
        return piece
    text = piece[begin:]
    made = _FOUND.sub(r'<span class="whole">\g<0></span>', text)
    return piece[:begin] + (made if _FOUND.fullmatch(text) else f"<span>{made}</span>")
