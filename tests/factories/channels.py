"""Accounts and deliveries, brought to a state by those who may."""

from __future__ import annotations

import itertools
from typing import Any

from django.db import transaction
from tests.factories import people, publicity, site
from tests.factories.publicity import Office

from samrit.channels.actions import composing, scheduling
from samrit.channels.enums import CheckKind, PostForm
from samrit.channels.models import Account, Delivery, DeliveryCheck
from samrit.channels.parcels import content_sha256
from samrit.channels.platforms.parcel import Content
from samrit.channels.tokens import Tokens, keep_grant
from samrit.people.enums import Role
from samrit.people.models import User
from samrit.publicity.enums import Channel
from samrit.publicity.models import Work

_numbers = itertools.count(1)


def account(place: Office, channel: str = Channel.WEBSITE, *, tokens: Tokens | None = None, **fields: Any) -> Account:
    """An account of the office; with tokens it is connected."""
    number = next(_numbers)
    told = {"external_id": f"{channel}-{number}", "name": f"กรุงเทพมหานคร {number}", **fields}
    made = Account.objects.create(channel=channel, agency=place.agency, **told)
    if tokens is not None:
        with transaction.atomic():
            keep_grant(made, tokens, rotates=channel == Channel.TIKTOK)
    return made


def second_approver(place: Office) -> User:
    """Another who may approve."""
    return people.user(f"approver-{next(_numbers)}", role=Role.APPROVER, agency=place.agency)


def delivery(
    place: Office,
    where: Account,
    *,
    work: Work | None = None,
    form: str = PostForm.ARTICLE,
    state: str = "draft",
    at: Any = None,
    **content: Any,
) -> Delivery:
    """A delivery of an approved work, in *draft*, *approved* or *scheduled*; `at` None is now."""
    master = work or publicity.work(place, state="approved")
    if where.channel == Channel.WEBSITE and not hasattr(master, "page"):
        site.story_page(place, master)
        master.refresh_from_db()
    said = {"title": "ย่านเก่าของเรา", "text": "เดินเล่นย่านเก่า", **content}
    made = composing.create_delivery(master, where, Content(**said), form=form, acting_user=place.maker)
    if state == "draft":
        return made
    approve(place, made)
    if state == "scheduled":
        scheduling.schedule_delivery(made, at, read_version=made.version, acting_user=place.maker)
    return made


def approve(place: Office, made: Delivery) -> Delivery:
    """Approved by as many as the channel wants, after its checks."""
    if made.account.channel == Channel.LINE:
        for kind in CheckKind:
            DeliveryCheck.objects.create(
                delivery=made, kind=kind, content_sha256=content_sha256(made), passed=True, by=place.maker
            )
        composing.approve_delivery(made, read_version=made.version, acting_user=second_approver(place))
    return composing.approve_delivery(made, read_version=made.version, acting_user=place.approver)
