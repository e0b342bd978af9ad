"""Conditions asked of an item as a whole: is it its own work, approved, verified by another, not counted before?"""

from __future__ import annotations

from samrit.core.contract import Message
from samrit.core.counting.findings import Context, Finding, no, pack_of, short, unknown, usable, verified, yes
from samrit.core.counting.items import Item, Work
from samrit.core.counting.publications import releases
from samrit.core.counting.rule import Condition
from samrit.core.counting.vocabulary import DERIVED, KIND


def fits_the_duty(item: Item, ask: Condition, _context: Context) -> Finding:
    """It is of a kind that this minimum counts: a plain post is never an activity."""
    kind = KIND[item.kind]
    held = item.kind in ask.words("kinds")
    if held:
        return yes(f"it is {kind.en}", f"เป็น{kind.th}")
    return no(f"it is {kind.en}, which is not counted here", f"เป็น{kind.th} ซึ่งไม่นับในเกณฑ์นี้")


def approved_before_release(work: Work, ask: Condition, context: Context) -> Finding:
    """It was approved before it first became public, by somebody who did not make it where the rule asks so."""
    approval = work.approval
    if approval is None:
        return no("no approval is recorded", "ไม่มีบันทึกการให้ความเห็นชอบ")
    who, at = context.name(approval.by), context.moment(approval.at)
    if ask.flag("by_another") and approval.by in work.own_people:
        return no(f"approved by {who}, who made or entered it", f"ผู้ให้ความเห็นชอบ ({who}) เป็นผู้จัดทำหรือผู้บันทึกเอง")
    certain, perhaps = releases(work, context)
    late = [first for first in certain if first is not None and first <= approval.at]
    if late:
        first = context.moment(min(late))
        return no(
            f"approved {at.en}, not before its release {first.en}",
            f"ให้ความเห็นชอบ {at.th} ไม่ก่อนการเผยแพร่ {first.th}",
        )
    if None in certain or any(first <= approval.at for first in perhaps):
        return unknown(
            f"approved {at.en}; whether that was before its release is not known",
            f"ให้ความเห็นชอบ {at.th} แต่ยังไม่ทราบว่าก่อนการเผยแพร่หรือไม่",
        )
    return yes(f"approved by {who}, {at.en}, before its release", f"{who} ให้ความเห็นชอบ {at.th} ก่อนการเผยแพร่")


def verified_by_another(item: Item, _ask: Condition, context: Context) -> Finding:
    """Somebody who neither made nor entered it has verified it."""
    seen = item.verification
    if seen is None:
        return no("nobody has verified it yet", "ยังไม่มีผู้ตรวจสอบ")
    who = context.name(seen.by)
    if seen.outcome != "verified":
        reason = short(seen.reason or "")
        because = Message(f": {reason}", f" เพราะ {reason}") if reason else Message.same("")
        return no(f"returned by {who}{because.en}", f"{who} ส่งคืน{because.th}")
    own = set(item.own_people)
    if own & {seen.by, seen.on_behalf_of}:
        return no(
            f"verified by or for a person who made or entered it ({who}); another person must do it",
            f"ผู้ตรวจสอบ ({who}) เป็นผู้จัดทำหรือผู้บันทึก หรือตรวจแทนบุคคลดังกล่าว ต้องให้ผู้อื่นตรวจสอบ",
        )
    if not item.producers:
        return unknown(
            "its producer is not recorded, so nobody can say that another person verified it",
            "ไม่ได้บันทึกผู้จัดทำ จึงยืนยันไม่ได้ว่าผู้ตรวจสอบเป็นคนละคน",
        )
    at = context.moment(seen.at)
    return yes(f"verified by {who}, {at.en}", f"{who} ตรวจสอบแล้วเมื่อ {at.th}")


def not_counted_elsewhere(item: Item, _ask: Condition, context: Context) -> Finding:
    """No other key result, and no other fiscal year, has counted it already."""
    here = (context.key_result, context.rule.fiscal_year)
    others = sorted({(row.key_result, row.fiscal_year) for row in item.counted} - {here})
    if not others:
        return yes("counted nowhere else", "ไม่ได้นับที่อื่น")
    key_result, year = others[0]
    return no(
        f"already counted for key result {short(key_result)}, fiscal year {year}",
        f"นับแล้วในตัวชี้วัด {short(key_result)} ปีงบประมาณ พ.ศ. {year}",
    )


