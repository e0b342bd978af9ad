"""The mail that goes with a notice of the channels at once: tomorrow's digest would come too late."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django_tasks import task

from samrit.core.contract import Message, speak
from samrit.publicity.models import Notification
from samrit.publicity.notices import sentence

logger = logging.getLogger(__name__)
_SUBJECT = Message("Samrit: a channel needs you", "สัมฤทธิ์: ช่องทางเผยแพร่รอท่านดำเนินการ")


@task()
def mail_notices(numbers: list[int]) -> int:
    """Mails these notices to those whom they are for; gives how many went out. A mail that fails is in the digest."""
    sent = 0
    for row in Notification.objects.filter(pk__in=numbers).select_related("by", "user").order_by("pk"):
        if not row.user.email:
            continue
        lang = row.user.language
        try:
            send_mail(
                speak(_SUBJECT, lang), f"{speak(sentence(row), lang)}\n", settings.DEFAULT_FROM_EMAIL, [row.user.email]
            )
        except OSError:
            logger.exception("channels.mail.failed", extra={"notice": row.pk})
        else:
            sent += 1
    return sent
