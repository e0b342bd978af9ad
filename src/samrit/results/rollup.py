"""From agencies to a key result, from periods to a year: figures worked out when they are asked for, never stored.

0 is data. A part that nobody reported is missing, and every figure says how many parts are. Ratios keep numerator and
denominator; averages, maxima and minima are those of the parts, not of their sums.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from samrit.core.contract import canonical
from samrit.core.sheet.quantities import PERCENT
from samrit.people.models import Agency
from samrit.results.enums import ACCEPTED, Across, OverTime
from samrit.results.models import KeyResult

RESULT = "result"
_PLACES = Decimal("0.0000000001")


@dataclass(frozen=True, slots=True)
class Rolled:
    """One figure of a key result for one period (or, with period "FY", for its year).

    `value` is None where nobody reported or where parts may not be rolled up. A ratio's is worked out of `numerator`
    and `denominator`. `reported` of `expected` parts are in it. `stated` is what the host says of the whole where its
    own figure is not a part, `difference` how far the parts are from that.
    """

    key_result_id: int
    period: str
    across: str
    over_time: str
    unit: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    reported: int
    expected: int
    stated: Decimal | None = None
    measure: str = RESULT
    label: str = ""

    @property
    def missing(self) -> int:
        """How many parts nobody has reported."""
        return max(self.expected - self.reported, 0)

    @property
    def difference(self) -> Decimal | None:
        """Parts minus what the host states; None where one of the two is not known."""
        return None if self.value is None or self.stated is None else self.value - self.stated


def rollup(
    key_results: Iterable[KeyResult], measure: str = RESULT, *, known_at: dt.datetime | None = None
) -> tuple[Rolled, ...]:
    """One row for every period of every key result that has the measure, in one grouped query.

    Only accepted reports count, and of each the newest accepted edition. `known_at`: as was accepted by that moment.
    """
    rows = _grouped([row.pk for row in key_results], (measure,), known_at)
    periods = groupby(rows, key=itemgetter("key_result_id", "code"))
    return tuple(_rolled(list(group)) for _, group in periods)


def rollup_years(key_results: Collection[int], *, known_at: dt.datetime | None = None) -> dict[int, dict[str, Rolled]]:
    """The year so far of every figure that is typed, by key result (its number) and name: one grouped query for all.

    A figure that nobody has reported is there, too, with no value.
    """
    found = rollup_periods(key_results, known_at=known_at)
    return {key: {name: year_of(rows) for name, rows in figures.items()} for key, figures in found.items()}


def rollup_periods(
    key_results: Collection[int], *, known_at: dt.datetime | None = None
) -> dict[int, dict[str, list[Rolled]]]:
    """Every period of every figure that is typed, by key result (its number) and name: one grouped query for all."""
    found: dict[int, dict[str, list[Rolled]]] = {}
    rows = sorted(_grouped(list(key_results), (), known_at), key=itemgetter("key_result_id", "name"))
    for (key, name), group in groupby(rows, key=itemgetter("key_result_id", "name")):
        periods = groupby(group, key=itemgetter("code"))
        found.setdefault(key, {})[name] = [_rolled(list(parts)) for _, parts in periods]
    return found


def year_of(rows: Sequence[Rolled]) -> Rolled:
    """The year of one key result: of cumulative figures the last that is known, of others all periods together."""
    first = rows[0]
    known = [row for row in rows if row.reported]
    if first.over_time == OverTime.CUMULATIVE:
        last = known[-1] if known else rows[-1]
        return _with_period(last, "FY")
    numerators = [row.numerator for row in known if row.numerator is not None]
    denominators = [row.denominator for row in known if row.denominator is not None]
    values = [row.value for row in known if row.value is not None]
    numerator = sum(numerators, Decimal(0)) if numerators else None
    denominator = sum(denominators, Decimal(0)) if denominators else None
    value = together(first.across, first.unit, values, numerator, denominator)
    return Rolled(
        first.key_result_id,
        "FY",
        first.across,
        first.over_time,
        first.unit,
        value,
        numerator,
        denominator,
        reported=sum(row.reported for row in rows),
        expected=sum(row.expected for row in rows),
        measure=first.measure,
        label=first.label,
    )


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A part that a rolled-up figure lacks: of which figure and period, and whose it is."""

    key_result_id: int
    measure: str
    period: str
    agency: Agency


def missing_parts(
    key_results: Collection[int], *, ended_by: dt.date | None = None, known_at: dt.datetime | None = None
) -> tuple[MissingPart, ...]:
    """Whose parts the typed figures lack: no accepted report, or one whose newest edition has no such figure.

    By key result, period, figure and agency, in one query for all. `ended_by`: only of periods that were over on that
    day; what is not yet over lacks nothing. `known_at`: as was accepted by that moment.
    """
    if not key_results:
        return ()
    accepted, moments = _acceptance(known_at)
    statement = _MISSING.format(
        places=", ".join(["%s"] * len(key_results)),
        ended="" if ended_by is None else "AND p.ends_on <= %s",
        accepted=accepted.format(row="r"),
        superseded=accepted.format(row="n"),
    )
    days = [] if ended_by is None else [connection.ops.adapt_datefield_value(ended_by)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*key_results, *days, *moments, *moments])
        return tuple(
            MissingPart(key, measure, period, Agency(pk=number, code=code, name_th=thai, name_en=english))
            for key, measure, period, number, code, thai, english in cursor.fetchall()
        )