def not_a_copy(item: Item, ask: Condition, context: Context) -> Finding:
    """It is a work of its own: no crop or re-post of another, and not decided by a person to be the same work."""
    derived = item.derivation if isinstance(item, Work) else None
    if derived is not None and derived.kind in ask.words("same"):
        kind, of = DERIVED[derived.kind], short(derived.of or "?")
        return no(f"{kind.en} of {of} is the same piece as {of}", f"{kind.th}ของ {of} ถือเป็นชิ้นงานเดียวกับ {of}")
    decision = context.copies.get(item.id)
    if decision is not None:
        who, at, keep = context.name(decision.by), context.moment(decision.at), short(decision.keep or "?")
        return no(
            f"{who} decided on {at.en} that it is the same work as {keep}",
            f"{who} วินิจฉัยเมื่อ {at.th} ว่าเป็นงานเดียวกับ {keep}",
        )
    return yes("a work of its own", "เป็นผลงานที่แยกต่างหาก")


def declared_beforehand(work: Work, ask: Condition, context: Context) -> Finding:
    """A teaser, cut-down or recording was listed as a deliverable beforehand (and edited, where the rule asks so)."""
    derived = work.derivation
    if derived is None or derived.kind not in ask.words("of"):
        return yes("no listing is needed for it", "ไม่ต้องระบุเป็นงานส่งมอบล่วงหน้า")
    kind, listed = DERIVED[derived.kind], work.deliverable
    if listed is None:
        return no(f"{kind.en} that is not listed as a deliverable", f"{kind.th}ที่ไม่ได้ระบุเป็นงานส่งมอบ")
    at = context.moment(listed.declared_at)
    certain, perhaps = releases(work, context)
    if any(first is not None and first <= listed.declared_at for first in certain):
        return no(
            f"{kind.en} listed {at.en}, not before its release", f"{kind.th}ระบุเป็นงานส่งมอบ {at.th} ไม่ก่อนการเผยแพร่"
        )
    if derived.kind in ask.words("edited") and not work.edited_as_work:
        return Finding(
            None if work.edited_as_work is None else False,
            Message(f"{kind.en} that is not known to be edited as a work", f"{kind.th}ที่ยังไม่ยืนยันว่าตัดต่อเป็นผลงาน"),
        )
    if None in certain or any(first <= listed.declared_at for first in perhaps):
        return unknown(
            f"{kind.en} listed {at.en}; whether that was before its release is not known",
            f"{kind.th}ระบุเป็นงานส่งมอบ {at.th} แต่ยังไม่ทราบว่าก่อนการเผยแพร่หรือไม่",
        )
    return yes(
        f"{kind.en} listed as a deliverable {at.en}, before its release",
        f"{kind.th}ระบุเป็นงานส่งมอบ {at.th} ก่อนเผยแพร่",
    )


def community_took_part(item: Item, ask: Condition, context: Context) -> Finding:
    """The community of a district that it serves took part, and evidence shows it."""
    districts = tuple(dict.fromkeys(row.district for row in item.participation if row.district in item.districts))
    if not districts:
        return no("no taking part of a community is recorded", "ไม่ได้บันทึกการมีส่วนร่วมของชุมชน")
    proved = [name for name in districts if took_part(item, name, verified_only=ask.flag("verified"), context=context)]
    if proved:
        shown = ", ".join(map(context.place, proved))
        return yes(f"the community took part: {shown}", f"ชุมชนมีส่วนร่วม: {shown}")
    shown = ", ".join(map(context.place, districts))
    return no(
        f"the community's taking part has no evidence that counts: {shown}",
        f"การมีส่วนร่วมของชุมชนยังไม่มีหลักฐานที่ใช้ได้: {shown}",
    )


def took_part(item: Item, district: str, *, verified_only: bool, context: Context) -> bool:
    """Evidence shows that the community of `district` took part in the item."""
    names = tuple(name for row in item.participation if row.district == district for name in row.evidence)
    found = verified(item, names, context) if verified_only else usable(names, context)
    return district in item.districts and bool(found)


def has_evidence(item: Item, *, verified_only: bool, context: Context) -> bool:
    """The item's pack holds evidence (that another person has verified)."""
    names = pack_of(item)
    return bool(verified(item, names, context) if verified_only else usable(names, context))
