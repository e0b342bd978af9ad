"""The endpoints that need no key, and their traps: filters ignored, a total of 0, two kinds of time, a cap."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.clock import BANGKOK
from emulators.routing import Router
from emulators.traffy.tickets import BEFORE, STATES, Ticket
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.traffy.platform import Traffy

api = Router()
CAP, USUAL, KEPT = 1000, 300, timedelta(minutes=10)
FILTERS = {"start", "end", "problem_type", "state_type", "text"}


def local(at: datetime | None) -> str | None:
    """Bangkok's time without saying so."""
    return at.astimezone(BANGKOK).strftime("%Y-%m-%d %H:%M:%S") if at else None


def _minutes(start: datetime | None, end: datetime | None) -> int | None:
    return int((end - start).total_seconds() // 60) if start and end else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def chosen(traffy: Traffy, asked: dict[str, str], *, by_district: bool = False) -> list[Ticket]:
    """What the working filters leave, newest first by creation (or `sort=asc`). Others are ignored without a word."""
    start, end = _day(asked.get("start")), _day(asked.get("end"))
    found = []
    for one in traffy.tickets():
        day = one.born.astimezone(BANGKOK).date()
        if (start and day < start) or (end and day > end):
            continue
        if asked.get("problem_type") and asked["problem_type"] not in one.types:
            continue
        if asked.get("state_type") and asked["state_type"] != one.state:
            continue
        if asked.get("text") and asked["text"] not in one.text:
            continue
        if by_district and asked.get("district") and asked["district"] != one.place[1]:
            continue
        found.append(one)
    return found if asked.get("sort") == "asc" else found[::-1]


def _window(asked: dict[str, str]) -> tuple[int, int]:
    """(offset, limit): numbers that cannot be read become the usual ones; never more than the cap."""

    def number(name: str, usual: int) -> int:
        return int(asked[name]) if re.fullmatch(r"\d+", asked.get(name, "")) else usual

    return number("offset", 0), min(number("limit", USUAL), CAP)


def properties(one: Ticket) -> dict[str, Any]:
    """The 34 of a feature."""
    province, district, subdistrict, _, _ = one.place
    address = " ".join(
        part
        for part in (f"แขวง{subdistrict}" if subdistrict else "", f"เขต{district}" if district else "", province or "")
        if part
    )
    return {
        "ticket_id": one.id,
        "message_id": 9_000_000 + one.number,
        "description": one.text,
        "description_reporter": None,
        "note": None,
        "photo_url": f"https://storage.example/traffy/{one.id}.jpg",
        "after_photo": f"https://storage.example/traffy/{one.id}-after.{'mp4' if one.number % 11 == 0 else 'jpg'}"
        if one.finished
        else None,
        "problemtype_photo": None,
        "problem_type_fondue": list(one.types),
        "problem_type_abdul": None,
        "type": ",".join(one.types),
        "state": STATES[one.state],
        "state_type_latest": one.state,
        "org": [one.org],
        "org_action": [one.org] if one.taken else [],
        "address": address,
        "subdistrict": subdistrict,
        "district": district,
        "province": province,
        "timestamp": local(one.born),
        "last_activity": local(one.last),
        "timestamp_inprogress": local(one.taken),
        "timestamp_finished": local(one.finished),
        "duration_minutes_inprogress": _minutes(one.born, one.taken),
        "duration_minutes_finished": _minutes(one.taken, one.finished),
        "duration_minutes_total": _minutes(one.born, one.finished),
        "count_reopen": one.reopened,
        "view_count": one.number % 40,
        "like": one.number % 5,
        "dislike": 0,
        "total_point": one.number % 5,
        "star": None,
        "see_info": None,
        "ai": {
            "summary": f"เรื่อง{one.types[0]}ในพื้นที่",
            "categories": [{"category": one.types[0], "confidence": 0.9}],
            "sentimental_percent": 20 if "ชื่นชม" not in one.types else 90,
            "sentimental_reason": "",
        },
    }


@api.get("/teamchadchart-stat-api/geojson/{version:v1|v2}")
def geojson(traffy: Traffy, call: Call, version: str) -> Answer:
    """GeoJSON with counters. Answers are kept 10 minutes: the same question has the same answer until then."""
    key, now = f"{call.path}?{call.query_string}", traffy.world.clock.now()
    kept = traffy.kept.get(key)
    if kept is not None and now - kept[0] < KEPT:
        age = str(int((now - kept[0]).total_seconds()))
        return Answer(200, kept[1], {"Cache-Control": "public, max-age=600", "Age": age})
    asked = call.query
    found = chosen(traffy, asked)
    offset, limit = _window(asked)
    page = found[offset : offset + limit]
    total = len(found) if FILTERS & asked.keys() and call.fate("total_zero") is None else 0
    if asked.get("output_format") == "csv":
        answer = Answer(200, _csv([properties(one) for one in page]), content_type="text/csv; charset=utf-8")
    else:
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": list(one.place[3:])},
                "properties": properties(one),
            }
            for one in page
        ]
        counts = {"count": len(features), "total": total, "count_total": BEFORE + len(traffy.tickets())}
        answer = json_answer({"type": "FeatureCollection", **counts, "features": features})
    traffy.kept[key] = (now, answer.body)
    answer.headers["Cache-Control"] = "public, max-age=600"
    return answer


