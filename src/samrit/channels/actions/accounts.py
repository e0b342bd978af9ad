"""Connecting the city's accounts: the way to the platform and back, tokens that are pasted, accounts kept by hand.

Tokens go into the vault and are never shown again, not even to who brought them.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from samrit.channels import vault
from samrit.channels.addresses import base
from samrit.channels.delivering.engine import reconnected
from samrit.channels.enums import AccountState
from samrit.channels.models import Account, Connecting
from samrit.channels.platforms import inquiries, oauth
from samrit.channels.platforms.http import Lost, NotSent
from samrit.channels.platforms.inquiries import Owned
from samrit.channels.platforms.outcome import Refusal
from samrit.channels.reasons import words_of
from samrit.channels.tokens import Tokens, keep_grant
from samrit.channels.watching import look_at
from samrit.core.contract import Message, Refused
from samrit.people import recording
from samrit.people.enums import Act
from samrit.people.models import Agency, User
from samrit.people.rights import EVERYWHERE, Rights, Scope, Standing
from samrit.publicity.actions.shared import because, line, lock, refuse
from samrit.publicity.enums import Channel

WITHIN = dt.timedelta(hours=1)
"""So long the way to the platform and back may take."""
CONSENT = frozenset({Channel.FACEBOOK, Channel.INSTAGRAM, Channel.TIKTOK, Channel.YOUTUBE})
"""Where a person gives leave on the platform's own page."""
PASTED = frozenset({Channel.FACEBOOK, Channel.INSTAGRAM})
"""Where a long-lived token of a system user is brought along: it hangs on no employee."""
_PKCE = frozenset({Channel.YOUTUBE})
_ROTATES = frozenset({Channel.TIKTOK})
_TOKEN_NAMES = ("access", "refresh", "seconds", "refresh_seconds", "scopes")


def _scope(account: Account | None) -> Scope:
    """A new account concerns all agencies until it is said whose it is."""
    return EVERYWHERE if account is None else Scope(account.agency_id)


def _require(account: Account | None, acting_user: User) -> Standing:
    return Rights(acting_user).require(Act.CONNECT_CHANNEL, _scope(account))


@transaction.atomic(durable=True)
def begin_connecting(channel: str, *, account: Account | None = None, acting_user: User) -> Connecting:
    """Opens the way to a platform's page of consent. `account`: the one that is connected anew."""
    _require(account, acting_user)
    if channel not in CONSENT:
        raise refuse(
            "channel",
            ("this channel has no page of consent", "ช่องทางนี้ไม่มีหน้าขออนุญาต"),
            ("bring its token, or keep it by hand", "โปรดใส่โทเค็น หรือเลือกเผยแพร่ด้วยมือ"),
        )
    _asked(lambda: oauth.app(channel))
    return _begun(channel, account, acting_user, {"verifier": secrets.token_urlsafe(48)})


def _begun(channel: str, account: Account | None, by: User, sealed: Mapping[str, str]) -> Connecting:
    Connecting.objects.filter(made_at__lt=timezone.now() - WITHIN).delete()
    return Connecting.objects.create(
        channel=channel,
        account=account,
        by=by,
        state=secrets.token_urlsafe(32),
        sealed=vault.seal_all(sealed),
        made_at=timezone.now(),
    )


def way_to_platform(row: Connecting, *, back: str) -> str:
    """The platform's page of consent, with our state and, where it takes one, the challenge."""
    verifier = vault.unseal_all(row.sealed).get("verifier", "")
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    challenge = digest if row.channel in _PKCE else ""
    return _asked(lambda: oauth.consent_address(row.channel, state=row.state, back=back, challenge=challenge))


def come_back(state: str, code: str, *, back: str, acting_user: User) -> Connecting:
    """The code of the platform for tokens; what they open is kept until an account is chosen. Speaks with it once."""
    row = Connecting.objects.select_related("account").filter(state=state, by=acting_user).first()
    if row is None or row.found or row.made_at < timezone.now() - WITHIN:
        _require(None, acting_user)
        raise refuse(
            "",
            ("this way back is over, or belongs to somebody else", "คำขอเชื่อมต่อนี้หมดเวลา หรือไม่ใช่ของท่าน"),
            ("begin anew", "โปรดเริ่มเชื่อมต่อใหม่"),
        )
    _require(row.account, acting_user)
    verifier = vault.unseal_all(row.sealed).get("verifier", "") if row.channel in _PKCE else ""
    grant = _asked(lambda: oauth.exchange(row.channel, code=code, back=back, verifier=verifier))
    return _kept(row, _opened(row.channel, row.account, grant))


