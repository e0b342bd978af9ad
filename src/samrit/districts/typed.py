"""Many districts typed at once: one a line, its khets behind it, as a list is pasted from a paper or a table."""

from __future__ import annotations

import re

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean_line
from samrit.people.models import Agency
from samrit.people.queries import district_offices

MOST = 60
_BETWEEN = re.compile(r"[,\t|]")
_NUMBER = re.compile(r"^[0-9๐-๙]{1,2}\s*[.)]\s*")
_OFFICE = re.compile(r"^(?:สำนักงาน)?เขต\s*")
_LONGEST = 200


def districts_typed(text: str) -> dict[str, list[Agency]]:
    """Name → khets of every line (“ทรงวาด, สัมพันธวงศ์”); numbers before a name are left out, empty lines too.

    Refused with the number of the line where a khet is not one of Bangkok's, or a name stands twice.
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if len(lines) > MOST:
        raise Refused(
            "names",
            Message(f"{len(lines)} lines are too many", f"พิมพ์มา {len(lines)} บรรทัด มากเกินไป"),
            Message(f"write {MOST} at most", f"โปรดพิมพ์ครั้งละไม่เกิน {MOST} บรรทัด"),
        )
    offices = {_OFFICE.sub("", office.name_th): office for office in district_offices()} if lines else {}
    found: dict[str, list[Agency]] = {}
    for number, line in enumerate(lines, start=1):
        name, *khets = (clean_line(part) for part in _BETWEEN.split(_NUMBER.sub("", line)))
        _refuse_name(name, number, found)
        found[name] = [_office(khet, number, offices) for khet in khets if khet]
    return found


def _refuse_name(name: str, number: int, before: dict[str, list[Agency]]) -> None:
    if not name or len(name) > _LONGEST:
        raise Refused(
            "names",
            Message(f"line {number} has no name that fits", f"บรรทัดที่ {number} ไม่มีชื่อย่านที่ใช้ได้"),
            Message(f"write a name of {_LONGEST} letters at most", f"โปรดพิมพ์ชื่อย่านไม่เกิน {_LONGEST} ตัวอักษร"),
        )
    if name in before:
        raise Refused(
            "names",
            Message(f"line {number} names “{name}” again", f"บรรทัดที่ {number} มีชื่อ “{name}” ซ้ำ"),
            Message("write each district once", "โปรดพิมพ์แต่ละย่านเพียงครั้งเดียว"),
        )


def _office(khet: str, number: int, offices: dict[str, Agency]) -> Agency:
    office = offices.get(_OFFICE.sub("", khet))
    if office is None:
        raise Refused(
            "names",
            Message(f"line {number}: there is no khet “{khet}”", f"บรรทัดที่ {number} ไม่มีเขตชื่อ “{khet}”"),
            Message(
                "after the comma stands one of Bangkok's 50 khets, or nothing",
                "หลังเครื่องหมายจุลภาคให้พิมพ์ชื่อเขตของกรุงเทพมหานคร หรือเว้นว่างไว้",
            ),
        )
    return office
