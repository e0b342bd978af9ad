"""The platforms of the demo: emulated by a process beside it, with a world of its own for each moment.

While the year is told, what was said to the platforms is kept in a journal; each moment gets the journal as it was
then, and its world begins by doing all of it again. So the feeds show what the moment's database tells.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone

import samrit
from samrit.core.contract import Message, Refused
from samrit.demo.moments import MOMENTS

RULES = "2026-11-01"
"""The platforms of the past year answer by the rules of this day: they are the ones that the program speaks."""
World = Mapping[str, Any]
"""How a world begins, as `python -m emulators --worlds` reads it: its clock, pace, rules, names, journal."""


def journal_of(home: Path, name: str) -> Path:
    """What was said to the platforms of a moment."""
    return home / f"{name}-platforms.sqlite3"


def all_journals(home: Path) -> list[Path]:
    """The journals of all moments, with what SQLite lays beside them."""
    return [path for moment in MOMENTS for path in home.glob(f"{journal_of(home, moment.name).name}*")]


def copy_journal(path: Path, there: Path) -> None:
    """The journal as it stands now, while it is written to."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("VACUUM INTO ?", (str(there),))


@contextmanager
def emulators(worlds: Mapping[str, World], port: int = 0) -> Iterator[str]:
    """While inside, the worlds are served on a port (0: a free one); gives the address, where each has its own path.

    The process ends with this one, also where this one is killed. Raises Refused where it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="samrit-worlds-") as folder:
        told = Path(folder) / "worlds.json"
        told.write_text(json.dumps(worlds), encoding="utf-8")
        process = subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, "-m", "emulators", "--port", str(port), "--parent", "--worlds", str(told)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": _where()},
            text=True,
        )
        ours = os.getpid()
        try:
            yield _address(process)
        finally:
            if os.getpid() == ours:  # not where a fork of this process leaves the block
                process.terminate()
                process.communicate(timeout=30)


def _where() -> str:
    """Where the emulators lie: beside the program in its source tree, else installed with it."""
    root = Path(samrit.__file__).resolve().parents[2]
    known = [str(root)] if (root / "emulators").is_dir() else []
    return os.pathsep.join([*known, *filter(None, [os.environ.get("PYTHONPATH")])])


def _address(process: subprocess.Popen[str]) -> str:
    address = process.stdout.readline().strip() if process.stdout else ""
    if not address:
        raise Refused(
            "",
            Message("the emulated platforms of the demo do not start", "ช่องทางจำลองของระบบสาธิตไม่เริ่มทำงาน"),
            Message("run `python -m emulators` to see why", "โปรดเรียก `python -m emulators` เพื่อดูสาเหตุ"),
        )
    return address


def control(world: str, path: str, **told: Any) -> None:
    """Sets something of a world, as its clock."""
    _asked(
        urllib.request.Request(  # noqa: S310 -- our own process on this machine
            f"{world}/_control/{path}",
            json.dumps(told).encode(),
            {"content-type": "application/json"},
            method="POST",
        )
    )


def set_clock(world: str) -> None:
    """It is the same time there as here; its clock stands until it is set again."""
    control(world, "clock", set=timezone.now().isoformat())


def told_of(world: str, path: str) -> Any:
    """What a world says of itself, as its accounts."""
    return _asked(urllib.request.Request(f"{world}/_control/{path}"))  # noqa: S310 -- our own process on this machine


def _asked(request: urllib.request.Request) -> Any:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
        return json.loads(answer.read())