def bring_token(channel: str, token: str, *, account: Account | None = None, acting_user: User) -> Connecting:
    """A long-lived token that the platform's own page gave (a system user of the portfolio, a Page)."""
    _require(account, acting_user)
    if channel not in PASTED:
        raise refuse(
            "channel", ("this channel takes no token so", "ช่องทางนี้ไม่ใช้วิธีนี้"), ("choose another way", "โปรดเลือกวิธีอื่น")
        )
    grant = {"access": line(token, "token", longest=1_000)}
    if not grant["access"].isascii():
        raise refuse(
            "token",
            ("a token has letters and digits of ASCII only", "โทเค็นมีแต่ตัวอักษรอังกฤษและเลขอารบิก"),
            ("copy it again from the platform's page", "โปรดคัดลอกใหม่จากหน้าของแพลตฟอร์ม และตรวจว่าแป้นพิมพ์ไม่ได้อยู่ที่ภาษาไทย"),
        )
    return _brought(channel, account, grant, acting_user)


def bring_line(channel_id: str, secret: str, *, account: Account | None = None, acting_user: User) -> Connecting:
    """The id and secret of a Messaging API channel: short-lived tokens are taken with them when they are needed."""
    _require(account, acting_user)
    name, key = line(channel_id, "channel_id", longest=40), line(secret, "secret", longest=100)
    grant = {**_asked(lambda: oauth.refresh("line", name, key)), "refresh": key, "channel_id": name}
    return _brought(Channel.LINE, account, grant, acting_user)


def _brought(channel: str, account: Account | None, grant: Mapping[str, Any], by: User) -> Connecting:
    """A connecting that needs no way to the platform: begun only where the grant opens something."""
    found = _opened(channel, account, grant)
    with transaction.atomic(durable=True):
        return _kept(_begun(channel, account, by, {}), found)


def _opened(channel: str, account: Account | None, grant: Mapping[str, Any]) -> list[Owned]:
    """The accounts that the grant opens. Raises Refused where the platform names none."""
    found = _asked(lambda: inquiries.owned(channel, grant))
    if account is not None and account.state != AccountState.BY_HAND:
        found = [one for one in found if one.external_id == account.external_id]
    if not found:
        raise refuse("", *_NOTHING_OPENED[account is not None])
    return found


def _kept(row: Connecting, found: Sequence[Owned]) -> Connecting:
    """Keeps what was opened, the tokens sealed, until an account is chosen."""
    row.sealed = vault.seal_all({one.external_id: json.dumps(_tokens(one)) for one in found})
    row.found = [{"id": one.external_id, "name": one.name, "facts": dict(one.facts)} for one in found]
    row.save(update_fields=["sealed", "found"])
    return row


_NOTHING_OPENED = {
    False: (
        ("the platform opened no account for this", "แพลตฟอร์มไม่ได้เปิดบัญชีใดให้ระบบ"),
        (
            "sign in as somebody who has a role on it, and choose it there",
            "โปรดเข้าระบบด้วยผู้มีบทบาทในบัญชี และเลือกบัญชีในหน้าของแพลตฟอร์ม",
        ),
    ),
    True: (
        (
            "this opens another account than the one that is connected anew",
            "การอนุญาตนี้เป็นของบัญชีอื่น ไม่ใช่บัญชีที่กำลังเชื่อมต่อใหม่",
        ),
        ("sign in as somebody who has a role on that account", "โปรดเข้าระบบด้วยผู้มีบทบาทในบัญชีเดิม"),
    ),
}


def _tokens(one: Owned) -> dict[str, Any]:
    return {name: one.grant[name] for name in _TOKEN_NAMES if name in one.grant}


def _asked(question: Callable[[], Any]) -> Any:
    """What the platform answers. Raises Refused, in a sentence, where it says no or nothing."""
    try:
        return question()
    except Refusal as refused:
        said = words_of(refused.outcome.why) or Message("the platform refuses this", "แพลตฟอร์มปฏิเสธ")
        detail = f" ({refused.outcome.detail[:300]})" if refused.outcome.detail else ""
        raise Refused("", Message(f"{said.en}{detail}", f"{said.th}{detail}"), _AGAIN) from None
    except (Lost, NotSent) as error:
        silent = Message(f"the platform gave no answer: {error}", f"แพลตฟอร์มไม่ตอบ: {error}")
        raise Refused("", silent, _AGAIN) from None


_AGAIN = Message("look at what the platform demands, then begin anew", "โปรดตรวจสิ่งที่แพลตฟอร์มกำหนด แล้วเริ่มเชื่อมต่อใหม่")


@transaction.atomic(durable=True)
def choose_account(row: Connecting, external_id: str, *, agency: Agency, acting_user: User) -> Account:
    """Takes one of the accounts that the grant opens; its tokens go into the vault. What waited for it goes on."""
    standing = Rights(acting_user).require(Act.CONNECT_CHANNEL, Scope(agency.pk))
    chosen = next((one for one in row.found if one["id"] == external_id), None)
    if chosen is None or row.by_id != acting_user.pk:
        raise refuse("account", ("this account is not among them", "ไม่มีบัญชีนี้ในรายการ"), ("choose again", "โปรดเลือกใหม่"))
    tokens = _read_tokens(vault.unseal_all(row.sealed)[external_id])
    account, made = _row_for(row, external_id, chosen["name"][:200], agency)
    if not made:
        Rights(acting_user).require(Act.CONNECT_CHANNEL, Scope(account.agency_id))
    account.name, account.agency = chosen["name"][:200], agency
    account.facts = {**account.facts, **chosen["facts"]}
    account.connected_by = acting_user
    account.version += 1
    account.save(update_fields=["name", "agency", "facts", "connected_by", "version"])
    keep_grant(account, tokens, rotates=row.channel in _ROTATES)
    reconnected(account)
    _record("connected" if made else "reconnected", account, acting_user, standing, scopes=list(tokens.scopes))
    row.delete()
    account.refresh_from_db()
    return account


