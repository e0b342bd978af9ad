"""Traffy Fondue: what residents report in and around a creative district. Context, never a figure of a score.

The open search (`…/share/teamchadchart/search`) is asked by khet, an agency's account by the exchange API; either
answer is stripped at the door: of a report only its kinds, state, place, times stay. Words, pictures and addresses
hold personal data, and no terms of use are known for them, so they are never kept.

The services' traps that this module knows: filters that are ignored without a word (so district, days and outline are
filtered here again), `total` that is not the number of matches (so pages end where a page is short), 1,000 rows a
page, times in UTC in one outlet and in Bangkok's without a zone in another, points as texts, points that are missing
or 0, other provinces, districts that are missing, finished reports that are opened again, rows that move from page to
page while one reads.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import httpx
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from samrit.districts.models import CreativeDistrict

HOST = "publicapi.traffy.in.th"
CREDIT = "Traffy Fondue (กรุงเทพมหานคร × เนคเทค)"
DAYS = 30
"""How far back the context looks."""
FRESH = dt.timedelta(hours=20)
"""An answer younger than this is not asked for again."""
_PAGE, _PAGES = 1_000, 20
_SECONDS = 20
_KEPT = 90 * 86_400
_BANGKOK = dt.timezone(dt.timedelta(hours=7))
_PROVINCE = "กรุงเทพมหานคร"
_PRAISE, _IDEA = "ชื่นชม", "เสนอแนะ"
_LONGEST = 20_000_000


class Absent(Exception):  # noqa: N818 -- what the page says of it
    """The service gave no answer that can be used. `code` says why: `unreachable`, `status`, `shape`, `account`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code


@dataclass(frozen=True, slots=True)
class Ticket:
    """What is kept of a report: no word, picture, address or name of anybody."""

    id: str
    kinds: tuple[str, ...]
    state: str
    district: str
    longitude: float | None
    latitude: float | None
    at: dt.datetime
    reopened: int


@dataclass(frozen=True, slots=True)
class Context:
    """How a district's surroundings stand: reports of the last days, with when that was asked."""

    asked_at: str
    since: str
    inside: str
    """`outline` where the district has one, else `khets`."""
    total: int
    open: int
    finished: int
    reopened: int
    praise: int
    ideas: int
    kinds: list[tuple[str, int]]
    cut: bool
    """More came than was read."""


# --- the door ---


def _stripped(row: Mapping[str, Any]) -> Ticket | None:
    """A report as it is kept; None for one that cannot be placed in time or lies in another province."""
    at = _moment(row.get("timestamp"))
    if at is None or not isinstance(row.get("ticket_id"), str):
        return None
    province = row.get("province")
    if isinstance(province, str) and province and _PROVINCE not in province:
        return None
    longitude, latitude = _point(row)
    return Ticket(
        id=row["ticket_id"][:20],
        kinds=_kinds(row),
        state=str(row.get("state_type_latest") or row.get("status_type") or row.get("status") or "")[:40],
        district=str(row.get("district") or "").removeprefix("เขต"),
        longitude=longitude,
        latitude=latitude,
        at=at,
        reopened=row["count_reopen"] if type(row.get("count_reopen")) is int else 0,
    )


def _moment(text: Any) -> dt.datetime | None:
    """A time of either outlet: with its zone (`+00`), or Bangkok's without saying so."""
    if not isinstance(text, str):
        return None
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=_BANGKOK)


