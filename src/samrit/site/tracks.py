"""Captions as browsers read them: WebVTT, whatever of the two usual forms was sent."""

from __future__ import annotations

import re

_TIME = re.compile(r"(\d\d:\d\d:\d\d|\d\d:\d\d),(\d{3})")


def as_vtt(content: bytes) -> bytes:
    """SubRip made into WebVTT: the word on top, and a point for the comma in its times. WebVTT stays as it is."""
    text = content.decode("utf-8-sig", errors="replace")
    if text.startswith("WEBVTT"):
        return text.encode()
    lines = (_TIME.sub(r"\1.\2", line) if "-->" in line else line for line in text.splitlines())
    return "\n".join(("WEBVTT", "", *lines, "")).encode()
