"""Accounts are connected against the emulated platforms: there and back, pasted tokens, what is lacking, what ends."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.core import mail
from django.utils import timezone
from tests.factories import people

from emulators.line import state as line
from emulators.meta import state as meta
from samrit.channels import watching
from samrit.channels.actions import accounts
from samrit.channels.enums import AccountState
from samrit.channels.models import Account, Connecting, Delivery, Grant
from samrit.channels.platforms.outcome import Refusal
from samrit.channels.tokens import token_of
from samrit.core.contract import Refused
from samrit.core.thai import to_thai
from samrit.exchange import urgent
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.platform.models import AuditEntry
from samrit.publicity.enums import ChannelCode
from samrit.publicity.models import Notification

BACK = "https://office.example/channels/back/"


@pytest.fixture
def keeper(city):  # noqa: ARG001 -- its agencies
    """The administrator."""
    return people.user("keeper", role=Role.ADMINISTRATOR, everywhere=True)


def allowed(row):
    """What the platform's page of consent leads back with, after a person has allowed it there."""
    there = accounts.way_to_platform(row, back=BACK)
    answer = httpx.get(there + "&decision=allow", follow_redirects=False)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def connect(city, keeper, channel, *, account=None):
    row = accounts.begin_connecting(channel, account=account, acting_user=keeper)
    said = allowed(row)
    accounts.come_back(said["state"], said["code"], back=BACK, acting_user=keeper)
    row.refresh_from_db()
    return accounts.choose_account(row, row.found[0]["id"], agency=city.office.agency, acting_user=keeper)


@pytest.mark.parametrize("channel", ["facebook", "instagram", "tiktok", "youtube"])
def test_each_platform_with_a_page_of_consent_is_connected_and_publishes(city, keeper, channel):
    city.accounts[channel].grant.delete()
    known = city.accounts[channel]
    account = connect(city, keeper, channel)
    assert (account.pk, account.state, Connecting.objects.count()) == (known.pk, AccountState.CONNECTED, 0)
    told = accounts.test_account(account, acting_user=keeper).facts["health"]
    assert (told["name"] != "", told["missing"], told["notes"], told["seen"]) == (True, [], [], "no_post")
    city.accounts[channel] = account
    made = city.scheduled(channel)
    city.settle()
    made.refresh_from_db()
    assert made.state == "live"
    assert accounts.test_account(account, acting_user=keeper).facts["health"]["seen"] == "live"


def test_no_token_is_in_the_audit_nor_in_anything_readable(city, keeper):
    account = connect(city, keeper, "facebook")
    secret = token_of(account)
    account.grant.refresh_from_db()
    rows = [str(row.__dict__) for row in AuditEntry.objects.all()]
    assert [row for row in [*rows, account.grant.access, str(account.facts)] if secret in row] == []


def test_who_comes_back_is_who_went_and_only_once(city, keeper):
    row = accounts.begin_connecting("facebook", acting_user=keeper)
    said = allowed(row)
    other = people.user("keeper-2", role=Role.ADMINISTRATOR, everywhere=True)
    with pytest.raises(Refused):
        accounts.come_back(said["state"], said["code"], back=BACK, acting_user=other)
    with pytest.raises(Refused):
        accounts.come_back("made up", said["code"], back=BACK, acting_user=keeper)
    accounts.come_back(said["state"], said["code"], back=BACK, acting_user=keeper)
    with pytest.raises(Refused):
        accounts.come_back(said["state"], said["code"], back=BACK, acting_user=keeper)
    city.at.advance(3_700)
    accounts.begin_connecting("tiktok", acting_user=keeper)
    assert list(Connecting.objects.values_list("channel", flat=True)) == ["tiktok"]  # what was left is forgotten


@pytest.mark.usefixtures("city")
def test_a_code_that_the_platform_refuses_says_so_and_keeps_nothing(keeper):
    row = accounts.begin_connecting("youtube", acting_user=keeper)
    with pytest.raises(Refused) as refusal:
        accounts.come_back(row.state, "4/0wrong", back=BACK, acting_user=keeper)
    assert ("invalid_grant" in refusal.value.what.th, Connecting.objects.get().found) == (True, [])


@pytest.mark.usefixtures("city")
def test_a_system_users_token_and_a_pages_own_are_taken(keeper):
    row = accounts.bring_token("instagram", meta.PAGE_TOKEN, acting_user=keeper)
    assert [one["id"] for one in row.found] == [meta.INSTAGRAM]
    row = accounts.bring_token("facebook", meta.USER_TOKEN, acting_user=keeper)
    assert [one["id"] for one in row.found] == [meta.PAGE]
    with pytest.raises(Refused):
        accounts.bring_token("facebook", "EAAnonsense", acting_user=keeper)
    with pytest.raises(Refused, match="ASCII"):  # typed with the Thai keyboard on
        accounts.bring_token("facebook", "โทเค็น", acting_user=keeper)
    assert Connecting.objects.count() == 2


def test_line_takes_an_id_and_a_secret_and_shows_what_is_left_of_the_month(city, keeper):
    with pytest.raises(Refused):
        accounts.bring_line(line.CHANNEL, "wrong", acting_user=keeper)
    row = accounts.bring_line(line.CHANNEL, line.SECRET, acting_user=keeper)
    account = accounts.choose_account(row, line.CHANNEL, agency=city.office.agency, acting_user=keeper)
    quota = accounts.test_account(account, acting_user=keeper).facts["health"]["quotas"][0]
    assert (quota["code"], quota["used"] is not None, quota["total"] is not None) == ("line_messages", True, True)


