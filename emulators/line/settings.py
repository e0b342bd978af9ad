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
    status, reason = deliver(line, channel, address, [])
    good = status == 200
    return json_answer(
        {"success": good, "timestamp": now, "statusCode": status, "reason": "OK" if good else reason, "detail": reason}
    )


def deliver(line: Line, channel: Channel, address: str, events: list[dict[str, Any]]) -> tuple[int, str]:
    """Send events to the webhook, signed with the channel's secret. The status and what was answered."""
    body = json.dumps({"destination": channel.friend(0), "events": events}, ensure_ascii=False).encode()
    signature = base64.b64encode(hmac.new(channel.secret.encode(), body, "sha256").digest()).decode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "x-line-signature": signature,
        "User-Agent": "LineBotWebhook/2.0",
    }

    status, reason = line.world.call_out(lambda: webhooks.deliver(line.world, address, body, headers))
    line.world.webhooks.append({"platform": "line", "to": address, "events": events, "status": status})
    return status, reason
