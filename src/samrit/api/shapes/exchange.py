"""What belongs to the API itself: the account that asks, its uploads."""

from __future__ import annotations

from samrit.api.values import Moment, Ref, Shape


class UploadShape(Shape):
    """A file that waits to be named in a call, by its `uid`."""

    uid: Ref
    sha256: str
    size: int
    media_type: str
    file_name: str
    at: Moment
