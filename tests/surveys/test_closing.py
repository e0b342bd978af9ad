"""An answer that comes in just as its wave is closed: it is in the digest, or it is not taken."""

from __future__ import annotations

import pytest
from tests.factories import surveys as made
from tests.web.races import at_the_chain, until, waiting

from samrit.surveys.actions import fieldwork, intake
from samrit.surveys.models import Response

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_an_answer_while_the_wave_is_being_closed():
    """The closing has made its digest and waits for its place in the audit chain."""
    field = made.in_field()
    link = fieldwork.add_link(field.wave, label="โปสเตอร์", acting_user=field.owner)
    door, sent = intake.door_of_link(link), made.submission(field)

    def close():
        return fieldwork.close_wave(field.wave, read_version=field.wave.version, acting_user=field.owner)

    def answer():
        until(lambda: waiting() == 1)
        return intake.receive(door, sent)

    closed, answered = at_the_chain(close, answer)
    assert (closed, type(answered)) == (field.wave, intake.Closed)
    field.wave.refresh_from_db()
    assert (Response.objects.count(), field.wave.digest) == fieldwork.digest_of(field.wave)
