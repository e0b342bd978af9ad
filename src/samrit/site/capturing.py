"""A capture of every page that is published, as evidence of what it shows: of a work's publication, or of duty 5."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from samrit.evidence import ledger
from samrit.evidence.captures.asking import Unanswered
from samrit.evidence.captures.taking import Taken
from samrit.evidence.captures.wacz import MEDIA_TYPE
from samrit.evidence.captures.ways import capture
from samrit.evidence.enums import EvidenceKind, Proves
from samrit.evidence.models import EvidenceItem
from samrit.evidence.subjects import Subject
from samrit.people.enums import Role
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.platform.files import store_own
from samrit.platform.jobs import start
from samrit.publicity.enums import Channel
from samrit.publicity.models import Publication, WebsiteEntry
from samrit.site.addresses import address_of
from samrit.site.events import PagePublished
from samrit.site.models import Page
from samrit.site.queries import shown_pages


def asked_for(event: PagePublished) -> None:
    """A page was published: its capture is a job of its own."""
    if settings.SAMRIT_CAPTURE:
        from samrit.site.tasks import capture_page  # noqa: PLC0415 -- tasks stand on this

        told = (event.page, timezone.now().isoformat(), event.by, event.role, event.on_behalf_of)
        start(capture_page, *told, key=f"site.capture:{event.page}")


def capture_published(page: Page, since: dt.datetime, who: User, standing: Standing) -> list[EvidenceItem]:
    """One item for everything that the page proves and that has no capture since then. Raises Unanswered.

    Whoever published the page stands for it: the right was asked when it was published. A page that is not public any
    more, since it was taken down or a consent ended before its turn came, has nothing to show and is left alone.
    """
    if not shown_pages().filter(pk=page.pk).exists():
        return []
    proved = [row for row in proved_by(page) if not _is_captured(row[0].name, since)]
    if not proved:
        return []
    taken, content = capture(address_of(page))
    with transaction.atomic():
        file = store_own(content, MEDIA_TYPE)
        return [
            ledger.append(subject, standing, _proof(page, taken, file, proves, link), acting_user=who)
            for subject, proves, link in proved
        ]


def proved_by(page: Page) -> list[tuple[Subject, str, str]]:
    """What a page proves: (subject, what of it, under which address)."""
    if page.work is not None:
        rows = Publication.objects.filter(work=page.work, channel=Channel.WEBSITE, withdrawn_at=None)
        kept = Subject("", page.work.key_result.key, page.work.agency_id)
        return [
            (Subject(row.subject, kept.key_result, kept.agency_id), Proves.PUBLIC, row.permalink)
            for row in rows.order_by("pk")
            if row.permalink.endswith(f"/{page.slug}") or row.permalink.endswith(f"/{page.slug}/")
        ]
    if page.district is not None:
        entries = WebsiteEntry.objects.filter(district=page.district, withdrawn_at=None).exclude(permalink="")
        return [
            (Subject(row.subject, row.key_result.key, row.key_result.host_id), Proves.WEBSITE, row.permalink)
            for row in entries.select_related("key_result").order_by("pk")
        ]
    return []


def _is_captured(subject: str, since: dt.datetime) -> bool:
    items = EvidenceItem.objects.filter(subject=subject, kind=EvidenceKind.CAPTURE)
    return items.filter(entered_at__gte=since).exists()


def _proof(page: Page, taken: Taken, file: Any, proves: str, link: str) -> ledger.Proof:
    return ledger.Proof(
        kind=EvidenceKind.CAPTURE,
        title=f"ภาพเก็บหน้าเว็บไซต์: {taken.title or page.slug}"[:300],
        proves=proves,
        district=page.district,
        captured_at=min(taken.main.at, timezone.now()),
        file=file,
        file_name=f"{page.slug}.wacz"[:200],
        url=link,
    )


def without_capture() -> list[Page]:
    """Public pages that prove something of which there is no capture at all."""
    rows = shown_pages().exclude(work=None, district=None).select_related("work__key_result", "district")
    return [page for page in rows.order_by("pk") if _lacks(page)]


def _lacks(page: Page) -> bool:
    names = [subject.name for subject, _, _ in proved_by(page)]
    have = EvidenceItem.objects.filter(subject__in=names, kind=EvidenceKind.CAPTURE).values_list("subject", flat=True)
    return bool(set(names) - set(have))


def published_by(page: Page) -> tuple[User, Standing] | None:
    """Who stands for a page that was captured in vain: who entered its publication or entry."""
    if page.work is not None:
        made = page.work.publications.filter(channel=Channel.WEBSITE, withdrawn_at=None).order_by("pk").first()
    else:
        made = WebsiteEntry.objects.filter(district=page.district, withdrawn_at=None).order_by("pk").first()
    return None if made is None else (made.entered_by, Standing(Role.CONTRIBUTOR))


__all__ = ["Unanswered", "asked_for", "capture_published", "proved_by", "published_by", "without_capture"]
