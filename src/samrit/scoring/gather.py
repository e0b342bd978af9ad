"""Reading everything that scores are computed from: a fixed number of queries, whatever the number of rows.

Everything is as it was known at the end of the day asked for: what was entered, checked or marked later is not there,
what is dated later has not happened.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, F, IntegerField, Q, QuerySet, UUIDField, Value

from samrit.core.counting import CountingRule, packaged_rule
from samrit.core.counting.items import WorkItems
from samrit.core.sheet import Definition
from samrit.publicity.items import work_items
from samrit.publicity.models import AwarenessResult, Plan, Storyteller, WebsiteEntry
from samrit.results.documents import definition_of
from samrit.results.enums import ACCEPTED, ReportState, RevisionState
from samrit.results.models import ChosenDistrict, KeyResult, ReportStep, Revision
from samrit.results.rollup import Rolled, rollup_periods
from samrit.scoring.reported import Figure, figures_of
from samrit.verification.queries import checks_that_stood

BANGKOK = dt.timezone(dt.timedelta(hours=7), "Asia/Bangkok")
_VERSIONS = 20
"""As many versions of a rule are looked for; a rule is changed once a year at most."""


class PlannedWork(NamedTuple):
    """A line of the approved plan: of what kind, for which district (its number), on which day."""

    kind: str
    district: int | None
    day: dt.date | None


@dataclass(frozen=True, slots=True)
class ApprovedPlan:
    """When the first plan was approved, and by whom; the lines are those of the edition in use on the day."""

    approved_on: dt.date
    subject: str
    by: str
    lines: tuple[PlannedWork, ...] = ()


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A final report that executives have acknowledged, with its problems and suggestions."""

    on: dt.date
    subject: str
    by: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of one key result at the end of a day. `items` is None where no counting rule applies.

    `rolled` are the typed figures by name, each by its periods; none where no report was accepted yet. `chosen` is the
    number of districts of the year, asked only where the work is not counted.
    """

    key_result: KeyResult
    as_of: dt.date
    revision: Revision | None = None
    definition: Definition | None = None
    rule: CountingRule | None = None
    items: WorkItems | None = None
    plan: ApprovedPlan | None = None
    acknowledged: Acknowledged | None = None
    rolled: Mapping[str, Sequence[Rolled]] = field(default_factory=dict)
    awareness: Sequence[AwarenessResult] = ()
    storytellers: tuple[str, ...] = ()
    website: tuple[tuple[str, int], ...] = ()
    chosen: int = 0

    @property
    def figures(self) -> dict[str, Figure]:
        """What accepted reports say of the year so far that cannot be counted."""
        return figures_of(self.rolled)

    @property
    def moment(self) -> dt.datetime:
        """The last moment of the day."""
        return end_of(self.as_of)


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day in Bangkok."""
    return dt.datetime.combine(day, dt.time.max, BANGKOK)


def rule_for(key_result: KeyResult) -> CountingRule | None:
    """The newest version of the counting rule that comes with the program for this key result and year, if any."""
    if not key_result.code.replace("-", "").isalnum() or not key_result.code.isascii():
        return None
    found = None
    for version in range(1, _VERSIONS):
        try:
            found = packaged_rule(f"kr-{key_result.code}-{key_result.fiscal_year}-v{version}")
        except FileNotFoundError:
            break
    return found


def gather(key_results: Collection[KeyResult], as_of: dt.date) -> dict[int, Gathered]:
    """What is known of each key result (by its number) at the end of a day.

    At most 8 queries for all of them, and 13 more for each whose result is counted from the work.
    """
    read = _Read(tuple(key_results), as_of)
    return {row.pk: read.gathered(row) for row in read.key_results}


def gather_work(key_result: KeyResult, as_of: dt.date) -> Gathered:
    """Only what counting needs of one key result: its rule and its work. At most 11 queries."""
    rule = rule_for(key_result)
    items = None if rule is None else _items(key_result, end_of(as_of))
    return Gathered(key_result, as_of, rule=rule, items=items)


def _items(key_result: KeyResult, moment: dt.datetime) -> WorkItems:
    return work_items(key_result, moment, checks=checks_that_stood(key_result, moment))


