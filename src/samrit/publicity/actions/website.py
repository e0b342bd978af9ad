"""Whether the city's site shows each creative district (duty 5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights, Standing
from samrit.platform.locking import change
from samrit.publicity.actions.plans import not_chosen
from samrit.publicity.actions.shared import because, lock, moment, record, refuse, refuse_closed, scope_of, step
from samrit.publicity.enums import Channel
from samrit.publicity.links import permalink as one_form
from samrit.publicity.models import WebsiteEntry
from samrit.results.models import ChosenDistrict, KeyResult


@transaction.atomic(durable=True)
def publish_district(
    key_result: KeyResult,
    district: CreativeDistrict,
    *,
    permalink: str,
    published_at: dt.datetime,
    read_version: int | None = None,
    acting_user: User,
) -> WebsiteEntry:
    """Records that the city's site shows a district, and where. `read_version`: of the entry that was there, if any."""
    standing = Rights(acting_user).require(Act.EDIT_WORK, scope_of(key_result))
    if not ChosenDistrict.objects.filter(key_result=key_result, district=district).exists():
        raise not_chosen("district", str(district))
    link = one_form(permalink, Channel.WEBSITE)
    at = moment(published_at, "published_at", past=True)
    if at is None:
        raise refuse("published_at", ("since when is not said", "ยังไม่ได้ระบุวันที่เผยแพร่"), ("write it", "โปรดระบุวันเวลา"))
    refuse_closed(key_result, timezone.localdate(at), "published_at")
    entry = WebsiteEntry.objects.filter(key_result=key_result, district=district).first()
    if entry is not None:
        lock(entry, read_version or 0)
    return show(key_result, district, address=link, at=at, standing=standing, acting_user=acting_user)


def show(
    key_result: KeyResult,
    district: CreativeDistrict,
    *,
    address: str,
    at: dt.datetime,
    standing: Standing,
    acting_user: User,
) -> WebsiteEntry:
    """As `publish_district`, under a standing that a verb of a part above has asked for."""
    values: dict[str, Any] = {"permalink": address, "published_at": at, "withdrawn_at": None, "withdrawal_reason": ""}
    values |= {"entered_by": acting_user, "on_behalf_of": standing.on_behalf_of}
    entry = WebsiteEntry.objects.filter(key_result=key_result, district=district).first()
    if entry is None:
        entry = WebsiteEntry.objects.create(key_result=key_result, district=district, **values)
    else:
        change(entry, read_version=entry.version, **values)
    _note(entry, "publish", standing, acting_user, {"permalink": address, "published_at": at.isoformat()})
    return entry


@transaction.atomic(durable=True)
def withdraw_district(entry: WebsiteEntry, *, reason: str, read_version: int, acting_user: User) -> WebsiteEntry:
    """Records that the site shows a district no more, and why."""
    standing = Rights(acting_user).require(Act.EDIT_WORK, scope_of(entry.key_result))
    lock(entry, read_version)
    why = because(reason)
    if entry.published_at is None or entry.withdrawn_at is not None:
        raise refuse(
            "", ("the site does not show it", "เว็บไซต์ไม่ได้แสดงย่านนี้อยู่แล้ว"), ("nothing is to be done", "ไม่ต้องดำเนินการ")
        )
    change(entry, read_version=entry.version, withdrawn_at=timezone.now(), withdrawal_reason=why)
    _note(entry, "withdraw_part", standing, acting_user, {"reason": why})
    return entry


def _note(entry: WebsiteEntry, act: str, standing: Standing, acting_user: User, data: dict[str, str]) -> None:
    subject = entry.subject
    reason = data.get("reason", "")
    step(subject, act, key_result=entry.key_result, acting_user=acting_user, standing=standing, reason=reason)
    record(
        "website.published" if act == "publish" else "website.withdrawn",
        subject,
        acting_user=acting_user,
        standing=standing,
        data={"key_result": entry.key_result.key, "district": entry.district.slug, **data},
    )
