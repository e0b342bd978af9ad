"""Automatic list numbers of a Word file: the duties of a sheet are often numbered by Word and not by hand.

`numbering.xml` defines lists (`abstractNum`), documents use them through `num`; styles may carry a `num` too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from samrit.core.sheet.readers.marks import symbol, symbol_font
from samrit.core.sheet.readers.package import Element
from samrit.core.sheet.readers.words import W, child, is_on, number, value
from samrit.core.thai import to_thai

_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN_SIGNS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN_SIGNS, strict=True))
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, the form of its numbers and the text around them (`"%1.%2"`)."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    font: str | None = None
    style: str | None = None
    legal: bool = False


@dataclass(frozen=True, slots=True)
class Numbering:
    """All lists of a file: `lists` by num id, as (list, its levels, levels whose start the num sets anew)."""

    lists: Mapping[str, tuple[str, tuple[Level, ...], frozenset[int]]]
    styles: Mapping[str, tuple[str | None, int | None]]


class Counters:
    """The running numbers while a document is walked from its start to its end."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def label(self, paragraph: Element) -> str:
        """The number or bullet that Word prints before a paragraph (`"๑."`), and counts it; "" where it prints none."""
        num, at = self._place(child(paragraph, "pPr"))
        if num not in self._numbering.lists or num is None:
            return ""
        name, levels, anew = self._numbering.lists[num]
        counts = self._counts.setdefault(name, [None] * _LEVELS)
        if at in anew and (num, at) not in self._restarted:
            self._restarted.add((num, at))
            counts[at] = None
        counts[at] = levels[at].start if counts[at] is None else (counts[at] or 0) + 1
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        return _label(levels, counts, at)

    def _place(self, properties: Element | None) -> tuple[str | None, int]:
        """The list and the level of a paragraph: its own, else those of its style."""
        styled, level = self._numbering.styles.get(value(properties, "pStyle") or "", (None, None))
        num = value(properties, "numPr/numId") or styled
        own = value(properties, "numPr/ilvl")
        if own is not None or level is None:
            level = number(own, 0)
        return num, min(level, _LEVELS - 1)


def _label(levels: tuple[Level, ...], counts: list[int | None], at: int) -> str:
    level = levels[at]
    if level.form == "bullet":
        return _bullet(level)
    if level.form == "none":
        return re.sub("%[1-9]", "", level.text).strip()

    def count(found: re.Match[str]) -> str:
        inner = int(found[1]) - 1
        reached = counts[inner]
        return numeral(
            levels[inner].start if reached is None else reached, "decimal" if level.legal else levels[inner].form
        )

    return re.sub("%([1-9])", count, level.text).strip()


def _bullet(level: Level) -> str:
    """A bullet as a sign of text; bullets that are drawn as boxes are tick boxes."""
    text = "".join(symbol(level.font, character) for character in level.text) if level.font else level.text
    return "".join("•" if "\ue000" <= character <= "\uf8ff" else character for character in text).strip()


def numeral(count: int, form: str) -> str:
    """A number as a list prints it; forms that Thai documents do not use are printed in digits."""
    if form in ("thaiNumbers", "thaiCounting"):
        return to_thai(str(count))
    if form == "decimalZero":
        return f"{count:02d}"
    letters = {"thaiLetters": _THAI_LETTERS, "lowerLetter": _LATIN_LETTERS, "upperLetter": _LATIN_LETTERS.upper()}.get(
        form
    )
    if letters and 0 < count <= 10 * len(letters):
        return letters[(count - 1) % len(letters)] * ((count - 1) // len(letters) + 1)
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (count // worth)
        count %= worth
    return text


# --- reading the definitions ---


def read_numbering(root: Element | None, styles: Element | None) -> Numbering:
    """The lists that `numbering.xml` and `styles.xml` define; either may be missing."""
    if root is None:
        return Numbering({}, {})
    abstract = {item.get(f"{W}abstractNumId"): item for item in root.findall(f"{W}abstractNum")}
    nums = {item.get(f"{W}numId"): item for item in root.findall(f"{W}num")}
    by_style = _style_nums(styles)
    lists = {}
    for name, item in nums.items():
        base = _followed(value(item, "abstractNumId"), abstract, nums, by_style)
        if base is not None and name not in (None, "0"):
            levels, anew = _with_overrides(_levels(abstract[base]), item)
            lists[name] = (base, levels, anew)
    return Numbering(lists, _styles_with_levels(by_style, lists))


def _followed(
    name: str | None,
    abstract: Mapping[str, Element],
    nums: Mapping[str, Element],
    by_style: Mapping[str, tuple[str | None, int | None]],
) -> str | None:
    """The list that a name stands for: one that only names a list style is the list of that style."""
    if name is None or name not in abstract:
        return None
    linked = value(abstract[name], "numStyleLink")
    if linked is None:
        return name
    other = value(nums.get(by_style.get(linked, (None, None))[0] or ""), "abstractNumId")
    return other if other in abstract else name


def _levels(item: Element) -> tuple[Level, ...]:
    levels = [Level()] * _LEVELS
    for part in item.findall(f"{W}lvl"):
        levels[number(part.get(f"{W}ilvl"), 0, _LEVELS - 1)] = _level(part)
    return tuple(levels)


def _level(part: Element) -> Level:
    fonts = child(part, "rPr/rFonts")
    name = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    return Level(
        start=number(value(part, "start"), 1),
        form=value(part, "numFmt") or "decimal",
        text=value(part, "lvlText") or "",
        font=symbol_font(name),
        style=value(part, "pStyle"),
        legal=is_on(part, "isLgl"),
    )


def _with_overrides(levels: tuple[Level, ...], num: Element) -> tuple[tuple[Level, ...], frozenset[int]]:
    changed, anew = list(levels), set()
    for override in num.findall(f"{W}lvlOverride"):
        at = number(override.get(f"{W}ilvl"), 0, _LEVELS - 1)
        whole, start = child(override, "lvl"), value(override, "startOverride")
        if whole is not None:
            changed[at] = _level(whole)
        if start is not None:
            changed[at] = replace(changed[at], start=number(start, 1))
            anew.add(at)
    return tuple(changed), frozenset(anew)


def _style_nums(styles: Element | None) -> dict[str, tuple[str | None, int | None]]:
    """The num id and level that each paragraph or list style carries, its own or its ancestor's."""
    if styles is None:
        return {}
    known = {item.get(f"{W}styleId"): item for item in styles.findall(f"{W}style")}
    found: dict[str, tuple[str | None, int | None]] = {}
    for name, item in known.items():
        style, seen = item, set()
        while style is not None and id(style) not in seen and child(style, "pPr/numPr/numId") is None:
            seen.add(id(style))
            style = known.get(value(style, "basedOn"))
        num = value(style, "pPr/numPr/numId") if style is not None else None
        if name is not None and num is not None:
            level = value(style, "pPr/numPr/ilvl")
            found[name] = (num, None if level is None else number(level, 0))
    return found


def _styles_with_levels(
    by_style: Mapping[str, tuple[str | None, int | None]],
    lists: Mapping[str, tuple[str, tuple[Level, ...], frozenset[int]]],
) -> dict[str, tuple[str | None, int | None]]:
    """Styles that name a list but no level stand on the level that names the style."""
    settled: dict[str, tuple[str | None, int | None]] = {}
    for name, (num, level) in by_style.items():
        levels = lists[num][1] if num is not None and num in lists else ()
        linked = next((at for at, part in enumerate(levels) if part.style == name), None)
        settled[name] = (num, level if linked is None else linked)
    return settled
