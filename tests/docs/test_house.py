"""What the tree says of itself is true: its floors, its decisions, the reasons of what is suppressed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_REASON = re.compile(r"# (noqa(?!: [A-Z0-9, ]+ -- \S)|type: ignore(?!\[[a-z, -]+\]  # ))")


def floors() -> dict[str, int]:
    """The parts of the program, each with the number of its floor from above, as the linter of imports holds them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {part.strip(): floor for floor, layer in enumerate(layers) for part in layer.split("|")}


def test_the_architecture_names_every_part():
    """From the top floor to the ground; those of one floor in any order."""
    text = (ROOT / "docs/en/develop/architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"^([a-z]+) {2,}\S", text.partition("├─")[0], re.MULTILINE)
    order = floors()
    assert sorted(named) == sorted(order)
    assert [order[part] for part in named] == sorted(order.values())


def test_every_decision_is_listed():
    """By its number, in the table of the documentation."""
    listed = re.findall(r"\]\(decisions/([^)]+)\)", (ROOT / "docs/README.md").read_text(encoding="utf-8"))
    assert listed == sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md"))


def test_every_suppression_has_its_reason():
    """`# noqa: CODE -- why`, `# type: ignore[code]  # why`."""
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("src", "emulators", "tests", "bench", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if WITHOUT_REASON.search(line)
    ]
    assert bare == []
