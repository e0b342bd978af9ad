"""`samrit up` and `samrit demo`: the workspace on one address, with a demo of its own or as an empty office."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from samrit.cli.shell import Answer, Problem, about
from samrit.core.contract import Message, Refused, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands
    from samrit.demo.building import State

DEMO = "samrit.settings.demo"
_PORT = 8000
_BUILDING = Message(
    "making the demo's year, once; this takes a minute or two, longer on a slow machine …\n",
    "กำลังสร้างข้อมูลสาธิตหนึ่งปีงบประมาณ ครั้งแรกครั้งเดียว ใช้เวลาราวหนึ่งถึงสองนาที เครื่องช้าอาจนานกว่านั้น …\n",
)

_PREPARING = Message(
    "preparing the office's database and files; the first time takes a minute or so …\n",
    "กำลังเตรียมฐานข้อมูลและไฟล์ของสำนักงาน ครั้งแรกใช้เวลาราวหนึ่งนาที …\n",
)


def add_to(commands: Commands) -> None:
    """Hangs the commands on the command line."""
    up = commands.command(
        "up",
        Message("serve the workspace on this machine, with demo data", "เปิดระบบบนเครื่องนี้ พร้อมข้อมูลสาธิต"),
        up_command,
    )
    up.flag("--empty", Message("the real office, empty at first, without demo data", "สำนักงานจริงที่ยังว่าง ไม่มีข้อมูลสาธิต"))
    up.option(
        "--port", "PORT", Message("where to listen (SAMRIT_PORT, else 8000)", "พอร์ตที่เปิดบริการ (SAMRIT_PORT หรือ 8000)")
    )
    up.notes(
        Message(
            "SAMRIT_HOME names the folder of all data (var), SAMRIT_PORT the port.",
            "ตั้ง SAMRIT_HOME เป็นโฟลเดอร์เก็บข้อมูล (ปกติคือ var) และ SAMRIT_PORT เป็นพอร์ต",
        )
    )
    demo = commands.command(
        "demo", Message("make the demo's data, or make them anew", "สร้างข้อมูลสาธิต หรือสร้างใหม่"), demo_command
    )
    demo.flag("--reset", Message("forget what visitors did and begin anew", "ลบสิ่งที่ผู้ทดลองใช้ทำไว้ แล้วเริ่มใหม่"))
    demo.option(
        "--moment",
        "MOMENT",
        Message(
            "which one opens first: november, february, june, september",
            "ช่วงเวลาที่เปิดเป็นหน้าแรก: november, february, june, september",
        ),
    )


def up_command(arguments: argparse.Namespace) -> Answer:
    """Serves until Ctrl-C."""
    port = _port(arguments.port or os.environ.get("SAMRIT_PORT") or str(_PORT))
    if arguments.empty:
        return _office(port, arguments.lang)
    home = _demo_home()
    from samrit.cli.serve import gathering, require_free, serve_demo
    from samrit.demo.building import held, ready

    with about("samrit up"):
        require_free(port)
        with held(home, alone=True):
            _say(arguments.lang, *([] if (home / "demo.json").exists() else [_BUILDING]))
            with gathering():
                state = ready(home)
        with held(home, alone=False):
            _say(arguments.lang, *_welcome(port))
            serve_demo(port, state)
    return Answer("")


def demo_command(arguments: argparse.Namespace) -> Answer:
    """Makes the demo where there is none (with `--reset` in any case) and says what each moment scores."""
    home = _demo_home()
    from samrit.demo.building import build, held, ready, write_state
    from samrit.demo.moments import BY_NAME

    if arguments.moment and arguments.moment not in BY_NAME:
        raise Problem("samrit demo", _no_moment(arguments.moment, list(BY_NAME)))
    with about("samrit demo"), held(home, alone=True):
        state = build(home) if arguments.reset else ready(home)
        if arguments.moment:
            state.opens = arguments.moment
            write_state(home, state)
    return Answer("".join(speak(line, arguments.lang) for line in _moments(state)))


def _office(port: int, lang: str) -> Answer:
    from samrit.cli.office import ready

    ready()
    from samrit.cli.serve import prepare_office, require_free, serve_office

    with about("samrit up"):
        require_free(port)
        _say(lang, _PREPARING)
        password = prepare_office()
    _say(lang, *_office_welcome(port, password))
    serve_office(port)
    return Answer("")


def _demo_home() -> Path:
    """The demo's own folder, inside that of the installation; Django is loaded with the demo's settings."""
    home = Path(os.environ.get("SAMRIT_HOME", "var")).resolve() / "demo"
    os.environ["SAMRIT_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = str(home), DEMO
    from samrit.cli.office import ready

    ready()
    return home


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:
        what = Message(f"“{text}” is not a port", f"“{text}” ไม่ใช่หมายเลขพอร์ต")
        raise Problem("samrit up", Refused("--port", what, Message("give 1 to 65535", "โปรดระบุ 1 ถึง 65535")))
    return int(text)


def _no_moment(given: str, known: Sequence[str]) -> Refused:
    names = ", ".join(known)
    what = Message(f"“{given}” is not a moment of the demo", f"ไม่มีช่วงเวลา “{given}” ในระบบสาธิต")
    return Refused("--moment", what, Message(f"choose from {names}", f"โปรดเลือกจาก {names}"))


def _say(lang: str, *lines: Message) -> None:
    """Speaks at once: serving gives no answer before it ends."""
    for line in lines:
        sys.stdout.write(speak(line, lang))
    sys.stdout.flush()


def _welcome(port: int) -> Iterator[Message]:
    from samrit.demo.texts.people import ADMINISTRATOR, PEOPLE

    yield Message.same(f"\n  สัมฤทธิ์ · Samrit   http://127.0.0.1:{port}/\n\n")
    yield Message(
        "  Demo data. Choose a person on the front page; no password is asked:\n",
        "  ข้อมูลสาธิต เลือกผู้ใช้ที่หน้าแรกได้ทันที ไม่ต้องใช้รหัสผ่าน\n",
    )
    for person in (*PEOPLE[:7], ADMINISTRATOR):
        yield Message(
            f"    {person.username:16} {person.name_en}\n",
            f"    {person.username:16} {person.name_th} ({person.position})\n",
        )
    yield Message(
        "\n  Ctrl-C stops · `samrit demo --reset` begins anew · `samrit up --empty` is the real office\n\n",
        "\n  หยุดด้วย Ctrl-C · เริ่มข้อมูลสาธิตใหม่ด้วย samrit demo --reset · สำนักงานจริงที่ยังว่างใช้ samrit up --empty\n\n",
    )


def _office_welcome(port: int, password: str) -> Iterator[Message]:
    yield Message.same(f"\n  สัมฤทธิ์ · Samrit   http://127.0.0.1:{port}/\n")
    yield Message(
        f"  workspace           http://127.0.0.1:{port}/office/\n\n",
        f"  สำหรับเจ้าหน้าที่        http://127.0.0.1:{port}/office/\n\n",
    )
    if password:
        yield Message(
            f"  first administrator: admin, password {password}\n  (shown once; signing in asks for your own)\n",
            f"  ผู้ดูแลระบบคนแรก: admin รหัสผ่าน {password}\n  (แสดงครั้งเดียว โปรดจดไว้ ระบบจะให้ตั้งรหัสผ่านของท่านเองเมื่อเข้าใช้)\n",
        )
    yield Message("  Ctrl-C stops\n\n", "  หยุดด้วย Ctrl-C\n\n")


def _moments(state: State) -> Iterator[Message]:
    from samrit.demo.moments import MOMENTS

    for moment in MOMENTS:
        score = state.scores[moment.name]
        opens = Message(" · opens first", " · เปิดเป็นหน้าแรก") if moment.name == state.opens else Message.same("")
        yield Message(
            f"{moment.name:10} {moment.title.en:15} score {score}{opens.en}\n",
            f"{moment.name:10} {moment.title.th} คะแนน {score}{opens.th}\n",
        )
