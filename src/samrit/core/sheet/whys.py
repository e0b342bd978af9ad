"""The Thai of what the reading asks and assumes.

A document carries its reasons in English, so that the same sheet gives the same bytes everywhere; a person is asked in
Thai. Each row is the English sentence with its changing parts named in braces, and the Thai one with the same names.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SENTENCES: tuple[tuple[str, str], ...] = (
    # the head of the sheet
    ("the sheet gives no code", "แบบไม่ได้ระบุรหัส"),
    ("“{text}” is not a code", "“{text}” ไม่ใช่รหัส"),
    ("the sheet names no key result", "แบบไม่ได้ระบุชื่อ KRs"),
    ("the sheet names no host", "แบบไม่ได้ระบุหน่วยงานผู้รับผิดชอบหลัก"),
    ("“{text}” says that this is not decided yet", "“{text}” แสดงว่ายังไม่ได้ข้อสรุป"),
    ("the rubric is headed with another name: “{name}”", "เกณฑ์การให้คะแนนใช้ชื่ออื่น คือ “{name}”"),
    (
        "the head of the sheet says {year}, the target row {other}",
        "ส่วนหัวของแบบระบุปี {year} แต่ช่องค่าเป้าหมายระบุปี {other}",
    ),
    ("“{text}” is not a year of the Buddhist era", "“{text}” ไม่ใช่ปีพุทธศักราชที่ครบถ้วน"),
    ("the head of the sheet names more than one year", "ส่วนหัวของแบบระบุไว้มากกว่าหนึ่งปี"),
    # ticks
    ("the mark of this option was lost", "ไม่พบเครื่องหมายหน้าตัวเลือกนี้"),
    ("the marks of this option contradict each other: {marks}", "เครื่องหมายหน้าตัวเลือกนี้ขัดแย้งกัน คือ {marks}"),
    ("the marks of this block contradict each other", "เครื่องหมายในส่วนนี้ขัดแย้งกัน"),
    ("the marks of this block were lost", "ไม่พบเครื่องหมายหน้าตัวเลือกในส่วนนี้"),
    ("some marks of this block were lost", "ไม่พบเครื่องหมายหน้าบางตัวเลือกในส่วนนี้"),
    # targets and method
    ("the sheet gives no target", "แบบไม่ได้ระบุค่าเป้าหมาย"),
    ("the sheet gives this agency no target", "แบบไม่ได้ระบุค่าเป้าหมายของหน่วยงานนี้"),
    ("the sheet gives the target no unit", "แบบไม่ได้ระบุหน่วยนับของค่าเป้าหมาย"),
    ("no number was found in “{text}”", "ไม่พบตัวเลขใน “{text}”"),
    ("more than one number stands in “{text}”", "พบตัวเลขมากกว่าหนึ่งจำนวนใน “{text}”"),
    ("the unit “{unit}” holds a number", "หน่วยนับ “{unit}” มีตัวเลขปนอยู่"),
    ("the target speaks of {unit}, the unit is {other}", "ค่าเป้าหมายใช้หน่วย {unit} แต่ช่องหน่วยนับระบุ {other}"),
    ("the sheet prints a bare number", "แบบพิมพ์เฉพาะตัวเลข"),
    ("the sheet prints a bare number and its rubric falls", "แบบพิมพ์เฉพาะตัวเลข และเกณฑ์ให้คะแนนสูงขึ้นเมื่อค่าลดลง"),
    ("every district office, of which there are 50", "ทุกสำนักงานเขต ซึ่งมี ๕๐ แห่ง"),
    ("the sheet gives no method", "แบบไม่ได้ระบุวิธีคำนวณ"),
    ("the kind of this method is not clear from its words", "ข้อความไม่ชัดเจนว่าเป็นวิธีคำนวณชนิดใด"),
    # agencies and coordinator
    ("the sheet lists no agency", "แบบไม่มีรายชื่อหน่วยงาน"),
    ("one target is printed for several agencies", "พิมพ์ค่าเป้าหมายเดียวสำหรับหลายหน่วยงาน"),
    (
        "the sheet does not say whether this agency is the host",
        "แบบไม่ได้ระบุว่าหน่วยงานนี้เป็นหน่วยงานหลักหรือหน่วยงานสนับสนุน",
    ),
    ("“{text}” is not a phone number", "“{text}” ไม่ใช่หมายเลขโทรศัพท์"),
    # the rubric
    ("the sheet prints no rubric", "แบบไม่มีเกณฑ์การให้คะแนน"),
    (
        "the sheet prints more than one rubric table and no weights",
        "แบบมีตารางเกณฑ์การให้คะแนนมากกว่าหนึ่งตารางและไม่ระบุน้ำหนัก",
    ),
    ("the weights of the rubric tables add up to {total}", "น้ำหนักของตารางเกณฑ์การให้คะแนนรวมได้ {total}"),
    ("the sheet does not say what this level asks", "แบบไม่ได้ระบุเงื่อนไขของระดับนี้"),
    ("“{text}” could not be turned into a rule; a person decides", "แปลง “{text}” เป็นกฎไม่ได้ เจ้าหน้าที่ต้องเป็นผู้ตัดสิน"),
    ("“{text}” is counted in {unit} as the value {name}", "“{text}” นับเป็น{unit} โดยใช้ชื่อค่า {name}"),
    ("the printed rubric cannot be executed ({path})", "ใช้เกณฑ์ที่พิมพ์ไว้ให้คะแนนไม่ได้ ({path})"),
    (
        "the bands of the rubric leave holes; each is read from its own bound on",
        "ช่วงคะแนนมีช่องว่าง จึงอ่านแต่ละช่วงตั้งแต่ขอบของช่วงนั้น",
    ),
    ("the bands of the rubric overlap; the higher score is read", "ช่วงคะแนนซ้อนกัน จึงใช้คะแนนที่สูงกว่า"),
    (
        "the sheet asks for proportional scores between levels that are not single numbers",
        "แบบให้เทียบบัญญัติไตรยางศ์ระหว่างระดับที่ไม่ได้เป็นตัวเลขเดียว",
    ),
    (
        "the sheet gives a step per point and no anchor; the target is read as level 3",
        "แบบระบุช่วงปรับเกณฑ์ต่อ ๑ คะแนนแต่ไม่ระบุจุดตั้งต้น จึงถือว่าค่าเป้าหมายคือระดับ ๓",
    ),
    (
        "the sheet gives a step per point but no number to count from",
        "แบบระบุช่วงปรับเกณฑ์ต่อ ๑ คะแนน แต่ไม่มีตัวเลขตั้งต้น",
    ),
    (
        "a step per point was printed, so scores run evenly between levels",
        "แบบพิมพ์ช่วงปรับเกณฑ์ต่อ ๑ คะแนน จึงเทียบสัดส่วนระหว่างระดับ",
    ),
    ("scores of such a rubric run from 1 to 5", "คะแนนของเกณฑ์แบบนี้อยู่ระหว่าง ๑ ถึง ๕"),
    (
        "the sheet prints bare thresholds and no word on interpolation",
        "แบบพิมพ์เฉพาะเกณฑ์และไม่กล่าวถึงการเทียบสัดส่วนระหว่างระดับ",
    ),
    ("the levels are given by the percent column only", "แบบกำหนดระดับด้วยช่องเกณฑ์ร้อยละความสำเร็จเท่านั้น"),
    ("a level without a text is its percent of the target", "ระดับที่ไม่มีข้อความให้คิดเป็นร้อยละของค่าเป้าหมาย"),
    (
        "a level was read twice from the picture, or the sheet prints more than one rubric table",
        "อ่านระดับเดียวกันจากภาพได้สองครั้ง หรือแบบมีตารางเกณฑ์มากกว่าหนึ่งตาราง",
    ),
    ("a bound is worded for which no number was read", "มีคำกำหนดขั้นต่ำหรือขั้นสูง แต่อ่านตัวเลขไม่ได้"),
    ("“{text}” is in no rule", "“{text}” ยังไม่อยู่ในเกณฑ์ข้อใด"),
    ("“{text}” names a level that stands higher or not at all", "“{text}” อ้างถึงระดับที่สูงกว่าหรือไม่มีในแบบ"),
    ("words beside the rubric are in no rule", "มีข้อความประกอบเกณฑ์ที่ยังไม่อยู่ในเกณฑ์ข้อใด"),
    ("two levels of the rubric ask the same", "เกณฑ์สองระดับกำหนดเงื่อนไขเดียวกัน"),
    (
        "the thresholds of the rubric neither rise nor fall with the scores",
        "เกณฑ์แต่ละระดับไม่ได้เพิ่มขึ้นหรือลดลงตามคะแนน",
    ),
    (
        "the levels speak of a distance from the target, on either side of it",
        "เกณฑ์วัดความต่างจากค่าเป้าหมายทั้งด้านสูงกว่าและต่ำกว่า",
    ),
    ("the printed rubric was not understood", "อ่านเกณฑ์การให้คะแนนที่พิมพ์ไว้ไม่เข้าใจ"),
    ("the levels are printed in percent", "แบบกำหนดระดับเป็นร้อยละ"),
    (
        "a time is measured and no word says which side is better",
        "เป็นการวัดเวลาและไม่มีคำบอกว่าค่ามากหรือค่าน้อยดีกว่า",
    ),
    ("no option of this block is ticked", "ไม่มีตัวเลือกใดในส่วนนี้ถูกทำเครื่องหมาย"),
    ("the words behind หน่วยนับ are too long for a unit", "ข้อความหลังคำว่าหน่วยนับยาวเกินกว่าจะเป็นหน่วยนับ"),
    ("the target is a rate, counted per {group}", "ค่าเป้าหมายเป็นอัตรา นับต่อ{group}"),
    ("a minus sign stands before the number in “{text}”", "มีเครื่องหมายลบหน้าตัวเลขใน “{text}”"),
    ("the score is given by persons; how they give it is not printed", "บุคคลเป็นผู้ให้คะแนน แต่แบบไม่ได้ระบุวิธีให้คะแนน"),
    # the file
    (
        "the data in the file does not agree with what is printed; what is printed was read",
        "ข้อมูลที่แนบในไฟล์ไม่ตรงกับข้อความที่พิมพ์ จึงใช้ข้อความที่พิมพ์",
    ),
    ("this was read from a picture; compare it with the picture", "อ่านจากภาพ โปรดเทียบกับภาพ"),
)

_BRACES = re.compile(r"\\\{(\w+)\\\}")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(_BRACES.sub(r"(?P<\1>.*)", re.escape(english)), re.DOTALL), thai) for english, thai in _SENTENCES
    )


def why_in_thai(why: str) -> str | None:
    """The Thai of the reason `why` of a question or an assumption; None where it is not one of the reading's own."""
    for pattern, thai in _patterns():
        found = pattern.fullmatch(why)
        if found:
            return thai.format_map(found.groupdict())
    return None
