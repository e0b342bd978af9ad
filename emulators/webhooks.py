"""Sending a webhook to where the office waits for it."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulators.world import World


def deliver(world: World, address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """(status, reason) of the answer; 0 where nobody answered. To be called without the world's lock."""
    if world.replaying:
        return 0, "REPLAYED"
    try:
        request = urllib.request.Request(world.local(address), body, headers)  # noqa: S310 -- on this machine only
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 -- as above
            return int(answer.status), "OK"
    except urllib.error.HTTPError as error:
        return error.code, str(error.reason)
    except (OSError, ValueError) as error:
        return 0, f"COULD_NOT_CONNECT: {error}"
