"""Rich text of public pages: what an editor made, cut down to what a page may hold."""

from __future__ import annotations

import html
import re

TAGS = frozenset(
    {"p", "br", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a", "figure", "figcaption", "pre", "hr"}
)
_LINKS = {"a": {"href"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_SAME = (("h1", "h2"), ("b", "strong"), ("i", "em"))


def sanitised(text: str) -> str:
    """HTML with allowed tags only, links marked `rel`. Plain text becomes paragraphs. Never raises."""
    import nh3  # noqa: PLC0415 -- only where something is saved

    text = text.strip()
    if not text:
        return ""
    if not re.search(r"<[a-zA-Z/!]", text):
        return paragraphs(text)
    for old, new in _SAME:
        text = re.sub(rf"<(/?){old}(?=[\s>])", rf"<\1{new}", text, flags=re.IGNORECASE)
    text = re.sub(r"<(/?)div(?=[\s>])", r"<\1p", text, flags=re.IGNORECASE)
    # A picture that was pasted stays behind (pages have pictures with words and credit), and so does its empty frame.
    text = re.sub(r"<figure\b[^>]*>(?:\s|<(?!/figure)[^>]*>)*</figure>", "", text, flags=re.IGNORECASE)
    # The editor writes an empty line where a paragraph ends: readers, and who hears the page read, get paragraphs.
    text = re.sub(r"<p(?: [^>]*)?>.*?</p>", lambda found: _parted(found[0]), text, flags=re.DOTALL | re.IGNORECASE)
    return str(
        nh3.clean(
            text,
            tags=set(TAGS),
            attributes=_LINKS,
            url_schemes=_SCHEMES,
            clean_content_tags={"script", "style"},
            link_rel="noopener noreferrer nofollow ugc",
        )
    ).strip()


def _parted(paragraph: str) -> str:
    """A paragraph parted at its empty lines, without empty lines at its ends; "" for one that holds nothing."""
    inner = re.sub(r"^(<p[^>]*>)(?:\s|<br\s*/?>)+|(?:\s|<br\s*/?>)+(?=</p>$)", r"\1", paragraph, flags=re.IGNORECASE)
    if re.fullmatch(r"<p[^>]*></p>", inner, flags=re.IGNORECASE):
        return ""
    return re.sub(r"(?:\s*<br\s*/?>\s*){2,}", "</p><p>", inner, flags=re.IGNORECASE)


def paragraphs(text: str) -> str:
    """Plain text as paragraphs, at its empty lines."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    return "".join(f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>" for part in parts)


def plain(text: str) -> str:
    """The words of rich text, for search, cards and feeds."""
    words = re.sub(r"<(?:/p|/li|/h[23]|br)[^>]*>", "\n", text)
    words = html.unescape(re.sub(r"<[^>]+>", "", words))
    return re.sub(r"\s*\n\s*", "\n", words).strip()


def links(text: str) -> list[str]:
    """The addresses that rich text links to."""
    return [html.unescape(found) for found in re.findall(r'<a [^>]*?href="([^"]+)"', text)]