def _row_for(row: Connecting, external_id: str, name: str, agency: Agency) -> tuple[Account, bool]:
    """The account of that name; one that was kept by hand so far takes it on, with what was published through it."""
    known = Account.objects.select_for_update().filter(channel=row.channel, external_id=external_id).first()
    if known is not None:
        return known, False
    if row.account is not None and row.account.state == AccountState.BY_HAND:
        row.account.external_id = external_id
        row.account.save(update_fields=["external_id"])
        return row.account, False
    return Account.objects.create(channel=row.channel, external_id=external_id, name=name, agency=agency), True


def _read_tokens(text: str) -> Tokens:
    kept = json.loads(text)
    return Tokens(**{**kept, "scopes": tuple(kept.get("scopes", ()))})


@transaction.atomic(durable=True)
def add_by_hand(channel: str, name: str, address: str, *, agency: Agency, acting_user: User) -> Account:
    """An account on which people publish themselves, from the bundle that the system makes. It needs no token."""
    standing = Rights(acting_user).require(Act.CONNECT_CHANNEL, Scope(agency.pk))
    said = line(address, "address", longest=200)
    if channel == Channel.WEBSITE or Account.objects.filter(channel=channel, external_id=said).exists():
        raise refuse(
            "address", ("this account is known already", "มีบัญชีนี้ในระบบแล้ว"), ("open it in the list", "โปรดเปิดจากรายการ")
        )
    account = Account.objects.create(
        channel=channel,
        external_id=said,
        name=line(name, "name", longest=200),
        agency=agency,
        state=AccountState.BY_HAND,
        connected_by=acting_user,
    )
    _record("by_hand", account, acting_user, standing)
    return account


@transaction.atomic(durable=True)
def add_website(*, agency: Agency, acting_user: User) -> Account:
    """The city's own website: nothing is to be connected, only its public address must be known."""
    standing = Rights(acting_user).require(Act.CONNECT_CHANNEL, Scope(agency.pk))
    if not base().startswith("http"):
        raise refuse(
            "",
            ("the public address of this system is not set", "ยังไม่ได้ตั้งที่อยู่สาธารณะของระบบ"),
            ("set SAMRIT_PUBLIC_ADDRESS", "โปรดตั้งค่า SAMRIT_PUBLIC_ADDRESS"),
        )
    account, made = Account.objects.get_or_create(
        channel=Channel.WEBSITE,
        external_id=base(),
        defaults={"name": base(), "agency": agency, "connected_by": acting_user},
    )
    if not made:
        reconnected(account)
    _record("connected" if made else "reconnected", account, acting_user, standing)
    return account


def test_account(account: Account, *, acting_user: User) -> Account:
    """Asks the platform now: whose it is, what is lacking, and whether anybody who is not signed in sees its posts."""
    standing = _require(account, acting_user)
    look_at(account)
    with transaction.atomic(durable=True):
        account.refresh_from_db()
        _record("tested", account, acting_user, standing, health=account.facts.get("health", {}))
    return account


@transaction.atomic(durable=True)
def keep_by_hand(account: Account, *, read_version: int, acting_user: User) -> Account:
    """From now on people publish there themselves; what is scheduled comes back at its hour. Tokens are forgotten."""
    return _retire(account, AccountState.BY_HAND, "", read_version, acting_user)


@transaction.atomic(durable=True)
def close_account(account: Account, *, reason: str, read_version: int, acting_user: User) -> Account:
    """The account is not used any more. Its tokens are forgotten; what was published through it stays."""
    return _retire(account, AccountState.CLOSED, because(reason), read_version, acting_user)


def _retire(account: Account, state: AccountState, reason: str, read_version: int, acting_user: User) -> Account:
    standing = _require(account, acting_user)
    lock(account, read_version)
    account.state, account.problem = state, ""
    account.version += 1
    account.save(update_fields=["state", "problem", "version"])
    grant = getattr(account, "grant", None)
    if grant is not None:
        grant.delete()
    _record(str(state), account, acting_user, standing, **({"reason": reason} if reason else {}))
    return account


def _record(action: str, account: Account, acting_user: User, standing: Standing, **data: Any) -> None:
    recording.record(
        f"channels.account.{action}",
        acting_user=acting_user,
        standing=standing,
        subject=account.subject,
        data={"channel": account.channel, "external_id": account.external_id, "name": account.name, **data},
    )
