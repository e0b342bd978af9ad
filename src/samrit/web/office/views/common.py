"""What the views of a key result share: the row, who may see it, and the way back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Model, OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.core.thai import parse_date, to_thai
from samrit.people.enums import Act
from samrit.people.rights import Forbidden, Scope
from samrit.results.enums import RevisionState
from samrit.results.models import AgencyTarget, KeyResult, Revision
from samrit.results.parts import agencies_of, may_see
from samrit.web.shared.forms import no_date, spoken
from samrit.web.shared.pages import rights_of
from samrit.web.shared.templatetags.samrit import digits

Crumb = tuple[str, str]
WAITING = (RevisionState.READ, RevisionState.CONFIRMED)


def visible_key_results(request: HttpRequest) -> list[KeyResult]:
    """The key results that this person may see, the newest year first: two queries."""
    rights = rights_of(request)
    rows = KeyResult.objects.select_related("host").prefetch_related("agency_targets")
    return [row for row in rows if may_see(rights, row)]


def key_result_of(request: HttpRequest, key: str) -> KeyResult:
    """The key result of an address (`7301-2568`). 404 where there is none, Forbidden where it may not be seen.

    `waiting_number` and `waiting_state` are those of the revision that nobody has signed yet, None where none waits.
    """
    code, _dash, year = key.rpartition("-")
    if not year.isascii() or not year.isdigit() or len(year) != 4:
        raise Http404
    targets = Prefetch("agency_targets", AgencyTarget.objects.select_related("agency", "accepted_by"))
    waiting = Revision.objects.filter(key_result=OuterRef("pk"), state__in=WAITING).order_by("-number")
    rows = KeyResult.objects.select_related("host").prefetch_related(targets)
    rows = rows.annotate(
        waiting_number=Subquery(waiting.values("number")[:1]), waiting_state=Subquery(waiting.values("state")[:1])
    )
    row = rows.filter(code=code, fiscal_year=int(year)).first()
    if row is None:
        raise Http404
    if not may_see(rights_of(request), row):
        raise Forbidden(Act.VIEW)
    return row


def may(request: HttpRequest, act: Act, key_result: KeyResult, agency_id: int | None = None) -> bool:
    """Whether an act is open to this person here: to show or hide a button, never instead of the action's asking."""
    return rights_of(request).may(act, Scope(agency_id or key_result.host_id, key_result.key))


def crumbs(key_result: KeyResult | None = None, *further: Crumb) -> list[Crumb]:
    """The way to a page."""
    rows = [(pgettext("list", "ตัวชี้วัด"), reverse("office:key_results"))]
    if key_result is not None:
        name = f"{_('ตัวชี้วัด')} {digits(key_result.code)}"
        rows.append((name, reverse("office:key_result", args=[key_result.key])))
    return [*rows, *further]


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that a page shows; `typed` is what the address asked for, `wrong` why it could not be taken."""

    day: dt.date
    typed: str = ""
    wrong: str = ""

    @property
    def past(self) -> bool:
        return self.day < timezone.localdate()


def as_of(request: HttpRequest) -> AsOf:
    """The day that the address asks for; today, with the reason, where it cannot be read or lies ahead."""
    today, typed = timezone.localdate(), request.GET.get("as_of", "")[:40].strip()
    if not typed:
        return AsOf(today)
    day = parse_date(typed)
    if day is None:
        return AsOf(today, typed, no_date(typed))
    if day > today:
        return AsOf(today, typed, _("วันที่นี้ยังมาไม่ถึง จึงแสดงสถานะของวันนี้"))
    return AsOf(day, typed)


def version_of(request: HttpRequest) -> int:
    """The version of a row that a form was filled in from; 0, which no row has, where it was lost."""
    return _version(request.POST.get("version", ""))


def versions_read(words: Iterable[str]) -> dict[uuid.UUID, int]:
    """Rows ticked in a list as `uid:version`, each with the version that the list showed; nonsense is left out."""
    read = {}
    for word in words:
        name, _colon, version = word.partition(":")
        with suppress(ValueError):
            read[uuid.UUID(name)] = _version(version)
    return read


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def page_of(request: HttpRequest, rows: QuerySet[Model] | list[object], size: int = 25) -> Page:
    """One page of a list; nonsense in the address shows the first."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


__all__ = [
    "AsOf",
    "Crumb",
    "agencies_of",
    "as_of",
    "crumbs",
    "key_result_of",
    "may",
    "may_see",
    "page_of",
    "spoken",
    "to_thai",
    "version_of",
    "versions_read",
    "visible_key_results",
]
