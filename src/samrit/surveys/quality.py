"""What is remarkable in a wave: found by rules that are printed, flagged and never deleted.

Equal answers are no sign of fabrication where most people know most districts, so they are not looked for.
"""

from __future__ import annotations

import hashlib
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from samrit.core.contract import Message
from samrit.surveys.enums import EXCLUDING, Flag
from samrit.surveys.rows import Row

SAME_DEVICE = 3
"""As many responses of one device in one day are flagged; two may be a couple with one telephone."""
LEAST_INTERVIEWS = 10
OUTLYING = 3.5
"""Standard errors by which an enumerator's mean may differ from the others' before it is looked at."""
RECONTACT = 0.10


@dataclass(frozen=True, slots=True)
class Enumerator:
    """One enumerator's work: how many, the mean share of known districts, how far that lies from the others."""

    user: int
    interviews: int
    mean: float
    others: float | None
    z: float | None
    median_seconds: int | None
    outlying: bool


def flag(rows: Sequence[Row], decoys: Sequence[str]) -> list[Enumerator]:
    """Adds what is found to the rows' flags, and gives the enumerators, the most remarkable first."""
    devices = Counter((row.device, row.day) for row in rows if row.device)
    for row in rows:
        if any(row.known.get(decoy) for decoy in decoys):
            row.flags.add(str(Flag.DECOY))
        if row.device and devices[row.device, row.day] >= SAME_DEVICE:
            row.flags.add(str(Flag.SAME_DEVICE))
    people = enumerators(rows, decoys)
    outlying = {one.user for one in people if one.outlying}
    for row in rows:
        if row.enumerator in outlying:
            row.flags.add(str(Flag.ENUMERATOR))
    return people


def enumerators(rows: Sequence[Row], decoys: Sequence[str]) -> list[Enumerator]:
    """Each enumerator against all others."""
    of: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.enumerator is not None:
            of[row.enumerator].append(row)
    shares = {user: [_share(row, decoys) for row in own] for user, own in of.items()}
    found = []
    for user, own in shares.items():
        rest = [share for other, values in shares.items() if other != user for share in values]
        z = _distance(own, rest)
        times = [row.seconds for row in of[user] if row.seconds is not None]
        found.append(
            Enumerator(
                user=user,
                interviews=len(own),
                mean=statistics.fmean(own),
                others=statistics.fmean(rest) if rest else None,
                z=z,
                median_seconds=round(statistics.median(times)) if times else None,
                outlying=z is not None and abs(z) > OUTLYING,
            )
        )
    return sorted(found, key=lambda one: -abs(one.z or 0))


def _share(row: Row, decoys: Sequence[str]) -> float:
    real = [known for item, known in row.known.items() if item not in decoys and known is not None]
    return sum(real) / len(real) if real else 0.0


def _distance(own: Sequence[float], rest: Sequence[float]) -> float | None:
    """In standard errors; None where there are too few interviews, or no spread at all to measure by."""
    if len(own) < LEAST_INTERVIEWS or len(rest) < LEAST_INTERVIEWS:
        return None
    spread = statistics.pvariance([*own, *rest])
    if spread == 0:
        return None
    return (statistics.fmean(own) - statistics.fmean(rest)) / (spread * (1 / len(own) + 1 / len(rest))) ** 0.5


def clean(rows: Sequence[Row]) -> list[Row]:
    """The rows without any flag that the second estimate leaves out."""
    return [row for row in rows if not is_flagged(row)]


def is_flagged(row: Row) -> bool:
    """Whether a row has a flag that the second estimate leaves out."""
    return not row.flags.isdisjoint(EXCLUDING)


def counted(rows: Sequence[Row]) -> list[tuple[Flag, int]]:
    """How many rows have each flag, for those that occur."""
    found = Counter(name for row in rows for name in row.flags)
    return [(flag, found[flag]) for flag in Flag if found[flag]]


def recontacts(rows: Sequence[Row]) -> list[Row]:
    """Interviews to be visited again: one in ten of each enumerator's by chance, and all that were flagged.

    The chance comes from the response's number, so that the list is the same whenever it is asked for.
    """

    def drawn(row: Row) -> bool:
        return int.from_bytes(hashlib.sha256(row.uid.bytes).digest()[:4]) < RECONTACT * 2**32

    return [row for row in rows if row.enumerator is not None and (drawn(row) or is_flagged(row))]


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
