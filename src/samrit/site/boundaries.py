"""Boundaries of the 50 khets from an open-data GeoJSON file: matched to the district offices, checked, thinned, kept.

A file is taken whole or not at all. Khets are known by their code (the interior ministry's, `1001`) or by their name in
Thai or English, with or without the word for khet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from samrit.core.contract import Message, Refused
from samrit.core.thai import to_arabic
from samrit.districts.shapes import checked_shape
from samrit.people.models import Agency
from samrit.people.queries import district_offices
from samrit.platform import audit
from samrit.site.models import KhetBoundary

MOST_BYTES = 40_000_000
MOST_POINTS = 120
"""Of one ring on the map: enough for a boundary of a few kilometres, little enough for a phone."""
_CODES = ("dcode", "dopa_code", "code", "amp_code", "ap_idn", "district_code", "khet_code", "id")
_NAMES = ("dname", "name_th", "amp_namt", "ap_tn", "khet", "name", "amphoe_t", "dname_e", "name_en", "ap_en")
_WORDS = re.compile(r"^(สำนักงานเขต|เขต|khet\s+)|\s+(district office|district)$", re.IGNORECASE)

Point = list[float]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: a shape for each office, and how many points went in and stay."""

    shapes: dict[int, dict[str, Any]]
    offices: dict[int, Agency]
    points: int
    kept: int

    @property
    def missing(self) -> list[Agency]:
        """The offices without a shape."""
        return [office for pk, office in self.offices.items() if pk not in self.shapes]


def read_boundaries(data: bytes) -> Read:
    """Reads a file. Raises Refused, naming the feature, for what is no boundary of a khet, twice there or elsewhere."""
    offices = {row.pk: row for row in district_offices()}
    known = {key: pk for pk, row in offices.items() for key in _keys_of(row)}
    shapes: dict[int, dict[str, Any]] = {}
    points = kept = 0
    for number, feature in enumerate(_features(data), start=1):
        pk = _office_of(number, feature, known)
        if pk in shapes:
            raise _refused(
                number,
                Message(f"{offices[pk].name_en} stands there twice", f"มี{offices[pk].name_th}ซ้ำ"),
                Message("leave one boundary for each khet", "โปรดให้มีขอบเขตเดียวต่อเขต"),
            )
        try:
            thin, before = _thinned(feature.get("geometry"))
            shape = checked_shape(thin)
        except Refused as error:
            raise _refused(number, error.what, error.mend) from error
        if shape is None:
            raise _refused(
                number,
                Message("it has no shape", "ไม่มีรูป"),
                Message("give a Polygon or MultiPolygon", "โปรดระบุ Polygon หรือ MultiPolygon"),
            )
        shapes[pk] = shape
        points, kept = points + before, kept + sum(len(ring) for ring in _rings(shape))
    return Read(shapes, offices, points, kept)


@transaction.atomic(durable=True)
def keep_boundaries(found: Read, *, source: str, licence: str) -> None:
    """Puts the boundaries in the place of those before. The system itself acts; the audit chain says from where."""
    for name, value in (("--source", source), ("--licence", licence)):
        if not value.strip():
            raise Refused(
                name,
                Message("say where the file comes from and under which licence", "โปรดระบุแหล่งที่มาและสัญญาอนุญาตของไฟล์"),
                Message("both stand beside the map", "ทั้งสองอย่างแสดงคู่กับแผนที่"),
            )
    KhetBoundary.objects.all().delete()
    KhetBoundary.objects.bulk_create(
        KhetBoundary(office=found.offices[pk], shape=shape, source=source.strip(), licence=licence.strip())
        for pk, shape in found.shapes.items()
    )
    codes = sorted(str(found.offices[pk].code) for pk in found.shapes)
    told = {"codes": codes, "source": source.strip(), "licence": licence.strip()}
    audit.record("site.boundaries.imported", actor="system", subject="boundaries", data=told)


