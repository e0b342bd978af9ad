"""The table of conditions: for each code, what it asks in words and the function that answers.

`item` is asked of every item as a whole, `work` of a piece or story as a whole, `publication` of each publication of a
piece or story (one and the same must meet them all), `activity` of an activity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samrit.core.contract import Message
from samrit.core.counting import activities, publications, works
from samrit.core.counting.findings import Context, Finding, Verdict, no
from samrit.core.counting.items import DERIVATIONS, GRADES, KINDS, PROOFS, Activity, Item, Publication, Work
from samrit.core.counting.rule import Condition
from samrit.core.counting.shapes import FLAG, Codec, many, one_of, whole_to
from samrit.core.counting.vocabulary import KIND, PARTS


@dataclass(frozen=True, slots=True)
class Question:
    """One condition: its sentence, its functions, and the settings that the rule must give."""

    says: Message
    item: Callable[[Item, Condition, Context], Finding] | None = None
    work: Callable[[Work, Condition, Context], Finding] | None = None
    publication: Callable[[Work, Publication, Condition, Context], Finding] | None = None
    activity: Callable[[Activity, Condition, Context], Finding] | None = None
    settings: Mapping[str, Codec[Any]] = field(default_factory=dict)

    def can_ask(self, kind: str) -> bool:
        """Whether items of this kind can answer."""
        if self.item is not None:
            return True
        if kind == Activity.kind:
            return self.activity is not None
        return self.work is not None or self.publication is not None


QUESTIONS: dict[str, Question] = {
    "fits_the_duty": Question(
        Message("it is of a kind that this minimum counts", "เป็นประเภทงานที่นับในเกณฑ์นี้"),
        item=works.fits_the_duty,
        settings={"kinds": many(one_of(KINDS))},
    ),
    "approved_before_release": Question(
        Message("approved before release", "ได้รับความเห็นชอบก่อนเผยแพร่"),
        work=works.approved_before_release,
        settings={"by_another": FLAG},
    ),
    "on_owned_channel": Question(
        Message("on a channel of the agency", "อยู่บนช่องทางของหน่วยงาน"),
        publication=publications.on_owned_channel,
        activity=activities.on_owned_channel,
    ),
    "public": Question(
        Message("public to a person who is not logged in", "ผู้ที่ไม่ได้ลงชื่อเข้าใช้มองเห็นได้"),
        publication=publications.public,
    ),
    "in_period": Question(
        Message("first public in the period", "เผยแพร่ครั้งแรกในงวด"),
        publication=publications.in_period,
    ),
    "stayed_public": Question(
        Message(
            "stayed public long enough, or withdrawn with a recorded reason", "เป็นสาธารณะครบเวลา หรือถอนออกโดยบันทึกเหตุผล"
        ),
        publication=publications.stayed_public,
        settings={"days": whole_to(3650)},
    ),
    "evidence_complete": Question(
        Message("the evidence pack is complete", "หลักฐานครบถ้วน"),
        publication=publications.evidence_complete,
        activity=activities.evidence_complete,
        settings={"grades": many(one_of(GRADES)), "parts": many(one_of(tuple(PARTS)))},
    ),
    "verified_by_another": Question(
        Message("verified by somebody other than its producer", "ตรวจสอบโดยผู้ที่ไม่ใช่ผู้จัดทำ"),
        item=works.verified_by_another,
    ),
    "not_counted_elsewhere": Question(
        Message("not counted already for another key result or year", "ยังไม่นับในตัวชี้วัดอื่นหรือปีอื่น"),
        item=works.not_counted_elsewhere,
    ),
    "not_a_copy": Question(
        Message(
            "a work of its own, not a crop, re-post or duplicate", "เป็นผลงานแยกต่างหาก ไม่ใช่ฉบับตัดกรอบ โพสต์ซ้ำ หรือชิ้นงานซ้ำ"
        ),
        item=works.not_a_copy,
        settings={"same": many(one_of(DERIVATIONS))},
    ),
    "declared_beforehand": Question(
        Message(
            "a teaser, cut-down or recording was listed beforehand", "ตัวอย่าง ฉบับตัดสั้น หรือบันทึกภาพ ระบุเป็นงานส่งมอบล่วงหน้า"
        ),
        work=works.declared_beforehand,
        settings={"of": many(one_of(DERIVATIONS)), "edited": many(one_of(DERIVATIONS))},
    ),
    "community_took_part": Question(
        Message("the community of a district took part, with evidence", "ชุมชนในย่านมีส่วนร่วม พร้อมหลักฐาน"),
        item=works.community_took_part,
        settings={"verified": FLAG},
    ),
    "announced_beforehand": Question(
        Message("announced in advance", "ประกาศล่วงหน้า"),
        activity=activities.announced_beforehand,
        settings={"hours": whole_to(8760)},
    ),
    "open_to_public": Question(
        Message("open to the public", "เปิดให้ประชาชนทั่วไปเข้าร่วม"), activity=activities.open_to_public
    ),
    "start_and_end": Question(
        Message("with a start and an end", "มีเวลาเริ่มและเวลาสิ้นสุด"), activity=activities.start_and_end
    ),
    "held_in_period": Question(
        Message("held, and begun in the period", "จัดจริง และเริ่มในงวด"), activity=activities.held_in_period
    ),
    "has_host": Question(Message("with a host", "มีผู้ดำเนินรายการหรือผู้จัด"), activity=activities.has_host),
    "two_way": Question(Message("two-way taking part", "มีส่วนร่วมแบบสองทาง"), activity=activities.two_way),
    "participation_proved": Question(
        Message("with proof of participation", "มีหลักฐานการมีส่วนร่วม"),
        activity=activities.participation_proved,
        settings={"proofs": many(one_of(PROOFS)), "number": whole_to(1_000_000)},
    ),
}


def verdict_on_item(item: Item, ask: Condition, context: Context) -> Verdict | None:
    """The verdict on the item as a whole; None where the question is for its publications."""
    question = QUESTIONS[ask.code]
    if question.item is not None:
        finding = question.item(item, ask, context)
    elif isinstance(item, Work) and question.work is not None:
        finding = question.work(item, ask, context)
    elif isinstance(item, Work) and question.publication is not None:
        return None
    elif isinstance(item, Activity) and question.activity is not None:
        finding = question.activity(item, ask, context)
    else:
        kind = KIND[item.kind]
        finding = no(f"{kind.en} cannot have this", f"{kind.th}ไม่มีคุณสมบัตินี้ได้")
    return Verdict(ask.code, *finding)


def verdict_on_publication(work: Work, publication: Publication, ask: Condition, context: Context) -> Verdict | None:
    """The verdict on one publication; None where the question is for the work as a whole."""
    answer = QUESTIONS[ask.code].publication
    return None if answer is None else Verdict(ask.code, *answer(work, publication, ask, context))
