"""`samrit manage …`: Django's own commands, with the settings of this installation."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from samrit.cli.shell import Answer, Problem
from samrit.core.contract import Message, Refused

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands

_MEND = Message("`samrit manage help` lists the commands", "ดูคำสั่งทั้งหมดด้วย `samrit manage help`")


def add_to(commands: Commands) -> None:
    """Hangs the command on the command line."""
    command = commands.command("manage", Message("Django's own commands", "คำสั่งของ Django"), manage_command)
    command.rest(
        "WORDS",
        Message(
            "a command of Django and its arguments, such as: migrate --plan",
            "คำสั่งของ Django และอาร์กิวเมนต์ เช่น migrate --plan",
        ),
    )


def manage_command(arguments: argparse.Namespace) -> Answer:
    """Runs one, which talks to the screen itself, as it may ask questions. Exit code 1 where a check says no."""
    from samrit.cli.office import ready

    ready()
    from django.core.management import ManagementUtility, get_commands, handle_default_options
    from django.core.management.base import CommandError, SystemCheckError

    name, *rest = arguments.words or ["help"]
    prog = f"samrit manage {name}"
    if name in {"help", "--help"}:
        return Answer("".join(f"{known}\n" for known in sorted(get_commands())))
    if name not in get_commands():
        raise Problem("samrit manage", Refused("arguments", Message(f"{name} is not known", f"ไม่รู้จัก {name}"), _MEND))
    command = ManagementUtility(["samrit manage", name]).fetch_command(name)
    try:
        options = vars(command.create_parser("samrit manage", name).parse_args(rest))
        handle_default_options(argparse.Namespace(**options))
        command.execute(*options.pop("args", ()), **options)
    except SystemCheckError as error:
        return Answer(f"{error}\n", 1)
    except CommandError as error:
        said = str(error)
        raise Problem(prog, Refused("arguments", Message(said, said), _help(prog))) from error
    except SystemExit as leaving:
        return Answer("", _code(leaving.code))
    return Answer("")


def _help(prog: str) -> Message:
    return Message(f"`{prog} --help` shows how it is used", f"ดูวิธีใช้ด้วย `{prog} --help`")


def _code(given: Any) -> int:
    return given if isinstance(given, int) else int(given is not None)
