"""Triggers as migration steps that cannot be forgotten.

SQLite alters a table by making it anew, and the new one has no triggers. So whatever a `Guard` of the migrations has
set is set again at the end of every `migrate`, with the columns that the tables then have; nobody has to think of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections, migrations
from django.db.migrations.loader import MigrationLoader

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Triggers:
    """A set of triggers: by vendor the table of each, and the statements that make them all."""

    tables: Mapping[str, Mapping[str, str]]
    statements: Callable[[Any], Iterable[str]]

    def names(self, connection: Any) -> Mapping[str, str]:
        """Trigger → its table, in this database."""
        return self.tables[connection.vendor]

    def set(self, connection: Any, execute: Callable[[str], Any]) -> None:
        """Makes them, whether or not they are there."""
        self.drop(connection, execute)
        for statement in self.statements(connection):
            execute(statement)

    def drop(self, connection: Any, execute: Callable[[str], Any]) -> None:
        """Takes away those that are there."""
        for name, table in self.names(connection).items():
            execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


class Guard(migrations.RunPython):
    """The migration step that sets triggers; what is guarded can be read from the migrations."""

    def __init__(self, triggers: Triggers) -> None:
        self.triggers = triggers
        super().__init__(self._forward, self._backward)

    def _forward(self, _apps: Any, schema_editor: Any) -> None:
        self.triggers.set(schema_editor.connection, lambda said: schema_editor.execute(said, params=None))

    def _backward(self, _apps: Any, schema_editor: Any) -> None:
        self.triggers.drop(schema_editor.connection, lambda said: schema_editor.execute(said, params=None))


def missing(connection: Any) -> list[str]:
    """The triggers that the applied migrations made and that the database no longer has."""
    wanted = {name for triggers in applied(connection) for name in triggers.names(connection)}
    return sorted(wanted - _present(connection))


def let_tables_change(*, using: str, **_: Any) -> None:
    """Before a migration: SQLite must not look into triggers while a table that they name is made anew.

    What is missing at this moment was dropped by somebody, which the log tells.
    """
    if gone := missing(connections[using]):
        logger.warning("platform.triggers.missing", extra={"triggers": gone})
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute("PRAGMA legacy_alter_table = ON")


def set_again(*, using: str, **told: Any) -> None:
    """After a migration: all triggers stand, on the tables as they are now."""
    connection = connections[using]
    if told.get("plan") is None:  # tables were emptied, not altered
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA legacy_alter_table = OFF")
        if told["plan"] or missing(connection):
            for triggers in applied(connection):
                triggers.set(connection, cursor.execute)


def applied(connection: Any) -> Iterator[Triggers]:
    """What the applied migrations guard, where its tables stand."""
    loader = MigrationLoader(connection)
    tables = set(connection.introspection.table_names())
    for key in loader.applied_migrations:
        made = loader.disk_migrations.get(key)
        for step in made.operations if made else ():
            if isinstance(step, Guard) and tables.issuperset(step.triggers.names(connection).values()):
                yield step.triggers


def _present(connection: Any) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}
