"""What the public reads of a key result: only what is open, signed, accepted or public already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigAutoField, CharField, Count, PositiveIntegerField, Prefetch, Q, QuerySet

from samrit.core.contract import Message
from samrit.districts.models import CreativeDistrict
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import usable_in_public
from samrit.platform.language import lang, written
from samrit.platform.prepared import Given, Prepared
from samrit.publicity.enums import WorkState
from samrit.publicity.models import AwarenessResult, Publication
from samrit.results.enums import ACCEPTED, RevisionState
from samrit.results.models import ChosenDistrict, KeyResult, Report, ReportedValue, Revision
from samrit.scoring.matrix import Matrix, matrix_of
from samrit.scoring.models import ScoreSnapshot
from samrit.scoring.result import Result, rule_in_words, score_key_result
from samrit.site import queries
from samrit.site.versions import kept
from samrit.surveys.queries import link_on_the_site
from samrit.web.shared.ladder import ladder_of
from samrit.web.shared.ladder_data import Ladder

_SHOWN = (RevisionState.SIGNED, RevisionState.REPLACED)
MOST = 8
"""Pieces of evidence on the page of a result; all of them have pages of their own."""


_NOT_SCORED = ("site.page.", "site.contribution.", "site.picture.", "people.user.", "people.sign_in.")
"""How codes of acts begin that change no score."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The score of a key result, the ladder and the matrix that are made of it, and its counting rule in words."""

    result: Result
    ladder: Ladder
    matrix: Matrix | None
    rules: Mapping[str, str]

    @property
    def rule(self) -> str:
        """The rule as its reader writes numbers and days; "" where none applies."""
        return self.rules[lang()]


def standing(row: KeyResult) -> Standing:
    """Where a key result stands today: worked out anew when anything has changed since that may change it."""
    return kept(("score", row.pk), lambda: _standing(score_key_result(row)), daily=True, unmoved_by=_NOT_SCORED)


def _standing(found: Result) -> Standing:
    rules = {one: written(rule_in_words(found, one), one) for one in ("th", "en")}
    return Standing(found, ladder_of(found), matrix_of(found), rules)


def key_results() -> list[KeyResult]:
    """Those that an act opened to the public, the newest year first. 1 query."""
    return list(KeyResult.objects.filter(public=True).select_related("host"))


def key_result(key: str) -> KeyResult | None:
    """One of them by its key (`7301-2568`); None for every other. 1 query."""
    code, _dash, year = key.rpartition("-")
    if not year.isascii() or not year.isdigit() or len(year) != 4:
        return None
    return next(iter(_OF_KEY(code=code, year=int(year))), None)


_OF_KEY = Prepared(
    lambda: KeyResult.objects.filter(
        public=True, code=Given("code", CharField()), fiscal_year=Given("year", PositiveIntegerField())
    ).select_related("host")
)


@dataclass(frozen=True, slots=True)
class Record:
    """What else its page tells: signed revisions, the host's accepted reports and how many others reported, the days
    on which the kept score became another, the latest awareness, and its districts. Acts change it, not time.
    """

    revisions: list[Revision]
    reports: list[Report]
    reports_of_others: int
    snapshots: list[ScoreSnapshot]
    awareness: AwarenessResult | None
    places: dict[str, CreativeDistrict]


def record(row: KeyResult) -> Record:
    """The record of a key result, read anew when anything has changed since that may change it."""
    return kept(("record", row.pk), lambda: _record(row), daily=True, unmoved_by=_NOT_SCORED)


def _record(row: KeyResult) -> Record:
    return Record(
        revisions=revisions(row),
        reports=reports_of_host(row),
        reports_of_others=count_reports(row)[1],
        snapshots=snapshots(row),
        awareness=awareness(row),
        places={f"D{one.district_id}": one.district for one in chosen(row)},
    )


_ITS = Given("key_result", BigAutoField())
"""The key result of a prepared query."""


def revisions(row: KeyResult) -> list[Revision]:
    """Signed revisions of the sheet, the newest first. 1 query."""
    return _REVISIONS(key_result=row.pk)


_REVISIONS = Prepared(
    lambda: Revision.objects.filter(key_result=_ITS, state__in=_SHOWN).defer("definition", "confirmed")
)


def reports(row: KeyResult, *, start: int = 0, limit: int = 60) -> list[Report]:
    """Accepted reports of all agencies with their figures, the latest period first. 2 queries."""
    return list(_with_figures(_accepted(row.pk)[start : start + limit]))


def reports_of_host(row: KeyResult) -> list[Report]:
    """Those of the agency that answers for the key result. 2 queries."""
    return _OF_HOST(key_result=row.pk, host=row.host_id)


_OF_HOST = Prepared(lambda: _with_figures(_accepted(_ITS).filter(agency=Given("host", BigAutoField()))))


