"""Tables to which rows are only ever added: triggers refuse UPDATE, DELETE and TRUNCATE, whoever asks.

On SQLite `INSERT OR REPLACE` asks the DELETE trigger only under `PRAGMA recursive_triggers`, which the settings set.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.migrations.loader import MigrationLoader

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION samrit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table} FOR EACH {each} EXECUTE FUNCTION samrit_append_only()
"""
_VERBS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}


def _statements(vendor: str, table: str) -> list[str]:
    template = _POSTGRES if vendor == "postgresql" else _SQLITE
    made = [
        template.format(table=table, verb=verb.lower(), VERB=verb, each="STATEMENT" if verb == "TRUNCATE" else "ROW")
        for verb in _VERBS[vendor]
    ]
    return [_POSTGRES_FUNCTION, *made] if vendor == "postgresql" else made


class Protect(migrations.RunPython):
    """The step that protects `table`; what is protected can be read from the migrations."""

    table = ""


def protect(table: str) -> Protect:
    """The migration step that makes `table` append-only on SQLite and PostgreSQL."""

    def forward(_apps: Any, schema_editor: Any) -> None:
        for statement in _statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    def backward(_apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        on = f" ON {table}" if vendor == "postgresql" else ""
        for verb in _VERBS[vendor]:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}{on}", params=None)

    step = Protect(forward, backward)
    step.table = table
    return step


def unprotected(connection: Any) -> list[str]:
    """The triggers (`table_no_verb`) that the migrations made and that the database no longer has."""
    loader = MigrationLoader(None)
    steps = (step for made in loader.disk_migrations.values() for step in made.operations)
    tables = [step.table for step in steps if isinstance(step, Protect)]
    wanted = {f"{table}_no_{verb.lower()}" for table in tables for verb in _VERBS[connection.vendor]}
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(wanted - {name for (name,) in cursor.fetchall()})
