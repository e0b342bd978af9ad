"""A folder with a demo, as `samrit` makes and serves it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Home:
    """A folder with a demo, and the program that works in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DJANGO_"))}
        self.environment = {**kept, "SAMRIT_HOME": str(folder), "SAMRIT_LANG": "en"}

    def samrit(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "samrit", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, encoding="utf-8", check=False)

    @contextmanager
    def up(self, *words: str) -> Iterator[list[str]]:
        """`samrit up` as long as the block lasts; what it printed by its end."""
        command = [sys.executable, "-m", "samrit", "up", "--port", str(self.port), *words]
        printed: list[str] = []
        with subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        ) as program:
            try:
                self._wait(program)
                yield printed
            finally:
                program.send_signal(signal.SIGINT)
                printed += [program.communicate(timeout=60)[0], str(program.returncode)]

    def _wait(self, program: subprocess.Popen[str]) -> None:
        for _ in range(1_200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert program.poll() is None, program.communicate()[0]
            time.sleep(0.1)
        raise AssertionError("it never answered")
