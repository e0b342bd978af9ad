"""Who calls: a bearer token, its limits of pace, and what it covers."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from samrit.api.problems import Problem
from samrit.api.viewer import Viewer
from samrit.exchange.enums import TokenScope
from samrit.exchange.tokens import token_of
from samrit.site.visits import address_of
from samrit.surveys.slowing import network_of

_WINDOW = 60


class Bearer(HttpBearer):
    """`Authorization: Bearer samrit_…`, the only way in: no cookie counts, so no other site can call for somebody.

    What the token covers is asked before anything is said about what was sent.
    """

    def __init__(self, scope: TokenScope) -> None:
        super().__init__()
        self._scope = scope

    def __call__(self, request: HttpRequest) -> Viewer:
        """The eyes of the call. Raises Problem without a token that holds and covers this."""
        kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        # Not the connection's: behind a proxy all callers have that one, and who guesses would shut out the others.
        network = hashlib.sha256(network_of(address_of(request.META)).encode()).hexdigest()[:24]
        _slow_down(f"api-wrong:{network}", settings.SAMRIT_API_WRONG_TOKENS, count=False)
        token = token_of(secret.strip()) if kind.lower() == "bearer" and 20 <= len(secret) <= 200 else None
        if token is None:
            _slow_down(f"api-wrong:{network}", settings.SAMRIT_API_WRONG_TOKENS)
            raise Problem.of(
                "unauthorised",
                "Authorization",
                ("no token, or one that is wrong, expired or revoked", "ไม่มีโทเค็น หรือโทเค็นผิด หมดอายุ หรือถูกเพิกถอน"),
                ("make one on your account's page in the office", "สร้างโทเค็นที่หน้าบัญชีของฉัน"),
                WWW_Authenticate="Bearer",
            )
        _slow_down(f"api:{token.pk}", settings.SAMRIT_API_CALLS)
        if self._scope not in token.scopes:
            raise Problem.of(
                "scope",
                "Authorization",
                (f"the token lacks the scope “{self._scope}”", f"โทเค็นไม่มีขอบเขต “{self._scope.label}”"),
                ("use a token with that scope", "ใช้โทเค็นที่มีขอบเขตนี้"),
            )
        request.samrit_viewer = Viewer(token)
        return request.samrit_viewer

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Not asked: `__call__` does it all."""


def _slow_down(name: str, most: int, *, count: bool = True) -> None:
    """Counts a call in this minute. Raises Problem, saying how long to wait, beyond `most`."""
    now = timezone.now().timestamp()
    key = f"samrit:{name}:{int(now // _WINDOW)}"
    if count:
        cache.add(key, 0, timeout=2 * _WINDOW)
        try:
            calls = cache.incr(key)
        except ValueError:  # the row was swept between the two
            calls = 1
    else:
        calls = cache.get(key, 0)
    if calls > most:
        wait = str(int(_WINDOW - now % _WINDOW) + 1)
        raise Problem.of(
            "too-many",
            "",
            (f"more than {most} calls in a minute", f"เรียกเกิน {most} ครั้งต่อนาที"),
            (f"wait {wait} seconds", f"โปรดรอ {wait} วินาที"),
            Retry_After=wait,
        )
