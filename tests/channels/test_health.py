"""What the doctor says of the channels, and how keys are changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.factories import channels, publicity

from samrit.channels.health import API_VERSIONS, TOKEN_KEYS
from samrit.channels.models import Grant
from samrit.channels.registry import ADAPTERS
from samrit.channels.tokens import Tokens, token_of
from samrit.platform.clock import at

pytestmark = pytest.mark.django_db


def look(row):
    return row[1](row[0])


def test_sixty_days_before_an_interface_ends_the_doctor_says_so():
    first = min(row.version.ends_on for row in ADAPTERS.values() if row.version.ends_on)

    def said(days):
        day = dt.datetime.combine(first - dt.timedelta(days=days), dt.time(12), timezone.get_current_timezone())
        with at(lambda: day):
            return look(API_VERSIONS)

    assert (said(61).ok, said(60).ok, f"ends on {first}" in said(60).found.en) == (True, False, True)


def test_a_new_key_is_used_after_the_rotation_and_the_old_one_may_go(settings, capsys):
    old, new, other = "old-key", "new-key", "another-key"
    settings.SAMRIT_TOKEN_KEYS = old
    account = channels.account(publicity.office(), "youtube", tokens=Tokens("access", "refresh", 3_600))
    assert look(TOKEN_KEYS).ok
    settings.SAMRIT_TOKEN_KEYS = f"{new} {old}"
    assert not look(TOKEN_KEYS).ok
    call_command("rotate_token_keys")
    assert capsys.readouterr().out.endswith("sealed anew: 1\n")
    settings.SAMRIT_TOKEN_KEYS = new
    assert (look(TOKEN_KEYS).ok, token_of(account)) == (True, "access")
    settings.SAMRIT_TOKEN_KEYS = other
    with pytest.raises(CommandError):
        call_command("rotate_token_keys")
    assert Grant.objects.count() == 1
