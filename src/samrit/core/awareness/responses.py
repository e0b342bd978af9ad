"""Response files, CSV and Parquet, read in batches so that memory stays bounded whatever the size.

A batch is an Arrow record batch of the wanted columns only. Two views of a column are offered: its text (categories are
compared and printed as the file writes them; an empty cell is "") and its numbers (an empty cell is no answer).
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samrit.core.contract import Message, Refused, refused_by_system

MAX_HEADER = 4_000_000
"""The longest first line (bytes) that is looked at for the names of the columns."""
BLOCK = 8_000_000
"""Bytes of CSV read at a time; one row must be shorter than this."""
ROWS = 131_072
"""Rows of Parquet read at a time: so few that what is made of a column stays in the cache."""
AHEAD = 3
"""Batches that are read before they are asked for, so that neither reading nor adding waits for the other."""

LARGEST = 1e100
"""The largest number that is reckoned with: its square, times a weight, must stay finite."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


class BadResponses(Refused):
    """A fault of the response file itself (a cell, a row, a stratum), not of the design that asked for it."""


def refuse_row(column: str, row: int, what: Message, mend: Message) -> BadResponses:
    """The refusal of a cell; `row` counts the answers from 1, the line of a CSV is one more."""
    return BadResponses(f"{column}, row {row} (line {row + 1})", what, mend)


class Responses:
    """A response file whose columns are known; `batches` reads it."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        """The file at `path`; `columns` are its names as written. Use `open_responses`."""
        self.path = path
        self.columns = tuple(columns)
        self._written = {unicodedata.normalize("NFC", name): name for name in columns}

    @property
    def names(self) -> Collection[str]:
        """The names of the columns, in NFC."""
        return self._written.keys()

    @property
    def is_parquet(self) -> bool:
        return self.path.suffix.lower() == ".parquet"

    def written(self, column: str) -> str:
        """The name of a column as the file writes it (names are compared in NFC)."""
        return self._written[column]

    def batches(self, wanted: Sequence[str], few: Collection[str] = ()) -> Iterator[Any]:
        """Arrow record batches of the columns `wanted`, in this order; at least one column is always read.

        Texts of the columns `few`, which hold few different ones, come as dictionaries.
        """
        names = [self._written[column] for column in wanted] or [self.columns[0]]
        coded = [self._written[column] for column in wanted if column in few]
        return _parquet_batches(self.path, names, coded) if self.is_parquet else _csv_batches(self.path, names, coded)


def open_responses(path: Path) -> Responses:
    """The response file at `path`. Raises Refused for what is neither CSV (UTF-8) nor Parquet."""
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise BadResponses(
            "",
            Message("neither .csv nor .parquet", "ไม่ใช่ไฟล์ .csv หรือ .parquet"),
            Message("export the responses as CSV (UTF-8) or Parquet", "ส่งออกคำตอบเป็น CSV (UTF-8) หรือ Parquet"),
        )
    if not path.is_file():
        fault = refused_by_system(IsADirectoryError() if path.is_dir() else FileNotFoundError())
        raise BadResponses("", fault.what, fault.mend)
    columns = _parquet_columns(path) if path.suffix.lower() == ".parquet" else _csv_columns(path)
    seen: set[str] = set()
    for name in columns:
        plain = unicodedata.normalize("NFC", name)
        if plain in seen and plain:  # spreadsheets leave columns without a name behind; nobody can ask for them
            raise BadResponses(
                plain,
                Message("two columns have this name", "มีสองคอลัมน์ที่ใช้ชื่อนี้"),
                Message("rename one of them", "เปลี่ยนชื่อหนึ่งคอลัมน์"),
            )
        seen.add(plain)
    return Responses(path, columns)


def _csv_columns(path: Path) -> list[str]:
    with path.open("rb") as file:
        head = file.read(MAX_HEADER)
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise _not_utf8(1)
    if not head.strip():
        raise BadResponses(
            "", Message("the file is empty", "ไฟล์ว่างเปล่า"), Message("export the responses again", "ส่งออกคำตอบอีกครั้ง")
        )
    text = head.decode("utf-8-sig", errors="surrogateescape")
    try:
        names = next(csv.reader(io.StringIO(text, newline="")))
    except (csv.Error, StopIteration):
        raise BadResponses(
            "line 1",
            Message("the names of the columns cannot be read", "อ่านชื่อคอลัมน์ไม่ได้"),
            Message("check the quotes of the first line", "ตรวจเครื่องหมายคำพูดในบรรทัดแรก"),
        ) from None
    if any(re.search("[\ud800-\udfff\0]", name) for name in names):
        raise _not_utf8(1)
    if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
        raise BadResponses(
            "line 1",
            Message("the columns are not parted by commas", "คอลัมน์ไม่ได้คั่นด้วยจุลภาค"),
            Message("save the file as CSV UTF-8 (comma delimited)", "บันทึกไฟล์เป็น CSV UTF-8 (คั่นด้วยจุลภาค)"),
        )
    _refuse_open_quote(path)
    return names


def _refuse_open_quote(path: Path) -> None:
    """A quote that is not closed would swallow all rows that follow it; an odd number of quotes shows it."""
    with path.open("rb") as file:
        if sum(block.count(b'"') for block in iter(lambda: file.read(BLOCK), b"")) % 2 == 0:
            return
    line = 1
    # No row is longer than a block: what a quote swallows beyond it need not be held in memory to be told of.
    csv.field_size_limit(BLOCK)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(iter(lambda: file.readline(BLOCK), ""), strict=True)
        try:
            for _ in reader:
                line = reader.line_num + 1
        except csv.Error:
            raise BadResponses(
                f"line {line}",
                Message("a quote in this row is not closed", "เครื่องหมายคำพูดในแถวนี้ไม่ปิด"),
                Message("close it or take it out", "ปิดเครื่องหมายคำพูดหรือลบออก"),
            ) from None


def _not_utf8(line: int) -> BadResponses:
    return BadResponses(
        f"line {line}",
        Message("the text is not UTF-8", "ข้อความไม่ใช่ UTF-8"),
        Message("save the file as CSV UTF-8", "บันทึกไฟล์เป็น CSV UTF-8"),
    )


def _csv_batches(path: Path, names: list[str], coded: list[str]) -> Iterator[Any]:
    import pyarrow as pa
    from pyarrow import csv as arrow

    kinds = dict.fromkeys(names, pa.string()) | dict.fromkeys(coded, pa.dictionary(pa.int32(), pa.string()))

    try:
        with arrow.open_csv(
            path,
            read_options=arrow.ReadOptions(block_size=BLOCK),
            parse_options=arrow.ParseOptions(newlines_in_values=True, ignore_empty_lines=len(_csv_columns(path)) > 1),
            convert_options=arrow.ConvertOptions(include_columns=names, column_types=kinds, null_values=[]),
        ) as reader:
            yield from _ahead(reader)
    except pa.ArrowInvalid as error:
        _explain_csv(path, str(error))


def _explain_csv(path: Path, said: str) -> None:
    """A parser's complaint as our sentence, with the row looked up where the parser does not say it."""
    if "UTF8" in said:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    raise _not_utf8(number) from None
    ragged = re.search(r"Expected (\d+) columns, got (\d+)", said)
    if ragged:
        wanted, got = int(ragged[1]), int(ragged[2])
        raise BadResponses(
            f"row {_ragged_row(path, wanted)}",
            Message(f"{got} cells where the first line names {wanted}", f"มี {got} ช่อง แต่บรรทัดแรกมี {wanted} คอลัมน์"),
            Message(
                "put cells that hold a comma in quotes, or add the missing ones",
                "ใส่เครื่องหมายคำพูดครอบช่องที่มีจุลภาค หรือเติมช่องที่ขาด",
            ),
        )
    if "straddling" in said:
        raise BadResponses(
            f"line {_long_row(path)}",
            Message(f"one row has more than {BLOCK:,} bytes", f"มีแถวที่ยาวเกิน {BLOCK:,} ไบต์"),
            Message(
                "shorten its cells, or look for a quote that is not closed",
                "ตัดข้อความในช่องให้สั้นลง หรือตรวจหาเครื่องหมายคำพูดที่ไม่ปิด",
            ),
        )
    if "Empty CSV" in said:
        return
    raise BadResponses(
        "",
        Message("this is not a table in CSV", "ไม่ใช่ตารางแบบ CSV"),
        Message("export the responses again", "ส่งออกคำตอบอีกครั้ง"),
    )


