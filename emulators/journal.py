"""What was done to the world, kept in a file, and done again at the next start: the posts of a demo outlive a restart.

Not the state is kept but the calls that made it, each with its moment: the world works on them as it did, so that ids,
tokens and times come out the same. What platforms fetched is kept beside them.
"""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

from emulators.wire import Call

# Reads that make something: consent, codes, tokens.
_MAKING = re.compile(r"oauth|access_token|/accounts|/auth/")
_CONTROL = re.compile(r"/_control/(accounts|posts)/")
_TABLES = """
CREATE TABLE IF NOT EXISTS calls (
    number INTEGER, at TEXT NOT NULL, method TEXT NOT NULL, host TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL,
    headers TEXT NOT NULL, body BLOB NOT NULL, cut INTEGER NOT NULL, fates TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS fetched (address TEXT PRIMARY KEY, content BLOB);
"""


class Journal:
    """The file. Written with the world's lock held, before the answer goes out."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._file.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _TABLES)

    def close(self) -> None:
        self._file.close()

    def note(self, call: Call, at: str) -> None:
        """Keep a call that may change something; pure reads are not kept."""
        if not changes(call):
            return
        headers, fates = json.dumps(call.headers), json.dumps(call.fates)
        row = (
            call.number,
            at,
            call.method,
            call.host,
            call.path,
            call.query_string,
            headers,
            call.body,
            call.cut,
            fates,
        )
        self._file.execute("INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._file.commit()

    def calls(self) -> list[tuple[str, Call]]:
        """(moment, call) of everything kept, in order."""
        made = []
        for number, at, method, host, path, query, headers, body, cut, fates in self._file.execute(
            "SELECT * FROM calls ORDER BY rowid"
        ):
            call = Call(method, host, path, query, json.loads(headers), body, bool(cut), number, json.loads(fates))
            made.append((at, call))
        return made

    def note_fetched(self, address: str, content: bytes | None) -> None:
        """Keep what was found at an address (None: it could not be had); the latest counts."""
        self._file.execute("INSERT OR REPLACE INTO fetched VALUES (?, ?)", (address, content))
        self._file.commit()

    def fetched(self, address: str) -> bytes | None:
        found = self._file.execute("SELECT content FROM fetched WHERE address = ?", (address,)).fetchone()
        return found[0] if found else None

    def clear(self) -> None:
        self._file.executescript("DELETE FROM calls; DELETE FROM fetched;")
        self._file.commit()


def changes(call: Call) -> bool:
    """Whether this call may change the world."""
    if not call.host:
        return call.method != "GET" and _CONTROL.match(call.path) is not None
    return call.method not in {"GET", "HEAD"} or _MAKING.search(call.path) is not None
