"""A password that somebody else chose is changed before anything else is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

_OPEN = ("account_change_password", "account_logout", "account_reset_password", "set_language")
"""How the names of the addresses begin that stay open meanwhile."""


class FirstPasswordMiddleware:
    """Leads from every page of the workspace and of the account to the change of the password, and then back.

    Only who signed in with that password: a passkey or the identity provider shows more than the administrator knows.
    The API is not asked: a token is no password.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The way to the change, or None."""
        match = request.resolver_match
        staff = match.namespace == "office" or request.path.startswith(reverse("account_login").removesuffix("login/"))
        if not staff or str(match.url_name).startswith(_OPEN) or not first_password_pending(request):
            return None
        page = reverse("account_change_password")
        return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else page)


def first_password_pending(request: HttpRequest) -> bool:
    """Whether this person signed in with a password that somebody else typed, and has not changed it yet."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return getattr(user, "must_change_password", False) and _by_password(request)


def _by_password(request: HttpRequest) -> bool:
    return any(record.get("method") == "password" for record in get_authentication_records(request, request.user))
