"""Every code by which something stands still or is given up has its sentence, and a refusal never says to wait."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import samrit.channels
from samrit.channels.platforms import meta
from samrit.channels.platforms.outcome import Kind
from samrit.channels.reasons import reason_of_code, words_of


def said() -> Iterator[tuple[str, str]]:
    """(kind, code) wherever an outcome is made, and ("", code) wherever a reason is given."""
    for path in Path(samrit.channels.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in {"Outcome", "refusal"} and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                yield ast.unparse(node.args[0]).removeprefix("Kind."), node.args[1].value
            for given in node.keywords:
                if given.arg == "why" and isinstance(given.value, ast.Constant) and given.value.value:
                    yield "", given.value.value
    for kind, why, _wait in meta._BY_CODE.values():
        yield kind.name, why


def test_every_code_has_its_words():
    codes = {code for _, code in said()}
    assert len(codes) > 40
    assert {code for code in codes if words_of(code) is None} == set()


def test_what_was_refused_is_never_left_to_go_on_by_itself():
    """Nothing happens any more with it: its sentence names what a person can do."""
    refused = {code for kind, code in said() if kind == Kind.REJECTED.name}
    assert {code for code in refused if "by itself" in reason_of_code(code)[1].en} == set()
