"""The documentation and the tool that keeps it fresh."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"samrit_{name}_tool", ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TOOL = _tool("docs")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `page` runs once for each page."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", TOOL.pages(), ids=lambda page: str(page.relative_to(ROOT)))


@pytest.fixture
def tool() -> ModuleType:
    """scripts/docs.py as a module."""
    return TOOL


@pytest.fixture
def reference() -> Path:
    """The folder of the reference."""
    return ROOT / "docs" / "en" / "reference"


@pytest.fixture
def schemas() -> dict[str, str]:
    """What scripts/schemas.py would write, by name."""
    return _tool("schemas").schemas()
