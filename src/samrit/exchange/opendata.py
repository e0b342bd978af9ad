"""Open data: what anybody may have of public key results, as pure functions that a page, a command or the API serves.

Results follow the shape of IATI's results (indicator, baseline, target, actual, each with its place in time), in JSON:
numerator and denominator stay apart, and `aggregation` says whether figures of several rows may be added up. The public
site describes and offers it among its datasets. Nothing of a key result that is not public, and nothing that was not
accepted, is in it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from samrit.core.contract import canonical
from samrit.core.thai import fiscal_year_bounds
from samrit.platform.cells import csv_row
from samrit.results.enums import ACCEPTED, Across, OverTime
from samrit.results.models import KeyResult, Measure
from samrit.results.rollup import Rolled, rollup, rollup_years
from samrit.scoring.models import ScoreSnapshot

SCHEMA = "samrit/open-results/1"
COLUMNS = (
    *("key_result", "fiscal_year", "name", "agency", "period", "starts_on", "ends_on", "measure", "unit"),
    *("target", "value", "numerator", "denominator", "reported", "expected", "additive", "as_of"),
)
"""Of the CSV, in English without blanks as the national catalogue asks."""


def public_key_results() -> list[KeyResult]:
    """The key results that are public, the newest year first. 1 query and those of its parts."""
    rows = KeyResult.objects.filter(public=True).select_related("host")
    return list(rows.prefetch_related("agency_targets", "measures", "periods"))


def results(key_results: Iterable[KeyResult]) -> dict[str, Any]:
    """The results document: each key result with its indicators, and each indicator with its periods."""
    rows = list(key_results)
    figures = _figures(rows)
    return {"schema": SCHEMA, "results": [_result(row, figures) for row in rows]}


Figures = dict[tuple[int, str], list[Rolled]]


def _figures(rows: list[KeyResult]) -> Figures:
    """Figures by key result and measure, period by period and of the year. Accepted reports only."""
    found: Figures = {}
    for name in sorted({measure.name for row in rows for measure in row.measures.all()}):
        for one in rollup(rows, name):
            found.setdefault((one.key_result_id, name), []).append(one)
    for key, years in rollup_years([row.pk for row in rows]).items():
        for name, year in years.items():
            found.setdefault((key, name), []).append(year)
    return found


def _result(row: KeyResult, figures: Figures) -> dict[str, Any]:
    first, last = fiscal_year_bounds(row.fiscal_year)
    return {
        "id": row.key,
        "title": {"th": row.name},
        "type": "outcome",
        "fiscal_year": row.fiscal_year,
        "period": {"start": first.isoformat(), "end": last.isoformat()},
        "organisation": {"ref": row.host.code, "name": row.host.name_th} if row.host else None,
        "score": _score(row),
        "indicator": [_indicator(row, measure, figures) for measure in row.measures.all()],
    }


def _score(row: KeyResult) -> dict[str, Any] | None:
    """The last score that was kept when a report was accepted; a score of the day is nobody's publication."""
    kept = ScoreSnapshot.objects.filter(key_result=row, report__state__in=ACCEPTED).first()
    if kept is None:
        return None
    return {"as_of": kept.as_of.isoformat(), "value": kept.score["score"], "level": kept.score["level"]}


def _indicator(row: KeyResult, measure: Measure, figures: Figures) -> dict[str, Any]:
    return {
        "name": measure.name,
        "title": {"th": measure.label},
        "unit": measure.unit or None,
        "measure": "ratio" if measure.across == Across.RATIO else "unit",
        "ascending": measure.direction == "higher",
        "aggregation": aggregation(measure),
        "period": _counted(row, measure) if measure.counted else _reported(row, measure, figures),
    }


def _reported(row: KeyResult, measure: Measure, figures: Figures) -> list[dict[str, Any]]:
    """Figures that people report: of every period, then of the year."""
    return [_period(row, measure, one) for one in figures.get((row.pk, measure.name), ())]


