"""Facebook Pages: posts, photos, albums, reels, videos and stories, with the token of the Page."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from samrit.channels.enums import PostForm, Safety
from samrit.channels.platforms import http, meta
from samrit.channels.platforms.adapter import SOON, Adapter, Figure, Version, number, when
from samrit.channels.platforms.outcome import Kind, Outcome, Post, Refusal, refusal
from samrit.channels.platforms.parcel import Parcel
from samrit.channels.platforms.public import anonymous

_POST_FIELDS = "id,message,created_time,permalink_url,is_published,status_type"
_WITH_HANDLE = {PostForm.REEL, PostForm.VIDEO}
_CHUNK = 4 * 1_048_576
_EARLIER = dt.timedelta(minutes=10)
_METRICS = (
    "post_media_view",
    "post_total_media_view_unique",
    "post_clicks",
    "post_reactions_by_type_total",
)
_OF_VIDEOS: dict[str, tuple[str, ...]] = {
    PostForm.REEL: ("blue_reels_play_count", "total_video_views", "total_video_views_unique"),
    PostForm.VIDEO: ("total_video_views", "total_video_views_unique"),
}
"""What is counted of a film by itself, beside the post around it: another way of counting, never added to it."""


class Facebook(Adapter):
    """A Page. Posts have no handle before they are made; reels and videos do."""

    version: ClassVar[Version] = meta.VERSION
    edits = True

    def payload(self, parcel: Parcel) -> dict[str, Any]:
        return {
            "channel": "facebook",
            "page": parcel.account,
            "form": parcel.form,
            "message": "" if parcel.form == PostForm.STORY else parcel.text,
            "title": parcel.content.title if parcel.form in _WITH_HANDLE else "",
            "link": parcel.link if parcel.form == PostForm.LINK else "",
            "media": [{"sha256": row.sha256, "alt": row.alt} for row in parcel.media],
            "first_comment": parcel.content.first_comment,
        }

    def safety(self, parcel: Parcel) -> Safety:  # noqa: ARG002 -- the same for every form: by list, or by handle
        return Safety.RECONCILE_ONLY

    def handle(self, parcel: Parcel) -> str:
        return str(parcel.handles.get("video_id", ""))

    # --- before ---

    def prepare(self, parcel: Parcel) -> Outcome:
        if parcel.form in {PostForm.PHOTO, PostForm.ALBUM} or (_photo_story(parcel)):
            return self._photos(parcel)
        if parcel.form in {PostForm.REEL, PostForm.STORY}:
            return self._reel(parcel)
        if parcel.form == PostForm.VIDEO:
            return self._video(parcel)
        return Outcome(Kind.READY)

    def _photos(self, parcel: Parcel) -> Outcome:
        """Photos are uploaded unpublished, one a step; only the post that names them makes them public."""
        there: list[str] = list(parcel.handles.get("photos", []))
        if len(there) == len(parcel.media):
            return Outcome(Kind.READY)
        medium = parcel.media[len(there)]
        answer = meta.post(
            f"{parcel.account}/photos",
            parcel.token(),
            published=False,
            alt_text_custom=medium.alt or None,
            files={"source": (_file_name(medium.media_type), medium.read(), medium.media_type)},
        )
        return Outcome(Kind.STEP, handles={"photos": [*there, _id(answer)]})

    def _reel(self, parcel: Parcel) -> Outcome:
        edge = "video_reels" if parcel.form == PostForm.REEL else "video_stories"
        if "video_id" not in parcel.handles:
            answer = meta.post(f"{parcel.account}/{edge}", parcel.token(), upload_phase="start")
            video, url = answer.get("video_id"), answer.get("upload_url")
            if not video or not url:
                raise http.Lost(f"no video_id: {list(answer)}")
            return Outcome(Kind.STEP, handles={"video_id": str(video)}, secrets={"upload_url": str(url)})
        if not parcel.handles.get("uploaded"):
            return meta.upload(parcel.secrets["upload_url"], parcel.token(), parcel.first, self._offset(parcel))
        return self._processed(parcel)

    def _offset(self, parcel: Parcel) -> int:
        """Where the upload goes on: by what the platform says that it holds."""
        phase = self._status(parcel).get("uploading_phase") or {}
        held = number(phase.get("bytes_transfered")) or 0
        return held if 0 < held < parcel.first.size else 0

    def _processed(self, parcel: Parcel) -> Outcome:
        status = self._status(parcel)
        if status.get("video_status") in {"upload_failed", "error", "expired"}:
            raise refusal(Kind.REJECTED, "not_processed", _trouble(status), answer=status)
        done = (status.get("uploading_phase") or {}).get("status") == "complete"
        return Outcome(Kind.READY) if done else Outcome(Kind.PENDING, wait=SOON)

    def _status(self, parcel: Parcel) -> dict[str, Any]:
        answer = meta.get(str(parcel.handles["video_id"]), parcel.token(), fields="status")
        found = answer.get("status")
        return found if isinstance(found, dict) else {}

    def _video(self, parcel: Parcel) -> Outcome:
        """A long or wide video in three phases: the start gives the id before anything is public."""
        edge, size = f"{parcel.account}/videos", parcel.first.size
        if "video_id" not in parcel.handles:
            answer = meta.post(edge, parcel.token(), upload_phase="start", file_size=size)
            return Outcome(
                Kind.STEP,
                handles={
                    "video_id": str(answer["video_id"]),
                    "start_offset": number(answer.get("start_offset")) or 0,
                    "end_offset": number(answer.get("end_offset")) or min(_CHUNK, size),
                },
                secrets={"upload_session_id": str(answer["upload_session_id"])},
            )
        start, end = parcel.handles["start_offset"], parcel.handles["end_offset"]
        if start >= size or start >= end:
            return Outcome(Kind.READY)
        part = parcel.first.read(start, end - start)
        answer = meta.post(
            edge,
            parcel.token(),
            upload_phase="transfer",
            upload_session_id=parcel.secrets["upload_session_id"],
            start_offset=start,
            files={"video_file_chunk": ("chunk", part, "application/octet-stream")},
        )
        return Outcome(
            Kind.STEP,
            handles={name: number(answer.get(name)) or 0 for name in ("start_offset", "end_offset")},
        )

    # --- the irreversible step ---

    def send(self, parcel: Parcel) -> Outcome:
        if parcel.form == PostForm.STORY:
            return self._send_story(parcel)
        if parcel.form in _WITH_HANDLE:
            return self._send_video(parcel)
        photos = parcel.handles.get("photos", [])
        answer = meta.post(
            f"{parcel.account}/feed",
            parcel.token(),
            message=parcel.text,
            link=parcel.link if parcel.form == PostForm.LINK else None,
            attached_media=[{"media_fbid": name} for name in photos] or None,
            published=True,
            fields="id,permalink_url",
        )
        return Outcome(Kind.ACCEPTED, handles={"post_id": _id(answer)}, answer=http.redacted(answer))

    def _send_video(self, parcel: Parcel) -> Outcome:
        if parcel.form == PostForm.REEL:
            edge, more = "video_reels", {"video_id": parcel.handles["video_id"], "video_state": "PUBLISHED"}
        else:
            edge, more = "videos", {"upload_session_id": parcel.secrets["upload_session_id"], "published": True}
        answer = meta.post(
            f"{parcel.account}/{edge}",
            parcel.token(),
            upload_phase="finish",
            title=parcel.content.title or None,
            description=parcel.text,
            **more,
        )
        if answer.get("success") is not True:
            raise http.Lost(f"finish said {answer}")
        post = answer.get("post_id")
        return Outcome(Kind.ACCEPTED, handles={"post_id": str(post)} if post else {}, answer=http.redacted(answer))

    def _send_story(self, parcel: Parcel) -> Outcome:
        if _photo_story(parcel):
            photo = parcel.handles["photos"][0]
            answer = meta.post(f"{parcel.account}/photo_stories", parcel.token(), photo_id=photo)
        else:
            video = parcel.handles["video_id"]
            answer = meta.post(f"{parcel.account}/video_stories", parcel.token(), upload_phase="finish", video_id=video)
        if answer.get("success") is not True:
            raise http.Lost(f"story said {answer}")
        post = answer.get("post_id")
        return Outcome(Kind.ACCEPTED, handles={"post_id": str(post)} if post else {}, answer=http.redacted(answer))

    # --- afterwards ---

    def reconcile(self, parcel: Parcel) -> Outcome:
        if parcel.form == PostForm.STORY:
            return self._find_story(parcel)
        post = parcel.handles.get("post_id")
        if post:
            return self._read_post(parcel, str(post))
        if parcel.form in _WITH_HANDLE:
            return self._find_video(parcel)
        return self._find_post(parcel)

    def _read_post(self, parcel: Parcel, name: str) -> Outcome:
        answer = meta.get(name, parcel.token(), fields=_POST_FIELDS)
        return _live(answer, str(answer.get("id") or name))

    def _find_post(self, parcel: Parcel) -> Outcome:
        """No key, no handle: the posts since the first try, matched by the short link."""
        since = int((parcel.since or dt.datetime.now(dt.UTC)).timestamp() - _EARLIER.total_seconds())
        cursor: str | None = None
        for _ in range(10):
            answer = meta.get(
                f"{parcel.account}/published_posts",
                parcel.token(),
                fields=_POST_FIELDS,
                since=since,
                limit=25,
                after=cursor,
            )
            rows = answer.get("data")
            for row in rows if isinstance(rows, list) else []:
                if parcel.marker in str(row.get("message", "")):
                    return _live(row, str(row["id"]))
            paging = answer.get("paging") or {}
            cursor = (paging.get("cursors") or {}).get("after") if paging.get("next") else None
            if not cursor:
                break
        return Outcome(Kind.UNSEEN)

    def _find_video(self, parcel: Parcel) -> Outcome:
        status = self._status(parcel)
        phase = status.get("publishing_phase") or {}
        said = phase.get("publish_status")
        if said == "published" or phase.get("status") == "complete":
            post = f"{parcel.account}_{parcel.handles['video_id']}"
            return self._read_published_video(parcel, post, status)
        if said == "error" or status.get("video_status") in {"upload_failed", "error", "expired"}:
            raise refusal(Kind.REJECTED, "not_processed", _trouble(status), answer=http.redacted(status))
        if phase.get("status") == "not_started" and said in {"draft", None}:
            return Outcome(Kind.ABSENT, answer=http.redacted(status))
        return Outcome(Kind.PENDING, wait=SOON, answer=http.redacted(status))

    def _read_published_video(self, parcel: Parcel, wrapper: str, status: dict[str, Any]) -> Outcome:
        """The post around the video, or the video itself where it has no post of its own."""
        video = str(parcel.handles["video_id"])
        try:
            return self._read_post(parcel, wrapper)
        except Refusal as refused:
            if refused.outcome.kind not in {Kind.UNKNOWN, Kind.REJECTED}:
                raise
        answer = meta.get(video, parcel.token(), fields="id,permalink_url,created_time,published")
        row = {**answer, "status": status}
        return _live({**row, "is_published": answer.get("published", True)}, video)

    def _find_story(self, parcel: Parcel) -> Outcome:
        media = str((parcel.handles.get("photos") or [parcel.handles.get("video_id")])[0])
        post = str(parcel.handles.get("post_id", ""))
        answer = meta.get(
            f"{parcel.account}/stories", parcel.token(), fields="post_id,status,creation_time,media_id,url"
        )
        rows = answer.get("data")
        for row in rows if isinstance(rows, list) else []:
            if str(row.get("media_id")) == media or (post and str(row.get("post_id")) == post):
                at = when(row.get("creation_time"))
                name = str(row.get("post_id") or media)
                return Outcome(Kind.LIVE, post=Post(name, str(row.get("url") or ""), at=at), answer=http.redacted(row))
        return Outcome(Kind.UNSEEN)

    def read_metrics(self, parcel: Parcel) -> list[Figure]:
        post, token = str(parcel.handles["post_id"]), parcel.token()
        figures = [meta.insight(f"{post}/insights", token, metric) for metric in _METRICS]
        if film := parcel.handles.get("video_id"):
            names = _OF_VIDEOS.get(parcel.form, ())
            figures += [meta.insight(f"{film}/video_insights", token, metric) for metric in names]
        answer = meta.get(post, token, fields="shares,reactions.limit(0).summary(true),comments.limit(0).summary(true)")
        kept = http.redacted(answer)
        counts = {
            "reactions": (answer.get("reactions") or {}).get("summary", {}).get("total_count"),
            "comments": (answer.get("comments") or {}).get("summary", {}).get("total_count"),
            "shares": (answer.get("shares") or {}).get("count", 0 if "id" in answer else None),
        }
        return [*figures, *(Figure(name, number(value), kept) for name, value in counts.items())]

    def check_live(self, parcel: Parcel) -> Outcome:
        endpoint = "oembed_video" if parcel.form in _WITH_HANDLE else "oembed_post"
        return anonymous(f"{meta.GRAPH}/{endpoint}", str(parcel.handles.get("permalink", "")))

    def take_down(self, parcel: Parcel) -> Outcome:
        answer = meta.delete(str(parcel.handles["post_id"]), parcel.token())
        if answer.get("success") is not True:
            raise http.Lost(f"delete said {answer}")
        return Outcome(Kind.ABSENT, answer=answer)

    # --- the first comment ---

    def comment(self, parcel: Parcel) -> Outcome:
        """Writes the first comment. Nothing tells two of them apart but their text: look first (`find_comment`)."""
        answer = meta.post(
            f"{parcel.handles['post_id']}/comments", parcel.token(), message=parcel.content.first_comment
        )
        return Outcome(Kind.LIVE, post=Post(_id(answer)), answer=http.redacted(answer))

    def find_comment(self, parcel: Parcel) -> Outcome:
        """Whether the first comment stands there."""
        answer = meta.get(
            f"{parcel.handles['post_id']}/comments", parcel.token(), fields="id,message,from,created_time", limit=50
        )
        rows = answer.get("data")
        wanted = parcel.content.first_comment.strip()
        for row in rows if isinstance(rows, list) else []:
            if str(row.get("message", "")).strip() == wanted:
                return Outcome(Kind.LIVE, post=Post(str(row["id"])), answer=http.redacted(row))
        return Outcome(Kind.UNSEEN)


def _photo_story(parcel: Parcel) -> bool:
    return parcel.form == PostForm.STORY and not parcel.first.is_video


def _live(row: dict[str, Any], name: str) -> Outcome:
    visibility = "public" if row.get("is_published", True) else "private"
    link = str(row.get("permalink_url") or f"https://www.facebook.com/{name}")
    if link.startswith("/"):
        link = f"https://www.facebook.com{link}"
    post = Post(name, link, visibility, when(row.get("created_time")))
    return Outcome(Kind.LIVE, handles={"post_id": name, "permalink": link}, post=post, answer=http.redacted(row))


def _id(answer: dict[str, Any]) -> str:
    """The id of what was made. An answer without one says nothing that can be relied on."""
    name = answer.get("id") or answer.get("post_id")
    if not name:
        raise http.Lost(f"no id in {list(answer)}")
    return str(name)


def _trouble(status: dict[str, Any]) -> str:
    for phase in ("processing_phase", "uploading_phase", "publishing_phase"):
        error = (status.get(phase) or {}).get("error") or {}
        if error.get("message"):
            return str(error["message"])
    return str(status.get("video_status", ""))


def _file_name(media_type: str) -> str:
    return "photo.png" if media_type == "image/png" else "photo.jpg"
