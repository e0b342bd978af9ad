"""`samrit export`: the open data of public key results, or a period's package, into a file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from samrit.cli.dossier import key_result_of
from samrit.cli.shell import Answer, Problem, about
from samrit.core.contract import Message, Refused, put_file, require_place, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands

_EXPORT = "samrit export"


def add_to(commands: Commands) -> None:
    """Hangs the family on the command line."""
    family = commands.family("export", Message("data for other systems", "ข้อมูลสำหรับระบบอื่น"))
    results = family.command(
        "results",
        Message("the open data of public key results (.json or .csv)", "ข้อมูลเปิดของตัวชี้วัดที่เผยแพร่ (.json หรือ .csv)"),
        results_command,
    )
    results.option("--to", "FILE", Message("the file to write", "ไฟล์ที่จะเขียน"), required=True)
    package = family.command(
        "package",
        Message("a period's package for BMA Policy Tracking (.json or .xlsx)", "ชุดข้อมูลของงวดสำหรับ BMA Policy Tracking"),
        package_command,
    )
    package.file("CODE", Message("the key result: 7301, or 7301-2568 with its year", "ตัวชี้วัด เช่น 7301 หรือ 7301-2568"))
    package.option("--period", "PERIOD", Message("Q1, M01 …", "งวด เช่น Q1 M01"), required=True)
    package.option("--to", "FILE", Message("the file to write", "ไฟล์ที่จะเขียน"), required=True)


def results_command(arguments: argparse.Namespace) -> Answer:
    """Writes the open data, whole or not at all."""
    place = _place(arguments.to, (".json", ".csv"))
    from samrit.cli.office import ready

    ready()
    from samrit.exchange.opendata import public_key_results, results, results_csv

    rows = public_key_results()
    data = results_csv(rows) if place.suffix == ".csv" else json.dumps(results(rows), ensure_ascii=False).encode()
    return _wrote(place, data, arguments)


def package_command(arguments: argparse.Namespace) -> Answer:
    """Writes a period's record, whole or not at all."""
    place = _place(arguments.to, (".json", ".xlsx"))
    from samrit.cli.office import ready

    ready()
    from samrit.exchange.packages import package, workbook

    with about(_EXPORT):
        key_result = key_result_of(arguments.code)
        period = key_result.periods.filter(code=arguments.period.upper()).first()
        if period is None:
            there = ", ".join(key_result.periods.values_list("code", flat=True))
            raise Refused(
                "--period",
                Message("there is no such period", "ไม่มีงวดนี้"),
                Message(f"choose from {there}", f"เลือกจาก {there}"),
            )
        made = package(period)
        data = workbook(made) if place.suffix == ".xlsx" else made.data
    return _wrote(place, data, arguments)


def _place(name: str, endings: tuple[str, ...]) -> Path:
    place = Path(name)
    if place.suffix not in endings:
        said = " or ".join(endings)
        raise Problem(
            name,
            Refused(
                "",
                Message("the ending says no form that is written", "นามสกุลไฟล์ไม่ใช่รูปแบบที่เขียนได้"),
                Message(f"end the name with {said}", f"ลงท้ายชื่อไฟล์ด้วย {' หรือ '.join(endings)}"),
            ),
        )
    with about(name):
        require_place(place)
    return place


def _wrote(place: Path, data: bytes, arguments: argparse.Namespace) -> Answer:
    with about(arguments.to):
        put_file(place, data)
    said = Message(f"wrote {arguments.to}", f"เขียน {arguments.to} แล้ว")
    return Answer(speak(said, arguments.lang) + "\n")