def _long_row(path: Path) -> str:
    """The line with which the first row begins that no block holds; read in pieces, however long it is."""
    line = begins = 1
    length, quoted = 0, False
    with path.open("rb") as file:
        for piece in iter(lambda: file.readline(BLOCK), b""):
            length += len(piece)
            if length > BLOCK:
                return str(begins)
            quoted ^= piece.count(b'"') % 2 == 1
            if piece.endswith(b"\n"):
                line += 1
                if not quoted:
                    begins, length = line, 0
    return "?"


def _ragged_row(path: Path, wanted: int) -> str:
    csv.field_size_limit(BLOCK)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        try:
            for number, row in enumerate(csv.reader(file)):
                if row and len(row) != wanted:
                    return f"{number} (line {number + 1})"
        except csv.Error:
            pass
    return "?"


def _parquet_columns(path: Path) -> list[str]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        names: list[str] = parquet.read_schema(path).names
    except (pa.ArrowInvalid, OSError):
        raise _not_parquet() from None
    return names


def _not_parquet() -> BadResponses:
    return BadResponses(
        "", Message("this is not Parquet", "ไม่ใช่ไฟล์ Parquet"), Message("export the responses again", "ส่งออกคำตอบอีกครั้ง")
    )


def _parquet_batches(path: Path, names: list[str], coded: list[str]) -> Iterator[Any]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        kinds = parquet.read_schema(path)
        texts = [name for name in coded if pa.types.is_string(kinds.field(name).type)]
        with parquet.ParquetFile(path, memory_map=True, read_dictionary=texts) as file:
            for batch in _ahead(file.iter_batches(batch_size=ROWS, columns=names)):
                yield batch.select(names)
    except (pa.ArrowInvalid, OSError):
        raise _not_parquet() from None


