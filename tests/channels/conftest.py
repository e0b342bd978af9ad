"""A city on emulated platforms."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.factories import city as cities


@pytest.fixture
def city(db, settings):  # noqa: ARG001 -- asked for what it sets up
    """An office with accounts on every emulated platform."""
    with cities.city(settings) as made:
        yield made


@pytest.fixture
def empty(transactional_db, tmp_path):  # noqa: ARG001 -- asked for what it sets up
    """A migrated database in a file, copied from that of the tests: migrating takes longer than the run.

    Without a transaction around it, for `VACUUM` refuses one; and by a fixture that says that this test needs
    a database, for none is made where no test of the run says so.
    """
    if connection.vendor != "sqlite":
        pytest.skip("its workers are processes that share a copy of an SQLite file; `make test` on SQLite runs it")
    path = tmp_path / "empty.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return path
