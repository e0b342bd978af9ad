"""What a page of each kind is made of: its fields, in which order, and how each is written and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean, clean_line
from samrit.site.enums import PageKind
from samrit.site.rich import links, plain, sanitised

LANGUAGES = ("th", "en")
Content = dict[str, dict[str, str]]


class Field(NamedTuple):
    """One part of a page: one `line`, or `rich` text."""

    name: str
    label: str | Promise
    hint: str | Promise = ""
    rich: bool = True
    longest: int = 40_000


_TITLE = Field("title", _("ชื่อหน้า"), rich=False, longest=200)
_LEAD = Field("lead", _("คำนำ"), _("หนึ่งถึงสองประโยค แสดงบนการ์ด ผลค้นหา และสื่อสังคม"), rich=False, longest=400)
FIELDS: Mapping[PageKind, tuple[Field, ...]] = {
    PageKind.DISTRICT: (
        _LEAD,
        Field("story", _("เรื่องราวของย่าน")),
        Field("identity", _("อัตลักษณ์")),
        Field("people", _("ผู้คน"), _("ระบุชื่อบุคคลเฉพาะผู้ที่ให้ความยินยอมแล้ว")),
        Field("places", _("สถานที่น่าไป")),
        Field("getting_there", _("การเดินทาง")),
        Field("voices", _("คนในย่านพูดว่า"), _("คำพูดที่เจ้าของยินยอมให้เผยแพร่")),
    ),
    PageKind.STORY: (
        _TITLE,
        _LEAD,
        Field("body", _("เนื้อเรื่อง")),
        Field("transcript", _("บทบรรยายเสียง"), _("ถ้ามีวิดีโอหรือเสียง ต้องมีบทบรรยายเป็นข้อความ")),
        Field("series", _("ชุดเรื่อง"), _("ชื่อชุดเดียวกันจะแสดงต่อเนื่องกัน"), rich=False, longest=100),
    ),
    PageKind.TEXT: (_TITLE, _LEAD, Field("body", _("เนื้อหา"))),
}
NEEDED: Mapping[PageKind, tuple[str, ...]] = {
    PageKind.DISTRICT: ("lead", "story"),
    PageKind.STORY: ("title", "lead", "body"),
    PageKind.TEXT: ("title", "body"),
}
"""The fields that a page needs in Thai before it becomes public. English is free: a reader is told what is missing."""


def checked_content(kind: PageKind, given: Mapping[str, Mapping[str, Any]]) -> Content:
    """The fields of a page in both languages, cleaned. Raises Refused, naming `th.title`, for what is too long."""
    return {
        lang: {
            field.name: _checked(field, str(given.get(lang, {}).get(field.name, "")), lang) for field in FIELDS[kind]
        }
        for lang in LANGUAGES
    }


def _checked(field: Field, text: str, lang: str) -> str:
    made = sanitised(clean(text)) if field.rich else clean_line(text)
    if len(made) > field.longest:
        raise Refused(
            f"{lang}.{field.name}",
            Message(f"the text is longer than {field.longest} letters", f"ข้อความยาวเกิน {field.longest} ตัวอักษร"),
            Message("shorten it", "โปรดย่อให้สั้นลง"),
        )
    return made


def missing(kind: PageKind, content: Content) -> list[str]:
    """The needed fields that are empty in Thai."""
    return [name for name in NEEDED[kind] if not content.get("th", {}).get(name)]


def words_of(content: Content) -> list[str]:
    """All the words of a page, for search."""
    return [plain(text) for texts in content.values() for text in texts.values() if text]


def links_of(content: Content) -> list[str]:
    """All addresses that a page links to."""
    return [address for texts in content.values() for text in texts.values() for address in links(text)]
