"""A map behind ours out of one file: a PMTiles archive that an office puts into its folder, read here tile by tile.

No other server is asked and no reader needs byte ranges of a large file. Tiles are pictures, or vector tiles that the
browser draws (Protomaps' layers).
"""

from __future__ import annotations

import gzip
import hashlib
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

from samrit.site.rich import plain

if TYPE_CHECKING:
    from pmtiles.reader import Reader

_LOG = logging.getLogger("samrit.site")
VECTOR = "application/vnd.mapbox-vector-tile"
_DEEPEST = 24


class Tile(NamedTuple):
    """One tile: its bytes as they are stored, of which type, whether they are packed by gzip, and their entity tag."""

    content: bytes
    media_type: str
    packed: bool
    etag: str

    def unpacked(self) -> bytes:
        """The bytes for a reader that takes no gzip."""
        return gzip.decompress(self.content) if self.packed else self.content


@dataclass(frozen=True, slots=True)
class BaseMap:
    """An archive that is there: what its tiles are, from which zoom to which, and whose they are.

    `version` is another for another file, so that no browser puts tiles of two files beside each other.
    """

    reader: Reader
    version: str
    media_type: str
    packed: bool
    zooms: tuple[int, int]
    attribution: str

    @property
    def vector(self) -> bool:
        """Whether the browser draws the tiles."""
        return self.media_type == VECTOR

    def tile(self, zoom: int, x: int, y: int) -> Tile | None:
        """A tile; None where the archive has none."""
        if not self.zooms[0] <= zoom <= self.zooms[1] or max(x, y) >= 1 << zoom:
            return None
        try:
            content = self.reader.get(zoom, x, y)
        except Exception as error:  # noqa: BLE001 -- a directory further in may be damaged though the head is not
            _LOG.warning("site.map_tile_unreadable", extra={"tile": f"{zoom}/{x}/{y}", "reason": repr(error)})
            return None
        if content is None:
            return None
        return Tile(content, self.media_type, self.packed, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def base_map() -> BaseMap | None:
    """The archive of `SAMRIT_MAP_FILE`; None where there is none, or none that can be read."""
    path = Path(settings.SAMRIT_MAP_FILE)
    try:
        status = path.stat() if settings.SAMRIT_MAP_FILE else None
    except OSError:
        status = None
    return None if status is None else _opened(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2)
def _opened(path: Path, changed: int, size: int) -> BaseMap | None:
    from pmtiles.reader import MmapSource, Reader  # noqa: PLC0415 -- only where there is an archive

    try:
        with path.open("rb") as file:
            reader = Reader(MmapSource(file))
        return _known(reader, f"{changed ^ size:x}", reader.header(), reader.metadata())
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with the file, the map does without it
        _LOG.warning("site.map_file_unreadable", extra={"path": str(path), "reason": repr(error)})
        return None


def _known(reader: Reader, version: str, head: dict[str, Any], said: dict[str, Any]) -> BaseMap:
    """What stands in its head. Raises KeyError for tiles or packing of a kind that browsers are not given."""
    media_types = {"MVT": VECTOR, "PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "AVIF": "image/avif"}
    return BaseMap(
        reader=reader,
        version=version,
        media_type=media_types[head["tile_type"].name],
        packed={"NONE": False, "GZIP": True}[head["tile_compression"].name],
        zooms=(head["min_zoom"], min(head["max_zoom"], _DEEPEST)),
        attribution=settings.SAMRIT_MAP_ATTRIBUTION or plain(str(said.get("attribution", ""))),
    )
