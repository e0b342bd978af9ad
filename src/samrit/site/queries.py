"""What the public may read, and nothing else: every public page, feed and download asks here.

A page is read through `Shown`, which holds the published version and never the row's internal fields.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import (
    BigAutoField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    TextField,
    UUIDField,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from samrit.core.thai import sort_key
from samrit.districts.models import CreativeDistrict
from samrit.evidence.consents import is_in_force
from samrit.evidence.enums import ConsentPurpose
from samrit.platform.language import lang
from samrit.platform.prepared import Given, Prepared
from samrit.platform.search import matching
from samrit.publicity.enums import Channel, Form, Visibility, WorkKind, WorkState
from samrit.publicity.models import ActivityDetail, Media, PersonShown, Publication, Storyteller, Work
from samrit.results.models import KeyResult
from samrit.site.enums import PageKind, Pulse
from samrit.site.models import Correction, OldAddress, Page, Picture, PictureFormat, PulseAnswer
from samrit.site.rich import plain
from samrit.site.versions import kept

Row = TypeVar("Row", bound=Model)
ANNOUNCED = (WorkState.APPROVED, WorkState.DONE, WorkState.VERIFIED)
"""States in which an announced activity stands in the calendar."""


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


# --- pages ---


def shown_pages(kind: str | None = None) -> QuerySet[Page]:
    """Pages that are public now. A page that tells a work is not, while a person shown in it has not consented."""
    now = timezone.now()
    rule = _public(now, timezone.localdate(now))
    return Page.objects.filter(rule if kind is None else Q(kind=kind) & rule)


def _public(now: Any, today: Any) -> Q:
    """The rule of public pages at a time, which may also be a `Given`."""
    due = Q(published__isnull=False) | Q(waiting__isnull=False, publish_at__lte=now)
    approved = Q(work=None) | (Q(work__approved_at__isnull=False) & ~Q(work__state=WorkState.WITHDRAWN))
    return due & approved & ~Exists(_without_consent(today))


@lru_cache(maxsize=4)
def _without_consent(today: Any) -> QuerySet[PersonShown]:
    """People shown in the work of a page whose consent does not hold today, or not for the website.

    Channels are a JSON list of plain words, so the one that is looked for stands in its text. Never read by itself,
    only inside other queries; so it is put together once a day.
    """
    lacks = (
        Q(consent__withdrawn_at__isnull=False)
        | Q(consent__valid_from__gt=today)
        | Q(consent__valid_to__lt=today)
        | ~Q(_on__contains=f'"{Channel.WEBSITE.value}"')
    )
    rows = PersonShown.objects.filter(work=OuterRef("work")).alias(_on=Cast("consent__channels", TextField()))
    return rows.filter(lacks)


_DISTRICT = ("uid", "slug", "name_th", "name_en", "latitude", "longitude", "sample")
_READ = (
    *("uid", "kind", "slug", "published_at", "publish_at"),
    *(f"{which}__{part}" for which in ("published", "waiting") for part in ("content", "created_at")),
    *(f"district__{part}" for part in _DISTRICT),
    *("work__uid", "work__kind", "work__title", "work__state", "work__piece__form", "work__story__told_by"),
)
"""The columns of a page that readers see anything of: naming all sixty would cost more than reading them."""


def _with_parts(rows: QuerySet[Page]) -> QuerySet[Page]:
    formats = Prefetch("formats", PictureFormat.objects.order_by("width"))
    districts = Prefetch("work__districts", CreativeDistrict.objects.only(*_DISTRICT))
    pictures = Prefetch("pictures", Picture.objects.defer("uid", "file").prefetch_related(formats))
    read = rows.select_related("published", "waiting", "district", "work__piece", "work__story").only(*_READ)
    return read.prefetch_related(pictures, districts)


def _shown(page: Page, corrections: Iterable[Correction] = ()) -> Shown:
    now = timezone.now()
    ripe = page.waiting is not None and page.publish_at is not None and page.publish_at <= now
    version = page.waiting if ripe else page.published
    if version is None:
        raise ValueError("only for pages that are public")
    since = page.published_at or page.publish_at or version.created_at
    changed = page.publish_at if ripe and page.publish_at else version.created_at
    districts = (page.district,) if page.district is not None else tuple(page.work.districts.all()) if page.work else ()
    return Shown(
        pk=page.pk,
        uid=str(page.uid),
        kind=page.kind,
        slug=page.slug,
        published_at=since,
        changed_at=max(changed, since),
        content=version.content,
        districts=districts,
        pictures=tuple(row for row in page.pictures.all() if row.alt_th and row.credit),
        work=page.work,
        corrections=tuple(corrections),
    )


def pages(
    kind: str, *, district: CreativeDistrict | None = None, query: str = "", start: int = 0, limit: int | None = None
) -> list[Shown]:
    """Public pages of a kind, the newest first, a part of them where `limit` is given. 5 queries; 6 with `query`."""
    if query:
        rows = matching(shown_pages(kind).order_by(*_NEWEST), query)
        return [_shown(row) for row in _with_parts(_cut(rows, start, limit))]
    listed = _listed(district is not None, start, limit)
    return [_shown(row) for row in listed(**_today(), kind=kind, district=district.pk if district else None)]


_NEWEST = ("-published_at", "-id")
_NOW, _TODAY = Given("now", DateTimeField()), Given("today", DateField())
_KIND, _SLUG, _PLACE = Given("kind", CharField()), Given("slug", CharField()), Given("district", BigAutoField())


def _today() -> dict[str, Any]:
    """What `_NOW` and `_TODAY` stand for."""
    now = timezone.now()
    return {"now": now, "today": timezone.localdate(now)}


@lru_cache(maxsize=200)
def _listed(of_district: bool, start: int, limit: int | None) -> Prepared[Page]:  # noqa: FBT001 -- names a query
    def make() -> QuerySet[Page]:
        rows = Page.objects.filter(_public(_NOW, _TODAY))
        rows = _of_district(rows, _PLACE) if of_district else rows.filter(kind=_KIND).order_by(*_NEWEST)
        return _with_parts(_cut(rows, start, limit))

    return Prepared(make)


def _cut(rows: QuerySet[Row], start: int, limit: int | None) -> QuerySet[Row]:
    return rows if limit is None else rows[start : start + limit]


def stories_of(district: CreativeDistrict) -> QuerySet[Page]:
    """The public stories of a district, the newest first."""
    return _of_district(shown_pages(), district.pk)


def _of_district(rows: QuerySet[Page], district: Any) -> QuerySet[Page]:
    """Spelled so that no database walks all stories in search of the few of one district: by their works, without the
    kind (only stories tell a work), and in the order of an expression that no index has.
    """
    newest = Coalesce("published_at", "published_at").desc()
    return rows.filter(work__in=_works_of(district)).order_by(newest, "-id")


def _works_of(district: Any) -> QuerySet[Any, Any]:
    return Work.districts.through.objects.filter(creativedistrict=district).values("work")


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
    row = next(iter(_PAGE(**_today(), kind=kind, slug=slug)), None)
    return None if row is None else _shown(row, row.corrections.all())


_PAGE = Prepared(lambda: _with_parts(Page.objects.filter(_public(_NOW, _TODAY), kind=_KIND, slug=_SLUG)))


def preview(row: Page) -> Shown:
    """The latest version of a page as readers would see it: for the office only."""
    page = _with_parts(Page.objects.filter(pk=row.pk)).get()
    page.published, page.waiting = row.versions.order_by("-number").first(), None
    page.published_at = page.published_at or timezone.now()
    return _shown(page, page.corrections.all())


def moved_to(kind: str, slug: str) -> str | None:
    """The slug that a page of this old address has now; None where there is none, or it is not public."""
    old = OldAddress.objects.filter(kind=kind, slug=slug, page__in=shown_pages(kind)).select_related("page").first()
    return None if old is None else old.page.slug


def is_gone(kind: str, slug: str) -> bool:
    """Whether a page stood here once and was taken off."""
    rows = Page.objects.filter(kind=kind).filter(Q(slug=slug) | Q(old_addresses__slug=slug))
    return rows.filter(Q(withdrawn_at__isnull=False) | Q(published__isnull=False)).exists()


def media_of(shown: Shown) -> list[Media]:
    """The videos and sounds of a page that tells a work: with words and credit only. 1 query."""
    if shown.work is None:
        return []
    rows = Media.objects.filter(work=shown.work).exclude(alt="").exclude(credit="")
    return list(
        rows.filter(file__media_type="video/mp4").select_related("file", "captions", "english_captions").order_by("pk")
    )


def films_of(page: Page) -> list[Media]:
    """All films of the work of a page, also those that lack words: for the office. 1 query."""
    rows = Media.objects.filter(work=page.work, work__isnull=False, file__media_type="video/mp4")
    return list(rows.select_related("english_captions").order_by("pk"))


def videos_of(rows: Collection[Shown]) -> dict[int, list[Media]]:
    """The videos of many pages, by the number of the work. 1 query."""
    works = [row.work.pk for row in rows if row.work is not None]
    found: dict[int, list[Media]] = {}
    media = Media.objects.filter(work__in=works, file__media_type="video/mp4").exclude(alt="").exclude(credit="")
    for one in media.order_by("pk"):
        found.setdefault(one.work_id, []).append(one)
    return found


def series_of(shown: Shown) -> list[Shown]:
    """The other public stories of the same series, the oldest first. 5 queries, none outside a series."""
    name = shown.content.get("th", {}).get("series")
    if not name:
        return []
    rows = shown_pages(PageKind.STORY).filter(published__content__th__series=name).exclude(pk=shown.pk)
    return [_shown(row) for row in _with_parts(rows.order_by("published_at", "id")[:30])]


def file_is_public(sha256: str) -> str | None:
    """The media type of a file that a public page shows; None for every other file. 1–3 queries."""
    public = shown_pages()
    for rows in (
        PictureFormat.objects.filter(picture__page__in=public).exclude(picture__alt_th="").exclude(picture__credit=""),
        Media.objects.filter(work__page__in=public).exclude(alt="").exclude(credit=""),
    ):
        found = rows.filter(file=sha256).values_list("file__media_type", flat=True).first()
        if found:
            return str(found)
    tracks = Q(captions=sha256) | Q(english_captions__file=sha256)
    captions = Media.objects.filter(tracks, work__page__in=public).exclude(alt="").exclude(credit="")
    return "text/vtt" if captions.exists() else None


def latest_corrections(limit: int = 100) -> list[tuple[Correction, Shown]]:
    """Corrections of pages that are public, the newest first. 7 queries."""
    rows = list(Correction.objects.filter(page__in=shown_pages()).order_by("-id")[:limit])
    found = {row.pk: _shown(row) for row in _with_parts(shown_pages().filter(pk__in={row.page_id for row in rows}))}
    return [(row, found[row.page_id]) for row in rows if row.page_id in found]


# --- activities ---


def announced_activities() -> Q:
    """Which activities the public may know of."""
    return _announced(timezone.now())


def _announced(now: Any) -> Q:
    open_to_all = Q(announced_at__lte=now, open_to_public=True, starts_at__isnull=False)
    return open_to_all & Q(work__state__in=ANNOUNCED)


def activities(
    *,
    district: CreativeDistrict | None = None,
    since: dt.datetime | None = None,
    over_by: dt.datetime | None = None,
    latest: int | None = None,
    uid: str = "",
) -> list[ActivityDetail]:
    """Announced activities that are open to the public, by their beginning; of many the `latest`. 2 queries.

    One that has begun and not ended is neither to come nor over: `since` gives it, `over_by` does not.
    """
    given = {"district": district.pk if district else None, "since": since, "over_by": over_by, "uid": uid or None}
    asked = frozenset(name for name, value in given.items() if value is not None)
    rows = _activities(asked, latest)(**_today(), **given)
    return rows if latest is None else rows[::-1]


_SINCE, _OVER_BY, _UID = Given("since", DateTimeField()), Given("over_by", DateTimeField()), Given("uid", UUIDField())
_ASKED = {
    "district": Q(work__in=_works_of(_PLACE)),
    "since": Q(ends_at__gte=_SINCE) | Q(ends_at=None, starts_at__gte=_SINCE),
    "over_by": Q(ends_at__lt=_OVER_BY) | Q(ends_at=None, starts_at__lt=_OVER_BY),
    "uid": Q(work__uid=_UID),
}


@lru_cache(maxsize=64)
def _activities(asked: frozenset[str], latest: int | None) -> Prepared[ActivityDetail]:
    def make() -> QuerySet[ActivityDetail]:
        rows = ActivityDetail.objects.filter(_announced(_NOW), *(_ASKED[name] for name in sorted(asked)))
        rows = rows.select_related("work").defer("work__search_tokens", "work__duties")
        rows = rows.prefetch_related(Prefetch("work__districts", CreativeDistrict.objects.only(*_DISTRICT)))
        return rows.order_by("starts_at", "pk") if latest is None else rows.order_by("-starts_at", "-pk")[:latest]

    return Prepared(make)


def activity(uid: str) -> ActivityDetail | None:
    """One announced activity; None where there is none. 2 queries."""
    return next(iter(activities(uid=uid)), None)


# --- people and other channels ---


@dataclass(frozen=True, slots=True)
class Teller:
    """A storyteller as the public may know one: the name, the districts, the public stories."""

    name: str
    districts: tuple[CreativeDistrict, ...]
    stories: tuple[Shown, ...]


def storytellers(district: CreativeDistrict | None = None) -> list[Teller]:
    """Members of the network whose consent to be named on the website holds today; no minors. 8 queries, once."""
    everybody = kept("storytellers", _storytellers)
    return everybody if district is None else [row for row in everybody if district in row.districts]


def _storytellers() -> list[Teller]:
    today = timezone.localdate()
    rows = Storyteller.objects.filter(left_on=None, consent__minor=False).select_related("consent")
    districts = Prefetch("districts", CreativeDistrict.objects.only(*_DISTRICT))
    works = Prefetch("contributions", Work.objects.only("pk"))
    held = [
        row
        for row in rows.prefetch_related(districts, works).order_by("pk")
        if is_in_force(row.consent, today, purpose=ConsentPurpose.STORYTELLER, channel=Channel.WEBSITE)
    ]
    told_by = {work.pk for row in held for work in row.contributions.all()}
    told = {page.work_id: page for page in _with_parts(shown_pages(PageKind.STORY).filter(work__in=told_by))}
    tellers = {}
    for row in held:
        stories = tuple(_shown(told[work.pk]) for work in row.contributions.all() if work.pk in told)
        tellers.setdefault(row.consent.person, Teller(row.consent.person, tuple(row.districts.all()), stories))
    return sorted(tellers.values(), key=lambda row: sort_key(row.name))


def public_posts(*, website: bool) -> QuerySet[Publication]:
    """Where approved works stand on other channels (`website`: on ours too) now."""
    now = timezone.now()
    return _public_posts(now, timezone.localdate(now), website=website)


def _public_posts(now: Any, today: Any, *, website: bool) -> QuerySet[Publication]:
    public = Q(withdrawn_at=None, visibility=Visibility.PUBLIC, first_public_at__lte=now)
    public &= Q(work__approved_at__isnull=False) & ~Q(permalink="") & ~Q(work__state=WorkState.WITHDRAWN)
    public &= ~Exists(_without_consent(today))
    return Publication.objects.filter(public if website else public & ~Q(channel=Channel.WEBSITE))


def posts(
    *,
    work: Work | None = None,
    district: CreativeDistrict | None = None,
    key_result: KeyResult | None = None,
    website: bool = False,
    start: int = 0,
    limit: int = 24,
) -> list[Publication]:
    """Some of them, of one work, district or key result, the newest first. 1 query."""
    of = "work" if work else "district" if district else "key_result"
    number = (work or district or key_result).pk
    return _posts(of, website, start, limit)(**_today(), number=number, district=number)


_NUMBER = Given("number", BigAutoField())
_POST = ("uid", "channel", "permalink", "first_public_at", "work__uid", "work__title", "work__state")


@lru_cache(maxsize=200)
def _posts(of: str, website: bool, start: int, limit: int) -> Prepared[Publication]:  # noqa: FBT001 -- names a query
    def make() -> QuerySet[Publication]:
        ours = {"work": Q(work=_NUMBER), "key_result": Q(work__key_result=_NUMBER), "district": _ASKED["district"]}[of]
        rows = _public_posts(_NOW, _TODAY, website=website).filter(ours).select_related("work").only(*_POST)
        return _cut(rows.order_by("-first_public_at", "-id"), start, limit)

    return Prepared(make)


def counts_by_district() -> dict[int, int]:
    """How many public stories each district has. 1 query over all of them, once for each version."""
    return kept("counts_by_district", _counts_by_district)


def _counts_by_district() -> dict[int, int]:
    through = Work.districts.through.objects.filter(work__in=shown_pages(PageKind.STORY).values("work"))
    return dict(through.values_list("creativedistrict_id").annotate(number=Count("id")))


def pulse_of(district: CreativeDistrict) -> list[tuple[str, int]]:
    """How many gave each answer to the question of a district's page, in the order of the answers. 1 query."""
    rows = PulseAnswer.objects.filter(district=district).values_list("answer").annotate(number=Sum("count"))
    counts = dict(rows)
    return [(str(label), counts.get(value, 0)) for value, label in Pulse.choices]


def forms() -> list[tuple[str, str]]:
    """The forms that a story may have, for filters."""
    return [(str(value), str(label)) for value, label in Form.choices]


def kind_of(work: Work) -> str:
    """What the public calls a work."""
    return str(WorkKind(work.kind).label)
