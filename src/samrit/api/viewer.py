"""Who asks: the account with its rights, the token's scopes, and the rows that may be seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from samrit.exchange.models import ApiToken, Upload
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import EVERYWHERE, Forbidden, Rights, Scope
from samrit.results.models import KeyResult
from samrit.results.parts import may_see, scopes_of


class Viewer:
    """One call's eyes. Reads rights and key results once, however many rows are asked for."""

    def __init__(self, token: ApiToken) -> None:
        self.token = token
        self.user: User = token.user
        self.rights = Rights(token.user)

    @cached_property
    def all_key_results(self) -> list[KeyResult]:
        """Those that this account may see: two queries."""
        rows = KeyResult.objects.select_related("host").prefetch_related("agency_targets")
        return [row for row in rows if may_see(self.rights, row)]

    @cached_property
    def key_results(self) -> set[int]:
        return {row.pk for row in self.all_key_results}

    @cached_property
    def keys(self) -> set[str]:
        return {row.key for row in self.all_key_results}

    def keeps(self, *acts: Act) -> list[KeyResult]:
        """The key results for which the account holds one of the rights in one of the agencies that have a part."""
        return [row for row in self.all_key_results if self.rights.first_standing(acts, *scopes_of(row)) is not None]

    def require(self, act: Act, scope: Scope = EVERYWHERE) -> None:
        """Raises Forbidden without the right."""
        self.rights.require(act, scope)

    def administers(self) -> None:
        """Raises Forbidden for an account that administers nothing."""
        if not self.rights.may_somewhere(Act.ADMINISTER):
            raise Forbidden(Act.ADMINISTER)


def viewer_of(request: HttpRequest) -> Viewer:
    """The eyes of a call that has shown its token."""
    return request.samrit_viewer  # set by `tokens.Bearer`


Rows = Callable[[Viewer], QuerySet[Any]]


def of_key_result(model: type[Model], path: str = "key_result") -> Rows:
    """The rows of a model that hang on a key result that may be seen."""
    return lambda viewer: model._base_manager.filter(**{f"{path}__in": viewer.key_results})  # noqa: SLF001 -- documented name


def by_key(model: type[Model]) -> Rows:
    """The same where the row names its key result by key (`7301-2568`)."""
    return lambda viewer: model._base_manager.filter(key_result__in=viewer.keys)  # noqa: SLF001 -- as above


def kept(model: type[Model], *acts: Act, key: bool = False) -> Rows:
    """Rows that name a person: only where the account holds one of the rights to read them."""

    def rows(viewer: Viewer) -> QuerySet[Any]:
        keeps = viewer.keeps(*acts)
        wanted = Q(key_result__in=[row.key for row in keeps] if key else [row.pk for row in keeps])
        return model._base_manager.filter(wanted)  # noqa: SLF001 -- as above

    return rows


def for_everybody(model: type[Model]) -> Rows:
    """Rows that every account with a role may see."""

    def rows(viewer: Viewer) -> QuerySet[Any]:
        if not viewer.rights.roles:
            raise Forbidden(Act.VIEW)
        return model._base_manager.all()  # noqa: SLF001 -- as above

    return rows


def for_administrators(model: type[Model]) -> Rows:
    """Accounts and appointments."""

    def rows(viewer: Viewer) -> QuerySet[Any]:
        viewer.administers()
        return model._base_manager.all()  # noqa: SLF001 -- as above

    return rows


def for_readers_of_the_chain(model: type[Model]) -> Rows:
    """The audit chain tells of all agencies."""

    def rows(viewer: Viewer) -> QuerySet[Any]:
        viewer.require(Act.READ_AUDIT)
        return model._base_manager.all()  # noqa: SLF001 -- as above

    return rows


def own(model: type[Model]) -> Rows:
    """One's own: filters, notices, uploads."""
    return lambda viewer: model._base_manager.filter(user=viewer.user)  # noqa: SLF001 -- as above


def own_uploads(viewer: Viewer) -> QuerySet[Upload]:
    """The files that this account has sent."""
    return Upload.objects.filter(user=viewer.user).select_related("file")


def json_of(text: str) -> Any:
    """A stored document."""
    return json.loads(text)
