"""What a page is made of, found without a browser: style sheets, pictures, fonts and scripts of its own site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from samrit.evidence.captures.asking import Answer, Ask, Unanswered

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST, LARGEST = 300, 45_000_000
"""So many answers and bytes belong to a page at most; what goes beyond is left out, and the capture says so."""
_REDIRECTS = 5
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""")
_IMPORT = re.compile(r"""@import\s+(?:"([^"]*)"|'([^']*)')""")
_LINKED = frozenset({"stylesheet", "icon", "apple-touch-icon", "manifest", "preload"})
_SOURCES = ("src", "poster", "data-src")


class Left(NamedTuple):
    """An address that belongs to the page and is not in the capture, and why."""

    url: str
    why: str


@dataclass(slots=True)
class Taken:
    """A page as it was taken. `way`: browser or plain, over the net or within; `screenshot`: a PNG where there is one.

    `page` is where the answer of the page itself stands, after redirects.
    """

    url: str
    way: str = "plain"
    answers: list[Answer] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    page: str = ""
    title: str = ""
    screenshot: bytes = b""

    @property
    def main(self) -> Answer:
        """The answer of the page itself."""
        return next(answer for answer in self.answers if answer.url == self.page)

    @property
    def size(self) -> int:
        return sum(len(answer.body) for answer in self.answers)

    def add(self, answer: Answer) -> None:
        self.answers.append(answer)
        if answer.status >= 400:
            self.leave(answer.url, f"HTTP {answer.status}")

    def leave(self, url: str, why: str) -> None:
        self.left.append(Left(url, why))


def take(url: str, ask: Ask) -> Taken:
    """The page and everything of its own site that it shows. Raises Unanswered where there is no page."""
    taken = Taken(url)
    main = follow(taken, ask)
    root = document(main.body)
    taken.title = title_of(main.body)
    waiting, seen = list(dict.fromkeys(_of_page(root, main.url))), {answer.url for answer in taken.answers}
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        if not same_site(address, url):
            taken.leave(address, "of another site")
            continue
        if len(taken.answers) >= MOST or taken.size >= LARGEST:
            taken.leave(address, "too much")
            continue
        try:
            answer = ask(address)
        except Unanswered as error:
            taken.leave(address, str(error).removeprefix(f"{address}: "))
            continue
        taken.add(answer)
        if answer.kind == "text/css":
            waiting += of_style(answer.body.decode("utf-8", "replace"), address)
    return taken


def follow(taken: Taken, ask: Ask) -> Answer:
    """The answer of the page itself, with the redirects on the way. Raises Unanswered where it is no page."""
    address = taken.url
    for _ in range(_REDIRECTS):
        answer = ask(address)
        taken.add(answer)
        target = answer.header("location")
        if not 300 <= answer.status < 400 or not target:
            break
        address = urljoin(address, target)
        if not same_site(address, taken.url):
            raise Unanswered(f"{taken.url}: leads to another site")
    if answer.status != 200 or answer.kind != "text/html" or not answer.body.strip():
        raise Unanswered(f"{taken.url}: HTTP {answer.status} {answer.kind}")
    taken.page = address
    return answer


def title_of(body: bytes) -> str:
    """The title of a page; empty where it has none."""
    return " ".join((document(body).findtext(".//title") or "").split())


def document(body: bytes) -> HtmlElement:
    """The document, read as UTF-8: all our pages are, and nothing in a page may say otherwise."""
    from lxml import html

    return html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))


def same_site(address: str, url: str) -> bool:
    """Whether two addresses are of one scheme, host and port."""
    one, other = urlsplit(address), urlsplit(url)
    return (one.scheme, one.netloc.lower()) == (other.scheme, other.netloc.lower())


def _of_page(root: HtmlElement, base: str) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for found in _of_element(element):
            address = absolute(found, base)
            if address:
                yield address


def _of_element(element: HtmlElement) -> Iterator[str]:
    tag = element.tag.lower()
    if tag == "link" and _LINKED & set((element.get("rel") or "").lower().split()):
        yield element.get("href") or ""
    if tag in {"img", "source", "video", "audio", "script", "track", "input", "embed"}:
        yield from (element.get(name) or "" for name in _SOURCES)
        yield from sources(element.get("srcset") or "")
    if tag in {"use", "image"}:
        yield element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""
    if tag == "style":
        yield from in_style(element.text or "")
    yield from in_style(element.get("style") or "")


def sources(srcset: str) -> Iterator[str]:
    """The addresses of a srcset."""
    for part in srcset.split(","):
        words = part.split()
        if words:
            yield words[0]


def in_style(text: str) -> Iterator[str]:
    """The addresses that a style names."""
    for pattern in (_URL, _IMPORT):
        for found in pattern.finditer(text):
            yield next((group for group in found.groups() if group), "")


def of_style(text: str, base: str) -> list[str]:
    """The absolute addresses that a style sheet names."""
    return [address for found in in_style(text) if (address := absolute(found, base))]


def absolute(found: str, base: str) -> str:
    """The whole address without its fragment; empty for data, scripts and places in the page itself."""
    text = found.strip()
    if not text or text.startswith(("#", "data:", "javascript:", "mailto:", "tel:", "blob:", "about:")):
        return ""
    address = urldefrag(urljoin(base, text)).url
    return address if address.startswith(("http://", "https://")) else ""
