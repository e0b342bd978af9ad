"""Small PMTiles archives around Bangkok: of pictures, and of vector tiles in which all is water."""

from __future__ import annotations

import gzip
import io
import math
from pathlib import Path
from typing import Any

from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

FROM = '<a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>'
ZOOMS = (9, 12)
WEST, NORTH, EAST, SOUTH = 100.2, 14.1, 101.0, 13.4


def pictures(path: Path) -> bytes:
    """Every tile of four zooms, each the same square; gives its bytes."""
    square = io.BytesIO()
    Image.new("RGB", (256, 256), "#123456").save(square, "PNG")
    _archive(path, square.getvalue(), TileType.PNG, Compression.NONE)
    return square.getvalue()


def vectors(path: Path) -> bytes:
    """The same of vector tiles, packed; gives one tile as a browser reads it."""
    around = _packed(9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15)
    water = _field(1, b"water") + _field(2, b"\x18\x03" + _field(4, around)) + b"\x28" + _packed(4096) + b"\x78\x02"
    tile = _field(3, water)
    _archive(path, gzip.compress(tile), TileType.MVT, Compression.GZIP)
    return tile


def tile_at(zoom: int, longitude: float, latitude: float) -> tuple[int, int, int]:
    """The tile in which a place lies."""
    across = (longitude + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return zoom, int(across * (1 << zoom)), int(down * (1 << zoom))


def _archive(path: Path, tile: bytes, kind: TileType, packing: Compression) -> None:
    numbers = []
    for zoom in range(ZOOMS[0], ZOOMS[1] + 1):
        _zoom, left, top = tile_at(zoom, WEST, NORTH)
        _zoom, right, bottom = tile_at(zoom, EAST, SOUTH)
        numbers += [zxy_to_tileid(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    bounds = {"min_lon_e7": WEST, "min_lat_e7": SOUTH, "max_lon_e7": EAST, "max_lat_e7": NORTH}
    centre = {"center_zoom": ZOOMS[0], "center_lon_e7": 1_005_000_000, "center_lat_e7": 137_000_000}
    head: dict[str, Any] = {name: int(value * 10_000_000) for name, value in bounds.items()} | centre
    with path.open("wb") as file:
        writer = Writer(file)
        for number in sorted(numbers):
            writer.write_tile(number, tile)
        writer.finalize(head | {"tile_type": kind, "tile_compression": packing}, {"attribution": FROM})


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _packed(len(content)) + content


def _packed(*numbers: int) -> bytes:
    made = bytearray()
    for rest in numbers:
        left = rest
        while left > 0x7F:
            made.append(left & 0x7F | 0x80)
            left >>= 7
        made.append(left)
    return bytes(made)
