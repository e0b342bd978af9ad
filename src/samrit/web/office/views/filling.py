"""One form on a page of its own: filled in, saved, and back; both versions where somebody else was quicker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from samrit.platform.locking import Stale
from samrit.web.office.views.common import Crumb, version_of
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import attempt, stale_page, status_of


def form_page(  # noqa: PLR0913 -- a page with all that it shows, by name
    request: HttpRequest,
    form: OfficeForm,
    save: Callable[[int], Any],
    *,
    title: str,
    back: str,
    crumbs: Sequence[Crumb],
    version: int = 0,
    parts: Sequence[OfficeForm] = (),
    template: str = "office/form.html",
    **context: Any,
) -> HttpResponse:
    """Shows `form`, and `parts` that the template shows beside it; saves them and leads `back`.

    `save` gets the version from which the form was filled in. `version`: that of the row as it is now, 0 for a new one.
    """
    read = version_of(request) if request.method == "POST" else version
    forms = (form, *parts)
    if request.method == "POST" and all([one.is_valid() for one in forms]):  # noqa: C419 -- each says what is wrong
        try:
            if attempt(request, form, lambda: save(read)):
                return redirect(back)
        except Stale as stale:
            return stale_page(request, form, stale, *parts)
    shown = {"form": form, "title": title, "back": back, "crumbs": crumbs, "version": read or version}
    return render(request, template, {**shown, **context}, status=status_of(*forms))
