"""What the people of the demo's city know, and how many they are: invented, and the same whenever the year is told."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KNOWN = {
    "spring": (0.88, 0.84, 0.80, 0.86, 0.72, 0.70, 0.66, 0.63, 0.74, 0.69),
    "autumn": (0.955, 0.94, 0.93, 0.95, 0.905, 0.90, 0.885, 0.88, 0.92, 0.895),
}
"""By wave how many know each of the ten districts, in the questionnaire's order."""
CLAIMED = 0.02
"""How many say they know a name that does not exist."""
_AGES = {"18_19": 0.03, "20_29": 0.19, "30_39": 0.20, "40_49": 0.20, "50_59": 0.18, "60_up": 0.20}
_YOUNG = {"18_19": 0.08, "20_29": 0.42, "30_39": 0.27, "40_49": 0.13, "50_59": 0.07, "60_up": 0.03}
_EDUCATION = {"primary": 0.24, "secondary": 0.36, "bachelor": 0.33, "higher": 0.07}
_HEARD = ("facebook", "line", "tv_news", "poster", "event", "people", "website", "tiktok")
_SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def population(place: int) -> int:
    """Adults of the demo's khets, in a row: invented round numbers."""
    return 45_000 + (place * 37 % 11) * 9_000


@dataclass(frozen=True, slots=True)
class Person:
    """One person's answers, with the number under which they are sent and the seconds they took."""

    uid: uuid.UUID
    answers: dict[str, Any]
    seconds: int
    names: int
    adults: int


def person(wave: str, number: int, items: Mapping[str, bool], *, web: bool = False) -> Person:
    """A person of a wave; `items` names what is asked about and whether it is a decoy. Volunteers are young and know
    more than the city does.
    """
    chance = random.Random(f"{wave}:{web}:{number}")  # noqa: S311 -- an invented person, no secret
    ages = _YOUNG if web else _AGES
    age = chance.choices(list(ages), list(ages.values()))[0]
    # Who takes an interest knows all of them a little better: answers of one person hang together.
    interest = chance.gauss(0, 0.05) + (0.05 if web else 0)
    shares = iter(KNOWN[wave])
    know = {
        item: _code(chance, CLAIMED * (2 if web else 1) if decoy else min(0.99, next(shares) + interest), decoy=decoy)
        for item, decoy in items.items()
    }
    knows = any(code == "know" for code in know.values())
    answers: dict[str, Any] = {
        "age": age,
        "know": know,
        "heard": sorted(chance.sample(_HEARD, chance.randint(1, 3))) if knows else ["none"],
        "visited": chance.choices(("yes", "no", "not_sure"), (0.44, 0.5, 0.06))[0],
        "sex": chance.choices(("f", "m", "o"), (0.52, 0.46, 0.02))[0],
        "education": chance.choices(list(_EDUCATION), list(_EDUCATION.values()))[0],
        "registered": "yes" if chance.random() < 0.71 else "no",
    }
    if age == "18_19":
        answers["guardian_agrees"] = "yes"
    hasty = chance.random() < 0.012
    names = chance.randint(8, 14) if hasty else round(chance.lognormvariate(4.1, 0.3))
    seconds = names + 6 if hasty else names + round(chance.lognormvariate(4.9, 0.25))
    return Person(
        uuid.uuid5(_SPACE, f"{wave}:{web}:{number}"),
        answers,
        seconds,
        names,
        chance.choices((1, 2, 3, 4), (2, 5, 2, 1))[0],
    )


def _code(chance: random.Random, share: float, *, decoy: bool) -> str:
    if chance.random() < share:
        return "name_only" if decoy or chance.random() < 0.24 else "know"
    return "not_sure" if chance.random() < 0.2 else "no"
