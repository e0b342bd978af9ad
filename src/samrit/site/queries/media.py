"""Pictures, films and captions of public pages."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import (
    BigAutoField,
    Q,
    QuerySet,
)

from samrit.platform.prepared import Given, Prepared
from samrit.publicity.models import Media
from samrit.site.models import Page, PictureFormat
from samrit.site.queries.rule import shown_pages
from samrit.site.queries.shown import Shown


def media_of(shown: Shown) -> list[Media]:
    """The videos and sounds of a page that tells a work: with words and credit only. 1 query."""
    if shown.work is None:
        return []
    return _FILMS_WITH_WORDS(work=shown.work.pk)


def _films_with_words() -> QuerySet[Media]:
    rows = Media.objects.filter(work=Given("work", BigAutoField()), file__media_type="video/mp4")
    rows = rows.exclude(alt="").exclude(credit="").order_by("pk")
    return rows.select_related("file", "captions", "english_captions")


_FILMS_WITH_WORDS = Prepared(_films_with_words)


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


def pages_that_hold(sha256: str) -> list[tuple[str, Page]]:
    """The pages that show a file or will, public or not, each with the type under which it is sent. 3 queries."""
    held: list[tuple[str, Page]] = [
        (row.file.media_type, row.picture.page)
        for row in PictureFormat.objects.filter(file=sha256).select_related("file", "picture__page__work__key_result")
    ]
    films = Media.objects.filter(work__page__isnull=False).select_related("file", "work__page", "work__key_result")
    held += [(row.file.media_type, row.work.page) for row in films.filter(file=sha256)]
    tracks = films.filter(Q(captions=sha256) | Q(english_captions__file=sha256))
    return held + [("text/vtt", row.work.page) for row in tracks]
