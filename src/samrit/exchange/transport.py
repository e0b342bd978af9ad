"""Handing a package over: to a file that a person carries, or by HTTPS to an address of the settings.

No public interface of BMA Policy Tracking is known. `SAMRIT_POLICY_TRACKING` names one for the day when there is:
`url` and `key`. Each call carries `Idempotency-Key` (the record's hash) and `X-Samrit-Signature: t=…,v1=…`, the
HMAC-SHA256 of `<t>.<body>` under the key, so that the receiver knows who sent what, when, and takes it once.
"""

from __future__ import annotations

import hashlib
import hmac
import time

import httpx
from django.conf import settings

from samrit.core.contract import Message, Refused

_SECONDS = 20
_LONGEST = 100_000


def signature(key: str, body: bytes, at: int) -> str:
    """What proves that the body was sent by who holds the key, at that second."""
    mac = hmac.new(key.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"


def is_signed(key: str, body: bytes, said: str, *, now: int, within: int = 300) -> bool:
    """Whether a signature is right and not older than `within` seconds."""
    parts = dict(part.partition("=")[::2] for part in said.split(","))
    if not parts.get("t", "").isdigit() or abs(now - int(parts["t"])) > within:
        return False
    return hmac.compare_digest(signature(key, body, int(parts["t"])), said)


def can_send() -> bool:
    """Whether an address is set."""
    return bool(settings.SAMRIT_POLICY_TRACKING.get("url"))


def send(body: bytes, sha256: str) -> str:
    """Sends a package and gives the receipt. Raises Refused, saying why, where none came."""
    where = settings.SAMRIT_POLICY_TRACKING
    if not can_send():
        raise _refused(
            ("no address is set", "ยังไม่ได้ตั้งค่าที่อยู่ปลายทาง"),
            ("hand it in yourself and enter the receipt", "โปรดบันทึกในระบบปลายทางเองแล้วใส่เลขที่รับ"),
        )
    if not _is_private(where["url"]):
        raise _refused(
            (
                "the address that is set is not https, and the record names a person",
                "ที่อยู่ปลายทางไม่ใช่ https แต่ข้อมูลมีชื่อบุคคล",
            ),
            ("tell your administrator; nothing was sent", "โปรดแจ้งผู้ดูแลระบบ ระบบยังไม่ได้ส่งข้อมูล"),
        )
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": sha256,
        "X-Samrit-Signature": signature(where["key"], body, int(time.time())),
    }
    try:
        answer = httpx.post(where["url"], content=body, headers=headers, timeout=_SECONDS, follow_redirects=False)
    except httpx.HTTPError as error:
        raise _refused(
            (f"the other system could not be reached ({type(error).__name__})", "ติดต่อระบบปลายทางไม่ได้"),
            ("try again later; nothing was recorded", "โปรดลองใหม่ภายหลัง ระบบยังไม่ได้บันทึกว่าส่งแล้ว"),
        ) from None
    if answer.status_code not in {200, 201, 202}:
        raise _refused(
            (f"the other system answered {answer.status_code}", f"ระบบปลายทางตอบกลับ {answer.status_code}"),
            ("tell its operator; nothing was recorded", "โปรดแจ้งผู้ดูแลระบบปลายทาง ระบบยังไม่ได้บันทึกว่าส่งแล้ว"),
        )
    return _receipt(answer)


def _is_private(url: str) -> bool:
    """Whether nobody can read along: https, or this very machine."""
    parts = httpx.URL(url)
    return parts.scheme == "https" or parts.host in {"127.0.0.1", "::1", "localhost"}


def _receipt(answer: httpx.Response) -> str:
    try:
        said = answer.json() if len(answer.content) < _LONGEST else None
    except ValueError:
        said = None
    receipt = said.get("receipt") if isinstance(said, dict) else None
    if not isinstance(receipt, str) or not receipt.strip():
        raise _refused(
            ("the other system gave no receipt", "ระบบปลายทางไม่ได้ให้เลขที่รับ"),
            ("ask its operator whether it came in", "โปรดสอบถามผู้ดูแลระบบปลายทาง"),
        )
    return receipt.strip()[:300]


def _refused(what: tuple[str, str], mend: tuple[str, str]) -> Refused:
    return Refused("", Message(*what), Message(*mend))
