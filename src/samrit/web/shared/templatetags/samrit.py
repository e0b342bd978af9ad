"""Words, numbers and dates as people read them, and the small parts that every page is made of."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.forms.widgets import HiddenInput
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from samrit.core.contract import Message, canonical, parse_decimal
from samrit.core.rubric.context import PERCENT
from samrit.core.rubric.words import MONTHS_EN
from samrit.core.sheet.quantities import bound_words
from samrit.core.thai import BUDDHIST_ERA, MONTHS, SHORT_MONTHS, format_date, format_number, to_thai
from samrit.platform.language import lang, named, spoken

register = template.Library()


_ICONS = {
    "check": "M4 12l5 5L20 6",
    "circle": "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16",
    "half": "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 4v16M12 8h3M12 12h8M12 16h5",
    "clock": "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 8v4l3 2",
    "alert": "M12 3L2 20h20zM12 10v4M12 17v.5",
    "cross": "M6 6l12 12M18 6L6 18",
    "return": "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
    "send": "M4 12h14M13 6l6 6-6 6",
    "pen": "M4 20l1-5L16 4l4 4L9 19z",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    "person": "M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M4 21c0-5 4-7 8-7s8 2 8 7",
    "lock": "M6 11h12v10H6zM8 11V8a4 4 0 0 1 8 0v3",
    "info": "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 11v5M12 8v.5",
    "question": "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M10 10a2 2 0 1 1 2.5 2c-.5.3-.5.8-.5 1.5M12 16v.5",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l2 1H4zM10 21h4",
    "search": "M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16 16l5 5",
    "flag": "M6 21V4M6 4h11l-2 4 2 4H6",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "out": "M10 4H5v16h5M14 8l4 4l-4 4M18 12H9",
    "minus": "M5 12h14",
    "plus": "M12 5v14M5 12h14",
}


def _thai() -> bool:
    return lang() == "th"


@register.filter
def say(message: Message | str | None) -> str:
    """A bilingual sentence in the reader's language."""
    if message is None:
        return ""
    return spoken(message) if isinstance(message, Message) else str(message)


@register.filter
def said(message: Message, lang: str) -> str:
    """A text of a questionnaire in a language; in Thai where it was not translated."""
    return message.en if lang == "en" and message.en else message.th


@register.simple_tag
def thai_here() -> SafeString:
    """The attribute that says that a part is Thai in every language: names of works, texts of a sheet, credits."""
    return mark_safe("" if _thai() else ' lang="th"')  # noqa: S308 -- two constants


@register.filter
def digits(value: Any) -> str:
    """Any text with the reader's digits: codes, years, counts."""
    return to_thai(str(value)) if _thai() else str(value)


@register.filter
def number(value: Any) -> str:
    """A number with grouped thousands, exact, in the reader's digits; an en dash for what is missing (never 0)."""
    return "–" if value is None or value == "" else _number(value, _thai())


@functools.lru_cache(maxsize=10_000)
def _number(value: Any, thai: bool) -> str:  # noqa: FBT001 -- the reader's digits
    decimal = parse_decimal(value) if isinstance(value, str) else Decimal(value)
    if decimal is None:
        return str(value)
    return format_number(Decimal(canonical(decimal)), thai=thai, grouped=True)


@register.filter
def percent(value: Any) -> str:
    """A percentage as it is said: ร้อยละ ๖๐, 60%."""
    return "–" if value is None else say(Message(f"{number(value)}%", f"ร้อยละ {number(value)}"))


@register.filter
def quantity(value: Any, unit: str) -> str:
    """A number with its unit; a percentage as it is said."""
    return percent(value) if unit == PERCENT else f"{number(value)} {unit}".rstrip()


@register.simple_tag
def bound(operator: str, value: Decimal, unit: str) -> str:
    """A bound of a sheet in words: ไม่น้อยกว่า ๒๐ ชิ้นงาน."""
    return digits(say(bound_words(operator, value, unit)))


@register.filter
def points(text: str) -> list[str]:
    """The points of a level that the sheet runs together with dashes ("- … - …"); any other text is one point."""
    return [part for part in text[2:].split(" - ") if part] if text.startswith("- ") else [text]


@register.filter
def items(count: int) -> str:
    """How many things a list holds."""
    return say(Message(f"{number(count)} item{'' if count == 1 else 's'}", f"{number(count)} รายการ"))


