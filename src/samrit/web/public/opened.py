"""What the public reads of a key result: only what is open, signed, accepted or public already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Prefetch
from django.utils import timezone

from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import evidence_of, is_hidden, is_usable
from samrit.publicity.enums import WorkState
from samrit.publicity.models import AwarenessResult, Publication
from samrit.results.enums import ACCEPTED, RevisionState
from samrit.results.models import ChosenDistrict, KeyResult, Report, ReportedValue, Revision
from samrit.scoring.models import ScoreSnapshot
from samrit.scoring.result import Result, score_key_result
from samrit.site import queries
from samrit.web.public.cache import version

_SHOWN = (RevisionState.SIGNED, RevisionState.REPLACED)
MOST = 200


_SCORED: dict[tuple[str, int], tuple[tuple[int, dt.date], Result]] = {}
"""The last result of each key result by database, with the number of the last change and the day that it is of."""


def scored(row: KeyResult) -> Result:
    """Where a key result stands today: worked out anew when anything has changed since. 1 query where nothing has."""
    key, now = (str(connection.settings_dict["NAME"]), row.pk), (version()[0], timezone.localdate())
    kept = _SCORED.get(key)
    if kept is not None and kept[0] == now and settings.SAMRIT_KEEP_SCORES:
        return kept[1]
    result = score_key_result(row)
    _SCORED[key] = (now, result)
    return result


def key_results() -> list[KeyResult]:
    """Those that an act opened to the public, the newest year first. 1 query."""
    return list(KeyResult.objects.filter(public=True).select_related("host"))


def key_result(key: str) -> KeyResult | None:
    """One of them by its key (`7301-2568`); None for every other. 1 query."""
    code, _dash, year = key.rpartition("-")
    if not year.isascii() or not year.isdigit() or len(year) != 4:
        return None
    return KeyResult.objects.filter(public=True, code=code, fiscal_year=int(year)).select_related("host").first()


def revisions(row: KeyResult) -> list[Revision]:
    """Signed revisions of the sheet, the newest first. 1 query."""
    return list(row.revisions.filter(state__in=_SHOWN).defer("definition", "confirmed"))


def reports(row: KeyResult) -> list[Report]:
    """Accepted reports with their figures, the latest period first. 2 queries."""
    values = Prefetch("values", ReportedValue.objects.order_by("pk"))
    rows = row.reports.filter(state__in=ACCEPTED).select_related("agency", "period")
    return list(rows.prefetch_related(values))


def snapshots(row: KeyResult) -> list[ScoreSnapshot]:
    """Scores as they were kept, one a day, the latest first. 1 query."""
    rows = ScoreSnapshot.objects.filter(key_result=row).defer("facts", "counts")
    return list({snapshot.as_of: snapshot for snapshot in reversed(rows)}.values())[::-1]


def chosen(row: KeyResult) -> list[ChosenDistrict]:
    """The districts that it is about. 1 query."""
    return list(row.chosen_districts.select_related("district").defer("district__shape", "district__search_tokens"))


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


def evidence(result: Result) -> list[Shown]:
    """Public publications of the key result's works with their usable evidence, the latest first. 3 queries."""
    works = [row.pk for row in result.key_result.works.exclude(approved_at=None).only("pk")]
    rows = queries.posts(works, limit=MOST, website=True)
    items = evidence_of([row.subject for row in rows])
    return [
        Shown(
            row,
            row.work.title,
            row.work.state == WorkState.VERIFIED,
            tuple(item for item in items[row.subject] if is_usable(item) and not is_hidden(item)),
        )
        for row in rows
    ]
