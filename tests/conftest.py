"""What all tests of the office share: append-only tables that can be emptied between tests, and two databases."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, settings


def append_only_triggers(connection: Any) -> list[tuple[str, str, str]]:
    """(table, trigger, the statement that makes it) of every append-only table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t"
                " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE p.proname = 'samrit_append_only' ORDER BY 1, 2"
            )
        else:
            cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1, 2")
        return cursor.fetchall()


def _dropping(connection: Any, triggers: list[tuple[str, str, str]]) -> list[str]:
    on = connection.vendor == "postgresql"
    return [f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if on else "") for table, name, _ in triggers]


def _let_tests_flush() -> None:
    """Tests that commit are cleaned up by emptying every table: the triggers step aside for that, and come back."""
    from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
    from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

    def around(original: Callable[..., list[str]]) -> Callable[..., list[str]]:
        def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
            emptying = original(self, style, tables, **options)
            if not emptying:
                return []
            triggers = append_only_triggers(self.connection)
            return [*_dropping(self.connection, triggers), *emptying, *(made for _, _, made in triggers)]

        return sql_flush

    for operations in (SQLite.ops_class, PostgreSQL.ops_class):
        operations.sql_flush = around(operations.sql_flush)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "postgres: needs PostgreSQL (scripts/postgres run pytest …)")
    config.addinivalue_line("markers", "own_sqlite: its processes have a home of their own, on SQLite in either run")
    if not getattr(config, "_samrit_flushes", False):
        config._samrit_flushes = True
        _let_tests_flush()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    from django.conf import settings as django_settings

    if django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        name, reason = "own_sqlite", "would be the same again: the run on SQLite has it"
    else:
        name, reason = "postgres", "needs PostgreSQL: scripts/postgres run pytest …"
    for item in items:
        if item.get_closest_marker(name):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """All that was imported and collected stays to the end: the collector of garbage need not walk it over and over."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def no_triggers(db: None) -> Callable[[], Any]:  # noqa: ARG001 -- asked for what it sets up
    """`with no_triggers():` – whoever can drop triggers is at work; they stand again afterwards."""
    from django.db import connection

    @contextmanager
    def without() -> Iterator[None]:
        triggers = append_only_triggers(connection)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in _dropping(connection, triggers):
                cursor.execute(statement)
        yield
        with connection.cursor() as cursor:
            for _, _, made in triggers:
                cursor.execute(made)

    return without


@pytest.fixture
def at_once(transactional_db: None) -> Callable[..., list[Any]]:  # noqa: ARG001 -- asked for what it sets up
    """`at_once(f, g)` runs functions at the same moment, each with its own connection, and gives what came of each.

    What a function raised stands in its place. For tests marked `postgres` and `django_db(transaction=True)`.
    """
    from tests.web.races import at_once as run

    return run


# How long inputs take to draw says how busy the machine is, not whether a test is sound.
settings.register_profile("desk", suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, print_blob=True)
settings.load_profile("desk")
if os.environ.get("CI"):
    settings.load_profile("ci")  # a red run must be red again tomorrow; new examples are looked for at the desk
