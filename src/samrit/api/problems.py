"""What went wrong, as RFC 9457 asks: what, where and how to mend it, in Thai or English."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header
from pydantic import BaseModel

from samrit.core.contract import Message, Refused, speak
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

TITLES: dict[str, tuple[int, Message]] = {
    "bad-request": (400, Message("The request cannot be read", "อ่านคำขอไม่ได้")),
    "unauthorised": (401, Message("No valid token was shown", "ไม่มีโทเค็นที่ใช้ได้")),
    "forbidden": (403, Message("The account has no right to do this", "บัญชีนี้ไม่มีสิทธิดำเนินการ")),
    "scope": (403, Message("The token does not cover this", "โทเค็นไม่ครอบคลุมการดำเนินการนี้")),
    "not-found": (
        404,
        Message("There is no such thing, or it is not shown to this account", "ไม่พบรายการ หรือบัญชีนี้ดูไม่ได้"),
    ),
    "method": (405, Message("This is not done here", "ที่อยู่นี้ไม่รับวิธีนี้")),
    "key-reused": (409, Message("The Idempotency-Key was used for another call", "Idempotency-Key นี้ใช้กับคำขออื่นแล้ว")),
    "key-open": (409, Message("The call with this key is not answered yet", "คำขอที่ใช้คีย์นี้ยังไม่มีคำตอบ")),
    "stale": (412, Message("Somebody else has changed this since it was read", "มีผู้อื่นแก้ไขหลังจากที่อ่านไป")),
    "too-large": (413, Message("The request is too large", "คำขอใหญ่เกินไป")),
    "invalid": (422, Message("The values do not fit", "ข้อมูลไม่ถูกต้อง")),
    "refused": (422, Message("This is not possible now", "ดำเนินการไม่ได้")),
    "version-wanted": (428, Message("Say which version you have read", "ต้องระบุฉบับที่อ่านมา")),
    "too-many": (429, Message("Too many calls", "เรียกใช้ถี่เกินไป")),
    "broken": (500, Message("Something broke here", "ระบบขัดข้อง")),
}
"""Every kind of problem: its status and its title. `type` is `urn:samrit:problem:<kind>`."""


class Fault(BaseModel):
    """One thing that is wrong: where, what, and how to mend it."""

    at: str
    what: str
    mend: str


class ProblemShape(BaseModel):
    """The answer to a call that could not be done (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class Problem(Exception):  # noqa: N818 -- RFC 9457's word
    """A call that cannot be done. `faults`: (where, what, how to mend it)."""

    def __init__(
        self,
        kind: str,
        faults: Sequence[tuple[str, Message, Message]] = (),
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(kind)
        self.kind, self.faults, self.headers, self.more = kind, tuple(faults), headers or {}, more

    @classmethod
    def of(cls, kind: str, at: str, what: tuple[str, str], mend: tuple[str, str], **headers: str) -> Problem:
        """A problem with one fault, in English and Thai."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(kind, [(at, Message(*what), Message(*mend))], named)


def language_of(request: HttpRequest) -> str:
    """Thai or English, as the call prefers; Thai where it does not say."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        if code[:2] in {"th", "en"}:
            return code[:2]
    return "th"


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as it is sent."""
    status, title = TITLES[problem.kind]
    lang = language_of(request)
    faults = [{"at": at, "what": speak(what, lang), "mend": speak(mend, lang)} for at, what, mend in problem.faults]
    said = speak(title, lang)
    body = {
        "type": f"urn:samrit:problem:{problem.kind}",
        "title": said,
        "status": status,
        "detail": f"{faults[0]['what']} — {faults[0]['mend']}" if faults else said,
        "errors": faults,
        **problem.more,
    }
    headers = {"Content-Language": lang, "Vary": "Accept-Language", "Cache-Control": "no-store", **problem.headers}
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=headers)


def problem_of(refused: Refused) -> Problem:
    """What an action refused, as a problem."""
    kind = "forbidden" if isinstance(refused, Forbidden) else "stale" if isinstance(refused, Stale) else "refused"
    return Problem(kind, [(refused.path, refused.what, refused.mend)])


_WRONG = {
    "missing": Message("it is missing", "ขาดข้อมูลนี้"),
    "extra_forbidden": Message("there is no such field", "ไม่มีช่องนี้"),
}
_MEND = {
    "missing": Message("add it", "โปรดเพิ่ม"),
    "extra_forbidden": Message("leave it out, or correct its name", "โปรดตัดออกหรือแก้ชื่อ"),
}
_AS_DOCUMENTED = Message("give what /api/v1/openapi.json says", "โปรดส่งตามที่ระบุใน /api/v1/openapi.json")


def invalid(errors: Sequence[dict[str, Any]]) -> Problem:
    """What the schema refuses, place by place."""
    faults = []
    for error in errors[:50]:
        loc = [str(part) for part in error.get("loc", ())]
        place = ".".join(loc[1:] if loc[:2] == ["body", "body"] else loc)  # once from the frame, once from its name
        kind = error.get("type", "")
        what = _WRONG.get(kind) or Message(str(error.get("msg", "")), "ค่าไม่ตรงตามรูปแบบ")
        faults.append((place, what, _MEND.get(kind, _AS_DOCUMENTED)))
    return Problem("invalid", faults)


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of the program: told to the log with the address, to the caller without any detail."""
    logger.error("api.broken", exc_info=error, extra={"path": request.path})
    again = (Message("it was noted", "ระบบบันทึกไว้แล้ว"), Message("try again later", "โปรดลองใหม่ภายหลัง"))
    return answer(request, Problem("broken", [("", *again)]))
