"""`samrit worker` as a process: it stops in order, and what a killed one left is done by the next."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.own_sqlite
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0


class Home:
    """An installation in a folder of its own, whose processes end with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes = folder / "notes"
        self.environment = {
            "PATH": os.environ["PATH"],
            "SAMRIT_HOME": str(folder),
            "SAMRIT_LANG": "en",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.factories.short_lease",
        }
        self.started: list[subprocess.Popen[str]] = []

    def begin(self, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *words], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.started.append(process)
        return process

    def run(self, *words: str) -> str:
        process = self.begin(*words)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
        return out.strip()

    def python(self, line: str) -> str:
        return self.run("-c", f"import django; django.setup(); {line}")

    def ask(self, seconds: float) -> None:
        self.python(
            "from tests.factories.jobs import slow; from samrit.platform.jobs import start;"
            f" start(slow, {str(self.notes)!r}, {seconds}, key='test.slow')"
        )

    def state(self) -> str:
        with closing(sqlite3.connect(self.folder / "samrit.sqlite3")) as database:
            found = database.execute("SELECT status FROM django_tasks_database_dbtaskresult ORDER BY enqueued_at DESC")
            return found.fetchone()[0]

    def noted(self, number: int) -> list[list[str]]:
        """The first notes of the job, once there are so many."""
        until(lambda: self.notes.exists() and self.notes.read_text(encoding="ascii").count("\n") >= number)
        return [line.split() for line in self.notes.read_text(encoding="ascii").splitlines()]


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """A home whose database has its shape and nothing else."""
    home = Home(tmp_path_factory.mktemp("empty"))
    home.python("from django.core.management import call_command; call_command('migrate', verbosity=0)")
    return home.folder


@pytest.fixture
def home(tmp_path, empty) -> Iterator[Home]:
    made = Home(Path(shutil.copytree(empty, tmp_path / "home")))
    yield made
    for process in made.started:
        if process.poll() is None:
            process.kill()
            process.communicate()


WORKER = ("-m", "samrit", "worker")


def test_once(home):
    """With --once a worker does what is due and says how much it was."""
    home.ask(0)
    assert home.run(*WORKER, "--once") == "jobs done: 1"
    assert home.state() == "SUCCESSFUL"
    assert home.run(*WORKER, "--once") == "jobs done: 0"


def test_killed(home):
    """A worker killed in the middle of a job leaves it: another does it when the lease has run out, once."""
    home.ask(600)
    killed = home.begin(*WORKER)
    assert home.noted(1) == [["begun", str(killed.pid)]]
    killed.kill()
    killed.communicate()
    assert home.state() == "RUNNING"
    others = [home.begin(*WORKER), home.begin(*WORKER)]
    notes = home.noted(3)
    assert [word for word, _ in notes] == ["begun", "begun", "ended"]
    assert {int(who) for _, who in notes[1:]} <= {other.pid for other in others}
    until(lambda: home.state() == "SUCCESSFUL")


def test_stopped_in_order(home):
    """A worker that is told to stop finishes the job at hand; it says so and leaves with 0."""
    home.ask(2)
    worker = home.begin(*WORKER)
    home.noted(1)
    worker.send_signal(signal.SIGTERM)
    out, _ = worker.communicate(timeout=PATIENCE)
    assert (worker.returncode, out) == (0, "jobs done: 1\n")
    assert home.state() == "SUCCESSFUL"


def test_stopped_at_once(home):
    """Told twice, it leaves in the middle of the job, which the next worker does at once."""
    home.ask(600)
    worker = home.begin(*WORKER)
    home.noted(1)
    worker.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=PATIENCE)
    assert worker.returncode == 1
    assert home.state() == "READY"
    assert home.run(*WORKER, "--once") == "jobs done: 1"


def test_embedded(home):
    """The worker beside the pages is started again when it dies, and does not outlive a parent that is killed."""
    parent = home.begin(
        "-c",
        "import django, time; django.setup()\n"
        "from samrit.platform.jobs.embedded import embedded_worker\n"
        "with embedded_worker(): time.sleep(600)",
    )
    home.ask(0)
    first = int(home.noted(2)[0][1])
    os.kill(first, signal.SIGKILL)
    home.ask(0)
    second = int(home.noted(4)[2][1])
    assert second != first
    parent.kill()
    parent.communicate()
    until(lambda: not Path(f"/proc/{second}").exists())


def test_embedded_stops(home):
    """On leaving, the embedded worker is stopped."""
    home.ask(0)
    home.run(
        "-c",
        "import django, pathlib, time; django.setup()\n"
        "from samrit.platform.jobs.embedded import embedded_worker\n"
        f"notes = pathlib.Path({str(home.notes)!r})\n"
        "with embedded_worker():\n"
        "    while not notes.exists(): time.sleep(0.05)\n",
    )
    worker = home.noted(1)[0][1]
    assert not Path(f"/proc/{worker}").exists()
