"""Spark, for clusters that are there: files that it can reach, summed where they lie."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from typing import Any

from samrit.core.awareness.builder import read_cube as read_locally
from samrit.core.awareness.cube import Cube, shape_of
from samrit.core.awareness.design import Design
from samrit.core.awareness.engines.database import read_table, refuse_database, sum_up, transposed
from samrit.core.awareness.engines.sql import Dialect, Table, literal
from samrit.core.awareness.responses import BadResponses, Responses
from samrit.core.contract import Lacking, Message

DIALECT = Dialect("`", "DOUBLE", lambda cell, pattern: f"{cell} RLIKE {literal(f'^({pattern})$')}")
_NUMBERS = ("tinyint", "smallint", "int", "bigint", "float", "double", "decimal")
_FETCH = 50_000


def read_file(responses: Responses, design: Design) -> Cube:
    """The cube of a local file. Raises BadResponses, and Lacking without PySpark."""
    shape = shape_of(design)
    session = _session()
    if shape.by_row:
        return read_locally(responses, design)
    path = str(responses.path.resolve())
    try:
        frame = session.read.parquet(path) if responses.is_parquet else _csv(session, path, responses.columns)
        written = {column: responses.written(column) for column in responses.names}
        cube = sum_up(_Spark(session, frame, written, others=False), shape)
    except _faults(KeyError):  # a broken row, or a column of a kind that is not summed
        cube = None
    return cube or read_locally(responses, design)


class OpenTable:
    """Files that only the cluster reaches (`hdfs://…`, `s3a://…`), CSV or Parquet by their ending."""

    def __init__(self, address: str) -> None:
        self.name = address.rsplit("/", 1)[-1]
        session = _session()
        try:
            if address.lower().endswith(".parquet"):
                frame = session.read.parquet(address)
            else:
                frame = _csv(session, address, None)
        except _faults() as error:
            raise refuse_database("Spark", str(error)) from None
        self.columns = frozenset(frame.columns)
        self._database = _Spark(session, frame, {column: column for column in frame.columns}, others=True)

    def read_cube(self, design: Design) -> Cube:
        """The cube of `design`. Raises BadResponses."""
        try:
            return read_table(self._database, shape_of(design))
        except _faults() as error:
            raise refuse_database("Spark", str(error)) from None


def open_table(address: str) -> OpenTable:
    """The files at an address that the cluster knows. Raises BadResponses, and Lacking without PySpark."""
    if not address.lower().endswith((".csv", ".parquet")):
        raise BadResponses(
            "",
            Message("neither .csv nor .parquet", "ไม่ใช่ไฟล์ .csv หรือ .parquet"),
            Message("export the responses as CSV (UTF-8) or Parquet", "ส่งออกคำตอบเป็น CSV (UTF-8) หรือ Parquet"),
        )
    return OpenTable(address)


def _faults(*more: type[Exception]) -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return (PySparkException, Py4JError, *more)


def _session() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Lacking(
            "",
            Message("PySpark is not installed", "ไม่ได้ติดตั้ง PySpark"),
            Message(
                'install it, such as with "samrit[spark]", or use local', 'ติดตั้งเพิ่ม เช่น "samrit[spark]" หรือใช้ local'
            ),
        ) from None
    with _quiet():
        try:
            builder = SparkSession.builder.appName("samrit").config("spark.ui.showConsoleProgress", "false")
            return builder.config("spark.sql.caseSensitive", "true").getOrCreate()
        except Exception as error:  # noqa: BLE001 -- no Java, no cluster: PySpark raises whatever it meets
            said = str(error)
    raise Lacking(
        "",
        Message(f"Spark does not start: {said.splitlines()[0] if said else ''}", "เริ่ม Spark ไม่ได้"),
        Message("check Java and the settings of the cluster", "ตรวจ Java และการตั้งค่าของคลัสเตอร์"),
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Spark's start talks to stderr, where we promise one line; the JVM keeps the stream it is born with."""
    kept = os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


def _csv(session: Any, path: str, columns: Sequence[str] | None) -> Any:
    options = {"header": True, "quote": '"', "escape": '"', "multiLine": True, "mode": "FAILFAST", "encoding": "UTF-8"}
    reader = session.read.options(**options)
    if columns is not None:
        from pyspark.sql.types import StringType, StructField, StructType

        reader = reader.schema(StructType([StructField(name, StringType()) for name in columns]))
    return reader.csv(path)


class _Spark:
    """A frame as Spark describes it; `others` says whether columns of other kinds are read as text."""

    dialect = DIALECT

    def __init__(self, session: Any, frame: Any, written: dict[str, str], *, others: bool) -> None:
        self._session = session
        types = {name: kind.split("(")[0] for name, kind in frame.dtypes}
        kinds = {"string": "text", "boolean": "boolean", "date": "day"} | dict.fromkeys(_NUMBERS, "number")
        if others:
            odd = [name for name, kind in types.items() if kind not in kinds]
            for name in odd:
                frame = frame.withColumn(name, frame[DIALECT.name(name)].cast("string"))
            types |= dict.fromkeys(odd, "string")
        frame.createOrReplaceTempView("samrit_responses")
        found = {column: kinds[types[name]] for column, name in written.items() if types.get(name) in kinds}
        self.table = Table("samrit_responses", found, written, "monotonically_increasing_id()")

    def answer(self, sql: str) -> list[Any]:
        frame = self._session.sql(sql)
        return transposed(frame.collect(), len(frame.columns))

    def batches(self, sql: str, names: Sequence[str]) -> Iterator[Any]:
        import pyarrow as pa

        rows: list[Any] = []
        for row in self._session.sql(sql).toLocalIterator():
            rows.append(row)
            if len(rows) == _FETCH:
                yield pa.record_batch(transposed(rows, len(row)), names=list(names) or ["1"])
                rows = []
        if rows:
            yield pa.record_batch(transposed(rows, len(rows[0])), names=list(names) or ["1"])
