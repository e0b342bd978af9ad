"""`samrit awareness estimate RESPONSES --design DESIGN.json` and `samrit awareness plan PLAN.json`.

The engine itself is `samrit.core.awareness`; here its answers are printed.
"""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from samrit.cli.shell import Answer, Problem, about, read_document
from samrit.core.contract import Lacking, Message, Refused, dump_json, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands

_COMMAND = "samrit awareness estimate"
_OPTION = "--engine"
ENGINES = ("local", "duckdb", "postgres", "spark")
_ESTIMATE = Message("estimates from responses, by their survey design", "ประมาณค่าจากคำตอบตามแบบการสำรวจ")
_PLAN = Message("sample sizes, allocation and looks of a survey", "ขนาดตัวอย่าง การจัดสรร และรอบการตรวจของการสำรวจ")
_RESPONSES = Message(
    "the responses: .csv in UTF-8, .parquet, or the address of a table (postgresql://…?table=NAME)",
    "คำตอบ: .csv แบบ UTF-8, .parquet หรือที่อยู่ของตาราง (postgresql://…?table=ชื่อ)",
)
_DESIGN = Message("the survey design (JSON)", "แบบการสำรวจ (JSON)")
_PLAN_FILE = Message("the plan (JSON)", "แผนการสำรวจ (JSON)")
_ENGINE = Message(f"what reads the responses: {', '.join(ENGINES)}", f"ตัวประมวลผลคำตอบ: {', '.join(ENGINES)}")
_JSON = Message("print one JSON document", "แสดงผลเป็นเอกสาร JSON หนึ่งฉบับ")


def _answer_estimate(arguments: argparse.Namespace) -> Answer:
    """A bad cell is the responses' fault, a column that is not there the design's."""
    from samrit.core.awareness import BadResponses, estimate_file, read_design

    engine = arguments.engine or ("postgres" if re.match("postgres(ql)?://", arguments.responses) else "local")
    if engine not in ENGINES:
        raise Problem(_COMMAND, _no_engine(engine))
    with about(arguments.design):
        design = read_design(read_document(arguments.design))
    with about(_without_password(arguments.responses)):
        try:
            answer = estimate_file(arguments.responses, design, engine)
        except BadResponses:
            raise
        except Lacking as lacking:
            raise Problem(_COMMAND, lacking.under(_OPTION)) from lacking
        except Refused as refused:
            raise Problem(arguments.design, refused) from refused
    return Answer(dump_json(answer) if arguments.json else _estimates_page(answer, arguments.lang))


def _answer_plan(arguments: argparse.Namespace) -> Answer:
    from samrit.core.awareness.plan import plan

    with about(arguments.plan):
        answer = plan(read_document(arguments.plan))
    return Answer(dump_json(answer) if arguments.json else _plan_page(answer, arguments.lang))


def _no_engine(engine: str) -> Refused:
    what = Message(f'"{engine}" is not an engine', f'ไม่มีตัวประมวลผลชื่อ "{engine}"')
    return Refused(_OPTION, what, Message(f"use {' or '.join(ENGINES)}", f"ใช้ {' หรือ '.join(ENGINES)}"))


def _without_password(place: str) -> str:
    """An address as it may be shown."""
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:…@", place)


def _estimates_page(answer: dict[str, Any], lang: str) -> str:
    lines = []
    for estimate in answer["estimates"]:
        for group in estimate["groups"]:
            where = ", ".join(f"{column} {value}" for column, value in group["by"].items())
            lines.append(f"{estimate['id']}{f' ({where})' if where else ''}: {_said(group, lang)}, n {group['n']}")
    lines += [f"{contrast['id']}: {_said(contrast, lang)}" for contrast in answer["contrasts"]]
    if answer["verdict"] is not None:
        decision = speak(_DECISIONS[answer["verdict"]["decision"]], lang)
        lines.append(f"{speak(Message('Verdict', 'ผลการพิจารณา'), lang)}: {decision}")
        lines += [f"  - {reason}" for reason in answer["verdict"]["because"]]
    lines += [f"! {flag}" for flag in answer["flags"]]
    rows = answer["rows"]
    lines.append(
        speak(
            Message(f"Rows read {rows['read']}, used {rows['used']}", f"อ่าน {rows['read']} แถว ใช้ {rows['used']} แถว"),
            lang,
        )
    )
    return "\n".join(lines) + "\n"


_DECISIONS = {
    "met": Message("met", "บรรลุ"),
    "not_met": Message("not met", "ไม่บรรลุ"),
    "not_yet_known": Message("not yet known", "ยังสรุปไม่ได้"),
    "indicative": Message("indicative only", "เป็นเพียงข้อบ่งชี้"),
}


def _short(number: str | None) -> str:
    return "-" if number is None else f"{float(number):.6g}"


def _said(figure: dict[str, Any], lang: str) -> str:
    low, high = (_short(limit) for limit in figure["ci"])
    error = speak(Message("s.e.", "ความคลาดเคลื่อนมาตรฐาน"), lang)
    return f"{_short(figure['estimate'])} ({low} - {high}), {error} {_short(figure['se'])}, df {figure['df']}"


def _plan_page(answer: dict[str, Any], lang: str) -> str:
    lines: list[str] = []
    for part, title in _PARTS.items():
        if part in answer:
            lines.append(speak(title, lang))
            lines += [f"  {key}: {_listed(value)}" for key, value in answer[part].items() if value is not None]
    return "\n".join(lines) + "\n"


_PARTS = {
    "sample_size": Message("Sample size", "ขนาดตัวอย่าง"),
    "test": Message("Test", "การทดสอบ"),
    "allocate": Message("Allocation", "การจัดสรร"),
    "sequential": Message("Looks during the year", "การตรวจระหว่างปี"),
}


def _listed(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(
            f"{_short(row['share'])}→{_short(row['probability'])}" if isinstance(row, dict) else _short(row)
            for row in value
        )
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items())
    return str(value) if isinstance(value, int) else _short(value)


def add_to(commands: Commands) -> None:
    """Hangs the commands on Samrit's own command line."""
    family = commands.family("awareness", Message("awareness surveys", "การสำรวจการรับรู้"))
    command = family.command("estimate", _ESTIMATE, _answer_estimate)
    command.file("RESPONSES", _RESPONSES)
    command.option("--design", "DESIGN.json", _DESIGN, required=True)
    command.option(_OPTION, "ENGINE", _ENGINE)
    command.flag("--json", _JSON)
    command = family.command("plan", _PLAN, _answer_plan)
    command.file("PLAN", _PLAN_FILE)
    command.flag("--json", _JSON)
