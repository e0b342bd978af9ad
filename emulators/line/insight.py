"""What came of it: interaction by request or unit, deliveries, friends, demographics. Small numbers are null."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.growth import grown
from emulators.line.errors import refuse
from emulators.line.state import Channel, Sent
from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.line.platform import Line

api = Router()
KEPT = timedelta(days=14)


def _hidden(number: int) -> int | None:
    """Fewer than 20 people: null."""
    return number if number >= 20 else None


def _day(line: Line, call: Call) -> tuple[str, bool]:
    """The day asked for and whether its figures are there (the day after, UTC+9)."""
    day = call.query.get("date", "")
    if len(day) != 8 or not day.isdigit():
        raise refuse("The value for the 'date' parameter is invalid", 400)
    today = (line.world.clock.now() + timedelta(hours=9)).strftime("%Y%m%d")
    return day, day < today and call.fate("unready") is None


@api.get("/v2/bot/insight/message/event")
def event(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    sent = line.store.sent.get(call.query.get("requestId", ""))
    if sent is None or sent.channel != channel.id or sent.kind not in {"broadcast", "narrowcast"}:
        raise refuse("The request ID was not found", 404)
    overview: dict[str, Any] = {"requestId": sent.id, "timestamp": int(sent.created.timestamp())}
    if line.world.clock.now() - sent.created > KEPT + timedelta(days=1):
        raise refuse("The statistics of this request are no longer available", 404)
    overview |= {"delivered": sent.recipients, **_overview(line, [sent], sent.recipients)}
    return json_answer({"overview": overview, "messages": _messages(line, sent), "clicks": _clicks(line, sent)})


def _people(line: Line, sent: Sent, what: str, share: float) -> int:
    """People (or times) within the first 14 days, never more than were reached."""
    return grown(line.world, sent, what, sent.recipients * share / 1.2)


def _overview(line: Line, sent: list[Sent], reached: int) -> dict[str, Any]:
    seen = min(reached, sum(_people(line, one, "uniqueImpression", 0.45) for one in sent))
    clicked = min(seen, sum(_people(line, one, "uniqueClick", 0.12) for one in sent))
    videos = [one for one in sent if any(message["type"] == "video" for message in one.messages)]
    played = min(seen, sum(_people(line, one, "uniqueMediaPlayed", 0.2) for one in videos))
    return {
        "uniqueImpression": _hidden(seen),
        "uniqueClick": _hidden(clicked),
        "uniqueMediaPlayed": _hidden(played) if videos else None,
        "uniqueMediaPlayed100Percent": _hidden(played // 3) if videos else None,
    }


def _messages(line: Line, sent: Sent) -> list[dict[str, Any]]:
    rows = []
    seen = min(sent.recipients, _people(line, sent, "uniqueImpression", 0.45))
    for number, message in enumerate(sent.messages, 1):
        impression = int(seen * 1.3)
        video = message["type"] in {"video", "audio"}
        played = int(seen * 0.4)
        row: dict[str, Any] = {
            "seq": number,
            "impression": impression if seen >= 20 else None,
            "uniqueImpression": _hidden(seen),
        }
        for name, share in (
            ("mediaPlayed", 1.2),
            ("mediaPlayed25Percent", 0.8),
            ("mediaPlayed50Percent", 0.6),
            ("mediaPlayed75Percent", 0.45),
            ("mediaPlayed100Percent", 0.33),
        ):
            row[name] = int(played * share) if video and played >= 20 else None
            row[name.replace("media", "uniqueMedia")] = _hidden(int(played * min(share, 1))) if video else None
        rows.append(row)
    return rows


def _clicks(line: Line, sent: Sent) -> list[dict[str, Any]]:
    rows = []
    for number, message in enumerate(sent.messages, 1):
        addresses = dict.fromkeys(re.findall(r"https?://[^\s\"'\\]+", str(message)))
        for address in addresses if message["type"] in {"text", "textV2", "flex", "template"} else ():
            people = min(sent.recipients, _people(line, sent, f"click {address}", 0.12))
            row = {"seq": number, "url": address, "click": int(people * 1.2) if people >= 20 else None}
            rows.append(row | {"uniqueClick": _hidden(people), "uniqueClickOfRequest": _hidden(people)})
    return rows


@api.get("/v2/bot/insight/message/event/aggregation")
def aggregation(line: Line, call: Call) -> Answer:
    """By unit, for pushes and multicasts."""
    channel = line.channel(call)
    unit, start, end = (call.query.get(name, "") for name in ("customAggregationUnit", "from", "to"))
    if not unit or len(start) != 8 or len(end) != 8:
        raise refuse("customAggregationUnit, from and to are required", 400)
    first, last = (datetime.strptime(f"{day}+0900", "%Y%m%d%z") for day in (start, end))
    chosen = [
        one
        for one in line.store.of(channel.id)
        if unit in one.units and first <= one.created < last + timedelta(days=1)
    ]
    overview = {
        "uniqueImpression": None,
        "uniqueClick": None,
        "uniqueMediaPlayed": None,
        "uniqueMediaPlayed100Percent": None,
    }
    reached = sum(one.recipients for one in chosen)
    if chosen:
        overview |= _overview(line, chosen, reached)
    rows = _messages(line, chosen[0]) if chosen else []
    for row in rows:
        if row["uniqueImpression"] is None:
            row["impression"] = None
    clicks = [
        {key: value for key, value in row.items() if key != "uniqueClickOfRequest"}
        for one in chosen
        for row in _clicks(line, one)
    ]
    return json_answer({"overview": overview, "messages": rows, "clicks": clicks})


@api.get("/v2/bot/insight/message/delivery")
def deliveries(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    day, ready = _day(line, call)
    if not ready:
        return json_answer({"status": "unready"})
    of_day = [one for one in line.store.of(channel.id) if (one.created + timedelta(hours=9)).strftime("%Y%m%d") == day]
    row: dict[str, Any] = {"status": "ready"}
    for name, kind in (
        ("broadcast", "broadcast"),
        ("targeting", "narrowcast"),
        ("apiBroadcast", "broadcast"),
        ("apiPush", "push"),
        ("apiMulticast", "multicast"),
        ("apiNarrowcast", "narrowcast"),
        ("apiReply", "reply"),
    ):
        number = sum(one.recipients for one in of_day if one.kind == kind)
        if name.startswith("api") and number:
            row[name] = number
    return json_answer(row)


@api.get("/v2/bot/insight/followers")
def followers(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    day, ready = _day(line, call)
    if not ready:
        return json_answer({"status": "unready"})
    age = (line.world.clock.now().replace(tzinfo=None) - datetime.strptime(day, "%Y%m%d")).days  # noqa: DTZ007 -- whole days
    friends = max(0, channel.friends - 3 * (age - 1))
    reached = max(0, friends - channel.blocks)
    return json_answer(
        {"status": "ready", "followers": friends, "targetedReaches": reached, "blocks": min(channel.blocks, friends)}
    )


@api.get("/v2/bot/insight/demographic")
def demographic(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    if channel.friends < 20:
        return json_answer({"available": False})
    return json_answer({"available": True, **DEMOGRAPHIC})


DEMOGRAPHIC: dict[str, Any] = {
    "genders": [
        {"gender": "unknown", "percentage": 12.3},
        {"gender": "male", "percentage": 35.2},
        {"gender": "female", "percentage": 52.5},
    ],
    "ages": [
        {"age": "unknown", "percentage": 12.3},
        {"age": "from20to24", "percentage": 21.0},
        {"age": "from25to29", "percentage": 28.4},
        {"age": "from30to34", "percentage": 20.1},
        {"age": "from50", "percentage": 18.2},
    ],
    "areas": [
        {"area": "unknown", "percentage": 20.0},
        {"area": "กรุงเทพมหานคร", "percentage": 61.5},
        {"area": "ภาคกลาง", "percentage": 18.5},
    ],
    "appTypes": [
        {"appType": "ios", "percentage": 47.1},
        {"appType": "android", "percentage": 52.4},
        {"appType": "others", "percentage": 0.5},
    ],
    "subscriptionPeriods": [
        {"subscriptionPeriod": "within7days", "percentage": 3.0},
        {"subscriptionPeriod": "within90days", "percentage": 22.0},
        {"subscriptionPeriod": "over365days", "percentage": 75.0},
    ],
}


def reached(channel: Channel) -> int:
    return channel.friends - channel.blocks
