"""A public site at work: pages written by one, published by another, with all that a reader may and may not see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from tests.factories import files, publicity
from tests.factories.publicity import Office

from samrit.districts.models import CreativeDistrict
from samrit.publicity.models import Work
from samrit.site.actions import pages, pictures
from samrit.site.enums import Licence
from samrit.site.models import Page, Picture


def texts(**parts: str) -> dict[str, dict[str, str]]:
    """The Thai parts of a page."""
    return {"th": parts}


def district_page(
    place: Office, district: CreativeDistrict | None = None, *, public: bool = True, **parts: str
) -> Page:
    """The page of a district, written by the maker, published by the reviewer."""
    row = district or place.districts[0]
    page = pages.open_district_page(row, acting_user=place.maker)
    said = {"lead": f"คำนำของ{row.name_th}", "story": f"เรื่องราวของ{row.name_th}", **parts}
    pages.save_page(page, texts(**said), read_version=page.version, acting_user=place.maker)
    page.refresh_from_db()
    return publish(page, place.reviewer) if public else page


def story_page(place: Office, work: Work | None = None, *, public: bool = True, slug: str = "", **parts: str) -> Page:
    """The page of an approved work, written and published by its maker."""
    told = work or publicity.work(place, state="approved")
    page = pages.open_story_page(told, slug=slug, acting_user=place.maker)
    said = {"title": told.title, "lead": "คำนำของเรื่อง", "body": "<p>เนื้อเรื่อง</p>", **parts}
    pages.save_page(page, texts(**said), read_version=page.version, acting_user=place.maker)
    page.refresh_from_db()
    return publish(page, place.maker) if public else page


def publish(page: Page, user: Any, at: dt.datetime | None = None) -> Page:
    """Shows the latest version."""
    pages.publish_page(page, at=at, read_version=page.version, acting_user=user)
    page.refresh_from_db()
    return page


def picture(page: Page, user: Any, **words: Any) -> Picture:
    """A picture with its words."""
    said = {"alt_th": "ภาพริมคลอง", "credit": "ชุมชน", "licence": Licence.CC_BY, **words}
    data = files.image("PNG", size=(1300, 900))
    row = pictures.add_picture(page, [data], pictures.Words(**said), read_version=page.version, acting_user=user)
    page.refresh_from_db()
    return row


def soon(**time: float) -> dt.datetime:
    """So long from now."""
    return timezone.now() + dt.timedelta(**time)
