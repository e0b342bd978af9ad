"""Telling other systems of changes: out of the audit chain, signed, tried again, and never to a private address.

A message is thin: which change (`event`, the chain's own code), of what (`subject`), when. Whoever wants more reads it
through the API with a token of its own, so that no address is ever told what its owner may not see.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
import json
import socket
import time
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.evidence.links import is_open
from samrit.exchange.enums import DeliveryState
from samrit.exchange.models import Delivery, Webhook
from samrit.exchange.transport import signature
from samrit.platform.models import AuditEntry

WAITS = (60, 300, 1_800, 7_200, 21_600, 86_400)
"""Seconds before each further try; then it has failed, and a person may send it again."""
_SECONDS = 10
_AT_ONCE = 500
_KEPT_WORDS = 200


def secret_of(webhook: Webhook) -> str:
    """The secret that messages are signed with, made from the installation's key: none is stored."""
    said = f"webhook:{webhook.uid}:{webhook.secret_number}".encode()
    return f"whsec_{hmac.new(settings.SAMRIT_SIGNING_KEY.encode(), said, hashlib.sha256).hexdigest()}"


def wants(webhook: Webhook, event: str) -> bool:
    """Whether a webhook is told of an event."""
    return any(event == one or (one.endswith("*") and event.startswith(one[:-1])) for one in webhook.events)


# --- addresses ---


def checked_address(url: str) -> str:
    """The address, if it may be told anything. Raises Refused otherwise; looked up anew before every sending."""
    places_of(url)
    return url


def places_of(url: str) -> list[str]:
    """The network addresses of a host, all of them public unless the settings allow that host."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    allowed = host in settings.SAMRIT_WEBHOOK_PRIVATE
    if parts.scheme != "https" and not (allowed and parts.scheme == "http"):
        raise _refused(("only https addresses are told", "ใช้ได้เฉพาะที่อยู่ https"), ("write https://…", "พิมพ์ https://…"))
    if not host or parts.username or parts.password or parts.fragment:
        raise _refused(
            ("the address has no host, or a name and password in it", "ที่อยู่ไม่ถูกต้อง หรือมีชื่อและรหัสผ่าน"),
            ("write https://host/path", "พิมพ์แบบ https://host/path"),
        )
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = {row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError, ValueError):
        raise _refused(("the host is not known", "ไม่พบเครื่องปลายทาง"), ("check its name", "โปรดตรวจสอบชื่อ")) from None
    if not allowed and not all(is_open(ipaddress.ip_address(one.partition("%")[0])) for one in found):
        raise _refused(
            ("the host lies in a private network", "เครื่องปลายทางอยู่ในเครือข่ายภายใน"),
            (
                "use a public address, or ask the operator to allow this host (SAMRIT_WEBHOOK_PRIVATE)",
                "ใช้ที่อยู่สาธารณะ หรือให้ผู้ดูแลระบบอนุญาตเครื่องนี้",
            ),
        )
    return sorted(found)


def _refused(what: tuple[str, str], mend: tuple[str, str]) -> Refused:
    return Refused("url", Message(*what), Message(*mend))


# --- from the chain to deliveries ---


def is_due() -> bool:
    """Whether there is something to look at or to send now: what the worker asks every few seconds. 3 small queries."""
    if waiting().exists():
        return True
    newest = AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    return Webhook.objects.filter(ended_at=None, through__lt=newest).exists()


def gather() -> int:
    """Makes a delivery of every new change that an open webhook wants; gives their number."""
    made = 0
    for webhook in Webhook.objects.filter(ended_at=None):
        entries = list(AuditEntry.objects.filter(sequence__gt=webhook.through).order_by("sequence")[:_AT_ONCE])
        if not entries:
            continue
        rows = [_delivery(webhook, entry) for entry in entries if wants(webhook, entry.action)]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        Webhook.objects.filter(pk=webhook.pk, through__lt=entries[-1].sequence).update(through=entries[-1].sequence)
        made += len(rows)
    return made


def _delivery(webhook: Webhook, entry: AuditEntry) -> Delivery:
    payload = {
        "sequence": entry.sequence,
        "event": entry.action,
        "subject": entry.subject,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
    }
    return Delivery(
        webhook=webhook, sequence=entry.sequence, event=entry.action, payload=payload, next_at=timezone.now()
    )


def waiting() -> QuerySet[Delivery]:
    """What is to be sent now, the oldest first."""
    return to_send().filter(next_at__lte=timezone.now()).select_related("webhook").order_by("sequence")[:_AT_ONCE]


def to_send() -> QuerySet[Delivery]:
    """What waits for a first or a further try."""
    return Delivery.objects.filter(state=DeliveryState.WAITING, webhook__ended_at=None)


def deliver(row: Delivery) -> bool:
    """Sends one message and notes the try. Sent twice it does no harm: `X-Samrit-Delivery` says that it is the same."""
    began = timezone.now()
    status, words = _post(row)
    done = status is not None and 200 <= status < 300
    row.tries = [*row.tries, {"at": began.isoformat(timespec="seconds"), "status": status, "words": words}]
    place = len(row.tries) - 1 - row.earlier
    if done:
        row.state, row.delivered_at, row.next_at = DeliveryState.DELIVERED, timezone.now(), None
    elif place >= len(WAITS):
        row.state, row.next_at = DeliveryState.FAILED, None
    else:
        row.next_at = timezone.now() + dt.timedelta(seconds=WAITS[place])
    row.save(update_fields=["tries", "state", "delivered_at", "next_at"])
    return done


def _post(row: Delivery) -> tuple[int | None, str]:
    """The status of the answer, or None and why there was none. Goes to the very address that was looked at."""
    webhook = row.webhook
    try:
        place = places_of(webhook.url)[0]
    except Refused as refused:
        return None, refused.what.en
    url = httpx.URL(webhook.url)
    host = url.host
    body = json.dumps({"id": str(row.uid), **row.payload}, separators=(",", ":")).encode()
    headers = {
        "Host": url.netloc.decode(),
        "Content-Type": "application/json",
        "User-Agent": "Samrit",
        "X-Samrit-Event": row.event,
        "X-Samrit-Delivery": str(row.uid),
        "X-Samrit-Signature": signature(secret_of(webhook), body, int(time.time())),
    }
    try:
        with (
            httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST",
                url.copy_with(host=place),
                content=body,
                headers=headers,
                extensions={"sni_hostname": host},
            ) as answer,
        ):
            return answer.status_code, ""
    except httpx.HTTPError as error:
        return None, f"{type(error).__name__}: {error}"[:_KEPT_WORDS]
