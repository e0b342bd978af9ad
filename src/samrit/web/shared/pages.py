"""What every staff page shares: sign-in first, rights once a request, refusals as kind pages."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Field, FileField, HiddenInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from samrit.core.contract import Refused
from samrit.people.rights import Forbidden, Rights
from samrit.platform.locking import Stale
from samrit.web.shared.forms import OfficeForm, spoken

View = Callable[..., HttpResponse]


def rights_of(request: HttpRequest) -> Rights:
    """The rights of the person signed in, read once a request."""
    rights = getattr(request, "samrit_rights", None)
    if rights is None:
        rights = Rights(request.user)
        request.samrit_rights = rights
    return rights


def staff_page(view: View) -> View:
    """A page for people who are signed in; what an action refuses becomes a page that says so."""

    @functools.wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Forbidden as refused:
            return render(request, "403.html", {"refused": refused}, status=403)
        except Stale as stale:
            return render(request, "shared/stale.html", {"refused": stale, "rows": ()}, status=409)
        except Refused as refused:
            return render(request, "shared/refused.html", {"refused": refused}, status=422)

    return login_required(page)


def attempt(request: HttpRequest, form: OfficeForm, act: Callable[[], Any], done: str = "") -> bool:
    """Does an action and says that it is done; a refusal is shown in the form. Rights and staleness go further up."""
    try:
        act()
    except (Forbidden, Stale):
        raise
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, done or _("บันทึกแล้ว"))
    return True


def status_of(*forms: OfficeForm) -> int:
    """422 for a page that shows what went wrong, 200 otherwise."""
    return 422 if any(form.is_bound and form.errors for form in forms) else 200


def stale_page(
    request: HttpRequest, form: OfficeForm, stale: Stale, *parts: OfficeForm, more: Sequence[dict[str, Any]] = ()
) -> HttpResponse:
    """Both versions side by side: what is stored now, and what was typed, which can be sent again as it is.

    What is stored is what the forms would begin with now; a form that was given nothing to begin with asks the row.
    `more`: rows for what no form shows.
    """
    rows = [row for one in (form, *parts) for row in _versions(one, stale.current)] + list(more)
    skipped = {"csrfmiddlewaretoken", "version"}
    again = [(key, value) for key, values in form.data.lists() if key not in skipped for value in values]
    context = {
        "refused": stale,
        "rows": rows,
        "differ": any(row["differs"] for row in rows),
        "again": again,
        "version": stale.current.version,
    }
    return render(request, "shared/stale.html", context, status=409)


def _versions(form: OfficeForm, row: Any) -> Iterator[dict[str, Any]]:
    for name, field in form.fields.items():
        hidden = isinstance(field, FileField) or isinstance(field.widget, HiddenInput)
        if hidden or (not form.initial and not hasattr(row, name)):
            continue
        stored = form.get_initial_for_field(field, name) if form.initial else getattr(row, name)
        typed = form.cleaned_data.get(name) if form.is_valid() else form.data.get(form.add_prefix(name))
        current, mine = _in_words(field, stored), _in_words(field, typed)
        if form.about and not current and not mine:
            continue
        label = f"{form.about} · {field.label}" if form.about else field.label
        yield {"label": label, "current": current, "typed": mine, "differs": current != mine}


def _in_words(field: Field, value: Any) -> str:
    """A value as its field shows it: the words of a choice, a day as it is typed; "" for nothing."""
    value = field.prepare_value(value)
    words = {str(key): str(said) for key, said in getattr(field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(words.get(str(one), str(one)) for one in values if one not in (None, "") and one is not False)


def refusal_text(refused: Refused) -> str:
    """A refusal as one sentence."""
    return f"{spoken(refused.what)} — {spoken(refused.mend)}"
