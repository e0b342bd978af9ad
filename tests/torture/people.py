"""What people do where the machine asks them, through the verbs of their pages."""

from __future__ import annotations

from django.db import transaction

from samrit.channels.actions import deciding, scheduling
from samrit.channels.delivering.engine import reconnected
from samrit.channels.models import Account, Delivery
from samrit.channels.tokens import Tokens, keep_grant
from samrit.people.models import User


def _row(pk: str) -> Delivery:
    return Delivery.objects.select_related("account", "work__key_result", "link").get(pk=pk)


def _maker(pk: str) -> User:
    return User.objects.get(pk=pk)


def found(pk: str, maker: str, address: str) -> None:
    """Somebody has found the post on the platform."""
    row = _row(pk)
    address = "https://manager.line.biz/account/@samrit/broadcast/1" if row.account.channel == "line" else address
    deciding.say_it_is_out(row, address, reason="เห็นโพสต์แล้ว", read_version=row.version, acting_user=_maker(maker))


def missed(pk: str, maker: str) -> None:
    """Somebody has looked, and it is not there."""
    row = _row(pk)
    deciding.say_it_is_not_out(row, reason="ไม่พบโพสต์", read_version=row.version, acting_user=_maker(maker))


def again(pk: str, maker: str) -> None:
    """Somebody lets it go out now."""
    row = _row(pk)
    scheduling.schedule_delivery(row, None, read_version=row.version, acting_user=_maker(maker))


def connect(account: str, access: str, refresh: str) -> None:
    """An administrator connects an account anew."""
    row = Account.objects.get(pk=account)
    with transaction.atomic():
        fresh = Tokens(access) if refresh == "-" else Tokens(access, refresh, 3_000)
        keep_grant(row, fresh, rotates=row.channel == "tiktok")
        reconnected(row)
