"""What the public may read, and nothing else: every public page, feed and download asks here."""

from samrit.site.queries.calendar import activities, activity, announced_activities
from samrit.site.queries.elsewhere import posts, public_posts
from samrit.site.queries.figures import counts_by_district, pulse_of
from samrit.site.queries.media import file_is_public, films_of, media_of, pages_that_hold, videos_of
from samrit.site.queries.people import Teller, storytellers
from samrit.site.queries.rule import shown_pages
from samrit.site.queries.shown import (
    Shown,
    count_pages,
    district_pages,
    is_gone,
    latest_corrections,
    moved_to,
    page,
    pages,
    preview,
    series_of,
    stories_of,
)

__all__ = [
    "Shown",
    "Teller",
    "activities",
    "activity",
    "announced_activities",
    "count_pages",
    "counts_by_district",
    "district_pages",
    "file_is_public",
    "films_of",
    "is_gone",
    "latest_corrections",
    "media_of",
    "moved_to",
    "page",
    "pages",
    "pages_that_hold",
    "posts",
    "preview",
    "public_posts",
    "pulse_of",
    "series_of",
    "shown_pages",
    "stories_of",
    "storytellers",
    "videos_of",
]
