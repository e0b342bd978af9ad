"""The language of whoever reads: the one that Django has made active, Thai unless it is English."""

from __future__ import annotations

from django.utils.translation import get_language

from samrit.core.contract import Message, speak


def lang() -> str:
    """`"th"` or `"en"`."""
    return "en" if (get_language() or "th").startswith("en") else "th"


def spoken(message: Message) -> str:
    """A sentence in the reader's language."""
    return speak(message, lang())


def named(name_th: str, name_en: str) -> str:
    """A name in the reader's language; the Thai one, which every row has, where there is no English one."""
    return name_en if name_en and lang() == "en" else name_th
