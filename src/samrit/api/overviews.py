"""What the overviews tell: exceptions for executives, the platforms' figures, visits, the check of a capture."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import BaseModel

from samrit.api.documents import day_asked
from samrit.api.outcomes import as_json
from samrit.api.problems import language_of
from samrit.api.reading import reading, row_of
from samrit.api.resources import Key
from samrit.api.values import Moment, shown_moment
from samrit.api.viewer import viewer_of
from samrit.channels.results import Reading, Row, rows_of
from samrit.core.contract import canonical, speak
from samrit.evidence.captures.reading import Damaged, read
from samrit.evidence.enums import EvidenceKind
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import is_hidden
from samrit.people.enums import Act
from samrit.people.rights import ANYWHERE
from samrit.platform.files import open_file
from samrit.results.models import KeyResult
from samrit.scoring.exceptions import exceptions, key_results_of, require_executive
from samrit.scoring.result import score_key_results
from samrit.site.visits import visits_by_day, visits_by_page


class ExceptionShape(BaseModel):
    """Something that an executive must see first; `agency` is "" for the key result itself."""

    kind: str
    key_result: str
    agency: str
    text: str
    since: dt.date | None


class StandingShape(BaseModel):
    """A key result of the year with its score; null where none can be given."""

    key_result: str
    name: str
    score: str | None


class ExecutiveDocument(BaseModel):
    """The exceptions of a day, then every key result of its year. Never a ranking."""

    as_of: dt.date
    exceptions: list[ExceptionShape]
    key_results: list[StandingShape]


class FigureShape(BaseModel):
    """What a platform told of a metric last, when, and since when it counts it so."""

    metric: str
    value: int
    at: Moment
    defined_on: dt.date | None


class PostShape(BaseModel):
    """A delivery that is or was out, with the platform's figures; none of two definitions are to be added."""

    delivery: str
    work: str
    channel: str
    at: Moment
    views: int | None
    people: int | None
    engagement: int | None
    figures: list[FigureShape]


class ChannelFiguresDocument(BaseModel):
    """The figures that the platforms told of a key result's posts, the newest post first."""

    key_result: str
    posts: list[PostShape]


class DayShape(BaseModel):
    """A day with any views."""

    day: dt.date
    views: int


class PageReadShape(BaseModel):
    """A page of the public site: its views, and visitors counted once a day."""

    path: str
    views: int
    visitors: int


class VisitsDocument(BaseModel):
    """How often the public site was read in the last month. Counts only; nobody is known."""

    days: list[DayShape]
    pages: list[PageReadShape]


class CaptureCheckDocument(BaseModel):
    """What a capture holds, and what in it does not fit, every hash worked out anew. `readable`: it can be replayed."""

    evidence: uuid.UUID
    readable: bool
    ok: bool
    url: str | None
    title: str | None
    taken_at: Moment | None
    stamped_at: Moment | None
    records: int
    left_out: list[str]
    faults: list[str]


def add(router: Router) -> None:
    """Puts them into the router."""
    add_overview(
        router, "/executive", read_executive, ExecutiveDocument, "What executives must see first, then every score"
    )
    add_overview(
        router, "/site-visits", read_visits, VisitsDocument, "How often the public site was read, by day and page"
    )
    of_posts = "/key-results/{key}/channel-figures"
    add_overview(
        router, of_posts, read_figures, ChannelFiguresDocument, "The platforms' own figures, post by post", "key"
    )
    of_capture = "/evidence/{uuid:key}/capture-check"
    add_overview(
        router, of_capture, read_capture, CaptureCheckDocument, "Whether a kept page is whole, hash by hash", "key"
    )


def add_overview(
    router: Router, address: str, view: Callable[..., HttpResponse], shape: Any, summary: str, *in_address: str
) -> None:
    """One address that is read, with the scope `read`; its operation is named after it."""
    tag, *rest = [part for part in address.strip("/").split("/") if not part.startswith("{")]
    router.get(
        address,
        response=shape,
        operation_id="_".join([tag, *(rest or ["read"])]).replace("-", "_"),
        summary=summary,
        description="Scope: `read`.",
        tags=[tag],
    )(reading(view, *in_address))


