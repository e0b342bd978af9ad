"""What tests of the pages share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def one_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:  # noqa: ARG001 -- asked for what it sets up
    """Rows made under this stay for all tests of a module; each test still takes back what it did itself."""
    around = transaction.atomic()
    around._from_testcase = True  # verbs that must commit by themselves may run inside, as in any test
    with django_db_blocker.unblock(), around:
        yield
        transaction.set_rollback(True)