# --- the query ---


_ACCEPTED = ", ".join(f"'{state.value}'" for state in ACCEPTED)
_NOW = f"{{row}}.state IN ({_ACCEPTED})"
_THEN = f"""EXISTS (
      SELECT 1 FROM results_reportstep s WHERE s.report_id = {{row}}.id AND s.at <= %s AND s.to_state IN ({_ACCEPTED})
        AND NOT EXISTS (SELECT 1 FROM results_reportstep l WHERE l.report_id = s.report_id AND l.id > s.id
          AND l.at <= %s AND l.to_state NOT IN ({_ACCEPTED})))"""  # noqa: S608 -- our own words; what comes from outside stands as parameters
"""What makes a report accepted: the state it is in, or the last step that was taken by a moment."""
_GROUPED = """
SELECT p.key_result_id, m.name, p.code, m.across, m.over_time, m.unit, m.host_is_part,
  m.label, COALESCE(t.number, 0) AS targets, COALESCE(t.of_host, 0) AS host_targets,
  f.of_host, f.reported, f.total, f.highest, f.lowest, f.numerator, f.denominator
FROM results_period p
JOIN results_measure m ON m.key_result_id = p.key_result_id AND {measures}
LEFT JOIN (
  SELECT a.key_result_id, COUNT(*) AS number, SUM(CASE WHEN a.agency_id = h.host_id THEN 1 ELSE 0 END) AS of_host
  FROM results_agencytarget a JOIN results_keyresult h ON h.id = a.key_result_id
  WHERE a.key_result_id IN ({places}) GROUP BY a.key_result_id
) t ON t.key_result_id = p.key_result_id
LEFT JOIN (
  SELECT r.period_id, v.name, COALESCE(r.agency_id = k.host_id, FALSE) AS of_host, COUNT(*) AS reported,
    SUM(v.value) AS total, MAX(v.value) AS highest, MIN(v.value) AS lowest,
    SUM(v.numerator) AS numerator, SUM(v.denominator) AS denominator
  FROM results_report r
  JOIN results_keyresult k ON k.id = r.key_result_id
  JOIN results_reportedvalue v ON v.report_id = r.id
  WHERE r.key_result_id IN ({places}) AND {accepted} AND NOT EXISTS (
    SELECT 1 FROM results_report n WHERE n.key_result_id = r.key_result_id AND n.agency_id = r.agency_id
      AND n.period_id = r.period_id AND n.edition > r.edition AND {superseded})
  GROUP BY r.period_id, v.name, of_host
) f ON f.period_id = p.id AND f.name = m.name
WHERE p.key_result_id IN ({places})
ORDER BY p.key_result_id, p.ends_on, m.name
"""
"""Periods stand on the left, so that one nobody reported is there, too. The host's figure is a group of its own:
whether it is a part, or what the host says of the whole, is the measure's to say."""
_MISSING = """
SELECT p.key_result_id, m.name, p.code, g.id, g.code, g.name_th, g.name_en
FROM results_period p
JOIN results_keyresult k ON k.id = p.key_result_id
JOIN results_measure m ON m.key_result_id = k.id AND NOT m.counted
JOIN results_agencytarget t ON t.key_result_id = k.id
JOIN people_agency g ON g.id = t.agency_id
WHERE p.key_result_id IN ({places}) {ended} AND (m.host_is_part OR k.host_id IS NULL OR t.agency_id <> k.host_id)
  AND NOT EXISTS (
    SELECT 1 FROM results_report r JOIN results_reportedvalue v ON v.report_id = r.id AND v.name = m.name
    WHERE r.period_id = p.id AND r.agency_id = t.agency_id AND r.key_result_id = k.id AND {accepted}
      AND NOT EXISTS (
        SELECT 1 FROM results_report n WHERE n.key_result_id = r.key_result_id AND n.agency_id = r.agency_id
          AND n.period_id = r.period_id AND n.edition > r.edition AND {superseded}))
ORDER BY p.key_result_id, p.ends_on, m.place, m.id, g.code
"""


