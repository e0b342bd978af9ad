"""The daily digest by LINE: asked for by the person, proved by a code out of the person's own chat, ended at any time.

The office's official account tells LINE to send its messages here (webhook). Who asks gets a code on the page and sends
it to the account: so nobody types the id of another person, and no id has to be looked up.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import logging
import secrets
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from samrit.channels import vault
from samrit.channels.enums import AccountState
from samrit.channels.models import Account
from samrit.channels.platforms import line
from samrit.channels.platforms.http import Lost, NotSent
from samrit.channels.platforms.outcome import Kind, Refusal
from samrit.channels.tokens import token_of
from samrit.core.contract import Message
from samrit.exchange.models import LineLink, LineSent
from samrit.exchange.tokens import secret_hash
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Forbidden
from samrit.platform.language import spoken
from samrit.publicity.digest import Sent, digest_for, mail_of
from samrit.publicity.enums import Channel

logger = logging.getLogger(__name__)
CODE_HOLDS = dt.timedelta(minutes=30)
_DIGITS = 8
_STOP = frozenset({"หยุด", "ยกเลิก", "stop"})
_ONCE = uuid.UUID("5b0f6b0e-2568-4c0b-8f0e-730125690001")
"""Under it the key of a day's message is made: asked for again, LINE sends it once."""
_LINKED = Message(
    "You will be told here every morning what you must do. Send “stop” to end it.",
    "ต่อไประบบจะแจ้งสิ่งที่ท่านต้องทำทางนี้ทุกเช้า ส่งคำว่า “หยุด” เมื่อไม่ต้องการรับ",
)
_ENDED = Message("You will not be told here any more.", "ระบบจะไม่แจ้งทางนี้อีก")


def accounts() -> list[Account]:
    """The official accounts by which staff may be told. 1 query."""
    return list(Account.objects.filter(channel=Channel.LINE, state=AccountState.CONNECTED).order_by("name"))


@transaction.atomic(durable=True)
def begin_line_link(*, acting_user: User) -> str:
    """A code that the person sends to the official account from the own LINE; told this once, for half an hour."""
    _require_open(acting_user)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    LineLink.objects.update_or_create(
        user=acting_user, defaults={"code_hash": secret_hash(code), "code_until": timezone.now() + CODE_HOLDS}
    )
    record("exchange.line.asked", subject=acting_user.audit_name, acting_user=acting_user, standing=None)
    return code


@transaction.atomic(durable=True)
def end_line_link(*, acting_user: User) -> None:
    """The person is told by LINE no more; the id is forgotten."""
    _require_open(acting_user)
    _end(LineLink.objects.filter(user=acting_user).first())


def _require_open(user: User) -> None:
    if not user.is_active:
        raise Forbidden(Act.VIEW)


def _end(link: LineLink | None) -> bool:
    if link is None:
        return False
    user = link.user
    link.delete()
    record("exchange.line.ended", subject=user.audit_name, acting_user=user, standing=None)
    return True


# --- what LINE sends ---


def heard(account: Account, body: bytes, signature: str) -> bool:
    """Takes in what LINE sends of an account's chats. False where the signature is not that of the account's secret."""
    if not _signed(account, body, signature):
        return False
    for event in _events(body):
        said = _taken_in(account, event)
        if said is not None:
            _reply(account, event, said)
    return True


def _signed(account: Account, body: bytes, signature: str) -> bool:
    grant = getattr(account, "grant", None)
    try:
        secret = vault.unseal(grant.refresh) if grant else ""
    except vault.Unreadable:
        return False
    wanted = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    return bool(secret) and hmac.compare_digest(wanted, signature.encode())


def _events(body: bytes) -> Iterator[dict[str, Any]]:
    try:
        rows = json.loads(body)["events"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    for row in rows if isinstance(rows, list) else []:
        source = row.get("source") if isinstance(row, dict) else None
        if isinstance(source, dict) and isinstance(source.get("userId"), str):
            yield row


def _taken_in(account: Account, event: dict[str, Any]) -> tuple[Message, User] | None:
    """What an event changes; gives what is answered, to whom. Others who write to the account are none of ours."""
    user_id, kind = event["source"]["userId"], event.get("type")
    message = event.get("message")
    text = str(message.get("text", "")).strip() if isinstance(message, dict) else ""
    with transaction.atomic(durable=True):
        if kind == "unfollow" or (kind == "message" and text.lower() in _STOP):
            link = LineLink.objects.select_related("user").filter(hash=secret_hash(user_id), account=account).first()
            user = link.user if link else None
            return (_ENDED, user) if _end(link) and user else None
        code = "".join(text.split())
        if kind == "message" and code.isascii() and code.isdigit() and len(code) == _DIGITS:
            return _linked(account, user_id, code)
    return None


def _linked(account: Account, user_id: str, code: str) -> tuple[Message, User] | None:
    rows = LineLink.objects.select_for_update(of=("self",)).select_related("user")
    link = rows.filter(code_hash=secret_hash(code), code_until__gt=timezone.now(), user__is_active=True).first()
    if link is None:
        return None
    LineLink.objects.filter(hash=secret_hash(user_id)).exclude(pk=link.pk).delete()
    link.account, link.sealed, link.hash = account, vault.seal(user_id), secret_hash(user_id)
    link.code_hash, link.code_until, link.linked_at = "", None, timezone.now()
    link.save()
    record(
        "exchange.line.linked",
        subject=link.user.audit_name,
        acting_user=link.user,
        standing=None,
        data={"account": account.subject},
    )
    return _LINKED, link.user


def _reply(account: Account, event: dict[str, Any], said: tuple[Message, User]) -> None:
    """A word in the chat that it worked; where it cannot be said, the page says so too."""
    token = event.get("replyToken")
    if not isinstance(token, str):
        return
    message, user = said
    try:
        line.reply(token_of(account), token, spoken(message, user.language))
    except (Refusal, Lost, NotSent):
        logger.warning("exchange.line.no_reply", extra={"account": account.pk})


# --- every morning ---


def send_line_digests(day: dt.date) -> Sent:
    """Sends the digest of a day to everybody who is linked and has not had it. Run again, it sends what failed."""
    had_it = LineSent.objects.filter(user=OuterRef("user"), day=day)
    rows = LineLink.objects.filter(~Exists(had_it), linked_at__isnull=False, user__is_active=True)
    outcomes = [_send(row, day) for row in rows.select_related("user", "account").order_by("pk")]
    return Sent(*(outcomes.count(name) for name in ("sent", "nothing", "failed")))


def _send(link: LineLink, day: dt.date) -> str:
    user, account = link.user, link.account
    digest = digest_for(user, day)
    if digest.empty:
        return "nothing"
    with translation.override(user.language):
        text = "\n".join(mail_of(digest))
    try:  # outside any transaction: a slow platform must not hold up who writes
        key = str(uuid.uuid5(_ONCE, f"{user.pk} {day.isoformat()}"))
        line.push(token_of(account), vault.unseal(link.sealed), text, key)
    except Refusal as refusal:
        logger.warning("exchange.line.refused", extra={"user": user.pk, "why": refusal.outcome.why})
        if refusal.outcome.kind is Kind.REJECTED:  # it would be refused again
            LineSent.objects.get_or_create(user=user, day=day)
        return "failed"
    except (Lost, NotSent, vault.Unreadable):  # sent under one key: asked for again, it comes once
        return "failed"
    LineSent.objects.get_or_create(user=user, day=day)
    return "sent"
