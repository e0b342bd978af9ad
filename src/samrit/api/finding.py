"""What leads a person to the work, for a program: the week, the search, the strategy office's list, an original."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import BaseModel

from samrit.api.documents import day_asked
from samrit.api.outcomes import as_json
from samrit.api.overviews import add_overview
from samrit.api.reading import row_of
from samrit.api.reads import BY_MODEL
from samrit.api.values import Id, Moment, Number, ref_of, shown_moment
from samrit.api.viewer import viewer_of
from samrit.core.contract import canonical
from samrit.publicity.models import PlanLine
from samrit.publicity.queries.search import search
from samrit.results.models import Revision
from samrit.results.originals import original_of
from samrit.scoring.city import CityRow, city, require_strategy
from samrit.scoring.week import Asked, Group, Waiting, week_of

_A_PAGE = 25
_LAST_PAGE = 10_000


class PlaceShape(BaseModel):
    """A row by its address in the API: `/api/v1/{resource}/{key}`."""

    resource: str
    key: str


class WaitingShape(BaseModel):
    """What is asked of the account, of which rows; those that wait for the same stand together."""

    asked: Asked
    group: Group
    key_result: str | None
    due_on: dt.date | None
    rows: list[PlaceShape]


class WeekDocument(BaseModel):
    """What the account must do now: overdue, first steps, soon, later, and what ended before the key result came."""

    day: dt.date
    unread_notices: int
    waiting: list[WaitingShape]


class FoundShape(BaseModel):
    """Something that holds the words asked for, with its first words."""

    resource: str
    key: str
    key_result: str | None
    text: str
    at: Moment | None = None


class SearchDocument(BaseModel):
    """What was found. Of works a page of 25 (`next_page` null on the last), of the others at most 20 each."""

    key_results: list[FoundShape]
    districts: list[FoundShape]
    plans: list[FoundShape]
    remarks: list[FoundShape]
    works: list[FoundShape]
    works_found: int
    next_page: int | None


class LackingShape(BaseModel):
    """The agencies whose part of a figure is missing in a period that is over."""

    measure: str
    period: str
    agencies: list[str]


class CityRowShape(BaseModel):
    """A key result of the city; `score` is null where none can be given."""

    key_result: str
    name: str
    host: str | None
    score: Number | None
    signed_revision: int | None
    waiting_revision: int | None
    targets: int
    accepted_targets: int
    reports: int
    accepted_reports: int
    overdue: int
    lacking: list[LackingShape]


class CityDocument(BaseModel):
    """Every key result that the account may see, the newest year first."""

    as_of: dt.date
    key_results: list[CityRowShape]


class OriginalDocument(BaseModel):
    """The original of a sheet: how many pages can be drawn, and its rows of cells; none of a scan."""

    revision: int
    file_name: str
    pages: int
    rows: list[list[str]]


def add(router: Router) -> None:
    """Puts them into the router."""
    add_overview(router, "/week", read_week, WeekDocument, "What the account must do now, line by line")
    add_overview(router, "/search", read_search, SearchDocument, "What holds the words asked for")
    add_overview(router, "/strategy", read_strategy, CityDocument, "All key results of the city, with what is missing")
    of_original = "/revisions/{int:key}/original"
    add_overview(router, of_original, read_original, OriginalDocument, "The original beside its reading", "key")


def read_week(request: HttpRequest) -> HttpResponse:
    """The lines of the page of the week, in its order."""
    viewer = viewer_of(request)
    groups, found = week_of(viewer.user, viewer.rights, viewer.all_key_results)
    lines = [_waiting(group, line) for group, rows in groups.items() for line in rows]
    return as_json({"day": found.day.isoformat(), "unread_notices": found.unread, "waiting": lines})


def _waiting(group: Group, line: Waiting) -> dict[str, Any]:
    return {
        "asked": line.asked.value,
        "group": group.value,
        "key_result": line.key_result and line.key_result.key,
        "due_on": line.due_on and line.due_on.isoformat(),
        "rows": [_place(row) for row in line.rows],
    }


def _place(row: Model) -> dict[str, str]:
    """A line of a plan is read with its plan."""
    shown = row.plan if isinstance(row, PlanLine) else row
    return {"resource": BY_MODEL[type(shown)].path, "key": str(ref_of(shown))}


def read_search(
    request: HttpRequest,
    q: str = Query(..., min_length=1, max_length=200),
    page: int = Query(1, ge=1, le=_LAST_PAGE),
) -> HttpResponse:
    """The words as on the page of the search: those that hold all, else those with words that begin so."""
    viewer = viewer_of(request)
    found = search(q, viewer.all_key_results, viewer.rights)
    works = Paginator(found.works, _A_PAGE)
    rows = works.page(page) if page <= works.num_pages else None
    data = {
        "key_results": [_found(row, row.key, row.name) for row in found.key_results],
        "districts": [_found(row, None, str(row)) for row in found.districts],
        "plans": [_found(row, row.key_result.key, row.goals[:160]) for row in found.plans],
        "remarks": [_found(row, row.key_result.key, row.text[:160], shown_moment(row.at)) for row in found.remarks],
        "works": [_found(row, row.key_result.key, row.title) for row in rows or ()],
        "works_found": works.count,
        "next_page": page + 1 if page < works.num_pages else None,
    }
    return as_json(data)


def _found(row: Model, key_result: str | None, text: str, at: str | None = None) -> dict[str, Any]:
    return {**_place(row), "key_result": key_result, "text": text, "at": at}


def read_strategy(request: HttpRequest, as_of: dt.date | None = Query(None)) -> HttpResponse:  # noqa: B008 -- how the framework is told
    """The list of a day; today's where none is named."""
    viewer = viewer_of(request)
    require_strategy(viewer.rights)
    day = day_asked(as_of) or timezone.localdate()
    rows = _shown(city(viewer.all_key_results, day))
    return as_json({"as_of": day.isoformat(), "key_results": rows})


def _shown(rows: Iterable[CityRow]) -> list[dict[str, Any]]:
    return [
        {
            "key_result": one.row.key_result.key,
            "name": one.row.key_result.name,
            "host": ref_of(one.row.key_result.host),
            "score": None if one.result.score.score is None else canonical(one.result.score.score),
            "signed_revision": one.row.signed,
            "waiting_revision": one.row.waiting,
            "targets": one.row.targets,
            "accepted_targets": one.row.accepted_targets,
            "reports": one.row.reports,
            "accepted_reports": one.row.accepted_reports,
            "overdue": one.row.overdue,
            "lacking": [
                {"measure": part.measure, "period": part.period, "agencies": [row.code for row in part.agencies]}
                for part in one.lacking
            ],
        }
        for one in rows
    ]


def read_original(request: HttpRequest, key: Id = Path(...)) -> HttpResponse:  # noqa: B008 -- as above
    """Its text, where it is quick to read again, and how many pages `/revisions/{key}/pages/{page}` draws."""
    row = row_of(viewer_of(request), Revision, key, "source")
    found = original_of(row)
    return as_json({"revision": row.pk, "file_name": row.source_name, "pages": found.pages, "rows": found.rows})