def _point(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Longitude and latitude; (None, None) where there is none, also for the 0,0 that stands for it."""
    pair = row.get("coords") if isinstance(row.get("coords"), list) else [row.get("longitude"), row.get("latitude")]
    try:
        longitude, latitude = (float(one) for one in pair)
    except (TypeError, ValueError):
        return None, None
    there = 99 < longitude < 102 and 12 < latitude < 15
    return (longitude, latitude) if there else (None, None)


def _kinds(row: Mapping[str, Any]) -> tuple[str, ...]:
    given = row.get("problem_type_fondue")
    words = given if isinstance(given, list) else str(row.get("type") or "").split(",")
    return tuple(dict.fromkeys(str(one).strip()[:60] for one in words if str(one).strip()))[:3]


# --- the open search ---


def search(khet: str, since: dt.datetime) -> tuple[list[Ticket], bool]:
    """The reports of a khet since a moment, each once, and whether more came than was read. Raises Absent."""
    found: dict[str, Ticket] = {}
    for page in range(_PAGES):
        asked = {
            "district": khet,
            "limit": _PAGE,
            "offset": page * _PAGE,
            "name": "Samrit",
            "org": settings.SAMRIT_NAME,
        }
        rows = _rows(_asked("/share/teamchadchart/search", asked))
        kept = [ticket for ticket in map(_stripped, rows) if ticket is not None]
        found |= {one.id: one for one in kept if one.at >= since and one.district in {khet, ""}}
        if len(rows) < _PAGE or (kept and min(one.at for one in kept) < since):
            return list(found.values()), False
    return list(found.values()), True


def _asked(path: str, query: Mapping[str, Any], headers: Mapping[str, str] | None = None, body: Any = None) -> Any:
    """The JSON of an answer. Raises Absent where none came that can be read."""
    base = settings.SAMRIT_PLATFORMS_AT.rstrip("/")
    url = f"{base}/{HOST}{path}" if base else f"https://{HOST}{path}"
    told = {"User-Agent": "Samrit", **(headers or {})}
    try:
        with httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=not base) as client:
            method = "GET" if body is None else "POST"
            with client.stream(method, url, params=dict(query), headers=told, json=body) as answer:
                if answer.status_code != 200:
                    raise Absent("status", str(answer.status_code))
                data = bytearray()
                for part in answer.iter_bytes():
                    data += part
                    if len(data) > _LONGEST:
                        raise Absent("shape", "too long")
    except httpx.HTTPError as error:
        raise Absent("unreachable", type(error).__name__) from None
    try:
        return httpx.Response(200, content=bytes(data)).json()
    except ValueError:
        raise Absent("shape", "no JSON") from None


def _rows(said: Any) -> list[Mapping[str, Any]]:
    rows = said.get("results") if isinstance(said, dict) else None
    if not isinstance(rows, list):
        raise Absent("shape", "no results")
    return [row for row in rows if isinstance(row, dict)]


# --- an agency's account ---


class Exchange:
    """The exchange API for agencies: a token from the account, a monthly quota, refusals with status 200."""

    LEAST = 20
    """Calls of the month's quota that are left to others."""

    def __init__(self, user: str, password: str) -> None:
        self._account = {"user": user, "pass": password}
        self._token = ""
        self.left: int | None = None

    def issues(self, span: str = "3days") -> list[Ticket]:
        """The agency's reports of a span, stripped. Raises Absent without an account that holds, or without quota."""
        if self.left is not None and self.left <= self.LEAST:
            raise Absent("account", "quota")
        said = self._said("/exchange-api/get-issues/v2", {"duration": span})
        return [ticket for ticket in map(_stripped, _rows(said)) if ticket is not None]

    def _said(self, path: str, query: Mapping[str, Any]) -> Any:
        for _try in range(2):
            if not self._token:
                self._sign_in()
            said = self._checked(_asked(path, query, {"Authorization": f"Bearer {self._token}"}))
            if said is not None:
                return said
            self._token = ""  # it has ended: once more with a new one
        raise Absent("account", "token")

    def _sign_in(self) -> None:
        said = self._checked(_asked("/exchange-api/get-auth/v1", {}, body=self._account))
        token = (said or {}).get("results", {}).get("token")
        if not isinstance(token, str) or not token:
            raise Absent("account", "sign-in")
        self._token = token

    def _checked(self, said: Any) -> Any:
        """The answer with its quota noted; None for a token that has ended."""
        if not isinstance(said, dict):
            raise Absent("shape", "no object")
        left = said.get("credit_balance")
        self.left = left if isinstance(left, int) else self.left
        if said.get("status") == "fail":
            words = str(said.get("message", ""))
            if "token" in words.lower():
                return None
            raise Absent("account", words[:100])
        return said


# --- the context of a district ---


def context_of(district: CreativeDistrict, tickets: Iterable[Ticket], *, since: dt.datetime, cut: bool) -> Context:
    """What the reports say of a district: those inside its outline, or in its khets where it has none."""
    rows = list({one.id: one for one in tickets if _inside(district, one)}.values())
    kinds = Counter(kind for one in rows for kind in one.kinds if kind not in {_PRAISE, _IDEA})
    done = [one for one in rows if one.state in {"finish", "เสร็จสิ้น"}]
    other = [one for one in rows if one.state in {"irrelevant", "ไม่เกี่ยวข้อง"}]
    return Context(
        asked_at=timezone.now().isoformat(timespec="seconds"),
        since=since.date().isoformat(),
        inside="outline" if district.shape else "khets",
        total=len(rows),
        open=len(rows) - len(done) - len(other),
        finished=len(done),
        reopened=sum(one.reopened > 0 for one in rows),
        praise=sum(_PRAISE in one.kinds for one in rows),
        ideas=sum(_IDEA in one.kinds for one in rows),
        kinds=kinds.most_common(5),
        cut=cut,
    )


def _inside(district: CreativeDistrict, one: Ticket) -> bool:
    if not district.shape:
        return True
    return (
        one.longitude is not None and one.latitude is not None and covers(district.shape, one.longitude, one.latitude)
    )


def covers(shape: Mapping[str, Any], longitude: float, latitude: float) -> bool:
    """Whether a point lies in a Polygon or MultiPolygon, and in none of its holes."""
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return any(
        _in_ring(part[0], longitude, latitude) and not any(_in_ring(hole, longitude, latitude) for hole in part[1:])
        for part in parts
    )


def _in_ring(ring: list[list[float]], x: float, y: float) -> bool:
    """By how often a ray to the east crosses the ring."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def refresh(district: CreativeDistrict) -> Context:
    """Asks anew and keeps the context. Raises Absent, after noting since when there was no answer."""
    since = timezone.now() - dt.timedelta(days=DAYS)
    try:
        tickets, cut = _tickets(district, since)
    except Absent as absent:
        cache.set(
            f"{_key(district)}:absent", {"at": timezone.now().isoformat(timespec="seconds"), "code": absent.code}, _KEPT
        )
        raise
    found = context_of(district, tickets, since=since, cut=cut)
    cache.set(_key(district), asdict(found), _KEPT)
    cache.delete(f"{_key(district)}:absent")
    return found


def _tickets(district: CreativeDistrict, since: dt.datetime) -> tuple[list[Ticket], bool]:
    found: list[Ticket] = []
    cut = False
    for khet in _khets(district):
        rows, more = search(khet, since)
        found, cut = [*found, *rows], cut or more
    return found, cut


def _khets(district: CreativeDistrict) -> Iterator[str]:
    for khet in district.khets.all():
        yield khet.name_th.removeprefix("สำนักงาน").removeprefix("เขต")


def _key(district: CreativeDistrict) -> str:
    return f"samrit:traffy:{district.pk}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known now: the last context, and since when the service has given no answer."""

    context: Context | None
    asked_at: dt.datetime | None
    absent_since: dt.datetime | None
    absent_code: str

    @property
    def stale(self) -> bool:
        """Whether to ask again: nothing, or nothing lately, was answered or tried."""
        last = max((at for at in (self.asked_at, self.absent_since) if at), default=None)
        return last is None or timezone.now() - last > FRESH


def kept(district: CreativeDistrict) -> Kept:
    """What is known of a district without asking anybody."""
    found, absent = cache.get(_key(district)), cache.get(f"{_key(district)}:absent") or {}
    context = Context(**{**found, "kinds": [tuple(one) for one in found["kinds"]]}) if found else None
    return Kept(
        context,
        dt.datetime.fromisoformat(context.asked_at) if context else None,
        dt.datetime.fromisoformat(absent["at"]) if absent else None,
        absent.get("code", ""),
    )
