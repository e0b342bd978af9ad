"""Points and shapes of districts: GeoJSON (RFC 7946) as it was drawn or uploaded, checked and put into one form."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.core.thai import to_arabic

WEST, EAST, SOUTH, NORTH = 100.2, 101.0, 13.4, 14.1
"""Greater Bangkok, with room on all sides of the 50 khets; degrees of WGS 84."""
MAX_POINTS = 5_000
MAX_TEXT = 1_000_000
_DIGITS = 6  # about 10 cm
_METRE = Decimal("0.00001")
_DRAW = Message("draw it again, or upload another file", "โปรดวาดใหม่ หรืออัปโหลดไฟล์อื่น")
_INSIDE = Message(
    "check the position; longitude comes first in GeoJSON", "โปรดตรวจตำแหน่ง และใน GeoJSON ให้ลองจิจูดอยู่ก่อนละติจูด"
)

_CORNER = re.compile(r"\s*(?P<latitude>-?\d{1,3}(?:\.\d{1,15})?)\s*[,;\s]\s*(?P<longitude>-?\d{1,3}(?:\.\d{1,15})?)\s*")

Ring = list[list[float]]


def checked_shape(given: Any) -> dict[str, Any] | None:
    """A Polygon or MultiPolygon geometry of GeoJSON; None for nothing.

    Takes a geometry, a Feature or a collection of one Feature, as JSON text or as values. Heights are left out, places
    are rounded to 6 digits. Raises Refused for everything else: other kinds, open rings, fewer than three corners,
    places outside greater Bangkok, more than MAX_POINTS points.
    """
    geometry = _geometry(_value(given))
    if geometry is None:
        return None
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        rings: Any = _polygon(coordinates)
        count = sum(map(len, rings))
    elif kind == "MultiPolygon":
        rings = [_polygon(part) for part in _some(coordinates)]
        count = sum(len(ring) for part in rings for ring in part)
    else:
        raise _refused(
            f"{_shown(kind)} is no area",
            f"{_shown(kind)} ไม่ใช่พื้นที่",
            Message("draw a Polygon or MultiPolygon", "โปรดวาดเป็นรูปปิด (Polygon หรือ MultiPolygon)"),
        )
    if count > MAX_POINTS:
        raise _too_many(count)
    return {"type": kind, "coordinates": rings}


def shape_from_text(text: str) -> Any:
    """What `checked_shape` takes, from GeoJSON or from corners, one a line: `13.7563, 100.5018` (latitude first).

    The outline is closed by itself. Raises Refused, naming the line, for a line that is no corner.
    """
    if not text.strip():
        return None
    if text.lstrip().startswith(("{", "[")):
        return text
    lines = [(number, line) for number, line in enumerate(to_arabic(text).splitlines(), start=1) if line.strip()]
    ring = [_corner(number, line) for number, line in lines]
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(ring) < 3:
        raise _refused(
            f"{len(ring)} corners hold no area",
            f"{len(ring)} มุมไม่เป็นพื้นที่",
            Message("give three corners at least", "ต้องมีอย่างน้อย ๓ มุม"),
        )
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _corner(number: int, line: str) -> list[float]:
    found = _CORNER.fullmatch(line)
    if found is None:
        raise _refused(
            f"line {number} is no corner: “{line.strip()[:40]}”",
            f"อ่านบรรทัดที่ {number} ไม่ได้: “{line.strip()[:40]}”",
            Message(
                "write latitude, longitude, such as 13.7563, 100.5018", "โปรดเขียนละติจูด, ลองจิจูด เช่น 13.7563, 100.5018"
            ),
        )
    return [float(found["longitude"]), float(found["latitude"])]


def text_of_shape(shape: Any) -> str:
    """A shape as people edit it: its corners, one a line; GeoJSON where it has holes or several parts; "" for none."""
    if not shape:
        return ""
    if shape["type"] == "Polygon" and len(shape["coordinates"]) == 1:
        return "\n".join(f"{latitude}, {longitude}" for longitude, latitude in shape["coordinates"][0][:-1])
    return json.dumps(shape, ensure_ascii=False)


def checked_point(latitude: Decimal | None, longitude: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """A place in greater Bangkok to about a metre, or none. Half a place and places elsewhere are Refused."""
    if (latitude is None) != (longitude is None):
        raise Refused(
            "latitude" if latitude is None else "longitude",
            Message("latitude and longitude belong together", "ต้องระบุทั้งละติจูดและลองจิจูด"),
            Message("give both, or none", "โปรดระบุให้ครบ หรือเว้นว่างทั้งสองช่อง"),
        )
    if latitude is None or longitude is None:
        return None, None
    if not _in_bangkok(float(longitude), float(latitude)):
        raise Refused("latitude", *_outside(float(longitude), float(latitude)))
    return latitude.quantize(_METRE), longitude.quantize(_METRE)


def _value(given: Any) -> Any:
    if not isinstance(given, (str, bytes)):
        return given
    if len(given) > MAX_TEXT:
        raise _refused("the file is larger than 1 MB", "ไฟล์ใหญ่เกิน ๑ เมกะไบต์", _DRAW)
    if not given.strip():
        return None
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        raise _refused("this is no GeoJSON", "ไฟล์นี้ไม่ใช่ GeoJSON", _DRAW) from None


def _geometry(value: Any) -> dict[str, Any] | None:
    if value is None or value in ({}, []):
        return None
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        features = _some(value.get("features"))
        if len(features) != 1:
            raise _refused(
                f"the file holds {len(features)} shapes",
                f"ไฟล์มี {len(features)} รูป",
                Message("upload one with one shape", "โปรดอัปโหลดไฟล์ที่มีรูปเดียว"),
            )
        value = features[0]
    if isinstance(value, dict) and value.get("type") == "Feature":
        value = value.get("geometry")
    if not isinstance(value, dict):
        raise _refused("this is no GeoJSON", "ข้อมูลนี้ไม่ใช่ GeoJSON", _DRAW)
    return value


def _polygon(coordinates: Any) -> list[Ring]:
    return [_ring(ring) for ring in _some(coordinates)]


def _ring(ring: Any) -> Ring:
    places = _some(ring)
    if len(places) > MAX_POINTS:
        raise _too_many(len(places))
    made = [_place(place) for place in places]
    if made[0] != made[-1]:
        raise _refused(
            "the outline is not closed", "เส้นรอบรูปไม่ปิด", Message("end it where it begins", "จุดสุดท้ายต้องตรงกับจุดแรก")
        )
    if len({tuple(place) for place in made}) < 3 or _area(made) == 0:
        raise _refused(
            "the outline holds no area", "เส้นรอบรูปไม่มีพื้นที่", Message("give three corners at least", "ต้องมีอย่างน้อย ๓ มุม")
        )
    return made


def _place(place: Any) -> list[float]:
    if not isinstance(place, (list, tuple)) or not 2 <= len(place) <= 3 or not all(map(_is_number, place)):
        raise _refused("a place is not two numbers", "ตำแหน่งต้องเป็นตัวเลขสองค่า", _DRAW)
    longitude, latitude = float(place[0]), float(place[1])
    if not _in_bangkok(longitude, latitude):
        raise Refused("shape", *_outside(longitude, latitude))
    return [round(longitude, _DIGITS), round(latitude, _DIGITS)]


def _some(value: Any) -> list[Any]:
    if not isinstance(value, (list, tuple)) or not value:
        raise _refused("the shape is empty or damaged", "รูปว่างเปล่าหรือไม่สมบูรณ์", _DRAW)
    return list(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e6 and math.isfinite(value)


def _in_bangkok(longitude: float, latitude: float) -> bool:
    return WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH


def _area(ring: Ring) -> float:
    """Twice the area in square degrees, by the shoelace rule, from the first corner to lose nothing to rounding."""
    (left, low), corners = ring[0], ring[1:]
    return abs(sum((a[0] - left) * (b[1] - low) - (b[0] - left) * (a[1] - low) for a, b in pairwise(corners)))


def _outside(longitude: float, latitude: float) -> tuple[Message, Message]:
    if _in_bangkok(latitude, longitude):
        return (
            Message("latitude and longitude have changed places", "ละติจูดกับลองจิจูดสลับกัน"),
            Message("write the longitude (about 100.5) first in GeoJSON", "ใน GeoJSON ให้ลองจิจูด (ประมาณ 100.5) อยู่ก่อน"),
        )
    shown = f"{latitude:.4f}, {longitude:.4f}"
    return Message(f"{shown} is not in greater Bangkok", f"{shown} อยู่นอกกรุงเทพมหานครและปริมณฑล"), _INSIDE


def _shown(kind: Any) -> str:
    return kind[:40] if isinstance(kind, str) else "GeoJSON"


def _too_many(count: int) -> Refused:
    return _refused(
        f"the shape has {count} points",
        f"รูปมี {count} จุด",
        Message(f"simplify it to {MAX_POINTS} at most", f"โปรดลดให้ไม่เกิน {MAX_POINTS} จุด"),
    )


def _refused(en: str, th: str, mend: Message) -> Refused:
    return Refused("shape", Message(en, th), mend)
