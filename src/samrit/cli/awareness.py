"""`samrit awareness estimate RESPONSES --design DESIGN.json` and `samrit awareness plan PLAN.json`.

`add_to` hangs the commands on Samrit's command line, `add_commands` on any argparse one. The work is done by
`estimate_text` and `plan_text`, which answer with the whole text or raise `FaultIn`, a refusal that knows its file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samrit.core.contract import MAX_BYTES, Message, Refused, dump_json, language, load_json, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands
    from samrit.cli.shell import Answer

    from samrit.core.contract import Node

ENGINES = ("local", "duckdb", "postgres", "spark")
_ESTIMATE = Message("estimates from responses, by their survey design", "ประมาณค่าจากคำตอบตามแบบการสำรวจ")
_PLAN = Message("sample sizes, allocation and looks of a survey", "ขนาดตัวอย่าง การจัดสรร และรอบการตรวจของการสำรวจ")
_RESPONSES = Message("the responses (.csv in UTF-8, or .parquet)", "ไฟล์คำตอบ (.csv แบบ UTF-8 หรือ .parquet)")
_DESIGN = Message("the survey design (JSON)", "แบบการสำรวจ (JSON)")
_PLAN_FILE = Message("the plan (JSON)", "แผนการสำรวจ (JSON)")
_ENGINE = Message(f"what reads the responses: {', '.join(ENGINES)}", f"ตัวประมวลผลคำตอบ: {', '.join(ENGINES)}")
_JSON = Message("print one JSON document", "แสดงผลเป็นเอกสาร JSON หนึ่งฉบับ")


class FaultIn(Exception):  # noqa: N818 -- an answer to the user, not a fault of ours
    """A refusal and the file it is about, as the user wrote its name."""

    def __init__(self, file: str, refused: Refused) -> None:
        super().__init__(file, refused)
        self.file = file
        self.refused = refused


def estimate_text(responses: str, design: str, engine: str | None, *, as_json: bool, lang: str) -> str:
    """The answer of a design on a response file, whole; raises FaultIn."""
    from samrit.core.awareness import BadResponses, estimate_file, read_design

    try:
        if engine not in {None, "local", "duckdb"}:
            raise _no_engine(engine or "")
        parsed = read_design(_document(design))
        answer = estimate_file(Path(responses), parsed, engine or "local")
    except BadResponses as refused:
        raise FaultIn(responses, refused) from refused
    except Refused as refused:
        raise FaultIn("--engine" if refused.path == "--engine" else design, refused) from refused
    except OSError as error:
        raise FaultIn(responses, _unreadable(error)) from error
    return dump_json(answer) if as_json else _estimates_page(answer, lang)


def plan_text(plan: str, *, as_json: bool, lang: str) -> str:
    """The answer to a plan, whole; raises FaultIn."""
    from samrit.core.awareness.plan import plan as answer_plan

    try:
        answer = answer_plan(_document(plan))
    except Refused as refused:
        raise FaultIn(plan, refused) from refused
    return dump_json(answer) if as_json else _plan_page(answer, lang)


def _document(name: str) -> Node:
    try:
        with Path(name).open("rb") as file:
            return load_json(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise FaultIn(name, _unreadable(error)) from error


def _unreadable(error: OSError) -> Refused:
    reason = error.strerror or type(error).__name__
    return Refused(
        "",
        Message(f"the file cannot be read ({reason})", f"อ่านไฟล์ไม่ได้ ({reason})"),
        Message("check the name and the permissions", "ตรวจชื่อไฟล์และสิทธิ์การเข้าถึง"),
    )


def _no_engine(engine: str) -> Refused:
    if engine in ENGINES:
        what = Message(f"{engine} does not read files", f"{engine} อ่านไฟล์ไม่ได้")
    else:
        what = Message(f'"{engine}" is not an engine', f'ไม่มีตัวประมวลผลชื่อ "{engine}"')
    return Refused("--engine", what, Message("use local or duckdb", "ใช้ local หรือ duckdb"))


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
    command.option("--engine", "ENGINE", _ENGINE)
    command.flag("--json", _JSON)
    command = family.command("plan", _PLAN, _answer_plan)
    command.file("PLAN", _PLAN_FILE)
    command.flag("--json", _JSON)


def _answer_estimate(arguments: argparse.Namespace) -> Answer:
    from samrit.cli.shell import Answer, Problem

    try:
        return Answer(
            estimate_text(
                arguments.responses, arguments.design, arguments.engine, as_json=arguments.json, lang=arguments.lang
            )
        )
    except FaultIn as fault:
        raise Problem(fault.file, fault.refused) from fault


def _answer_plan(arguments: argparse.Namespace) -> Answer:
    from samrit.cli.shell import Answer, Problem

    try:
        return Answer(plan_text(arguments.plan, as_json=arguments.json, lang=arguments.lang))
    except FaultIn as fault:
        raise Problem(fault.file, fault.refused) from fault


def add_commands(subparsers: Any) -> None:
    """Adds `awareness` to argparse's subparsers; each command sets `run`, a handler that gives the exit code."""
    family = subparsers.add_parser("awareness").add_subparsers(required=True)
    command = family.add_parser("estimate")
    command.add_argument("responses", metavar="RESPONSES")
    command.add_argument("--design", required=True)
    command.add_argument("--engine", default="local")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run_estimate)
    command = family.add_parser("plan")
    command.add_argument("plan", metavar="PLAN")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run_plan)


def run_estimate(arguments: argparse.Namespace) -> int:
    """Prints the estimates; 0, or 2 with one line on stderr."""
    lang = language()
    try:
        text = estimate_text(arguments.responses, arguments.design, arguments.engine, as_json=arguments.json, lang=lang)
    except FaultIn as fault:
        return _complain(fault, lang)
    sys.stdout.write(text)
    return 0


def run_plan(arguments: argparse.Namespace) -> int:
    """Prints the plan's answers; 0, or 2 with one line on stderr."""
    lang = language()
    try:
        text = plan_text(arguments.plan, as_json=arguments.json, lang=lang)
    except FaultIn as fault:
        return _complain(fault, lang)
    sys.stdout.write(text)
    return 0


def _complain(fault: FaultIn, lang: str) -> int:
    sys.stderr.write(fault.refused.line(fault.file, lang) + "\n")
    return 2
