"""Writing a capture as WACZ 1.1.1: a ZIP of WARC 1.1, its index, its list of pages, and a hash of every part.

The `ts` of a page equals the WARC-Date of its record to the microsecond; readers drop a page where it does not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from samrit.evidence.captures.asking import Answer
from samrit.evidence.captures.taking import Taken

MEDIA_TYPE = "application/wacz"
SOFTWARE = "samrit"
ARCHIVE, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
PACKAGE, DIGEST, STAMP = "datapackage.json", "datapackage-digest.json", "datapackage.tsr"


class _Line(NamedTuple):
    key: str
    stamp: str
    told: dict[str, Any]


def package(taken: Taken) -> dict[str, bytes]:
    """The parts of the capture by their names, without the digest of the list itself."""
    warc, lines = _warc(taken)
    parts = {ARCHIVE: warc, INDEX: _index(lines), PAGES: _pages(taken)}
    resources = [
        {"name": name.rpartition("/")[2], "path": name, "hash": _sha256(content), "bytes": len(content)}
        for name, content in parts.items()
    ]
    told = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": taken.title,
        "software": SOFTWARE,
        "created": _iso(taken.main.at),
        "mainPageUrl": taken.page,
        "mainPageDate": _iso(taken.main.at),
        "samrit": {"way": taken.way, "left_out": [row._asdict() for row in taken.left]},
        "resources": resources,
    }
    return {PACKAGE: _json(told), **parts}


def packed(parts: dict[str, bytes], stamp: bytes = b"") -> bytes:
    """The file. `stamp`: a time authority's reply for the hash of the list of parts."""
    digest = {"path": PACKAGE, "hash": _sha256(parts[PACKAGE])}
    whole = {**parts, DIGEST: _json(digest), **({STAMP: stamp} if stamp else {})}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in whole.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # What is packed already, and what readers look into by its place, stands as it is.
            info.compress_type = zipfile.ZIP_STORED
            archive.writestr(info, content)
    return made.getvalue()


def _warc(taken: Taken) -> tuple[bytes, list[_Line]]:
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=True, warc_version="WARC/1.1")
    info = {"software": SOFTWARE, "format": "WARC File Format 1.1", "description": f"taken {taken.way}"}
    at = taken.main.at
    writer.write_record(_told(writer.create_warcinfo_record("data.warc.gz", info), at))
    lines = []
    for answer in taken.answers:
        start = made.tell()
        writer.write_record(_response(writer, answer))
        lines.append(_line(answer, start, made.tell()))
    if taken.screenshot:
        url, start = f"urn:view:{taken.page}", made.tell()
        picture = writer.create_warc_record(
            url,
            "resource",
            payload=io.BytesIO(taken.screenshot),
            length=len(taken.screenshot),
            warc_content_type="image/png",
        )
        writer.write_record(_told(picture, at, taken.screenshot))
        drawn = Answer(url, 200, (("content-type", "image/png"),), taken.screenshot, at)
        lines.append(_line(drawn, start, made.tell()))
    return made.getvalue(), lines


def _response(writer: Any, answer: Answer) -> Any:
    http = StatusAndHeaders(f"{answer.status} {answer.reason}", list(answer.headers), protocol="HTTP/1.1")
    record = writer.create_warc_record(
        answer.url, "response", payload=io.BytesIO(answer.body), length=len(answer.body), http_headers=http
    )
    return _told(record, answer.at, answer.body)


def _told(record: Any, at: dt.datetime, body: bytes | None = None) -> Any:
    """The record under its exact date, its body by SHA-256: the library writes whole seconds and SHA-1."""
    record.rec_headers.replace_header("WARC-Date", _iso(at))
    if body is not None:
        record.rec_headers.replace_header("WARC-Payload-Digest", _sha256(body))
    return record


def _line(answer: Answer, start: int, end: int) -> _Line:
    told = {
        "url": answer.url,
        "digest": _sha256(answer.body),
        "mime": answer.kind,
        "offset": start,
        "length": end - start,
        "status": answer.status,
        "filename": "data.warc.gz",
    }
    return _Line(surt(answer.url), answer.at.strftime("%Y%m%d%H%M%S%f")[:17], told)


def _index(lines: Iterable[_Line]) -> bytes:
    rows = sorted(lines, key=lambda row: (row.key, row.stamp))
    return "".join(f"{row.key} {row.stamp} {json.dumps(row.told)}\n" for row in rows).encode()


def _pages(taken: Taken) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    page = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{taken.page} {_iso(taken.main.at)}")),
        "url": taken.page,
        "ts": _iso(taken.main.at),
        "title": taken.title,
        "size": taken.size,
    }
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in (head, page)).encode()


def surt(url: str) -> str:
    """The address as indexes sort it: the host from its end, then the path."""
    parts = urlsplit(url)
    if not parts.hostname:
        return url.lower()
    host = ",".join(reversed(parts.hostname.lower().split(".")))
    port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return f"{host}{port}){(parts.path or '/').lower()}{query.lower()}"


def _iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256_of(content: bytes) -> str:
    """The hash in hex, as time authorities are asked for it."""
    return hashlib.sha256(content).hexdigest()


def _sha256(content: bytes) -> str:
    return f"sha256:{sha256_of(content)}"


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
