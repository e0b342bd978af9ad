"""One emulator per test, its clock standing at nine in the morning of 1 December 2026 in Bangkok."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emulators import Address, running


@pytest.fixture
def at() -> Iterator[Address]:
    with running(clock="2026-12-01T09:00") as address:
        yield address
