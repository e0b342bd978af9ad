"""The city's own website: our own database is the platform, so nothing can be lost on the way."""

from __future__ import annotations

from typing import Any, ClassVar

import httpx

from samrit.channels.enums import Safety
from samrit.channels.platforms import http
from samrit.channels.platforms.adapter import Adapter, Figure, Version
from samrit.channels.platforms.outcome import Kind, Outcome, Post
from samrit.channels.platforms.parcel import Parcel


class Website(Adapter):
    """The pages follow what is recorded: `send` says where, and the record is made in the same transaction."""

    version: ClassVar[Version] = Version("own")
    edits = True

    def payload(self, parcel: Parcel) -> dict[str, Any]:
        return {
            "channel": "website",
            "page": parcel.link,
            "title": parcel.content.title,
            "text": parcel.content.text,
            "media": [{"sha256": row.sha256, "alt": row.alt} for row in parcel.media],
        }

    def safety(self, parcel: Parcel) -> Safety:  # noqa: ARG002 -- the same for every form
        return Safety.IDEMPOTENT

    def send(self, parcel: Parcel) -> Outcome:
        page = str(parcel.facts["page"])
        if not page:
            return Outcome(Kind.REJECTED, "no_page")
        return Outcome(
            Kind.LIVE,
            handles={"post_id": page, "permalink": page},
            post=Post(page, page),
            answer={"page": page, "delivery": parcel.delivery},
        )

    def reconcile(self, parcel: Parcel) -> Outcome:
        return self.send(parcel)

    def read_metrics(self, parcel: Parcel) -> list[Figure]:  # noqa: ARG002 -- the site counts its own pages
        return []

    def check_live(self, parcel: Parcel) -> Outcome:
        page = str(parcel.facts["page"])
        if not page:
            return Outcome(Kind.ABSENT, "not_public")
        try:
            answer = httpx.get(page, timeout=http.ANSWER, follow_redirects=False, verify=http.trusted())
        except httpx.HTTPError as error:
            return Outcome(Kind.UNKNOWN, "no_answer", type(error).__name__)
        if answer.status_code == 200:
            return Outcome(Kind.LIVE, answer={"status": 200, "page": page})
        return Outcome(Kind.ABSENT, "not_public", f"HTTP {answer.status_code}")

    def take_down(self, parcel: Parcel) -> Outcome:
        """The page goes with its work; one that still stands is withdrawn by a person, among the pages of the site."""
        return Outcome(Kind.REJECTED, "site_page") if parcel.facts["page"] else Outcome(Kind.ABSENT)
