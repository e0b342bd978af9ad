"""What is kept between two nights: each district's context, since when nobody answered, the agency's reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from samrit.districts.models import CreativeDistrict
from samrit.exchange.traffy.agency import Exchange
from samrit.exchange.traffy.asking import Absent, search
from samrit.exchange.traffy.context import Context, context_of
from samrit.exchange.traffy.tickets import Ticket

DAYS = 30
"""How far back the context looks."""
FRESH = dt.timedelta(hours=20)
"""An answer younger than this is not asked for again."""
_KEPT = 90 * 86_400
_AGENCY = "samrit:traffy:agency"
_Tickets = dict[str, Ticket]


def ask_agency() -> int:
    """Asks the exchange API for the agency's reports of the last days and keeps them, stripped, beside earlier ones.

    Gives how many are kept; nothing is asked without an account in the settings. Raises Absent.
    """
    account = settings.SAMRIT_TRAFFY_ACCOUNT
    if not account:
        return 0
    since = timezone.now() - dt.timedelta(days=DAYS)
    new = {one.id: one for one in Exchange(account["user"], account["password"]).issues("3days")}
    known: _Tickets = {**_of_agency(), **new}
    cache.set(_AGENCY, {key: one for key, one in known.items() if one.at >= since}, _KEPT)
    return len(_of_agency())


def _of_agency() -> _Tickets:
    found: _Tickets | None = cache.get(_AGENCY)
    return found or {}


def refresh(district: CreativeDistrict) -> Context:
    """Asks anew and keeps the context. Raises Absent, after noting since when there was no answer."""
    since = timezone.now() - dt.timedelta(days=DAYS)
    try:
        tickets, cut = _tickets(district, since)
    except Absent as absent:
        cache.set(
            f"{_key(district)}:absent", {"at": timezone.now().isoformat(timespec="seconds"), "code": absent.code}, _KEPT
        )
        raise
    found = context_of(district, tickets, since=since, cut=cut)
    cache.set(_key(district), asdict(found), _KEPT)
    cache.delete(f"{_key(district)}:absent")
    return found


def _tickets(district: CreativeDistrict, since: dt.datetime) -> tuple[list[Ticket], bool]:
    found: list[Ticket] = []
    cut = False
    for khet in _khets(district):
        rows, more = search(khet, since)
        found, cut = [*found, *rows], cut or more
        found += [one for one in _of_agency().values() if one.district == khet and one.at >= since]
    return found, cut


def _khets(district: CreativeDistrict) -> Iterator[str]:
    for khet in district.khets.all():
        yield khet.name_th.removeprefix("สำนักงาน").removeprefix("เขต")


def _key(district: CreativeDistrict) -> str:
    return f"samrit:traffy:{district.pk}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known now: the last context, and since when the service has given no answer."""

    context: Context | None
    asked_at: dt.datetime | None
    absent_since: dt.datetime | None
    absent_code: str

    @property
    def stale(self) -> bool:
        """Whether to ask again: nothing, or nothing lately, was answered or tried."""
        last = max((at for at in (self.asked_at, self.absent_since) if at), default=None)
        return last is None or timezone.now() - last > FRESH


def kept(district: CreativeDistrict) -> Kept:
    """What is known of a district without asking anybody."""
    found, absent = cache.get(_key(district)), cache.get(f"{_key(district)}:absent") or {}
    context = Context(**{**found, "kinds": [tuple(one) for one in found["kinds"]]}) if found else None
    return Kept(
        context,
        dt.datetime.fromisoformat(context.asked_at) if context else None,
        dt.datetime.fromisoformat(absent["at"]) if absent else None,
        absent.get("code", ""),
    )
