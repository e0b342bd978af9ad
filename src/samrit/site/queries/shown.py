"""Pages as readers see them: the published version, and never the row's internal fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import (
    CharField,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from samrit.core.thai import sort_key
from samrit.districts.models import CreativeDistrict
from samrit.platform.language import lang
from samrit.platform.prepared import Given, Prepared
from samrit.platform.search import matching
from samrit.publicity.models import Work
from samrit.site.enums import PageKind
from samrit.site.models import Correction, OldAddress, Page, Picture, PictureFormat
from samrit.site.queries.rule import DISTRICT, NOW, PLACE, TODAY, at_this_time, cut, public_rule, shown_pages, works_of
from samrit.site.rich import plain
from samrit.site.versions import kept

_READ = (
    *("uid", "kind", "slug", "published_at", "publish_at"),
    *(f"{which}__{part}" for which in ("published", "waiting") for part in ("content", "created_at")),
    *(f"district__{part}" for part in DISTRICT),
    *("work__uid", "work__kind", "work__title", "work__state", "work__piece__form", "work__story__told_by"),
)
"""The columns of a page that readers see anything of: naming all sixty would cost more than reading them."""
_NEWEST = ("-published_at", "-id")
_KIND, _SLUG = Given("kind", CharField()), Given("slug", CharField())


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as a reader sees it."""

    pk: int
    uid: str
    kind: str
    slug: str
    published_at: dt.datetime
    changed_at: dt.datetime
    content: Mapping[str, Mapping[str, str]]
    districts: tuple[CreativeDistrict, ...]
    pictures: tuple[Picture, ...]
    work: Work | None = None
    corrections: tuple[Correction, ...] = field(default=())

    def text(self, name: str) -> str:
        """A part in the reader's language; in Thai where it was not translated."""
        return self.content.get(lang(), {}).get(name) or self.content.get("th", {}).get(name, "")

    def translated(self, name: str) -> bool:
        """Whether the part stands in the reader's language."""
        return bool(self.content.get(lang(), {}).get(name)) or not self.content.get("th", {}).get(name)

    @property
    def title(self) -> str:
        """Its name: of a district the district's."""
        if self.kind == PageKind.DISTRICT:
            return str(self.districts[0])
        return self.text("title")

    @property
    def lead(self) -> str:
        """What it is about, in a sentence or two."""
        return self.text("lead") or plain(self.text("story") or self.text("body"))[:200]

    @property
    def opens_with_lead(self) -> bool:
        """Whether its text begins with the lead: readers would read the same twice."""
        return plain(self.text("body")).startswith(self.lead)

    @property
    def picture(self) -> Picture | None:
        """The first picture."""
        return self.pictures[0] if self.pictures else None

    @property
    def form(self) -> str:
        """Article, video, album …; "" for what is no piece."""
        return self.work.piece.form if self.work is not None and hasattr(self.work, "piece") else ""

    @property
    def told_by(self) -> str:
        """Who tells a story."""
        return self.work.story.told_by if self.work is not None and hasattr(self.work, "story") else ""

    @property
    def words(self) -> int:
        """Letters of its text: how long it takes to read."""
        return len(plain(self.text("body")))


def with_parts(rows: QuerySet[Page]) -> QuerySet[Page]:
    """With what `as_shown` reads. As lists (`to_attr`): else Django makes a query set for each row."""
    formats = Prefetch("formats", PictureFormat.objects.order_by("width"), to_attr="made")
    pictures = Picture.objects.defer("uid", "file").prefetch_related(formats)
    districts = Prefetch("work__districts", CreativeDistrict.objects.only(*DISTRICT), to_attr="places")
    read = rows.select_related("published", "waiting", "district", "work__piece", "work__story").only(*_READ)
    return read.prefetch_related(Prefetch("pictures", pictures, to_attr="its_pictures"), districts)


def as_shown(page: Page, corrections: Iterable[Correction] = ()) -> Shown:
    now = timezone.now()
    ripe = page.waiting is not None and page.publish_at is not None and page.publish_at <= now
    version = page.waiting if ripe else page.published
    if version is None:
        raise ValueError("only for pages that are public")
    since = page.published_at or page.publish_at or version.created_at
    changed = page.publish_at if ripe and page.publish_at else version.created_at
    districts = (page.district,) if page.district is not None else tuple(page.work.places) if page.work else ()
    return Shown(
        pk=page.pk,
        uid=str(page.uid),
        kind=page.kind,
        slug=page.slug,
        published_at=since,
        changed_at=max(changed, since),
        content=version.content,
        districts=districts,
        pictures=tuple(row for row in page.its_pictures if row.alt_th and row.credit),
        work=page.work,
        corrections=tuple(corrections),
    )


