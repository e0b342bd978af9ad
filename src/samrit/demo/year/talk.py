"""What people say to each other: remarks, tasks, the inspector's findings, and a decision on two that look alike."""

from __future__ import annotations

import datetime as dt
from functools import partial

from samrit.demo.diary import Diary
from samrit.demo.moments import MOMENTS
from samrit.demo.year.office import Office
from samrit.publicity.actions import comments, duplicates, filters, tasks
from samrit.publicity.filters import WorkFilter
from samrit.publicity.models import DuplicateFlag, Task, Work
from samrit.publicity.reminders import remind
from samrit.verification import findings
from samrit.verification.models import Finding

_REMARKS = (
    (dt.date(2024, 12, 27), "songwat-story", "media", "ชุมชนขอดูบทอีกรอบก่อนวันที่ ๕ ม.ค. @demo-officer ช่วยส่งให้ด้วยนะคะ"),
    (dt.date(2024, 12, 30), "songwat-story", "officer", "ส่งบทฉบับแก้ไขแล้วครับ @demo-samphanthawong ปรับคำเรียกตามที่ชุมชนขอ"),
    (dt.date(2025, 2, 10), "talatphlu-story", "reviewer", "@demo-officer ข้อความบรรยายภาพดีมาก ขอใช้เป็นตัวอย่างของกลุ่มงานค่ะ"),
    (
        dt.date(2025, 6, 26),
        "bangpho-open-day",
        "media",
        "@demo-officer มีภาพหน้าจอที่เห็นวันที่อยู่ในเครื่องของฝ่ายโสตฯ เดี๋ยวส่งให้ค่ะ",
    ),
    (dt.date(2025, 9, 22), "ten-districts", "approver", "@demo-owner ขอเพิ่มแผ่นนี้ในแฟ้มเสนอผู้ว่าฯ ด้วยครับ"),
)
_FINDINGS = (
    (
        dt.date(2025, 2, 20),
        "talatnoi-identity",
        "note",
        "เสียงในคลิปน่าสนใจ แต่ควรมีคำบรรยายเสียงสำหรับผู้พิการทางการได้ยินในทุกคลิป",
        dt.date(2025, 2, 25),
        "รับไปดำเนินการ เพิ่มคำบรรยายเสียงในคลิปที่เผยแพร่แล้ว และกำหนดเป็นข้อปฏิบัติตั้งแต่เดือนมีนาคม",
        dt.date(2025, 3, 5),
    ),
    (
        dt.date(2025, 6, 19),
        "huatakhe-identity",
        "fault",
        "แผนที่ในคลิประบุทางเข้าที่เป็นที่ดินส่วนบุคคล โปรดแก้ไขและแจ้งเจ้าของที่ดิน",
        dt.date(2025, 7, 4),
        "แก้ไขแผนที่และลงคลิปฉบับแก้ไขแล้ว พร้อมทำหนังสือขออภัยเจ้าของที่ดินผ่านสำนักงานเขต",
        dt.date(2025, 7, 11),
    ),
    (
        dt.date(2025, 9, 18),
        "",
        "good",
        "หลักฐานการมีส่วนร่วมของชุมชนครบทุกย่าน และตามถึงต้นทางได้ทุกชิ้นที่สุ่มตรวจ ๑๒ ชิ้น",
        None,
        "",
        None,
    ),
)
_TASKS = (
    (dt.date(2024, 11, 21), "ขอแบบยินยอมฉบับอ่านง่ายจากฝ่ายกฎหมาย", "officer", dt.date(2024, 11, 27), dt.date(2024, 12, 3)),
    (dt.date(2025, 2, 17), "รวบรวมภาพหน้าจอหลักฐานของเดือนกุมภาพันธ์", "media", dt.date(2025, 2, 26), dt.date(2025, 3, 3)),
    (dt.date(2025, 6, 16), "นัดชุมชนตรอกดิลกจันทร์ตรวจบท", "officer", dt.date(2025, 6, 25), dt.date(2025, 7, 1)),
    (dt.date(2025, 9, 24), "เตรียมข้อมูลเผยแพร่รายงานประจำปีบนเว็บไซต์", "media", dt.date(2025, 9, 29), None),
)


def write(diary: Diary, office: Office) -> None:
    """The entries of all of it."""
    for day, name, by, words in _REMARKS:
        diary.on(day, partial(_remark, office, name, by, words), 16)
    for number, (day, name, grade, text, answered, reply, closed) in enumerate(_FINDINGS):
        diary.on(day, partial(_find, office, number, name, grade, text), 15)
        if answered is not None and closed is not None:
            diary.on(answered, partial(_reply, office, number, reply), 10)
            diary.on(closed, partial(_close, office, number), 14)
    for day, words, to, due, done in _TASKS:
        diary.on(day, partial(_task, office, words, to, due), 9)
        if done is not None:
            diary.on(done, partial(_done, office, words, to), 16)
    for moment in MOMENTS:
        diary.on(moment.day, partial(remind, moment.day), 6, 30)
    diary.on(dt.date(2025, 7, 10), lambda: _decide(office), 14)
    diary.on(dt.date(2025, 1, 6), lambda: _filter(office), 9)


def _remark(office: Office, name: str, by: str, words: str) -> None:
    comments.add_comment(office.work(name).subject, words, key_result=office.key_result, acting_user=office.who(by))


def _find(office: Office, number: int, name: str, grade: str, text: str) -> None:
    key_result = office.key_result
    subject = office.work(name).subject if name else key_result.subject
    made = findings.write_finding(
        key_result, subject=subject, grade=grade, text=text, acting_user=office.who("inspector")
    )
    office.numbers[f"finding {number}"] = made.pk


def _finding(office: Office, number: int) -> Finding:
    return Finding.objects.get(pk=office.numbers[f"finding {number}"])


def _reply(office: Office, number: int, reply: str) -> None:
    """By the agency whose work it is."""
    made = _finding(office, number)
    work = Work.objects.filter(uid=made.subject.removeprefix("work:")).select_related("entered_by").get()
    findings.reply_finding(made, text=reply, acting_user=work.entered_by)


def _close(office: Office, number: int) -> None:
    findings.close_finding(_finding(office, number), acting_user=office.who("inspector"))


def _task(office: Office, words: str, to: str, due: dt.date) -> None:
    key_result = office.key_result
    tasks.open_task(
        key_result.subject,
        key_result=key_result,
        note=words,
        assignee=office.who(to),
        due_on=due,
        acting_user=office.who("owner"),
    )


def _done(office: Office, words: str, to: str) -> None:
    tasks.complete_task(Task.objects.get(note=words, done_at=None), acting_user=office.who(to))


def _decide(office: Office) -> None:
    """The short cut of a piece is the same work: one of them counts."""
    kept, cut = office.work("talatphlu-story"), office.work("talatphlu-again")
    flagged = DuplicateFlag.objects.get(first__in=[kept, cut], second__in=[kept, cut])
    duplicates.decide_duplicate(
        flagged,
        same=True,
        keep=kept,
        reason="เนื้อหาและภาพเดียวกัน ตัดให้สั้นลงเท่านั้น และไม่ได้ระบุเป็นงานส่งมอบในแผน",
        acting_user=office.who("checker"),
    )


def _filter(office: Office) -> None:
    filters.save_filter("งานของฉันที่ยังไม่เสร็จ", WorkFilter(), acting_user=office.who("officer"))
