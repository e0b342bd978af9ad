"""The language of whoever reads: the one that Django has made active, Thai unless it is English.

Inside, digits are 0-9 and days ISO; here, at the edge, a sentence gets the digits and the days of its reader, once.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import get_language

from samrit.core.contract import Message, speak
from samrit.core.rubric.words import date_words
from samrit.core.thai import to_thai

_ASIDE = r"(?P<aside>https?://\S+|“[^”]*”)"
_DAY = r"(?<![\w/.-])(?P<day>\d{4}-\d\d-\d\d)(?: (?P<time>\d\d:\d\d))?(?![\w/:-])"
_NUMBER = r"(?<![\w/:.#=-])[PSAUE]?\d+(?:[.,:-]\d+)*(?![\w/-])"
_SPECIAL = re.compile(f"{_ASIDE}|{_DAY}|(?P<number>{_NUMBER})", re.ASCII)


def lang() -> str:
    """`"th"` or `"en"`."""
    return "en" if (get_language() or "th").startswith("en") else "th"


def spoken(message: Message, lang_of_reader: str = "") -> str:
    """A sentence in the reader's language, with the reader's digits and days.

    What is the same in both languages is a name or was typed by somebody: it stays as it is.
    """
    reader = lang_of_reader or lang()
    text = speak(message, reader)
    return text if message.en == message.th else written(text, reader)


def written(text: str, lang: str) -> str:
    """A sentence as its reader writes numbers and days; addresses, fingerprints and “quotations” as they are."""
    return _SPECIAL.sub(lambda found: _in_words(found, lang), text)


def _in_words(found: re.Match[str], lang: str) -> str:
    if found["aside"]:
        return found[0]
    if found["number"]:
        return to_thai(found[0]) if lang == "th" else found[0]
    try:
        day = speak(date_words(dt.date.fromisoformat(found["day"])), lang)
    except ValueError:
        return found[0]
    if not found["time"]:
        return day
    return f"{day}, {found['time']}" if lang == "en" else f"{day} เวลา {to_thai(found['time']).replace(':', '.')} น."


def named(name_th: str, name_en: str) -> str:
    """A name in the reader's language; the Thai one, which every row has, where there is no English one."""
    return name_en if name_en and lang() == "en" else name_th