@register.filter
def fiscal_year(year: int, style: str = "short") -> str:
    """A fiscal year of the Buddhist era; for English readers with the months it runs through."""
    said = f"FY {year} (Oct {year - BUDDHIST_ERA - 1} – Sep {year - BUDDHIST_ERA})"
    era = "พ.ศ. " if style == "long" else ""
    return say(Message(said, f"ปีงบประมาณ {era}{to_thai(str(year))}"))


@register.filter
def date(value: dt.date | dt.datetime | str | None, style: str = "long") -> str:
    """A day: ๑ ตุลาคม ๒๕๖๗ for Thai readers, 1 October 2024 for English ones; `short` shortens the month."""
    if not value:
        return "–"
    if isinstance(value, str):
        value = dt.date.fromisoformat(value[:10])
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    if style == "iso":
        return day.isoformat()
    if _thai():
        return format_date(day, style="short" if style == "short" else "long")
    month = MONTHS_EN[day.month - 1]
    return f"{day.day} {month[:3] if style == 'short' else month} {day.year}"


@register.filter
def moment(value: dt.datetime | str | None) -> str:
    """A day with its time. Texts are ISO, in UTC where they name no zone (a union on SQLite gives them so)."""
    if not value:
        return "–"
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
        value = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    local = timezone.localtime(value)
    if _thai():
        return to_thai(f"{format_date(local.date(), style='short')} {local:%H.%M} น.")
    return f"{date(value, 'short')}, {local:%H:%M}"


@register.filter
def due(value: dt.date | None) -> str:
    """How far a day is away, in words."""
    if value is None:
        return say(Message("no due day", "ไม่มีกำหนด"))
    days = (value - timezone.localdate()).days
    if days == 0:
        return say(Message("today", "วันนี้"))
    if days == 1:
        return say(Message("tomorrow", "พรุ่งนี้"))
    if days > 0:
        return say(Message(f"in {days} days", f"อีก {to_thai(str(days))} วัน"))
    late = "day" if days == -1 else "days"
    return say(Message(f"{-days} {late} late", f"เกินกำหนด {to_thai(str(-days))} วัน"))


@register.filter
def due_class(value: dt.date | None) -> str:
    """The class that colours a due day."""
    if value is None:
        return "due-later"
    days = (value - timezone.localdate()).days
    return "due-late" if days < 0 else "due-soon" if days <= 7 else "due-later"


