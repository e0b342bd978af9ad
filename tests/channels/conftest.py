"""A city on emulated platforms."""

from __future__ import annotations

import pytest
from tests.factories import city as cities


@pytest.fixture
def city(db, settings):  # noqa: ARG001 -- asked for what it sets up
    """An office with accounts on every emulated platform."""
    with cities.city(settings) as made:
        yield made
