"""Reading a capture, and checking it: every hash of it anew, and that its list of pages leads to what is there."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator

from samrit.core.contract import Message
from samrit.core.ledger.timestamp import read_stamp
from samrit.evidence.captures.wacz import ARCHIVE, DIGEST, INDEX, PACKAGE, PAGES, STAMP

_LARGEST = 120_000_000


class Damaged(ValueError):  # noqa: N818 -- what is the matter
    """This is no capture that can be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: what stood at an address, and when. `intact`: its body has the hash that it was written with."""

    url: str
    at: dt.datetime
    status: int
    kind: str
    body: bytes
    intact: bool


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture that was read: its pages, its records by address, what was left out, and the time stamp if any."""

    url: str
    title: str
    at: dt.datetime
    way: str
    left_out: tuple[tuple[str, str], ...]
    records: dict[str, Record]
    screenshot: bytes
    stamped_at: dt.datetime | None
    faults: tuple[Message, ...]

    @property
    def page(self) -> Record:
        """The page itself."""
        return self.records[self.url]

    @property
    def ok(self) -> bool:
        """Whether every hash holds."""
        return not self.faults


def read(file: IO[bytes]) -> Capture:
    """Reads all of it and works every hash out anew. Raises Damaged where there is nothing to show."""
    parts = _parts(file)
    try:
        told: dict[str, Any] = json.loads(parts[PACKAGE])
        url, at = str(told["mainPageUrl"]), dt.datetime.fromisoformat(told["mainPageDate"])
        pages = [json.loads(line) for line in parts[PAGES].splitlines()[1:] if line.strip()]
        records = _records(parts[ARCHIVE])
    except (KeyError, ValueError, TypeError) as error:
        raise Damaged(str(error)) from None
    if url not in records:
        raise Damaged(f"the page {url} is not in it")
    own = told.get("samrit", {})
    stamp = read_stamp(parts[STAMP]) if STAMP in parts else None
    faults = [*_faults(parts, told), *_faults_of_pages(pages, records), *_faults_of_records(records)]
    if STAMP in parts and (stamp is None or stamp.sha256 != hashlib.sha256(parts[PACKAGE]).hexdigest()):
        faults.append(Message("the time stamp is not of this capture", "ตราประทับเวลาไม่ใช่ของภาพเก็บนี้"))
    screenshot = records.pop(f"urn:view:{url}", None)
    return Capture(
        url=url,
        title=str(told.get("title", "")),
        at=at,
        way=str(own.get("way", "")),
        left_out=tuple((str(row["url"]), str(row["why"])) for row in own.get("left_out", ())),
        records=records,
        screenshot=b"" if screenshot is None else screenshot.body,
        stamped_at=None if stamp is None else stamp.at,
        faults=tuple(faults),
    )


def _parts(file: IO[bytes]) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise Damaged("it is too large")
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise Damaged(str(error)) from None
    lacking = [name for name in (PACKAGE, DIGEST, ARCHIVE, INDEX, PAGES) if name not in parts]
    if lacking:
        raise Damaged(f"{', '.join(lacking)} is not in it")
    return parts


def _records(warc: bytes) -> dict[str, Record]:
    found = {}
    for record in ArchiveIterator(io.BytesIO(warc)):
        if record.rec_type not in {"response", "resource"}:
            continue
        headers, http = record.rec_headers, record.http_headers
        body = record.content_stream().read()
        url = headers.get_header("WARC-Target-URI")
        kind = (http.get_header("Content-Type") if http else headers.get_header("Content-Type")) or ""
        found[url] = Record(
            url,
            dt.datetime.fromisoformat(headers.get_header("WARC-Date")),
            int(http.get_statuscode()) if http else 200,
            kind.partition(";")[0].strip().lower(),
            body,
            headers.get_header("WARC-Payload-Digest") == _sha256(body),
        )
    return found


def _faults(parts: dict[str, bytes], told: dict[str, Any]) -> list[Message]:
    digest = json.loads(parts[DIGEST])
    found = []
    if digest.get("hash") != _sha256(parts[PACKAGE]):
        found.append(Message("the list of its parts was changed", "บัญชีรายการภายในถูกเปลี่ยน"))
    for row in told.get("resources", ()):
        name = str(row.get("path"))
        if row.get("hash") != _sha256(parts.get(name, b"")):
            found.append(Message(f"{name} was changed", f"ส่วน {name} ถูกเปลี่ยน"))
    return found


def _faults_of_pages(pages: list[dict[str, Any]], records: dict[str, Record]) -> list[Message]:
    if not pages:
        return [Message("its list of pages is empty", "บัญชีหน้าเว็บว่างเปล่า")]
    lost = [page for page in pages if page["url"] not in records or _at(page) != records[page["url"]].at]
    return [Message(f"the page {page['url']} is not found in it", f"ไม่พบหน้า {page['url']} ในภาพเก็บ") for page in lost]


def _at(page: dict[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(str(page["ts"]))


def _faults_of_records(records: dict[str, Record]) -> list[Message]:
    return [
        Message(f"{row.url} was changed", f"เนื้อหาของ {row.url} ถูกเปลี่ยน") for row in records.values() if not row.intact
    ]


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
