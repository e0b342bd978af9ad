"""Asking another server for a few bytes, patiently but not for ever."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException

from samrit.core.contract import Message, Refused

_SECONDS, _MOST = 20, 20_000_000


def ask(address: str, body: bytes | None = None, media_type: str = "application/json") -> bytes:
    """What `address` answers: to a GET, or to a POST of `body`. Raises Refused where it is no success."""
    if not address.startswith(("https://", "http://")):
        raise Refused(
            address,
            Message("this is not an address of the web", "ไม่ใช่ที่อยู่เว็บ"),
            Message("write it with https://", "ใส่ที่อยู่ที่ขึ้นต้นด้วย https://"),
        )
    headers = {} if body is None else {"Content-Type": media_type}
    request = urllib.request.Request(address, body, headers)  # noqa: S310 -- checked above
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 -- checked above
            data: bytes = answer.read(_MOST)
            return data
    except urllib.error.HTTPError as error:
        said = error.read(2_000).decode("utf-8", "replace").strip() or str(error)
        raise Refused(address, Message.same(said), _TRY) from None
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise Refused(address, Message(f"no answer ({reason})", f"ไม่ตอบ ({reason})"), _TRY) from None


_TRY = Message("check the address and try again", "โปรดตรวจที่อยู่แล้วลองอีกครั้ง")
