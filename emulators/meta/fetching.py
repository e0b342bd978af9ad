"""Fetching media from the publisher's own address, as Meta's crawler does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulators.wire import Call
from emulators.world import Unfetchable

if TYPE_CHECKING:
    from emulators.meta.platform import Meta

CRAWLER = "facebookexternalhit/1.1"


def fetched(meta: Meta, call: Call, address: str) -> bytes | None:
    """The bytes at this address; None where it cannot be had (or a fault says so)."""
    if call.fate("unfetchable") is not None:
        return None
    try:
        return meta.world.fetch(address, CRAWLER)
    except Unfetchable:
        return None
