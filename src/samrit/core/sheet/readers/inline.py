"""The text of one Word paragraph, as a reader of the printed page sees it.

Tracked deletions and hidden text are left out, insertions stay; content-control and form-field boxes and symbol fonts
are ☑ and ☐; formulas are written on one line. Tabs are `\\t`, line breaks are `markup.BREAK`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from samrit.core.sheet.paper import TICKED, UNTICKED
from samrit.core.sheet.readers.marks import mark_text, sign, symbol, symbol_font
from samrit.core.sheet.readers.markup import BREAK
from samrit.core.sheet.readers.package import Element
from samrit.core.sheet.readers.words import MC, SYMBOL_EX, W14, M, W, child, is_on, is_set, number, value

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPERS = {
    W + name
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo", "ruby", "rubyBase")
} | {f"{M}oMathPara"}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": BREAK, f"{W}cr": BREAK, f"{W}noBreakHyphen": "-"}


def paragraph_text(paragraph: Element) -> str:
    """The text of a `w:p`, without that of the text boxes anchored in it."""
    return "".join(_pieces(paragraph))


def text_boxes(parent: Element) -> Iterator[Element]:
    """The outermost `w:txbxContent` under an element, each once: a box is stored anew for older programs."""
    for item in chosen(parent):
        if item.tag == f"{W}txbxContent":
            yield item
        elif item.tag not in (f"{W}del", f"{W}moveFrom"):
            yield from text_boxes(item)


def chosen(parent: Element) -> Iterator[Element]:
    """The children of an element; of alternative contents the first choice stands for all."""
    for item in parent:
        if item.tag == f"{MC}AlternateContent":
            choice = item.find(f"{MC}Choice")
            if choice is None or choice.find(SYMBOL_EX) is not None:
                fallback = item.find(f"{MC}Fallback")
                choice = choice if fallback is None else fallback
            if choice is not None:
                yield from chosen(choice)
        else:
            yield item


def control_content(control: Element) -> Element | None:
    """What a content control (`w:sdt`) holds; None where it only shows its prompt."""
    return None if is_on(control, "sdtPr/showingPlcHdr") else child(control, "sdtContent")


def _pieces(parent: Element) -> Iterator[str]:
    for item in chosen(parent):
        if item.tag == f"{W}r":
            if not is_on(item, "rPr/vanish"):
                yield from _run(item)
        elif item.tag == f"{W}sdt":
            content = control_content(item)
            if content is not None:
                yield from _pieces(content)
        elif item.tag == f"{M}oMath":
            yield _formula(item)
        elif item.tag in _WRAPPERS:
            yield from _pieces(item)


def _run(run: Element) -> Iterator[str]:
    fonts = child(run, "rPr/rFonts")
    name = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    font = symbol_font(name)
    for item in chosen(run):
        if item.tag == f"{W}t":
            text = (item.text or "").replace("\n", " ")
            text = text if item.get(_SPACE) == "preserve" else text.strip()
            yield "".join(_drawn(font, character) for character in text) if font else text
        elif item.tag == f"{W}sym":
            yield _symbol(item.get(f"{W}font"), item.get(f"{W}char"))
        elif item.tag == SYMBOL_EX:
            yield _symbol("", item.get(SYMBOL_EX.replace("symEx", "char")))
        elif item.tag == f"{W}fldChar":
            yield _form_field(item)
        elif item.tag == f"{W}ruby":
            yield from _pieces(item)
        else:
            yield _SIGNS.get(item.tag, "")


def _drawn(font: str, character: str) -> str:
    """A character of a run that is set in a symbol font; blanks stay blanks."""
    return character if character.isspace() else symbol(font, character)


def _symbol(font_name: str | None, code: str | None) -> str:
    try:
        character = chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
    if "\ud800" <= character <= "\udfff":
        return ""
    font = symbol_font(font_name or "")
    return symbol(font, character) if font else character


def _form_field(start: Element) -> str:
    """The box or the chosen entry of a legacy form field; its text, if any, follows as runs."""
    box, entries = child(start, "ffData/checkBox"), child(start, "ffData/ddList")
    if box is not None:
        stated = child(box, "checked")
        return f" {sign(ticked=is_set(child(box, 'default') if stated is None else stated))} "
    if entries is None:
        return ""
    texts = [item.get(f"{W}val", "") for item in entries.findall(f"{W}listEntry")]
    chosen_one = number(value(entries, "result") or value(entries, "default"), 0)
    return texts[chosen_one] if chosen_one < len(texts) else ""


# --- content-control boxes ---


def settle_boxes(root: Element) -> None:
    """Write the state of every content-control box into its glyph; both signs where the glyph shows the opposite.

    Such a control may stand in a paragraph, around one or around a cell, so its glyph is changed where it stands.
    """
    for box in list(root.iter(f"{W14}checkbox")):
        control = box.getparent().getparent()
        content = None if control is None else child(control, "sdtContent")
        if content is not None:
            ticked = is_set(box.find(f"{W14}checked"))
            glyph = next(
                (item for item in content.iter(f"{W}t", f"{W}sym") if item.tag == f"{W}sym" or item.text), None
            )
            _write_sign(content if glyph is None else glyph, box, ticked=ticked)


def _write_sign(glyph: Element, box: Element, *, ticked: bool) -> None:
    if glyph.tag == f"{W}sdtContent":
        holder = next(glyph.iter(f"{W}p"), glyph)
        run = holder.makeelement(f"{W}r")
        holder.append(run)
        glyph = run.makeelement(f"{W}t")
        run.append(glyph)
    if glyph.tag == f"{W}sym":
        shown, rest = _symbol(glyph.get(f"{W}font"), glyph.get(f"{W}char")), ""
    else:
        text = (glyph.text or "").lstrip()
        shown, rest = text[:1], text[1:]
    known = _shown(shown, box)
    signs = sign(ticked=ticked) if known in (None, ticked) else f"{TICKED} {UNTICKED}"
    glyph.tag = f"{W}t"
    glyph.set(_SPACE, "preserve")
    glyph.text = f" {signs} {rest}"


def _shown(glyph: str, box: Element) -> bool | None:
    """Whether a glyph is the one that the control draws when ticked; None where that is not known."""
    states = [
        _symbol(None if state is None else state.get(f"{W14}font"), None if state is None else state.get(f"{W14}val"))
        for state in (box.find(f"{W14}checkedState"), box.find(f"{W14}uncheckedState"))
    ]
    if glyph and glyph in states and states[0] != states[1]:
        return glyph == states[0]
    return {TICKED: True, UNTICKED: False}.get(mark_text(glyph))


# --- formulas ---


def _formula(item: Element) -> str:
    """A formula on one line: fractions as a/b, roots as √(a), powers as a^b."""
    kind = str(item.tag).removeprefix(M)
    if kind == "t":
        return item.text or ""
    if kind in _FORMULAS:
        return _FORMULAS[kind](item)
    return "".join(_formula(part) for part in chosen(item) if isinstance(part.tag, str) and not part.tag.endswith("Pr"))


_FORMULAS: dict[str, Callable[[Element], str]] = {
    "f": lambda item: f"{_operand(item, 'num')}/{_operand(item, 'den')}",
    "rad": lambda item: f"√({_parts(item, 'e')})",
    "sSup": lambda item: f"{_operand(item, 'e')}^{_operand(item, 'sup')}",
    "d": lambda item: f"({_parts(item, 'e')})",
    "nary": lambda item: f"{_sum_sign(item)} {_parts(item, 'e')}",
}


def _sum_sign(item: Element) -> str:
    character = item.find(f"{M}naryPr/{M}chr")
    return "∫" if character is None else character.get(f"{M}val", "∑")


def _parts(item: Element, name: str) -> str:
    return ", ".join(_formula(part) for part in item.findall(M + name))


def _operand(item: Element, name: str) -> str:
    text = _parts(item, name).strip()
    return f"({text})" if any(sign_ in text for sign_ in " +-*/×÷−") else text
