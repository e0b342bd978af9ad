"""What somebody who is not signed in sees: oEmbed, which each platform answers for public posts only."""

from __future__ import annotations

from samrit.channels.platforms import http
from samrit.channels.platforms.outcome import Kind, Outcome


def anonymous(endpoint: str, permalink: str) -> Outcome:
    """LIVE where the open endpoint knows the post; ABSENT where it says no; UNKNOWN where it says nothing."""
    if not permalink:
        return Outcome(Kind.UNKNOWN, "no_permalink")
    reply = http.call("GET", endpoint, params={"url": permalink, "format": "json"})
    if reply.ok and isinstance(reply.body, dict) and "error" not in reply.body:
        return Outcome(Kind.LIVE, answer=http.redacted(reply.body))
    if reply.status in {400, 401, 403, 404} and reply.body is not None:
        return Outcome(Kind.ABSENT, "not_public", reply.text[:200])
    return Outcome(Kind.UNKNOWN, "no_answer", f"HTTP {reply.status}")