def _csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


@api.get("/share/teamchadchart/search")
def search(traffy: Traffy, call: Call) -> Answer:
    """Flat rows: points as strings, longitude first, and times in UTC. Knows `district`."""
    found = chosen(traffy, call.query, by_district=True)
    offset, limit = _window(call.query)
    rows = []
    for one in found[offset : offset + limit]:
        row = properties(one)
        for name in ("timestamp", "last_activity", "timestamp_inprogress", "timestamp_finished"):
            at = {"timestamp": one.born, "last_activity": one.last, "timestamp_inprogress": one.taken}.get(
                name, one.finished
            )
            row[name] = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00") if at else None
        row |= {"coords": [str(one.place[3]), str(one.place[4])], "problem_type_abdul": list(one.types)}
        rows.append(row)
    return json_answer({"status": True, "total": len(found), "results": rows})


# --- monthly files ---


def _dump_row(one: Ticket) -> dict[str, Any]:
    """The same things under other names."""
    given = properties(one)
    states = {"start": "รอรับเรื่อง", "finish": "เสร็จสิ้น"}
    names = ("address", "subdistrict", "district", "province", "timestamp")
    return {
        "ticket_id": one.id,
        "type": "{" + ",".join(one.types) + "}",
        "organization": one.org,
        "organization_action": ",".join(given["org_action"]),
        "comment": one.text,
        "coords": f"{one.place[3]},{one.place[4]}" if one.place[3] else "0,0",
        "photo": given["photo_url"],
        "photo_after": given["after_photo"] or "",
        **{name: given[name] or "" for name in names},
        "state": states.get(one.state, "กำลังดำเนินการ"),
        "star": 5 if one.number % 10 < 3 and one.finished else "",
        "count_reopen": one.reopened,
        "last_activity": given["last_activity"],
        **{name: "" if given[name] is None else given[name] for name in given if name.startswith("duration_")},
        "timestamp_inprogress": given["timestamp_inprogress"] or "",
        "timestamp_finished": given["timestamp_finished"] or "",
        "message_id": given["message_id"],
        "problemtype_tag": ",".join(one.types),
    }


@api.get(r"/dump-csv-chadchart/{name:bangkok_(?:traffy|\d\d\d\d-\d\d)\.csv}")
def dump(traffy: Traffy, call: Call, name: str) -> Answer:
    """One month, or all; a month that has not begun is not found."""
    month = name.removeprefix("bangkok_").removesuffix(".csv")
    rows = [
        one for one in traffy.tickets() if month == "traffy" or one.born.astimezone(BANGKOK).strftime("%Y-%m") == month
    ]
    if not rows:
        return Answer(404, b"<html><body><h1>404 Not Found</h1></body></html>", content_type="text/html")
    return Answer(200, _csv([_dump_row(one) for one in rows]), content_type="text/csv")
