"""Many works at once: the list, the board by state, and what the matrix is made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from samrit.districts.models import CreativeDistrict
from samrit.publicity.enums import PlanState, WorkState
from samrit.publicity.filters import WorkFilter, chosen_works
from samrit.publicity.models import DuplicateFlag, PlanLine, Storyteller, WebsiteEntry, Work
from samrit.results.models import ChosenDistrict, KeyResult

Card = Work
"""A work as the board shows it: `agency`, `producer`, `districts` and `publications` are there without a query."""


@dataclass(frozen=True, slots=True)
class Column:
    """One state of the board: its latest works, and how many there are in all."""

    state: WorkState
    works: tuple[Card, ...]
    total: int


def list_works(key_result: KeyResult, chosen: WorkFilter | None = None) -> QuerySet[Card]:
    """The works of a key result that a filter selects, newest first, as cards: 3 queries a page (4 with a text)."""
    works = chosen_works(Work.objects.filter(key_result=key_result), chosen or WorkFilter())
    return (
        works.select_related("agency", "producer", "key_result")
        .prefetch_related("districts", "publications")
        .order_by("-created_at", "-id")
    )


def board(key_result: KeyResult, chosen: WorkFilter | None = None, *, most: int = 50) -> tuple[Column, ...]:
    """A column for every state, in their order, each with its latest `most` works: 4 queries (5 with a text)."""
    works = list_works(key_result, chosen)
    totals = Counter(dict(works.order_by().values_list("state").annotate(total=Count("pk"))))
    place = Window(RowNumber(), partition_by="state", order_by=(F("created_at").desc(), F("id").desc()))
    shown = defaultdict(list)
    for work in works.annotate(place=place).filter(place__lte=most):
        shown[work.state].append(work)
    return tuple(Column(state, tuple(shown[state]), totals[state]) for state in WorkState)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One district beside what `core.counting` says of it: how many works it has of which kind in which state.

    `planned`: lines of the approved plan; `website`: its entry, if any; `members`: of the storyteller network.
    """

    district: CreativeDistrict
    works: Mapping[tuple[str, str], int]
    planned: int
    website: WebsiteEntry | None
    members: int

    def total(self, kind: str) -> int:
        """The works of a kind, withdrawn ones left out."""
        return sum(number for (of, state), number in self.works.items() if of == kind and state != WorkState.WITHDRAWN)


def matrix(key_result: KeyResult) -> tuple[MatrixRow, ...]:
    """A row for each chosen district, in their order: 5 queries. A work of two districts stands in both rows."""
    by_district = Count("pk", distinct=True)
    works: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    counted = Work.objects.filter(key_result=key_result, districts__isnull=False).order_by()
    for number, kind, state, total in counted.values_list("districts", "kind", "state").annotate(by_district):
        works[number][kind, state] = total
    lines = PlanLine.objects.filter(plan__key_result=key_result, plan__state=PlanState.APPROVED)
    planned = dict(lines.order_by().values_list("district").annotate(by_district))
    entries = {row.district_id: row for row in WebsiteEntry.objects.filter(key_result=key_result)}
    members = dict(
        Storyteller.objects.filter(key_result=key_result, left_on=None)
        .order_by()
        .values_list("districts")
        .annotate(by_district)
    )
    chosen = ChosenDistrict.objects.filter(key_result=key_result).select_related("district")
    return tuple(
        MatrixRow(
            district=row.district,
            works=works.get(row.district_id, {}),
            planned=planned.get(row.district_id, 0),
            website=entries.get(row.district_id),
            members=members.get(row.district_id, 0),
        )
        for row in chosen
    )


def near_duplicates(key_result: KeyResult, *, undecided: bool = True) -> QuerySet[DuplicateFlag]:
    """Flagged pairs of a key result with both works, newest first: 1 query."""
    rows = DuplicateFlag.objects.filter(Q(first__key_result=key_result) | Q(second__key_result=key_result))
    rows = rows.filter(same=None) if undecided else rows
    return rows.select_related("first__key_result", "second__key_result", "keep", "decided_by").order_by("-pk")
