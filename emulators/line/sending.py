"""Sending: broadcast, narrowcast, push, multicast, reply; retry keys; dry runs; quota; progress; delivery counts."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from emulators.clock import BANGKOK
from emulators.line import messages
from emulators.line.errors import MONTH, refuse
from emulators.line.insight import asked_day, of_day
from emulators.line.state import KEPT, Channel, Kept, Sent
from emulators.media import look_at
from emulators.routing import Router
from emulators.wire import Answer, Call, Refusal, inside, json_answer
from emulators.world import Unfetchable

if TYPE_CHECKING:
    from emulators.line.platform import Line

api = Router()
SMALLEST_AUDIENCE = 50
# Largest size, and kinds by their bytes (none: whatever).
FETCHED: dict[str, tuple[int, set[str]]] = {
    "image": (10_000_000, {"jpeg", "png"}),
    "video": (200_000_000, {"mp4"}),
    "audio": (200_000_000, set()),
}


def _given(call: Call) -> dict[str, Any]:
    if call.content_type != "application/json":
        raise refuse("Unsupported Media Type", 415)
    if not isinstance(call.json, dict):
        raise refuse("The request body could not be parsed as JSON", 400)
    return call.json


def _send(line: Line, call: Call, kind: str) -> Answer:
    channel = line.channel(call)
    key = call.headers.get("x-line-retry-key", "")
    _ask_key(line, channel, kind, key)
    given = _given(call)
    said = messages.ask(given.get("messages"))
    to, recipients = _recipients(channel, kind, given)
    if call.fate("quota") is not None or (
        channel.quota is not None and consumed(line, channel) + recipients > channel.quota
    ):
        raise refuse(MONTH, 429)
    sent = Sent(line.request_id(call), channel.id, kind, said, line.world.clock.now(call.host), recipients, to)
    sent.units, sent.silent = list(given.get("customAggregationUnits") or []), bool(given.get("notificationDisabled"))
    if kind == "narrowcast":
        _aim(channel, given, sent)
    body = _answer_body(line, sent)
    line.store.sent[sent.id] = sent
    if _fetches(said):
        refused = call.fate("unfetchable") is not None
        line.world.later(lambda: show(line, sent, refused=refused))
    if key:
        line.store.keys[channel.id, key] = Kept(sent.id, line.world.clock.now() + KEPT, body.body)
    body.headers["x-line-request-id"] = sent.id
    return body


def _fetches(messages_: list[dict[str, Any]]) -> list[tuple[str, str, int, set[str]]]:
    """(address, what for, largest size, kinds) of all media that LINE fetches for these messages."""
    found = []
    for message in messages_:
        if message["type"] in FETCHED:
            largest, kinds = FETCHED[message["type"]]
            found.append((str(message["originalContentUrl"]), "content", largest, kinds))
            if "previewImageUrl" in message:
                found.append((str(message["previewImageUrl"]), "preview", 1_000_000, {"jpeg", "png"}))
    return found


def show(line: Line, sent: Sent, *, refused: bool) -> None:
    """LINE fetches media after it has accepted a message; what cannot be had or is too large is a grey box."""
    for address, purpose, largest, kinds in _fetches(sent.messages):
        try:
            content = b"" if refused else line.world.fetch_outside(address, "LINE")
        except Unfetchable:
            content = b""
        media = look_at(content)
        if not content or len(content) > largest or (kinds and media.kind not in kinds):
            sent.broken.append(address)
        elif purpose == "content":
            sent.media.append(line.world.keep(content).sha256)


def _ask_key(line: Line, channel: Channel, kind: str, key: str) -> None:
    """Known within 24 hours: 409 with the first request's id. Older: forgotten, and it is sent again."""
    if not key:
        return
    if kind == "reply":
        raise refuse("The X-Line-Retry-Key header is not supported for this endpoint", 400)
    try:
        uuid.UUID(key)
    except ValueError as error:
        raise refuse("The retry key is invalid. It must be a UUID", 400) from error
    kept = line.store.keys.get((channel.id, key))
    if kept is None or kept.until <= line.world.clock.now():
        return
    answer = json_answer(
        {"message": "The retry key is already accepted"}, 409, {"x-line-accepted-request-id": kept.request}
    )
    if kind == "push":  # repeats what was sent, beside the message
        answer.body = answer.body[:-1] + b"," + kept.answer[1:]
    raise Refusal(answer)


def _recipients(channel: Channel, kind: str, given: dict[str, Any]) -> tuple[list[str], int]:
    reached = channel.friends - channel.blocks
    if kind in {"broadcast", "narrowcast"}:
        return [], reached
    if kind == "reply":
        if not given.get("replyToken"):
            raise refuse("Invalid reply token", 400)
        return [], 0
    to = given.get("to")
    people = [to] if kind == "push" else to
    if (
        not isinstance(people, list)
        or not people
        or not all(isinstance(one, str) and len(one) == 33 and one[0] in "UCR" for one in people)
    ):
        where = "to" if kind == "push" else "to[0]"
        raise refuse(
            "The property, 'to', in the request body is invalid (line: -, column: -)",
            400,
            [("Invalid recipient", where)],
        )
    if len(people) > 500:
        raise refuse("The request body has 1 error(s)", 400, [("Size must be between 1 and 500", "to")])
    return people, len(people)


