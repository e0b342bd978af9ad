"""Where the responses are, and which engine makes their cube."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from samrit.core.awareness.builder import read_cube as read_locally
from samrit.core.awareness.cube import Cube
from samrit.core.awareness.design import Design
from samrit.core.awareness.responses import BadResponses, Responses, open_responses
from samrit.core.contract import Message

ENGINES = ("local", "duckdb", "postgres", "spark")


class Opened(Protocol):
    """Responses whose columns are known."""

    @property
    def name(self) -> str: ...

    @property
    def columns(self) -> Collection[str]: ...

    def read_cube(self, design: Design) -> Cube: ...


class _File:
    """A file, and the engine that reads it."""

    def __init__(self, responses: Responses, engine: str) -> None:
        self._responses = responses
        self._engine = engine
        self.name = responses.path.name
        self.columns = responses.names

    def read_cube(self, design: Design) -> Cube:
        if self._engine == "duckdb":
            from samrit.core.awareness.engines import duck  # noqa: PLC0415 -- slow import

            return duck.read_file(self._responses, design)
        if self._engine == "postgres":
            from samrit.core.awareness.engines import postgres  # noqa: PLC0415 -- slow import

            return postgres.read_file(self._responses, design)
        if self._engine == "spark":
            from samrit.core.awareness.engines import spark  # noqa: PLC0415 -- slow import

            return spark.read_file(self._responses, design)
        return read_locally(self._responses, design)


def open_source(place: str | Path, engine: str) -> Opened:
    """The responses at `place`: a file for every engine, a table's address for postgres, a cluster's for spark.

    Raises BadResponses, and Lacking where the engine is not installed.
    """
    if isinstance(place, Path) or "://" not in place:
        return _File(open_responses(Path(place)), engine)
    if engine == "postgres":
        from samrit.core.awareness.engines import postgres  # noqa: PLC0415 -- slow import

        if place.startswith(postgres.SCHEMES):
            return postgres.open_table(place)
    if engine == "spark":
        from samrit.core.awareness.engines import spark  # noqa: PLC0415 -- slow import

        return spark.open_table(place)
    raise BadResponses(
        "",
        Message(f"{engine} does not read this address", f"{engine} อ่านที่อยู่นี้ไม่ได้"),
        Message(
            "name a .csv or .parquet file, or use the engine postgres or spark",
            "ระบุไฟล์ .csv หรือ .parquet หรือใช้ postgres หรือ spark",
        ),
    )
