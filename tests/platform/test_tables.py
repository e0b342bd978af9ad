"""The tables of an empty database, made at once: the same as through all migrations."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from tests.platform.test_backup import environment

MIGRATE = ("-m", "samrit", "manage", "migrate", "--verbosity", "0")
IN_POSTGRES = """
import sys, django; django.setup()
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
call_command("migrate", verbosity=0, step_by_step=sys.argv[2] == "step by step")
"""
COUNTED = ("django_migrations", "django_content_type", "auth_permission")


def made_by(home: Path, *words: str) -> dict[str, object]:
    """The database that a command makes in an empty home: each thing in it by its name, columns in any order."""
    subprocess.run([sys.executable, *words], env=environment(home), check=True, timeout=300)
    with closing(sqlite3.connect(home / "samrit.sqlite3")) as file:
        things = file.execute("SELECT type || ' ' || name, sql FROM sqlite_master").fetchall()
        rows = {name: file.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED}  # noqa: S608 -- names of ours
        applied = file.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return {**{name: _told(sql) for name, sql in things}, **rows, "applied": applied}


def _told(sql: str | None) -> list[str]:
    return sorted(re.split(r",\s*|\(|\)| ON ", sql or ""))


@pytest.mark.own_sqlite
def test_both_ways_make_the_same_database(tmp_path):
    """Tables, columns, indexes, triggers, what counts as applied, and a second time changes nothing."""
    at_once = made_by(tmp_path / "one", *MIGRATE)
    step_by_step = made_by(tmp_path / "two", *MIGRATE, "--step-by-step")
    assert at_once == step_by_step
    assert made_by(tmp_path / "one", *MIGRATE) == at_once


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_both_ways_make_the_same_database_in_postgresql():
    """As pg_dump tells them, columns in any order."""
    try:
        made = {
            how: _in_postgres(f"{connection.settings_dict['NAME']}_{how[:4]}", how)
            for how in ("at once", "step by step")
        }
    finally:
        with connection.cursor() as cursor:
            for how in ("at o", "step"):
                cursor.execute(f'DROP DATABASE IF EXISTS "{connection.settings_dict["NAME"]}_{how}"')
    assert made["at once"] == made["step by step"]
    assert "CREATE TABLE public.platform_auditentry (" in made["at once"]


def _in_postgres(name: str, how: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    subprocess.run([sys.executable, "-c", IN_POSTGRES, name, how], env=os.environ, check=True, timeout=300)
    server = connection.settings_dict
    dump = ["pg_dump", "--schema-only", "--host", server["HOST"], "--username", server["USER"], name]
    said = subprocess.run(dump, check=True, capture_output=True, encoding="utf-8", timeout=60).stdout
    return sorted(line.rstrip(",") for line in said.splitlines() if not re.match(r"--|\\(un)?restrict", line))
