"""Queries whose SQL is worked out once: for pages that must be made anew in a few milliseconds.

Django needs a millisecond or two to spell a query with many joins, and the database a tenth of that to answer it. A
`Prepared` keeps the spelling; what differs from one time to the next stands in it as `Given`. The queries of its
`Prefetch`es differ by their condition only: which rows they belong to.

    _OF_KIND = Prepared(lambda: Page.objects.filter(kind=Given("kind", CharField())).select_related("published"))
    rows = _OF_KIND(kind="story")
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Expression, Field, Model, Prefetch, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)
_RESULT = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
"""What a compiler knows of a query besides its SQL, and rows are read by."""
_MOST_OWNERS = 100
"""Of how many rows at once what belongs to them is asked in a spelling that is kept: pages show no more."""


class Given(Expression):
    """A place in a prepared query that is filled when it is asked."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, list[Any]]:
        """A place for one value, which `_Compiler` puts in."""
        return "%s", [self]


class Prepared(Generic[Row]):
    """A query set that is made once, when it is first asked, and spelled once for each kind of database."""

    def __init__(self, make: Callable[[], QuerySet[Row]]) -> None:
        self._make = make

    def __call__(self, **given: Any) -> list[Row]:
        """The rows, with what the query set prefetches. Every `Given` of the query must be named."""
        rows = self._rows.all()
        rows.query.given = given
        return list(rows)

    @cached_property
    def _rows(self) -> QuerySet[Row]:
        rows = self._make()
        _prepare(rows, _Query)
        return rows


def _prepare(rows: QuerySet[Any], kind: type[_Query]) -> None:
    rows.query.__class__ = kind  # clones of it stay what they are
    rows.query.spelled = {}
    for part in rows._prefetch_related_lookups:  # noqa: SLF001 -- Django has no other name for them
        if isinstance(part, Prefetch) and part.queryset is not None:
            _prepare(part.queryset, _PartQuery)


class _Query(Query):
    """Django's query, with what was worked out of it (`spelled`, by database) and what is given this time."""

    spelled: dict[Any, tuple[str, tuple[Any, ...], Mapping[str, Any]]]
    given: Mapping[str, Any]

    def get_compiler(self, using: str | None = None, connection: Any = None, **more: Any) -> SQLCompiler:
        return _Compiler(self, connection or connections[using], using, **more)


class _PartQuery(_Query):
    """The query of what is prefetched, to which Django adds each time whose rows are wanted."""

    def get_compiler(self, using: str | None = None, connection: Any = None, **more: Any) -> SQLCompiler:
        return _PartCompiler(self, connection or connections[using], using, **more)


class _Compiler(SQLCompiler):
    def as_sql(self, *how: Any, **named: Any) -> tuple[str, tuple[Any, ...]]:
        known = self.query.spelled.get(self.connection.vendor)
        if known is None:
            sql, params = super().as_sql(*how, **named)
            known = (sql, params, {name: getattr(self, name) for name in _RESULT})
            self.query.spelled[self.connection.vendor] = known
        sql, params, result = known
        vars(self).update(result)
        return sql, tuple(self._filled(value) if isinstance(value, Given) else value for value in params)

    def _filled(self, place: Given) -> Any:
        return place.output_field.get_db_prep_value(self.query.given[place.name], self.connection)


class _PartCompiler(SQLCompiler):
    """Spells the condition each time, and the rest once for each condition. All that is filled in stands in it."""

    def as_sql(self, *how: Any, **named: Any) -> tuple[str, tuple[Any, ...]]:
        condition, params = self.compile(self.query.where)
        known = self.query.spelled.get((self.connection.vendor, condition))
        if known is None:
            sql, all_params = super().as_sql(*how, **named)
            result = {name: getattr(self, name) for name in _RESULT}
            if len(params) <= _MOST_OWNERS and list(all_params) == list(params):
                self.query.spelled[self.connection.vendor, condition] = (sql, (), result)
            return sql, all_params
        sql, _none, result = known
        vars(self).update(result)
        return sql, tuple(params)
