"""What every read asks first: parameters that are known, a row that may be seen."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from samrit.api.problems import Problem
from samrit.api.reads import BY_MODEL
from samrit.api.values import key_field
from samrit.api.viewer import Viewer

View = Callable[..., HttpResponse]


def reading(view: View, *in_address: str) -> View:
    """The view for tokens that may read; parameters that stand neither in the address nor in its signature are refused.

    Its signature is read where it was written, so that views of other modules keep their own types.
    """
    signature = inspect.signature(view, eval_str=True)
    known = set(signature.parameters) - {"request", *in_address}

    @wraps(view)
    def read(request: HttpRequest, **came: Any) -> HttpResponse:
        refuse_unknown(request, known)
        return view(request, **came)

    read.__signature__ = signature
    return read


def row_of(viewer: Viewer, model: type[Model], key: Any, *related: str) -> Any:
    """The row of an address, with what its shape or these relations need. Raises Problem where it is not shown."""
    resource, column = BY_MODEL[model], key_field(model)
    rows = resource.seen(viewer)
    rows = rows.select_related(*related) if related else rows
    if column == "key":
        column, key = "pk", next((one.pk for one in viewer.all_key_results if one.key == key), None)
    row = rows.filter(**{column: key}).first()
    if row is None:
        raise Problem("not-found")
    return row


def refuse_unknown(request: HttpRequest, known: Collection[str]) -> None:
    """A parameter that is not known is refused: a filter that is silently ignored gives wrong answers."""
    for name in request.GET:
        if name not in known:
            raise Problem.of(
                "invalid",
                f"query.{name[:80]}",
                ("there is no such parameter", "ไม่มีพารามิเตอร์นี้"),
                (f"known are {', '.join(sorted(known)) or 'none'}", f"ใช้ได้ {', '.join(sorted(known)) or 'ไม่มี'}"),
            )
