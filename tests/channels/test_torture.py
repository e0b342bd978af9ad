"""The torture run at a small size, by real processes that are killed: nothing twice, nothing lost, nothing stuck."""

from __future__ import annotations

import json
import os
import subprocess
import sys


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
