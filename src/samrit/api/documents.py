"""What is worked out when it is asked for: scores, estimates, roll-ups, a wave's results, packages and dossiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import BaseModel

from samrit.api.outcomes import as_json
from samrit.api.problems import language_of
from samrit.api.reading import reading, row_of
from samrit.api.resources import Key
from samrit.api.standing import EvidencePacksDocument, WorkCountDocument, read_evidence_packs, read_work_count
from samrit.api.viewer import viewer_of
from samrit.api.wave_results import WaveResultsDocument, read_wave_results
from samrit.core.contract import Message, Refused, canonical, speak
from samrit.core.rubric import facts_data, score_data
from samrit.exchange.actions.handing_in import last_hand_in
from samrit.exchange.dossier import dossier_of
from samrit.exchange.packages import differences, package
from samrit.platform.sending import send_made
from samrit.platform.signing import installation_key
from samrit.results.models import KeyResult, Period
from samrit.results.rollup import Rolled, rollup, rollup_years
from samrit.scoring.forecast import forecast_of
from samrit.scoring.result import score_key_result


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


class ChangeShape(BaseModel):
    """A field of the record, by its label on the form, that says something else than what was handed in."""

    field: str
    before: str | None
    after: str | None


class PackageDocument(BaseModel):
    """A period's record (`samrit/policy-tracking/1`), and what is new in it since it was handed in last."""

    record: dict[str, Any]
    sha256: str
    handed_in: str | None
    changes: list[ChangeShape]


class ForecastDocument(BaseModel):
    """An estimate of the result at the year's end, never a score; null where nothing can be said."""

    forecast: dict[str, Any] | None


class RolledShape(BaseModel):
    """A figure of a period (or of the year, `FY`); null where nobody reported or where parts may not be rolled up."""

    measure: str
    period: str
    unit: str
    across: str
    over_time: str
    value: str | None
    numerator: str | None
    denominator: str | None
    reported: int
    expected: int
    stated: str | None
    difference: str | None


class RollUpDocument(BaseModel):
    """What the accepted reports of all agencies give together: 0 is data, what nobody reported is missing."""

    key_result: str
    figures: list[RolledShape]


def add(router: Router) -> None:
    """Puts them into the router."""
    of_key_result = "/key-results/{key}"
    _add(
        router,
        f"{of_key_result}/score",
        read_score,
        ScoreDocument,
        "The score of a day with facts, reasons, compliance and assumptions",
    )
    _add(
        router,
        f"{of_key_result}/forecast",
        read_forecast,
        ForecastDocument,
        "Where the year may end by its pace so far",
    )
    _add(
        router,
        f"{of_key_result}/roll-up",
        read_roll_up,
        RollUpDocument,
        "What the agencies' accepted reports give together, by period and for the year",
    )
    _add(
        router,
        f"{of_key_result}/dossier",
        read_dossier,
        None,
        "The score of a day as a signed zip that anyone can check",
        openapi_extra={"responses": {200: {"content": {"application/zip": {"schema": _BINARY}}}}},
    )
    _add(
        router,
        f"{of_key_result}/evidence-packs",
        read_evidence_packs,
        EvidencePacksDocument,
        "Every counted work beside its evidence: what is there, what is to come, what is missing",
    )
    _add(
        router,
        "/works/{uuid:key}/count",
        read_work_count,
        WorkCountDocument,
        "For which minimum a work counts, and what each condition of the rule says of it",
    )
    _add(
        router,
        "/waves/{uuid:key}/results",
        read_wave_results,
        WaveResultsDocument,
        "The results of a wave: shares with their intervals, readings, verdict, quality",
    )
    _add(
        router,
        "/periods/{int:key}/package",
        read_package,
        PackageDocument,
        "The record of a period for BMA Policy Tracking, with the hash that a hand-in names",
    )


_BINARY = {"type": "string", "format": "binary"}


def _add(
    router: Router, address: str, view: Callable[..., HttpResponse], shape: Any, summary: str, **more: Any
) -> None:
    """One document, read with the scope `read`; its operation is named after its address."""
    tag, *_key, name = address.strip("/").split("/")
    router.get(
        address,
        response=shape,
        operation_id=f"{tag}_{name}".replace("-", "_"),
        summary=summary,
        description="Scope: `read`.",
        tags=[tag],
        **more,
    )(reading(view, "key"))


def read_score(request: HttpRequest, key: Key = Path(...), as_of: dt.date | None = Query(None)) -> HttpResponse:  # noqa: B008 -- how the framework is told
    """The score of a day; today's where none is named."""
    row = row_of(viewer_of(request), KeyResult, key)
    result = score_key_result(row, day_asked(as_of))
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
    row = row_of(viewer_of(request), KeyResult, key)
    found = forecast_of(score_key_result(row, day_asked(as_of)))
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


def read_roll_up(request: HttpRequest, key: Key = Path(...)) -> HttpResponse:  # noqa: B008 -- as above
    """Every figure that is reported, period by period, then the year so far."""
    row = row_of(viewer_of(request), KeyResult, key)
    names = sorted(row.measures.values_list("name", flat=True))
    figures = [_rolled(name, one) for name in names for one in rollup([row], name)]
    figures += [_rolled(name, one) for name, one in sorted(rollup_years([row.pk]).get(row.pk, {}).items())]
    return as_json({"key_result": row.key, "figures": figures})


def _rolled(name: str, row: Rolled) -> dict[str, Any]:
    numbers = ("value", "numerator", "denominator", "stated", "difference")
    return {
        "measure": name,
        **{part: getattr(row, part) for part in ("period", "unit", "across", "over_time", "reported", "expected")},
        **{part: None if getattr(row, part) is None else canonical(getattr(row, part)) for part in numbers},
    }


def read_dossier(request: HttpRequest, key: Key = Path(...), as_of: dt.date | None = Query(None)) -> HttpResponse:  # noqa: B008 -- as above
    """The dossier of a day, signed with the key of this installation."""
    row = row_of(viewer_of(request), KeyResult, key)
    data = dossier_of(row, signer=installation_key(), as_of=day_asked(as_of))
    return send_made(data, f"kr-{row.key}.dossier.zip", "application/zip")


def read_package(request: HttpRequest, key: int = Path(..., ge=1, le=2**53 - 1)) -> HttpResponse:
    """The record of a period for BMA Policy Tracking."""
    period = row_of(viewer_of(request), Period, key, "key_result__host")
    made, before = package(period), last_hand_in(period)
    changes = differences(before.package, made.document) if before else ()
    data = {
        "record": made.document,
        "sha256": made.sha256,
        "handed_in": None if before is None else str(before.uid),
        "changes": [{"field": one.label, "before": one.before, "after": one.after} for one in changes],
    }
    return as_json(data)


def day_asked(day: dt.date | None) -> dt.date | None:
    """The day that a call names. Raises Refused for one that lies ahead."""
    if day is not None and (day > timezone.localdate() or day.year < 2000):
        raise Refused(
            "as_of",
            Message("this day lies ahead, or before any sheet", "วันที่นี้ยังมาไม่ถึง หรือก่อนมีแบบใด ๆ"),
            Message("name a day up to today", "โปรดระบุวันที่ไม่เกินวันนี้"),
        )
    return day
