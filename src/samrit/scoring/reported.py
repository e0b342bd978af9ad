"""What was reported and accepted by a moment, rolled up to the year by the one grouped query of `results.rollup`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.results.rollup import Rolled, year_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported figure of the year so far; a ratio keeps what it is made of."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def figures_of(rolled: Mapping[str, Sequence[Rolled]]) -> dict[str, Figure]:
    """The year so far of each figure, by name, of which some part was reported; `rolled` are its periods."""
    years = {name: year_of(rows) for name, rows in rolled.items()}
    return {name: Figure(row.value, row.numerator, row.denominator) for name, row in years.items() if row.reported}
