"""Traffy Fondue: what residents report in and around a creative district. Context, never a figure of a score.

The open search (`…/share/teamchadchart/search`) is asked by khet, an agency's account by the exchange API; either
answer is stripped at the door: of a report only its kinds, state, place, times stay. Words, pictures and addresses
hold personal data, and no terms of use are known for them, so they are never kept.

The services' traps that this module knows: filters that are ignored without a word (so district, days and outline are
filtered here again), `total` that is not the number of matches (so pages end where a page is short), 1,000 rows a
page, times in UTC in one outlet and in Bangkok's without a zone in another, points as texts, points that are missing
or 0, other provinces, districts that are missing, finished reports that are opened again, rows that move from page to
page while one reads.
"""

from samrit.exchange.traffy.agency import Exchange
from samrit.exchange.traffy.asking import HOST, Absent, search
from samrit.exchange.traffy.confirming import confirmed_by
from samrit.exchange.traffy.context import Context, context_of, covers
from samrit.exchange.traffy.keeping import Kept, ask_agency, kept, refresh
from samrit.exchange.traffy.tickets import Ticket, stripped

CREDIT = "Traffy Fondue (กรุงเทพมหานคร × เนคเทค)"

__all__ = [
    "CREDIT",
    "HOST",
    "Absent",
    "Context",
    "Exchange",
    "Kept",
    "Ticket",
    "ask_agency",
    "confirmed_by",
    "context_of",
    "covers",
    "kept",
    "refresh",
    "search",
    "stripped",
]