def count_reports(row: KeyResult) -> tuple[int, int]:
    """How many accepted reports there are, and how many of them are other agencies' than the host's. 1 query."""
    counted = _accepted(row.pk).order_by().aggregate(all=Count("pk"), others=Count("pk", filter=~Q(agency=row.host_id)))
    return counted["all"], counted["others"]


def _accepted(key_result: Any) -> QuerySet[Report]:
    return Report.objects.filter(key_result=key_result, state__in=ACCEPTED)


_REPORT = (
    *("key_result", "state", "edition", "progress", "narrative", "problems", "suggestions"),
    *("agency__name_th", "agency__name_en", "period__starts_on", "period__ends_on"),
)


def _with_figures(rows: QuerySet[Report]) -> QuerySet[Report]:
    values = Prefetch("values", ReportedValue.objects.order_by("pk"))
    return rows.select_related("agency", "period").only(*_REPORT).prefetch_related(values)


def snapshots(row: KeyResult) -> list[ScoreSnapshot]:
    """The days on which the kept score became another, the latest first. 1 query."""
    found: list[ScoreSnapshot] = []
    for snapshot in {one.as_of: one for one in _SNAPSHOTS(key_result=row.pk)}.values():
        if not found or found[-1].score.get("score") != snapshot.score.get("score"):
            found.append(snapshot)
    return found[::-1]


_SNAPSHOTS = Prepared(
    lambda: ScoreSnapshot.objects.filter(key_result=_ITS).only("as_of", "score", "key_result").order_by("as_of", "pk")
)


def chosen(row: KeyResult) -> list[ChosenDistrict]:
    """The districts that it is about. 1 query."""
    return _CHOSEN(key_result=row.pk)


_CHOSEN = Prepared(
    lambda: (
        ChosenDistrict.objects.filter(key_result=_ITS)
        .select_related("district")
        .only("key_result", "district__name_th", "district__name_en")
        .order_by("district__sort_name", "pk")
    )
)


def awareness(row: KeyResult) -> AwarenessResult | None:
    """The latest result of the awareness survey. 1 query."""
    return AwarenessResult.objects.filter(key_result=row).order_by("-measured_on", "-pk").first()


@dataclass(frozen=True, slots=True)
class Shown:
    """A publication that anybody can open, with the fingerprints of what is kept as its evidence."""

    publication: Publication
    title: str
    verified: bool
    evidence: tuple[EvidenceItem, ...]


def latest_evidence(row: KeyResult) -> list[Shown]:
    """The first of them, for the page of the result: once for each version that may change them."""
    return kept(("evidence", row.pk), lambda: evidence(row), unmoved_by=_NOT_SCORED)


def evidence(row: KeyResult, *, start: int = 0, limit: int = MOST) -> list[Shown]:
    """Public publications of the key result's works with their usable evidence, the latest first. 3 queries."""
    rows = queries.posts(key_result=row, start=start, limit=limit, website=True)
    items = usable_in_public([found.subject for found in rows])
    return [
        Shown(found, found.work.title, found.work.state == WorkState.VERIFIED, tuple(items[found.subject]))
        for found in rows
    ]


def count_evidence(row: KeyResult) -> int:
    """How many publications `evidence` has. 1 query over all of them, once for each version."""
    rows = queries.public_posts(website=True).filter(work__key_result=row)
    return kept(("count_evidence", row.pk), rows.count, unmoved_by=_NOT_SCORED)


@dataclass(frozen=True, slots=True)
class Done:
    """What a key result's work has come to in one district: whether it counts as publicised, and how many of what."""

    key: str
    name: str
    publicised: bool | None
    cells: tuple[tuple[Message, int], ...]
    awareness: AwarenessResult | None


def done_in(district: CreativeDistrict) -> list[Done]:
    """The same for every open key result that is about a district, the newest year first."""
    rows = kept(("key results of", district.pk), lambda: _about(district))
    return [found for row in rows if (found := _done(row, district)) is not None]


def _about(district: CreativeDistrict) -> list[KeyResult]:
    return list(KeyResult.objects.filter(public=True, chosen_districts__district=district).order_by("-fiscal_year"))


def _done(row: KeyResult, district: CreativeDistrict) -> Done | None:
    found = standing(row).matrix
    here = None if found is None else next((one for one in found.rows if one.id == f"D{district.pk}"), None)
    if found is None or here is None:
        return None
    cells = tuple((title, len(cell.items)) for (_name, title), cell in zip(found.columns, here.cells, strict=True))
    return Done(row.key, row.name, here.publicised, cells, record(row).awareness)


def survey_for(district: CreativeDistrict) -> str:
    """The token of a survey that readers of a district's page may answer; "" without one."""
    return kept(("survey for", district.pk), lambda: link_on_the_site(district))
