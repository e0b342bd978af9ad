"""Killed at every write of the way: at most one post, none lost, always a way on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from emulators.line import state as line
from samrit.channels.actions import deciding
from samrit.channels.models import Delivery
from samrit.platform.clock import real_now

WRITES = ("INSERT", "UPDATE")


class Killed(BaseException):
    """The process ended here: nothing in it goes on, and nothing cleans up."""


class Killer:
    """Kills at the n-th write of the database; what was committed before stays."""

    def __init__(self, at):
        self.left = at

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            self.left -= 1
            if self.left == 0:
                raise Killed
        return execute(sql, params, many, context)


def ends(city, made):
    """(state, posts) once everything is at rest; a person who is asked has looked and says what is true."""
    Delivery.objects.filter(pk=made.pk).exclude(lease="").update(lease_until=real_now() - dt.timedelta(seconds=1))
    city.settle()
    row = Delivery.objects.select_related("account").get(pk=made.pk)
    if row.state == "needs_person":
        assert (row.why, city.published(row)) == ("not_found", 0)
        deciding.say_it_is_not_out(row, reason="ไม่พบ", read_version=row.version, acting_user=city.office.maker)
        city.settle()
        row.refresh_from_db()
    return str(row.state), city.published(row)


@pytest.mark.parametrize(("channel", "step"), [("facebook", 1), ("instagram", 2), ("line", 1)])
def test_killed_at_any_write_it_goes_out_once(city, channel, step):
    """By list, by the handle of a container (every second write, for time), and by our own key."""
    city.at.change("line", line.CHANNEL, quota=None)
    came = {}
    for at in range(1, 200, step):
        made = city.scheduled(channel)
        try:
            with connection.execute_wrapper(Killer(at)):
                city.settle()
        except Killed:
            came[at] = ends(city, made)
            continue
        break
    assert came == dict.fromkeys(range(1, len(came) * step + 1, step), ("live", 1))
    assert 12 <= len(came) * step < 199
