"""The demo that all tests here look at: its year takes a minute, so it is lived once for all processes of a run."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from tests.demo.home import Home


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A demo, made by `samrit demo`; nobody has visited it."""
    folder = tmp_path_factory.getbasetemp()
    run = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    home = Home(run / "demo-as-made")
    with (run / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.folder.exists():
            _make(home)
    return home


def _make(home: Home) -> None:
    done = home.samrit("demo", "--moment", "june")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0:5:4] for line in done.stdout.splitlines()] == [
        ["november", "1"],
        ["february", "1"],
        ["june", "3"],
        ["september", "5"],
    ]


@pytest.fixture(scope="session")
def home(made: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same for visitors, who change things."""
    folder: Path = tmp_path_factory.mktemp("visited")
    shutil.copytree(made.folder, folder, dirs_exist_ok=True)
    return Home(folder)
