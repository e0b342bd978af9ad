"""Who has a part in a key result, and who may see it: each role, held in each way."""

from __future__ import annotations

import pytest
from tests.factories import people

from samrit.people.enums import Role
from samrit.people.rights import Rights, Scope
from samrit.results.models import AgencyTarget, KeyResult, Revision
from samrit.results.parts import agencies_of, may_see, scopes_of

pytestmark = pytest.mark.django_db


def key_result(host=None):
    return KeyResult.objects.create(code="9001", fiscal_year=2568, name="ตัวชี้วัด", host=host)


def test_where_it_takes_place():
    """At the host first, then with each agency that has a target; without any, on itself."""
    alone = key_result()
    assert (agencies_of(alone), scopes_of(alone)) == ([], [Scope(None, "9001-2568")])
    other, host = people.agency(), people.agency()
    alone.host = host
    for agency in (other, host):
        AgencyTarget.objects.create(key_result=alone, agency=agency, role="supporting")
    assert agencies_of(alone) == [host.pk, other.pk]
    assert scopes_of(alone) == [Scope(host.pk, "9001-2568"), Scope(other.pk, "9001-2568")]


HELD = {
    "without limit": {"everywhere": True},
    "for it": {"key_result": "9001-2568"},
    "for another": {"key_result": "9002-2568"},
    "for an agency": {"agency": True},
}


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("role", Role)
def test_who_sees_a_key_result_without_agencies(role, held):
    """Those with a role for it or without limit (an administrator too, to give it to somebody): not every agency's."""
    row = key_result()
    where = HELD[held]
    agency = people.agency() if "agency" in where else None
    person = people.user()
    people.give(person, role, agency=agency, key_result=where.get("key_result", ""))
    expected = held == "without limit" or (held == "for it" and role != Role.ADMINISTRATOR)
    assert may_see(Rights(person), row) is expected


@pytest.mark.parametrize("role", Role)
def test_who_sees_a_key_result_of_agencies(role):
    """Those of its agencies, but for administrators, who see no work; nobody of another agency, nor who has no role."""
    host, part, other = people.agency(), people.agency(), people.agency()
    row = key_result(host)
    AgencyTarget.objects.create(key_result=row, agency=part, role="supporting")
    sees = [may_see(Rights(people.user(role=role, agency=agency)), row) for agency in (host, part, other)]
    assert sees == [role != Role.ADMINISTRATOR, role != Role.ADMINISTRATOR, False]
    assert not may_see(Rights(people.user(agency=host)), row)


def test_who_made_it_sees_it_until_it_has_agencies():
    """In person or through a deputy; a closed account sees nothing."""
    row = key_result()
    maker, absent, left = people.user(), people.user(), people.user(is_active=False)
    for number, (by, behalf) in enumerate([(maker, absent), (left, None)], 1):
        Revision.objects.create(key_result=row, number=number, definition={}, created_by=by, on_behalf_of=behalf)
    assert [may_see(Rights(person), row) for person in (maker, absent, left, people.user())] == [
        True,
        True,
        False,
        False,
    ]
    row.host = people.agency()
    assert not may_see(Rights(maker), row)