@register.filter
def get(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """`mapping[key]`, None where it is not there."""
    return None if mapping is None else mapping.get(key)


@register.filter
def text(row: Any, name: str) -> str:
    """A text that a row may hold in both languages (`story_th`, `story_en`), in the reader's where it is there."""
    return named(getattr(row, f"{name}_th"), getattr(row, f"{name}_en"))


@register.filter
def file_size(value: int) -> str:
    """A size in words."""
    if value < 1_000_000:
        return say(Message(f"{-(-value // 1000)} kB", f"{to_thai(str(-(-value // 1000)))} กิโลไบต์"))
    size = f"{value / 1_000_000:.1f}"
    return say(Message(f"{size} MB", f"{to_thai(size)} เมกะไบต์"))


# --- icons and states ---


@register.simple_tag
@functools.cache
def icon(name: str) -> SafeString:
    """A line icon; always beside a word, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', _ICONS[name]
    )


class _Look(NamedTuple):
    kind: str
    icon: str


_LOOKS = {
    "draft": _Look("", "pen"),
    "read": _Look("look", "question"),
    "confirmed": _Look("work", "check"),
    "signed": _Look("good", "check"),
    "submitted": _Look("work", "send"),
    "waiting": _Look("work", "clock"),
    "accepted": _Look("good", "check"),
    "declined": _Look("", "cross"),
    "checked": _Look("work", "check"),
    "approved": _Look("good", "check"),
    "done": _Look("work", "flag"),
    "verified": _Look("good", "check"),
    "acknowledged": _Look("good", "check"),
    "returned": _Look("wrong", "return"),
    "withdrawn": _Look("", "cross"),
    "replaced": _Look("", "clock"),
    "hidden": _Look("look", "lock"),
    "wrong": _Look("wrong", "alert"),
    "good": _Look("good", "check"),
    "note": _Look("look", "info"),
    "fault": _Look("wrong", "alert"),
    "look": _Look("look", "alert"),
    "late": _Look("wrong", "clock"),
    "soon": _Look("look", "clock"),
    "later": _Look("work", "clock"),
    "todo": _Look("look", "circle"),
    "none": _Look("", "minus"),
    "True": _Look("good", "check"),
    "False": _Look("look", "circle"),
    "None": _Look("", "question"),
}


@register.simple_tag
def tag(state: Any, words: Any) -> SafeString:
    """A status tag: colour, icon and word together."""
    return _tag(str(state), say(words))


@functools.lru_cache(maxsize=2_000, typed=True)  # what is marked as safe is another type than what must be escaped
def _tag(state: str, words: str) -> SafeString:
    look = _LOOKS.get(state, _Look("", "circle"))
    kind = f" tag-{look.kind}" if look.kind else ""
    return format_html('<span class="tag{}">{}<span>{}</span></span>', kind, icon(look.icon), capfirst(words))


@register.inclusion_tag("shared/meter.html")
def meter(value: Any, of: Any, *, label: str = "", mark: Any = None) -> dict[str, Any]:
    """A bar of `value` of `of`, with the same in words; `mark` draws a line at a minimum."""
    top = max(Decimal(of or 0), Decimal(value or 0), Decimal(1))

    def width(number: Any) -> str:
        return format(min(Decimal(number or 0) / top * 200, Decimal(200)), ".1f")

    return {
        "value": value,
        "of": of,
        "label": label,
        "width": width(value),
        "mark": None if mark is None else width(mark),
        "short": Decimal(value or 0) < Decimal(of or 0),
    }


# --- forms ---


@register.inclusion_tag("shared/field.html")
def field(bound: BoundField, *, css: str = "") -> dict[str, Any]:
    """One field with its label, hint and errors, whatever its widget."""
    widget = bound.field.widget
    match widget:
        case HiddenInput():
            kind = "hidden"
        case RadioSelect() | CheckboxSelectMultiple():
            kind = "choices"
        case CheckboxInput():
            kind = "check"
        case FileInput():
            kind = "file"
        case _:
            kind = "input"
    needed = getattr(bound.form, "needed_when", {}).get(bound.name, gettext("ไม่บังคับ"))
    return {
        "bound": bound,
        "kind": kind,
        "css": css or getattr(widget, "group_css", ""),
        "note": "" if bound.field.required else needed,
    }


@register.inclusion_tag("shared/error_summary.html")
def error_summary(*forms: BaseForm | str | None) -> dict[str, Any]:
    """What went wrong, each line a link to its field."""
    rows: list[tuple[str, str]] = []
    for form in forms:
        if not isinstance(form, BaseForm) or not form.is_bound:
            continue
        for name, errors in form.errors.items():
            target = "main" if name == "__all__" else _target(form[name])
            rows += [(target, str(error)) for error in errors]
    return {"rows": rows}


def _target(bound: BoundField) -> str:
    several = isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if several else bound.auto_id


@register.inclusion_tag("shared/empty.html")
def empty(
    title: str, text: str = "", url: str = "", label: str = "", further: str = "", further_label: str = ""
) -> dict[str, str]:
    """An empty state: what is not here yet, and what to do next, in one way or two."""
    return {
        "title": title,
        "text": text,
        "url": url,
        "label": label,
        "further": further,
        "further_label": further_label,
    }


@register.inclusion_tag("shared/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page) -> dict[str, Any]:
    """Links to the other pages of a list, keeping its filters."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query.pop("before", None)
    return {
        "page": page,
        "query": query.urlencode(),
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1),
    }


@register.simple_tag
def lines(text: str | None) -> SafeString:
    """Text with its paragraphs; a dash for nothing."""
    if not text:
        return mark_safe("–")
    return format_html("<pre>{}</pre>", text)


@register.filter
def yesno_words(value: bool | None) -> str:  # noqa: FBT001 -- a filter's value
    """Yes, no, or not recorded: three different things."""
    return say(
        {True: Message("yes", "ใช่"), False: Message("no", "ไม่ใช่"), None: Message("not recorded", "ยังไม่บันทึก")}[value]
    )


@register.filter
def month_name(day: dt.date) -> str:
    """A month with its year."""
    if _thai():
        return to_thai(f"{MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}")
    return f"{MONTHS_EN[day.month - 1]} {day.year}"


@register.filter
def month_short(number: int | str) -> str:
    """A month by its number, as an axis writes it."""
    return SHORT_MONTHS[int(number) - 1] if _thai() else MONTHS_EN[int(number) - 1][:3]


@register.filter
def weekday(day: dt.date) -> str:
    """A day of the week."""
    return say(_DAYS[day.weekday()])


_DAYS = tuple(
    Message(en, th)
    for en, th in zip(
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"),
        strict=True,
    )
)
