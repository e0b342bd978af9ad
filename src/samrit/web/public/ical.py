"""Activities as iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from samrit.publicity.models import ActivityDetail
from samrit.site.addresses import origin
from samrit.web.public.page import absolute, link

_HOUR = dt.timedelta(hours=1)


def calendar(rows: Iterable[ActivityDetail]) -> bytes:
    """A calendar of activities; its times are in UTC, so that it needs no table of zones."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samrit//Creative districts//TH", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_escaped(_('กิจกรรมย่านสร้างสรรค์ กรุงเทพมหานคร'))}", "X-WR-TIMEZONE:Asia/Bangkok"]
    for row in rows:
        lines += _event(row)
    lines.append("END:VCALENDAR")
    return b"".join(b"\r\n ".join(_folded(line)) + b"\r\n" for line in lines)


def _event(row: ActivityDetail) -> Iterator[str]:
    if row.starts_at is None:
        return
    places = ", ".join(str(place) for place in row.work.places)
    yield "BEGIN:VEVENT"
    yield f"UID:{row.work.uid}@{origin().partition('//')[2]}"
    yield f"DTSTAMP:{_stamp(row.announced_at or row.starts_at)}"
    yield f"DTSTART:{_stamp(row.starts_at)}"
    yield f"DTEND:{_stamp(row.ends_at or row.starts_at + _HOUR)}"
    yield f"SUMMARY:{_escaped(row.work.title)}"
    if row.work.text:
        yield f"DESCRIPTION:{_escaped(row.work.text)}"
    if places:
        yield f"LOCATION:{_escaped(places)}"
    yield f"URL:{absolute(link('activity', row.work.uid))}"
    yield "END:VEVENT"


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """Parts of at most 75 bytes, none of which cuts a letter in two."""
    part = b""
    for sign in line:
        raw = sign.encode()
        if len(part) + len(raw) > 73:
            yield part
            part = b""
        part += raw
    yield part
