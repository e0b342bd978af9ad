"""One SQLite file a moment: this thread's connection is turned to one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from samrit.demo.moments import MOMENTS


def file_of(home: Path, name: str) -> Path:
    """Where the data of a moment lie."""
    return home / f"{name}.sqlite3"


@contextmanager
def database(path: Path) -> Iterator[None]:
    """In this block, and in this thread only, the default database is that file.

    The settings of a connection are shared by all threads, so the thread's own connection gets a copy of them.
    """
    connection = connections["default"]
    before = connection.settings_dict
    connection.close()
    connection.settings_dict = {**before, "NAME": path}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


def all_files(home: Path) -> list[Path]:
    """The files of all moments, with what SQLite lays beside them."""
    return [path for moment in MOMENTS for path in home.glob(f"{moment.name}.sqlite3*")]
