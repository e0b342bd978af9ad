"""Operations that are no verb and no list: the account itself, files, the description, scores and estimates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Path, Query, Router, UploadedFile
from pydantic import BaseModel

from samrit.api.arguments import find
from samrit.api.outcomes import as_json, show
from samrit.api.problems import Problem, language_of
from samrit.api.reads import Key
from samrit.api.shapes.exchange import UploadShape
from samrit.api.shapes.people import PersonShape
from samrit.api.tokens import require_scope
from samrit.api.values import Moment, ref_of
from samrit.api.viewer import Viewer, viewer_of
from samrit.core.contract import Message, Refused, canonical, speak
from samrit.core.rubric import facts_data, score_data
from samrit.exchange.enums import TokenScope
from samrit.exchange.packages import package
from samrit.exchange.uploads import keep_upload
from samrit.results.models import KeyResult, Period
from samrit.scoring.forecast import forecast_of
from samrit.scoring.result import score_key_result


class RoleHeld(BaseModel):
    """A role of the account, with where it counts."""

    role: str
    agency: str | None
    key_result: str


class MeShape(BaseModel):
    """The account that the token belongs to, and what the token covers."""

    account: PersonShape
    scopes: list[str]
    expires_at: Moment
    roles: list[RoleHeld]
    key_results: list[str]


class ScoreDocument(BaseModel):
    """How a key result stands at the end of a day: the contract's facts and score, and what stands beside them."""

    key_result: str
    as_of: dt.date
    facts: dict[str, Any]
    score: dict[str, Any]
    compliance: list[dict[str, Any]]
    assumptions: list[dict[str, str]]
    notes: list[str]
    rule: str


class PackageDocument(BaseModel):
    """A period's record (`samrit/policy-tracking/1`)."""

    record: dict[str, Any]
    sha256: str


class ForecastDocument(BaseModel):
    """An estimate of the result at the year's end, never a score; null where nothing can be said."""

    forecast: dict[str, Any] | None


def add(router: Router) -> None:
    """Puts them into the router."""
    router.get(
        "/me",
        response=MeShape,
        operation_id="me_get",
        summary="The account, its roles, and what the token covers",
        tags=["me"],
    )(me)
    router.post(
        "/files",
        response={201: UploadShape},
        operation_id="files_send",
        summary="Sends a file that a later call names by its uid",
        description="Kept for 24 hours, for this account only. Scope: `write`.",
        tags=["files"],
    )(send_file)
    router.get(
        "/key-results/{key}/score",
        response=ScoreDocument,
        operation_id="key_results_score",
        summary="The score of a day with facts, reasons, compliance and assumptions",
        description="Scope: `read`.",
        tags=["key-results"],
    )(read_score)
    router.get(
        "/periods/{int:key}/package",
        response=PackageDocument,
        operation_id="periods_package",
        summary="The record of a period for BMA Policy Tracking, with the hash that a hand-in names",
        description="Scope: `read`.",
        tags=["periods"],
    )(read_package)
    router.get(
        "/key-results/{key}/forecast",
        response=ForecastDocument,
        operation_id="key_results_forecast",
        summary="Where the year may end by its pace so far",
        description="Scope: `read`.",
        tags=["key-results"],
    )(read_forecast)


def me(request: HttpRequest) -> HttpResponse:
    """Who asks."""
    viewer = viewer_of(request)
    require_scope(viewer, TokenScope.READ)
    held = viewer.user.roles.select_related("agency").order_by("pk")
    data = {
        "account": show(viewer.user),
        "scopes": viewer.token.scopes,
        "expires_at": timezone.localtime(viewer.token.expires_at).isoformat(timespec="seconds"),
        "roles": [{"role": row.role, "agency": ref_of(row.agency), "key_result": row.key_result} for row in held],
        "key_results": sorted(viewer.keys),
    }
    return as_json(data)


def send_file(request: HttpRequest, file: UploadedFile = File(...)) -> HttpResponse:  # noqa: B008 -- how the framework is told
    """Keeps a file for this account."""
    viewer = viewer_of(request)
    require_scope(viewer, TokenScope.WRITE)
    row = keep_upload(viewer.user, file.chunks(), file_name=file.name or "file")
    return as_json(show(row), 201)


def _seen(viewer: Viewer, key: str) -> KeyResult:
    try:
        return find(KeyResult, key, viewer, "key")
    except Refused as refused:
        raise Problem("not-found", [("key", refused.what, refused.mend)]) from None


def read_score(request: HttpRequest, key: Key = Path(...), as_of: dt.date | None = Query(None)) -> HttpResponse:  # noqa: B008 -- as above
    """The score of a day; today's where none is named."""
    viewer = viewer_of(request)
    require_scope(viewer, TokenScope.READ)
    row = _seen(viewer, key)
    result = score_key_result(row, _day(as_of))
    lang = language_of(request)

    def said(message: Message) -> str:
        return speak(message, lang)

    data = {
        "key_result": row.key,
        "as_of": result.as_of.isoformat(),
        "facts": facts_data(result.facts),
        "score": score_data(result.score),
        "compliance": [
            {
                "duty": one.number,
                "text": one.text,
                "required": None if one.required is None else canonical(one.required),
                "operator": one.operator,
                "unit": one.unit,
                "have": None if one.strict is None else canonical(one.strict),
                "met": one.met,
            }
            for one in result.compliance
        ],
        "assumptions": [{"rule": one.rule, "choice": one.choice, "why": said(one.why)} for one in result.assumptions],
        "notes": [said(note) for note in result.notes],
        "rule": result.rule_name,
    }
    return as_json(data)


def read_forecast(request: HttpRequest, key: Key = Path(...), as_of: dt.date | None = Query(None)) -> HttpResponse:  # noqa: B008 -- as above
    """The estimate of a day."""
    viewer = viewer_of(request)
    require_scope(viewer, TokenScope.READ)
    found = forecast_of(score_key_result(_seen(viewer, key), _day(as_of)))
    if found is None:
        return as_json({"forecast": None})
    lang = language_of(request)
    data = {
        "as_of": found.as_of.isoformat(),
        "ends_on": found.ends_on.isoformat(),
        **{name: canonical(getattr(found, name)) for name in ("have", "low", "expected", "high")},
        "unit": found.unit,
        "words": speak(found.words, lang),
        "basis": [speak(one, lang) for one in found.basis],
    }
    return as_json({"forecast": data})


def read_package(request: HttpRequest, key: int = Path(..., ge=1, le=2**53 - 1)) -> HttpResponse:
    """The record of a period for BMA Policy Tracking."""
    viewer = viewer_of(request)
    require_scope(viewer, TokenScope.READ)
    period = Period.objects.select_related("key_result__host").filter(pk=key).first()
    if period is None or period.key_result_id not in viewer.key_results:
        raise Problem("not-found")
    made = package(period)
    return as_json({"record": made.document, "sha256": made.sha256})


def _day(day: dt.date | None) -> dt.date | None:
    if day is not None and (day > timezone.localdate() or day.year < 2000):
        raise Refused(
            "as_of",
            Message("this day lies ahead, or before any sheet", "วันที่นี้ยังมาไม่ถึง หรือก่อนมีแบบใด ๆ"),
            Message("name a day up to today", "โปรดระบุวันที่ไม่เกินวันนี้"),
        )
    return day
