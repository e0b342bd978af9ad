"""Faults that a test arms: which call they strike, what they do to it, how often."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

# Played on the line, whatever the platform. `before` = the call has no effect; `after` = it has.
LINE_FAULTS = {
    "drop_before": "the connection is closed, nothing has happened, no answer",
    "drop_after": "the call takes effect, then the connection is closed without an answer",
    "timeout_before": "silence for `seconds` (30), then closed; nothing has happened",
    "timeout_after": "the call takes effect, then silence for `seconds` (30), then closed",
    "slow": "the answer comes `seconds` (3) late",
    "slow_body": "the answer trickles: `pieces` (8) pieces, `seconds` (0.25) between them",
    "reset_midbody": "the call takes effect, half the answer arrives, then the connection is reset",
    "half_body": "the call takes effect, half the announced body arrives, then the connection is closed",
    "cut_upload": "only `bytes` of the request are read, then the connection is reset; what arrived may be kept",
    "truncated_json": "the call takes effect; a complete answer whose JSON stops half-way",
    "empty_body": "the call takes effect; an answer without a body",
    "wrong_content_type": "the call takes effect; the right body called `content_type` (text/html)",
    "html_before": "an HTML error page with `status` (502), nothing has happened",
    "html_after": "the call takes effect, then an HTML error page with `status` (502)",
    "html_200": "an HTML page with status 200, nothing has happened",
    "error_before": "the platform's own error with `status` (500), nothing has happened",
    "error_after": "the call takes effect, then the platform's own error with `status` (500; Facebook: code 1)",
    "answer_before": "answers `status`, `headers`, `body` as given, nothing has happened",
    "answer_after": "the call takes effect, then answers `status`, `headers`, `body` as given",
    "throttled": "the platform's own refusal for too many calls, nothing has happened",
    "redirect_loop": "redirects to the same address for ever",
    "redirect_away": "redirects to `to` (a page of the emulator that is not the API)",
    "token_revoked": "the token of this call is revoked first, and stays so",
    "token_expired": "the token of this call expires first, and stays so",
    "date_skew": "the Date header is wrong by `seconds` (3600)",
}
# Played by the platform at this call, or by what this call makes.
FATES = {
    "outage_100_33": "Meta: error 100 subcode 33 for a thing that exists",
    "processing_failed": "what this call makes fails while being processed; `reason` where the platform has reasons",
    "processing_forever": "what this call makes is processed for ever",
    "post_id": "Facebook: finish of a reel answers with post_id as well",
    "usage": "Meta: usage headers show `percent`",
    "object_value": "Meta: an insight's value is an object of organic and paid",
    "restricted_but_published": "Instagram: 4/2207051 although it is published",
    "restricted": "Instagram: 4/2207051 and not published",
    "container_expired": "Instagram: this container is made already expired",
    "unfetchable": "the platform cannot fetch the media address",
    "empty_data": "an insight without data",
    "duplicate": "the platform says that this was posted before and refuses",
    "spam": "the platform takes this for spam and refuses",
    "id_late": "TikTok: PUBLISH_COMPLETE, and the public id `seconds` (10800) later",
    "upload_url_expired": "TikTok: 403 for the upload address",
    "range_refused": "TikTok: 416 for this chunk",
    "lost_range": "YouTube: 308 without Range, what was held is lost",
    "session_gone": "YouTube: the session answers 404 from here on",
    "rejected": "YouTube: processed, then rejected with `reason` (duplicate)",
    "locked_private": "YouTube: this video is locked private",
    "quota": "YouTube: 403 quotaExceeded; LINE: 429 monthly limit; Instagram: 9/2207042",
    "unready": "LINE: statistics are not ready",
    "total_zero": "Traffy: total is 0 although features come",
}
KINDS = {**LINE_FAULTS, **FATES}


@dataclass
class Fault:
    """Strikes calls by host, path (regular expression, searched) and method: from the `nth` match on, `times` times."""

    kind: str
    host: str = ""
    path: str = ""
    method: str = ""
    nth: int = 1
    times: int | None = 1
    probability: float = 1.0
    seed: int = 0
    params: dict[str, Any] = field(default_factory=dict)
    id: int = 0
    seen: int = 0
    struck: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault is called {self.kind}: there are {', '.join(sorted(KINDS))}")
        re.compile(self.path)
        self._dice = random.Random(self.seed)  # noqa: S311 -- repeatable on purpose

    def strikes(self, method: str, host: str, path: str) -> bool:
        """Count this call if it fits; say whether the fault strikes it."""
        fits = (not self.host or self.host == host) and (not self.method or self.method.upper() == method)
        if not fits or not re.search(self.path, path):
            return False
        self.seen += 1
        if self.seen < self.nth or (self.times is not None and self.struck >= self.times):
            return False
        if self.probability < 1 and self._dice.random() >= self.probability:
            return False
        self.struck += 1
        return True

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Faults:
    """All that are armed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._armed: dict[int, Fault] = {}

    def arm(self, kind: str, **where: Any) -> Fault:
        """Arm one. Raises ValueError on an unknown kind or field, or a bad expression."""
        try:
            fault = Fault(kind, **{key: value for key, value in where.items() if key not in {"id", "seen", "struck"}})
        except (TypeError, re.error) as error:
            raise ValueError(f"this fault cannot be armed: {error}") from error
        with self._lock:
            fault.id = next(self._numbers)
            self._armed[fault.id] = fault
        return fault

    def disarm(self, number: int | None = None) -> None:
        """Disarm one, or all."""
        with self._lock:
            if number is None:
                self._armed.clear()
            else:
                self._armed.pop(number, None)

    def all(self) -> list[Fault]:
        return list(self._armed.values())

    def striking(self, method: str, host: str, path: str) -> dict[str, dict[str, Any]]:
        """kind → parameters of every fault that strikes this call."""
        with self._lock:
            return {fault.kind: fault.params for fault in self._armed.values() if fault.strikes(method, host, path)}
