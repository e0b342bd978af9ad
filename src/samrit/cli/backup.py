"""`samrit backup` and `samrit restore`: everything that an installation keeps, in one file and back."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from samrit.cli.shell import Answer, about
from samrit.core.contract import Message, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands
    from samrit.platform.backup import Restored


def add_to(commands: Commands) -> None:
    """Hangs the commands on the command line."""
    making = commands.command(
        "backup",
        Message("put database, files and keys into one file", "สำรองฐานข้อมูล ไฟล์ และกุญแจ ไว้ในไฟล์เดียว"),
        backup_command,
    )
    making.file("TO", Message("the file to make, or a folder to put it in", "ไฟล์ที่จะสร้าง หรือโฟลเดอร์ที่จะเก็บ"))
    restoring = commands.command(
        "restore",
        Message("put a backup back, after checking all of it", "กู้คืนจากไฟล์สำรอง หลังตรวจครบทุกส่วน"),
        restore_command,
    )
    restoring.file("FROM", Message("a file that `samrit backup` made", "ไฟล์ที่ได้จาก `samrit backup`"))
    restoring.flag("--replace", Message("even where something is installed already", "กู้คืนแม้มีข้อมูลของการติดตั้งอยู่แล้ว"))


def backup_command(arguments: argparse.Namespace) -> Answer:
    """Makes a backup; exit code 1 where files of the storage were lost or altered before."""
    from samrit.cli.office import ready

    with about(arguments.to):
        ready()
        from samrit.platform.backup import back_up

        made = back_up(Path(arguments.to))
    megabytes = f"{made.size / 1_000_000:.1f}"
    lines = [
        Message(
            f"{made.path}: {megabytes} MB, the database and {made.files} files",
            f"{made.path}: {megabytes} MB ฐานข้อมูลและไฟล์ {made.files} รายการ",
        ),
        *(
            Message(f"{path}: is lost or was altered in the storage", f"{path}: สูญหายหรือถูกแก้ไขในที่เก็บไฟล์")
            for path in made.damaged
        ),
    ]
    return Answer(_page(lines, arguments.lang), 1 if made.damaged else 0)


def restore_command(arguments: argparse.Namespace) -> Answer:
    """Restores where the settings say: into SAMRIT_HOME for one machine, else into the database and the storage."""
    from samrit.cli.office import LOCAL, ready
    from samrit.settings.home import home

    backup, name = Path(arguments.__dict__["from"]), arguments.__dict__["from"]
    local = os.environ.get("DJANGO_SETTINGS_MODULE", LOCAL) == LOCAL
    with about(name):
        if not local:
            ready()
        from samrit.platform.backup import restore_home, restore_server

        if local:
            restored = restore_home(backup, home(), replace=arguments.replace)
        else:
            restored = restore_server(backup, replace=arguments.replace)
        ready()
        from samrit.platform import audit

        broken = audit.check_chain()
    lines = [*_restored(restored)]
    if broken:
        at = broken.sequence
        lines.append(Message(f"audit chain: entry {at} does not fit", f"สายบันทึกการเปลี่ยนแปลง: รายการที่ {at} ไม่ตรงกัน"))
    lines.append(Message("next: samrit doctor", "ขั้นต่อไป: samrit doctor"))
    return Answer(_page(lines, arguments.lang), 1 if broken or restored.manifest.damaged else 0)


def _restored(restored: Restored) -> list[Message]:
    made = restored.manifest.made_at
    files = len(restored.manifest.files)
    lines = [
        Message(
            f"restored: the database of {made} and {files} files",
            f"กู้คืนแล้ว: ฐานข้อมูล ณ {made} และไฟล์ {files} รายการ",
        )
    ]
    lines += [
        Message(f"{path}: was lost already when the backup was made", f"{path}: สูญหายตั้งแต่ก่อนสำรอง")
        for path in restored.manifest.damaged
    ]
    if restored.kept:
        lines.append(Message(f"what was there before: {restored.kept}", f"ข้อมูลเดิมอยู่ที่: {restored.kept}"))
    lines += [
        Message(f"{name} is another than that of the backup", f"{name} ต่างจากของไฟล์สำรอง")
        for name in restored.other_keys
    ]
    return lines


def _page(lines: list[Message], lang: str) -> str:
    return "".join(f"{speak(line, lang)}\n" for line in lines)