def test_connecting_anew_takes_the_same_account_only(city, keeper):
    other = Account.objects.create(channel="facebook", external_id="999", name="อื่น", agency=city.office.agency)
    row = accounts.begin_connecting("facebook", account=other, acting_user=keeper)
    said = allowed(row)
    with pytest.raises(Refused) as refusal:
        accounts.come_back(said["state"], said["code"], back=BACK, acting_user=keeper)
    assert "บัญชีอื่น" in refusal.value.what.th


def test_an_account_kept_by_hand_is_connected_once_the_platform_allows_it(city, keeper):
    city.accounts.pop("tiktok").delete()
    hand = accounts.add_by_hand(
        "tiktok", "กทม.", "https://www.tiktok.com/@bkk", agency=city.office.agency, acting_user=keeper
    )
    assert connect(city, keeper, "tiktok", account=hand).pk == hand.pk


def test_a_dead_token_is_noticed_at_once_and_told_of_once(city, keeper):
    """The first 401 of a sending; the keeper and the sender are told, in the workspace and by mail."""
    keeper.email = "keeper@example.go.th"
    keeper.save()
    made = city.scheduled("facebook")
    for token in city.at.world.platform("facebook").store.tokens.values():
        token.dead = 460
    city.drain()
    made.refresh_from_db()
    account = made.account
    assert (account.state, account.problem, made.state) == (AccountState.RECONNECT, "token", "sending")
    notices = Notification.objects.filter(code=ChannelCode.DEAD)
    assert {keeper.pk, city.office.maker.pk} <= set(notices.values_list("user", flat=True))
    assert urgent.send_urgent() == len(notices)
    assert ("ต้องเชื่อมต่อบัญชี" in mail.outbox[0].body, to_thai(account.name) in mail.outbox[0].body) == (True, True)
    again = connect(city, keeper, "facebook", account=account)
    city.settle()
    made.refresh_from_db()
    assert (again.state, made.state, len(city.at.posts("facebook"))) == (AccountState.CONNECTED, "live", 1)


def test_the_daily_look_notices_a_dead_token_of_an_account_that_sends_nothing(city, keeper):
    for token in city.at.world.platform("facebook").store.tokens.values():
        token.dead = 463
    watching.watch_accounts()
    found = dict(Account.objects.values_list("channel", "state"))
    assert found == {
        "website": "connected",
        "facebook": "reconnect",
        "instagram": "reconnect",
        "tiktok": "connected",
        "youtube": "connected",
        "line": "connected",
    }
    assert Notification.objects.filter(user=keeper, code=ChannelCode.DEAD).count() == 2


def test_warnings_come_14_7_and_1_days_before_the_end_each_once(city, keeper):
    account = city.accounts["tiktok"]
    ends = timezone.now() + dt.timedelta(days=20)
    Grant.objects.filter(account=account).update(refresh_expires_at=ends)
    given = []
    for _ in range(40):
        given.append(watching.warn_of_end(account))
        city.at.advance(12 * 3_600)
    assert [days for days in given if days] == [14, 7, 1]
    told = Notification.objects.filter(user=keeper, code=ChannelCode.ENDING, subject=account.subject)
    assert told.count() == 3


def test_silence_is_told_of_once_a_day(city, keeper):
    made = city.scheduled("facebook")
    account = city.accounts["facebook"]
    city.at.advance(3 * 3_600)  # and no worker ran
    assert [watching.overdue(account), watching.tell_of_silence(account), watching.tell_of_silence(account)] == [
        1,
        1,
        0,
    ]
    assert "ยังไม่ออกเผยแพร่" in Notification.objects.get(user=keeper).note
    city.settle()
    assert (Delivery.objects.get(pk=made.pk).state, watching.overdue(account)) == ("live", 0)


def test_what_the_machine_gives_up_is_told_to_its_people(city):
    made = city.scheduled("facebook")
    Delivery.objects.filter(pk=made.pk).update(scheduled_at=timezone.now() - dt.timedelta(hours=13))
    city.settle()
    notice = Notification.objects.get(code=ChannelCode.STOPPED)
    assert (notice.user, notice.subject, "๑๒ ชั่วโมง" in notice.note) == (city.office.maker, made.subject, True)


def test_development_mode_is_found_by_looking_as_a_citizen_does(city, keeper):
    account = city.accounts["facebook"]
    city.scheduled("facebook")
    city.settle()
    city.at.change("facebook", meta.APP, live=False)
    city.scheduled("facebook")
    city.settle()
    assert accounts.test_account(account, acting_user=keeper).facts["health"]["seen"] == "hidden"


def test_only_an_administrator_connects(city):
    place = city.office
    for person in (place.maker, place.approver, place.reader):
        with pytest.raises(Forbidden):
            accounts.begin_connecting("facebook", acting_user=person)
        with pytest.raises(Forbidden):
            accounts.test_account(city.accounts["facebook"], acting_user=person)


def test_whoever_retires_an_account_leaves_no_token_behind(city, keeper):
    account = city.accounts["youtube"]
    accounts.keep_by_hand(account, read_version=account.version, acting_user=keeper)
    with pytest.raises(Refusal):
        token_of(account)
    accounts.close_account(account, reason="เปลี่ยนช่อง", read_version=account.version, acting_user=keeper)
    assert (account.state, Grant.objects.filter(account=account).exists()) == (AccountState.CLOSED, False)
