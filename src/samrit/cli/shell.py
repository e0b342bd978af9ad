"""How the program meets the shell: streams, files, refusals that name their file."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from samrit.core.contract import MAX_BYTES, Node, Refused, load_json, refused_by_system

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say on stdout, whole, and its exit code (0 done, 1 a check says no)."""

    text: str
    code: int = 0


class Problem(Exception):  # noqa: N818 -- the everyday word; it is an answer to the user, not a fault of ours
    """Bad usage or unreadable input: one line on stderr, exit code 2. `file` is the name as the user wrote it."""

    def __init__(self, file: str, refused: Refused) -> None:
        super().__init__(file, refused)
        self.file = file
        self.refused = refused

    def line(self, lang: str) -> str:
        # Names that are not UTF-8, or that an ASCII locale tore apart, are put together again as far as they go.
        name = self.file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return one_line(self.refused.line(name or "''", lang))


@contextlib.contextmanager
def about(file: str, place: str = "") -> Iterator[None]:
    """Refusals inside concern `file`; `place` is the option that names it, where a whole file is refused for that."""
    try:
        yield
    except Refused as refused:
        raise Problem(file, refused.under(place)) from refused
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise Problem(file, refused_by_system(error).under(place)) from error


def one_line(text: str) -> str:
    """`text` without line breaks and without characters that would steer a terminal."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in " ".join(text.split()))


def prepare_streams() -> None:
    """UTF-8 on every stream whatever the locale says; a half character of an odd file name becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def put(text: str) -> None:
    """Prints a whole answer and makes sure that it has left."""
    with about("stdout"):
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        sys.stdout.write(text)
        sys.stdout.flush()


def stdin_bytes(limit: int) -> bytes:
    """What stands on stdin, at most `limit` bytes and one more (which tells that there was more)."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer.read(limit + 1)


def read_document(name: str) -> Node:
    """The JSON document in the file `name` (`-`: stdin), read no further than the contract's limit."""
    if name == STDIN:
        return load_json(stdin_bytes(MAX_BYTES))
    with Path(name).open("rb") as file:
        return load_json(file.read(MAX_BYTES + 1))