def _counted(row: KeyResult, measure: Measure) -> list[dict[str, Any]]:
    """Figures that are counted from the work: as they were kept with the score when the host's report was accepted.

    What is kept of the period's last day is the period's figure, as in the package that is handed in. Where that day
    was not kept (the report was accepted before it, or by an earlier version): the day nearest to it, which `as_of`
    tells.
    """
    kept = ScoreSnapshot.objects.filter(key_result=row, report__agency=row.host_id, report__state__in=ACCEPTED)
    found: dict[str, dict[str, Any]] = {}
    for one in sorted(kept.select_related("report__period"), key=_nearness):
        value = one.facts.get("values", {}).get(measure.name)
        period = one.report.period
        actual = {"value": value, "numerator": None, "denominator": None, "reported": 1, "expected": 1}
        actual["as_of"] = one.as_of.isoformat()
        found[period.code] = {
            "period": period.code,
            "start": period.starts_on.isoformat(),
            "end": period.ends_on.isoformat(),
            "target": _target(row, measure),
            "actual": actual,
        }
    return list(found.values())


def _nearness(kept: ScoreSnapshot) -> tuple[dt.date, bool, int, int]:
    """By period; in it the days after its last one, the soonest last, then those up to it, the latest last."""
    end = kept.report.period.ends_on
    late = kept.as_of > end
    return end, not late, -kept.as_of.toordinal() if late else kept.as_of.toordinal(), kept.pk


def aggregation(measure: Measure) -> dict[str, bool]:
    """Whether figures may be added across agencies, and across periods: shares, averages and maxima may not."""
    return {"across_agencies": measure.across == Across.SUM, "across_periods": measure.over_time == OverTime.PER_PERIOD}


def _period(row: KeyResult, measure: Measure, one: Rolled) -> dict[str, Any]:
    start, end = _days(row, one.period)
    return {
        "period": one.period,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "target": _target(row, measure),
        "actual": {
            "value": _text(one.value),
            "numerator": _text(one.numerator),
            "denominator": _text(one.denominator),
            "reported": one.reported,
            "expected": one.expected,
            "as_of": None,
        },
    }


def _days(row: KeyResult, code: str) -> tuple[dt.date, dt.date]:
    found = next((one for one in row.periods.all() if one.code == code), None)
    return (found.starts_on, found.ends_on) if found else fiscal_year_bounds(row.fiscal_year)


def _target(row: KeyResult, measure: Measure) -> dict[str, Any] | None:
    """The host's target is that of the whole; other figures have none of their own."""
    host = next((one for one in row.agency_targets.all() if one.agency_id == row.host_id), None)
    if measure.name != "result" or host is None or host.value is None:
        return None
    return {"value": canonical(host.value), "unit": host.unit, "operator": host.operator}


def _text(value: Any) -> str | None:
    return None if value is None else canonical(value)


def flat(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The results document as flat rows, by COLUMNS: a row for each figure of each period."""
    return [
        dict(zip(COLUMNS, _line(result, indicator, period), strict=True))
        for result in document["results"]
        for indicator in result["indicator"]
        for period in indicator["period"]
    ]


def results_csv(key_results: Iterable[KeyResult]) -> bytes:
    """The same as flat rows: UTF-8 with its mark, as the national catalogue's files have it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(csv_row(row.values()) for row in flat(results(key_results)))
    return text.getvalue().encode("utf-8-sig")


def _line(result: dict[str, Any], indicator: dict[str, Any], period: dict[str, Any]) -> list[Any]:
    actual, target = period["actual"], period["target"]
    additive = indicator["aggregation"]["across_agencies"] and indicator["aggregation"]["across_periods"]
    return [
        *(result["id"], result["fiscal_year"], result["title"]["th"]),
        result["organisation"]["ref"] if result["organisation"] else "",
        *(period["period"], period["start"], period["end"], indicator["name"], indicator["unit"] or ""),
        target["value"] if target else "",
        *(actual[name] or "" for name in ("value", "numerator", "denominator")),
        *(actual["reported"], actual["expected"], str(additive).lower(), actual["as_of"] or ""),
    ]
