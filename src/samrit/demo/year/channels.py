"""The city's channels: accounts connected in November, then a variant for each channel, approved and scheduled.

What goes out at its hour, and what is read of it afterwards, the machine does (`demo.machine`).
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from samrit.channels.actions import accounts, checking, composing, scheduling
from samrit.channels.models import Account, Connecting, Delivery
from samrit.demo.diary import Diary
from samrit.demo.emulating import set_clock, told_of
from samrit.demo.year.office import Office
from samrit.platform.emulated import emulated
from samrit.publicity.enums import Channel
from samrit.publicity.models import Work

CONNECTED, RENEWED = dt.date(2024, 11, 25), dt.date(2025, 5, 19)
"""TikTok's leave ends after 180 days, so it is given once more."""
_BACK = "https://creative-districts.example/channels/back/"
_BY_CONSENT = (Channel.FACEBOOK, Channel.INSTAGRAM, Channel.TIKTOK, Channel.YOUTUBE)


def write(diary: Diary, office: Office) -> None:
    """The accounts, one after the other on one morning."""
    for number, channel in enumerate(_BY_CONSENT):
        diary.on(CONNECTED, partial(_consented, office, channel), 9, 10 * number)
    diary.on(CONNECTED, partial(_line, office), 10)
    diary.on(CONNECTED, partial(_website, office), 10, 10)
    diary.on(RENEWED, partial(_consented, office, Channel.TIKTOK), 9)


def _consented(office: Office, channel: str) -> None:
    """The way to the platform's page of consent and back; whoever manages the account allows it there."""
    set_clock(emulated())
    admin = office.who("admin")
    known = Account.objects.filter(channel=channel).first()
    row = accounts.begin_connecting(channel, account=known, acting_user=admin)
    page = accounts.way_to_platform(row, back=_BACK)
    answer = httpx.get(f"{page}&decision=allow", trust_env=False)
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
    _take(office, accounts.come_back(row.state, code, back=_BACK, acting_user=admin))


def _line(office: Office) -> None:
    """LINE has no page of consent: the channel's id and secret are copied from its console."""
    set_clock(emulated())
    known = _official_account()
    _take(office, accounts.bring_line(known["id"], known["secret"], acting_user=office.who("admin")))


def _official_account() -> dict[str, Any]:
    return next(iter(told_of(emulated(), "accounts")["line"]["channels"].values()))


def _take(office: Office, row: Connecting) -> None:
    """The account that was opened, for the host; it is looked at at once."""
    admin = office.who("admin")
    account = accounts.choose_account(
        row, row.found[0]["id"], agency=office.agency_of(office.who("officer")), acting_user=admin
    )
    accounts.test_account(account, acting_user=admin)


def _website(office: Office) -> None:
    accounts.add_website(agency=office.agency_of(office.who("officer")), acting_user=office.who("admin"))


# --- one work on one channel ---


def compose(work: Work, channel: str) -> None:
    """A variant made of the master; what cannot be recalled is tried first."""
    account, maker = Account.objects.get(channel=channel), work.producer
    form, content = composing.default_content(work, account, list(work.media.select_related("file").order_by("pk")))
    row = composing.create_delivery(work, account, content, form=form, acting_user=maker)
    if channel == Channel.LINE:
        set_clock(emulated())
        checking.validate_delivery(row, read_version=row.version, acting_user=maker)
        checking.send_test(row, _official_account()["staff"][0], read_version=row.version, acting_user=maker)


def approve(office: Office, work: Work, channel: str) -> None:
    """By the reviewer; a broadcast by the approver, too."""
    names = ("approver", "reviewer") if channel == Channel.LINE else ("reviewer",)
    for name in names:
        row = _row(work, channel)
        composing.approve_delivery(row, read_version=row.version, acting_user=office.who(name))


def schedule(work: Work, channel: str, at: dt.datetime) -> None:
    """At that hour it goes out by itself."""
    row = _row(work, channel)
    scheduling.schedule_delivery(row, at, read_version=row.version, acting_user=work.producer)


def _row(work: Work, channel: str) -> Delivery:
    found = Delivery.objects.select_related("account", "work__key_result", "link")
    return found.get(work=work, account__channel=channel)
