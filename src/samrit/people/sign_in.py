"""Sign-in: staff accounts are made by an administrator, never by signing up; wrong passwords lock, and are told of."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.rubric.words import moment_words
from samrit.people.actions.accounts import SAME_PASSWORD, choose_password
from samrit.people.models import User
from samrit.platform import audit
from samrit.platform.language import spoken
from samrit.platform.models import AuditEntry

_log = logging.getLogger(__name__)
_LOCKED = "people.sign_in.locked"


class StaffAdapter(DefaultAccountAdapter):
    """No self-registration; a lock after repeated failures, with a notice on the page and by mail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "เข้าสู่ระบบไม่สำเร็จหลายครั้ง จึงระงับไว้ชั่วคราว โปรดลองใหม่ภายหลัง หรือขอให้ผู้ดูแลระบบตั้งรหัสผ่านใหม่"
        ),
        "username_password_mismatch": gettext_lazy("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"),
    }

    def is_open_for_signup(self, request: Any) -> bool:  # noqa: ARG002 -- allauth's signature
        return False

    def authentication_failed(self, request: Any, **credentials: Any) -> None:
        """Tells the owner of the account as soon as it has been locked: once a lock."""
        super().authentication_failed(request, **credentials)
        name = credentials.get("username", "")
        if name and not self._another_try(request, **credentials):
            user = User.objects.filter(username__iexact=name, is_active=True).first()
            if user is not None:
                _tell_of_lock(user)

    def _another_try(self, request: Any, **credentials: Any) -> bool:
        """Whether the limit for this account (not the one for the address of the computer) leaves one more try."""
        rates = settings.ACCOUNT_RATE_LIMITS["login_failed"].split(",")
        return bool(
            ratelimit.consume(
                request,
                app="allauth.account",
                action="login_failed",
                config={"login_failed": ",".join(rate for rate in rates if rate.endswith("/key"))},
                key=self._get_login_attempts_cache_key(request, **credentials),
                dry_run=True,
            )
        )

    def login(self, request: Any, user: User) -> None:
        """Signs in; who was locked out since the last time is told so on the page."""
        before = user.last_login
        super().login(request, user)
        locks = AuditEntry.objects.filter(subject=f"user:{user.pk}", action=_LOCKED)
        if before is not None:
            locks = locks.filter(at__gt=before)
        last = locks.order_by("-sequence").first()
        if last is not None:
            at = spoken(moment_words(timezone.localtime(last.at)))
            messages.warning(
                request, _("มีการเข้าสู่ระบบด้วยบัญชีของท่านไม่สำเร็จหลายครั้งเมื่อ %(at)s หากไม่ใช่ท่าน โปรดแจ้งผู้ดูแลระบบ") % {"at": at}
            )

    def clean_password(self, password: str, user: User | None = None) -> str:
        """A password that follows the rules and is not the one that the person has. Raises ValidationError."""
        cleaned = super().clean_password(password, user)
        if user is not None and user.check_password(cleaned):
            raise ValidationError(" ".join(spoken(part) for part in SAME_PASSWORD))
        return cleaned

    def set_password(self, user: User, password: str) -> None:
        """Keeps what the person chose, in the audit chain too; `user` is what allauth goes on with."""
        chosen = choose_password(password, acting_user=user)
        user.password, user.must_change_password = chosen.password, False

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Changes of password, codes and passkeys are told to the address that the administrator recorded."""
        super().send_notification_mail(template_prefix, user, context, email or user.email or None)


def _tell_of_lock(user: User) -> None:
    with transaction.atomic():
        audit.record(_LOCKED, actor="", subject=f"user:{user.pk}")
    if not user.email:
        return
    with translation.override(user.language):
        subject = _("ระงับการเข้าสู่ระบบชั่วคราว")
        text = _(
            "เรียน %(name)s\n\nมีผู้พยายามเข้าสู่ระบบสัมฤทธิ์ด้วยบัญชีของท่านไม่สำเร็จหลายครั้ง ระบบจึงระงับการเข้าสู่ระบบไว้ชั่วคราว\n"
            "หากไม่ใช่ท่าน โปรดแจ้งผู้ดูแลระบบของหน่วยงาน"
        ) % {"name": user}
    # A mail server that is down must not show a stranger at the sign-in page that this account exists.
    try:
        send_mail(subject, text, None, [user.email])
    except OSError:
        _log.exception("people.sign_in.notice_not_sent")
