"""Search in Thai text: one column of tokens, asked alike on SQLite and PostgreSQL.

The tokens are made in Python (`core.thai.search_tokens`), stored in one text column with a blank around each, and asked
for one by one with LIKE. Reading 20,000 rows of 1,150 letters takes about 70 ms of processor time, so no index is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from samrit.core.thai import search_tokens

MAX_QUERY = 200
"""Letters of a query that are looked at."""
Row = TypeVar("Row", bound=Model)


def stored_tokens(*texts: str) -> str:
    """What a row's token column holds, so that it is found by the words of `texts`."""
    tokens = dict.fromkeys(token for text in texts for token in search_tokens(text))
    return f" {' '.join(tokens)} " if tokens else ""


def matching(rows: QuerySet[Row], query: str, *, column: str = "search_tokens") -> QuerySet[Row]:
    """The rows that hold every word of `query`; where there are none, those with words that begin so.

    All rows for an empty query, none for one without letters or digits. Asks the database once before the answer.
    """
    if not query.strip():
        return rows
    tokens = dict.fromkeys(search_tokens(query[:MAX_QUERY]))
    if not tokens:
        return rows.none()
    whole = rows.filter(_all(column, (f" {token} " for token in tokens)))
    return whole if whole.exists() else rows.filter(_all(column, (f" {token}" for token in tokens)))


def _all(column: str, parts: Iterable[str]) -> Q:
    wanted = Q()
    for part in parts:
        wanted &= Q(**{f"{column}__contains": part})
    return wanted
