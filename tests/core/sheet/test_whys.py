"""Every reason that the reading gives has its Thai."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import samrit.core.sheet
from samrit.core.sheet import gaps
from samrit.core.sheet.whys import why_in_thai

FOLDER = Path(samrit.core.sheet.__file__).parent


def constants() -> dict[str, str]:
    """Every module's constants that are text."""
    return {
        node.targets[0].id: node.value.value
        for path in FOLDER.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


CONSTANTS = constants()


def texts(node: ast.expr) -> list[str]:
    """What an expression may say; parts that are only known when it runs read as 7."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(part for value in node.values for part in texts(value))]
    if isinstance(node, ast.FormattedValue):
        name = node.value.id if isinstance(node.value, ast.Name) else ""
        return [CONSTANTS.get(name, "7")]
    if isinstance(node, ast.IfExp):
        return [*texts(node.body), *texts(node.orelse)]
    name = getattr(node, "attr", getattr(node, "id", ""))
    return [CONSTANTS[name]] if name in CONSTANTS else []


def reasons() -> list[str]:
    """Every sentence that is asked or assumed somewhere in the code."""
    found: list[str] = []
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                place = {"ask": 1, "assume": 2, "Question": 1, "Assumption": 2}.get(name)
                if place is not None and len(node.args) > place:
                    found += texts(node.args[place])
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "why":
                found += texts(node.value)
    return sorted({*found, *(value for name, value in vars(gaps).items() if name.isupper())})


@pytest.mark.parametrize("why", reasons())
def test_every_reason_has_its_thai(why):
    """An official never meets an English question."""
    thai = why_in_thai(why)
    assert thai is not None
    assert any("\u0e00" <= sign <= "\u0e7f" for sign in thai)


def test_the_reasons_are_found():
    """The search above sees the code."""
    assert len(reasons()) > 20


def test_what_changes_in_a_sentence_is_kept():
    """Names and numbers go over into the Thai."""
    assert why_in_thai("no number was found in “ตามแผน”") == "ไม่พบตัวเลขใน “ตามแผน”"


def test_other_sentences_have_no_thai():
    """A reason that a person wrote stays as it is."""
    assert why_in_thai("checked with the office by telephone") is None
