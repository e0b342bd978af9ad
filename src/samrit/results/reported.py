"""The figures of an agency's year so far, measure by measure, as the checks of `plausible` look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery

from samrit.results.enums import DISTRICT_UNIT, MeasureKind, OverTime, ReportState, RevisionState
from samrit.results.models import AgencyTarget, ChosenDistrict, Measure, Period, Report, ReportedValue, Revision
from samrit.results.plausible import Figure, Finding, Rule, findings

RESULT = "result"


@dataclass(frozen=True, slots=True)
class Course:
    """The figures of one measure, period by period, up to a report's own; `last_period`: the year ends with it."""

    rule: Rule
    figures: tuple[Figure, ...]
    last_period: bool

    def findings(self, *, narrative: str = "", progress: Decimal | None = None) -> tuple[Finding, ...]:
        return findings(self.rule, self.figures, narrative=narrative, progress=progress, last_period=self.last_period)


def figures_so_far(report: Report, changed: Mapping[str, ReportedValue | None] | None = None) -> tuple[Course, ...]:
    """The typed measures of a report that have a figure, each with the figures of the periods before. Six queries.

    Of each earlier period the latest edition that was sent counts. `changed` lies over the report's own figures.
    """
    measures = {row.name: row for row in Measure.objects.filter(key_result=report.key_result_id, counted=False)}
    if not measures:
        return ()
    periods = list(Period.objects.filter(key_result=report.key_result_id).order_by("ends_on"))
    rows: dict[tuple[int, str], ReportedValue | None] = {**_rows(report, periods)}
    rows |= {(report.period_id, name): row for name, row in (changed or {}).items()}
    target = AgencyTarget.objects.filter(key_result=report.key_result_id, agency=report.agency_id).first()
    kind, chosen = _method_kind(report), ChosenDistrict.objects.filter(key_result=report.key_result_id).count()
    place = next(number for number, period in enumerate(periods) if period.pk == report.period_id)
    return tuple(
        Course(
            _rule(measure, target, kind, chosen),
            tuple(_figure(period, rows.get((period.pk, name))) for period in periods[: place + 1]),
            last_period=place == len(periods) - 1,
        )
        for name, measure in measures.items()
        if rows.get((report.period_id, name)) is not None
    )


def _rows(report: Report, periods: list[Period]) -> dict[tuple[int, str], ReportedValue]:
    newest = (
        Report.objects.filter(
            key_result=report.key_result_id, agency=report.agency_id, period=OuterRef("report__period")
        )
        .exclude(state__in=(ReportState.DRAFT, ReportState.WITHDRAWN))
        .order_by("-edition")
        .values("pk")[:1]
    )
    values = ReportedValue.objects.filter(
        report__key_result=report.key_result_id, report__agency=report.agency_id, report__period__in=periods
    ).annotate(newest=Subquery(newest), period=F("report__period"))
    return {
        (row.period, row.name): row
        for row in values
        if row.report_id == (report.pk if row.period == report.period_id else row.newest)
    }


def _figure(period: Period, row: ReportedValue | None) -> Figure:
    if row is None:
        return Figure(period.code)
    return Figure(period.code, row.value, row.numerator, row.denominator, row.unit)


def _rule(measure: Measure, target: AgencyTarget | None, kind: str | None, chosen: int) -> Rule:
    main = measure.name == RESULT
    return Rule(
        name=measure.name,
        unit=measure.unit,
        kind=kind if main else None,
        direction=measure.direction,
        target=target.value if main and target is not None else None,
        low=measure.low,
        high=measure.high,
        whole=measure.whole,
        ratio=measure.kind == MeasureKind.RATIO,
        cumulative=measure.over_time == OverTime.CUMULATIVE,
        districts=chosen if main and measure.unit == DISTRICT_UNIT else 0,
    )


def _method_kind(report: Report) -> str | None:
    kinds = Revision.objects.filter(key_result=report.key_result_id, state=RevisionState.SIGNED)
    kind: str | None = kinds.values_list("definition__method__kind", flat=True).first()
    return kind
