"""The city's agencies that Samrit ships: bureaus, the public relations office, the 50 district offices.

Two files of public facts. `code_status` says where a unit code comes from: seen on a public page, inferred from the
city's order of codes, or a stand-in of ours (`X-…`) until an administrator enters the real one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from samrit.people.enums import AgencyKind
from samrit.people.models import Agency
from samrit.platform import audit

_DATA = Path(__file__).parent / "data"
_SEEN = "page_evidence"


@transaction.atomic
def load_offices() -> int:
    """Adds the shipped agencies that are not there yet, and gives their number. What people changed stays.

    The system itself acts; the audit chain gets one entry where something was added.
    """
    there = set(Agency.objects.values_list("code", flat=True))
    codes = []
    for row in (*_bureaus(), *_district_offices()):
        parent = row.pop("parent_code")
        if row["code"] in there:
            continue
        above = Agency.objects.get(code=parent) if parent else None
        Agency.objects.create(parent=above, **row)
        codes.append(row["code"])
    if codes:
        audit.record("people.offices.loaded", actor="system", subject="agencies", data={"codes": codes})
    return len(codes)


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def khet_figures() -> list[dict[str, str]]:
    """The 50 khets as they were shipped: `dopa_code`, names, `centroid_lat`, `centroid_lon`, `area_km2`."""
    return _rows("district-offices.csv")


def _bureaus() -> Iterator[dict[str, Any]]:
    for row in _rows("bureaus.csv"):
        status = row.pop("code_status")
        yield {**row, "code_confirmed": status == _SEEN}


def _district_offices() -> Iterator[dict[str, Any]]:
    for row in khet_figures():
        yield {
            "code": row["bma_unit_code"],
            "code_confirmed": row["bma_code_status"] == _SEEN,
            "dopa_code": row["dopa_code"],
            "kind": AgencyKind.DISTRICT_OFFICE,
            "parent_code": "",
            "name_th": f"สำนักงานเขต{row['name_th']}",
            "name_en": f"{row['name_en']} District Office",
            "district_group": row["bma_group_th"],
            "centroid_lat": Decimal(row["centroid_lat"]),
            "centroid_lon": Decimal(row["centroid_lon"]),
        }
