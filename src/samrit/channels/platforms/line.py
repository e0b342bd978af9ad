"""LINE Official Account: broadcasts to all friends, repeatable by our own key; nothing can be recalled."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

from samrit.channels.enums import Safety
from samrit.channels.platforms import http
from samrit.channels.platforms.adapter import Adapter, Figure, Version, number
from samrit.channels.platforms.http import Lost, Reply
from samrit.channels.platforms.outcome import Kind, Outcome, Post, Refusal, refusal
from samrit.channels.platforms.parcel import Parcel

VERSION = Version("v2")
API = "https://api.line.me"
KEY_LIFE = dt.timedelta(hours=24)
"""So long LINE remembers a retry key: afterwards the same key sends a second time."""
_JAPAN = ZoneInfo("Asia/Tokyo")
_REQUEST_ID, _FIRST_ID = "x-line-request-id", "x-line-accepted-request-id"


class Line(Adapter):
    """An official account. Our key makes the broadcast repeatable for 24 hours."""

    version: ClassVar[Version] = VERSION
    deletes = False

    def payload(self, parcel: Parcel) -> dict[str, Any]:
        return {
            "channel": "line",
            "account": parcel.account,
            "form": parcel.form,
            "text": parcel.text,
            "media": [{"sha256": row.sha256, "alt": row.alt} for row in parcel.media],
            "quiet": parcel.content.quiet,
        }

    def safety(self, parcel: Parcel) -> Safety:  # noqa: ARG002 -- the same for every form
        return Safety.IDEMPOTENT

    def messages(self, parcel: Parcel) -> list[dict[str, Any]]:
        """The bubbles: pictures first, then the text with its link. At most five."""
        made: list[dict[str, Any]] = []
        for medium in parcel.media[:4]:
            preview = parcel.thumbnail if medium.is_video and parcel.thumbnail else medium
            kind = "video" if medium.is_video else "image"
            made.append({"type": kind, "originalContentUrl": medium.url, "previewImageUrl": preview.preview_url})
        if parcel.text:
            made.append({"type": "text", "text": parcel.text})
        return made

    def _body(self, parcel: Parcel) -> dict[str, Any]:
        return {"messages": self.messages(parcel), "notificationDisabled": parcel.content.quiet}

    def validate(self, parcel: Parcel) -> Outcome:
        """LINE's own dry run: ACCEPTED, or REJECTED with what it objects to. Costs nothing, sends nothing."""
        url = f"{API}/v2/bot/message/validate/broadcast"
        reply = http.call("POST", url, token=parcel.token(), document={"messages": self.messages(parcel)})
        answer = read(reply)
        return Outcome(Kind.ACCEPTED, answer=http.redacted(answer))

    def send_to_staff(self, parcel: Parcel, user_id: str, key: str) -> Outcome:
        """The same bubbles to one member of staff, before everybody gets them."""
        document = {"to": user_id, "messages": self.messages(parcel)}
        reply = http.call(
            "POST",
            f"{API}/v2/bot/message/push",
            token=parcel.token(),
            document=document,
            headers={"X-Line-Retry-Key": key},
        )
        return _accepted(reply)

    def send(self, parcel: Parcel) -> Outcome:
        reply = http.call(
            "POST",
            f"{API}/v2/bot/message/broadcast",
            token=parcel.token(),
            document=self._body(parcel),
            headers={"X-Line-Retry-Key": parcel.key},
        )
        return _accepted(reply)

    def reconcile(self, parcel: Parcel) -> Outcome:
        """An accepted broadcast is out: it has no page, its request id is what it goes by."""
        request = parcel.handles.get("request_id")
        if request:
            return Outcome(
                Kind.LIVE,
                post=Post(str(request), "", "public", parcel.since),
                answer={"request_id": str(request), **self._numbers(parcel)},
            )
        return Outcome(Kind.UNSEEN)

    def _numbers(self, parcel: Parcel) -> dict[str, Any]:
        """What helps a person to tell whether an unanswered broadcast went out: the quota that is used up."""
        try:
            return {"consumption": http.redacted(_get("/v2/bot/message/quota/consumption", parcel))}
        except (Refusal, Lost, http.NotSent):
            return {}

    def read_metrics(self, parcel: Parcel) -> list[Figure]:
        request = quote(str(parcel.handles["request_id"]), safe="")
        insight = _get(f"/v2/bot/insight/message/event?requestId={request}", parcel)
        overview, rows = insight.get("overview") or {}, insight.get("messages") or []
        seen = [number(row.get("impression")) for row in rows]
        shown = [value for value in seen if value is not None]
        kept = http.redacted(insight)
        figures = [
            Figure(name, number(overview.get(name)), kept) for name in ("delivered", "uniqueImpression", "uniqueClick")
        ]
        figures.append(Figure("impression", sum(shown) if shown else None, kept))
        figures.append(self._delivered(parcel))
        return figures

    def _delivered(self, parcel: Parcel) -> Figure:
        """Broadcasts of the day, all of them: LINE tells no single one's."""
        day = (parcel.since or dt.datetime.now(dt.UTC)).astimezone(_JAPAN)
        answer = _get(f"/v2/bot/message/delivery/broadcast?date={day:%Y%m%d}", parcel)
        ready = answer.get("status") == "ready"
        return Figure("broadcast_of_day", number(answer.get("success")) if ready else None, http.redacted(answer))

    def check_live(self, parcel: Parcel) -> Outcome:  # noqa: ARG002 -- there is nothing that could be looked at
        return Outcome(Kind.UNKNOWN, "no_public_page")

    def take_down(self, parcel: Parcel) -> Outcome:  # noqa: ARG002 -- there is no such call
        return Outcome(Kind.REJECTED, "cannot_be_recalled")

    def quota(self, token: str) -> dict[str, Any]:
        """How many recipients of the month are used, and of how many."""
        allowed = read(http.call("GET", f"{API}/v2/bot/message/quota", token=token))
        used = read(http.call("GET", f"{API}/v2/bot/message/quota/consumption", token=token))
        limited = allowed.get("type") == "limited"
        return {"used": used.get("totalUsage"), "total": allowed.get("value") if limited else None}


