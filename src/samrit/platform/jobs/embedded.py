"""A worker beside the pages, so that one machine needs no other service: a process of its own, as `samrit worker`."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

PARENT = "SAMRIT_WORKER_OF"
"""In the environment of an embedded worker: the process that it must not outlive."""
_PATIENCE = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


@contextmanager
def embedded_worker() -> Iterator[None]:
    """While inside, a worker runs; one that dies is started again, and on leaving it may finish the job at hand.

    It uses the settings that DJANGO_SETTINGS_MODULE names in the environment. When this process is killed it stops too.
    """
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(over,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(over: threading.Event) -> None:
    pause = _FIRST_PAUSE
    while not over.is_set():
        process = subprocess.Popen(
            [sys.executable, "-m", "samrit", "worker"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**os.environ, PARENT: str(os.getpid())},
        )
        while process.poll() is None and not over.wait(0.5):
            pass
        if over.is_set():
            _end(process)
            return
        over.wait(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:  # the lease brings the job back
        process.kill()
        process.wait()


def parent_lives(environment: Mapping[str, str]) -> Callable[[], bool]:
    """Whether the process that this worker was started by is still there; always true for a worker of its own."""
    parent = environment.get(PARENT)
    if parent is None:
        return lambda: True
    return lambda: os.getppid() == int(parent)
