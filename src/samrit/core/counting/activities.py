"""Conditions asked of an activity: announced, open, with start and end, a host, two-way, and proved."""

from __future__ import annotations

from datetime import timedelta

from samrit.core.contract import Message
from samrit.core.counting.evidence import pack_complete
from samrit.core.counting.findings import Context, Finding, Held, day_in_words, no, short, unknown, usable, yes
from samrit.core.counting.items import Activity, ParticipationProof
from samrit.core.counting.publications import owned
from samrit.core.counting.rule import Condition
from samrit.core.counting.vocabulary import PROOF


def _answer(answer: Held, right: Message, wrong: Message, missing: Message) -> Finding:
    return Finding(answer, missing if answer is None else right if answer else wrong)


def announced_beforehand(activity: Activity, ask: Condition, context: Context) -> Finding:
    """It was announced before it began, so many hours at least."""
    announced, starts = activity.announced_at, activity.starts_at
    if announced is None:
        return no("no announcement is recorded", "ไม่มีบันทึกการประกาศ")
    at = context.moment(announced)
    if starts is None:
        return unknown(f"announced {at.en}; its start is not recorded", f"ประกาศ {at.th} แต่ไม่ได้บันทึกเวลาเริ่ม")
    ahead = starts - announced
    if ahead > timedelta(0) and ahead >= timedelta(hours=ask.whole("hours")):
        return yes(f"announced {at.en}, before it began", f"ประกาศ {at.th} ก่อนเริ่มกิจกรรม")
    begins = context.moment(starts)
    return no(
        f"announced {at.en}, not far enough before its start {begins.en}",
        f"ประกาศ {at.th} ไม่ล่วงหน้าพอก่อนเริ่ม {begins.th}",
    )


def open_to_public(activity: Activity, _ask: Condition, _context: Context) -> Finding:
    """Anybody may join."""
    return _answer(
        activity.open_to_public,
        Message("open to the public", "เปิดให้ประชาชนทั่วไปเข้าร่วม"),
        Message("not open to the public", "ไม่ได้เปิดให้ประชาชนทั่วไป"),
        Message("whether it was open to the public is not recorded", "ไม่ได้บันทึกว่าเปิดให้ประชาชนทั่วไปหรือไม่"),
    )


def start_and_end(activity: Activity, _ask: Condition, context: Context) -> Finding:
    """It has a start, and an end after it."""
    starts, ends = activity.starts_at, activity.ends_at
    if starts is None or ends is None:
        return no("its start or its end is not recorded", "ไม่ได้บันทึกเวลาเริ่มหรือเวลาสิ้นสุด")
    begins, until = context.moment(starts), context.moment(ends)
    if ends <= starts:
        return no(
            f"its end {until.en} is not after its start {begins.en}",
            f"เวลาสิ้นสุด {until.th} ไม่หลังเวลาเริ่ม {begins.th}",
        )
    return yes(f"from {begins.en} to {until.en}", f"ตั้งแต่ {begins.th} ถึง {until.th}")


def held_in_period(activity: Activity, _ask: Condition, context: Context) -> Finding:
    """It began in the period, and has been held to its end."""
    starts, ends = activity.starts_at, activity.ends_at
    if activity.held is False:
        return no("it was not held", "ไม่ได้จัดจริง")
    if starts is None:
        return unknown("when it began is not recorded", "ไม่ได้บันทึกเวลาเริ่ม")
    at, first, last = context.moment(starts), day_in_words(context.start), day_in_words(context.end)
    if not context.start <= context.day(starts) <= context.end:
        return no(
            f"it began {at.en}, outside the period {first.en} to {last.en}",
            f"เริ่ม {at.th} อยู่นอกงวด {first.th} ถึง {last.th}",
        )
    if max(starts, ends or starts) > context.as_of:
        return unknown(f"not yet: it begins {at.en} and is not over", f"ยังไม่สิ้นสุด เริ่ม {at.th}")
    return _answer(
        activity.held,
        Message(f"held, from {at.en}", f"จัดแล้ว เริ่ม {at.th}"),
        Message("it was not held", "ไม่ได้จัดจริง"),
        Message("whether it was held is not recorded", "ไม่ได้บันทึกว่าจัดจริงหรือไม่"),
    )


def has_host(activity: Activity, _ask: Condition, _context: Context) -> Finding:
    """Somebody hosted it."""
    host = short(activity.host or "")
    if not host:
        return no("no host is recorded", "ไม่ได้บันทึกผู้ดำเนินรายการหรือผู้จัด")
    return yes(f"hosted by {host}", f"ผู้ดำเนินรายการหรือผู้จัด: {host}")


def two_way(activity: Activity, _ask: Condition, _context: Context) -> Finding:
    """People could answer, ask or send in."""
    return _answer(
        activity.two_way,
        Message("people took part both ways", "มีการสื่อสารสองทาง"),
        Message("one-way only", "เป็นการสื่อสารทางเดียว"),
        Message("whether people could take part both ways is not recorded", "ไม่ได้บันทึกว่าเป็นการสื่อสารสองทางหรือไม่"),
    )


def participation_proved(activity: Activity, ask: Condition, context: Context) -> Finding:
    """Attendance, peak viewers, questions or entries are recorded, with evidence."""
    proofs = [row for row in activity.proofs if row.kind in ask.words("proofs")]
    if not proofs:
        return no("no proof of taking part is recorded", "ไม่มีหลักฐานการมีส่วนร่วม")
    findings = [_proof(row, ask.whole("number"), context) for row in proofs]
    return next((row for held in (True, None) for row in findings if row.held is held), findings[0])


def _proof(proof: ParticipationProof, wanted: int, context: Context) -> Finding:
    kind, number = PROOF[proof.kind], proof.number
    if not usable(proof.evidence, context):
        return no(f"{kind.en}: no evidence is attached", f"{kind.th}: ยังไม่ได้แนบหลักฐาน")
    if number is None:
        return unknown(
            f"{kind.en}: the number is not known, which is not 0", f"{kind.th}: ยังไม่ทราบจำนวน ซึ่งไม่ได้แปลว่าเป็น 0"
        )
    return Finding(
        number >= wanted,
        Message(f"{kind.en}: {number}, {wanted} wanted", f"{kind.th}: {number} ต้องการอย่างน้อย {wanted}"),
    )


def on_owned_channel(activity: Activity, _ask: Condition, context: Context) -> Finding:
    """At least one of its channels is the agency's own."""
    return owned(activity.channels, context)


def evidence_complete(activity: Activity, ask: Condition, context: Context) -> Finding:
    """The evidence of the activity and of the taking part holds every part that is asked."""
    proofs = tuple(name for row in activity.proofs for name in row.evidence)
    return pack_complete((*activity.evidence, *proofs), None, ask, context)
