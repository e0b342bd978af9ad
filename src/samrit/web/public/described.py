"""Public pages as schema.org says them (JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.districts.models import CreativeDistrict
from samrit.platform.language import lang, named, spoken
from samrit.publicity.models import ActivityDetail, Media
from samrit.site.addresses import origin
from samrit.site.enums import LICENCE_URLS
from samrit.site.models import Picture
from samrit.site.queries import Shown
from samrit.site.rich import plain
from samrit.web.public.datasets import ENCODINGS, LICENCE_URL, Dataset
from samrit.web.public.page import absolute, link, media_link

Data = dict[str, Any]
_CONTEXT = "https://schema.org"


def publisher() -> Data:
    """Who publishes the site."""
    return {"@type": "GovernmentOrganization", "name": _("กรุงเทพมหานคร"), "url": f"{origin()}/"}


def site() -> Data:
    """The site itself, with its search."""
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": _("ย่านสร้างสรรค์ กรุงเทพมหานคร"),
        "url": absolute(link("home")),
        "inLanguage": lang(),
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{absolute(link('find'))}?q={{q}}",
            "query-input": "required name=q",
        },
    }


def district(shown: Shown) -> list[Data]:
    """A district as a place to visit, and the way to its page."""
    row = shown.districts[0]
    made = {
        "@context": _CONTEXT,
        "@type": ["TouristAttraction", "Place"],
        "@id": f"urn:uuid:{row.uid}",
        **_place(row),
        "description": shown.lead,
        "url": _address(shown),
        "image": [_image(picture) for picture in shown.pictures],
        "isAccessibleForFree": True,
        "publicAccess": True,
    }
    return [made, _crumbs((_("ย่านสร้างสรรค์"), link("districts")), (shown.title, link(str(shown.kind), shown.slug)))]


def story(shown: Shown, videos: Iterable[Media]) -> list[Data]:
    """A story as an article, its videos beside it."""
    article: Data = {
        "@context": _CONTEXT,
        "@type": "Article",
        "@id": f"urn:uuid:{shown.uid}",
        "headline": shown.title[:110],
        "description": shown.lead,
        "datePublished": shown.published_at.isoformat(),
        "dateModified": shown.changed_at.isoformat(),
        "inLanguage": lang() if shown.translated("body") else "th",
        "mainEntityOfPage": _address(shown),
        "publisher": publisher(),
        "author": {"@type": "Person", "name": shown.told_by} if shown.told_by else publisher(),
        "image": [_image(picture) for picture in shown.pictures],
        "contentLocation": [{"@type": "Place", **_place(row)} for row in shown.districts],
    }
    series = shown.text("series")
    if series:
        article["isPartOf"] = {"@type": "CreativeWorkSeries", "name": series}
    rows = [article, *(_video(shown, media) for media in videos if shown.picture is not None)]
    return [
        *rows,
        _crumbs((pgettext("menu", "เรื่องเล่า"), link("stories")), (shown.title, link(str(shown.kind), shown.slug))),
    ]


def activity(row: ActivityDetail) -> Data:
    """An activity on the city's channels."""
    ends = {"endDate": row.ends_at.isoformat()} if row.ends_at else {}
    online: Data = {"@type": "VirtualLocation", "url": absolute(link("activity", row.work.uid))}
    return {
        "@context": _CONTEXT,
        "@type": "Event",
        "@id": f"urn:uuid:{row.work.uid}",
        "name": row.work.title,
        "description": row.work.text,
        "startDate": row.starts_at.isoformat() if row.starts_at else "",
        **ends,
        "eventAttendanceMode": f"{_CONTEXT}/OnlineEventAttendanceMode",
        "eventStatus": f"{_CONTEXT}/EventScheduled",
        "location": [online],
        "about": [{"@type": "Place", **_place(place)} for place in row.work.places],
        "organizer": {"@type": "Organization", "name": row.host} if row.host else publisher(),
        "isAccessibleForFree": True,
    }


def dataset(row: Dataset) -> Data:
    """Open data, as search engines for data find it."""
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": absolute(link("dataset", row.name, language="th")),
        "name": spoken(row.title),
        "description": spoken(row.notes),
        "url": absolute(link("dataset", row.name)),
        "license": LICENCE_URL,
        "creator": publisher(),
        "keywords": list(row.tags),
        "variableMeasured": list(row.columns),
        "isAccessibleForFree": True,
        "includedInDataCatalog": {"@type": "DataCatalog", "url": absolute(link("open_data"))},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": ENCODINGS[form],
                "contentUrl": absolute(link("download", row.name, form, language="th")),
            }
            for form in row.formats
        ],
    }


def _address(shown: Shown) -> str:
    return absolute(link(str(shown.kind), shown.slug))


def _place(row: CreativeDistrict) -> Data:
    made: Data = {
        "name": str(row),
        "alternateName": named(row.name_en, row.name_th) if row.name_en else row.name_th,
        "address": {"@type": "PostalAddress", "addressRegion": _("กรุงเทพมหานคร"), "addressCountry": "TH"},
    }
    if row.latitude is not None:
        made["geo"] = {"@type": "GeoCoordinates", "latitude": str(row.latitude), "longitude": str(row.longitude)}
    return made


def _image(picture: Picture) -> Data:
    card = next((row for row in picture.made if row.name == "card"), None)
    made: Data = {
        "@type": "ImageObject",
        "contentUrl": absolute(media_link((card or picture).file_id)),
        "caption": named(picture.alt_th, picture.alt_en),
        "creditText": picture.credit,
    }
    licence = LICENCE_URLS.get(picture.licence)
    if licence:
        made["license"] = licence
    return made


def _video(shown: Shown, media: Media) -> Data:
    return {
        "@context": _CONTEXT,
        "@type": "VideoObject",
        "name": media.alt or shown.title,
        "description": shown.lead,
        "uploadDate": shown.published_at.isoformat(),
        "contentUrl": absolute(media_link(media.file_id)),
        "creditText": media.credit,
        "thumbnailUrl": [_image(picture)["contentUrl"] for picture in shown.pictures[:1]],
        "transcript": plain(shown.text("transcript")),
    }


def _crumbs(*way: tuple[str, str]) -> Data:
    steps = ((_("หน้าแรก"), link("home")), *way)
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return {"@context": _CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}
