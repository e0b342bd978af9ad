"""How far a figure is from its target, in the direction that helps."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Achievement:
    """`met`: the target is reached or beaten. `share`: how much of it, 1 being all of it (more where it is beaten)."""

    met: bool
    share: Fraction


def achieved(value: Decimal | Fraction | None, target: Decimal | None, operator: str = ">=") -> Achievement | None:
    """None where there is no figure or no target: 0 is a figure.

    A decreasing measure that beats its target has met it in full; one to be kept at its target loses by its distance,
    to either side.
    """
    if value is None or target is None:
        return None
    have, want = Fraction(value), Fraction(target)
    if operator in {"<=", "<"}:
        met = have < want if operator == "<" else have <= want
        return Achievement(met, Fraction(1) if met or have <= 0 else max(want / have, Fraction(0)))
    if operator == "==":
        return Achievement(have == want, _nearness(have, want))
    met = have > want if operator == ">" else have >= want
    if want <= 0:
        return Achievement(met, Fraction(int(met)))
    return Achievement(met, max(have / want, Fraction(0)))


def _nearness(have: Fraction, want: Fraction) -> Fraction:
    if want == 0:
        return Fraction(int(have == 0))
    return max(1 - abs(have - want) / abs(want), Fraction(0))
