"""Two people at the same moment, on both databases: one wins, the other gets a sentence."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from tests.web.races import RACES, outcome

ONE_WINS = ["done", "told"]


def test_on_sqlite(tmp_path, django_db_setup, django_db_blocker):  # noqa: ARG001 -- asked for what it sets up
    """In a file with two connections, as the office on one machine has it."""
    if connection.vendor == "sqlite":  # the tables are there already: making them again would take longer than the rest
        with django_db_blocker.unblock(), closing(sqlite3.connect(tmp_path / "samrit.sqlite3")) as file:
            connection.ensure_connection()
            connection.connection.backup(file)
    there = {"DJANGO_SETTINGS_MODULE": "samrit.settings.local", "SAMRIT_HOME": str(tmp_path)}
    came = subprocess.run(
        [sys.executable, "-m", "tests.web.races"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **there},
        capture_output=True,
        text=True,
        check=False,
    )
    assert came.returncode == 0, came.stderr
    assert json.loads(came.stdout.splitlines()[-1]) == dict.fromkeys(RACES, ONE_WINS)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", RACES)
def test_on_postgresql(name, at_once):
    """Each by itself."""
    assert outcome(at_once(*RACES[name]())) == ONE_WINS
