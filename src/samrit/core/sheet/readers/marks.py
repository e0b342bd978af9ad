"""Tick marks of every make become the two signs ☑ and ☐: the one place that knows how a form is ticked.

Box signs are turned wherever they stand. Signs that are also used in prose (✓, brackets) are turned only where they
stand as a mark: at the start of a paragraph, or before a label in a paragraph that is marked elsewhere. Marks that
contradict each other ("☑ ☐ label") both stay, for a person to decide.
"""

from __future__ import annotations

import re

from samrit.core.sheet.paper import TICKED, UNTICKED

_TICKED_BOXES = "☑☒🗹🗵🗷✅"
_UNTICKED_BOXES = "☐□▢⬜◻❏❐❑❒🗆🞎🞏🞐"
_BOX = re.compile(f"([{_TICKED_BOXES}])|([{_UNTICKED_BOXES}])")

# The number or bullet of a list may come before the mark of an option.
_LIST_MARK = r"(?:(?:[-–•*▪]|\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)])\s*)?"
_CHECK = r"[✓✔√]"
_TICK = rf"(?:\[\s*[xX/*√✓✔☑]\s*\]|\(\s*[xX/√✓✔☑]\s*\)|{_CHECK})"
_BLANK = r"(?:\[\s{0,3}\]|\(\s{1,3}\)|\[☐\]|\(☐\))"  # wider brackets are for a name
_START = re.compile(rf"^(\s*{_LIST_MARK})(?:({_TICK})|({_BLANK}|\(\)(?=\s*\w)))(?=[\s☑☐]|[^\W\d_]|$)")
_SURE = re.compile(rf"(?<!\S)({_TICK}|{_BLANK})(?=[\s☑☐]|[^\W\d_]|$)")
_ALONE = re.compile(rf"(?<!\S)(?:\[\s*[xX/√✓✔]\s*\]|\(\s*[/√✓✔]\s*\)|{_BLANK})(?=[\s☑☐]|[^\W\d_]|$)")
_WIDE = re.compile(r"\s{5,}")
_BEFORE_BOX = re.compile(rf"(?<!\S)(?:{_CHECK}|/)(?=\s*[☑☐])|(?<=[☑☐])\s*(?:{_CHECK}|/)")
_QUOTED = re.compile(r"เครื่องหมาย\s*[\"“'(]?\s*$")

_SPACING = re.compile(r"\s*([☑☐])\s*(?=([☑☐])?)")
_ANY = re.compile(rf"[{_TICKED_BOXES}{_UNTICKED_BOXES}✓✔√\[(\ufe0e\ufe0f\ue000-\uf8ff]|\s{{5}}")
_VARIATION = re.compile("[\ufe0e\ufe0f]")


def sign(*, ticked: bool) -> str:
    """The one sign of a box."""
    return TICKED if ticked else UNTICKED


def mark_text(text: str) -> str:
    """One paragraph with its printed marks turned into ☑ and ☐, each with one blank around it."""
    if _ANY.search(text) is None:
        return text
    text = _WIDE.sub("    ", text).translate(_UNNAMED)
    text = _BOX.sub(lambda found: sign(ticked=bool(found[1])), _VARIATION.sub("", text))
    text = _START.sub(lambda found: f"{found[1]}{sign(ticked=bool(found[2]))} ", text)
    text = _BEFORE_BOX.sub(f" {TICKED} ", text)
    if TICKED in text or UNTICKED in text or _ALONE.search(text) or len(_SURE.findall(text)) > 1:
        text = _SURE.sub(lambda found: _in_line(found, text), text)
    return (
        _SPACING.sub(lambda found: f" {found[1]}" if found[2] else f" {found[1]} ", text).strip()
        if TICKED in text or UNTICKED in text
        else text
    )


def _in_line(found: re.Match[str], text: str) -> str:
    """A mark inside a marked paragraph; a sign that the form only talks about ("ทำเครื่องหมาย ✓") stays."""
    if _QUOTED.search(text[max(0, found.start() - 20) : found.start()]):
        return found[0]
    return sign(ticked=re.fullmatch(_TICK, found[0]) is not None)


# --- symbol fonts ---

# Places in the fonts as their makers publish them; only what stands for a box, a tick or a sign of arithmetic.
_SYMBOL_FONTS = {
    "wingdings": {
        **dict.fromkeys((0x78, 0xFC, 0xFD, 0xFE), TICKED),
        **dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0xA8), UNTICKED),
        **dict.fromkeys((0x6C, 0x6E, 0x75, 0x76, 0x9F, 0xA7, 0xD8, 0xE8, 0xF0), "•"),
    },
    "wingdings2": {**dict.fromkeys((0x50, 0x51, 0x52, 0x53, 0x54), TICKED), 0xA3: UNTICKED, 0x2A: UNTICKED},
    "webdings": {0x61: TICKED, 0x63: UNTICKED},
    "zapfdingbats": {
        **dict.fromkeys((0x33, 0x34), TICKED),
        **dict.fromkeys((0x6F, 0x70, 0x71, 0x72), UNTICKED),
        **dict.fromkeys((0x6C, 0x6E), "•"),
    },
    "symbol": {
        0x2B: "+",
        0x2D: "-",
        0x3C: "<",
        0x3D: "=",
        0x3E: ">",
        0xA3: "≤",
        0xB1: "±",
        0xB3: "≥",
        0xB4: "×",
        0xB7: "•",
        0xB8: "÷",
        0xD6: "√",
        0xE5: "∑",
    },
}
# Where a font is not named (a style named it, or a PDF put another in its place), a private character means what forms
# use it for. 0xA3 is a box in one font and ≤ in another: it stays what it is, for a person to see.
_UNNAMED = {
    0xF000 + place: sign_
    for font in ("symbol", "wingdings2", "wingdings")
    for place, sign_ in _SYMBOL_FONTS[font].items()
    if place != 0xA3
}
_FONT_NAME = re.compile(
    r"^(?:[A-Z]{6}\+)?(wingdings ?2|wingdings(?! ?3)|webdings|(?:itc)?zapfdingbats|symbol)", re.IGNORECASE
)


def symbol_font(name: str) -> str | None:
    """The name under which a symbol font is known here (`"Wingdings 2"` → `"wingdings2"`), or None."""
    found = _FONT_NAME.match(name.strip())
    return None if found is None else found[1].lower().replace(" ", "").removeprefix("itc")


def symbol(font: str, character: str) -> str:
    """What a character means in a symbol font (as `symbol_font` names it); itself where that is not known.

    Word keeps such characters as U+F000 + place, or as the letter that is typed for the place.
    """
    code = ord(character)
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    return _SYMBOL_FONTS[font].get(place, character)