def _features(data: bytes) -> list[Mapping[str, Any]]:
    if len(data) > MOST_BYTES:
        raise _refused(
            0,
            Message("the file is larger than 40 MB", "ไฟล์ใหญ่เกิน ๔๐ เมกะไบต์"),
            Message("simplify it first", "โปรดลดรายละเอียดก่อน"),
        )
    try:
        read = json.loads(data.decode("utf-8-sig"))
        rows = read["features"] if read["type"] == "FeatureCollection" else None
    except (ValueError, KeyError, TypeError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise _refused(
            0,
            Message("this is no GeoJSON FeatureCollection", "ไฟล์นี้ไม่ใช่ GeoJSON แบบ FeatureCollection"),
            Message("give a file with one feature for each khet, in WGS 84", "โปรดใช้ไฟล์ที่มีหนึ่งรายการต่อเขต พิกัด WGS 84"),
        )
    return rows


def _keys_of(office: Agency) -> Iterator[str]:
    for text in (office.dopa_code or "", office.code, office.name_th, office.name_en):
        if text:
            yield _key(text)


def _key(text: str) -> str:
    return re.sub(r"[\s\-'’.]", "", _WORDS.sub("", to_arabic(str(text)).strip()).casefold())


def _office_of(number: int, feature: Mapping[str, Any], known: Mapping[str, int]) -> int:
    told = feature.get("properties")
    said = {str(name).casefold(): value for name, value in told.items()} if isinstance(told, dict) else {}
    given = [str(said[name]) for name in (*_CODES, *_NAMES) if said.get(name) not in (None, "")]
    for text in given:
        if _key(text) in known:
            return known[_key(text)]
    shown = ", ".join(given[:3])[:80] or "–"
    raise _refused(
        number,
        Message(f"no district office has this code or name: {shown}", f"ไม่มีสำนักงานเขตที่มีรหัสหรือชื่อนี้: {shown}"),
        Message(
            "name the khet in one of: " + ", ".join((*_CODES[:3], *_NAMES[:3])),
            "โปรดระบุรหัสหรือชื่อเขตในช่องใดช่องหนึ่ง: " + ", ".join((*_CODES[:3], *_NAMES[:3])),
        ),
    )


def _refused(number: int, what: Message, mend: Message) -> Refused:
    return Refused(f"features[{number - 1}]" if number else "FILE", what, mend)


def _rings(shape: Mapping[str, Any]) -> Iterator[list[Point]]:
    for part in shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]:
        yield from part


def _thinned(geometry: Any) -> tuple[Any, int]:
    """The geometry with fewer points, and how many it had. What is no polygon goes on as it is, to be refused."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return geometry, 0
    try:
        points = sum(len(ring) for ring in _rings(geometry))
        if geometry["type"] == "Polygon":
            return {"type": "Polygon", "coordinates": [_thin(ring) for ring in geometry["coordinates"]]}, points
        parts = [[_thin(ring) for ring in part] for part in geometry["coordinates"]]
    except (TypeError, ValueError, IndexError, KeyError):
        return geometry, 0
    return {"type": "MultiPolygon", "coordinates": parts}, points


def _thin(ring: Sequence[Sequence[float]]) -> list[Point]:
    """The corners that matter most by the area that each adds (Visvalingam), the ring still closed."""
    points = [[float(place[0]), float(place[1])] for place in ring]
    while len(points) > MOST_POINTS + 1:
        areas = [_area(points[at - 1], points[at], points[at + 1]) for at in range(1, len(points) - 1)]
        most = sorted(areas)[max(0, min(len(areas) - 1, (len(points) - MOST_POINTS - 1) // 3))]
        thinner, dropped = [points[0]], False
        for at in range(1, len(points) - 1):
            spare = len(points) - (at - len(thinner)) - 1 > MOST_POINTS
            dropped = not dropped and spare and areas[at - 1] <= most
            if not dropped:
                thinner.append(points[at])
        points = [*thinner, points[-1]]
    return points


def _area(one: Point, two: Point, three: Point) -> float:
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1]))
