"""`samrit count items | rule`: what counts under a versioned rule, and why."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from samrit.cli.shell import STDIN, Answer, Problem, about, read_document
from samrit.core.contract import Message, Node, Refused, dump_json

if TYPE_CHECKING:
    from samrit.cli.arguments import Commands
    from samrit.core.counting import CountingRule

_RULE = Message(
    "a counting rule (JSON), or -; else the one of KR 7301 that comes with Samrit",
    "หลักเกณฑ์การนับ (JSON) หรือ - หากไม่ระบุจะใช้หลักเกณฑ์ของ KR 7301 ที่มากับโปรแกรม",
)
_JSON = Message("print one JSON document", "แสดงผลเป็นเอกสาร JSON หนึ่งฉบับ")

_ITEMS = "samrit count items"
_OPTIONS = {"as_of": "--as-of", "period": "--period"}


def add_to(commands: Commands) -> None:
    """Hangs the family on the command line."""
    family = commands.family(
        "count", Message("what work counts under a versioned rule, and why", "งานใดนับได้ตามหลักเกณฑ์ และเพราะเหตุใด")
    )
    items = family.command("items", Message("count items of work", "นับรายการงาน"), items_command)
    items.file("ITEMS", Message("a work items document (JSON), or -", "เอกสารรายการงาน (JSON) หรือ -"))
    items.option(
        "--as-of",
        "DATE",
        Message("the day, or moment with its zone, of which the count speaks", "วันที่ หรือวันเวลาพร้อมเขตเวลา ที่ใช้นับ"),
        required=True,
    )
    items.option("--period", "PERIOD", Message("FY (default), Q1, H2, M01 …", "งวด: FY (หากไม่ระบุ) Q1 H2 M01 …"))
    items.option("--rule", "FILE", _RULE)
    items.flag("--json", _JSON)
    items.flag("--facts", Message("print the facts that the count gives (JSON)", "แสดงข้อเท็จจริงที่ได้จากการนับ (JSON)"))
    rule = family.command("rule", Message("the rule in words", "หลักเกณฑ์การนับเป็นถ้อยคำ"), rule_command)
    rule.option("--rule", "FILE", _RULE)
    rule.flag("--json", _JSON)


def items_command(arguments: argparse.Namespace) -> Answer:
    """The figures, and for every item whether it counts."""
    from samrit.core.counting import count, counts_data, explain_counts, facts_from_counts, read_items

    if arguments.items == arguments.rule == STDIN:
        raise Problem(
            STDIN,
            Refused(
                "ITEMS",
                Message("stdin cannot be both the items and the rule", "stdin เป็นทั้งรายการงานและหลักเกณฑ์ไม่ได้"),
                Message("give one of them as a file", "ระบุอย่างใดอย่างหนึ่งเป็นไฟล์"),
            ),
        )
    with about(_ITEMS):
        as_of = _moment(arguments.as_of)
    rule = _rule(arguments.rule)
    with about(arguments.items):
        items = read_items(read_document(arguments.items))
        with _asked():
            counts = count(items, rule, as_of=as_of, period=arguments.period or "FY")
            if arguments.facts:
                return Answer(dump_json(facts_from_counts(counts)))
    return Answer(dump_json(counts_data(counts)) if arguments.json else explain_counts(counts, arguments.lang))


def rule_command(arguments: argparse.Namespace) -> Answer:
    """The rule, as it is shown to people before the period starts."""
    from samrit.core.counting import explain_rule, rule_data

    rule = _rule(arguments.rule)
    return Answer(dump_json(rule_data(rule)) if arguments.json else explain_rule(rule, arguments.lang))


@contextlib.contextmanager
def _asked() -> Iterator[None]:
    """What is wrong with the question is a fault of the command line, and not of the items."""
    try:
        yield
    except Refused as refused:
        if option := _OPTIONS.get(refused.path):
            raise Problem(_ITEMS, Refused(option, refused.what, refused.mend)) from refused
        raise


def _rule(name: str | None) -> CountingRule:
    from samrit.core.counting import packaged_rule, read_rule

    if name is None:
        return packaged_rule()
    with about(name):
        return read_rule(read_document(name))


def _moment(text: str) -> dt.date | dt.datetime:
    if "T" not in text:
        return Node(text, "--as-of").date()
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            "--as-of",
            Message("this is not a moment", "ไม่ใช่วันเวลา"),
            Message('write it as "2025-09-30T23:30:00+07:00"', 'เขียนแบบ "2025-09-30T23:30:00+07:00"'),
        ) from None
