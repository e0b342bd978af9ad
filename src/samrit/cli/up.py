"""`samrit up`: the main job on the example, from the printed sheet to the score of four moments of its year."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import samrit
from samrit.cli.shell import Answer, Problem
from samrit.core.contract import Message, Refused, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands

SHEET = "kr-7301.txt"
MOMENTS = (
    ("facts-2024-11.json", Message("November: the plan is approved", "พฤศจิกายน ๒๕๖๗: แผนได้รับความเห็นชอบ")),
    ("facts-2025-02.json", Message("February: three districts", "กุมภาพันธ์ ๒๕๖๘: ๓ ย่าน")),
    ("facts-2025-06.json", Message("June: seven districts", "มิถุนายน ๒๕๖๘: ๗ ย่าน")),
    ("facts-2025-09.json", Message("September: ten districts and the report", "กันยายน ๒๕๖๘: ๑๐ ย่าน และรายงานผล")),
)


def add_to(commands: Commands) -> None:
    """Hangs the command on the command line."""
    command = commands.command(
        "up",
        Message("the main job on the example: read, confirm, score", "ทำงานหลักกับตัวอย่าง: อ่าน ยืนยัน ให้คะแนน"),
        up_command,
    )
    command.option("--examples", "DIR", Message("the folder of the example", "โฟลเดอร์ของตัวอย่าง"))


def up_command(arguments: argparse.Namespace) -> Answer:
    """Prints what the commands of the tour would, one after the other."""
    from samrit.cli.layout import heading, page
    from samrit.cli.score import score_file, spoken
    from samrit.cli.sheet import read_sheet
    from samrit.cli.sheet_text import checking, reading
    from samrit.core.rubric import explain
    from samrit.core.sheet import check_sheet, context_of

    folder, lang = find_examples(arguments.examples), arguments.lang
    definition = read_sheet(str(folder / SHEET))
    lines = [f"$ samrit sheet read examples/{SHEET}", "", *_text(reading(definition, lang))]
    lines += ["", f"$ samrit sheet check examples/{SHEET}", ""]
    lines += _text(checking(definition, check_sheet(definition), {}, lang))
    context = spoken(context_of(definition), lang)
    for name, title in MOMENTS:
        result = score_file(definition.rubric, context, str(folder / name))
        lines += [*heading(speak(title, lang)), f"$ samrit score kr-7301.json examples/{name}", ""]
        lines += _text(explain(result, lang))
    return Answer(page(lines))


def _text(text: str) -> list[str]:
    from samrit.cli.layout import indented

    return indented(text.rstrip("\n").split("\n"))


def find_examples(given: str | None) -> Path:
    """The folder named, else `examples` here, else that of the checkout which this program was installed from."""
    checkout = Path(samrit.__file__).resolve().parents[2]
    folders = [Path(given)] if given else [Path("examples"), checkout / "examples"]
    for folder in folders:
        if (folder / SHEET).is_file():
            return folder
    raise Problem(
        str(folders[0]),
        Refused(
            SHEET,
            Message("the example sheet is not here", "ไม่พบแบบตัวอย่าง"),
            Message(
                "run this in the project's folder, or name the folder with --examples",
                "ใช้คำสั่งนี้ในโฟลเดอร์ของโครงการ หรือระบุโฟลเดอร์ด้วย --examples",
            ),
        ),
    )
