"""`samrit sheet read | check | write`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from samrit.cli.shell import STDIN, Answer, Problem, about, read_document, stdin_bytes
from samrit.core.contract import MAX_BYTES, Lacking, Message, dump_json, put_file, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands
    from samrit.core.sheet import Definition

_FILE = Message(
    "a sheet: .txt, .docx, .pdf, .png, .jpg, or - for text on stdin",
    "แบบรายละเอียด KRs: .txt .docx .pdf .png .jpg หรือ - เพื่ออ่านข้อความจาก stdin",
)
_JSON = Message("print one JSON document", "แสดงผลเป็นเอกสาร JSON หนึ่งฉบับ")


def add_to(commands: Commands) -> None:
    """Hangs the family on the command line."""
    family = commands.family(
        "sheet", Message("the definition sheet of a key result: read, check, write", "แบบรายละเอียด KRs: อ่าน ตรวจ เขียน")
    )
    read = family.command("read", Message("read a sheet into data", "อ่านแบบให้เป็นข้อมูล"), read_command)
    read.file("FILE", _FILE)
    read.flag("--json", _JSON)
    check = family.command(
        "check", Message("what a person must confirm, and faults", "สิ่งที่ต้องให้เจ้าหน้าที่ยืนยัน และข้อบกพร่อง"), check_command
    )
    check.file("FILE", _FILE)
    check.flag("--json", _JSON)
    check.option(
        "--crops",
        "DIR",
        Message("put the picture of each question about a scan there", "บันทึกภาพส่วนที่ต้องยืนยันของไฟล์สแกนไว้ในโฟลเดอร์นี้"),
    )
    write = family.command("write", Message("the official form again", "จัดทำแบบฟอร์มทางการ"), write_command)
    write.file("DEFINITION", Message("a key result document (JSON), or -", "เอกสารตัวชี้วัด (JSON) หรือ -"))
    write.option(
        "--to", "FILE", Message("where to: .docx, .pdf or .txt", "ไฟล์ปลายทาง: .docx .pdf หรือ .txt"), required=True
    )


def read_sheet(name: str) -> Definition:
    """The definition in the file `name` (`-`: text on stdin); raises Problem."""
    from samrit.core import sheet

    with about(name):
        return sheet.read_sheet(stdin_bytes(MAX_BYTES), STDIN) if name == STDIN else sheet.read_sheet_file(name)


def read_command(arguments: argparse.Namespace) -> Answer:
    """`sheet read`: every field."""
    definition = read_sheet(arguments.file)
    if arguments.json:
        from samrit.core.sheet import definition_data

        return Answer(dump_json(definition_data(definition)))
    from samrit.cli.sheet_text import reading

    return Answer(reading(definition, arguments.lang))


def check_command(arguments: argparse.Namespace) -> Answer:
    """`sheet check`: exit code 1 while a person has something to confirm or to mend."""
    from samrit.core.sheet import check_sheet

    definition = read_sheet(arguments.file)
    faults = check_sheet(definition)
    crops = {} if arguments.crops is None else _save_crops(arguments.file, arguments.crops, definition)
    code = 1 if faults or definition.questions or definition.unread else 0
    if arguments.json:
        from samrit.cli.sheet_text import check_data

        return Answer(dump_json(check_data(definition, faults, crops)), code)
    from samrit.cli.sheet_text import checking

    return Answer(checking(definition, faults, crops, arguments.lang), code)


def _save_crops(name: str, folder: str, definition: Definition) -> dict[int, str]:
    """Writes the picture beside each question that has one; returns file names by the question's index."""
    from samrit.core.sheet import crop_picture

    saved: dict[int, str] = {}
    if all(question.crop is None for question in definition.questions):
        return saved
    with about(folder):
        Path(folder).mkdir(parents=True, exist_ok=True)
    with about(name):
        scan = Path(name).read_bytes()
    for index, question in enumerate(definition.questions):
        if question.crop is None:
            continue
        with about(name):
            picture = crop_picture(scan, name, question.crop)
        path = str(Path(folder) / f"question-{index + 1:03}.png")
        with about(path):
            put_file(Path(path), picture)
        saved[index] = path
    return saved


def write_command(arguments: argparse.Namespace) -> Answer:
    """`sheet write`: the form as a file, whole or not at all."""
    from samrit.core.sheet import read_definition, write_file, write_sheet
    from samrit.core.sheet.writers import sheet_kind

    with about(arguments.to, "--to"):
        kind = sheet_kind(Path(arguments.to))
    with about(arguments.definition):
        definition = read_definition(read_document(arguments.definition))
        try:
            data = write_sheet(definition, kind)
        except Lacking as lacking:
            raise Problem(arguments.to, lacking.under("--to")) from lacking
    with about(arguments.to, "--to"):
        write_file(Path(arguments.to), data)
    return Answer(speak(Message(f"wrote {arguments.to}", f"บันทึก {arguments.to} แล้ว"), arguments.lang) + "\n")
