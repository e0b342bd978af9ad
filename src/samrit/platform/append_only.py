"""Tables to which rows are only ever added: triggers refuse UPDATE, DELETE and TRUNCATE, whoever asks.

On SQLite `INSERT OR REPLACE` asks the DELETE trigger only under `PRAGMA recursive_triggers`, which the settings set.
"""

from __future__ import annotations

from typing import Any

from samrit.platform.triggers import Guard, Triggers

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


def protect(table: str) -> Guard:
    """The migration step that makes `table` append-only on SQLite and PostgreSQL."""
    tables = {vendor: {f"{table}_no_{verb.lower()}": table for verb in verbs} for vendor, verbs in _VERBS.items()}
    return Guard(Triggers(tables, lambda connection: _statements(connection, table)))


def _statements(connection: Any, table: str) -> list[str]:
    on_postgres = connection.vendor == "postgresql"
    template = _POSTGRES if on_postgres else _SQLITE
    made = [
        template.format(table=table, verb=verb.lower(), VERB=verb, each="STATEMENT" if verb == "TRUNCATE" else "ROW")
        for verb in _VERBS[connection.vendor]
    ]
    return [_POSTGRES_FUNCTION, *made] if on_postgres else made
