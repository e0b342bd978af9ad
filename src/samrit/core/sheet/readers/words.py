"""Names of WordprocessingML that the Word reader asks for, and the two questions it asks of properties.

The meaning of each element is that of ECMA-376, Part 1, Transitional.
"""

from __future__ import annotations

from samrit.core.sheet.readers.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SYMBOL_EX = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx"


def value(element: Element | None, path: str, name: str = f"{W}val") -> str | None:
    """The attribute of the first element at `path` ("rPr/vanish", in the w namespace), or None."""
    found = child(element, path)
    return None if found is None else found.get(name)


def child(element: Element | None, path: str) -> Element | None:
    """The first element at `path` in the w namespace, or None."""
    return None if element is None else element.find("/".join(W + step for step in path.split("/")))


def is_on(element: Element | None, path: str) -> bool:
    """Whether a switch such as `w:vanish` stands and is not turned off."""
    return is_set(child(element, path))


def is_set(switch: Element | None) -> bool:
    """Whether a switch element is there and not turned off; without a value it is on."""
    if switch is None:
        return False
    stated = switch.get(f"{W}val") or switch.get(f"{W14}val")
    return stated not in ("0", "false", "off", "none")


def number(text: str | None, default: int, highest: int = 100_000) -> int:
    """An attribute as a whole number from 0; `default` where it is missing or is not one."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return default
    return min(int(text), highest)
