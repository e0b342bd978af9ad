"""Triggers that keep an accepted report as it was, on every path: forms, bulk updates, admin, shell.

Only the state of a verified report may change, to acknowledged. A later migration that adds a column to these tables
makes SQLite build them anew, without their triggers: it must end with `freeze()` again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_ACCEPTED = "('verified', 'acknowledged')"
_SAYS = "an accepted report is frozen"
_CONTENT = (
    "uid, key_result_id, agency_id, period_id, edition, corrects_id, narrative, problems, suggestions, progress, "
    "entered_by_id, on_behalf_of_id, created_at"
)
_TRIGGER = "CREATE OR REPLACE TRIGGER {name} BEFORE {verbs} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
_OF_ACCEPTED = f"EXISTS (SELECT 1 FROM results_report r WHERE r.id = {{row}}.report_id AND r.state IN {_ACCEPTED})"  # noqa: S608 -- no input

_SQLITE = {
    "results_report_frozen": f"BEFORE UPDATE OF {_CONTENT} ON results_report WHEN OLD.state IN {_ACCEPTED}",
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


def freeze() -> migrations.RunPython:
    """The migration step that sets the triggers."""

    def forward(_apps: Any, schema_editor: Any) -> None:
        for statement in _statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def backward(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("DROP TRIGGER IF EXISTS results_report_frozen ON results_report", params=None)
            schema_editor.execute("DROP TRIGGER IF EXISTS results_value_frozen ON results_reportedvalue", params=None)
            return
        for name in _SQLITE:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)

    return migrations.RunPython(forward, backward)


def _statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return list(_POSTGRES)
    dropped = [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
    made = [f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END" for name, when in _SQLITE.items()]
    return [*dropped, *made]
