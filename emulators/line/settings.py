"""The account itself: who it is, friends, profiles, webhook."""

from __future__ import annotations

import base64
import hmac
import json
from typing import TYPE_CHECKING, Any

from emulators import webhooks
from emulators.line.errors import refuse
from emulators.line.state import Channel
from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.line.platform import Line

api = Router()


@api.get("/v2/bot/info")
def info(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    row = {
        "userId": channel.friend(0),
        "basicId": channel.basic_id,
        "displayName": channel.name,
        "chatMode": "bot",
        "markAsReadMode": "auto",
    }
    return json_answer(row)


@api.get("/v2/bot/profile/{user}")
def profile(line: Line, call: Call, user: str) -> Answer:
    channel = line.channel(call)
    if user not in channel.staff and user not in {channel.friend(number) for number in range(1, 51)}:
        raise refuse("Not found", 404)
    return json_answer({"displayName": f"เพื่อนจำลอง {user[-4:]}", "userId": user, "language": "th"})


@api.get("/v2/bot/followers/ids")
def ids(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    limit = call.whole("limit", 300)
    start = call.whole("start", 0)
    row: dict[str, Any] = {
        "userIds": [channel.friend(number) for number in range(start + 1, min(start + limit, channel.friends) + 1)]
    }
    if start + limit < channel.friends:
        row["next"] = str(start + limit)
    return json_answer(row)


@api.get("/v2/bot/channel/webhook/endpoint")
def endpoint(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    if not channel.webhook:
        raise refuse("Webhook endpoint is not set", 404)
    return json_answer({"endpoint": channel.webhook, "active": channel.webhook_active})


@api.put("/v2/bot/channel/webhook/endpoint")
def set_endpoint(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    address = str(call.object.get("endpoint", ""))
    if not str(address).startswith("https://") or len(address) > 500:
        raise refuse("Invalid webhook endpoint URL", 400)
    channel.webhook = address
    return json_answer({})


@api.post("/v2/bot/channel/webhook/test")
def test(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    address = str(call.object.get("endpoint") or channel.webhook)
    now = line.world.clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    body, headers = _signed(channel, [])
    status, reason = line.world.call_out(lambda: webhooks.deliver(line.world, address, body, headers))
    good = status == 200
    return json_answer(
        {"success": good, "timestamp": now, "statusCode": status, "reason": "OK" if good else reason, "detail": reason}
    )


def event(line: Line, channel: Channel, kind: str, number: int, text: str) -> dict[str, Any]:
    """A webhook event of a friend. Raises ValueError on a kind that is not emulated."""
    if kind not in {"follow", "unfollow", "message"}:
        raise ValueError("an event is one of follow, unfollow, message")
    made: dict[str, Any] = {
        "type": kind,
        "mode": "active",
        "timestamp": line.world.clock.unix() * 1000,
        "webhookEventId": f"01EMULATED{number:016d}",
        "deliveryContext": {"isRedelivery": False},
        "source": {"type": "user", "userId": channel.friend(number)},
    }
    if kind != "unfollow":
        made["replyToken"] = f"emulated-reply-{number:06d}"
    if kind == "follow":
        made["follow"] = {"isUnblocked": False}
    if kind == "message":
        made["message"] = {
            "type": "text",
            "id": str(460_000_000_000_000 + number),
            "text": text,
            "quoteToken": f"q{number}",
        }
    return made


def hook(line: Line, channel: Channel, events: list[dict[str, Any]]) -> None:
    """Send events to the channel's webhook and note how that went. To be called without the world's lock."""
    status, _ = webhooks.deliver(line.world, channel.webhook, *_signed(channel, events))
    line.world.webhooks.append({"platform": "line", "to": channel.webhook, "events": events, "status": status})


def _signed(channel: Channel, events: list[dict[str, Any]]) -> tuple[bytes, dict[str, str]]:
    body = json.dumps({"destination": channel.friend(0), "events": events}, ensure_ascii=False).encode()
    signature = base64.b64encode(hmac.new(channel.secret.encode(), body, "sha256").digest()).decode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "LineBotWebhook/2.0"}
    return body, headers | {"x-line-signature": signature}
