"""Sentences that Samrit says, in English and Thai.

A document (JSON) carries the English sentence, so that the same input gives the same bytes everywhere; a person is
spoken to in the language of the locale, Thai unless it is English.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple


class Message(NamedTuple):
    """One sentence in both languages, already filled in. No line breaks."""

    en: str
    th: str

    @classmethod
    def same(cls, text: str) -> Message:
        """A text that needs no translation (a name, a quotation of the sheet)."""
        return cls(text, text)


def language(environment: Mapping[str, str] | None = None) -> str:
    """`"th"` or `"en"`, by SAMRIT_LANG, then LC_ALL, LC_MESSAGES, LANG; Thai where none of them names English."""
    environment = os.environ if environment is None else environment
    for name in ("SAMRIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return "en" if value.lower().startswith("en") else "th"
    return "th"


def speak(message: Message, lang: str) -> str:
    """The sentence in one language (`"th"` or `"en"`)."""
    return message.en if lang == "en" else message.th
