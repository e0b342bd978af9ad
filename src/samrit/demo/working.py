"""The worker of a demo: does the jobs of all four moments, each in its own database and on its own day."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from samrit.demo.building import read_state
from samrit.demo.databases import database, file_of
from samrit.demo.moments import MOMENTS, Moment
from samrit.demo.serving import PACE
from samrit.platform import clock
from samrit.platform.jobs.worker import Worker


def work(home: Path, worker: Worker, *, once: bool, alive: Callable[[], bool]) -> int:
    """Works until the worker is told to stop, or with `once` until nothing is due. Gives how many jobs ran."""
    done = 0
    while not worker.stopping and alive():
        ran = sum(_in(home, moment, worker) for moment in MOMENTS)
        done += ran
        if not ran:
            if once:
                break
            time.sleep(1)
    return done


def _in(home: Path, moment: Moment, worker: Worker) -> int:
    state, path = read_state(home), file_of(home, moment.name)
    if state is None or not path.exists():  # it is being made
        return 0
    with clock.at(clock.passing(moment.start, state.since, PACE)), database(path):
        return worker.run(until_idle=True)
