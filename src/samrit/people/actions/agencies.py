"""Agencies: made, renamed, corrected."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean_line
from samrit.people.actions.shared import only, record, scope_of
from samrit.people.enums import Act, AgencyKind
from samrit.people.models import Agency, FormerName, User
from samrit.people.rights import Rights
from samrit.platform.checking import checked


@transaction.atomic(durable=True)
def make_agency(
    *,
    code: str,
    kind: str,
    name_th: str,
    name_en: str = "",
    parent: Agency | None = None,
    acting_user: User,
    **more: Any,
) -> Agency:
    """A new agency, under another one or by itself. `more`: the other fields of Agency."""
    standing = Rights(acting_user).require(Act.ADMINISTER, scope_of(parent))
    agency = Agency(
        code=clean_line(code),
        kind=kind,
        name_th=clean_line(name_th),
        name_en=clean_line(name_en),
        parent=parent,
        **more,
    )
    checked(agency).save()
    record("people.agency.made", agency.subject, acting_user, standing, _agency_data(agency))
    return agency


@transaction.atomic(durable=True)
def rename_agency(
    agency: Agency, *, name_th: str, name_en: str = "", from_day: dt.date, acting_user: User
) -> FormerName:
    """Gives an agency another name from a day on. The old name stays, with the days on which it held."""
    standing = Rights(acting_user).require(Act.ADMINISTER, scope_of(agency))
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    before = agency.former_names.order_by("-valid_to").first()
    since = before.valid_to + dt.timedelta(days=1) if before else agency.valid_from
    until = from_day - dt.timedelta(days=1)
    if clean_line(name_th) == agency.name_th:
        raise Refused(
            "name_th",
            Message("the agency already bears this name", "หน่วยงานใช้ชื่อนี้อยู่แล้ว"),
            Message("write the new name", "โปรดระบุชื่อใหม่"),
        )
    if since is not None and until < since:
        raise Refused(
            "from_day",
            Message(f"the present name holds since {since}", f"ชื่อปัจจุบันใช้มาตั้งแต่ {since}"),
            Message("choose a later day", "โปรดเลือกวันหลังจากนั้น"),
        )
    old = FormerName.objects.create(
        agency=agency, name_th=agency.name_th, name_en=agency.name_en, valid_from=since, valid_to=until
    )
    agency.name_th, agency.name_en = clean_line(name_th), clean_line(name_en)
    checked(agency).save(update_fields=["name_th", "name_en"])
    data = {"old": old.name_th, "new": agency.name_th, "new_en": agency.name_en, "from": from_day.isoformat()}
    record("people.agency.renamed", agency.subject, acting_user, standing, data)
    return old


@transaction.atomic(durable=True)
def change_agency(agency: Agency, *, acting_user: User, **values: Any) -> Agency:
    """Corrects code, kind, group, place or last day of an agency. Names change by `rename_agency`."""
    standing = Rights(acting_user).require(Act.ADMINISTER, scope_of(agency))
    only(values, {"code", "code_confirmed", "dopa_code", "kind", "parent", "district_group", "valid_from", "valid_to"})
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if "parent" in values:
        Rights(acting_user).require(Act.ADMINISTER, scope_of(values["parent"]))
        _refuse_ring(agency, values["parent"])
    for name, value in values.items():
        setattr(agency, name, value)
    checked(agency).save()
    record("people.agency.changed", agency.subject, acting_user, standing, _agency_data(agency))
    return agency


def _refuse_ring(agency: Agency, parent: Agency | None) -> None:
    above = parent
    while above is not None:
        if above.pk == agency.pk:
            raise Refused(
                "parent",
                Message("an agency cannot stand under itself", "หน่วยงานอยู่ใต้ตนเองไม่ได้"),
                Message("choose another agency", "โปรดเลือกหน่วยงานอื่น"),
            )
        above = above.parent


def _agency_data(agency: Agency) -> dict[str, Any]:
    return {
        "code": agency.code,
        "kind": AgencyKind(agency.kind).value,
        "name_th": agency.name_th,
        "name_en": agency.name_en,
        "parent": agency.parent.code if agency.parent else None,
        "valid_to": agency.valid_to.isoformat() if agency.valid_to else None,
    }
