"""The daily digest: what a person must do and has not read, as one short mail."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef
from django.utils import translation

from samrit.core.contract import Message
from samrit.core.rubric.words import date_words
from samrit.core.thai import format_date
from samrit.people.models import User
from samrit.platform.language import spoken
from samrit.publicity.models import DigestSent, Notification
from samrit.publicity.notices import sentence
from samrit.publicity.queries.week import Week, unread_notices, week

logger = logging.getLogger(__name__)

MOST_NOTICES = 20


@dataclass(frozen=True, slots=True)
class Digest:
    """A day's digest of one person: what there is to do (how many of each), and the unread notices."""

    user: User
    day: dt.date
    to_do: tuple[Message, ...]
    notices: tuple[Notification, ...]
    more: int

    @property
    def empty(self) -> bool:
        """Nothing to do and nothing unread: no mail is sent."""
        return not self.to_do and not self.notices


_TO_DO: tuple[tuple[str, Message], ...] = (
    ("tasks", Message("tasks: {n}", "งานที่ต้องทำ {n} รายการ")),
    ("returned_works", Message("works returned to you: {n}", "งานที่ถูกส่งกลับ {n} รายการ")),
    ("returned_plans", Message("plans returned to you: {n}", "แผนที่ถูกส่งกลับ {n} ฉบับ")),
    ("plans_to_approve", Message("plans waiting for your approval: {n}", "แผนรอความเห็นชอบ {n} ฉบับ")),
    ("works_to_approve", Message("works waiting for your approval: {n}", "งานรออนุมัติ {n} รายการ")),
    ("works_to_verify", Message("works waiting for your check: {n}", "งานรอตรวจสอบ {n} รายการ")),
    ("duplicates", Message("works that look alike, to decide on: {n}", "งานที่คล้ายกัน รอชี้ขาด {n} คู่")),
    ("due_works", Message("works planned for these days: {n}", "งานที่กำหนดไว้ในช่วงนี้ {n} รายการ")),
    ("due_lines", Message("lines of the plan that nobody has begun: {n}", "รายการในแผนที่ยังไม่เริ่ม {n} รายการ")),
    ("reviews", Message("storytellers to review: {n}", "นักเล่าเรื่องที่ถึงกำหนดทบทวน {n} คน")),
    ("periods", Message("reports due or overdue: {n}", "รายงานที่ถึงกำหนดหรือเกินกำหนด {n} งวด")),
)


def digest_for(user: User, day: dt.date) -> Digest:
    """What a person is told on a day: 16 queries at most."""
    now = week(user, day)
    unread = list(unread_notices(user)[: MOST_NOTICES + 1])
    return Digest(
        user=user,
        day=day,
        to_do=tuple(_to_do(now)),
        notices=tuple(unread[:MOST_NOTICES]),
        more=max(now.unread - MOST_NOTICES, 0),
    )


def _to_do(now: Week) -> Iterable[Message]:
    for name, said in _TO_DO:
        number = len(getattr(now, name))
        if number:
            yield Message(said.en.format(n=number), said.th.format(n=number))


def mail_of(digest: Digest) -> tuple[str, str]:
    """Subject and body in the person's language."""
    lang = digest.user.language
    shown = date_words(digest.day).en if lang == "en" else format_date(digest.day, thai_digits=False)
    subject = Message(f"Samrit: your work on {shown}", f"สัมฤทธิ์: งานของท่าน วันที่ {shown}")
    parts: list[Message] = [Message(f"For {digest.user}", f"เรียน {digest.user}")]
    if digest.to_do:
        parts += [Message("", ""), Message("To do", "สิ่งที่ต้องทำ"), *map(_item, digest.to_do)]
    if digest.notices:
        parts += [Message("", ""), Message("New", "แจ้งให้ทราบ"), *(_item(sentence(row)) for row in digest.notices)]
    if digest.more:
        parts.append(_item(Message(f"and {digest.more} more", f"และอีก {digest.more} เรื่อง")))
    return spoken(subject, lang), "\n".join(spoken(part, lang) for part in parts) + "\n"


def _item(said: Message) -> Message:
    return Message(f"- {said.en}", f"- {said.th}")


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails went out, how many people had nothing to be told, and how many mails failed."""

    sent: int = 0
    nothing: int = 0
    failed: int = 0


def send_digests(day: dt.date) -> Sent:
    """Mails the digest of a day to everybody who wants it and has not had it. Run again, it sends what failed."""
    had_it = DigestSent.objects.filter(user=OuterRef("pk"), day=day)
    people = User.objects.filter(~Exists(had_it), is_active=True, wants_digest=True).exclude(email="")
    outcomes = [_send(user, day) for user in people.order_by("pk").iterator()]
    return Sent(*(outcomes.count(name) for name in ("sent", "nothing", "failed")))


def _send(user: User, day: dt.date) -> str:
    digest = digest_for(user, day)
    if digest.empty:
        return "nothing"
    with translation.override(user.language):
        subject, body = mail_of(digest)
    row, first = DigestSent.objects.get_or_create(user=user, day=day)
    if not first:
        return "nothing"
    try:  # outside any transaction: a slow mail server must not hold up who writes
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
    except OSError:  # what mail servers raise; the next run tries again
        row.delete()
        logger.exception("publicity.digest.failed", extra={"user": user.pk, "day": day.isoformat()})
        return "failed"
    return "sent"
