"""Boundaries of khets from open data: matched by code or name, thinned, taken whole or not at all."""

from __future__ import annotations

import json
import math

import pytest
from django.core.management import CommandError, call_command

from samrit.people.offices import load_offices
from samrit.people.queries import district_offices
from samrit.platform.models import AuditEntry
from samrit.site.boundaries import MOST_POINTS, _thin
from samrit.site.models import KhetBoundary

pytestmark = pytest.mark.django_db


def around(longitude: float, latitude: float, corners: int = 4) -> dict[str, object]:
    """A khet that is round."""
    turns = [2 * math.pi * at / corners for at in range(corners)]
    ring = [[longitude + 0.01 * math.cos(turn), latitude + 0.01 * math.sin(turn)] for turn in turns]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def feature(place: int = 0, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": around(100.4 + place / 100, 13.7, corners=9)}


@pytest.fixture
def file(tmp_path):
    """Writes features into a file and gives its path."""
    load_offices()

    def written(*features: object) -> str:
        path = tmp_path / "khets.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return str(path)

    return written


def imported(path, *more):
    call_command("import_boundaries", path, "--source", "ศูนย์ข้อมูล กทม.", "--licence", "CC BY 4.0", *more)


def test_khets_are_known_by_code_or_name_and_come_in_together(file, capsys):
    """By the ministry's code, by the Thai name with or without its word, by the English name; the chain says whence."""
    features = [
        feature(0, dcode=1001),
        feature(1, dname="เขตดุสิต"),
        feature(2, NAME_TH="หนองจอก"),
        feature(3, name="Bang Rak"),
    ]
    imported(file(*features), "--dry-run")
    assert not KhetBoundary.objects.exists()
    imported(file(*features))
    found = KhetBoundary.objects.order_by("office__dopa_code")
    assert [row.office.dopa_code for row in found] == ["1001", "1002", "1003", "1004"]
    assert {(row.source, row.licence) for row in found} == {("ศูนย์ข้อมูล กทม.", "CC BY 4.0")}
    assert AuditEntry.objects.filter(action="site.boundaries.imported").count() == 1
    said = capsys.readouterr().out
    assert "4 khets, 40 points thinned to 40" in said
    assert "nothing was changed" in said
    imported(file(feature(5, code="1050")))
    assert list(KhetBoundary.objects.values_list("office__dopa_code", flat=True)) == ["1050"]


@pytest.mark.parametrize(
    ("features", "says"),
    [
        ([feature(name="เชียงใหม่")], r"features\[0\]: no district office has this code or name: เชียงใหม่"),
        ([feature(dcode=1001), feature(name="พระนคร")], r"features\[1\]: .* stands there twice"),
        ([{"type": "Feature", "properties": {"dcode": 1001}, "geometry": None}], "it has no shape"),
        ([{**feature(dcode=1001), "geometry": around(98.9, 18.7)}], "not in greater Bangkok"),
        ([{**feature(dcode=1001), "geometry": {"type": "Polygon", "coordinates": [["a"]]}}], r"features\[0\]"),
        ([], "no GeoJSON FeatureCollection"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_whole(file, features, says):
    """The sentence names the feature, and nothing of the file is kept."""
    with pytest.raises(CommandError, match=says):
        imported(file(*features))
    assert not KhetBoundary.objects.exists()


def test_source_and_licence_are_asked_for(file):
    with pytest.raises(CommandError, match="--source"):
        call_command("import_boundaries", file(feature(dcode=1001)))
    with pytest.raises(CommandError, match="cannot be read"):
        imported("/no/such/file")


def test_a_fine_outline_is_thinned_and_stays_closed():
    """The corners that matter stay: a thinned circle still holds almost all of its area."""
    ring = around(100.5, 13.7, corners=6_000)["coordinates"][0]
    thin = _thin(ring)
    assert len(thin) == MOST_POINTS + 1
    assert thin[0] == thin[-1]
    assert len({round(math.hypot(x - 100.5, y - 13.7), 4) for x, y in thin}) == 1
    assert district_offices().count() == 0
