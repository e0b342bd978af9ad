"""All platforms of the emulated world."""

from __future__ import annotations

from emulators.base import Platform
from emulators.line.platform import Line
from emulators.meta.platform import Meta
from emulators.tiktok.platform import TikTok
from emulators.traffy.platform import Traffy
from emulators.youtube.platform import YouTube

ALL: tuple[type[Platform], ...] = (Meta, TikTok, YouTube, Line, Traffy)
