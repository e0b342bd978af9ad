"""What was reported and accepted by a moment, rolled up to the year by the one grouped query of `results.rollup`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from samrit.results.rollup import rollup_years


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported figure of the year so far; a ratio keeps what it is made of."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def figures_of(key_results: Collection[int], known_at: dt.datetime) -> dict[int, dict[str, Figure]]:
    """The figures by key result (its number) and name, of which some part was reported. One query; none for none."""
    return {
        key: {name: Figure(row.value, row.numerator, row.denominator) for name, row in rows.items() if row.reported}
        for key, rows in rollup_years(key_results, known_at=known_at).items()
    }
