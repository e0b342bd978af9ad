"""Which adapter speaks for which channel."""

from __future__ import annotations

from samrit.channels.platforms.adapter import Adapter
from samrit.channels.platforms.facebook import Facebook
from samrit.channels.platforms.instagram import Instagram
from samrit.channels.platforms.line import Line
from samrit.channels.platforms.tiktok import TikTok
from samrit.channels.platforms.website import Website
from samrit.channels.platforms.youtube import YouTube
from samrit.publicity.enums import Channel

ADAPTERS: dict[str, Adapter] = {
    Channel.WEBSITE: Website(),
    Channel.FACEBOOK: Facebook(),
    Channel.INSTAGRAM: Instagram(),
    Channel.TIKTOK: TikTok(),
    Channel.YOUTUBE: YouTube(),
    Channel.LINE: Line(),
}
"""One of each; they keep nothing in memory."""


def adapter_of(channel: str) -> Adapter:
    """The adapter of a channel."""
    return ADAPTERS[channel]
