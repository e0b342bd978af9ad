"""The demo's folder: the year is lived once, and its database kept as it was at each of the four moments."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from samrit.core.contract import Message, Refused, canonical
from samrit.demo.databases import all_files, database, file_of
from samrit.demo.emulating import all_journals, copy_journal, journal_of
from samrit.demo.moments import MOMENTS, Moment
from samrit.demo.year import tell
from samrit.platform import clock
from samrit.results.models import KeyResult
from samrit.scoring.result import score_key_result

_STATE, _YEAR = "demo.json", "year"


@dataclass
class State:
    """What there is in the folder: when it was made, with which tables, what each moment scores, which one opens."""

    made: str
    tables: str
    scores: dict[str, str]
    opens: str = MOMENTS[-1].name

    @property
    def since(self) -> dt.datetime:
        """The real time at which all four days began to pass."""
        return dt.datetime.fromisoformat(self.made)


def read_state(home: Path) -> State | None:
    """What there is; None where nothing was made yet."""
    path = home / _STATE
    return State(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def write_state(home: Path, state: State) -> None:
    """Keeps it, whole or not at all."""
    fresh = home / f"{_STATE}.new"
    fresh.write_text(json.dumps(asdict(state), ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(home / _STATE)


def ready(home: Path) -> State:
    """Builds the demo where there is none, and brings one of an earlier version of the program to today's tables."""
    state = read_state(home)
    if state is None:
        return build(home)
    if state.tables != _tables():
        for moment in MOMENTS:
            with database(file_of(home, moment.name)):
                call_command("migrate", verbosity=0, interactive=False)
        state.tables = _tables()
        write_state(home, state)
    return state


def build(home: Path) -> State:
    """Lives the year in an empty database and takes the place of whatever demo there was."""
    making = home / "making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    (home / "sessions").mkdir(exist_ok=True)
    scores: dict[str, str] = {}
    with database(file_of(making, _YEAR)):
        with connection.cursor() as cursor:  # nobody needs it before it is whole: the disk may come after
            cursor.execute("PRAGMA synchronous=OFF")
        call_command("migrate", verbosity=0, interactive=False)
        tell(partial(_keep, making, scores), journal_of(making, _YEAR))
    for path in (*all_files(home), *all_journals(home), *home.glob("*.ahead")):
        path.unlink()
    for moment in MOMENTS:
        for of in (file_of, journal_of):
            of(making, moment.name).replace(of(home, moment.name))
    shutil.rmtree(making)
    state = State(clock.real_now().isoformat(), _tables(), scores)
    write_state(home, state)
    return state


def _keep(making: Path, scores: dict[str, str], moment: Moment) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file_of(making, moment.name))])
    copy_journal(journal_of(making, _YEAR), journal_of(making, moment.name))
    found = score_key_result(KeyResult.objects.get()).score.score
    scores[moment.name] = "" if found is None else canonical(found)


def _tables() -> str:
    """Names the tables of this version of the program."""
    names = sorted(map(str, MigrationLoader(None).disk_migrations))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


@contextmanager
def held(home: Path, *, alone: bool) -> Iterator[None]:
    """Holds the folder: several may serve it, but who makes it anew is alone. Raises Refused where that cannot be."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "in-use").open("w") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            raise Refused(
                "",
                Message("the demo is in use", "ระบบสาธิตกำลังใช้งานอยู่"),
                Message(
                    "stop `samrit up` first, with Ctrl-C where it runs",
                    "โปรดหยุด `samrit up` ก่อน โดยกด Ctrl-C ในหน้าต่างที่เปิดไว้",
                ),
            ) from None
        yield
