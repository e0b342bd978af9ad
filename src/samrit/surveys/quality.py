"""What is remarkable in a wave: found by rules that are printed, flagged and never deleted.

Equal answers are no sign of fabrication where most people know most districts, so they are not looked for.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from samrit.core.contract import Message
from samrit.surveys.disclosure import few
from samrit.surveys.enums import EXCLUDING, Flag
from samrit.surveys.rows import Row

SAME_DEVICE = 3
"""As many responses of one device in one day are flagged; two may be a couple with one telephone."""
LEAST_INTERVIEWS = 10
OUTLYING = 3.5
"""Standard errors by which an enumerator's mean may differ from the others' before it is looked at."""
RECONTACT = 0.10


@dataclass(slots=True)
class Work:
    """One enumerator's interviews as sums, so that no interview need be read again.

    `flagged` have a flag of their own that the second estimate leaves out; `again` are drawn for a second visit and not
    flagged. `shares` and `squares` sum the share of districts known; `seconds`, `names` (spent on the districts alone)
    and `accuracy` (metres) count how often each value came.
    """

    interviews: int = 0
    flagged: int = 0
    again: int = 0
    shares: Fraction = Fraction(0)
    squares: Fraction = Fraction(0)
    seconds: Counter[int] = field(default_factory=Counter)
    names: Counter[int] = field(default_factory=Counter)
    accuracy: Counter[int] = field(default_factory=Counter)

    def add(self, row: Row, share: Fraction, sign: int = 1) -> None:
        """One interview more, or with sign -1 one less."""
        flagged = is_flagged(row)
        self.interviews += sign
        self.flagged += sign * flagged
        self.again += sign * (not flagged and is_drawn_again(row))
        self.shares += sign * share
        self.squares += sign * share * share
        for counted, value in ((self.seconds, row.seconds), (self.names, row.names), (self.accuracy, row.accuracy)):
            if value is not None:
                counted[value] += sign


@dataclass(frozen=True, slots=True)
class Enumerator:
    """One enumerator's work: how many, the mean share of known districts, how far that lies from the others; medians
    of the seconds of an interview and of its districts, and of the metres within which its place is known.
    """

    user: int
    interviews: int
    mean: float | None
    others: float | None
    z: float | None
    median_seconds: int | None
    median_names: int | None
    placed: int
    median_accuracy: int | None
    outlying: bool
    again: int


def flag(rows: Sequence[Row], decoys: Sequence[str]) -> None:
    """Adds what is found in a whole wave to its rows' flags."""
    devices = Counter(row.device for row in rows if row.device)
    works: dict[int, Work] = {}
    for row in rows:
        flag_alone(row, decoys)
        if row.device and devices[row.device] >= SAME_DEVICE:
            row.flags.add(str(Flag.SAME_DEVICE))
        if row.enumerator is not None:
            works.setdefault(row.enumerator, Work()).add(row, share_of(row, decoys))
    outlying = {one.user for one in enumerators(works) if one.outlying}
    for row in rows:
        if row.enumerator in outlying:
            row.flags.add(str(Flag.ENUMERATOR))


def flag_alone(row: Row, decoys: Sequence[str]) -> None:
    """Adds what a row shows by itself."""
    if any(row.known.get(decoy) for decoy in decoys):
        row.flags.add(str(Flag.DECOY))


def enumerators(works: Mapping[int, Work]) -> list[Enumerator]:
    """Each enumerator against all others, the most remarkable first."""
    whole = Work()
    for work in works.values():
        whole.interviews += work.interviews
        whole.shares += work.shares
        whole.squares += work.squares
    found = []
    for user, work in works.items():
        rest = whole.interviews - work.interviews
        z = _distance(work, whole)
        found.append(
            Enumerator(
                user=user,
                interviews=work.interviews,
                mean=float(work.shares / work.interviews),
                others=float((whole.shares - work.shares) / rest) if rest else None,
                z=z,
                median_seconds=_median(work.seconds),
                median_names=_median(work.names),
                placed=work.accuracy.total(),
                median_accuracy=_median(work.accuracy),
                outlying=z is not None and abs(z) > OUTLYING,
                again=work.again,
            )
        )
    return sorted(found, key=lambda one: -abs(one.z or 0))


