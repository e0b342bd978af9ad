# ruff: noqa: INP001 -- a script, not a package
"""Brings the English catalogue up to date: every Thai text of templates and code, sorted, and the compiled `.mo`.

New texts come in with an empty English side to be filled in by hand, texts that nobody says any more go out. It reads
templates with Django's own lexer and code with Python's own parser, so that no gettext tools are needed anywhere.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "samrit"
CATALOGUE = SOURCES / "locale" / "en" / "LC_MESSAGES" / "django.po"
THAI = SOURCES / "locale" / "th" / "LC_MESSAGES" / "django.po"
"""Thai of our own for texts of allauth whose Thai is wrong there; written by hand, compiled here."""
_HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: en\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
# Which arguments of a function are the context, the text and its plural.
_PLACES = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_CALL = re.compile(
    r"""\b(?P<name>n?p?gettext|_)\(\s*(?P<arguments>(?:u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,?\s*)+)""",
    re.DOTALL,
)
_STRING = re.compile(r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.DOTALL)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}).*$", re.MULTILINE)


class Text(NamedTuple):
    """A text to translate: what Python and templates ask the catalogue for."""

    said: str
    context: str = ""
    plural: str = ""


Catalogue = dict[Text, tuple[str, ...]]
"""The English of each text: one form, or two (one, several) where it has a plural; empty where it waits."""


# --- what the sources say ---


def texts() -> set[Text]:
    """Every text of our templates and our code."""
    found: set[Text] = set()
    for path in SOURCES.rglob("*.html"):
        found |= set(of_template(path.read_text(encoding="utf-8")))
    for path in SOURCES.rglob("*.py"):
        found |= set(of_code(path.read_text(encoding="utf-8")))
    return found


def of_template(source: str) -> Iterator[Text]:
    """The texts of a template: `translate`, `blocktranslate` and `_("…")` wherever they stand."""
    if not settings.configured:
        settings.configure()
    for call in _CALL.finditer(templatize(source)):
        strings = [ast.literal_eval(part[0]) for part in _STRING.finditer(call["arguments"])]
        yield _text(call["name"], strings)


def of_code(source: str) -> Iterator[Text]:
    """The texts of a Python module: the calls of gettext's functions under their own names or as `_`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            name = name.removesuffix("_lazy").removesuffix("_noop")
            strings = [
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            if strings and name in {"_", *_PLACES}:
                yield _text(name, strings)


def _text(name: str, strings: list[str]) -> Text:
    places = _PLACES["gettext" if name == "_" else name]
    context, said, plural = ("" if place is None else strings[place] for place in places)
    return Text(said, context, plural)


# --- the catalogue ---


def read(path: Path = CATALOGUE) -> Catalogue:
    """The catalogue as it is on disk, both sides of a conflict; a text marked fuzzy counts as not translated."""
    catalogue: Catalogue = {}
    source = _CONFLICT.sub("", path.read_text(encoding="utf-8"))
    for block in source.split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if not line or line.startswith("#"):
                continue
            key, _, rest = line.partition(" ") if not line.startswith('"') else (name, "", line)
            name = key
            fields[name] = fields.get(name, "") + ast.literal_eval(rest)
        text = Text(fields.get("msgid", ""), fields.get("msgctxt", ""), fields.get("msgid_plural", ""))
        if text.said:
            said = tuple(fields[name] for name in fields if name.startswith("msgstr"))
            catalogue[text] = ("",) * len(said) if re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE) else said
    return catalogue


def brought_up_to_date(catalogue: Mapping[Text, tuple[str, ...]], found: Iterable[Text]) -> Catalogue:
    """Every text of the sources with what the catalogue has for it."""
    return {text: catalogue.get(text, ("", "") if text.plural else ("",)) for text in sorted(found)}


def written(catalogue: Catalogue) -> str:
    """The catalogue as the text of a `.po` file, sorted, so that two people's new texts seldom meet."""
    blocks = [f'msgid ""\nmsgstr ""\n{_quoted_lines(_HEADER)}']
    for text, said in sorted(catalogue.items()):
        lines = [f"msgctxt {_quoted(text.context)}"] if text.context else []
        lines.append(f"msgid {_quoted(text.said)}")
        if text.plural:
            lines.append(f"msgid_plural {_quoted(text.plural)}")
            lines += [f"msgstr[{at}] {_quoted(form)}" for at, form in enumerate(said)]
        else:
            lines.append(f"msgstr {_quoted(said[0])}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _quoted_lines(text: str) -> str:
    return "\n".join(_quoted(line) for line in text.splitlines(keepends=True))


def compiled(catalogue: Catalogue) -> bytes:
    """The catalogue as the bytes of a `.mo` file: its header, then every text that has its English."""
    rows = {b"": _HEADER.encode()}
    for text, said in catalogue.items():
        if all(said):
            key = f"{text.context}\x04{text.said}" if text.context else text.said
            rows["\0".join(filter(None, (key, text.plural))).encode()] = "\0".join(said).encode()
    keys = sorted(rows)
    start = 28 + 16 * len(keys)
    tables, body = [b"", b""], b""
    for side, parts in enumerate((keys, [rows[key] for key in keys])):
        for part in parts:
            tables[side] += struct.pack("<II", len(part), start + len(body))
            body += part + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start) + b"".join(tables) + body


def waiting(catalogue: Catalogue) -> list[str]:
    """The texts without English."""
    return [
        f"{text.said} [{text.context}]" if text.context else text.said
        for text, said in catalogue.items()
        if not all(said)
    ]


def main() -> None:
    """Writes both files and says which texts wait for their English."""
    catalogue = brought_up_to_date(read() if CATALOGUE.exists() else {}, texts())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(written(catalogue), encoding="utf-8")
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalogue))
    THAI.with_suffix(".mo").write_bytes(compiled(read(THAI)))
    missing = waiting(catalogue)
    print(f"{len(catalogue)} texts, {len(missing)} without English", *missing, sep="\n  ")  # noqa: T201 -- its report
    if missing:
        print(f"Write the English of each into {CATALOGUE.relative_to(ROOT)} (msgstr), then run this again.")  # noqa: T201 -- as above


if __name__ == "__main__":
    main()
