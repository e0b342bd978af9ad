"""`samrit worker`: does the jobs that the pages do not wait for, and what comes back every day."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from samrit.cli.shell import Answer
from samrit.core.contract import Message, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands
    from samrit.platform.jobs.worker import Worker

DEMO = "samrit.settings.demo"
"""The settings of a demo, whose four moments have a database each."""


def add_to(commands: Commands) -> None:
    """Hangs the command on the command line."""
    command = commands.command(
        "worker",
        Message("do background jobs and daily work until stopped", "ทำงานเบื้องหลังและงานประจำวันจนกว่าจะสั่งหยุด"),
        worker_command,
    )
    command.flag("--once", Message("stop as soon as nothing is due", "หยุดเมื่อไม่มีงานที่ถึงกำหนด"))


def worker_command(arguments: argparse.Namespace) -> Answer:
    """Works until a signal; says how many jobs were done."""
    from samrit.cli.office import ready, require_prepared

    ready()
    if os.environ["DJANGO_SETTINGS_MODULE"] != DEMO:  # a demo's databases are made while its worker waits
        require_prepared()
    from samrit.platform.jobs.embedded import parent_lives
    from samrit.platform.jobs.worker import Abandoned, Worker

    worker = Worker()
    _obey_signals(worker)
    try:
        done = _work(worker, once=arguments.once, alive=parent_lives(os.environ))
    except Abandoned:
        return Answer("", 1)
    said = Message(f"jobs done: {done}\n", f"ทำงานเสร็จ {done} รายการ\n")
    return Answer(speak(said, arguments.lang))


def _work(worker: Worker, *, once: bool, alive: Callable[[], bool]) -> int:
    from django.conf import settings

    if os.environ["DJANGO_SETTINGS_MODULE"] != DEMO:
        return worker.run(until_idle=once, alive=alive)
    from samrit.demo.working import work

    return work(Path(settings.HOME), worker, once=once, alive=alive)


def _obey_signals(worker: Worker) -> None:
    """The first signal lets the job at hand be finished; the second leaves it to another worker."""
    from samrit.platform.jobs.worker import Abandoned

    def heard(_signal: int, _frame: FrameType | None) -> None:
        if worker.stopping:
            raise Abandoned
        worker.stop()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, heard)
