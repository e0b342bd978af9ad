"""What the pages show is what the program does."""

from __future__ import annotations

import argparse
import ast
import importlib
import re
from pathlib import Path

import pytest

from samrit.cli.arguments import build_parser

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def test_the_printed_outputs_and_lists_are_those_of_today(page, tool, tmp_path):
    """Every command of a page is run and gives what the page shows (`make docs` mends it)."""
    assert tool.fresh(page, tool.with_examples(tmp_path)) == page.read_text(encoding="utf-8")


def test_the_description_of_the_api_is_today_s(tool):
    """`make docs` brings docs/en/reference/openapi.json up to date."""
    assert [str(page) for page, _text in tool.snapshot()] == []


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the hosts of Markdown make them."""
    titles = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_links_lead_somewhere(page):
    """Every relative link names a file, and its anchor a heading there."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        assert place.exists(), target
        assert not anchor or anchor in anchors(place), target


def commands(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """A parser and those of all commands below it."""
    found = [parser]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for part in action.choices.values():
                found += commands(part)
    return found


@pytest.mark.parametrize("parser", commands(build_parser("en")), ids=lambda parser: parser.prog)
def test_every_command_and_option_is_documented(parser, reference):
    """Each command has its heading on the page of the program, and each of its options is shown there."""
    text = (reference / "cli.md").read_text(encoding="utf-8")
    assert f"`{parser.prog}`\n" in text
    for action in parser._actions:
        for option in action.option_strings:
            assert option in text


def test_the_thai_readme_runs_the_same_commands():
    """The twins differ in their language only."""
    english, thai = (
        re.findall(r"^\$ .*$|^make \w+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in ("README.md", "README.th.md")
    )
    assert english == thai
    assert english


def test_every_make_target_says_what_it_does():
    """`make help` lists every target that a person may call."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", text, re.MULTILINE))
    said = set(re.findall(r"^([a-z]+):.*## \S", text, re.MULTILINE))
    assert said == targets
    assert {"up", "test", "check", "bench", "docs", "help"} <= targets


def test_what_the_scripts_import_is_there():
    """A script that nobody runs for weeks is not left behind when a name moves."""
    for script in sorted((ROOT / "scripts").glob("*.py")):
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("samrit"):
                module = importlib.import_module(str(node.module))
                assert [row.name for row in node.names if not hasattr(module, row.name)] == [], script.name


def test_decisions_are_numbered_without_gaps():
    """0001, 0002, …"""
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_buttons_that_the_thai_manual_names_are_those_on_the_pages():
    """Whoever reads "press X" finds X: every name after กด is a text of the pages; … stands for what is filled in."""
    catalogue = (ROOT / "src/samrit/locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    joined = re.sub(r'"\n"', "", catalogue)
    texts = {re.sub(r"%\(\w+\)s", "…", text) for text in re.findall(r'^msgid "(.*)"$', joined, re.MULTILINE)}
    named = [
        (page.name, name)
        for page in sorted((ROOT / "docs/th/use").glob("*.md"))
        for name in re.findall(r"กด(?:ปุ่ม|แท็บ)?\s*\*\*([^*]+)\*\*", page.read_text(encoding="utf-8"))
    ]
    assert len(named) > 20
    assert [row for row in named if row[1] not in texts] == []