def _aim(channel: Channel, given: dict[str, Any], sent: Sent) -> None:
    """A narrowcast's audience; too small or too dear, and it fails later, in its progress."""
    recipient, demographic = given.get("recipient"), inside(given, "filter").get("demographic")
    for part, where in ((recipient, "recipient"), (demographic, "filter.demographic")):
        if part is not None and (not isinstance(part, dict) or not part.get("type")):
            raise refuse("The request body has 1 error(s)", 400, [("May not be empty", f"{where}.type")])
    reached = channel.friends - channel.blocks
    share = 1.0 if demographic is None else 0.4
    sent.recipients = int(reached * share * (0.5 if recipient is not None else 1.0))
    limit = inside(given, "limit").get("max")
    if isinstance(limit, int):
        sent.recipients = min(sent.recipients, limit)
    if (demographic or recipient) and sent.recipients < SMALLEST_AUDIENCE:
        sent.failed, sent.code, sent.recipients = "audience is too small", 2, 0


def _answer_body(line: Line, sent: Sent) -> Answer:
    if sent.kind not in {"push", "reply"}:
        return json_answer({}, 202 if sent.kind == "narrowcast" else 200)
    rows = [
        {"id": str(460_000_000_000_000 + line.store.number()), "quoteToken": f"quote{sent.id[:8]}"}
        for _ in sent.messages
    ]
    return json_answer({"sentMessages": rows})


@api.post("/v2/bot/message/broadcast")
def broadcast(line: Line, call: Call) -> Answer:
    return _send(line, call, "broadcast")


@api.post("/v2/bot/message/narrowcast")
def narrowcast(line: Line, call: Call) -> Answer:
    return _send(line, call, "narrowcast")


@api.post("/v2/bot/message/push")
def push(line: Line, call: Call) -> Answer:
    return _send(line, call, "push")


@api.post("/v2/bot/message/multicast")
def multicast(line: Line, call: Call) -> Answer:
    return _send(line, call, "multicast")


@api.post("/v2/bot/message/reply")
def reply(line: Line, call: Call) -> Answer:
    return _send(line, call, "reply")


@api.post("/v2/bot/message/validate/{kind:broadcast|narrowcast|push|multicast|reply}")
def validate(line: Line, call: Call, kind: str) -> Answer:
    """A dry run: nothing is sent, no quota used."""
    line.channel(call)
    messages.ask(_given(call).get("messages"))
    return json_answer({})


# --- quota and progress ---


def consumed(line: Line, channel: Channel) -> int:
    """Recipients this month, Bangkok's."""
    month = line.world.clock.now().astimezone(BANGKOK).strftime("%Y%m")
    sent = [one for one in line.store.of(channel.id) if one.created.astimezone(BANGKOK).strftime("%Y%m") == month]
    return channel.used_elsewhere + sum(one.recipients for one in sent)


@api.get("/v2/bot/message/quota")
def quota(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    return json_answer({"type": "none"} if channel.quota is None else {"type": "limited", "value": channel.quota})


@api.get("/v2/bot/message/quota/consumption")
def consumption(line: Line, call: Call) -> Answer:
    return json_answer({"totalUsage": consumed(line, line.channel(call))})


@api.get("/v2/bot/message/progress/narrowcast")
def progress(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    sent = line.store.sent.get(call.query.get("requestId", ""))
    if sent is None or sent.kind != "narrowcast" or sent.channel != channel.id:
        raise refuse("The request ID was not found", 404)
    age = (line.world.clock.now() - sent.created).total_seconds()
    stamp = sent.created.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    row: dict[str, Any] = {
        "phase": "waiting" if age < 10 else "sending" if age < 60 else "succeeded",
        "acceptedTime": stamp,
    }
    if age >= 10 and sent.failed:
        row |= {"phase": "failed", "failedDescription": sent.failed, "errorCode": sent.code}
    elif age >= 60:
        row |= {"successCount": sent.recipients, "failureCount": 0, "targetCount": sent.recipients}
    if age >= 60:
        row["completedTime"] = (sent.created + timedelta(seconds=60)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return json_answer(row)


@api.get("/v2/bot/message/delivery/{kind:broadcast|push|multicast|reply}")
def delivery(line: Line, call: Call, kind: str) -> Answer:
    """How many were sent on a day (Japan's, UTC+9); known the next day; few are hidden."""
    channel = line.channel(call)
    day, ready = asked_day(line, call)
    if not ready:
        return json_answer({"status": "unready"})
    total = sum(one.recipients for one in of_day(line, channel.id, day) if one.kind == kind)
    if kind == "broadcast" and 0 < total < 20:
        return json_answer({"status": "unavailable_for_privacy"})
    return json_answer({"status": "ready", "success": total})
