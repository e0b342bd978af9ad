"""Where pages stand: the site's own origin, and the path of each page in each language."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samrit.site.enums import PageKind
from samrit.site.models import Page

PREFIX = {PageKind.DISTRICT: "creative-districts", PageKind.STORY: "stories"}
TEXTS = {
    "about": _("เกี่ยวกับเว็บไซต์นี้"),
    "accessibility": _("การเข้าถึงสำหรับทุกคน"),
    "privacy": _("ความเป็นส่วนตัว"),
    "contact": _("ติดต่อ"),
}
"""Pages about the site itself: each stands under its own name."""


def origin() -> str:
    """`https://host` of the public site: the SAMRIT_SITE setting, else the first host that this installation serves."""
    named = str(getattr(settings, "SAMRIT_SITE", "")).rstrip("/")
    if named:
        return named
    host = next((name for name in settings.ALLOWED_HOSTS if name not in {"*", ""}), "localhost")
    return f"https://{host.lstrip('.')}"


def name_of(page: Page) -> str:
    """What a page is called among all: by its district or work, or as the site's own pages are named."""
    return str(page.district or page.work or TEXTS.get(page.slug, page.slug))


def path_of(kind: str, slug: str, lang: str = "th") -> str:
    """The path of a page in a language, as it is registered (Thai without a prefix)."""
    front = "" if lang == "th" else f"/{lang}"
    return f"{front}/{slug}/" if kind == PageKind.TEXT else f"{front}/{PREFIX[PageKind(kind)]}/{slug}/"


def address_of(page: Page, lang: str = "th") -> str:
    """The whole address of a page: what stands in the ledger, on cards and in feeds."""
    return origin() + path_of(page.kind, page.slug, lang)
