"""Instagram (a professional account, through the Page's token): containers first, one publishing step at the end."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from samrit.channels.enums import PostForm, Safety
from samrit.channels.platforms import http, meta
from samrit.channels.platforms.adapter import Adapter, Figure, Version, when
from samrit.channels.platforms.outcome import Kind, Outcome, Post, refusal
from samrit.channels.platforms.parcel import Medium, Parcel
from samrit.channels.platforms.public import anonymous

_FIELDS = "id,permalink,media_product_type,media_type,timestamp,caption"
_POLL = dt.timedelta(seconds=30)
_EARLIER = dt.timedelta(minutes=10)
_METRICS = ("views", "reach", "likes", "comments", "saved", "shares", "total_interactions")


class Instagram(Adapter):
    """A professional account. The container is the handle: what it says tells whether it was published."""

    version: ClassVar[Version] = meta.VERSION

    def payload(self, parcel: Parcel) -> dict[str, Any]:
        return {
            "channel": "instagram",
            "account": parcel.account,
            "form": parcel.form,
            "caption": "" if parcel.form == PostForm.STORY else parcel.text,
            "media": [{"sha256": row.sha256, "alt": row.alt} for row in parcel.media],
            "cover": parcel.thumbnail.sha256 if parcel.thumbnail else "",
            "made_with_ai": parcel.content.made_with_ai,
        }

    def safety(self, parcel: Parcel) -> Safety:  # noqa: ARG002 -- the container tells, whatever the form
        return Safety.RECONCILE_ONLY

    def handle(self, parcel: Parcel) -> str:
        return str(parcel.handles.get("container", ""))

    # --- containers ---

    def prepare(self, parcel: Parcel) -> Outcome:
        if parcel.form == PostForm.ALBUM:
            step = self._children(parcel)
            if step is not None:
                return step
        if "container" not in parcel.handles:
            return self._container(parcel)
        if self._resumable(parcel) and not parcel.handles.get("uploaded"):
            return meta.upload(parcel.secrets["upload_url"], parcel.token(), parcel.first)
        return self._finished(parcel, str(parcel.handles["container"]))

    def _children(self, parcel: Parcel) -> Outcome | None:
        """One container for each file, each finished before the next; None when all are there."""
        there: list[str] = list(parcel.handles.get("children", []))
        if there and not parcel.handles.get(f"child_{len(there)}"):
            last = self._finished(parcel, there[-1])
            if last.kind is not Kind.READY:
                return last
            return Outcome(Kind.STEP, handles={f"child_{len(there)}": True})
        if len(there) == len(parcel.media):
            return None
        medium = parcel.media[len(there)]
        fields = {**_source(medium), "is_carousel_item": True, "alt_text": _alt(medium)}
        if medium.is_video:
            fields["media_type"] = "VIDEO"
        answer = meta.post(f"{parcel.account}/media", parcel.token(), **fields)
        return Outcome(Kind.STEP, handles={"children": [*there, _id(answer)]})

    def _container(self, parcel: Parcel) -> Outcome:
        fields: dict[str, Any] = {"caption": parcel.text}
        if parcel.form == PostForm.ALBUM:
            fields |= {"media_type": "CAROUSEL", "children": ",".join(parcel.handles["children"])}
        elif parcel.form == PostForm.REEL:
            fields |= {"media_type": "REELS", "upload_type": "resumable", "share_to_feed": True}
            fields["cover_url"] = parcel.thumbnail.url if parcel.thumbnail else None
            fields["is_ai_generated"] = parcel.content.made_with_ai or None
        elif parcel.form == PostForm.STORY:
            fields = {"media_type": "STORIES", **_source(parcel.first)}
        else:
            fields |= {**_source(parcel.first), "alt_text": _alt(parcel.first)}
        answer = meta.post(f"{parcel.account}/media", parcel.token(), **fields)
        name = _id(answer)
        url = answer.get("uri") or f"https://rupload.facebook.com/ig-api-upload/{meta.VERSION.name}/{name}"
        made = dt.datetime.now(dt.UTC).isoformat()
        return Outcome(
            Kind.STEP,
            handles={"container": name, "container_made": made, "uploaded": False},
            secrets={"upload_url": str(url)} if self._resumable(parcel) else {},
        )

    def _resumable(self, parcel: Parcel) -> bool:
        return parcel.form == PostForm.REEL

    def _finished(self, parcel: Parcel, container: str) -> Outcome:
        status = meta.get(container, parcel.token(), fields="status_code,status")
        code = status.get("status_code")
        if code == "FINISHED":
            return Outcome(Kind.READY)
        if code == "EXPIRED":  # made long before its hour; nothing was published from it
            return Outcome(Kind.STEP, handles=_forgotten(parcel))
        if code == "ERROR":
            raise refusal(Kind.REJECTED, "not_processed", str(status.get("status", "")), answer=status)
        return Outcome(Kind.PENDING, wait=_POLL)

    # --- publishing ---

    def send(self, parcel: Parcel) -> Outcome:
        container = parcel.handles["container"]
        answer = meta.post(f"{parcel.account}/media_publish", parcel.token(), creation_id=container)
        return Outcome(Kind.ACCEPTED, handles={"post_id": _id(answer)}, answer=http.redacted(answer))

    def reconcile(self, parcel: Parcel) -> Outcome:
        media = parcel.handles.get("post_id")
        if media:
            return _live(meta.get(str(media), parcel.token(), fields=_FIELDS))
        status = meta.get(str(parcel.handles["container"]), parcel.token(), fields="status_code,status")
        code = status.get("status_code")
        if code == "PUBLISHED":
            return self._find(parcel)
        if code == "FINISHED":
            return Outcome(Kind.ABSENT, answer=http.redacted(status))
        if code == "ERROR":
            raise refusal(Kind.REJECTED, "not_processed", str(status.get("status", "")), answer=http.redacted(status))
        if code == "EXPIRED":
            return Outcome(Kind.UNSEEN, "container_expired", answer=http.redacted(status))
        return Outcome(Kind.PENDING, wait=_POLL, answer=http.redacted(status))

    def _find(self, parcel: Parcel) -> Outcome:
        """The container is published: which post it became. A story has no text, so it must be the only one since."""
        edge = "stories" if parcel.form == PostForm.STORY else "media"
        answer = meta.get(f"{parcel.account}/{edge}", parcel.token(), fields=_FIELDS, limit=25)
        rows = answer.get("data")
        found = [row for row in (rows if isinstance(rows, list) else []) if self._is_it(parcel, row)]
        if len(found) == 1 or (found and parcel.form != PostForm.STORY):
            return _live(found[0])
        return Outcome(Kind.PENDING, "published_not_found", wait=dt.timedelta(minutes=5))

    def _is_it(self, parcel: Parcel, row: dict[str, Any]) -> bool:
        if parcel.form != PostForm.STORY:
            return parcel.marker in str(row.get("caption", ""))
        at = when(row.get("timestamp"))
        return at is not None and parcel.since is not None and at >= parcel.since - _EARLIER

    def read_metrics(self, parcel: Parcel) -> list[Figure]:
        media, token = str(parcel.handles["post_id"]), parcel.token()
        return [meta.insight(f"{media}/insights", token, metric) for metric in _METRICS]

    def check_live(self, parcel: Parcel) -> Outcome:
        return anonymous(f"{meta.GRAPH}/instagram_oembed", str(parcel.handles.get("permalink", "")))

    def take_down(self, parcel: Parcel) -> Outcome:
        answer = meta.delete(str(parcel.handles["post_id"]), parcel.token())
        if answer.get("success") is not True:
            raise http.Lost(f"delete said {answer}")
        return Outcome(Kind.ABSENT, answer=answer)

    def quota(self, account: str, token: str) -> dict[str, Any]:
        """How many posts of the day are used, and of how many: asked, never assumed."""
        answer = meta.get(f"{account}/content_publishing_limit", token, fields="quota_usage,config")
        rows = answer.get("data")
        row = rows[0] if isinstance(rows, list) and rows else {}
        return {"used": row.get("quota_usage"), "total": (row.get("config") or {}).get("quota_total")}


def _source(medium: Medium) -> dict[str, Any]:
    return {"video_url" if medium.is_video else "image_url": medium.url}


def _alt(medium: Medium) -> str | None:
    return None if medium.is_video else (medium.alt or None)


def _forgotten(parcel: Parcel) -> dict[str, Any]:
    names = [name for name in parcel.handles if name.startswith(("container", "child"))]
    return {**dict.fromkeys(names), "uploaded": False}


def _id(answer: dict[str, Any]) -> str:
    name = answer.get("id")
    if not name:
        raise http.Lost(f"no id in {list(answer)}")
    return str(name)


def _live(row: dict[str, Any]) -> Outcome:
    name, link = str(row["id"]), str(row.get("permalink") or "")
    return Outcome(
        Kind.LIVE,
        handles={"post_id": name, "permalink": link},
        post=Post(name, link, "public", when(row.get("timestamp"))),
        answer=http.redacted(row),
    )
