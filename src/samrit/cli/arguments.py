"""The command line: which commands there are, and how a wrong one is answered in one line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Any, NoReturn

from samrit.cli import awareness, backup, checkpoint, count, doctor, dossier, export, manage, score, sheet, up, worker
from samrit.cli.shell import Answer, Problem
from samrit.core.contract import Message, Refused, speak

_ABOUT = Message(
    "Samrit reads an official key-result sheet, scores facts against it, and explains the score.",
    "สัมฤทธิ์ อ่านแบบรายละเอียด KRs ให้คะแนนจากข้อเท็จจริง และอธิบายที่มาของคะแนน",
)

# What argparse says, in both languages; its groups fill the braces.
_SAYINGS: tuple[tuple[str, Message], ...] = (
    (
        r"the following arguments are required: (?P<name>.+)",
        Message("missing: {name}", "ขาด {name}"),
    ),
    (
        r"unrecognized arguments: (?P<name>.+)",
        Message("{name} is not known here", "ไม่รู้จัก {name}"),
    ),
    (
        r"argument (?P<name>[^:]*): invalid choice: (?P<given>.+) \(choose from (?P<known>.+)\)",
        Message("{given} is not one of {known}", "{given} ไม่อยู่ในตัวเลือก {known}"),
    ),
    (
        r"argument (?P<name>[^:]+): expected one argument",
        Message("{name} needs a value", "{name} ต้องมีค่า"),
    ),
    (
        r"argument (?P<name>[^:]+): ignored explicit argument (?P<given>.+)",
        Message("{name} takes no value", "{name} ไม่รับค่า"),
    ),
)


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help that keeps our line breaks (Thai has no blanks to break at) and is the same on every terminal."""

    def __init__(self, prog: str, **_: Any) -> None:
        super().__init__(prog, max_help_position=28, width=100)

    def _split_lines(self, text: str, width: int) -> list[str]:  # noqa: ARG002 -- the width is argparse's
        return text.splitlines()


class _Parser(argparse.ArgumentParser):
    """A parser that answers a wrong command line as Samrit answers everything: in one line, as a Problem."""

    def __init__(self, *, lang: str, title: str | None = None, **settings: Any) -> None:
        super().__init__(
            add_help=False, allow_abbrev=False, exit_on_error=True, formatter_class=_Help, description=title, **settings
        )
        self.lang = lang
        self.files = self.add_argument_group(speak(Message("what it works on", "ข้อมูลที่ใช้"), lang))
        options = self.add_argument_group(speak(Message("options", "ตัวเลือก"), lang))
        options.add_argument("-h", "--help", action="help", help=speak(Message("show this help", "แสดงวิธีใช้นี้"), lang))
        options.add_argument(
            "--lang",
            choices=("th", "en"),
            default=argparse.SUPPRESS,
            help=speak(Message("language of what people read", "ภาษาของข้อความ"), lang),
        )
        self.options = options

    def format_help(self) -> str:
        text = super().format_help()
        return text if self.lang == "en" else text.replace("usage: ", "วิธีใช้: ", 1)

    def error(self, message: str) -> NoReturn:
        """Raises Problem with what argparse found, in our words."""
        raise Problem(self.prog, Refused(speak(_ARGUMENTS, self.lang), _said(message), _see_help(self.prog)))


_ARGUMENTS = Message("arguments", "อาร์กิวเมนต์")


def _see_help(prog: str) -> Message:
    return Message(f"`{prog} --help` shows how it is used", f"ดูวิธีใช้ด้วย `{prog} --help`")


def _said(message: str) -> Message:
    for pattern, saying in _SAYINGS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return Message(saying.en.format_map(found.groupdict()), saying.th.format_map(found.groupdict()))
    return Message(message, f"คำสั่งไม่ถูกต้อง ({message})")


Run = Callable[[argparse.Namespace], Answer]


class Commands:
    """Where a command family hangs its commands."""

    def __init__(self, parser: _Parser, prog: str) -> None:
        self._prog = prog
        self._lang = parser.lang
        self._rows = parser.add_subparsers(
            title=speak(Message("commands", "คำสั่ง"), parser.lang), metavar="COMMAND", prog=prog, parser_class=_Parser
        )

    def family(self, name: str, title: Message) -> Commands:
        """A word that stands before several commands, such as `sheet`."""
        parser = self._add(name, title)
        parser.set_defaults(run=_nothing_chosen(parser.prog))
        return Commands(parser, parser.prog)

    def command(self, name: str, title: Message, run: Run) -> Command:
        """One command; `run` turns its arguments into an answer."""
        parser = self._add(name, title)
        parser.set_defaults(run=run)
        return Command(parser)

    def _add(self, name: str, title: Message) -> _Parser:
        said = speak(title, self._lang)
        return self._rows.add_parser(name, lang=self._lang, title=said, help=said)


class Command:
    """The arguments of one command."""

    def __init__(self, parser: _Parser) -> None:
        self._parser = parser

    def file(self, name: str, said: Message) -> None:
        """A positional argument, shown in capitals."""
        self._parser.files.add_argument(name.lower(), metavar=name, help=speak(said, self._parser.lang))

    def rest(self, name: str, said: Message) -> None:
        """Everything that follows, options among it, handed on as it is."""
        self._parser.files.add_argument(
            name.lower(), metavar=name, nargs=argparse.REMAINDER, help=speak(said, self._parser.lang)
        )

    def notes(self, said: Message) -> None:
        """What the help says below the options."""
        self._parser.epilog = speak(said, self._parser.lang)

    def flag(self, name: str, said: Message) -> None:
        """An option without a value."""
        self._parser.options.add_argument(name, action="store_true", help=speak(said, self._parser.lang))

    def option(self, name: str, metavar: str, said: Message, *, required: bool = False) -> None:
        """An option with a value."""
        self._parser.options.add_argument(name, metavar=metavar, required=required, help=speak(said, self._parser.lang))


def _nothing_chosen(prog: str) -> Run:
    def run(arguments: argparse.Namespace) -> Answer:
        found = Message("no command is given", "ยังไม่ได้ระบุคำสั่ง")
        raise Problem(prog, Refused(speak(_ARGUMENTS, arguments.lang), found, _see_help(prog)))

    return run


def build_parser(lang: str) -> argparse.ArgumentParser:
    """The whole command line, with its help in one language."""
    parser = _Parser(lang=lang, title=speak(_ABOUT, lang), prog="samrit")
    parser.options.add_argument(
        "--version", action="store_true", help=speak(Message("show the version", "แสดงรุ่นของโปรแกรม"), lang)
    )
    parser.set_defaults(run=_nothing_chosen("samrit"))
    commands = Commands(parser, "samrit")
    for family in (sheet, score, count, awareness, dossier, checkpoint, export, up, worker, doctor, backup, manage):
        family.add_to(commands)
    return parser


def read_arguments(words: list[str], lang: str) -> Answer:
    """Runs the command that `words` name."""
    parser = build_parser(lang)
    try:
        arguments = parser.parse_args(words)
    except SystemExit:  # only `--help` leaves this way, after it printed
        return Answer("")
    if arguments.version:
        return Answer(f"samrit {_version()}\n")
    arguments.lang = lang
    run: Run = arguments.run
    return run(arguments)


def _version() -> str:
    from importlib.metadata import version

    return version("samrit")
