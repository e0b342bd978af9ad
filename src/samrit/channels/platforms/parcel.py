"""What is handed to an adapter: one variant, complete, with the files it needs and what the platform gave so far."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from samrit.core.ledger import canonical_json

CHUNK = 1_048_576


@dataclass(frozen=True, slots=True)
class Medium:
    """One file. `url`: where platforms fetch it. Sizes in pixels and seconds; None: not known."""

    sha256: str
    media_type: str
    size: int
    file_name: str
    open: Callable[[], IO[bytes]] = field(repr=False, compare=False)
    url: str = ""
    preview_url: str = ""
    alt: str = ""
    width: int | None = None
    height: int | None = None
    seconds: float | None = None

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Bytes of the file."""
        with self.open() as file:
            file.seek(start)
            return file.read(-1 if length is None else length)

    def chunks(self, start: int = 0) -> Iterator[bytes]:
        """The file from a place on, in parts that memory holds."""
        with self.open() as file:
            file.seek(start)
            while part := file.read(CHUNK):
                yield part


@dataclass(frozen=True, slots=True)
class Content:
    """One variant as it was written. What a channel does not have stays as it is here and is not sent."""

    text: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    media: tuple[int, ...] = ()
    thumbnail: int | None = None
    first_comment: str = ""
    privacy: str = "public"
    comments: bool = True
    duet: bool = True
    stitch: bool = True
    quiet: bool = False
    made_with_ai: bool = False
    for_children: bool = False
    advertising: bool = False
    native_hour: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Content:
        """From what was stored."""
        known = {name: stored[name] for name in cls.__slots__ if name in stored}
        for name in ("tags", "media"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known)

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in self.__slots__
        }


@dataclass(frozen=True, slots=True)
class Parcel:
    """What an adapter sends. `text` ends with the marker by which a post can be found again; `since`: the first try."""

    delivery: str
    form: str
    account: str
    content: Content
    text: str
    marker: str
    link: str
    token: Callable[[], str] = field(repr=False, compare=False)
    media: tuple[Medium, ...] = ()
    thumbnail: Medium | None = None
    captions: Medium | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    handles: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    key: str = ""
    at: dt.datetime | None = None
    since: dt.datetime | None = None

    @property
    def first(self) -> Medium:
        """The first file; a form that needs one is refused before without it."""
        return self.media[0]


def digest(payload: Mapping[str, Any]) -> str:
    """The hash of what is sent, in its one normalised form."""
    return hashlib.sha256(canonical_json(dict(payload))).hexdigest()