def _grouped(key_results: Sequence[int], names: Sequence[str], known_at: dt.datetime | None) -> list[dict[str, Any]]:
    """One row for each period and measure, or two where the host has reported, too.

    Of the measures with these names, or of all that are typed.
    """
    if not key_results:
        return []
    accepted, moments = _acceptance(known_at)
    statement = _GROUPED.format(
        places=", ".join(["%s"] * len(key_results)),
        measures="m.name = %s" if names else "NOT m.counted",
        accepted=accepted.format(row="r"),
        superseded=accepted.format(row="n"),
    )
    parameters = [*names, *key_results, *key_results, *moments, *moments, *key_results]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _acceptance(known_at: dt.datetime | None) -> tuple[str, list[Any]]:
    """How a query asks whether a report is (or was by a moment) accepted, and the parameters of one such question."""
    if known_at is None:
        return _NOW, []
    return _THEN, [connection.ops.adapt_datetimefield_value(known_at)] * 2


def _number(stored: Any) -> Decimal | None:
    """A figure as the database gives it. SQLite computes in binary; fifteen digits of it are right, and all we keep."""
    if stored is None or isinstance(stored, Decimal):
        return stored
    return Decimal(format(stored, ".15g")) if isinstance(stored, float) else Decimal(stored)


def _rolled(rows: Sequence[Mapping[str, Any]]) -> Rolled:
    """One period: its parts together, and what the host states of the whole where its figure is not one of them."""
    first = rows[0]
    parts = [row for row in rows if row["reported"] and (first["host_is_part"] or not row["of_host"])]
    stated = [row for row in rows if row["reported"] and not first["host_is_part"] and row["of_host"]]
    across, unit = first["across"], first["unit"]
    numerator, denominator = _sum(parts, "numerator"), _sum(parts, "denominator")
    is_ratio = across == Across.RATIO
    # A host that has no target of its own is a part all the same once it has reported.
    host = max(first["host_targets"], *(1 if row["of_host"] else 0 for row in rows)) if first["host_is_part"] else 0
    return Rolled(
        first["key_result_id"],
        first["code"],
        across,
        first["over_time"],
        unit,
        _value(across, unit, parts),
        numerator if is_ratio else None,
        denominator if is_ratio else None,
        reported=sum(row["reported"] for row in parts),
        expected=first["targets"] - first["host_targets"] + host,
        stated=_value(across, unit, stated),
        measure=first["name"],
        label=first["label"],
    )


def _value(across: str, unit: str, rows: Sequence[Mapping[str, Any]]) -> Decimal | None:
    number = sum(row["reported"] for row in rows)
    match across:
        case Across.RATIO:
            return _ratio(_sum(rows, "numerator"), _sum(rows, "denominator"), unit)
        case Across.SUM:
            return _sum(rows, "total")
        case Across.AVERAGE:
            return _mean(_sum(rows, "total"), number)
        case Across.MAXIMUM:
            return max(_known(rows, "highest"), default=None)
        case Across.MINIMUM:
            return min(_known(rows, "lowest"), default=None)
    # One part is itself; several that may not be rolled up have no figure together.
    return _sum(rows, "total") if number == 1 else None


def _known(rows: Iterable[Mapping[str, Any]], name: str) -> list[Decimal]:
    return [_plain(number) for row in rows if (number := _number(row[name])) is not None]


def _sum(rows: Iterable[Mapping[str, Any]], name: str) -> Decimal | None:
    known = _known(rows, name)
    return sum(known, Decimal(0)) if known else None


# --- arithmetic ---


def _mean(total: Decimal | None, number: int) -> Decimal | None:
    return None if total is None or not number else _decimal(Fraction(total) / number)


def _ratio(numerator: Decimal | None, denominator: Decimal | None, unit: str) -> Decimal | None:
    if numerator is None or not denominator:
        return None
    return _decimal(Fraction(numerator) / Fraction(denominator) * (100 if unit == PERCENT else 1))


def together(
    across: str,
    unit: str,
    values: Sequence[Decimal],
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
) -> Decimal | None:
    """Figures of several parts as one: added, averaged, the highest, the lowest, or the ratio of the sums.

    None where there is none, and where parts may not be rolled up (a single part is itself).
    """
    if across == Across.RATIO:
        return _ratio(numerator, denominator, unit)
    if not values:
        return None
    match across:
        case Across.SUM:
            return sum(values, Decimal(0))
        case Across.AVERAGE:
            return _mean(sum(values, Decimal(0)), len(values))
        case Across.MAXIMUM:
            return max(values)
        case Across.MINIMUM:
            return min(values)
        case _:
            return values[0] if len(values) == 1 else None


def _decimal(number: Fraction) -> Decimal:
    """As a decimal of at most ten places, halves away from zero; exact where it ends before."""
    scaled = abs(number) * 10**10
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    exact = Decimal(whole) * _PLACES
    return -exact if number < 0 else exact


def _plain(number: Decimal) -> Decimal:
    """Without the zeros that a column's scale adds: both databases give the same text."""
    return Decimal(canonical(number))


def _with_period(row: Rolled, period: str) -> Rolled:
    return Rolled(**{**{name: getattr(row, name) for name in Rolled.__slots__}, "period": period})
