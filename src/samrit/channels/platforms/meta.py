"""What Facebook and Instagram share: the Graph API, its errors, its headers, and the host that takes files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from samrit.channels.platforms import http
from samrit.channels.platforms.adapter import Figure, Version, number
from samrit.channels.platforms.http import Lost, Reply
from samrit.channels.platforms.outcome import Kind, Outcome, Refusal, refusal
from samrit.channels.platforms.parcel import Medium

VERSION = Version("v26.0", dt.date(2028, 7, 29))
"""Announced on 29 July 2026; a version lives two years at least."""
"""Announced on 29 July 2026; its end is not announced yet. v21.0 ends on 21 January 2027."""
GRAPH = f"https://graph.facebook.com/{VERSION.name}"

_THROTTLED = {4, 17, 32, 341, 613}
_TOKEN = {102, 190}
_TRANSIENT = {-1, 1, 2}
_MAYBE_THERE_SUB = {1366051, 2207051}
_TRANSIENT_SUB = {1363047, 1609010, 2207001}
_PERSON_SUB = {1404006, 1404078, 1404112, 4854002, 1346003, 1404102, 2207050}
_CONTENT_SUB = {1366046, 1349125, 1609008, 2061006, 2069019, 2207057, 2207004, 2207005, 2207009, 2207010, 2207026}
_NOT_YET_SUB = {2207027, 2207008}
_FETCH_SUB = {2207052}
_TOMORROW_SUB = {2207042}
_FAST_SUB = {1390008}
_UPLOAD_SUB = {2207032, 2207053, 2207077, 2207082}
_CONTENT_SUB_IG = {2207023, 2207028, 2207035, 2207036, 2207037, 2207040, 2207081}


def get(path: str, token: str, **params: Any) -> dict[str, Any]:
    """A read. Raises Refusal for a platform's no; Lost and NotSent as `http.call`."""
    return read(http.call("GET", f"{GRAPH}/{path}", token=token, params=_plain(params)))


