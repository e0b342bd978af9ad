"""Tokens of the API: made for oneself, or by an administrator for an account that no person signs in with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean_line
from samrit.exchange.enums import TokenScope
from samrit.exchange.models import ApiToken
from samrit.exchange.tokens import PREFIX, new_secret, secret_hash
from samrit.people.actions.shared import require_over
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Forbidden, Standing

MOST_DAYS = 366
MOST_TOKENS = 20
"""Open tokens of one account."""


@transaction.atomic(durable=True)
def make_token(user: User, *, name: str, scopes: Iterable[str], days: int, acting_user: User) -> tuple[ApiToken, str]:
    """A token for an account, and its secret, which is told this once. It does what the account may do, no more.

    For one's own account; an administrator also for one without password and identity number: who could make a token
    for a colleague could act in the colleague's name.
    """
    standing = _standing(user, acting_user)
    called, wanted = clean_line(name), [scope for scope in TokenScope.values if scope in set(scopes)]
    if not called or len(called) > 100:
        raise Refused(
            "name",
            Message("the token has no name of 1 to 100 letters", "โปรดตั้งชื่อ ๑–๑๐๐ ตัวอักษร"),
            Message("say what it is used for", "ระบุว่าใช้ทำอะไร เช่น ส่งผลจากระบบ ก"),
        )
    if not wanted or len(wanted) != len(set(scopes)):
        raise Refused(
            "scopes",
            Message("no scope is chosen, or one that does not exist", "ยังไม่ได้เลือกขอบเขต หรือเลือกขอบเขตที่ไม่มี"),
            Message(f"choose from {', '.join(TokenScope.values)}", "เลือกอย่างน้อยหนึ่งขอบเขต"),
        )
    if not 1 <= days <= MOST_DAYS:
        raise Refused(
            "days",
            Message(f"a token lives 1 to {MOST_DAYS} days", f"อายุโทเค็นต้องอยู่ระหว่าง 1 ถึง {MOST_DAYS} วัน"),
            Message("choose a number of days in between", "โปรดเลือกจำนวนวันในช่วงนี้"),
        )
    now = timezone.now()
    if ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now).count() >= MOST_TOKENS:
        raise Refused(
            "",
            Message(f"the account has {MOST_TOKENS} tokens already", f"บัญชีนี้มีโทเค็นครบ {MOST_TOKENS} รายการแล้ว"),
            Message("revoke one that is not used", "โปรดเพิกถอนรายการที่ไม่ใช้"),
        )
    secret = new_secret()
    row = ApiToken.objects.create(
        user=user,
        name=called,
        start=secret[: len(PREFIX) + 4],
        hash=secret_hash(secret),
        scopes=wanted,
        made_by=acting_user,
        expires_at=now + dt.timedelta(days=days),
    )
    data = {"user": user.audit_name, "scopes": wanted, "expires_at": row.expires_at.isoformat()}
    record("exchange.token.made", subject=row.subject, acting_user=acting_user, standing=standing, data=data)
    return row, secret


@transaction.atomic(durable=True)
def revoke_token(token: ApiToken, *, acting_user: User) -> ApiToken:
    """Closes a token at once and for good: one's own, or any by an administrator."""
    standing = (
        None if token.user_id == acting_user.pk and acting_user.is_active else require_over(acting_user, token.user)
    )
    now = timezone.now()
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        token.revoked_at = now
        record("exchange.token.revoked", subject=token.subject, acting_user=acting_user, standing=standing)
    return token


def is_machine(user: User) -> bool:
    """Whether no person can sign in with the account: it has no password, passkey, identity."""
    passkeys = user.authenticator_set.exists() or user.socialaccount_set.exists()
    return not user.has_usable_password() and user.pid_hash is None and not passkeys


def _standing(user: User, acting_user: User) -> Standing | None:
    """None for one's own account; else the administrator's standing, asked before anything is looked at."""
    if user.pk == acting_user.pk:
        if not acting_user.is_active:
            raise Forbidden(Act.VIEW)
        return None
    standing = require_over(acting_user, user)
    if not is_machine(user):
        raise Refused(
            "user",
            Message("this is a person's account", "เป็นบัญชีของบุคคล"),
            Message(
                "the person makes it; for a program make an account without a password",
                "ให้เจ้าของบัญชีสร้างเอง สำหรับโปรแกรมให้สร้างบัญชีที่ไม่มีรหัสผ่าน",
            ),
        )
    return standing
