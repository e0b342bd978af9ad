"""Thai first: the language is the one chosen on the page, else the person's own, else Thai; never the browser's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from samrit.people.actions import change_own_settings

_KNOWN = dict(settings.LANGUAGES)


class LanguageMiddleware:
    """Stands in the place of Django's LocaleMiddleware, which would ask the browser before the person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _chosen(request: HttpRequest) -> str:
    on_page = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if on_page in _KNOWN:
        return on_page
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return settings.LANGUAGE_CODE  # nobody is asked for a session that cannot be there: public pages have none
    user = getattr(request, "user", None)
    return user.language if user is not None and user.is_authenticated else settings.LANGUAGE_CODE


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keeps the choice in this browser, and with the person who is signed in: for mails and for other devices."""
    language = request.POST.get("language", "")
    if language in _KNOWN and request.user.is_authenticated and request.user.language != language:
        change_own_settings(language=language, acting_user=request.user)
    return set_language(request)
