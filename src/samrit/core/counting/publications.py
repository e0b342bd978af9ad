"""Conditions asked of each publication of a piece or story: was it public, where, when, how long, and is it proved?"""

from __future__ import annotations

from datetime import datetime, timedelta

from samrit.core.contract import Message
from samrit.core.counting.evidence import pack_complete
from samrit.core.counting.findings import Context, Finding, day_in_words, in_days, no, short, unknown, yes
from samrit.core.counting.items import Publication, Withdrawal, Work
from samrit.core.counting.rule import Condition
from samrit.core.counting.vocabulary import CHANNEL, VISIBILITY, named


def on_owned_channel(_work: Work, publication: Publication, _ask: Condition, context: Context) -> Finding:
    """The channel is one of the agency's own."""
    return owned((publication.channel,), context)


def owned(channels: tuple[str, ...], context: Context) -> Finding:
    """One of the channels is the agency's own."""
    ours = [name for name in channels if name in context.rule.owned_channels]
    if ours:
        shown = named(CHANNEL, tuple(map(short, ours)))
        return yes(f"on our own channel {shown.en}", f"อยู่บนช่องทางของหน่วยงาน {shown.th}")
    if not channels:
        return no("no channel is recorded", "ไม่ได้บันทึกช่องทาง")
    shown = named(CHANNEL, tuple(map(short, channels)))
    return no(f"{shown.en} is not a channel of ours", f"{shown.th} ไม่ใช่ช่องทางของหน่วยงาน")


def public(_work: Work, publication: Publication, _ask: Condition, context: Context) -> Finding:
    """A person who is not logged in could see it; a broadcast was accepted and delivered."""
    finding = shown_to_public(publication, context)
    first = publication.first_public_at
    if finding.held and first is not None and first > context.as_of:
        at = context.moment(first)
        return unknown(f"not yet: to be public on {at.en}", f"ยังไม่ถึงเวลา จะเผยแพร่เมื่อ {at.th}")
    return finding


def shown_to_public(publication: Publication, context: Context) -> Finding:
    """Whether it is the sort of publication that anybody can see, whenever that is."""
    channel = named(CHANNEL, (short(publication.channel),))
    if publication.channel in context.rule.broadcast.channels:
        return _delivered(publication, channel, context.rule.broadcast.delivered)
    word = publication.visibility
    if publication.seen_logged_out is False:
        return no(f"{channel.en}: a logged-out person cannot see it", f"{channel.th}: ผู้ที่ไม่ได้ลงชื่อเข้าใช้มองไม่เห็น")
    if word is not None and word not in context.rule.public:
        said = VISIBILITY.get(word, Message.same(short(word)))
        return no(f"{channel.en}: {said.en}, not public", f"{channel.th}: {said.th} ไม่เป็นสาธารณะ")
    if word is None and publication.seen_logged_out is None:
        return unknown(f"{channel.en}: who can see it is not recorded", f"{channel.th}: ไม่ได้บันทึกว่าใครมองเห็นได้")
    return yes(f"{channel.en}: public to everybody", f"{channel.th}: ทุกคนมองเห็นได้")


def _delivered(publication: Publication, channel: Message, wanted: int) -> Finding:
    number = publication.delivered
    if publication.accepted is False:
        return no(f"{channel.en}: the message was not accepted", f"{channel.th}: ระบบไม่รับข้อความ")
    if number is not None and number < wanted:
        return no(
            f"{channel.en}: delivered to {number} people, {wanted} wanted",
            f"{channel.th}: ส่งถึง {number} คน จากที่ต้องการอย่างน้อย {wanted} คน",
        )
    if number is None:
        return unknown(
            f"{channel.en}: how many people it was delivered to is not known, which is not 0",
            f"{channel.th}: ยังไม่ทราบจำนวนผู้รับ ซึ่งไม่ได้แปลว่าเป็น 0",
        )
    if publication.accepted is None:
        return unknown(
            f"{channel.en}: whether it was accepted is not recorded", f"{channel.th}: ไม่ได้บันทึกว่าระบบรับข้อความแล้ว"
        )
    return yes(
        f"{channel.en}: accepted and delivered to {number} people",
        f"{channel.th}: ระบบรับข้อความแล้ว ส่งถึง {number} คน",
    )


