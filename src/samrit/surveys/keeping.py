"""The tally of a wave as of now: what is kept, and the responses that came since. A page costs a few queries and reads
a few rows, however many came before.

Only what was received a minute ago is kept: until then a slower transaction may still bring in something earlier.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from samrit.surveys import quality
from samrit.surveys.enums import AWARE, EXCLUDING, Flag
from samrit.surveys.frame import Frame
from samrit.surveys.models import KeptTally, Response, Wave
from samrit.surveys.rows import Row, rows_of, stream
from samrit.surveys.tally import Tally, read_tally, written

SETTLED = dt.timedelta(seconds=60)
KEPT_EVERY = 500
"""Responses after which the tally is written down; until then each process remembers it."""
_AT_ONCE = 5_000
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FORMAT = 1
_MOST = 64

_Remembered = tuple[str, dt.datetime, Tally]
_remembered: dict[tuple[str, str], _Remembered] = {}


def tally_of(wave: Wave, frame: Frame) -> Tally:
    """Everything that counts in a wave. 1 query for the rows that are new, at most 4 more where there is news."""
    rules = _rules(wave, frame)
    upto, tally = _base(wave, frame, rules)
    settled, new = timezone.now() - SETTLED, 0
    late: list[Row] = []
    for chunk in _chunks(stream(wave, frame.battery, (*frame.items, *frame.decoys), Q(received_at__gt=upto))):
        old = [row for row in chunk if row.received <= settled]
        late += chunk[len(old) :]
        if old:
            tally, new = _advanced(tally, old, upto, wave, frame), new + len(old)
            upto = old[-1].received
    if new:
        _remember(wave, rules, upto, tally)
    if new >= KEPT_EVERY:
        values = {"upto": upto, "made_by": rules, "content": written(tally)}
        KeptTally.objects.update_or_create(wave=wave, defaults=values)
    return _advanced(tally, late, upto, wave, frame)


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
    known = _remembered.get(_key(wave))
    if known is not None and known[0] == rules:
        return known[1], known[2]
    kept = KeptTally.objects.filter(wave=wave, made_by=rules).first()
    if kept is None:
        return _BEGINNING, Tally()
    tally = read_tally(bytes(kept.content), frame)
    _remember(wave, rules, kept.upto, tally)
    return kept.upto, tally


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
