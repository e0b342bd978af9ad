"""One harmless page of a capture: without scripts, forms and addresses outside, with all that it shows inside it.

The page is served under a policy that lets nothing run and nothing be fetched (`POLICY`), so what is removed here is
removed for the reader's sake; what was overlooked could do nothing either.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from samrit.evidence.captures.reading import Capture, Record
from samrit.evidence.captures.taking import absolute, document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; media-src data:"
_GONE = ("script", "noscript", "iframe", "frame", "object", "embed", "base", "template", "portal")
_DROPPED = frozenset(
    {"srcset", "ping", "formaction", "action", "srcdoc", "nonce", "integrity", "loading", "crossorigin"}
)
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""")
_IMPORT = re.compile(r"""@import\s+(?:url\()?\s*["']?([^"')\s;]+)["']?\s*\)?([^;]*);""")
_DEEPEST = 4


def replay(capture: Capture) -> bytes:
    """The page as one document that needs nothing else."""
    from lxml import html

    root = document(capture.page.body)
    _Quiet(capture).all(root)
    return b"<!DOCTYPE html>\n" + bytes(html.tostring(root, encoding="utf-8"))


class _Quiet:
    """Makes a document quiet, and puts what it shows into it."""

    def __init__(self, capture: Capture) -> None:
        self._records = capture.records
        self._base = capture.url

    def all(self, root: HtmlElement) -> None:
        for element in list(root.iter()):
            if isinstance(element.tag, str):
                self._one(element)
        head = root.find("head")
        if head is not None:
            head.insert(0, head.makeelement("meta", {"charset": "utf-8"}))

    def _one(self, element: HtmlElement) -> None:
        tag = element.tag.lower()
        refreshes = tag == "meta" and (element.get("http-equiv") or "").strip()
        if tag in _GONE or refreshes:
            element.drop_tree()
            return
        if tag == "link":
            self._link(element)
            return
        if tag == "style":
            element.text = self._style(element.text or "", self._base, 0)
        self._attributes(element, tag)

    def _attributes(self, element: HtmlElement, tag: str) -> None:
        for name in list(element.attrib):
            plain = name.rpartition("}")[2].lower()
            if plain.startswith("on") or plain in _DROPPED:
                del element.attrib[name]
            elif plain in {"src", "poster", "data-src", "background"}:
                element.set(name, self._inside(element.get(name) or "", self._base))
            elif plain == "href":
                self._href(element, name, tag)
            elif plain == "style":
                element.set(name, self._style(element.get(name) or "", self._base, 0))

    def _href(self, element: HtmlElement, name: str, tag: str) -> None:
        """A link leads nowhere but shows where it led; a drawing used by its address is put inside."""
        target = element.get(name) or ""
        if target.startswith("#"):
            return
        del element.attrib[name]
        if tag in {"a", "area"}:
            element.set("title", absolute(target, self._base) or target)
        elif tag == "image":
            element.set(name, self._inside(target, self._base))

    def _link(self, element: HtmlElement) -> None:
        sheet = self._found(element.get("href") or "", self._base)
        if "stylesheet" not in (element.get("rel") or "").lower() or sheet is None:
            element.drop_tree()
            return
        style = element.makeelement("style", {})
        if element.get("media"):
            style.set("media", element.get("media") or "")
        style.text = self._style(sheet.body.decode("utf-8", "replace"), sheet.url, 0)
        element.getparent().replace(element, style)

    def _style(self, text: str, base: str, depth: int) -> str:
        def imported(match: re.Match[str]) -> str:
            sheet = self._found(match.group(1), base)
            if sheet is None or depth >= _DEEPEST:
                return ""
            inner = self._style(sheet.body.decode("utf-8", "replace"), sheet.url, depth + 1)
            media = match.group(2).strip()
            return f"@media {media} {{{inner}}}" if media else inner

        def put(match: re.Match[str]) -> str:
            address = next((group for group in match.groups() if group), "")
            return f'url("{self._inside(address, base)}")'

        return _URL.sub(put, _IMPORT.sub(imported, text)).replace("</", "<\\/")

    def _found(self, address: str, base: str) -> Record | None:
        return self._records.get(absolute(address, base))

    def _inside(self, address: str, base: str) -> str:
        """What stands at an address, as data; empty where it was not captured."""
        if address.startswith(("data:image/", "data:font/", "#")):
            return address
        record = self._found(address, base)
        if record is None or record.status != 200:
            return ""
        return f"data:{record.kind};base64,{base64.b64encode(record.body).decode('ascii')}"
