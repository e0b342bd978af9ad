"""An answer that comes in just as its wave is closed: it is in the digest, or it is not taken."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction
from tests.factories import surveys as made

from samrit.platform.audit import record
from samrit.surveys.actions import fieldwork, intake
from samrit.surveys.models import Response


def waiting():
    """How many connections wait for another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def until(condition):
    """Waits for it; a minute is forever."""
    end = time.monotonic() + 60
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_answer_while_the_wave_is_being_closed(at_once):
    """The closing has made its digest and waits for its place in the audit chain, which somebody else holds."""
    field = made.in_field()
    link = field.wave.links.first() or fieldwork.add_link(field.wave, label="โปสเตอร์", acting_user=field.owner)
    door, sent, came, held = intake.door_of_link(link), made.submission(field), [], threading.Event()

    def hold_the_chain():
        with transaction.atomic():
            record("test.held", actor="test", subject="test")
            held.set()
            until(lambda: waiting() == 2 or came)

    def close():
        held.wait()
        return fieldwork.close_wave(field.wave, read_version=field.wave.version, acting_user=field.owner)

    def answer():
        until(lambda: waiting() == 1)
        try:
            came.append(intake.receive(door, sent))
        except intake.Closed:
            came.append(None)

    at_once(hold_the_chain, close, answer)
    field.wave.refresh_from_db()
    assert field.wave.digest == fieldwork.digest_of(field.wave)[1]
    assert Response.objects.count() == (came != [None])
