"""The search over everything: works, plans, remarks, districts and key results that hold the words asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from samrit.districts.models import CreativeDistrict
from samrit.districts.queries import districts
from samrit.people.enums import Act
from samrit.people.rights import Rights
from samrit.platform.search import MAX_QUERY, matching
from samrit.publicity.models import Comment, Plan, Work
from samrit.results.models import KeyResult

FEW = 20
"""Of everything but works, so many are given."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; `works` are all of them, not yet read."""

    works: QuerySet[Work]
    plans: tuple[Plan, ...] = ()
    remarks: tuple[Comment, ...] = ()
    districts: tuple[CreativeDistrict, ...] = ()
    key_results: tuple[KeyResult, ...] = ()


def search(asked: str, seen: Collection[KeyResult], rights: Rights) -> Found:
    """What holds the words, among the key results that a person may see; nothing for an empty query. 8 queries."""
    query = asked[:MAX_QUERY].strip()
    if not query:
        return Found(Work.objects.none())
    works = matching(Work.objects.filter(key_result__in=seen), query).select_related("key_result", "agency")
    plans = Plan.objects.filter(key_result__in=seen).select_related("key_result").order_by("-pk")
    remarks = Comment.objects.filter(key_result__in=seen, taken_back_at=None).select_related("by", "key_result")
    return Found(
        works=works.prefetch_related("districts"),
        plans=tuple(matching(plans, query)[:FEW]),
        remarks=tuple(matching(remarks.order_by("-pk"), query)[:FEW]),
        districts=tuple(districts(query=query)[:FEW]) if rights.may(Act.VIEW) else (),
        key_results=tuple(row for row in seen if query in row.name or query in row.code),
    )
