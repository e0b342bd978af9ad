"""Jobs that tests put into the queue."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django_tasks import task

from samrit.core.contract import Message, Refused
from samrit.platform.jobs import progress


@task()
def add(one: int, other: int) -> int:
    return one + other


@task()
def halfway(path: str) -> None:
    """Says how far it is, then fails as often as the file has lines to lose."""
    progress(50, Message("page 1 of 2", "หน้า ๑ จาก ๒"))
    faults = Path(path)
    left = int(faults.read_text(encoding="ascii"))
    if left:
        faults.write_text(str(left - 1), encoding="ascii")
        raise RuntimeError("the printer is on fire")


@task()
def refuse() -> None:
    raise Refused("page", Message("the page is blank", "หน้าว่าง"), Message("scan it again", "โปรดสแกนใหม่"))


@task()
def daily(day: str) -> str:
    return day


@task()
def slow(path: str, seconds: float) -> str:
    """Notes who begins and who ends it; the second try ends at once."""
    notes = Path(path)
    again = notes.exists()
    with notes.open("a", encoding="ascii") as file:
        file.write(f"begun {os.getpid()}\n")
    progress(10, Message("working", "กำลังทำงาน"))
    if not again:
        time.sleep(seconds)
    with notes.open("a", encoding="ascii") as file:
        file.write(f"ended {os.getpid()}\n")
    return "done"
