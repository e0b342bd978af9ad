"""`samrit doctor`: whether an installation is well, each finding in a sentence."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from samrit.cli.shell import Answer
from samrit.core.contract import Message, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands


def add_to(commands: Commands) -> None:
    """Hangs the command on the command line."""
    commands.command(
        "doctor",
        Message("examine this installation", "ตรวจสุขภาพของระบบที่ติดตั้ง"),
        doctor_command,
    )


def doctor_command(arguments: argparse.Namespace) -> Answer:
    """Prints every check, the ill ones marked; exit code 1 where one is ill."""
    from samrit.cli.layout import labelled, page
    from samrit.cli.office import ready

    ready()
    from samrit.platform.doctor import checks

    found = checks()
    rows = [
        (f"{'✓' if check.ok else '✗'} {speak(check.name, arguments.lang)}", speak(check.found, arguments.lang))
        for check in found
    ]
    ill = sum(not check.ok for check in found)
    summary = Message(f"to mend: {ill}", f"ต้องแก้ไข {ill} เรื่อง") if ill else Message("all is well", "เรียบร้อยทุกเรื่อง")
    return Answer(page([*labelled(rows), "", speak(summary, arguments.lang)]), 1 if ill else 0)
