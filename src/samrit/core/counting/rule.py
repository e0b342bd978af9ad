"""The counting rule as data: which conditions are asked for each minimum, with which figures.

A rule is frozen before its period starts and carries a version; a recount under another version is another result.
Where the rule of KR 7301 comes from: rules A and B of the counting reference (docs/en/reference), and the definition of
"publicised" printed on the sheet.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

from samrit.core.contract import Message

SCHEMA = "samrit/counting-rule/1"

Setting = int | bool | tuple[str, ...]

_BANGKOK = dt.timezone(dt.timedelta(hours=7), "Asia/Bangkok")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a minimum: its code, whether it is asked, and its settings."""

    code: str
    on: bool = True
    settings: tuple[tuple[str, Setting], ...] = ()

    def whole(self, name: str) -> int:
        """A setting that is a whole number."""
        return cast("int", dict(self.settings)[name])

    def words(self, name: str) -> tuple[str, ...]:
        """A setting that is a list of words."""
        return cast("tuple[str, ...]", dict(self.settings)[name])

    def flag(self, name: str) -> bool:
        """A setting that is yes or no."""
        return cast("bool", dict(self.settings)[name])


@dataclass(frozen=True, slots=True)
class Minimum:
    """One minimum of the duties: what is counted, how many are wanted, which conditions each must meet."""

    id: str
    title: Message
    unit: str
    at_least: int
    conditions: tuple[Condition, ...]
    duty: int | None = None


@dataclass(frozen=True, slots=True)
class Publicised:
    """When a creative district is publicised.

    Something counted for a minimum of `told_by` tells what `tells` lists of it, and its community took part in
    something counted for a minimum of `took_part_in`; each with evidence that another person has `verified`, if asked.
    """

    told_by: tuple[str, ...]
    tells: tuple[str, ...]
    took_part_in: tuple[str, ...]
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Channels whose messages have no public address: public means accepted and delivered to so many people."""

    channels: tuple[str, ...] = ()
    delivered: int = 1


@dataclass(frozen=True, slots=True)
class CountingRule:
    """A versioned rule. `left_out` are the conditions that the middle and the loose count do not ask."""

    id: str
    version: str
    frozen: dt.date
    key_result: str
    fiscal_year: int
    title: Message
    source: Message
    owned_channels: tuple[str, ...]
    public: tuple[str, ...]
    minimums: tuple[Minimum, ...]
    publicised: Publicised
    broadcast: Broadcast = Broadcast()
    middle_leaves_out: tuple[str, ...] = ()
    loose_leaves_out: tuple[str, ...] = ()
    time_zone: str = "Asia/Bangkok"

    @property
    def zone(self) -> dt.tzinfo:
        """The zone in which days begin. Bangkok has kept +07:00 since 1920, so it needs no zone database."""
        return _BANGKOK if self.time_zone == "Asia/Bangkok" else ZoneInfo(self.time_zone)

    def minimum(self, name: str) -> Minimum | None:
        """The minimum with this id."""
        return next((minimum for minimum in self.minimums if minimum.id == name), None)
