"""What a condition finds: held, not held or not known, with the facts in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from samrit.core.contract import Message
from samrit.core.counting.items import Decision, Evidence, Item, Work
from samrit.core.counting.rule import CountingRule
from samrit.core.thai import format_date

Held = bool | None
"""True, False, or None: it cannot be said (a fact is missing, or time has to pass)."""


class Finding(NamedTuple):
    """The answer of one condition."""

    held: Held
    why: Message


def yes(en: str, th: str) -> Finding:
    """The condition holds."""
    return Finding(held=True, why=Message(en, th))


def no(en: str, th: str) -> Finding:
    """The condition does not hold."""
    return Finding(held=False, why=Message(en, th))


def unknown(en: str, th: str) -> Finding:
    """It cannot be said yet."""
    return Finding(held=None, why=Message(en, th))


class Verdict(NamedTuple):
    """A finding with the code of its condition."""

    code: str
    held: Held
    why: Message


@dataclass(frozen=True, slots=True)
class Context:
    """What conditions may look at beside the item: everything as it was known at `as_of`.

    `start` and `end` are the first and the last day of the period, in the rule's time zone; `copies` are the items that
    a person has decided to be the same work as another.
    """

    rule: CountingRule
    key_result: str
    start: date
    end: date
    as_of: datetime
    evidence: Mapping[str, Evidence]
    people: Mapping[str, str]
    districts: Mapping[str, str]
    copies: Mapping[str, Decision]

    def day(self, at: datetime) -> date:
        """The calendar day of a moment where the rule is at home."""
        return at.astimezone(self.rule.zone).date()

    def moment(self, at: datetime) -> Message:
        """A moment in words, local time."""
        local = at.astimezone(self.rule.zone)
        return Message(
            f"{local:%Y-%m-%d %H:%M}", f"{day_in_words(local.date()).th} เวลา {local.hour:02}.{local.minute:02} น."
        )

    def place(self, district: str) -> str:
        """How a creative district is called in a sentence."""
        return short(self.districts.get(district) or district)

    def name(self, person: str) -> str:
        """How a person is called in a sentence."""
        return short(self.people.get(person) or person)


def every(helds: Iterable[Held]) -> Held:
    """False if one is false, else None if one is unknown, else True."""
    unknown = False
    for held in helds:
        if held is False:
            return False
        unknown = unknown or held is None
    return None if unknown else True


def some(helds: Iterable[Held]) -> Held:
    """True if one is true, else None if one is unknown, else False."""
    unknown = False
    for held in helds:
        if held is True:
            return True
        unknown = unknown or held is None
    return None if unknown else False


def day_in_words(day: date) -> Message:
    """A day: ISO in English, day month and Buddhist year in Thai."""
    return Message(day.isoformat(), format_date(day, thai_digits=False))


def in_days(number: int) -> str:
    """A number of days, in English."""
    return f"{number} day" if number == 1 else f"{number} days"


def short(text: str) -> str:
    """`text` on one line, at most 80 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def usable(names: Iterable[str], context: Context) -> tuple[Evidence, ...]:
    """The evidence that is there and has not been returned by whoever checked it."""
    found = (context.evidence.get(name) for name in dict.fromkeys(names))
    return tuple(row for row in found if row and (row.verification is None or row.verification.outcome == "verified"))


def verified(item: Item, names: Iterable[str], context: Context) -> tuple[Evidence, ...]:
    """The evidence that somebody who neither made nor entered the item has verified."""
    own = set(item.own_people)
    return tuple(
        row
        for row in usable(names, context)
        if row.verification is not None and not own & {row.verification.by, row.verification.on_behalf_of}
    )


def pack_of(item: Item) -> tuple[str, ...]:
    """All evidence of an item and of its publications."""
    shown = item.publications if isinstance(item, Work) else ()
    return (*item.evidence, *(name for publication in shown for name in publication.evidence))