def post(path: str, token: str, *, files: Mapping[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A write."""
    form = _plain(fields)
    return read(http.call("POST", f"{GRAPH}/{path}", token=token, form=form, files=files, uploading=bool(files)))


def delete(path: str, token: str) -> dict[str, Any]:
    """A taking down."""
    return read(http.call("DELETE", f"{GRAPH}/{path}", token=token))


def _plain(fields: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: ("true" if value else "false")
        if isinstance(value, bool)
        else json.dumps(value, ensure_ascii=False)
        if isinstance(value, (list, dict))
        else str(value)
        for name, value in fields.items()
        if value is not None
    }


def read(reply: Reply) -> dict[str, Any]:
    """The document of an answer. Raises Refusal by the class of its error, Lost for what is no document."""
    document = reply.document
    error = document.get("error")
    if isinstance(error, dict):
        raise _refused(error, reply)
    if not reply.ok:
        raise Lost(f"HTTP {reply.status}: {reply.text[:200]}")
    return document


def _refused(error: Mapping[str, Any], reply: Reply) -> Refusal:
    code, sub = number(error.get("code")), number(error.get("error_subcode"))
    said = " ".join(
        str(error.get(name)) for name in ("error_user_title", "error_user_msg", "message") if error.get(name)
    )
    detail = http.redacted_text(f"{code}/{sub or '-'} {said}")
    kind, why, wait = _class(code, sub, transient=bool(error.get("is_transient")), status=reply.status)
    if kind is Kind.WAIT:
        wait = _asked_to_wait(reply) or wait
    return refusal(kind, why, detail, wait=wait, answer={"error": http.redacted(dict(error))})


_HOUR = dt.timedelta(hours=1)
_BY_CODE: dict[int, tuple[Kind, str, dt.timedelta | None]] = {
    506: (Kind.UNKNOWN, "maybe_there", None),
    368: (Kind.REJECTED, "policy", None),
    **dict.fromkeys((100, 352, 36000, 36001, 36003, 36004, 1609005), (Kind.REJECTED, "content", None)),
}


def _class(code: int | None, sub: int | None, *, transient: bool, status: int) -> tuple[Kind, str, dt.timedelta | None]:
    """Which kind of no it is. What nobody can place is unknown: that is looked into before anything is repeated."""
    by_sub = _by_subcode(sub)
    if by_sub is not None:
        return by_sub
    unclear = (Kind.UNKNOWN, "unclear", None)
    if code in _TOKEN:
        return Kind.RECONNECT, "token", None
    if transient or code in _TRANSIENT or status >= 500:
        return Kind.UNKNOWN, "platform_down", None
    if code in _THROTTLED or (code is not None and 80_000 <= code < 80_100):
        return Kind.WAIT, "throttled", _HOUR / 4
    if code == 10 or (code is not None and 200 <= code <= 299):
        return Kind.RECONNECT, "permission", None
    if code == 100 and sub == 33:  # also seen for things that exist
        return unclear
    return _BY_CODE.get(code or 0, unclear)


def _by_subcode(sub: int | None) -> tuple[Kind, str, dt.timedelta | None] | None:
    if sub is None:
        return None
    table: tuple[tuple[set[int], tuple[Kind, str, dt.timedelta | None]], ...] = (
        (_MAYBE_THERE_SUB, (Kind.UNKNOWN, "maybe_there", None)),
        (_TRANSIENT_SUB, (Kind.UNKNOWN, "platform_down", None)),
        (_NOT_YET_SUB, (Kind.WAIT, "not_ready", dt.timedelta(minutes=1))),
        (_FAST_SUB, (Kind.WAIT, "throttled", _HOUR)),
        (_TOMORROW_SUB, (Kind.WAIT, "daily_limit", dt.timedelta(hours=6))),
        (_FETCH_SUB, (Kind.REJECTED, "media_unreachable", None)),
        (_UPLOAD_SUB, (Kind.REJECTED, "upload", None)),
        (_PERSON_SUB, (Kind.REJECTED, "policy", None)),
        (_CONTENT_SUB | _CONTENT_SUB_IG, (Kind.REJECTED, "content", None)),
    )
    return next((found for codes, found in table if sub in codes), None)


def _asked_to_wait(reply: Reply) -> dt.timedelta | None:
    """How long the platform's own header says to wait."""
    minutes = [
        number(row.get("estimated_time_to_regain_access")) or 0
        for rows in _usage(reply.headers).values()
        for row in (rows if isinstance(rows, list) else [])
    ]
    longest = max(minutes, default=0)
    return dt.timedelta(minutes=longest) if longest else None


def _usage(headers: Mapping[str, str]) -> dict[str, Any]:
    try:
        found = json.loads(headers.get("x-business-use-case-usage", "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def pressure(headers: Mapping[str, str]) -> int:
    """How much of what is allowed is used up, in percent, by the platform's own headers; 0 where they say nothing."""
    found = [0]
    for name in ("x-app-usage", "x-page-usage"):
        try:
            one = json.loads(headers.get(name, "{}"))
        except ValueError:
            continue
        found += [number(value) or 0 for value in one.values()] if isinstance(one, dict) else []
    for rows in _usage(headers).values():
        for row in rows if isinstance(rows, list) else []:
            found += [number(row.get(name)) or 0 for name in ("call_count", "total_cputime", "total_time")]
    return max(found)


# --- the host that takes files ---


def upload(url: str, token: str, medium: Medium, start: int = 0) -> Outcome:
    """Hands a file over from a place on. An offset that does not fit says so, and the next try asks where to go on."""
    reply = http.call(
        "POST",
        url,
        token=token,
        scheme="OAuth",
        headers={"offset": str(start), "file_size": str(medium.size), "content-length": str(medium.size - start)},
        content=medium.chunks(start),
        uploading=True,
    )
    document = reply.document
    trouble = document.get("debug_info")
    if isinstance(trouble, dict):
        detail = f"{trouble.get('type')}: {trouble.get('message')}"
        if trouble.get("retriable") or trouble.get("type") in {"OffsetInvalidError", "PartialRequestError"}:
            raise refusal(Kind.WAIT, "upload_again", detail, wait=dt.timedelta(seconds=20))
        raise refusal(Kind.REJECTED, "upload", detail)
    if "error" in document:
        read(reply)
    if not reply.ok or document.get("success") is not True:
        raise Lost(f"HTTP {reply.status}: {reply.text[:200]}")
    return Outcome(Kind.STEP, handles={"uploaded": True})


# --- figures ---


def insight(path: str, token: str, metric: str, **more: Any) -> Figure:
    """One metric in one call: a bad name in a list would fail the whole call. Empty data is no figure, not 0."""
    try:
        answer = get(path, token, metric=metric, **more)
    except Refusal as refused:
        if refused.outcome.kind in {Kind.REJECTED, Kind.RECONNECT} and refused.outcome.why in {"content", "permission"}:
            return Figure(metric, None, {"error": refused.outcome.detail})
        raise
    rows = answer.get("data")
    row = rows[0] if isinstance(rows, list) and rows else {}
    values = row.get("values") if isinstance(row, dict) else None
    value = (
        values[0].get("value") if isinstance(values, list) and values else (row.get("total_value") or {}).get("value")
    )
    if isinstance(value, dict):
        parts = {str(name): found for name, part in value.items() if (found := number(part)) is not None}
        return Figure(metric, sum(parts.values()) if parts else None, http.redacted(answer), parts)
    return Figure(metric, number(value), http.redacted(answer))
