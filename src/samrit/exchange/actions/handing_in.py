"""Handing a period's package in: who, when, what exactly, and the receipt. Never rewritten."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean, clean_line
from samrit.exchange import transport
from samrit.exchange.enums import Outlet, Transport
from samrit.exchange.models import HandIn
from samrit.exchange.packages import Package, package
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Rights, Standing
from samrit.results.models import Period


def hand_in(period: Period, *, outlet: str, sha256: str, receipt: str, note: str = "", acting_user: User) -> HandIn:
    """Records that a person has entered the package there. `sha256`: of the record as it was copied.

    Raises Refused without a receipt, and where the figures have changed since they were copied.
    """
    standing = Rights(acting_user).require(Act.EDIT_REPORT, period.key_result.scope)
    said = clean_line(receipt)
    if not said:
        raise Refused(
            "receipt",
            Message("no receipt is given", "ยังไม่ได้ระบุเลขที่รับหรือผู้รับ"),
            Message("write its number, or who took it and when", "ระบุเลขที่รับ หรือชื่อผู้รับและเวลา"),
        )
    made = _same(period, sha256)
    where = _outlet(outlet)
    return _keep(made, standing, outlet=where, way=Transport.BY_HAND, receipt=said, note=note, acting_user=acting_user)


def send_in(period: Period, *, sha256: str, note: str = "", acting_user: User) -> HandIn:
    """Sends the package over the network and records the receipt that came back. Raises Refused where none came."""
    standing = Rights(acting_user).require(Act.EDIT_REPORT, period.key_result.scope)
    made = _same(period, sha256)
    receipt = transport.send(made.data, made.sha256)
    return _keep(
        made,
        standing,
        outlet=Outlet.POLICY_TRACKING,
        way=Transport.HTTPS,
        receipt=receipt,
        note=note,
        acting_user=acting_user,
    )


def _same(period: Period, sha256: str) -> Package:
    made = package(period)
    if made.sha256 != sha256:
        raise Refused(
            "sha256",
            Message("the figures have changed since they were copied", "ข้อมูลเปลี่ยนไปหลังจากที่คัดลอก"),
            Message("look at the differences and copy them anew", "โปรดดูรายการที่ต่างและคัดลอกใหม่"),
        )
    return made


def _outlet(outlet: str) -> Outlet:
    if outlet not in Outlet.values:
        raise Refused(
            "outlet",
            Message("there is no such outlet", "ไม่มีช่องทางนี้"),
            Message(f"choose from {', '.join(Outlet.values)}", "โปรดเลือกจากรายการ"),
        )
    return Outlet(outlet)


@transaction.atomic(durable=True)
def _keep(
    made: Package, standing: Standing, *, outlet: Outlet, way: Transport, receipt: str, note: str, acting_user: User
) -> HandIn:
    row = HandIn.objects.create(
        key_result=made.key_result,
        period=made.period,
        outlet=outlet,
        transport=way,
        package=made.document,
        sha256=made.sha256,
        receipt=receipt[:300],
        note=clean(note).strip()[:2_000],
        by=acting_user,
        on_behalf_of=standing.on_behalf_of,
        at=timezone.now(),
    )
    data = {
        "period": made.period.code,
        "outlet": str(outlet),
        "transport": str(way),
        "sha256": made.sha256,
        "receipt": row.receipt,
    }
    subject = made.key_result.subject
    record("exchange.package.handed_in", subject=subject, acting_user=acting_user, standing=standing, data=data)
    return row


def last_hand_in(period: Period, outlet: str = Outlet.POLICY_TRACKING) -> HandIn | None:
    """What was handed in last for a period, at an outlet. 1 query."""
    return HandIn.objects.filter(period=period, outlet=outlet).select_related("by").first()


def hand_in_before(row: HandIn) -> HandIn | None:
    """What was handed in before it, for the same period at the same outlet. 1 query."""
    rows = HandIn.objects.filter(period=row.period_id, outlet=row.outlet, pk__lt=row.pk)
    return rows.select_related("by").first()
