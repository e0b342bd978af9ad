"""Reads about creative districts."""

from __future__ import annotations

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
    return list(matching(rows, query).prefetch_related("khets"))


def district(slug: str) -> CreativeDistrict:
    """One district with its khets. Two queries. Raises CreativeDistrict.DoesNotExist."""
    return CreativeDistrict.objects.prefetch_related("khets").get(slug=slug)
