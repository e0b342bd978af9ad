"""The same call twice does its work once: `Idempotency-Key` with what was answered, kept for a day."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from samrit.api.problems import Problem
from samrit.exchange.models import KeyedCall
from samrit.people.models import User

KEPT = dt.timedelta(hours=24)
_HEADERS = ("Content-Type", "ETag", "Location", "Content-Language")


def once(request: HttpRequest, user: User, do: Callable[[], HttpResponse]) -> HttpResponse:
    """Does what was asked, or gives the answer of the first call with the same key and the same content.

    A refusal is kept too; only what the caller may mend by waiting (429) or by asking anew (401, 5xx) is not.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return do()
    if len(key) > 255 or not key.isprintable():
        raise Problem.of(
            "bad-request",
            "Idempotency-Key",
            ("the key is longer than 255 letters or not printable", "คีย์ยาวเกิน ๒๕๕ ตัวอักษรหรือมีอักขระที่ใช้ไม่ได้"),
            ("use a UUID", "โปรดใช้ UUID"),
        )
    said = "\n".join((request.method, request.get_full_path(), request.headers.get("If-Match", ""))).encode()
    fingerprint = hashlib.sha256(said + b"\n" + request.body).hexdigest()
    row, mine = _begin(user, key, fingerprint)
    if not mine:
        return _again(row, fingerprint)
    try:
        response = do()
    except BaseException:
        row.delete()  # nothing was done: what an action refuses comes as an answer
        raise
    if response.status_code == 429 or response.status_code >= 500:
        row.delete()
        return response
    row.status = response.status_code
    row.headers = {name: response[name] for name in _HEADERS if name in response}
    row.body = _seal().encrypt(response.content).decode()
    row.save(update_fields=["status", "headers", "body"])
    return response


def _begin(user: User, key: str, fingerprint: str) -> tuple[KeyedCall, bool]:
    now = timezone.now()
    KeyedCall.objects.filter(user=user, key=key, begun_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            return KeyedCall.objects.create(user=user, key=key, fingerprint=fingerprint, begun_at=now), True
    except IntegrityError:
        first = KeyedCall.objects.filter(user=user, key=key).first()
    # a first call that was not done takes its row away, perhaps just now: then this one is the first
    return (first, False) if first else _begin(user, key, fingerprint)


def _again(row: KeyedCall, fingerprint: str) -> HttpResponse:
    if row.fingerprint != fingerprint:
        raise Problem.of(
            "key-reused",
            "Idempotency-Key",
            ("the first call with this key asked for something else", "คำขอแรกที่ใช้คีย์นี้มีเนื้อหาต่างออกไป"),
            ("use a new key for a new call", "ใช้คีย์ใหม่สำหรับคำขอใหม่"),
        )
    if row.status is None:
        raise Problem.of(
            "key-open",
            "Idempotency-Key",
            ("the first call is still being done, or was broken off", "คำขอแรกกำลังดำเนินการ หรือถูกตัดไปก่อนเสร็จ"),
            (
                "wait a minute and ask again; if nothing comes, read the row before you send anew with another key",
                "รอสักครู่แล้วเรียกใหม่ หากยังไม่มีคำตอบ ให้อ่านรายการก่อนส่งด้วยคีย์ใหม่",
            ),
            Retry_After="5",
        )
    response = HttpResponse(_answered(row), status=row.status)
    for name, value in row.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _seal() -> Fernet:
    """Under the installation's own secret: each has one, and what is kept for a day needs no rotation."""
    secret = b"samrit kept answers\n" + settings.SECRET_KEY.encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret).digest()))


def _answered(row: KeyedCall) -> str:
    """The body of the first answer, which may hold what is told but once (the codes of households)."""
    try:
        return _seal().decrypt(row.body).decode()
    except InvalidToken:
        raise Problem.of(
            "key-open",
            "Idempotency-Key",
            ("the first call was done; its answer can no longer be read", "คำขอแรกเสร็จแล้ว แต่อ่านคำตอบเดิมไม่ได้"),
            ("read the row to see what came of it", "โปรดอ่านรายการเพื่อดูผลที่เกิดขึ้น"),
        ) from None
