"""YouTube: a resumable upload whose session is the handle; nothing exists before its last byte is taken."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from samrit.channels.enums import Safety
from samrit.channels.platforms import http
from samrit.channels.platforms.adapter import SOON, Adapter, Figure, Version, number, when
from samrit.channels.platforms.http import Lost, Reply
from samrit.channels.platforms.outcome import Kind, Outcome, Post, refusal
from samrit.channels.platforms.parcel import Parcel
from samrit.channels.platforms.public import anonymous

VERSION = Version("v3")
DATA = f"https://www.googleapis.com/youtube/{VERSION.name}"
UPLOAD = f"https://www.googleapis.com/upload/youtube/{VERSION.name}"
PART = 32 * 262_144
"""Bytes of one part: a multiple of 256 KiB, as the protocol wants."""
VIEWS_SINCE = dt.date(2026, 8, 24)
"""Since then a view is a first frame played, for all formats."""
_TOMORROW = {"quotaExceeded", "dailyLimitExceeded", "uploadLimitExceeded"}
_SLOWLY = {"rateLimitExceeded", "userRateLimitExceeded", "uploadRateLimitExceeded"}
_CONNECT = {"authError", "youtubeSignupRequired", "invalidCredentials", "required", "insufficientPermissions"}
_PRIVACY = {"public": "public", "unlisted": "unlisted", "private": "private"}
_HELD = re.compile(r"bytes=0-(\d+)")


class YouTube(Adapter):
    """A channel."""

    version: ClassVar[Version] = VERSION
    edits = True

    def payload(self, parcel: Parcel) -> dict[str, Any]:
        return {
            "channel": "youtube",
            "account": parcel.account,
            **self._resource(parcel),
            "media": [{"sha256": row.sha256} for row in parcel.media],
            "thumbnail": parcel.thumbnail.sha256 if parcel.thumbnail else "",
            "captions": parcel.captions.sha256 if parcel.captions else "",
        }

    def _resource(self, parcel: Parcel) -> dict[str, Any]:
        content = parcel.content
        native = content.native_hour and parcel.at is not None
        status: dict[str, Any] = {
            "privacyStatus": "private" if native else content.privacy,
            "selfDeclaredMadeForKids": content.for_children,
            "containsSyntheticMedia": content.made_with_ai,
            "license": "youtube",
            "embeddable": True,
            "publicStatsViewable": True,
        }
        if native and parcel.at is not None:
            status["publishAt"] = parcel.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        snippet: dict[str, Any] = {
            "title": content.title,
            "description": parcel.text,
            "categoryId": "22",
            "defaultLanguage": "th",
        }
        if content.tags:
            snippet["tags"] = list(content.tags)
        return {"snippet": snippet, "status": status}

    def safety(self, parcel: Parcel) -> Safety:  # noqa: ARG002 -- the session tells, whatever the form
        return Safety.RECONCILE_ONLY

    def handle(self, parcel: Parcel) -> str:
        return "session" if parcel.secrets.get("session") else ""

    def prepare(self, parcel: Parcel) -> Outcome:
        if parcel.secrets.get("session"):
            return Outcome(Kind.READY)
        reply = http.call(
            "POST",
            f"{UPLOAD}/videos",
            token=parcel.token(),
            params={"uploadType": "resumable", "part": "snippet,status", "notifySubscribers": "true"},
            document=self._resource(parcel),
            headers={
                "X-Upload-Content-Length": str(parcel.first.size),
                "X-Upload-Content-Type": parcel.first.media_type,
            },
        )
        _refuse(reply)
        session = reply.headers.get("location")
        if not session:
            raise Lost("no session address")
        return Outcome(Kind.STEP, secrets={"session": session})

    # --- the upload ---

    def send(self, parcel: Parcel) -> Outcome:
        """One part more, from the byte that YouTube holds; the last one makes the video."""
        held = self._probe(parcel)
        if isinstance(held, Outcome):
            return held
        part = parcel.first.read(held, PART)
        reply = http.call(
            "PUT",
            parcel.secrets["session"],
            content=part,
            headers={
                "Content-Type": parcel.first.media_type,
                "Content-Range": f"bytes {held}-{held + len(part) - 1}/{parcel.first.size}",
            },
            uploading=True,
        )
        if reply.status != 308:
            return _uploaded(reply)
        if _held(reply) <= held:
            raise refusal(Kind.UNKNOWN, "upload_again", f"holds {held} of {parcel.first.size}")
        return Outcome(Kind.PARTLY)

    def _probe(self, parcel: Parcel) -> int | Outcome:
        """How many bytes YouTube holds, or the video where it has them all. A session that is gone is refused."""
        reply = http.call(
            "PUT",
            parcel.secrets["session"],
            content=b"",
            headers={"Content-Length": "0", "Content-Range": f"bytes */{parcel.first.size}"},
        )
        return _held(reply) if reply.status == 308 else _uploaded(reply)

    def reconcile(self, parcel: Parcel) -> Outcome:
        video = parcel.handles.get("post_id")
        if video:
            return self._read_video(parcel, str(video))
        if parcel.secrets.get("session"):
            probed = self._session(parcel)
            if probed is not None:
                return probed
        return self._find(parcel)

    def _session(self, parcel: Parcel) -> Outcome | None:
        """What the session says; None where it is gone and only the list of uploads can tell."""
        reply = http.call(
            "PUT",
            parcel.secrets["session"],
            content=b"",
            headers={"Content-Length": "0", "Content-Range": f"bytes */{parcel.first.size}"},
        )
        if reply.status == 308:
            return Outcome(Kind.ABSENT, answer={"held": _held(reply)})
        if reply.status in {404, 410}:
            return None
        return _uploaded(reply)

    def _find(self, parcel: Parcel) -> Outcome:
        """The session is lost: the list of what the channel has uploaded, matched by the short link."""
        channel = _get("channels", parcel, mine="true", part="contentDetails")
        items = channel.get("items") or []
        if not items:
            return Outcome(Kind.UNSEEN)
        uploads = items[0]["contentDetails"]["relatedPlaylists"]["uploads"]
        listed = _get("playlistItems", parcel, playlistId=uploads, part="snippet,contentDetails", maxResults=50)
        for row in listed.get("items") or []:
            if parcel.marker in str((row.get("snippet") or {}).get("description", "")):
                return self._read_video(parcel, str(row["contentDetails"]["videoId"]))
        return Outcome(Kind.UNSEEN)

    def _read_video(self, parcel: Parcel, video: str) -> Outcome:
        answer = _get("videos", parcel, id=video, part="snippet,status,statistics,processingDetails,contentDetails")
        items = answer.get("items") or []
        if not items:
            return Outcome(Kind.UNSEEN, answer=http.redacted(answer))
        row = items[0]
        status = row.get("status") or {}
        if status.get("uploadStatus") in {"failed", "rejected", "deleted"}:
            why = status.get("failureReason") or status.get("rejectionReason") or status["uploadStatus"]
            raise refusal(Kind.REJECTED, "not_processed", str(why), answer=http.redacted(row))
        handles = {"post_id": video}
        if status.get("uploadStatus") != "processed":
            return Outcome(Kind.PENDING, wait=SOON, handles=handles, answer=http.redacted(row))
        planned = when(status.get("publishAt"))
        if planned is not None and status.get("privacyStatus") == "private":
            wait = max(SOON, planned - dt.datetime.now(dt.UTC))
            return Outcome(Kind.PENDING, "native_hour", wait=min(wait, dt.timedelta(hours=6)), handles=handles)
        link = f"https://www.youtube.com/watch?v={video}"
        privacy = _PRIVACY.get(str(status.get("privacyStatus")), "private")
        post = Post(video, link, privacy, when((row.get("snippet") or {}).get("publishedAt")))
        return Outcome(Kind.LIVE, handles={**handles, "permalink": link}, post=post, answer=http.redacted(row))

    # --- what follows the video ---

    def set_thumbnail(self, parcel: Parcel) -> Outcome:
        """Puts our own picture in front; doing it twice changes nothing."""
        if parcel.thumbnail is None:
            return Outcome(Kind.READY)
        reply = http.call(
            "POST",
            f"{UPLOAD}/thumbnails/set",
            token=parcel.token(),
            params={"videoId": parcel.handles["post_id"]},
            content=parcel.thumbnail.read(),
            headers={"Content-Type": parcel.thumbnail.media_type},
            uploading=True,
        )
        return Outcome(Kind.READY, answer=http.redacted(read(reply)))

    def find_captions(self, parcel: Parcel) -> Outcome:
        """Whether Thai captions stand there."""
        answer = _get("captions", parcel, videoId=parcel.handles["post_id"], part="snippet")
        languages = {str((row.get("snippet") or {}).get("language")) for row in answer.get("items") or []}
        return Outcome(Kind.LIVE if "th" in languages else Kind.UNSEEN, answer=http.redacted(answer))

    def add_captions(self, parcel: Parcel) -> Outcome:
        """Adds the captions of the work as a Thai track."""
        if parcel.captions is None:
            return Outcome(Kind.READY)
        snippet = {"snippet": {"videoId": parcel.handles["post_id"], "language": "th", "name": "ไทย", "isDraft": False}}
        head = b"--samrit\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n"
        middle = b"\r\n--samrit\r\nContent-Type: application/octet-stream\r\n\r\n"
        body = head + json.dumps(snippet, ensure_ascii=False).encode() + middle
        reply = http.call(
            "POST",
            f"{UPLOAD}/captions",
            token=parcel.token(),
            params={"part": "snippet", "uploadType": "multipart"},
            content=body + parcel.captions.read() + b"\r\n--samrit--\r\n",
            headers={"Content-Type": "multipart/related; boundary=samrit"},
            uploading=True,
        )
        if reply.status == 409:  # a track of that name and language is there
            return Outcome(Kind.LIVE)
        return Outcome(Kind.LIVE, answer=http.redacted(read(reply)))

    # --- afterwards ---

    def read_metrics(self, parcel: Parcel) -> list[Figure]:
        answer = _get("videos:batchGetStats", parcel, part="statistics", id=parcel.handles["post_id"])
        items = answer.get("items") or []
        numbers = (items[0].get("statistics") or {}) if items else {}
        kept = http.redacted(answer)
        since = {"viewCount": VIEWS_SINCE}
        names = ("viewCount", "likeCount", "commentCount")
        return [Figure(name, number(numbers.get(name)), kept, defined_on=since.get(name)) for name in names]

    def check_live(self, parcel: Parcel) -> Outcome:
        return anonymous("https://www.youtube.com/oembed", str(parcel.handles.get("permalink", "")))

    def take_down(self, parcel: Parcel) -> Outcome:
        video = parcel.handles["post_id"]
        reply = http.call("DELETE", f"{DATA}/videos", token=parcel.token(), params={"id": video})
        if reply.status not in {204, 404}:
            _refuse(reply)
        return Outcome(Kind.ABSENT)


def _get(path: str, parcel: Parcel, **params: Any) -> dict[str, Any]:
    return read(http.call("GET", f"{DATA}/{path}", token=parcel.token(), params=params))


def _held(reply: Reply) -> int:
    """How many bytes are held: without a Range header none."""
    found = _HELD.fullmatch(reply.headers.get("range", ""))
    return int(found[1]) + 1 if found else 0


def _uploaded(reply: Reply) -> Outcome:
    if reply.status in {404, 410}:
        raise refusal(Kind.UNKNOWN, "session_gone", f"HTTP {reply.status}")
    answer = read(reply)
    video = answer.get("id")
    if not video:
        raise Lost("no id of the video")
    return Outcome(Kind.ACCEPTED, handles={"post_id": str(video)}, answer=http.redacted(answer))


def read(reply: Reply) -> dict[str, Any]:
    _refuse(reply)
    return reply.document


def _refuse(reply: Reply) -> None:
    """Raises Refusal by the reason, which tells more than the status."""
    if reply.ok:
        return
    if reply.status >= 500:
        raise refusal(Kind.UNKNOWN, "platform_down", f"HTTP {reply.status}")
    error = reply.document.get("error")
    error = error if isinstance(error, dict) else {"message": str(error)}
    rows = error.get("errors") or [{}]
    reason = str(rows[0].get("reason", ""))
    said = f"HTTP {reply.status} {reason}: {error.get('message', '')}"
    answer = http.redacted(reply.document)
    if reason in _TOMORROW:
        raise refusal(Kind.WAIT, "daily_limit", said, wait=_until_quota(), answer=answer)
    if reason in _SLOWLY or reply.status == 429:
        raise refusal(Kind.WAIT, "throttled", said, wait=dt.timedelta(minutes=5), answer=answer)
    if reply.status == 401 or reason in _CONNECT:
        raise refusal(Kind.RECONNECT, "token", said, answer=answer)
    if reason == "forbidden":
        raise refusal(Kind.RECONNECT, "permission", said, answer=answer)
    if reply.status == 400:
        raise refusal(Kind.REJECTED, "content", said, answer=answer)
    raise refusal(Kind.UNKNOWN, "unclear", said, answer=answer)


def _until_quota() -> dt.timedelta:
    """Until a little after midnight on the Pacific coast, when quotas begin anew."""

    now = dt.datetime.now(ZoneInfo("America/Los_Angeles"))
    midnight = (now + dt.timedelta(days=1)).replace(hour=0, minute=10, second=0, microsecond=0)
    return midnight - now
