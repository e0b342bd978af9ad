"""The tally of a wave as of now: what is kept, and the responses that came since. A page costs a few queries and reads
a few rows, however many came before: a job keeps the sums while responses come in, so that the first page after a
restart need not read them all either.

Only what was received a minute ago is kept: until then a slower transaction may still bring in something earlier.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from samrit.surveys import quality
from samrit.surveys.enums import AWARE, EXCLUDING, Flag
from samrit.surveys.frame import Frame, frame_of
from samrit.surveys.models import KeptTally, Response, Wave
from samrit.surveys.rows import Row, rows_of, stream
from samrit.surveys.tally import Tally, read_tally, written

SETTLED = dt.timedelta(seconds=60)
KEPT_EVERY = 500
"""Responses after which the tally is written down; until then each process remembers it."""
FRESH = dt.timedelta(minutes=5)
"""What a process remembers from longer ago is held against what others wrote down since."""
_AT_ONCE = 5_000
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FORMAT = 2
_MOST = 64

_Remembered = tuple[str, dt.datetime, Tally]
_remembered: dict[tuple[str, str], _Remembered] = {}
_NOTHING = (_BEGINNING, Tally())


def tally_of(wave: Wave, frame: Frame) -> Tally:
    """Everything that counts in a wave. 1 query for the rows that are new, at most 5 more where there is news."""
    rules = _rules(wave, frame)
    upto, tally = _base(wave, frame, rules)
    found = _settled(wave, frame, upto, tally)
    if found.new:
        _remember(wave, rules, found.upto, found.tally)
    if found.new >= KEPT_EVERY:
        _write(wave, rules, found)
    return _advanced(found.tally, found.late, found.upto, wave, frame)


def keep(wave: Wave) -> int:
    """Writes down what has settled since it was written last; gives the number of responses."""
    frame = frame_of(wave.survey)
    rules = _rules(wave, frame)
    found = _settled(wave, frame, *(_written(wave, frame, rules) or _NOTHING))
    if found.new:
        _write(wave, rules, found)
    return found.new


@dataclass(frozen=True, slots=True)
class _Settled:
    """The tally of what came up to a moment, how many of them are `new`, and the rows that have not settled yet."""

    upto: dt.datetime
    tally: Tally
    new: int
    late: list[Row]


def _settled(wave: Wave, frame: Frame, upto: dt.datetime, tally: Tally) -> _Settled:
    settled, new = timezone.now() - SETTLED, 0
    late: list[Row] = []
    for chunk in _chunks(stream(wave, frame.battery, (*frame.items, *frame.decoys), Q(received_at__gt=upto))):
        old = [row for row in chunk if row.received <= settled]
        late += chunk[len(old) :]
        if old:
            tally, new = _advanced(tally, old, upto, wave, frame), new + len(old)
            upto = old[-1].received
    return _Settled(upto, tally, new, late)


def _write(wave: Wave, rules: str, found: _Settled) -> None:
    values = {"upto": found.upto, "made_by": rules, "content": written(found.tally)}
    KeptTally.objects.update_or_create(wave=wave, defaults=values)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Some thousands at a time; rows of one moment stay together, for what is kept is told from what is new by it."""
    chunk: list[Row] = []
    for row in rows:
        if len(chunk) >= _AT_ONCE and row.received != chunk[-1].received:
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _rules(wave: Wave, frame: Frame) -> str:
    """Names all that a tally depends on beside the responses: with other rules, or once a wave is closed, it is made
    anew from the first response on.
    """
    named = [_FORMAT, frame.sha256, wave.closed_at, quality.SAME_DEVICE, quality.RECONTACT, sorted(AWARE)]
    return hashlib.sha256(repr([*named, sorted(EXCLUDING)]).encode()).hexdigest()


def _base(wave: Wave, frame: Frame, rules: str) -> tuple[dt.datetime, Tally]:
    """What this process remembers, or what was written down where that is newer by far."""
    known = _remembered.get(_key(wave))
    if known is not None and known[0] == rules:
        since = Q(upto__gt=known[1])
        if known[1] > timezone.now() - FRESH or not KeptTally.objects.filter(since, wave=wave, made_by=rules).exists():
            return known[1], known[2]
    found = _written(wave, frame, rules)
    if found is None:
        return _NOTHING
    _remember(wave, rules, *found)
    return found


def _written(wave: Wave, frame: Frame, rules: str) -> tuple[dt.datetime, Tally] | None:
    kept = KeptTally.objects.filter(wave=wave, made_by=rules).first()
    return None if kept is None else (kept.upto, read_tally(bytes(kept.content), frame))


def _remember(wave: Wave, rules: str, upto: dt.datetime, tally: Tally) -> None:
    while len(_remembered) >= _MOST:
        _remembered.pop(next(iter(_remembered)), None)
    _remembered[_key(wave)] = (rules, upto, tally)


def forget() -> None:
    """Forgets what this process remembers; what is written down stays."""
    _remembered.clear()


def _key(wave: Wave) -> tuple[str, str]:
    """One process may serve several databases."""
    return str(connection.settings_dict["NAME"]), str(wave.uid)


def _advanced(tally: Tally, rows: Sequence[Row], upto: dt.datetime, wave: Wave, frame: Frame) -> Tally:
    """With these rows, all received after `upto`: their flags found, and those of earlier rows of the same devices."""
    devices = Counter(row.device for row in rows if row.device)
    before = _before(wave, upto, devices)
    many = {device for device, number in devices.items() if number + before[device] >= quality.SAME_DEVICE}
    for row in rows:
        quality.flag_alone(row, frame.decoys)
        if row.device in many:
            row.flags.add(str(Flag.SAME_DEVICE))
    grown = [device for device in many if 0 < before[device] < quality.SAME_DEVICE]
    if grown:
        where = Q(device__in=grown, received_at__lte=upto)
        moved = rows_of(wave, frame.battery, (*frame.items, *frame.decoys), where)
        for row in moved:
            quality.flag_alone(row, frame.decoys)
        tally = tally.plus(moved, frame, -1)
        for row in moved:
            row.flags.add(str(Flag.SAME_DEVICE))
        tally = tally.plus(moved, frame)
    return tally.plus(rows, frame)


def _before(wave: Wave, upto: dt.datetime, devices: Counter[str]) -> Counter[str]:
    """How many responses each of the devices had sent before."""
    if not devices:
        return Counter()
    earlier = Response.objects.filter(wave=wave, device__in=list(devices), received_at__lte=upto)
    return Counter(dict(earlier.order_by().values_list("device").annotate(number=Count("id"))))
