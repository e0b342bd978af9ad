"""TikTok: direct posts from a file, where the app was audited; else the work is published by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from samrit.channels.enums import PostForm, Safety
from samrit.channels.platforms import http
from samrit.channels.platforms.adapter import Adapter, Figure, Version, number, when
from samrit.channels.platforms.http import Lost, Reply
from samrit.channels.platforms.outcome import Kind, Outcome, Post, refusal
from samrit.channels.platforms.parcel import Parcel
from samrit.channels.platforms.public import anonymous

VERSION = Version("v2")
API = f"https://open.tiktokapis.com/{VERSION.name}"
_CHUNK = 10_000_000
_WHOLE = 64_000_000
_PRIVACY = {"public": "PUBLIC_TO_EVERYONE", "private": "SELF_ONLY", "self_only": "SELF_ONLY"}
_SEEN_AS = {"PUBLIC_TO_EVERYONE": "public", "SELF_ONLY": "self_only"}
_POLL, _SLOWLY = dt.timedelta(seconds=20), dt.timedelta(minutes=15)
_TRY_AGAIN = {"internal", "video_pull_failed", "photo_pull_failed"}
_SETUP = {"unaudited_client_can_only_post_to_private_accounts", "url_ownership_unverified", "scope_not_authorized"}
_TOMORROW = {"spam_risk_too_many_posts", "reached_active_user_cap", "spam_risk_too_many_pending_share"}
_VIDEO_FIELDS = (
    "id,create_time,share_url,video_description,duration,title,view_count,like_count,comment_count,share_count"
)


class TikTok(Adapter):
    """An account. A lost *init* of a file has published nothing; afterwards its publish_id tells."""

    version: ClassVar[Version] = VERSION
    deletes = False

    def payload(self, parcel: Parcel) -> dict[str, Any]:
        return {
            "channel": "tiktok",
            "account": parcel.account,
            "form": parcel.form,
            **self._post_info(parcel),
            "media": [{"sha256": row.sha256} for row in parcel.media],
        }

    def _post_info(self, parcel: Parcel) -> dict[str, Any]:
        content = parcel.content
        shared = {
            "privacy_level": _PRIVACY[content.privacy],
            "disable_comment": not content.comments,
            "brand_content_toggle": False,
            "brand_organic_toggle": content.advertising,
        }
        if parcel.form in {PostForm.PHOTO, PostForm.ALBUM}:
            return {"title": content.title[:90], "description": parcel.text, "auto_add_music": False, **shared}
        return {
            "title": parcel.text,
            "disable_duet": not content.duet,
            "disable_stitch": not content.stitch,
            "video_cover_timestamp_ms": 1_000,
            "is_aigc": content.made_with_ai,
            **shared,
        }

    def safety(self, parcel: Parcel) -> Safety:  # noqa: ARG002 -- by its publish_id, or by the list of videos
        return Safety.RECONCILE_ONLY

    def handle(self, parcel: Parcel) -> str:
        return str(parcel.handles.get("publish_id", ""))

    def creator(self, token: str) -> dict[str, Any]:
        """What the creator may do now; TikTok wants it asked before every post, and shown to who posts."""
        return read(http.call("POST", f"{API}/post/publish/creator_info/query/", token=token, document={}))

    def prepare(self, parcel: Parcel) -> Outcome:
        if parcel.form in {PostForm.PHOTO, PostForm.ALBUM}:
            return self._checked_creator(parcel)
        if "publish_id" in parcel.handles:
            return Outcome(Kind.READY)
        checked = self._checked_creator(parcel)
        return checked if checked.kind is not Kind.READY else self._init(parcel)

    def _checked_creator(self, parcel: Parcel) -> Outcome:
        creator = self.creator(parcel.token())
        wanted = _PRIVACY[parcel.content.privacy]
        if wanted not in (creator.get("privacy_level_options") or []):
            raise refusal(Kind.REJECTED, "privacy", f"{wanted} ∉ {creator.get('privacy_level_options')}")
        longest = number(creator.get("max_video_post_duration_sec"))
        seconds = parcel.first.seconds
        if longest is not None and seconds is not None and seconds > longest:
            raise refusal(Kind.REJECTED, "too_long", f"{seconds:.0f} s > {longest} s")
        return Outcome(Kind.READY)

    def _init(self, parcel: Parcel) -> Outcome:
        """Opens the upload. Nothing is published before the last byte; one whose answer is lost stays empty."""
        size = parcel.first.size
        chunk, count = _chunks(size)
        document = {
            "post_info": self._post_info(parcel),
            "source_info": {
                "source": "FILE_UPLOAD",
                "video_size": size,
                "chunk_size": chunk,
                "total_chunk_count": count,
            },
        }
        data = read(http.call("POST", f"{API}/post/publish/video/init/", token=parcel.token(), document=document))
        publish, url = data.get("publish_id"), data.get("upload_url")
        if not publish or not url:
            raise Lost("no publish_id")
        return Outcome(
            Kind.STEP,
            handles={"publish_id": str(publish), "opened": dt.datetime.now(dt.UTC).isoformat()},
            secrets={"upload_url": str(url)},
        )

    def send(self, parcel: Parcel) -> Outcome:
        if parcel.form in {PostForm.PHOTO, PostForm.ALBUM}:
            return self._send_photos(parcel)
        size = parcel.first.size
        chunk, count = _chunks(size)
        place = int(parcel.handles.get("held", 0)) // chunk
        start, last = place * chunk, place >= count - 1
        end = size if last else start + chunk
        self._put(parcel, start, end, size, wanted=201 if last else 206)
        return Outcome(Kind.ACCEPTED, handles={"sent": True}) if last else Outcome(Kind.PARTLY, handles={"held": end})

    def _put(self, parcel: Parcel, start: int, end: int, size: int, *, wanted: int) -> None:
        """One part. Only TikTok's own word for it counts: a page for people comes with 200 too."""
        reply = http.call(
            "PUT",
            parcel.secrets["upload_url"],
            content=parcel.first.read(start, end - start),
            headers={
                "Content-Type": parcel.first.media_type,
                "Content-Range": f"bytes {start}-{end - 1}/{size}",
            },
            uploading=True,
        )
        if reply.status == wanted:
            return
        if reply.status >= 500:
            raise refusal(Kind.UNKNOWN, "platform_down", f"HTTP {reply.status}")
        raise refusal(Kind.UNKNOWN, "upload_again", f"HTTP {reply.status}: {reply.text[:200]}")

    def _send_photos(self, parcel: Parcel) -> Outcome:
        document = {
            "post_mode": "DIRECT_POST",
            "media_type": "PHOTO",
            "post_info": self._post_info(parcel),
            "source_info": {
                "source": "PULL_FROM_URL",
                "photo_images": [row.url for row in parcel.media],
                "photo_cover_index": 0,
            },
        }
        data = read(http.call("POST", f"{API}/post/publish/content/init/", token=parcel.token(), document=document))
        if not data.get("publish_id"):
            raise Lost("no publish_id")
        return Outcome(Kind.ACCEPTED, handles={"publish_id": str(data["publish_id"])})

    def reconcile(self, parcel: Parcel) -> Outcome:
        if "publish_id" not in parcel.handles:
            return self._find(parcel)
        data = read(
            http.call(
                "POST",
                f"{API}/post/publish/status/fetch/",
                token=parcel.token(),
                document={"publish_id": parcel.handles["publish_id"]},
            )
        )
        return self._by_status(parcel, data)

    def _by_status(self, parcel: Parcel, data: dict[str, Any]) -> Outcome:
        status, answer = data.get("status"), http.redacted(data)
        if status == "PUBLISH_COMPLETE":
            return self._complete(parcel, data)
        if status == "FAILED":
            reason = str(data.get("fail_reason", ""))
            if reason in _TRY_AGAIN:
                forgotten = {"publish_id": None, "opened": None, "sent": None, "held": None}
                return Outcome(
                    Kind.ABSENT, "failed", reason, handles=forgotten, secrets={"upload_url": None}, answer=answer
                )
            raise refusal(Kind.REJECTED, "not_processed", reason, answer=answer)
        held = number(data.get("uploaded_bytes")) or 0
        if status == "PROCESSING_UPLOAD" and held < parcel.first.size and not parcel.handles.get("sent"):
            return self._half_sent(parcel, answer)
        return Outcome(Kind.PENDING, wait=_POLL, answer=answer)

    def _half_sent(self, parcel: Parcel, answer: dict[str, Any]) -> Outcome:
        """Not all bytes are there, so nothing is published. The same upload is used while its address lives."""
        opened = when(parcel.handles.get("opened"))
        if opened is not None and dt.datetime.now(dt.UTC) - opened < dt.timedelta(minutes=50):
            held = number(answer.get("uploaded_bytes")) or 0
            return Outcome(Kind.ABSENT, "half_sent", handles={"held": held}, answer=answer)
        forgotten = {"publish_id": None, "opened": None, "held": None}
        return Outcome(Kind.ABSENT, "half_sent", handles=forgotten, secrets={"upload_url": None}, answer=answer)

    def _complete(self, parcel: Parcel, data: dict[str, Any]) -> Outcome:
        """Published. The public id follows after moderation, hours later at times; private ones never have any."""
        answer = http.redacted(data)
        ids = data.get("publicaly_available_post_id") or []
        if ids:
            return self._read_video(parcel, str(ids[0]))
        if _PRIVACY[parcel.content.privacy] == "SELF_ONLY":
            post = Post(str(parcel.handles["publish_id"]), "", "self_only", parcel.since)
            return Outcome(Kind.LIVE, post=post, answer=answer)
        return Outcome(Kind.PENDING, "moderation", wait=_SLOWLY, answer=answer)

    def _read_video(self, parcel: Parcel, video: str) -> Outcome:
        data = _videos(parcel, [video])
        rows = data.get("videos") or []
        if not rows:
            return Outcome(Kind.PENDING, "moderation", wait=_SLOWLY, handles={"post_id": video})
        return _live(rows[0])

    def _find(self, parcel: Parcel) -> Outcome:
        """An answer to a pull was lost: the account's own videos, matched by the code in the text."""
        data = read(
            http.call(
                "POST",
                f"{API}/video/list/",
                token=parcel.token(),
                params={"fields": _VIDEO_FIELDS},
                document={"max_count": 20},
            )
        )
        for row in data.get("videos") or []:
            if parcel.marker in f"{row.get('title', '')} {row.get('video_description', '')}":
                return _live(row)
        return Outcome(Kind.UNSEEN)

    def read_metrics(self, parcel: Parcel) -> list[Figure]:
        data = _videos(parcel, [str(parcel.handles["post_id"])])
        rows = data.get("videos") or [{}]
        kept = http.redacted(data)
        names = ("view_count", "like_count", "comment_count", "share_count")
        return [Figure(name, number(rows[0].get(name)), kept) for name in names]

    def check_live(self, parcel: Parcel) -> Outcome:
        return anonymous("https://www.tiktok.com/oembed", str(parcel.handles.get("permalink", "")))

    def take_down(self, parcel: Parcel) -> Outcome:  # noqa: ARG002 -- there is no such call
        return Outcome(Kind.REJECTED, "no_delete")


