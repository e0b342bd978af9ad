"""The torture run at a small size, by real processes that are killed: nothing twice, nothing lost, nothing stuck."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.db import connection


@pytest.fixture
def empty(transactional_db, tmp_path):  # noqa: ARG001 -- asked for what it sets up
    """A migrated database in a file, copied from that of the tests: migrating takes longer than the run.

    Without a transaction around it, for `VACUUM` refuses one; and by a fixture that says that this test needs
    a database, for none is made where no test of the run says so.
    """
    if connection.vendor != "sqlite":
        pytest.skip("its workers are processes that share a copy of an SQLite file; `make test` on SQLite runs it")
    path = tmp_path / "empty.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return path


def test_faults_kills_and_jumps_leave_each_publication_out_once(empty, tmp_path):
    run = subprocess.run(
        [
            *(sys.executable, "-m", "tests.torture", "--publications", "22", "--seed", "7301"),
            *("--days", "0", "--minutes", "3", "--database", str(empty)),
        ],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert run.stdout.startswith("seed 7301\n{"), run.stderr[-4_000:]
    told = json.loads(run.stdout.partition("\n")[2])
    ends = {name: told[name] for name in ("double", "lost", "stuck", "mute", "without_proof")}
    assert (ends, run.returncode) == ({name: [] for name in ends}, 0)
    assert told["kills"] + told["killed_at_a_write"] > 0
    assert told["faults_struck"] > 0
