# ruff: noqa: INP001 -- a script, not a package
"""Brings the documentation up to date, or (`--check`) says where it is not.

A ```console block holds commands (`$ …`) and what they print: the commands are run in a folder with a copy of
`examples/`, in the page's language, and their output is put in place of the old one. A part between
`<!-- list: NAME -->` and `<!-- end of list -->` is made from the code's own list NAME.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CONSOLE = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
LIST = re.compile(r"(?<=<!-- list: )([a-z-]+)( -->\n)(.*?)(?=<!-- end of list -->)", re.DOTALL)


def pages() -> list[Path]:
    """Every page that is kept up to date."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def language_of(page: Path) -> str:
    """Thai pages live in docs/th or are twins named `.th.md`."""
    return "th" if page.name.endswith(".th.md") or "th" in page.relative_to(ROOT).parts else "en"


def run(command: str, folder: Path, lang: str) -> str:
    """What a command prints, on either stream, in the order of the streams."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "SAMRIT_LANG": lang, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(  # noqa: S603 -- the commands are those of our own pages
        ["bash", "-c", command],  # noqa: S607 -- bash is part of every Debian
        cwd=folder,
        env=environment,
        input="",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def redone(block: str, folder: Path, lang: str) -> str:
    """The block with the output that its commands give now."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{run(command, folder, lang)}" for command in commands)


def fresh(page: Path, folder: Path) -> str:
    """The page as it should be."""
    lang = language_of(page)
    text = CONSOLE.sub(lambda found: redone(found[1], folder, lang), page.read_text(encoding="utf-8"))
    return LIST.sub(lambda found: f"{found[1]}{found[2]}{LISTS[found[1]]()}", text)


def with_examples(folder: Path) -> Path:
    """The folder, with a copy of the examples in it."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


def stale() -> Iterator[tuple[Path, str]]:
    """The pages that are not as they should be, each with its right text."""
    for page in pages():
        with tempfile.TemporaryDirectory() as name:
            text = fresh(page, with_examples(Path(name)))
        if text != page.read_text(encoding="utf-8"):
            yield page, text


# --- lists ---


def labels() -> str:
    """The labels that open a block of the form."""
    from samrit.core.sheet.labels import LABELS  # noqa: PLC0415 -- slow import

    rows = (f"| `{block.value}` | {' · '.join(names)} |\n" for block, names in LABELS.items())
    return "".join(("| block | labels |\n| --- | --- |\n", *rows))


def notes() -> str:
    """The notes that the form prints."""
    from samrit.core.sheet.labels import PRINTED_NOTES  # noqa: PLC0415 -- slow import

    return "".join(f"* {note.replace('*', chr(92) + '*')}\n" for note in PRINTED_NOTES)


def options() -> str:
    """The options that stand beside the form's boxes."""
    from samrit.core.sheet import labels as form  # noqa: PLC0415 -- slow import

    groups = {
        "involvement": form.INVOLVEMENT_OPTIONS,
        "references": form.REFERENCE_OPTIONS,
        "reporting_channels": form.CHANNEL_OPTIONS,
        "evaluation_methods": form.EVALUATION_OPTIONS,
    }
    rows = (f"| `{name}` | {option} |\n" for name, options in groups.items() for option in options)
    return "".join(("| block | option |\n| --- | --- |\n", *rows))


def _office() -> None:
    """Django, as the tests set it up: what is described needs no installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.settings.test")
    import django  # noqa: PLC0415 -- slow import

    django.setup()


def operations() -> str:
    """What the API does: method, address, scope, and what it is."""
    rows = []
    for address, methods in sorted(described()["paths"].items()):
        for method, operation in methods.items():
            scope = operation.get("description", "").rpartition("Scope: `")[2].rstrip("`.") or "–"
            rows.append(f"| {method.upper()} | `{address}` | {scope} | {operation['summary']} |\n")
    return "".join(("| method | address | scope | what it does |\n| --- | --- | --- | --- |\n", *rows))


def without_address() -> str:
    """What the office does and the API does not, and why."""
    _office()
    from samrit.api.verbs import NOT_FOR_PROGRAMS  # noqa: PLC0415 -- slow import

    return "".join(f"* `{name}`: {why}\n" for name, why in sorted(NOT_FOR_PROGRAMS.items()))


def described() -> dict[str, Any]:
    """The description of the API."""
    _office()
    from samrit.api.application import description  # noqa: PLC0415 -- slow import

    return description()


def snapshot() -> Iterator[tuple[Path, str]]:
    """The description as it lies in the repository, where it is not today's."""
    page = ROOT / "docs/en/reference/openapi.json"
    text = json.dumps(described(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        yield page, text


LISTS: dict[str, Callable[[], str]] = {
    "labels": labels,
    "notes": notes,
    "options": options,
    "operations": operations,
    "without-address": without_address,
}


def main(arguments: list[str]) -> int:
    """Rewrites stale pages, or names them."""
    found = [*stale(), *snapshot()]
    for page, text in found:
        sys.stdout.write(f"{page.relative_to(ROOT)}\n")
        if "--check" not in arguments:
            page.write_text(text, encoding="utf-8")
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
