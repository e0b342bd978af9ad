"""Two administrators at the same moment."""

from __future__ import annotations

import pytest
from tests.factories import people
from tests.web.races import at_the_chain, outcome

from samrit.people.actions import accounts, appointments
from samrit.people.enums import Role

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def ending(own, other):
    return lambda: appointments.end_role(other.roles.get(), acting_user=own)


def closing(own, other):
    return lambda: accounts.change_user(other, is_active=False, acting_user=own)


@pytest.mark.parametrize("act", [ending, closing])
def test_the_last_two_administrators_do_not_end_each_other(act):
    """Each sees the other's role still there; nobody would be left to give one again."""
    first, second = people.user(role=Role.ADMINISTRATOR), people.user(role=Role.ADMINISTRATOR)
    assert outcome(at_the_chain(act(first, second), act(second, first))) == ["done", "told"]
