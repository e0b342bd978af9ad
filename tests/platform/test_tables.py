"""The tables of an empty database, made at once: the same as through all migrations."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.platform.test_backup import environment

AT_ONCE = "import django; django.setup(); from samrit.platform.tables import bring_up; bring_up()"
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


def test_both_ways_make_the_same_database(tmp_path):
    """Tables, columns, indexes, triggers, what counts as applied, and a second time changes nothing."""
    at_once = made_by(tmp_path / "one", "-c", AT_ONCE)
    step_by_step = made_by(tmp_path / "two", "-m", "samrit", "manage", "migrate", "--verbosity", "0")
    assert at_once == step_by_step
    assert made_by(tmp_path / "one", "-c", AT_ONCE) == at_once