def told(people: Sequence[Enumerator]) -> list[Enumerator]:
    """The same without what a few persons answered: the mean of few interviews, and that of the others where it would
    give the first away.
    """
    hidden = sum(one.interviews for one in people if few(one.interviews))
    made = []
    for one in people:
        rest = sum(other.interviews for other in people) - one.interviews
        alone = few(one.interviews)
        others = None if alone or few(hidden) or few(rest) else one.others
        made.append(replace(one, mean=None if alone else one.mean, others=others, z=None if alone else one.z))
    return made


def share_of(row: Row, decoys: Sequence[str]) -> Fraction:
    """The share of the districts a person was asked about that the person knows."""
    real = [known for item, known in row.known.items() if item not in decoys and known is not None]
    return Fraction(sum(real), len(real)) if real else Fraction(0)


def _distance(own: Work, whole: Work) -> float | None:
    """In standard errors; None where there are too few interviews, or no spread at all to measure by."""
    rest = whole.interviews - own.interviews
    if own.interviews < LEAST_INTERVIEWS or rest < LEAST_INTERVIEWS:
        return None
    spread = whole.squares / whole.interviews - (whole.shares / whole.interviews) ** 2
    if spread == 0:
        return None
    gap = own.shares / own.interviews - (whole.shares - own.shares) / rest
    return float(gap) / float(spread * (Fraction(1, own.interviews) + Fraction(1, rest))) ** 0.5


def _median(counted: Mapping[int, int]) -> int | None:
    """The middle of values that are counted; of two the mean, rounded to the even number."""
    total = sum(counted.values())
    middle, seen = ((total - 1) // 2, total // 2), 0
    found: list[int] = []
    for value in sorted(counted):
        seen += counted[value]
        while len(found) < 2 and middle[len(found)] < seen:
            found.append(value)
    return round(sum(found) / 2) if total else None


def is_flagged(row: Row) -> bool:
    """Whether a row has a flag that the second estimate leaves out."""
    return not row.flags.isdisjoint(EXCLUDING)


def is_drawn_again(row: Row) -> bool:
    """Whether chance chose an interview for a second visit: one in ten, and the same whenever it is asked for."""
    return int.from_bytes(hashlib.sha256(row.uid.bytes).digest()[:4]) < RECONTACT * 2**32


def recontacts(rows: Sequence[Row]) -> list[Row]:
    """Interviews to be visited again: one in ten of each enumerator's by chance, and all that were flagged."""
    return [row for row in rows if row.enumerator is not None and (is_drawn_again(row) or is_flagged(row))]


RULES = {
    Flag.HONEYPOT: Message("a field that people cannot see was filled in", "มีข้อความในช่องที่คนมองไม่เห็น"),
    Flag.FAST: Message("less than two seconds for each name", "ใช้เวลาน้อยกว่าชื่อละ ๒ วินาที"),
    Flag.DECOY: Message("claims to know a name that does not exist", "ตอบว่ารู้จักหรือเคยได้ยินชื่อที่ไม่มีอยู่จริง"),
    Flag.SAME_DEVICE: Message("three or more responses of one device in a day", "เครื่องเดียวกันตอบสามครั้งขึ้นไปในหนึ่งวัน"),
    Flag.ENUMERATOR: Message(
        "the enumerator's mean lies more than 3.5 standard errors from the others'",
        "ค่าเฉลี่ยของพนักงานสัมภาษณ์ผู้นี้ห่างจากผู้อื่นเกิน ๓.๕ เท่าของความคลาดเคลื่อนมาตรฐาน",
    ),
    Flag.NO_WORK: Message("a browser without scripts; counted as any other", "เบราว์เซอร์ไม่ใช้สคริปต์ นับตามปกติ"),
    Flag.LATE: Message("arrived after the end; not counted", "ส่งถึงหลังปิดรอบ ไม่นับ"),
}
"""By flag the rule, as the results page prints it."""