def pages(
    kind: str, *, district: CreativeDistrict | None = None, query: str = "", start: int = 0, limit: int | None = None
) -> list[Shown]:
    """Public pages of a kind, the newest first, a part of them where `limit` is given. 5 queries; 6 with `query`."""
    if query:
        rows = matching(shown_pages(kind).order_by(*_NEWEST), query)
        return [as_shown(row) for row in with_parts(cut(rows, start, limit))]
    listed = _listed(district is not None, start, limit)
    return [as_shown(row) for row in listed(**at_this_time(), kind=kind, district=district.pk if district else None)]


@lru_cache(maxsize=200)
def _listed(of_district: bool, start: int, limit: int | None) -> Prepared[Page]:  # noqa: FBT001 -- names a query
    def make() -> QuerySet[Page]:
        rows = Page.objects.filter(public_rule(NOW, TODAY))
        rows = _of_district(rows, PLACE) if of_district else rows.filter(kind=_KIND).order_by(*_NEWEST)
        return with_parts(cut(rows, start, limit))

    return Prepared(make)


def stories_of(district: CreativeDistrict) -> QuerySet[Page]:
    """The public stories of a district, the newest first."""
    return _of_district(shown_pages(), district.pk)


def _of_district(rows: QuerySet[Page], district: Any) -> QuerySet[Page]:
    """Spelled so that no database walks all stories in search of the few of one district: by their works, without the
    kind (only stories tell a work), and in the order of an expression that no index has.
    """
    newest = Coalesce("published_at", "published_at").desc()
    return rows.filter(work__in=works_of(district)).order_by(newest, "-id")


def count_pages(kind: str) -> int:
    """How many pages of a kind are public. 1 query over all of them, once for each version."""
    return kept(("count_pages", kind), lambda: shown_pages(kind).count())


def district_pages() -> list[Shown]:
    """The pages of all districts in the order of a Thai dictionary. 5 queries, once for each version."""
    return kept("district_pages", _district_pages)


def _district_pages() -> list[Shown]:
    return sorted(pages(PageKind.DISTRICT), key=lambda row: sort_key(row.districts[0].name_th))


def page(kind: str, slug: str) -> Shown | None:
    """One public page with its corrections; None where there is none. 6 queries."""
    row = next(iter(_PAGE(**at_this_time(), kind=kind, slug=slug)), None)
    return None if row is None else as_shown(row, row.its_corrections)


def _of_address() -> QuerySet[Page]:
    rows = with_parts(Page.objects.filter(public_rule(NOW, TODAY), kind=_KIND, slug=_SLUG))
    return rows.prefetch_related(Prefetch("corrections", Correction.objects.all(), to_attr="its_corrections"))


_PAGE = Prepared(_of_address)


def preview(row: Page) -> Shown:
    """The latest version of a page as readers would see it: for the office only."""
    page = with_parts(Page.objects.filter(pk=row.pk)).get()
    page.published, page.waiting = row.versions.order_by("-number").first(), None
    page.published_at = page.published_at or timezone.now()
    return as_shown(page, page.corrections.all())


def moved_to(kind: str, slug: str) -> str | None:
    """The slug that a page of this old address has now; None where there is none, or it is not public."""
    old = OldAddress.objects.filter(kind=kind, slug=slug, page__in=shown_pages(kind)).select_related("page").first()
    return None if old is None else old.page.slug


def is_gone(kind: str, slug: str) -> bool:
    """Whether a page stood here once and was taken off."""
    rows = Page.objects.filter(kind=kind).filter(Q(slug=slug) | Q(old_addresses__slug=slug))
    return rows.filter(Q(withdrawn_at__isnull=False) | Q(published__isnull=False)).exists()


def series_of(shown: Shown) -> list[Shown]:
    """The other public stories of the same series, the oldest first. 5 queries, none outside a series."""
    name = shown.content.get("th", {}).get("series")
    if not name:
        return []
    rows = shown_pages(PageKind.STORY).filter(published__content__th__series=name).exclude(pk=shown.pk)
    return [as_shown(row) for row in with_parts(rows.order_by("published_at", "id")[:30])]


def latest_corrections(limit: int = 100) -> list[tuple[Correction, Shown]]:
    """Corrections of pages that are public, the newest first. 7 queries."""
    rows = list(Correction.objects.filter(page__in=shown_pages()).order_by("-id")[:limit])
    found = {row.pk: as_shown(row) for row in with_parts(shown_pages().filter(pk__in={row.page_id for row in rows}))}
    return [(row, found[row.page_id]) for row in rows if row.page_id in found]