LONGEST_TEXT = 5_000
"""Units of UTF-16 in one bubble."""


def push(token: str, user_id: str, text: str, key: str, *, quiet: bool = False) -> Outcome:
    """A text to one person, once under one key; `quiet`: without a sound. Raises Refusal, Lost, NotSent."""
    document = {"to": user_id, "messages": [_bubble(text)], "notificationDisabled": quiet}
    headers = {"X-Line-Retry-Key": key}
    return _accepted(http.call("POST", f"{API}/v2/bot/message/push", token=token, document=document, headers=headers))


def reply(token: str, reply_token: str, text: str) -> None:
    """A text in answer to what was just written; it costs no quota. Raises Refusal, Lost, NotSent."""
    document = {"replyToken": reply_token, "messages": [_bubble(text)]}
    read(http.call("POST", f"{API}/v2/bot/message/reply", token=token, document=document))


def _bubble(text: str) -> dict[str, str]:
    units = text.encode("utf-16-le")
    if len(units) > 2 * LONGEST_TEXT:
        text = units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
    return {"type": "text", "text": text}


def _get(path: str, parcel: Parcel) -> dict[str, Any]:
    return read(http.call("GET", f"{API}{path}", token=parcel.token()))


def _accepted(reply: Reply) -> Outcome:
    """200, or 409: the key was used, so the first of its requests was accepted."""
    first = reply.headers.get(_FIRST_ID)
    if reply.status == 409 and first:
        return Outcome(Kind.ACCEPTED, handles={"request_id": first}, answer={"accepted_before": first})
    if reply.status == 409:
        raise Lost("409 without the first request's id")
    answer = read(reply)
    request = reply.headers.get(_REQUEST_ID)
    if not request:
        raise Lost("no request id")
    return Outcome(
        Kind.ACCEPTED, handles={"request_id": request}, answer={"request_id": request, **http.redacted(answer)}
    )


def read(reply: Reply) -> dict[str, Any]:
    """LINE has no codes: the status says the class, for 429 its sentence."""
    if reply.status >= 500:
        raise refusal(Kind.UNKNOWN, "platform_down", f"HTTP {reply.status}")
    document = reply.document
    if reply.ok:
        return document
    details = [f"{row.get('property', '')}: {row.get('message', '')}" for row in document.get("details") or []]
    said = " · ".join([f"HTTP {reply.status} {document.get('message', '')}", *details])
    if reply.status == 429 and "monthly limit" in str(document.get("message", "")).lower():
        raise refusal(Kind.REJECTED, "monthly_limit", said, answer=http.redacted(document))
    if reply.status == 429:
        raise refusal(Kind.WAIT, "throttled", said, wait=dt.timedelta(minutes=5))
    if reply.status == 401:
        raise refusal(Kind.RECONNECT, "token", said)
    if reply.status == 403:
        raise refusal(Kind.RECONNECT, "permission", said)
    if reply.status in {400, 410, 413, 415}:
        raise refusal(Kind.REJECTED, "content", said, answer=http.redacted(document))
    raise Lost(said)
