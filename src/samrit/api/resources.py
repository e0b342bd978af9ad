"""What a resource is: who sees which rows, what a row looks like, and how a list is narrowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from django.db.models import Model, Q, QuerySet
from pydantic import StringConstraints

from samrit.api.values import Shape, key_field
from samrit.api.viewer import Rows, Viewer

Key = Annotated[str, StringConstraints(pattern=r"^.{1,35}-[0-9]{4}$", max_length=40)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=120)]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A parameter of a list: the type of its value, and the condition that it sets."""

    kind: Any
    where: Callable[[Any], Q]


def equals(column: str, kind: Any = Word) -> Narrowing:
    return Narrowing(kind, lambda value: Q(**{column: value}))


def one_of(column: str, words: Any) -> Narrowing:
    return Narrowing(Literal[tuple(words.values)], lambda value: Q(**{column: value}))


def of_year(path: str = "key_result") -> Narrowing:
    def where(key: str) -> Q:
        code, _dash, year = key.rpartition("-")
        return Q(**{f"{path}__code": code, f"{path}__fiscal_year": int(year)})

    return Narrowing(Key, where)


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of rows. Without `path` it is known by reference only; `dress` gives rows what no column holds."""

    model: type[Model]
    rows: Rows
    path: str = ""
    shape: type[Shape] | None = None
    narrowing: dict[str, Narrowing] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    dress: Callable[[Any], None] = lambda _row: None
    named: Rows | None = None
    """The rows that a call may name, where these are others than a list shows."""

    @property
    def key(self) -> str:
        return key_field(self.model)

    def seen(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows that the viewer may see, with what their shape needs."""
        rows = self.rows(viewer)
        rows = rows.select_related(*self.related) if self.related else rows
        return rows.prefetch_related(*self.prefetch)

    def nameable(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows that the viewer may name in a call."""
        return (self.named or self.rows)(viewer)

    def shown(self, row: Any) -> dict[str, Any]:
        """A row as JSON."""
        self.dress(row)
        return self.shape.model_validate(row).model_dump(mode="json")


KR = {"key_result": of_year()}
BY_KEY = {"key_result": Narrowing(Key, lambda key: Q(key_result=key))}
SUBJECT = {"subject": equals("subject")}
