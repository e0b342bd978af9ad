"""The exchange API for agencies: an account, a token, a monthly quota; issues, one issue, lists."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from emulators.clock import BANGKOK
from emulators.routing import Router
from emulators.traffy.public import local
from emulators.traffy.tickets import PLACES, STATES, TYPES, Ticket
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.traffy.platform import Traffy

api = Router()
LIVES, MOST, NEARLY = timedelta(days=30), 5000, 20
SPANS = {"today": timedelta(days=1), "3days": timedelta(days=3), "3day": timedelta(days=3)}


class Failed(Exception):  # noqa: N818 -- an answer with status `fail`
    """Ends a call with this message."""


def _wrapped(traffy: Traffy, body: dict[str, Any], status: str = "success", message: str = "") -> dict[str, Any]:
    left = traffy.credit_left()
    if status == "success" and left is not None and left <= NEARLY:
        status, message = "warning", "Almost running out of API usage quota"
    head = {"status": status, "message": message, "exec_time": "0.041s", "source": "db", "credit_balance": left}
    return {**head, **body, "api_log_session_id": 900_000_000 + traffy.world.calls}


def _reading(handler: Callable[[Traffy, Call], dict[str, Any]]) -> Callable[[Traffy, Call], Answer]:
    """With a token alive and quota left, count the call and wrap what comes; refusals come with status 200 too."""

    def answer(traffy: Traffy, call: Call) -> Answer:
        try:
            _ask_token(traffy, call)
            traffy.spend()
            return json_answer(_wrapped(traffy, handler(traffy, call)))
        except Failed as failed:
            return json_answer(_wrapped(traffy, {"results": []}, "fail", str(failed)))

    return answer


def _ask_token(traffy: Traffy, call: Call) -> None:
    until = traffy.tokens.get(call.bearer)
    if until is None:
        raise Failed("ERR 1 - Invalid token")
    if until <= traffy.world.clock.now():
        raise Failed("This token has expired | Token นี้หมดอายุแล้ว")
    if traffy.credit_left() == 0:
        raise Failed("Running out of API usage quota")


@api.post("/exchange-api/get-auth/v1")
def get_auth(traffy: Traffy, call: Call) -> Answer:
    given = call.json
    if not isinstance(given, dict):
        return json_answer(_wrapped(traffy, {"results": []}, "fail", "Invalid input JSON format"))
    if missing := [name for name in ("user", "pass") if not given.get(name)]:
        return json_answer(_wrapped(traffy, {"results": []}, "fail", f"{missing[0]} is not specified"))
    if (given["user"], given["pass"]) != (traffy.user, traffy.password):
        return json_answer(_wrapped(traffy, {"results": []}, "fail", "Invalid user or pass"))
    token = f"emulated.traffy.{len(traffy.tokens) + 1:04d}"
    traffy.tokens[token] = until = traffy.world.clock.now() + LIVES
    account = {"quota_limit": traffy.quota, "permissions": ["read"]}
    return json_answer(_wrapped(traffy, {**account, "results": {"token": token, "expire_timestamp": local(until)}}))


def _row(one: Ticket) -> dict[str, Any]:
    province, district, subdistrict, longitude, latitude = one.place
    return {
        "ticket_id": one.id,
        "type": ", ".join(one.types),
        "organization": one.org,
        "description": one.text,
        "photo": f"https://storage.example/traffy/{one.id}.jpg",
        "latitude": latitude,
        "longitude": longitude,
        "address": " ".join(part for part in (subdistrict, district, province) if part),
        "subdistrict": subdistrict,
        "district": district,
        "province": province,
        "timestamp": _fine(one.born),
        "photo_after": f"https://storage.example/traffy/{one.id}-after.jpg" if one.finished else None,
        "timestamp_inprogress": _fine(one.taken),
        "timestamp_finished": _fine(one.finished),
        "org_finished": one.org if one.finished else None,
        "status": STATES[one.state],
        "confirmed": bool(one.finished and one.number % 3 == 0),
        "star": 0,
        "count_reopen": one.reopened,
        "last_activity": _fine(one.last),
    }


def _fine(at: Any) -> str | None:
    return at.astimezone(BANGKOK).strftime("%Y-%m-%d %H:%M:%S.%f") if at else None


def _issues(traffy: Traffy, call: Call) -> list[Ticket]:
    span = SPANS.get(call.query.get("duration", "today"))
    since = traffy.world.clock.now() - span if span else None
    kind = next(
        (call.query[name] for name in ("type_name_th", "type_name", "category_name_th") if call.query.get(name)), ""
    )
    found = [
        one for one in traffy.tickets() if (since is None or one.last >= since) and (not kind or kind in one.types)
    ]
    return sorted(found, key=lambda one: one.last, reverse=True)[:MOST]


def _numbers(call: Call) -> list[int]:
    return [int(one) for one in call.query.get("org_id", "").split(",") if one.strip().isdigit()] or [7301]


@api.get("/exchange-api/get-issues/v2")
@_reading
def get_issues(traffy: Traffy, call: Call) -> dict[str, Any]:
    rows = [_row(one) for one in _issues(traffy, call)]
    return {"org_id": _numbers(call), "count": len(rows), "results": rows}


@api.get("/exchange-api/download-issues/v2")
def download_issues(traffy: Traffy, call: Call) -> Answer:
    """The same as a file; refusals are JSON."""
    try:
        _ask_token(traffy, call)
    except Failed as failed:
        return json_answer(_wrapped(traffy, {"org_id": _numbers(call), "count": 0, "results": []}, "fail", str(failed)))
    traffy.spend()
    text = io.StringIO()
    writer = csv.DictWriter(text, list(_row(traffy.tickets()[0])) if traffy.tickets() else ["ticket_id"])
    writer.writeheader()
    writer.writerows(_row(one) for one in _issues(traffy, call))
    return Answer(200, b"\xef\xbb\xbf" + text.getvalue().encode(), content_type="text/csv; charset=utf-8")


@api.get("/exchange-api/get-issue/v1")
@_reading
def get_issue(traffy: Traffy, call: Call) -> dict[str, Any]:
    wanted = call.query.get("ticket_id", "")
    if not wanted:
        raise Failed("ticket_id is not specified")
    one = next((each for each in traffy.tickets() if each.id == wanted), None)
    if one is None:
        raise Failed("Ticket not found")
    steps = [("start", one.born), ("inprogress", one.taken), (one.state, one.last)]
    timeline = []
    for state, at in steps:
        if at is not None:
            new = state == "start"
            who = {
                "status_id": None if new else 105125,
                "org_id": None if new else 7301,
                "org": None if new else one.org,
            }
            what = {"status": STATES[state], "note": one.text if new else "", "photo": None}
            timeline.append({"timestamp": _fine(at), **who, **what})
    names = ("photo_after", "timestamp_inprogress", "timestamp_finished", "org_finished", "status")
    row = {key: value for key, value in _row(one).items() if key not in names}
    org = {
        "timestamp": _fine(one.born),
        "org_id": 7301,
        "org": one.org,
        "type_id": 620543,
        "type": one.types[0],
        "type_en": None,
        "status_id": 105125,
        "status": STATES[one.state],
        "status_type": one.state,
        "org_category_id": None,
        "org_status_id": None,
    }
    return {"ticket_id": one.id, "results": {**row, "status_type": one.state, "orgs": [org], "timeline": timeline}}


def _org(number: int, name: str, address: str, longitude: float, latitude: float) -> dict[str, Any]:
    point = {"latitude": latitude, "longitude": longitude}
    about = {"address": address, "province": "กรุงเทพมหานคร", "is_official": True}
    return {"org_id": number, "name": name, "photo": None, **point, **about}


@api.get("/exchange-api/search-org/v1")
@_reading
def search_org(traffy: Traffy, call: Call) -> dict[str, Any]:
    text = call.query.get("text", "")
    if len(text.encode()) < 3:
        raise Failed("text is not specified")
    rows = [
        _org(7310 + number, f"สำนักงานเขต{district}", f"เขต{district}", longitude, latitude)
        for number, (district, _, longitude, latitude) in enumerate(PLACES)
        if text in f"สำนักงานเขต{district}"
    ]
    return {"text": text, "count": len(rows), "results": rows}


@api.get("/exchange-api/get-org-list/v1")
@_reading
def get_org_list(traffy: Traffy, call: Call) -> dict[str, Any]:
    row = _org(7301, "กรุงเทพมหานคร (จำลอง)", "ถนนดินสอ เขตพระนคร", 100.5014, 13.7539) | {"name_en": "Bangkok (emulated)"}
    return {"org_id": str(_numbers(call)[0]), "count": 1, "results": [row]}


@api.get("/exchange-api/get-type-list/v2")
@_reading
def get_type_list(traffy: Traffy, call: Call) -> dict[str, Any]:
    rows = [
        {
            "type": name,
            "type_en": None,
            "issue_category_id": number,
            "org_category_id": None,
            "photo": None,
            "index": number,
        }
        for number, name in enumerate(TYPES, 1)
    ]
    return {"org_id": _numbers(call)[0], "count": len(rows), "results": rows}


@api.get("/exchange-api/get-status-list/v2")
@_reading
def get_status_list(traffy: Traffy, call: Call) -> dict[str, Any]:
    """Where `start` is called `waiting`."""
    colours = {"bg_color": "#FFFFFF", "text_color": "#000000", "border_color": "#000000"}
    rows = []
    for number, (state, words) in enumerate(STATES.items(), 1):
        if state:
            names = {"status": words, "status_en": None, "status_type": "waiting" if state == "start" else state}
            rows.append(
                {
                    "issue_status_id": number,
                    "org_statuses_id": None,
                    **names,
                    "sort_order": number,
                    **colours,
                    "is_active": True,
                }
            )
    return {"org_id": _numbers(call)[0], "count": len(rows), "results": rows}
