"""What LINE sends of an official account's chats: signed by LINE, for the notices of staff."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from samrit.channels.models import Account
from samrit.exchange.line_notices import heard
from samrit.publicity.enums import Channel

_LARGEST = 1_000_000


@csrf_exempt
@require_POST
def hear(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """200 for what is LINE's own; 403 for anything else, also for an account that is not here."""
    if len(request.body) > _LARGEST:
        return HttpResponse(status=413)
    account = Account.objects.select_related("grant").filter(uid=uid, channel=Channel.LINE).first()
    signature = request.headers.get("X-Line-Signature", "")
    if account is None or not heard(account, request.body, signature):
        return HttpResponse(status=403)
    return HttpResponse(status=200)
