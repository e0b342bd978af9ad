"""The web process killed at the writes of a button, over HTTP: nothing twice or lost, and the next page is true."""

from __future__ import annotations

import json
import os
import subprocess
import sys


def test_a_page_killed_anywhere_leaves_one_post_and_tells_the_truth_afterwards(empty, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.torture.pressing", "--database", str(empty)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4_000:]
    told = json.loads(run.stdout)
    assert told["untrue"] == []
    assert list(told["came"]) == ["schedule", "is-not-out", "is-out"]
    for act, ends in told["came"].items():
        assert ends == [["live", 1, 1]] * len(ends), act
        assert len(ends) > 4, act
