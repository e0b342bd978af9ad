"""Triggers that keep an accepted report as it was, on every path: forms, bulk updates, admin, shell.

Only the state of a verified report may change, to acknowledged. Columns that later migrations add are frozen like the
others: `platform.triggers` sets the triggers again after every migration.
"""

from __future__ import annotations

from typing import Any

from samrit.platform.triggers import Guard, Triggers

_ACCEPTED = "('verified', 'acknowledged')"
_SAYS = "an accepted report is frozen"
_MAY_CHANGE = frozenset({"id", "state", "version"})
_TRIGGER = "CREATE OR REPLACE TRIGGER {name} BEFORE {verbs} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
_OF_ACCEPTED = f"EXISTS (SELECT 1 FROM results_report r WHERE r.id = {{row}}.report_id AND r.state IN {_ACCEPTED})"  # noqa: S608 -- no input

_SQLITE = {
    "results_report_frozen": f"BEFORE UPDATE OF {{content}} ON results_report WHEN OLD.state IN {_ACCEPTED}",
    "results_report_state_frozen": (
        f"BEFORE UPDATE OF state ON results_report WHEN OLD.state IN {_ACCEPTED}"
        " AND NOT (OLD.state = 'verified' AND NEW.state = 'acknowledged')"
    ),
    "results_report_kept": f"BEFORE DELETE ON results_report WHEN OLD.state IN {_ACCEPTED}",
    "results_value_not_added": f"BEFORE INSERT ON results_reportedvalue WHEN {_OF_ACCEPTED.format(row='NEW')}",
    "results_value_frozen": (
        "BEFORE UPDATE ON results_reportedvalue"
        f" WHEN {_OF_ACCEPTED.format(row='OLD')} OR {_OF_ACCEPTED.format(row='NEW')}"
    ),
    "results_value_kept": f"BEFORE DELETE ON results_reportedvalue WHEN {_OF_ACCEPTED.format(row='OLD')}",
}
_RAISE = f"RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'"
_POSTGRES = (
    f"""
    CREATE OR REPLACE FUNCTION samrit_report_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.state NOT IN {_ACCEPTED} THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
      END IF;
      IF TG_OP = 'UPDATE' AND OLD.state = 'verified' AND NEW.state = 'acknowledged'
        AND to_jsonb(NEW) - 'state' - 'version' = to_jsonb(OLD) - 'state' - 'version' THEN RETURN NEW; END IF;
      {_RAISE};
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION samrit_value_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' AND {_OF_ACCEPTED.format(row="OLD")} THEN {_RAISE}; END IF;
      IF TG_OP <> 'DELETE' AND {_OF_ACCEPTED.format(row="NEW")} THEN {_RAISE}; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$
    """,
    _TRIGGER.format(
        name="results_report_frozen",
        verbs="UPDATE OR DELETE",
        table="results_report",
        function="samrit_report_frozen",
    ),
    _TRIGGER.format(
        name="results_value_frozen",
        verbs="INSERT OR UPDATE OR DELETE",
        table="results_reportedvalue",
        function="samrit_value_frozen",
    ),
)


def freeze() -> Guard:
    """The migration step that sets the triggers."""
    return Guard(Triggers(_TABLES, _statements))


_TABLES = {
    "sqlite": {name: when.partition(" ON ")[2].split()[0] for name, when in _SQLITE.items()},
    "postgresql": {"results_report_frozen": "results_report", "results_value_frozen": "results_reportedvalue"},
}


def _statements(connection: Any) -> list[str]:
    if connection.vendor == "postgresql":
        return list(_POSTGRES)
    with connection.cursor() as cursor:
        columns = [row.name for row in connection.introspection.get_table_description(cursor, "results_report")]
    content = ", ".join(name for name in columns if name not in _MAY_CHANGE)
    return [
        f"CREATE TRIGGER {name} {when.format(content=content)} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
        for name, when in _SQLITE.items()
    ]
