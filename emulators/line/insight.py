"""What came of it: interaction by request or by unit, deliveries, friends, demographics. Small numbers are null."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.growth import grown
from emulators.line.errors import refuse
from emulators.line.state import Sent
from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.line.platform import Line

api = Router()
COLLECTED = timedelta(days=14)
FEWEST = 20
# How much of a video is watched → (times, people) as shares of the people who played it.
PLAYED = {
    "": (1.2, 1.0),
    "25Percent": (0.8, 0.7),
    "50Percent": (0.6, 0.5),
    "75Percent": (0.45, 0.4),
    "100Percent": (0.33, 0.3),
}
KINDS = {
    "apiBroadcast": "broadcast",
    "apiPush": "push",
    "apiMulticast": "multicast",
    "apiNarrowcast": "narrowcast",
    "apiReply": "reply",
}


def hidden(number: int) -> int | None:
    """Fewer than 20 people: null."""
    return number if number >= FEWEST else None


def of_day(line: Line, channel: str, day: str) -> list[Sent]:
    """What was sent on a day of LINE's, which is Japan's (UTC+9)."""
    return [one for one in line.store.of(channel) if (one.created + timedelta(hours=9)).strftime("%Y%m%d") == day]


def asked_day(line: Line, call: Call) -> tuple[str, bool]:
    """The day asked for, and whether its figures are there: from the day after on."""
    day = call.query.get("date", "")
    if not re.fullmatch(r"\d{8}", day):
        raise refuse("The value for the 'date' parameter is invalid", 400)
    today = (line.world.clock.now() + timedelta(hours=9)).strftime("%Y%m%d")
    return day, day < today and call.fate("unready") is None


# --- interaction ---


def _people(line: Line, sent: Sent, what: str, share: float) -> int:
    """People by now, never more than were reached; nothing is added after 14 days."""
    return min(sent.recipients, grown(line.world, sent, what, sent.recipients * share, until=sent.created + COLLECTED))


def _seen(line: Line, sent: Sent) -> int:
    return _people(line, sent, "uniqueImpression", 0.45)


def _played(line: Line, sent: Sent) -> int:
    return min(_seen(line, sent), _people(line, sent, "uniqueMediaPlayed", 0.2))


def _moves(message: dict[str, Any]) -> bool:
    return message["type"] in {"video", "audio"}


def _overview(line: Line, sent: list[Sent]) -> dict[str, Any]:
    videos = [one for one in sent if any(map(_moves, one.messages))]
    played = sum(_played(line, one) for one in videos)
    seen = sum(_seen(line, one) for one in sent)
    clicked = sum(min(_seen(line, one), _people(line, one, "uniqueClick", 0.12)) for one in sent)
    return {
        "uniqueImpression": hidden(seen),
        "uniqueClick": hidden(clicked),
        "uniqueMediaPlayed": hidden(played) if videos else None,
        "uniqueMediaPlayed100Percent": hidden(int(played * 0.3)) if videos else None,
    }


def _messages(line: Line, sent: Sent) -> list[dict[str, Any]]:
    seen, rows = _seen(line, sent), []
    for number, message in enumerate(sent.messages, 1):
        people = _played(line, sent) if _moves(message) else 0
        row: dict[str, Any] = {"seq": number, "impression": int(seen * 1.3) if seen >= FEWEST else None}
        for part, (times, share) in PLAYED.items():
            row[f"mediaPlayed{part}"] = int(people * times) if people >= FEWEST else None
            row[f"uniqueMediaPlayed{part}"] = hidden(int(people * share))
        rows.append(row)
    return rows


def _clicks(line: Line, sent: Sent) -> list[dict[str, Any]]:
    rows = []
    for number, message in enumerate(sent.messages, 1):
        links = (
            re.findall(r"https?://[^\s\"'\\]+", str(message))
            if message["type"] in {"text", "textV2", "flex", "template"}
            else []
        )
        for link in dict.fromkeys(links):
            people = min(_seen(line, sent), _people(line, sent, f"click {link}", 0.12))
            click = int(people * 1.2) if people >= FEWEST else None
            one = hidden(people)
            rows.append({"seq": number, "url": link, "click": click, "uniqueClick": one, "uniqueClickOfRequest": one})
    return rows


@api.get("/v2/bot/insight/message/event")
def event(line: Line, call: Call) -> Answer:
    """By request, for broadcasts and narrowcasts."""
    channel = line.channel(call)
    sent = line.store.sent.get(call.query.get("requestId", ""))
    if sent is None or sent.channel != channel.id or sent.kind not in {"broadcast", "narrowcast"}:
        raise refuse("The request ID was not found", 404)
    about = {"requestId": sent.id, "timestamp": int(sent.created.timestamp()), "delivered": sent.recipients}
    return json_answer(
        {"overview": about | _overview(line, [sent]), "messages": _messages(line, sent), "clicks": _clicks(line, sent)}
    )


@api.get("/v2/bot/insight/message/event/aggregation")
def aggregation(line: Line, call: Call) -> Answer:
    """By unit, for pushes and multicasts, over at most 31 days."""
    channel = line.channel(call)
    unit = call.query.get("customAggregationUnit", "")
    try:
        first, last = (datetime.strptime(f"{call.query.get(name, '')}+0900", "%Y%m%d%z") for name in ("from", "to"))
    except ValueError as error:
        raise refuse("The values for 'from' and 'to' are invalid", 400) from error
    if not re.fullmatch(r"\w{1,30}", unit, re.ASCII) or not timedelta() <= last - first <= timedelta(days=30):
        raise refuse("customAggregationUnit, from or to is invalid", 400)
    of_channel = line.store.of(channel.id)
    chosen = [one for one in of_channel if unit in one.units and first <= one.created < last + timedelta(days=1)]
    rows = _messages(line, chosen[0]) if chosen else []
    people = {"uniqueImpression": hidden(_seen(line, chosen[0]))} if chosen else {}
    clicks = [row for one in chosen for row in _clicks(line, one)]
    return json_answer(
        {"overview": _overview(line, chosen), "messages": [row | people for row in rows], "clicks": clicks}
    )


# --- deliveries and friends ---


@api.get("/v2/bot/insight/message/delivery")
def deliveries(line: Line, call: Call) -> Answer:
    channel = line.channel(call)
    day, ready = asked_day(line, call)
    if not ready:
        return json_answer({"status": "unready"})
    numbers = {
        name: sum(one.recipients for one in of_day(line, channel.id, day) if one.kind == kind)
        for name, kind in KINDS.items()
    }
    return json_answer({"status": "ready", **{name: number for name, number in numbers.items() if number}})


@api.get("/v2/bot/insight/followers")
def followers(line: Line, call: Call) -> Answer:
    """Friends at the end of a day; fewer the longer ago."""
    channel = line.channel(call)
    day, ready = asked_day(line, call)
    if not ready:
        return json_answer({"status": "unready"})
    ago = line.world.clock.now() - datetime.strptime(f"{day}+0900", "%Y%m%d%z")
    friends = max(0, channel.friends - 3 * (ago.days - 1))
    blocks = min(channel.blocks, friends)
    return json_answer({"status": "ready", "followers": friends, "targetedReaches": friends - blocks, "blocks": blocks})


@api.get("/v2/bot/insight/demographic")
def demographic(line: Line, call: Call) -> Answer:
    """Shares of the friends, once there are enough of them."""
    if line.channel(call).friends < FEWEST:
        return json_answer({"available": False})
    shares = {
        "genders": ("gender", {"unknown": 12.3, "male": 35.2, "female": 52.5}),
        "ages": ("age", {"unknown": 12.3, "from20to24": 21.0, "from25to29": 28.4, "from30to34": 20.1, "from50": 18.2}),
        "areas": ("area", {"unknown": 20.0, "กรุงเทพมหานคร": 61.5, "ภาคกลาง": 18.5}),
        "appTypes": ("appType", {"ios": 47.1, "android": 52.4, "others": 0.5}),
        "subscriptionPeriods": ("subscriptionPeriod", {"within7days": 3.0, "within90days": 22.0, "over365days": 75.0}),
    }
    rows = {name: [{key: one, "percentage": share} for one, share in of.items()] for name, (key, of) in shares.items()}
    return json_answer({"available": True, **rows})
