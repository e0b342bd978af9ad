"""`samrit checkpoint`: what the office publishes of its audit chain, and what it saw of another one's."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from samrit.cli.shell import Answer, about
from samrit.core.contract import Message, speak

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands

_PLACE = "/.well-known/samrit-checkpoints"


def add_to(commands: Commands) -> None:
    """Hangs the family on the command line."""
    family = commands.family(
        "checkpoint", Message("the audit chain, signed and witnessed", "คำรับรองสายบันทึก ลงนามและมีพยาน")
    )
    family.command("make", Message("sign the chain as it stands", "ลงนามรับรองสายบันทึก ณ ขณะนี้"), make_command)
    family.command("show", Message("what is published", "รายการที่ประกาศไว้"), show_command)
    seeing = family.command(
        "witness", Message("co-sign another installation's chain", "เป็นพยานให้สายบันทึกของระบบอื่น"), witness_command
    )
    seeing.file("ADDRESS", Message("its address, such as https://samrit.example", "ที่อยู่ เช่น https://samrit.example"))
    seeing.option("--key", "PUBLIC_KEY", Message("the key that it must have", "กุญแจสาธารณะที่ต้องใช้"))
    family.command("handover", Message("tell that the key has changed", "ประกาศเปลี่ยนกุญแจลงลายมือชื่อ"), handover_command)


def make_command(arguments: argparse.Namespace) -> Answer:
    """Takes a checkpoint now, as the worker does every day."""
    _ready()
    from samrit.core.dossier import Misfit, misfit_line
    from samrit.platform.tasks import publish_checkpoint

    try:
        with about("samrit checkpoint make"):
            entries = publish_checkpoint.func("")
    except Misfit as misfit:
        return Answer(misfit_line(misfit, arguments.lang) + "\n", code=1)
    if entries is None:
        said = Message("nothing was added since the last checkpoint", "ไม่มีรายการใหม่ตั้งแต่คำรับรองครั้งก่อน")
    else:
        said = Message(f"entries: {entries}", f"จำนวนรายการ: {entries}")
    return Answer(speak(said, arguments.lang) + "\n")


def show_command(_arguments: argparse.Namespace) -> Answer:
    """The document that the public address gives."""
    _ready()
    from samrit.core.dossier.publishing import published_text
    from samrit.platform.checkpoints import published

    return Answer(published_text(published()).decode())


def witness_command(arguments: argparse.Namespace) -> Answer:
    """Exit code 1 where the other chain does not go on from what was seen before."""
    _ready()
    from samrit.core.dossier import Misfit, misfit_line
    from samrit.core.dossier.publishing import read_published
    from samrit.platform.asking import ask
    from samrit.platform.checkpoints import last_seen, witness

    place = arguments.address.rstrip("/") + _PLACE
    try:
        with about("samrit checkpoint witness"):
            known = read_published(place, ask(place))
            seen, proof = last_seen(known), []
            if seen is not None and known.checkpoints:
                newest = max(row.body["entries"] for row in known.checkpoints)
                answer = ask(f"{place}/proof?first={seen[0]}&second={newest}") if newest >= seen[0] else b"{}"
                proof = _hashes(answer)
            statement = witness(known, proof, key=arguments.key)
            ask(place, json.dumps(statement).encode())
    except Misfit as misfit:
        return Answer(misfit_line(misfit, arguments.lang) + "\n", code=1)
    entries = statement["body"]["entries"]
    said = Message(f"signed as a witness: entries: {entries}", f"ลงนามเป็นพยานแล้ว จำนวนรายการ: {entries}")
    return Answer(speak(said, arguments.lang) + "\n")


def _hashes(answer: bytes) -> list[str]:
    """The hashes of a proof; none for an answer that is no proof, which then proves nothing."""
    try:
        proof = json.loads(answer).get("proof", [])
        return [bytes.fromhex(part).hex() for part in proof]
    except (ValueError, TypeError, AttributeError):
        return []


def handover_command(arguments: argparse.Namespace) -> Answer:
    """Both keys sign that the new one is used from now on."""
    _ready()
    from samrit.platform.checkpoints import hand_over_key

    with about("samrit checkpoint handover"):
        body = hand_over_key()["body"]
    said = Message(f"from: {body['from']}\nto: {body['to']}", f"จาก: {body['from']}\nเป็น: {body['to']}")
    return Answer(speak(said, arguments.lang) + "\n")


def _ready() -> None:
    from samrit.cli.office import ready

    ready()
