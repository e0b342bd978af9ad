"""Numbers with a word of their scale: "๑.๒ ล้านบาท" where the sheet counts in บาท, "๘๐๐,๐๐๐ บาท" where in ล้านบาท."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samrit.core.sheet.quantities import Bound

_POWERS = {"พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6, "สิบล้าน": 7, "ร้อยล้าน": 8, "พันล้าน": 9}
SCALE = re.compile("|".join(sorted(_POWERS, key=lambda word: -len(word))))
_TO = re.compile(r"\s*(?:[-–—]|จนถึง|ถึง)\s*")


def in_own_unit(found: list[Bound], text: str, units: tuple[str, ...]) -> list[Bound]:
    """The bounds with those in another scale of one of `units` brought to that unit; the first number of a range
    ("๑ - ๑.๒ ล้านบาท") has the unit of the second.
    """
    made: list[Bound] = []
    for bound in found:
        own, power = _own(bound.unit, units)
        if own is None:
            made.append(bound)
            continue
        before = made[-1] if made else None
        if before is not None and before.unit is None and _TO.fullmatch(text, before.end, bound.start):
            made[-1] = replace(before, value=_moved(before.value, power), unit=own)
        made.append(replace(bound, value=_moved(bound.value, power), unit=own))
    return made


def _own(unit: str | None, units: tuple[str, ...]) -> tuple[str | None, int]:
    """The sheet's unit that this is another scale of, and the power of ten between them; None where it is none."""
    if unit is None or unit in units:
        return None, 0
    power, base = _parts(unit)
    for own in units:
        own_power, own_base = _parts(own)
        if own_base and (base == own_base or (power and not base)):
            return own, power - own_power
    return None, 0


def _parts(unit: str) -> tuple[int, str]:
    scale = SCALE.match(unit)
    return (_POWERS[scale.group()], unit[scale.end() :].strip()) if scale else (0, unit)


def _moved(value: Decimal, power: int) -> Decimal:
    return value.scaleb(power) if power else value
