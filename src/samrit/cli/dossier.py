"""`samrit dossier export | verify`: a score with everything that it came from, and the check of it."""

from __future__ import annotations

import argparse
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from samrit.cli.shell import STDIN, Answer, Problem, about, stdin_bytes
from samrit.core.contract import Message, Node, Refused, put_file, require_place, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands
    from samrit.results.models import KeyResult

_EXPORT = "samrit dossier export"
_VERIFY = "samrit dossier verify"
_LARGEST = 4_000_000_000


def add_to(commands: Commands) -> None:
    """Hangs the family on the command line."""
    family = commands.family(
        "dossier", Message("a score with everything it came from, to check", "แฟ้มหลักฐานคะแนน ให้ใครก็ตรวจได้")
    )
    export = family.command("export", Message("make one of the office's data", "จัดทำแฟ้มจากข้อมูลของระบบ"), export_command)
    export.file("CODE", Message("the key result: 7301, or 7301-2568 with its year", "ตัวชี้วัด เช่น 7301 หรือ 7301-2568"))
    export.option("--to", "FILE", Message("the zip to write", "ไฟล์ zip ที่จะเขียน"), required=True)
    export.option("--as-of", "DATE", Message("the day of the score (default: today)", "คะแนน ณ วันที่ (หากไม่ระบุ: วันนี้)"))
    verify = family.command(
        "verify",
        Message("check one, without database or network", "ตรวจแฟ้ม โดยไม่ใช้ฐานข้อมูลหรือเครือข่าย"),
        verify_command,
    )
    verify.file("FILE", Message("the dossier (zip), or -", "แฟ้มหลักฐาน (zip) หรือ -"))
    verify.option(
        "--key", "PUBLIC_KEY", Message("the key that it must be signed with", "กุญแจสาธารณะที่ต้องใช้ลงลายมือชื่อแฟ้มนี้")
    )
    verify.option(
        "--checkpoints",
        "FILE",
        Message("checkpoints that the office published, kept from then", "คำรับรองสายบันทึกที่หน่วยงานเคยประกาศและเก็บไว้"),
    )


def verify_command(arguments: argparse.Namespace) -> Answer:
    """The score worked out again and the chain; exit code 1 and the first misfit where something does not fit."""
    from samrit.core.dossier import Misfit, misfit_line, told, verify_dossier
    from samrit.core.dossier.standalone import standalone_verifier

    if arguments.key is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", arguments.key):
        raise Problem(
            _VERIFY,
            Refused(
                "--key",
                Message("this is not a public key", "ไม่ใช่กุญแจสาธารณะ"),
                Message("write its 64 hexadecimal digits", "ใส่เลขฐานสิบหก 64 หลัก"),
            ),
        )
    with about(arguments.file):
        data = stdin_bytes(_LARGEST) if arguments.file == STDIN else Path(arguments.file).read_bytes()
    with about(arguments.checkpoints or _VERIFY):
        published = None if arguments.checkpoints is None else Path(arguments.checkpoints).read_bytes()
    try:
        own = hashlib.sha256(standalone_verifier().encode()).hexdigest()
        checked = verify_dossier(data, key=arguments.key, verifier=own, published=published)
    except Misfit as misfit:
        return Answer(misfit_line(misfit, arguments.lang) + "\n", code=1)
    return Answer(told(checked, arguments.lang))


def export_command(arguments: argparse.Namespace) -> Answer:
    """Makes the dossier and puts it in its place whole, or not at all."""
    from samrit.cli.office import ready

    place = Path(arguments.to)
    with about(arguments.to):
        require_place(place)
    with about(_EXPORT):
        as_of = None if arguments.as_of is None else Node(arguments.as_of, "--as-of").date()
    ready()
    from samrit.exchange.dossier import dossier_of
    from samrit.platform.signing import installation_key

    signer = installation_key()
    with about(_EXPORT):
        data = dossier_of(key_result_of(arguments.code), signer=signer, as_of=as_of)
    with about(arguments.to):
        put_file(place, data)
    said = Message(f"wrote {arguments.to}\nkey: {signer.public}", f"เขียน {arguments.to} แล้ว\nกุญแจ: {signer.public}")
    return Answer(speak(said, arguments.lang) + "\n")


def key_result_of(code: str) -> KeyResult:
    """The one of this code and year; without a year the latest."""
    from samrit.results.models import KeyResult

    name, _, year = code.partition("-")
    rows = KeyResult.objects.filter(code=name).order_by("-fiscal_year").select_related("host")
    found: KeyResult | None = None
    if year.isascii() and year.isdigit() and len(year) == 4:
        found = rows.filter(fiscal_year=int(year)).first()
    elif not year:
        found = rows.first()
    if found is None:
        raise Refused(
            code,
            Message("there is no such key result here", "ไม่พบตัวชี้วัดนี้ในระบบ"),
            Message("write its code, such as 7301 or 7301-2568", "ใส่รหัสตัวชี้วัด เช่น 7301 หรือ 7301-2568"),
        )
    return found
