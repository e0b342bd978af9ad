"""Two versions of a text, word by word, as marked-up HTML."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_PIECES = re.compile(r"\s+|[^\s]+")
_LONGEST = 20_000


def compared(old: str | None, new: str | None) -> SafeString:
    """`new` with what was added marked by <ins> and what was taken out by <del>."""
    before, after = (_PIECES.findall((text or "")[:_LONGEST]) for text in (old, new))
    parts: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = escape("".join(before[a:b])), escape("".join(after[c:d]))
        if tag == "equal":
            parts.append(come)
            continue
        parts += [f"<del>{gone}</del>" if gone else "", f"<ins>{come}</ins>" if come else ""]
    return mark_safe("".join(parts))  # noqa: S308 -- every piece is escaped above
