"""Open data: each dataset as CSV, JSON and, of places, GeoJSON, with the metadata of Thai CKAN and as DCAT."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samrit.platform.cells import csv_row
from samrit.web.public import datasets, described
from samrit.web.public.page import link, public_page, show

_TYPES = {form: f"{kind}; charset=utf-8" for form, kind in datasets.ENCODINGS.items()}


@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """All datasets with what they hold."""
    return show(request, "open_data", {"datasets": datasets.ALL, "section": "data"})


@public_page
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """One dataset: its columns, its metadata and its files."""
    row = _found(name)
    context = {
        "dataset": row,
        "meta": datasets.ckan(row),
        "columns": row.columns,
        "structured": described.dataset(row),
        "crumbs": [(link("open_data"), _("ข้อมูลเปิด"))],
    }
    return show(request, "dataset", context)


@public_page
def download(_request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The rows in one form. Of CSV the names of columns are English, and a mark says that it is UTF-8."""
    row = _found(name)
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(row.columns)
        writer.writerows(csv_row(line[column] for column in row.columns) for line in row.rows())
        content: Any = out.getvalue().encode("utf-8-sig")
        kind = _TYPES["csv"]
    elif form == "json":
        data: Any = row.document() if row.document else row.rows()
        content, kind = json.dumps(data, ensure_ascii=False), _TYPES["json"]
    elif form == "geojson" and row.geo:
        content, kind = json.dumps(datasets.geojson(row), ensure_ascii=False), _TYPES["geojson"]
    elif form == "ckan":
        content, kind = json.dumps(datasets.ckan(row), ensure_ascii=False), _TYPES["json"]
    else:
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="{name}.{form}"', "Access-Control-Allow-Origin": "*"}
    return HttpResponse(content, content_type=kind, headers=headers)


@public_page
def dcat(_request: HttpRequest) -> HttpResponse:
    """All datasets as DCAT in JSON-LD."""
    text = json.dumps(datasets.dcat(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/ld+json; charset=utf-8")


def _found(name: str) -> datasets.Dataset:
    found = next((row for row in datasets.ALL if row.name == name), None)
    if found is None:
        raise Http404
    return found