class _Read:
    """One reading of many key results; the rows of each kind stand by key result."""

    def __init__(self, key_results: tuple[KeyResult, ...], as_of: dt.date) -> None:
        self.key_results, self.as_of, self.moment = key_results, as_of, end_of(as_of)
        self.numbers = [row.pk for row in key_results]
        self.revisions = _by_key_result(self._revisions())
        self.plans = self._plans()
        self.steps = self._steps()
        self.rolled = self._rolled()
        self.awareness = _by_key_result(self._awareness())
        self.members, self.shown = self._beside()
        self.chosen = self._chosen([row.pk for row in key_results if rule_for(row) is None])

    def gathered(self, key_result: KeyResult) -> Gathered:
        """The part of one key result."""
        key = key_result.pk
        revision = self._in_force(self.revisions[key])
        rule = rule_for(key_result)
        return Gathered(
            key_result=key_result,
            as_of=self.as_of,
            revision=revision,
            definition=None if revision is None else definition_of(revision),
            rule=rule,
            items=None if rule is None else _items(key_result, self.moment),
            plan=self.plans.get(key),
            acknowledged=self._acknowledged(key_result),
            rolled=self.rolled.get(key, {}),
            awareness=self.awareness[key],
            storytellers=tuple(self.members[key]),
            website=tuple(self.shown[key]),
            chosen=self.chosen.get(key, 0),
        )

    def _chosen(self, uncounted: list[int]) -> dict[int, int]:
        """How many districts were chosen of those whose work is not counted; no query where there are none."""
        rows = ChosenDistrict.objects.filter(key_result__in=uncounted).order_by().values("key_result")
        return dict(rows.annotate(many=Count("pk")).values_list("key_result", "many")) if uncounted else {}

    def _of(self, rows: QuerySet) -> QuerySet:
        return rows.filter(key_result__in=self.numbers)

    # --- the definition ---

    def _revisions(self) -> QuerySet[Revision]:
        signed = Q(state__in=(RevisionState.SIGNED, RevisionState.REPLACED), signed_at__isnull=False)
        return self._of(Revision.objects.filter(signed)).order_by("number")

    def _in_force(self, revisions: Sequence[Revision]) -> Revision | None:
        """The last that was in effect on the day; before the first was, the first."""
        in_effect = [row for row in revisions if row.effective_from is None or row.effective_from <= self.as_of]
        return in_effect[-1] if in_effect else next(iter(revisions), None)

    # --- the plan ---

    def _plans(self) -> dict[int, ApprovedPlan]:
        """The first approval of each key result, with the lines of the last edition approved by the day."""
        rows = self._of(Plan.objects.filter(approved_on__lte=self.as_of, decided_at__isnull=False))
        names = ("key_result_id", "approved_on", "uid", "decided_by__name_th", "number")
        lines = ("lines__kind", "lines__district_id", "lines__planned_on")
        plans: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows.order_by("approved_on", "number", "lines__planned_on", "lines__id").values_list(*names, *lines):
            plans[row[0]].append(row)
        return {key: _plan(found) for key, found in plans.items()}

    # --- reports ---

    def _steps(self) -> dict[int, list[ReportStep]]:
        rows = ReportStep.objects.filter(at__lte=self.moment, to_state__in=ACCEPTED)
        rows = rows.filter(report__key_result__in=self.numbers).select_related("report__period", "by").order_by("id")
        return _sorted((step.report.key_result_id, step) for step in rows)

    def _acknowledged(self, key_result: KeyResult) -> Acknowledged | None:
        """The first acknowledgement of a report of the host on the year's last period, with both fields filled in."""
        last = dt.date(key_result.fiscal_year - 543, 9, 30)
        for step in self.steps[key_result.pk]:
            report = step.report
            is_final = report.period.ends_on >= last and key_result.host_id in {None, report.agency_id}
            says_all = bool(report.problems.strip() and report.suggestions.strip())
            if step.to_state == ReportState.ACKNOWLEDGED and is_final and says_all:
                return Acknowledged(step.at.astimezone(BANGKOK).date(), report.subject, step.by.name_th)
        return None

    def _rolled(self) -> dict[int, dict[str, list[Rolled]]]:
        """What accepted reports say that cannot be counted; no query where nothing was accepted."""
        return rollup_periods([key for key, steps in self.steps.items() if steps], known_at=self.moment)

    # --- what stands beside ---

    def _awareness(self) -> QuerySet[AwarenessResult]:
        rows = AwarenessResult.objects.filter(measured_on__lte=self.as_of, entered_at__lte=self.moment)
        return self._of(rows).order_by("measured_on", "id")

    def _beside(self) -> tuple[dict[int, list[str]], dict[int, list[tuple[str, int]]]]:
        """Members of the storyteller network and districts on the city's site, as subjects: one query for both."""
        members, shown = defaultdict(list), defaultdict(list)
        for key, uid, number, district in self._storytellers().union(self._website(), all=True).order_by("number"):
            if uid is not None:
                members[key].append(f"storyteller:{uid}")
            else:
                shown[key].append((f"website:{number}", district))
        return members, shown

    def _storytellers(self) -> QuerySet:
        """Members on the day, under a consent that held."""
        day = self.as_of
        holds = Q(consent__valid_from__lte=day) & (Q(consent__valid_to=None) | Q(consent__valid_to__gte=day))
        stands = Q(consent__withdrawn_at=None) | Q(consent__withdrawn_at__gt=self.moment)
        stays = Q(left_on=None) | Q(left_on__gt=day)
        rows = self._of(Storyteller.objects.filter(holds, stands, stays, consent__entered_at__lte=self.moment))
        nothing = Value(None, output_field=IntegerField())
        return (
            rows.order_by()
            .annotate(number=F("pk"), place=nothing)
            .values_list("key_result_id", "uid", "number", "place")
        )

    def _website(self) -> QuerySet:
        """Entries that were public on the day."""
        shown = Q(published_at__lte=self.moment) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=self.moment))
        nothing = Value(None, output_field=UUIDField())
        rows = self._of(WebsiteEntry.objects.filter(shown)).order_by()
        return rows.annotate(nobody=nothing, number=F("pk"), place=F("district_id")).values_list(
            "key_result_id", "nobody", "number", "place"
        )


def _plan(rows: Sequence[tuple[Any, ...]]) -> ApprovedPlan:
    _, approved_on, uid, by, _, *_ = rows[0]
    latest = max(row[4] for row in rows)
    lines = tuple(PlannedWork(*row[5:]) for row in rows if row[4] == latest and row[5] is not None)
    return ApprovedPlan(approved_on, f"plan:{uid}", by or "", lines)


def _sorted(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return found


def _by_key_result(rows: Iterable[Any]) -> dict[int, list[Any]]:
    return _sorted((row.key_result_id, row) for row in rows)
