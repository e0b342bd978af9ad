"""Reads about creative districts."""

from __future__ import annotations

from django.db.models import QuerySet

from samrit.core.thai import sort_key
from samrit.districts.models import CreativeDistrict
from samrit.people.models import Agency
from samrit.platform.search import matching


def districts(
    *,
    query: str = "",
    khet: Agency | None = None,
    verified: bool | None = None,
    sample: bool | None = None,
) -> list[CreativeDistrict]:
    """Districts in the order of a Thai dictionary, each with its khets. Two queries; three with `query`."""
    rows = CreativeDistrict.objects.defer("shape", "search_tokens")
    if khet is not None:
        rows = rows.filter(khets=khet)
    if verified is not None:
        rows = rows.filter(verified=verified)
    if sample is not None:
        rows = rows.filter(sample=sample)
    return _in_order(matching(rows, query))


def district(slug: str) -> CreativeDistrict:
    """One district with its khets. Two queries. Raises CreativeDistrict.DoesNotExist."""
    return CreativeDistrict.objects.prefetch_related("khets").get(slug=slug)


def _in_order(rows: QuerySet[CreativeDistrict]) -> list[CreativeDistrict]:
    # Neither database sorts Thai as a dictionary does in every locale, so it is done here: there are some dozens.
    return sorted(rows.prefetch_related("khets"), key=lambda row: (sort_key(row.name_th), row.pk))