def releases(work: Work, context: Context) -> tuple[list[datetime | None], list[datetime]]:
    """When the work became public: for certain (None: at an unknown time), and perhaps."""
    certain: list[datetime | None] = []
    perhaps: list[datetime] = []
    for publication in work.publications:
        held = shown_to_public(publication, context).held
        if held:
            certain.append(publication.first_public_at)
        elif held is None and publication.first_public_at is not None:
            perhaps.append(publication.first_public_at)
    return certain, perhaps


def in_period(work: Work, publication: Publication, _ask: Condition, context: Context) -> Finding:
    """It became public in the period, and the work had not been public before the period."""
    first = publication.first_public_at
    if first is None:
        return unknown("when it became public is not recorded", "ไม่ได้บันทึกเวลาที่เผยแพร่ครั้งแรก")
    at, start, end = context.moment(first), day_in_words(context.start), day_in_words(context.end)
    if not context.start <= context.day(first) <= context.end:
        return no(
            f"first public {at.en}, outside the period {start.en} to {end.en}",
            f"เผยแพร่ครั้งแรก {at.th} อยู่นอกงวด {start.th} ถึง {end.th}",
        )
    certain, perhaps = releases(work, context)
    earlier = [one for one in certain if one is not None and context.day(one) < context.start]
    if earlier:
        was = context.moment(min(earlier))
        return no(f"the work was already public {was.en}, before the period", f"ผลงานนี้เผยแพร่แล้วเมื่อ {was.th} ก่อนเริ่มงวด")
    if None in certain or any(context.day(one) < context.start for one in perhaps):
        return unknown(
            "whether another publication of it was public before the period is not known",
            "ยังไม่ทราบว่าการเผยแพร่ครั้งอื่นเป็นสาธารณะก่อนเริ่มงวดหรือไม่",
        )
    return yes(f"first public {at.en}, in the period", f"เผยแพร่ครั้งแรก {at.th} อยู่ในงวด")


def stayed_public(_work: Work, publication: Publication, ask: Condition, context: Context) -> Finding:
    """It stayed public so many days, or was withdrawn with a recorded reason."""
    shown = shown_to_public(publication, context)
    if not shown.held:
        return shown
    if publication.channel in context.rule.broadcast.channels:
        return yes("a delivered message stays with its readers", "ข้อความที่ส่งถึงแล้วอยู่กับผู้รับ")
    first = publication.first_public_at
    if first is None:
        return unknown("since when it is public is not recorded", "ไม่ได้บันทึกว่าเป็นสาธารณะตั้งแต่เมื่อใด")
    return _lasted(first, publication.withdrawal, ask.whole("days"), context)


def _lasted(first: datetime, withdrawal: Withdrawal | None, days: int, context: Context) -> Finding:
    stayed = (context.as_of if withdrawal is None else withdrawal.at) - first
    lasted = max(stayed.days, 0)
    if stayed >= timedelta(days=days):
        return yes(f"public for {in_days(lasted)}", f"เป็นสาธารณะ {lasted} วัน")
    if withdrawal is None:
        until = context.moment(first + timedelta(days=days))
        return unknown(
            f"not yet: {in_days(days)} in public are complete on {until.en}",
            f"ยังไม่ครบเวลา จะครบ {days} วัน เมื่อ {until.th} หากยังเป็นสาธารณะ",
        )
    reason = short(withdrawal.reason or "")
    if reason:
        return yes(f"withdrawn after {in_days(lasted)}, because: {reason}", f"ถอนออกหลัง {lasted} วัน เพราะ {reason}")
    return no(
        f"withdrawn after {in_days(lasted)} without a recorded reason, {in_days(days)} wanted",
        f"ถอนออกหลัง {lasted} วัน โดยไม่บันทึกเหตุผล ต้องครบ {days} วัน",
    )


def evidence_complete(work: Work, publication: Publication, ask: Condition, context: Context) -> Finding:
    """Its own evidence and that of the work hold every part that is asked."""
    return pack_complete((*publication.evidence, *work.evidence), publication.reference, ask, context)
