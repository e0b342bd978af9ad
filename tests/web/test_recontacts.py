"""Second visits: the list makes itself, an outcome is entered by somebody else, and its share stands on the page."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from tests.factories import people
from tests.factories import surveys as made
from tests.web.office import signed_in

from samrit.surveys.actions import fieldwork
from samrit.surveys.actions.intake import door_of_allocation, receive
from samrit.surveys.models import Recontact
from samrit.surveys.queries import visits_of
from samrit.surveys.results import results_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def field():
    """Forty interviews of one enumerator, of which chance draws some; one was held too fast."""
    field = made.in_field()
    psu = field.survey.strata.first().psus.first()
    person = people.user("phone", role="reader", agency=field.key_result.host)
    door = door_of_allocation(
        fieldwork.allocate(field.wave, psu, enumerator=person, target=40, acting_user=field.owner)
    )
    for number in range(40):
        uid = uuid.uuid5(uuid.NAMESPACE_OID, str(number))
        receive(door, made.submission(field, uid=uid, adults=2, seconds=5 if number == 7 else 240))
    return field


def test_the_list_holds_one_in_ten_and_all_that_are_flagged(field):
    """As many as the results page counts, each with why."""
    visits = visits_of(field.wave)
    assert [list(one.flags) for one in visits if one.flags] == [["fast"]]
    assert 1 < sum(one.drawn for one in visits) < 12
    assert results_of(field.wave).recontacts == len(visits)


def test_an_outcome_is_entered_and_its_share_shown(field):
    """The latest counts; the enumerator cannot judge the own interview."""
    row = visits_of(field.wave)[0].response
    client = signed_in(field.owner)
    address = reverse("office:recontact", args=[field.wave.uid, row.uid])
    for outcome in ("not_reached", "same"):
        assert client.post(address, {"outcome": outcome, "note": ""}).status_code == 302
    page = client.get(reverse("office:recontacts", args=[field.wave.uid])).content.decode()
    assert "สัมภาษณ์จริง คำตอบตรงกัน" in page
    results = client.get(reverse("office:wave_results", args=[field.wave.uid])).context
    assert (results["visited"], dict(results["outcomes"])) == (1, {"same": 1})
    assert signed_in(row.allocation.enumerator).post(address, {"outcome": "same"}).status_code in {403, 422}
    assert Recontact.objects.count() == 2
