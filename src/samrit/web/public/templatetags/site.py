"""Small parts of public pages: where a heading may break, pictures in the size that fits, structured data."""

from __future__ import annotations

import datetime as dt
import functools
import json
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from samrit.core.contract import Message
from samrit.core.rubric.words import MONTHS_EN
from samrit.core.thai import SHORT_MONTHS, segment, to_thai
from samrit.platform.language import lang, named, written
from samrit.results.models import Period
from samrit.site.enums import PageKind, Pulse
from samrit.site.models import Picture
from samrit.site.queries import Shown
from samrit.web.public.page import absolute, link, media_link
from samrit.web.shared.templatetags.samrit import date, percent, say

register = template.Library()
register.simple_tag(link)
_FIRST = chr(0x0E01)
"""The first Thai letter."""
_AT_ONCE = mark_safe('fetchpriority="high"')
_IN_THAI = mark_safe(' lang="th"')
_LATER = mark_safe('loading="lazy" decoding="async"')


@register.filter
def breaks(text: Any) -> SafeString:
    """A heading in which a line may break between Thai words, and nowhere inside them."""
    return mark_safe(_broken(str(text)))  # noqa: S308 -- every word is escaped


@register.filter
def phrases(text: Any) -> SafeString:
    """A heading whose lines break at its blanks first, as Thai sets its phrases apart, and between words only then."""
    parts = (f'<span class="phrase">{_broken(part)}</span>' for part in str(text).split())
    return mark_safe(" ".join(parts))  # noqa: S308 -- every word is escaped


@functools.lru_cache(maxsize=20_000)
def _broken(text: str) -> str:
    made = ""
    for word in segment(text):
        begins = bool(made) and word[:1] >= _FIRST and not made.endswith(" ")
        made += ("<wbr>" if begins else "") + escape(word)
    return made


@register.filter
def rich(text: str) -> SafeString:
    """Rich text that was cleaned when it was saved (`samrit.site.rich`)."""
    return mark_safe(text)  # noqa: S308 -- see above


@register.simple_tag
def picture(row: Picture | None, sizes: str = "100vw", *, first: bool = False) -> SafeString:
    """A picture in the width that fits, with room kept for it; the first of a page loads at once."""
    if row is None:
        return mark_safe("")
    formats = [made for made in row.made if made.name != "card"]
    if not formats:
        return mark_safe("")
    widest = formats[-1]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {} class="fx-{} fy-{}">',
        media_link(formats[0].file_id),
        format_html_join(", ", "{} {}w", ((media_link(made.file_id), made.width) for made in formats)),
        sizes,
        widest.width,
        widest.height,
        named(row.alt_th, row.alt_en),
        _AT_ONCE if first else _LATER,
        (row.focus_x + 5) // 10,
        (row.focus_y + 5) // 10,
    )


@register.filter
def page_url(row: Shown) -> str:
    """The path of a public page in the reader's language."""
    return link(row.slug) if row.kind == PageKind.TEXT else link(str(row.kind), row.slug)


@register.filter
def language_name(code: str) -> str:
    """A language under its own name."""
    return dict(settings.LANGUAGES)[code]


@register.filter
def media_url(sha256: str) -> str:
    """The path of a file that a public page shows."""
    return media_link(sha256)


@register.filter
def card_url(row: Picture | None) -> str:
    """The whole address of a picture's card; "" without one."""
    card = None if row is None else next((made for made in row.made if made.name == "card"), None)
    return "" if card is None else absolute(media_link(card.file_id))


@register.simple_tag
def structured(data: Any) -> SafeString:
    """schema.org data as JSON-LD: a block of data, which no browser runs."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308 -- signs that matter are escaped


@register.simple_tag
def pulse_answers() -> list[tuple[str, Any]]:
    """The answers to the one question of a district's page."""
    return Pulse.choices


@register.simple_tag
def place_name(row: Any) -> SafeString:
    """A district's name as a street sign says it: Thai above, Latin below."""
    if lang() == "en" and row.name_en:
        return format_html('<b>{}</b><span lang="th">{}</span>', row.name_en, row.name_th)
    latin = format_html('<span lang="en">{}</span>', row.name_en) if row.name_en else ""
    return format_html("<b>{}</b>{}", breaks(row.name_th), latin)


@register.filter
def card_path(row: Picture | None) -> str:
    """The path of a picture's card; "" without one."""
    card = None if row is None else next((made for made in row.made if made.name == "card"), None)
    return "" if card is None else media_link(card.file_id)


@register.filter
def picture_alt(row: Picture | None) -> str:
    """What a picture shows, for who cannot see it; "" without one."""
    return "" if row is None else named(row.alt_th, row.alt_en)


@register.filter
def part(row: Shown, name: str) -> str:
    """A part of a page in the reader's language, in Thai where it was not translated."""
    return row.text(name)


@register.filter
def in_thai(row: Shown, name: str) -> str:
    """The attribute that says that a part is Thai, where an English reader gets it untranslated."""
    return "" if lang() == "th" or row.translated(name) else _IN_THAI


@register.filter
def in_thai_digits(text: str) -> str:
    """A Thai text that staff typed, with Thai digits and days of the Buddhist era."""
    return written(text, "th")


@register.filter
def has_part(row: Shown, name: str) -> bool:
    """Whether a part stands in the reader's language."""
    return row.translated(name)


@register.filter
def iso(at: dt.datetime) -> str:
    """A moment as machines read it, with its zone."""
    return timezone.localtime(at).isoformat()


@register.filter
def event_day(at: dt.datetime) -> str:
    """The day of the month, in the reader's digits."""
    day = str(timezone.localtime(at).day)
    return to_thai(day) if lang() == "th" else day


@register.filter
def event_month(at: dt.datetime) -> str:
    """The month, short."""
    month = timezone.localtime(at).month
    return SHORT_MONTHS[month - 1] if lang() == "th" else MONTHS_EN[month - 1][:3]


@register.filter
def share(value: Decimal | None) -> str:
    """A share of people as a percentage with one decimal."""
    return percent(None if value is None else (value * 100).quantize(Decimal("0.1")))


@register.filter
def share_to(low: Decimal, high: Decimal) -> str:
    """An interval of shares as percentages; both ends with one decimal, a round one too, so that they look alike."""
    least, most = (written(format(end * 100, ".1f"), lang()) for end in (low, high))
    return say(Message(f"{least}–{most}%", f"ร้อยละ {least} ถึง {most}"))


@register.filter
def chosen(row: Model, name: str) -> str:
    """The word for what a field says: Django's own `get_…_display` hashes the words of all choices each time."""
    value = getattr(row, name)
    return str(_choices(type(row), name).get(value, value))


@functools.cache
def _choices(model: type[Model], name: str) -> dict[Any, Any]:
    return dict(model._meta.get_field(name).flatchoices)  # type: ignore[union-attr]  # noqa: SLF001 -- a field of its own


@register.filter
def period_words(period: Period) -> str:
    """A period as it is called: by its days."""
    return f"{date(period.starts_on, 'short')} – {date(period.ends_on, 'short')}"
