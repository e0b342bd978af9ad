"""The certificate of participation that a storyteller is given, with the person's leave to be named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.evidence.consents import is_in_force, shown_name
from samrit.platform.papers import Block, Centred, Paper, Signature
from samrit.publicity.models import Storyteller
from samrit.reports import sections


def certificate_paper(storyteller: Storyteller, on: dt.date | None = None) -> Paper:
    """The certificate of a member of the network. Raises Refused where the person's consent does not hold that day."""
    day = on or timezone.localdate()
    name = shown_name(storyteller.consent)
    if not name or not is_in_force(storyteller.consent, day, purpose="storyteller"):
        raise Refused(
            "consent",
            Message("the person's consent does not hold", "ความยินยอมของบุคคลนี้ไม่มีผลแล้ว"),
            Message("record a new consent first", "โปรดบันทึกความยินยอมใหม่ก่อน"),
        )
    return Paper(f"เกียรติบัตร {name}", tuple(_blocks(storyteller, name, day)), landscape=True)


def _blocks(storyteller: Storyteller, name: str, day: dt.date) -> Iterator[Block]:
    key_result = storyteller.key_result
    host = "กรุงเทพมหานคร" if key_result.host is None else f"{key_result.host.name_th} กรุงเทพมหานคร"
    places = ", ".join(row.name_th for row in storyteller.districts.all())
    works = storyteller.contributions.count()
    yield Centred("เกียรติบัตร", 40, bold=True, above=20)
    yield Centred(host, 20, above=8)
    yield Centred("ขอมอบเกียรติบัตรฉบับนี้ไว้เพื่อแสดงว่า", 18, above=18)
    yield Centred(name, 32, bold=True, above=10)
    told = f" โดยมีส่วนร่วมในงานเผยแพร่ {works} งาน" if works else ""
    yield Centred(f"เป็นสมาชิกเครือข่ายนักเล่าเรื่อง{'ย่าน' + places if places else 'ย่านสร้างสรรค์'}{told}", 18, above=10)
    if storyteller.trained_on is not None:
        yield Centred(f"ผ่านการอบรมเมื่อวันที่ {sections.day(storyteller.trained_on)}", 18, above=4)
    yield Centred(f"ให้ไว้ ณ วันที่ {sections.day(day)}", 18, above=14)
    yield Signature()
