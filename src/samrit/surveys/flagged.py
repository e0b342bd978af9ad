"""How many responses have which flag: what may be told of it, with what else would give it away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from samrit.surveys.disclosure import few, hidden
from samrit.surveys.enums import EXCLUDING, Flag, Source
from samrit.surveys.quality import is_flagged
from samrit.surveys.rows import Row
from samrit.surveys.tally import Tally


@dataclass(frozen=True, slots=True)
class FlagsTold:
    """By flag that was found its number, None where it is `shut`; `total` of those that the second estimate leaves out,
    None where it would give a shut one away.

    Where the flag of the decoys is shut, so is all that tells how many claimed to know one.
    """

    numbers: tuple[tuple[Flag, int | None], ...]
    total: int | None
    shut: frozenset[Flag]

    @property
    def untold(self) -> frozenset[str]:
        """What a verdict's sentences keep to themselves."""
        return frozenset(
            name for name, closed in (("decoys", Flag.DECOY in self.shut), ("flagged", self.total is None)) if closed
        )


def flags_of(tally: Tally, outlying: Iterable[int]) -> FlagsTold:
    """The flags of a wave; all interviews of `outlying` enumerators have one more."""
    flags, flagged = Counter(tally.flags), Counter(tally.flagged)
    for work in (tally.works[user] for user in outlying):
        flags[str(Source.PROBABILITY), str(Flag.ENUMERATOR)] += work.interviews
        flagged[str(Source.PROBABILITY)] += work.interviews - work.flagged
    return _told(flags, flagged)


def flags_of_rows(rows: Sequence[Row]) -> FlagsTold:
    """The same from the rows themselves, with all their flags."""
    return _told(
        Counter((row.source, name) for row in rows for name in row.flags),
        Counter(row.source for row in rows if is_flagged(row)),
    )


def _told(flags: Mapping[tuple[str, str], int], flagged: Mapping[str, int]) -> FlagsTold:
    """A flag is shut where it is of few of the drawn or of few volunteers: the file tells both apart, and the number of
    one kind with the total of both would give the other. Another that counts as little is shut with it.
    """
    numbers = {source: {flag: flags.get((source, flag), 0) for flag in Flag} for source in map(str, Source)}
    shut = {flag for own in numbers.values() for flag, number in own.items() if few(number)}
    for own in numbers.values():
        # Who claims to know a decoy stands in the columns of the answers too, so that shutting it would hide nothing.
        shut |= hidden({flag: own[flag] for flag in EXCLUDING - {Flag.DECOY}})
    told = all(_rest(own, shut, flagged.get(source, 0)) for source, own in numbers.items())
    totals = {flag: sum(own[flag] for own in numbers.values()) for flag in Flag}
    return FlagsTold(
        tuple((flag, None if flag in shut else number) for flag, number in totals.items() if number),
        sum(flagged.values()) if told else None,
        frozenset(shut),
    )


def _rest(own: Mapping[Flag, int], shut: set[Flag], flagged: int) -> bool:
    """Whether the flagged less those whose flags are told are none, or not few."""
    closed = [flag for flag in EXCLUDING & shut if own[flag]]
    return not closed or not few(max(1, flagged - sum(own[flag] for flag in EXCLUDING - shut)))
