"""Words of scale in a unit: "ล้านบาท" is a million of "บาท"."""

from __future__ import annotations

import re

_POWERS = {"พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6, "สิบล้าน": 7, "ร้อยล้าน": 8, "พันล้าน": 9}
SCALE = re.compile("|".join(sorted(_POWERS, key=lambda word: -len(word))))


def own_unit(unit: str | None, units: tuple[str, ...]) -> tuple[str | None, int]:
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
