"""How much of what a channel allows is used, counted as the channel counts: limits refuse by it, previews show it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from samrit.channels.enums import PostForm
from samrit.channels.platforms.parcel import Parcel
from samrit.core.contract import Message
from samrit.publicity.enums import Channel

LETTERS = Message("letters", "ตัวอักษร")
UTF_16 = Message("letters (an emoji is two)", "ตัวอักษร (อีโมจินับเป็น ๒)")
BYTES = Message("bytes", "ไบต์ (อักษรไทยนับเป็น ๓)")
HASHTAGS = Message("hashtags", "แฮชแท็ก")
NAMED = Message("accounts named", "บัญชีที่กล่าวถึง")
BUBBLES = Message("bubbles", "บอลลูน")


@dataclass(frozen=True, slots=True)
class Measure:
    """Of the field at `path`, so many `unit`s are used of the `most` allowed."""

    path: str
    unit: Message
    used: int
    most: int

    @property
    def over(self) -> int:
        """By how many it is too much; 0 where it fits."""
        return max(0, self.used - self.most)


def measures_of(parcel: Parcel, channel: str) -> Iterator[Measure]:
    """Everything of a variant that its channel counts, its short link with it, for that is sent too."""
    text, content = parcel.text, parcel.content
    if channel == Channel.WEBSITE:
        yield Measure("title", LETTERS, len(content.title), 300)
    elif channel == Channel.FACEBOOK:
        yield Measure("text", LETTERS, len(text), 63_206)
        yield Measure("first_comment", LETTERS, len(content.first_comment), 8_000)
    elif channel == Channel.INSTAGRAM:
        yield Measure("text", LETTERS, len(text), 2_200)
        yield Measure("text", HASHTAGS, hashtags(text), 5)
        yield Measure("text", NAMED, len(re.findall(r"(?<!\w)@\w", text)), 20)
    elif channel == Channel.TIKTOK and parcel.form == PostForm.VIDEO:
        yield Measure("text", UTF_16, units(text), 2_200)
    elif channel == Channel.TIKTOK:
        yield Measure("title", UTF_16, units(content.title), 90)
        yield Measure("text", UTF_16, units(text), 4_000)
    elif channel == Channel.YOUTUBE:
        yield Measure("title", LETTERS, len(content.title), 100)
        yield Measure("text", BYTES, len(text.encode()), 5_000)
        quoted = sum(len(tag) + (2 if " " in tag else 0) for tag in content.tags)
        yield Measure("tags", LETTERS, quoted + max(0, len(content.tags) - 1), 500)
    elif channel == Channel.LINE:
        yield Measure("text", UTF_16, units(text), 5_000)
        yield Measure("media", BUBBLES, len(parcel.media) + bool(text), 5)


def units(text: str) -> int:
    """Length in UTF-16 units, as TikTok and LINE count."""
    return len(text.encode("utf-16-le")) // 2


def hashtags(text: str) -> int:
    """How many words are marked with #."""
    return len(re.findall(r"(?<!\w)#\w", unicodedata.normalize("NFC", text)))