def read_executive(request: HttpRequest, as_of: dt.date | None = Query(None)) -> HttpResponse:  # noqa: B008 -- how the framework is told
    """The executives' page of a day; today's where none is named."""
    viewer, lang = viewer_of(request), language_of(request)
    require_executive(viewer.rights)
    day = day_asked(as_of) or timezone.localdate()
    results = list(score_key_results(key_results_of(viewer.user, day), day).values())
    told = [
        {
            "kind": row.kind.value,
            "key_result": row.key_result.key,
            "agency": row.agency,
            "text": speak(row.text, lang),
            "since": row.since and row.since.isoformat(),
        }
        for row in exceptions(viewer.user, day, results=results)
    ]
    scores = [
        {
            "key_result": one.key_result.key,
            "name": one.key_result.name,
            "score": None if one.score.score is None else canonical(one.score.score),
        }
        for one in results
    ]
    return as_json({"as_of": day.isoformat(), "exceptions": told, "key_results": scores})


def read_visits(request: HttpRequest) -> HttpResponse:
    """The last month."""
    viewer_of(request).rights.require_one((Act.EDIT_SITE, Act.PUBLISH_SITE, Act.MODERATE), ANYWHERE)
    days = [{"day": row["day"].isoformat(), "views": row["read"]} for row in visits_by_day()]
    pages = [{"path": row["path"], "views": row["read"], "visitors": row["came"]} for row in visits_by_page()]
    return as_json({"days": days, "pages": pages})


def read_figures(request: HttpRequest, key: Key = Path(...)) -> HttpResponse:  # noqa: B008 -- as above
    """Post by post."""
    key_result = row_of(viewer_of(request), KeyResult, key)
    return as_json({"key_result": key_result.key, "posts": [_post(row) for row in rows_of(key_result)]})


def _post(row: Row) -> dict[str, Any]:
    views, people = row.shown
    return {
        "delivery": str(row.delivery.uid),
        "work": str(row.delivery.work.uid),
        "channel": row.channel,
        "at": shown_moment(row.at),
        "views": views and views.value,
        "people": people and people.value,
        "engagement": row.engagement,
        "figures": [_figure(name, one) for name, one in sorted(row.readings.items())],
    }


def _figure(metric: str, one: Reading) -> dict[str, Any]:
    since = one.defined_on and one.defined_on.isoformat()
    return {"metric": metric, "value": one.value, "at": shown_moment(one.at), "defined_on": since}


def read_capture(request: HttpRequest, key: uuid.UUID = Path(...)) -> HttpResponse:  # noqa: B008 -- as above
    """The check of one capture; closed where a consent ended, as on the page."""
    row = row_of(viewer_of(request), EvidenceItem, key, "file")
    if row.kind != EvidenceKind.CAPTURE or row.file is None or is_hidden(row):
        raise Http404
    nothing: dict[str, Any] = dict.fromkeys(("url", "title", "taken_at", "stamped_at"))
    try:
        with open_file(row.file) as file:
            found = read(file)
    except (Damaged, FileNotFoundError) as fault:
        said = {"records": 0, "left_out": [], "faults": [str(fault)[:300]]}
        return as_json({"evidence": str(row.uid), "readable": False, "ok": False, **nothing, **said})
    lang = language_of(request)
    data = {
        "evidence": str(row.uid),
        "readable": True,
        "ok": found.ok,
        "url": found.url,
        "title": found.title,
        "taken_at": shown_moment(found.at),
        "stamped_at": None if found.stamped_at is None else shown_moment(found.stamped_at),
        "records": len(found.records),
        "left_out": [address for address, _why in found.left_out],
        "faults": [speak(one, lang) for one in found.faults],
    }
    return as_json(data)