def _chunks(size: int) -> tuple[int, int]:
    """Size and number of the parts: small files whole, the rest of the division goes with the last part."""
    if size <= _WHOLE:
        return size, 1
    return _CHUNK, size // _CHUNK


def _videos(parcel: Parcel, ids: list[str]) -> dict[str, Any]:
    return read(
        http.call(
            "POST",
            f"{API}/video/query/",
            token=parcel.token(),
            params={"fields": _VIDEO_FIELDS},
            document={"filters": {"video_ids": ids}},
        )
    )


def _live(row: dict[str, Any]) -> Outcome:
    name, link = str(row["id"]), str(row.get("share_url") or "").partition("?")[0]
    return Outcome(
        Kind.LIVE,
        handles={"post_id": name, "permalink": link},
        post=Post(name, link, "public", when(row.get("create_time"))),
        answer=http.redacted(row),
    )


def read(reply: Reply) -> dict[str, Any]:
    """The data of an answer. Spam errors may come with 200, so the code is what counts."""
    if reply.status >= 500:
        raise refusal(Kind.UNKNOWN, "platform_down", f"HTTP {reply.status}")
    document = reply.document
    error = document.get("error") or {}
    code = str(error.get("code", "")) if isinstance(error, dict) else str(error)
    if code in {"ok", ""} and reply.ok:
        data = document.get("data")
        return data if isinstance(data, dict) else {}
    said = f"HTTP {reply.status} {code}: {error.get('message', '') if isinstance(error, dict) else ''}"
    answer = http.redacted(document)
    if code == "rate_limit_exceeded" or reply.status == 429:
        raise refusal(Kind.WAIT, "throttled", said, wait=dt.timedelta(minutes=2), answer=answer)
    if code in _TOMORROW:
        raise refusal(Kind.WAIT, "daily_limit", said, wait=dt.timedelta(hours=6), answer=answer)
    if code == "access_token_invalid":
        raise refusal(Kind.RECONNECT, "token", said, answer=answer)
    if code in _SETUP:
        raise refusal(Kind.RECONNECT, "setup", said, answer=answer)
    if code == "spam_risk_user_banned_from_posting":
        raise refusal(Kind.REJECTED, "policy", said, answer=answer)
    if code in {"invalid_param", "privacy_level_option_mismatch", "invalid_params"}:
        raise refusal(Kind.REJECTED, "content", said, answer=answer)
    if code == "internal_error":
        raise refusal(Kind.UNKNOWN, "platform_down", said, answer=answer)
    raise refusal(Kind.UNKNOWN, "unclear", said, answer=answer)