def _ahead(batches: Iterator[Any]) -> Iterator[Any]:
    """The same batches, read while those before them are worked on."""
    with ThreadPoolExecutor(1) as reader:
        coming = deque(reader.submit(next, batches, None) for _ in range(AHEAD))
        while (batch := coming.popleft().result()) is not None:
            coming.append(reader.submit(next, batches, None))
            yield batch


def text_of(array: Any, column: str = "") -> Any:
    """A column as an Arrow dictionary array of text; an empty cell and a null are "".

    Raises BadResponses where the column's kind has no text.
    """
    import pyarrow as pa

    # Encoded first, so that only the few different values are put into words.
    if not pa.types.is_dictionary(array.type):
        try:
            array = array.dictionary_encode()
        except pa.ArrowNotImplementedError:
            raise _wrong_kind(column, array.type, Message("text", "ข้อความ")) from None
    words, places = array.dictionary, array.indices
    if not pa.types.is_string(words.type):
        try:
            words = words.cast(pa.string())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            raise _wrong_kind(column, words.type, Message("text", "ข้อความ")) from None
    if places.null_count or words.null_count:
        places = places.cast(pa.int64()).fill_null(len(words))
        words = pa.concat_arrays([words.fill_null(""), pa.array([""], pa.string())])
    return pa.DictionaryArray.from_arrays(places, words)


def _wrong_kind(column: str, kind: Any, wanted: Message) -> BadResponses:
    return BadResponses(
        column,
        Message(f"the column holds {kind}, not {wanted.en}", f"คอลัมน์เป็นชนิด {kind} ไม่ใช่{wanted.th}"),
        Message(f"store it as {wanted.en}", f"จัดเก็บเป็น{wanted.th}"),
    )


def numbers_of(array: Any, column: str, first: int) -> tuple[Floats, Booleans | None]:
    """A column as numbers, and which of them were answered (None: all); `first` is the number of rows before it.

    Raises BadResponses for a cell that is not a finite number.
    """
    import pyarrow as pa

    cells = array
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = array.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        array = _parsed(array, column, first)
    elif pa.types.is_boolean(kind):
        array = array.cast(pa.uint8())
    elif pa.types.is_null(kind):
        array = array.cast(pa.float64())
    elif not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        raise _wrong_kind(column, kind, Message("numbers", "ตัวเลข"))
    answered = None
    if array.null_count:
        answered = ~np.asarray(array.is_null().to_numpy(zero_copy_only=False), dtype=np.bool_)
        array = array.fill_null(0)
    if not pa.types.is_float64(array.type):
        array = array.cast(pa.float64(), safe=False)
    values = np.asarray(array.to_numpy(zero_copy_only=False), dtype=np.float64)
    # What is no number compares with none, so that one look finds every odd cell.
    if len(values) and not max(values.max(), -values.min()) <= LARGEST:
        finite = np.isfinite(values)
        if not finite.all():
            bad = int(np.argmin(finite))
            raise not_a_number(column, first + bad + 1, str(cells[bad]))
        bad = int(np.argmax(np.abs(values)))
        shown = _shortened(str(cells[bad]))
        raise refuse_row(
            column,
            first + bad + 1,
            Message(f"{shown} is too large to reckon with", f"{shown} มากเกินกว่าจะคำนวณได้"),
            Message("correct the number or choose a larger unit", "แก้ไขตัวเลขหรือใช้หน่วยที่ใหญ่ขึ้น"),
        )
    return values, answered


def _parsed(array: Any, column: str, first: int) -> Any:
    import pyarrow as pa
    from pyarrow import compute

    if not pa.types.is_string(array.type):
        array = array.cast(pa.string())
    empty = compute.equal(array, "")
    if compute.any(empty).as_py():
        array = compute.if_else(empty, None, array)
    try:
        return array.cast(pa.float64())
    except pa.ArrowInvalid:
        for index, cell in enumerate(array.to_pylist()):
            if cell is not None and not _is_number(cell):
                raise not_a_number(column, first + index + 1, cell) from None
        raise


def _shortened(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:39]}…"


def _is_number(cell: str) -> bool:
    import pyarrow as pa

    try:
        return math.isfinite(pa.array([cell]).cast(pa.float64())[0].as_py())
    except pa.ArrowInvalid:
        return False


def not_a_number(column: str, row: int, cell: str) -> BadResponses:
    """The refusal of a cell that should be a number."""
    shown = _shortened(cell)
    return refuse_row(
        column,
        row,
        Message(f'"{shown}" is not a number', f'"{shown}" ไม่ใช่ตัวเลข')
        if cell
        else Message("the cell is empty", "ช่องนี้ว่าง"),
        Message("write it with the digits 0-9, such as 12.5", "เขียนด้วยเลขอารบิก 0-9 เช่น 12.5")
        if any(sign.isdigit() and not sign.isascii() for sign in cell)
        else Message("write a plain number such as 12.5", "ใส่ตัวเลขธรรมดา เช่น 12.5"),
    )
