"""Pages: opened, written version by version, published now or later, withdrawn, restored, renamed, corrected.

A page about a district or the site itself is published by somebody who did not write that version. A page that tells a
work was approved with the work, and whoever works on it publishes it; that makes a publication on the channel website.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from samrit.core.contract import Refused
from samrit.core.thai import fiscal_year, to_thai
from samrit.districts.models import CreativeDistrict
from samrit.people import recording
from samrit.people.enums import Act
from samrit.people.four_eyes import require_another
from samrit.people.models import User
from samrit.people.rights import Rights, Standing
from samrit.platform.jobs import start
from samrit.platform.locking import change
from samrit.platform.search import stored_tokens
from samrit.platform.sniffing import IMAGES
from samrit.publicity.actions import publications, website
from samrit.publicity.actions.shared import because, line, lock, moment, refuse, scope_of, text
from samrit.publicity.drafts import PublicationDraft
from samrit.publicity.enums import Channel, WorkKind, WorkState
from samrit.publicity.links import permalink
from samrit.publicity.models import Publication, WebsiteEntry, Work
from samrit.results.models import ChosenDistrict
from samrit.site.addresses import TEXTS, address_of
from samrit.site.content import Content, checked_content, missing, words_of
from samrit.site.enums import PageKind
from samrit.site.events import PagePublished, tell
from samrit.site.models import Correction, OldAddress, Page, PageVersion
from samrit.site.pictures import make_formats, size_of
from samrit.site.rich import paragraphs

# --- rights ---


def require_edit(page: Page | Work | None, acting_user: User) -> Standing:
    """Who may write: of a work those who work on it, of other pages whoever keeps the site."""
    rights = Rights(acting_user)
    work = page.work if isinstance(page, Page) else page
    if work is not None:
        return rights.require(Act.EDIT_WORK, scope_of(work))
    return rights.require(Act.EDIT_SITE)


def _require_publish(page: Page, acting_user: User) -> Standing:
    if page.work is not None:
        return Rights(acting_user).require(Act.EDIT_WORK, scope_of(page.work))
    return Rights(acting_user).require(Act.PUBLISH_SITE)


# --- opening and writing ---


@transaction.atomic(durable=True)
def open_district_page(district: CreativeDistrict, *, acting_user: User) -> Page:
    """The page of a district, begun with what the register says of it; the one that is there where there is one."""
    standing = require_edit(None, acting_user)
    found = Page.objects.filter(district=district).first()
    if found is not None:
        return found
    page = Page(kind=PageKind.DISTRICT, slug=_free(PageKind.DISTRICT, district.slug), district=district)
    texts = {
        lang: {name: paragraphs(getattr(district, f"{name}_{lang}")) for name in ("story", "identity", "people")}
        for lang in ("th", "en")
    }
    return _opened(page, texts, standing, acting_user)


@transaction.atomic(durable=True)
def open_story_page(work: Work, *, slug: str = "", acting_user: User) -> Page:
    """The page that tells a piece or a story, begun with its master; the one that is there where there is one.

    Its images come along, made anew from their pixels, with their words and credit.
    """
    standing = require_edit(work, acting_user)
    if work.kind == WorkKind.ACTIVITY:
        raise refuse(
            "kind",
            ("an activity stands in the calendar", "กิจกรรมแสดงในปฏิทินอยู่แล้ว"),
            ("tell a piece or a story", "โปรดเลือกชิ้นงานหรือเรื่องเล่า"),
        )
    found = Page.objects.filter(work=work).first()
    if found is not None:
        return found
    page = Page(kind=PageKind.STORY, slug=_free(PageKind.STORY, slug or f"story-{str(work.uid)[:8]}"), work=work)
    texts = {"th": {"title": work.title, "lead": work.text.split("\n")[0][:400], "body": paragraphs(work.text)}}
    page = _opened(page, texts, standing, acting_user)
    for media in work.media.filter(public_copy__media_type__in=IMAGES).select_related("public_copy"):
        width, height = size_of(media.public_copy)
        picture = page.pictures.create(
            file=media.public_copy, width=width, height=height, alt_th=media.alt, credit=media.credit
        )
        make_formats(picture)
    return page


@transaction.atomic(durable=True)
def open_text_page(name: str, *, acting_user: User) -> Page:
    """A page about the site itself, by its name in the address."""
    standing = require_edit(None, acting_user)
    if name not in TEXTS:
        raise refuse("slug", ("there is no such page", "ไม่มีหน้านี้"), ("choose one of the list", "โปรดเลือกจากรายการ"))
    found = Page.objects.filter(kind=PageKind.TEXT, slug=name).first()
    return found or _opened(Page(kind=PageKind.TEXT, slug=name), {}, standing, acting_user)


def _opened(page: Page, texts: Mapping[str, Mapping[str, Any]], standing: Standing, acting_user: User) -> Page:
    page.save()
    content = checked_content(PageKind(page.kind), texts)
    PageVersion.objects.create(page=page, number=1, content=content, created_by=acting_user)
    _record("opened", page, standing, acting_user, {"kind": page.kind, "slug": page.slug})
    return page


@transaction.atomic(durable=True)
def save_page(
    page: Page, content: Mapping[str, Mapping[str, Any]], *, note: str = "", read_version: int, acting_user: User
) -> PageVersion:
    """Keeps what was written as the next version; readers see it once it is published. Nothing new, nothing kept."""
    standing = require_edit(page, acting_user)
    lock(page, read_version)
    made = checked_content(PageKind(page.kind), content)
    latest = page.versions.first()
    if latest is not None and latest.content == made:
        return latest
    return _kept(page, made, line(note, "note", needed=False), standing, acting_user)


def _kept(page: Page, content: Content, note: str, standing: Standing, acting_user: User) -> PageVersion:
    number = 1 + (page.versions.values_list("number", flat=True).first() or 0)
    change(page, read_version=page.version)
    row = PageVersion.objects.create(page=page, number=number, content=content, note=note, created_by=acting_user)
    _record("saved", page, standing, acting_user, {"number": number})
    return row


@transaction.atomic(durable=True)
def restore_version(page: Page, number: int, *, read_version: int, acting_user: User) -> PageVersion:
    """Makes an earlier version the latest one again, as a new version; readers see it once it is published."""
    standing = require_edit(page, acting_user)
    lock(page, read_version)
    old = page.versions.filter(number=number).first()
    if old is None:
        raise refuse("number", ("there is no such version", "ไม่มีฉบับนี้"), ("choose one of the list", "โปรดเลือกจากรายการ"))
    note = f"กู้คืนจากฉบับที่ {to_thai(str(number))}"
    return _kept(page, old.content, note, standing, acting_user)


@transaction.atomic(durable=True)
def rename_page(page: Page, slug: str, *, read_version: int, acting_user: User) -> Page:
    """Another address for a page; the old one leads on to it for good."""
    standing = require_edit(page, acting_user)
    lock(page, read_version)
    wanted = slugify(slug)[:80]
    if page.kind == PageKind.TEXT or not wanted:
        raise refuse(
            "slug",
            ("this page has no such address", "ใช้ที่อยู่นี้ไม่ได้"),
            ("write Latin letters, digits and hyphens", "โปรดใช้ตัวอักษรอังกฤษ ตัวเลข และขีดกลาง"),
        )
    if wanted == page.slug:
        return page
    taken = Page.objects.filter(kind=page.kind, slug=wanted).exists()
    if taken or OldAddress.objects.filter(kind=page.kind, slug=wanted).exclude(page=page).exists():
        raise refuse("slug", ("this address is taken", "ที่อยู่นี้มีหน้าอื่นใช้แล้ว"), ("write another", "โปรดใช้ชื่ออื่น"))
    before = page.slug
    OldAddress.objects.filter(kind=page.kind, slug=wanted, page=page).delete()
    OldAddress.objects.get_or_create(kind=page.kind, slug=before, defaults={"page": page})
    change(page, read_version=page.version, slug=wanted)
    _record("renamed", page, standing, acting_user, {"from": before, "to": wanted})
    return page


# --- public or not ---


@transaction.atomic(durable=True)
def publish_page(page: Page, *, at: dt.datetime | None = None, read_version: int, acting_user: User) -> Page:
    """Shows the latest version to everybody: now, or by itself at a moment to come.

    Raises Refused where a needed part is empty, a picture lacks words or credit, or the work was not approved.
    """
    standing = _require_publish(page, acting_user)
    lock(page, read_version)
    version = page.versions.first()
    if version is None:
        raise refuse("", ("nothing is written yet", "ยังไม่มีเนื้อหา"), ("write the page first", "โปรดเขียนหน้านี้ก่อน"))
    _refuse_unready(page, version)
    if page.work is None:
        require_another(acting_user, {version.created_by_id})
    when = moment(at, "at")
    now = timezone.now()
    if when is not None and when > now:
        change(page, read_version=page.version, waiting=version, publish_at=when)
        _record("scheduled", page, standing, acting_user, {"number": version.number, "at": when.isoformat()})
        _publish_later(page, version, when, standing, acting_user)
        return page
    return _make_public(page, version, now, standing, acting_user)


def _publish_later(page: Page, version: PageVersion, at: dt.datetime, standing: Standing, acting_user: User) -> None:
    from samrit.site.tasks import publish_scheduled  # noqa: PLC0415 -- tasks stand on this

    told = (page.pk, version.pk, at.isoformat(), *_who(acting_user, standing))
    start(publish_scheduled.using(run_after=at), *told)


@transaction.atomic(durable=True)
def publish_waiting(number: int, version: int, at: dt.datetime, who: User, standing: Standing) -> Page | None:
    """What follows when the hour of a scheduled page has come: it counts as a publication and is captured.

    Whoever scheduled it stands for it: the right was asked then. None where the page was scheduled anew, published or
    taken back in between. Raises Refused where it may not be public any more.
    """
    page = Page.objects.select_for_update(of=("self",)).get(pk=number)
    if page.waiting is None or (page.waiting.pk, page.publish_at) != (version, at):
        return None
    _refuse_unready(page, page.waiting)
    return _make_public(page, page.waiting, at, standing, who)


def _make_public(page: Page, version: PageVersion, at: dt.datetime, standing: Standing, acting_user: User) -> Page:
    change(
        page,
        read_version=page.version,
        published=version,
        published_at=page.published_at or at,
        waiting=None,
        publish_at=None,
        withdrawn_at=None,
        withdrawal_reason="",
        search_tokens=_tokens(page, version),
    )
    shown = _shown(page, at, standing, acting_user)
    _record("published", page, standing, acting_user, {"number": version.number, "address": address_of(page)})
    publication = None if shown is None else shown.pk
    tell(PagePublished(page.pk, address_of(page), publication, *_who(acting_user, standing)))
    return page


def _who(acting_user: User, standing: Standing) -> tuple[int, str, int | None]:
    return acting_user.pk, standing.role, None if standing.on_behalf_of is None else standing.on_behalf_of.pk


def _shown(page: Page, now: dt.datetime, standing: Standing, acting_user: User) -> Publication | None:
    """What publishing means for the work: a publication of the work, or that the site shows a district (duty 5)."""
    if page.work is not None:
        return _published_work(page, page.work, now, acting_user)
    if page.district is not None:
        link = _public_link(page)
        if not link:
            return None
        year = fiscal_year(timezone.localdate(now))
        chosen = ChosenDistrict.objects.filter(district=page.district, key_result__fiscal_year=year)
        for row in chosen.select_related("key_result__host"):
            stands = {"key_result": row.key_result, "district": page.district, "permalink": link, "withdrawn_at": None}
            if not WebsiteEntry.objects.filter(**stands).exists():
                website.show(
                    row.key_result, page.district, address=link, at=now, standing=standing, acting_user=acting_user
                )
    return None


def _published_work(page: Page, work: Work, now: dt.datetime, acting_user: User) -> Publication | None:
    """The publication on the channel website: made where there is none yet and the work may still get one."""
    link = _public_link(page)
    if not link:
        return None
    found = work.publications.filter(channel=Channel.WEBSITE, withdrawn_at=None, permalink=link).first()
    if found is not None or work.state == WorkState.VERIFIED:
        return found
    draft = PublicationDraft(channel=Channel.WEBSITE, permalink=link, first_public_at=now, seen_logged_out=True)
    return publications.put_publication(work, draft, read_version=work.version, acting_user=acting_user)


def _public_link(page: Page) -> str:
    """The address of a page as publications keep it; "" on a server that stands under no public name yet."""
    try:
        return permalink(address_of(page), Channel.WEBSITE)
    except Refused:
        return ""


def _refuse_unready(page: Page, version: PageVersion) -> None:
    lacking = missing(PageKind(page.kind), version.content)
    if lacking:
        raise refuse(
            f"th.{lacking[0]}",
            ("a part that every page needs is empty", "ยังไม่ได้เขียนส่วนที่ทุกหน้าต้องมี"),
            ("write it in Thai, then publish", "โปรดเขียนเป็นภาษาไทยก่อนเผยแพร่"),
        )
    bare = page.pictures.filter(alt_th="") | page.pictures.filter(credit="")
    if bare.exists():
        raise refuse(
            "pictures",
            ("a picture lacks its description or its credit", "มีภาพที่ยังไม่มีคำบรรยายหรือเครดิต"),
            ("write both, then publish", "โปรดเขียนให้ครบก่อนเผยแพร่"),
        )
    if page.work is not None and (page.work.approved_at is None or page.work.state == WorkState.WITHDRAWN):
        raise refuse(
            "state",
            ("the work has not been approved for release", "งานนี้ยังไม่ได้รับอนุมัติให้เผยแพร่"),
            ("submit it and wait for the approval", "โปรดเสนอและรออนุมัติก่อนเผยแพร่"),
        )


@transaction.atomic(durable=True)
def withdraw_page(page: Page, *, reason: str, read_version: int, acting_user: User) -> Page:
    """Takes a page off the site; its address says from then on that it is gone. The reason stays in the office."""
    standing = _require_publish(page, acting_user)
    lock(page, read_version)
    why = because(reason)
    if page.published is None and page.waiting is None:
        raise refuse("", ("it is not public", "หน้านี้ยังไม่เผยแพร่"), ("nothing is to be done", "ไม่ต้องดำเนินการ"))
    gone = {"withdrawn_at": timezone.now(), "withdrawal_reason": why} if page.published else {}
    change(page, read_version=page.version, published=None, waiting=None, publish_at=None, **gone)
    _record("withdrawn", page, standing, acting_user, {"reason": why})
    return page


@transaction.atomic(durable=True)
def correct_page(page: Page, *, text_th: str, text_en: str = "", acting_user: User) -> Correction:
    """Says in public what was wrong on a page and is set right."""
    standing = _require_publish(page, acting_user)
    if page.published_at is None:
        raise refuse("", ("it was never public", "หน้านี้ยังไม่เคยเผยแพร่"), ("change the page itself", "โปรดแก้ไขที่หน้าโดยตรง"))
    said = text(text_th, "text_th", longest=2_000, needed=True)
    row = Correction.objects.create(
        page=page, text_th=said, text_en=text(text_en, "text_en", longest=2_000), by=acting_user
    )
    _record("corrected", page, standing, acting_user, {"text": said})
    return row


# --- shared ---


def _free(kind: PageKind, wanted: str) -> str:
    stem = slugify(wanted)[:70] or "page"
    taken = set(Page.objects.filter(kind=kind, slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(OldAddress.objects.filter(kind=kind, slug__startswith=stem).values_list("slug", flat=True))
    return next(name for name in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if name not in taken)


def _tokens(page: Page, version: PageVersion) -> str:
    names = []
    if page.district is not None:
        names = [page.district.name_th, page.district.name_en]
    if page.work is not None:
        names = [name for row in page.work.districts.all() for name in (row.name_th, row.name_en)]
    return stored_tokens(*words_of(version.content), *names)


def _record(verb: str, page: Page, standing: Standing, acting_user: User, data: Mapping[str, Any]) -> None:
    recording.record(
        f"site.page.{verb}", acting_user=acting_user, standing=standing, subject=page.subject, data=dict(data)
    )
