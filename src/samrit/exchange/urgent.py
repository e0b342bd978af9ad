"""Urgent notices at once: what was returned, approved, is overdue or waits for a person, by mail and LINE as chosen.

Every few seconds the worker asks for notices that nobody has looked at here yet. Those of one person that come together
go in one message: LINE counts messages, and fifty works approved at once are one piece of news.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from samrit.channels import vault
from samrit.channels.addresses import base
from samrit.channels.platforms import line
from samrit.channels.platforms.http import Lost, NotSent
from samrit.channels.platforms.outcome import Kind, Refusal
from samrit.channels.tokens import token_of
from samrit.core.contract import Message, Refused
from samrit.exchange.enums import UrgentKind, Way
from samrit.exchange.models import LineLink, UrgentChoice, UrgentNotice
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Forbidden
from samrit.platform.language import spoken
from samrit.publicity.enums import ChannelCode, NoticeCode, ReminderCode, ReportCode
from samrit.publicity.models import Notification
from samrit.publicity.notices import sentence

logger = logging.getLogger(__name__)
_CODES: Mapping[str, frozenset[str]] = {
    UrgentKind.RETURNED: frozenset(
        {NoticeCode.WORK_RETURNED, NoticeCode.PLAN_RETURNED, ReportCode.RETURNED, NoticeCode.TAKE_DOWN}
    ),
    UrgentKind.APPROVED: frozenset({NoticeCode.WORK_APPROVED, NoticeCode.PLAN_APPROVED, ReportCode.ACKNOWLEDGED}),
    UrgentKind.OVERDUE: frozenset({ReminderCode.REPORT_OVERDUE}),
    UrgentKind.CHANNELS: frozenset(ChannelCode),
}
_KIND_OF = {str(code): kind for kind, codes in _CODES.items() for code in codes}
FRESH = dt.timedelta(hours=1)
"""What is older is no news any more: the digest tells of it."""
WAITS = (60, 300, 1_800, 7_200)
"""Seconds before each further try; then it is left to the digest."""
_LOOKED_BACK = 2_000
"""So many of the newest notices are looked at: a notice may be committed after one with a higher number."""
_MOST = 20
_QUIET_FROM, _QUIET_UNTIL = 20, 7
"""Hours between which LINE rings no phone."""
_ONCE = uuid.UUID("5b0f6b0e-2568-4c0b-8f0e-730125690002")
"""Under it the key of a message is made: asked for again, LINE sends it once."""
_SUBJECT = Message("Samrit: news that concerns you", "สัมฤทธิ์: เรื่องด่วนถึงท่าน")


@transaction.atomic(durable=True)
def choose_urgent(*, mail: Iterable[str], line: Iterable[str], acting_user: User) -> None:
    """Of what kinds (`UrgentKind`) a person is told at once, by mail and by LINE. Everybody chooses for oneself."""
    if not acting_user.is_active:
        raise Forbidden(Act.VIEW)
    chosen = {"mail": _known("mail", mail), "line": _known("line", line)}
    UrgentChoice.objects.update_or_create(user=acting_user, defaults=chosen)
    record(
        "exchange.urgent.chosen", subject=acting_user.audit_name, acting_user=acting_user, standing=None, data=chosen
    )


def _known(path: str, kinds: Iterable[str]) -> list[str]:
    wanted = set(kinds)
    if not wanted <= set(UrgentKind.values):
        raise Refused(
            path,
            Message("there is no such kind of notice", "ไม่มีเรื่องประเภทนี้"),
            Message(f"choose from {', '.join(UrgentKind.values)}", "โปรดเลือกจากรายการ"),
        )
    return [kind for kind in UrgentKind.values if kind in wanted]


def choice_of(user: User) -> UrgentChoice:
    """What a person chose; the defaults, unsaved, of who never did. 1 query."""
    return UrgentChoice.objects.filter(user=user).first() or UrgentChoice(user=user)


# --- sending ---


def is_due() -> bool:
    """Whether something is to be looked at or sent now: what the worker asks every few seconds. 3 small queries."""
    return UrgentNotice.objects.filter(next_at__lte=timezone.now()).exists() or _new().exists()


def send_urgent() -> int:
    """Sends what is due, tries again later what failed; gives how many notices went out."""
    now = timezone.now()
    _gather(now)
    due = UrgentNotice.objects.filter(next_at__lte=now).select_related("notice__user", "notice__by").order_by("pk")
    parts: dict[tuple[int, str, dt.datetime], list[UrgentNotice]] = {}
    for row in due:  # tried together once, they stay together: the key of their message is the same
        if row.next_at is not None:
            parts.setdefault((row.notice.user_id, row.way, row.next_at), []).append(row)
    return sum(map(_send, parts.values()))


def _new() -> QuerySet[Notification]:
    """Urgent notices of the last hour that were not looked at."""
    newest = Notification.objects.aggregate(last=Max("pk"))["last"] or 0
    seen = UrgentNotice.objects.filter(notice=OuterRef("pk"))
    rows = Notification.objects.filter(pk__gt=newest - _LOOKED_BACK, at__gte=timezone.now() - FRESH)
    return rows.filter(~Exists(seen), code__in=list(_KIND_OF))


def _gather(now: dt.datetime) -> None:
    """Notes of every new notice by which ways it goes."""
    notices = list(_new().select_related("user"))
    users = {row.user_id for row in notices}
    choices = {row.user_id: row for row in UrgentChoice.objects.filter(user__in=users)}
    linked = set(LineLink.objects.filter(user__in=users, linked_at__isnull=False).values_list("user", flat=True))
    rows = []
    for notice in notices:
        choice = choices.get(notice.user_id) or UrgentChoice(user=notice.user)
        ways = list(_ways(notice, choice, linked=notice.user_id in linked))
        rows += [UrgentNotice(notice=notice, way=way, next_at=now) for way in ways]
        rows += [] if ways else [UrgentNotice(notice=notice, way=Way.NONE)]
    UrgentNotice.objects.bulk_create(rows, ignore_conflicts=True)


def _ways(notice: Notification, choice: UrgentChoice, *, linked: bool) -> Iterator[Way]:
    if not notice.user.is_active:
        return
    kind = _KIND_OF[notice.code]
    if kind in choice.mail and notice.user.email:
        yield Way.MAIL
    if kind in choice.line and linked:
        yield Way.LINE


def _send(rows: Sequence[UrgentNotice]) -> int:
    """Sends notices of one person by one way, in one message; what was read in the meantime is left out."""
    user, way = rows[0].notice.user, rows[0].way
    told = [row for row in rows if row.notice.read_at is None]
    try:  # outside any transaction: a slow platform must not hold up who writes
        sent = bool(told) and user.is_active and _BY[way](user, told)
    except (OSError, Lost, NotSent, vault.Unreadable):  # sent under one key: asked for again, it comes once
        return _again(rows)
    except Refusal as refusal:
        logger.warning("exchange.urgent.refused", extra={"user": user.pk, "why": refusal.outcome.why})
        if refusal.outcome.kind is not Kind.REJECTED:
            return _again(rows)
        sent = False  # it would be refused again
    done = {row.pk for row in told} if sent else set()
    UrgentNotice.objects.filter(pk__in=[row.pk for row in rows]).update(next_at=None)
    UrgentNotice.objects.filter(pk__in=done).update(sent_at=timezone.now())
    return len(done)


def _again(rows: Sequence[UrgentNotice]) -> int:
    tries = rows[0].tries
    at = timezone.now() + dt.timedelta(seconds=WAITS[tries]) if tries < len(WAITS) else None
    UrgentNotice.objects.filter(pk__in=[row.pk for row in rows]).update(tries=tries + 1, next_at=at)
    logger.warning("exchange.urgent.not_sent", extra={"user": rows[0].notice.user_id, "way": rows[0].way})
    return 0


def _words(user: User, rows: Sequence[UrgentNotice]) -> str:
    said = [f"- {spoken(sentence(row.notice), user.language)}" for row in rows[:_MOST]]
    if len(rows) > _MOST:
        more = Message(f"- and {len(rows) - _MOST} more", f"- และอีก {len(rows) - _MOST} เรื่อง")
        said.append(spoken(more, user.language))
    return "\n".join([*said, f"{base()}/notifications/"])


def _by_mail(user: User, rows: Sequence[UrgentNotice]) -> bool:
    subject = spoken(_SUBJECT, user.language)
    return bool(send_mail(subject, f"{_words(user, rows)}\n", settings.DEFAULT_FROM_EMAIL, [user.email]))


def _by_line(user: User, rows: Sequence[UrgentNotice]) -> bool:
    link = LineLink.objects.select_related("account").filter(user=user, linked_at__isnull=False).first()
    if link is None or link.account is None:  # ended in the meantime
        return False
    key = str(uuid.uuid5(_ONCE, " ".join(str(row.notice_id) for row in rows)))
    hour = timezone.localtime().hour
    quiet = hour >= _QUIET_FROM or hour < _QUIET_UNTIL
    text = f"{spoken(_SUBJECT, user.language)}\n{_words(user, rows)}"
    line.push(token_of(link.account), vault.unseal(link.sealed), text, key, quiet=quiet)
    return True


_BY = {Way.MAIL: _by_mail, Way.LINE: _by_line}
