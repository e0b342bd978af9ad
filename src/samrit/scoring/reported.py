"""What was reported and accepted, rolled up to the key result's year: as `results.rollup` does, but as of any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.results.enums import OverTime
from samrit.results.models import Measure, ReportedValue
from samrit.results.rollup import Rolled, together, year_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported figure of the year so far; a ratio keeps what it is made of."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def figures_of(values: Sequence[ReportedValue], hosts: Mapping[int, int | None]) -> dict[int, dict[str, Figure]]:
    """The figures by key result and name, from the values of accepted reports: one query for how they roll up.

    `hosts`: the host agency of each key result. No value, no query.
    """
    if not values:
        return {}
    keys = {row.report.key_result_id for row in values}
    measures = {(row.key_result_id, row.name): row for row in Measure.objects.filter(key_result__in=keys)}
    grouped: dict[tuple[int, str], list[ReportedValue]] = defaultdict(list)
    for row in _newest(values):
        grouped[row.report.key_result_id, row.name].append(row)
    found: dict[int, dict[str, Figure]] = defaultdict(dict)
    for (key, name), rows in grouped.items():
        measure = measures.get((key, name)) or Measure(key_result_id=key, name=name, unit=rows[0].unit)
        if not measure.counted:
            found[key][name] = _year(measure, rows, hosts[key])
    return found


def _newest(values: Iterable[ReportedValue]) -> list[ReportedValue]:
    """Of each agency, period and name the value of the newest edition."""
    newest: dict[tuple[int, int, int, str], ReportedValue] = {}
    for row in sorted(values, key=lambda row: row.report.edition):
        report = row.report
        newest[report.key_result_id, report.agency_id, report.period_id, row.name] = row
    return list(newest.values())


def _year(measure: Measure, rows: Iterable[ReportedValue], host: int | None) -> Figure:
    periods: dict[int, list[ReportedValue]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.report.period.ends_on):
        if measure.host_is_part or host != row.report.agency_id:
            periods[row.report.period_id].append(row)
    if not periods:
        return Figure(None)
    year = year_of([_rolled(measure, parts) for parts in periods.values()])
    return Figure(year.value, year.numerator, year.denominator)


def _rolled(measure: Measure, parts: Sequence[ReportedValue]) -> Rolled:
    numerators = [row.numerator for row in parts if row.numerator is not None]
    denominators = [row.denominator for row in parts if row.denominator is not None]
    numerator = sum(numerators, Decimal(0)) if numerators else None
    denominator = sum(denominators, Decimal(0)) if denominators else None
    values = [row.value for row in parts if row.value is not None]
    return Rolled(
        measure.key_result_id,
        parts[0].report.period.code,
        measure.across,
        measure.over_time or OverTime.CUMULATIVE,
        measure.unit,
        together(measure.across, measure.unit, values, numerator, denominator),
        numerator,
        denominator,
        reported=len(parts),
        expected=len(parts),
    )
