"""`samrit score DEFINITION FACTS`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from samrit.cli.shell import STDIN, Answer, Problem, about, read_document
from samrit.core.contract import Message, Node, Refused, dump_json

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands
    from samrit.core.rubric import Context, Rubric, Score


def add_to(commands: Commands) -> None:
    """Hangs the command on the command line."""
    command = commands.command(
        "score", Message("facts become a score that explains itself", "ให้คะแนนจากข้อเท็จจริง พร้อมเหตุผล"), score_command
    )
    command.file(
        "DEFINITION",
        Message("a key result document or a bare rubric (JSON), or -", "เอกสารตัวชี้วัดหรือเกณฑ์ (JSON) หรือ -"),
    )
    command.file("FACTS", Message("a facts document (JSON), or -", "เอกสารข้อเท็จจริง (JSON) หรือ -"))
    command.flag("--json", Message("print one JSON document", "แสดงผลเป็นเอกสาร JSON หนึ่งฉบับ"))


def score_command(arguments: argparse.Namespace) -> Answer:
    """A score that cannot be given yet is an answer, too: exit code 0."""
    if arguments.definition == arguments.facts == STDIN:
        raise Problem(
            STDIN,
            Refused(
                "FACTS",
                Message("stdin cannot be both the definition and the facts", "stdin เป็นทั้งเอกสารตัวชี้วัดและข้อเท็จจริงไม่ได้"),
                Message("give one of them as a file", "ระบุอย่างใดอย่างหนึ่งเป็นไฟล์"),
            ),
        )
    with about(arguments.definition):
        rubric, context = read_rubric_of(read_document(arguments.definition))
    if not arguments.json:
        context = spoken(context, arguments.lang)
    result = score_file(rubric, context, arguments.facts)
    if arguments.json:
        from samrit.core.rubric import score_data

        return Answer(dump_json(score_data(result)))
    from samrit.core.rubric import explain

    return Answer(explain(result, arguments.lang))


def read_rubric_of(document: Node) -> tuple[Rubric | None, Context]:
    """The rubric of a key result document, or a bare rubric: `schema` decides. None where the sheet gives no rubric."""
    from samrit.core.rubric import Context, read_rubric

    document.keys()  # refuses what is not an object
    if "schema" not in document:
        raise Refused(
            "schema",
            Message("the document does not say what it is", "เอกสารไม่ระบุชนิด"),
            Message(
                'add "schema": "samrit/key-result/1" or "samrit/rubric/1"',
                'เพิ่ม "schema": "samrit/key-result/1" หรือ "samrit/rubric/1"',
            ),
        )
    if document["schema"].choice(("samrit/key-result/1", "samrit/rubric/1")) == "samrit/rubric/1":
        return read_rubric(document), Context()
    from samrit.core.sheet import context_of, read_definition

    definition = read_definition(document)
    return definition.rubric, context_of(definition)


def score_file(rubric: Rubric | None, context: Context, facts: str) -> Score:
    """The score of the facts in a file (`-`: stdin); raises Problem."""
    from samrit.core.rubric import read_facts, score

    with about(facts):
        return score(rubric, read_facts(read_document(facts)), context)


def spoken(context: Context, lang: str) -> Context:
    """The context with the reasons of the sheet's assumptions in the language of the reader."""
    if lang == "en" or not context.assumed:
        return context
    from samrit.core.sheet.whys import why_in_thai

    return replace(context, assumed=tuple(replace(row, why=why_in_thai(row.why) or row.why) for row in context.assumed))
